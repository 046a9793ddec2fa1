"""The shipped models from a prompt to a picture, on the photograph that everybody has."""

import numpy as np
import pytest
from skimage import data

from styletransfer.checkpoints.manifest import MANIFEST
from styletransfer.imaging.picture import Picture
from styletransfer.recipes import FacePrompt, FaceSlot, FacesRecipe
from styletransfer.run import run
from styletransfer.run.face_photo import EditableFace, FaceModels, face_models, find, live, opened
from styletransfer.run.face_text import TextModels, read_prompt, text_models

pytestmark = pytest.mark.skipif("face-clip" not in MANIFEST, reason="No text model for faces is part of the project.")

PIXELS = data.astronaut()


@pytest.fixture(scope="module")
def models() -> FaceModels:
    return face_models()


@pytest.fixture(scope="module")
def text() -> TextModels:
    return text_models("face-generator")


@pytest.fixture(scope="module")
def face(models: FaceModels) -> EditableFace:
    photo = Picture(pixels=PIXELS)
    return opened(photo, find(photo, models)[0], models)


@pytest.mark.parametrize("target", ["an old woman", "smiling", "blond hair", "eyes closed", "a happy young man"])
def test_what_the_generator_paints_fits(text: TextModels, target: str) -> None:
    reading = read_prompt(text, target)
    assert reading.fits
    assert reading.unknown == ()
    assert 0 < reading.channels < text.relevance.channels
    assert reading.sentences == ()


@pytest.mark.parametrize(
    ("target", "part"),
    [("an old man with glasses", "“glasses”"), ("a smiling woman wearing a hat and lipstick", "“a hat”")],
)
def test_a_thing_that_is_never_painted_is_told_beside_what_is(text: TextModels, target: str, part: str) -> None:
    reading = read_prompt(text, target)
    assert reading.fits
    assert reading.sentences == (
        f"Nothing that this generator paints fits {part}; the rest of the prompt counts.",
    )  # fmt: skip


def test_what_it_never_saw_is_told(text: TextModels) -> None:
    assert any("never learnt" in sentence for sentence in read_prompt(text, "an old xylophone").sentences)


@pytest.mark.parametrize(("one", "other"), [("an old woman", "a young woman"), ("smiling", "sad")])
def test_opposite_prompts_go_apart(
    one: str, other: str, face: EditableFace, models: FaceModels, text: TextModels
) -> None:
    assert float(read_prompt(text, one).direction @ read_prompt(text, other).direction) < 0.3
    first, second = (
        live(face, models, {}, prompts=[FacePrompt(target=target)], text=text).astype(float) - face.preview
        for target in (one, other)
    )
    assert min(np.abs(first).mean(), np.abs(second).mean()) > 0.05
    assert float((first * second).sum() / np.linalg.norm(first) / np.linalg.norm(second)) < 0.3


def test_the_astronaut_changes_and_nothing_beside_her(face: EditableFace) -> None:
    recipe = FacesRecipe(faces=(FaceSlot(prompts=(FacePrompt(target="an old woman", neutral="a woman"),)),))
    found = run(recipe, {"content": PIXELS})
    rows, columns = face.found.frame.window
    outside = np.ones(PIXELS.shape[:2], bool)
    outside[rows, columns] = False
    assert outside.mean() > 0.5
    assert np.array_equal(found.picture.pixels[outside], PIXELS[outside])
    assert np.abs(found.picture.pixels[rows, columns].astype(int) - PIXELS[rows, columns]).mean() > 0.5
    assert np.array_equal(run(recipe, {"content": PIXELS}).picture.pixels, found.picture.pixels)
    assert found.notes == ()
