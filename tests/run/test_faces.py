"""The whole photograph with its faces edited: which ones, with whose codes, stopped early, and exact beside them."""

from collections.abc import Mapping
from functools import partial
from typing import Any

import numpy as np
import pytest
import torch
from numpy.typing import NDArray

from styletransfer.algorithms.face_landmarks import FaceSearch
from styletransfer.checkpoints.latent_files import decode_latent, encode_latent
from styletransfer.errors import Cancelled, FaceNotFound, ImageError, InputError, PromptError, RecipeError
from styletransfer.imaging.io import open_image
from styletransfer.imaging.picture import Picture
from styletransfer.progress import Progress
from styletransfer.recipes import FaceMix, FacePlacement, FacePrompt, FaceSlot, FacesRecipe, parse_recipe
from styletransfer.run import Result, face_jobs, faces, run
from styletransfer.run.face_finding import find
from styletransfer.run.face_models import FaceModels

from .small_faces import LENGTH, ROWS, couple, head, small_models
from .small_text import small_text

PIXELS = couple()
AGED = FaceSlot(sliders={"age": 6.0})
RIGHT, LEFT = (slice(0, 300), slice(230, 560)), (slice(0, 300), slice(0, 230))
HALVES = (RIGHT, LEFT)


OLD, SMILING, HAT = (FacePrompt(target=target, strength=7) for target in ("old", "smiling", "a hat"))
Asked = list[tuple[str, str]]


@pytest.fixture(autouse=True)
def asked(monkeypatch: pytest.MonkeyPatch, models: FaceModels) -> Asked:
    """Replace what reads prompts by something small, and note when it is loaded."""
    noted: Asked = []
    text = small_text(models)
    monkeypatch.setattr(face_jobs, "text_models", lambda generator, clip, _: noted.append((generator, clip)) or text)
    return noted


@pytest.fixture(autouse=True)
def models(monkeypatch: pytest.MonkeyPatch) -> FaceModels:
    small = small_models()
    monkeypatch.setattr(faces, "face_models", lambda generator, landmarks: small)
    quickly = FaceSearch(sides=(900,), tilted_side=0)
    monkeypatch.setattr(face_jobs, "find", partial(find, search=quickly))
    return small


def made(recipe: FacesRecipe, images: Mapping[str, Any] | None = None, on_progress: Any = lambda _: None) -> Result:
    return run(recipe, {"content": PIXELS} | dict(images or {}), on_progress)


def edited(*slots: FaceSlot, **changes: Any) -> Result:
    images = changes.pop("images", {})
    return made(FacesRecipe(faces=slots or (AGED,), **changes), images)


def changed(result: Result, part: tuple[slice, slice]) -> bool:
    return not np.array_equal(result.picture.pixels[part], PIXELS[part])


def codes(seed: int = 3, faces: int = 1) -> torch.Tensor:
    return torch.randn(faces, ROWS, LENGTH, generator=torch.Generator().manual_seed(seed))


def latent(seed: int = 3, faces: int = 1, generator: str = "face-generator") -> bytes:
    return encode_latent(codes(seed, faces), generator)


@pytest.mark.parametrize(
    ("slots", "every", "expected"),
    [
        ((AGED,), False, (True, False)),
        ((FaceSlot(face=1, sliders={"age": 6.0}),), False, (False, True)),
        ((FaceSlot(sliders={"age": 6.0}), FaceSlot(face=1, sliders={"smile": 6.0})), False, (True, True)),
        ((AGED,), True, (True, True)),
        ((FaceSlot(),), True, (False, False)),
        ((FaceSlot(sliders={"age": 0.0}),), False, (False, False)),
    ],
)
def test_only_the_faces_that_are_meant_change(
    slots: tuple[FaceSlot, ...], every: bool, expected: tuple[bool, bool]
) -> None:
    found = edited(*slots, every=every)
    assert found.picture.pixels.shape == PIXELS.shape
    assert tuple(changed(found, half) for half in HALVES) == expected
    assert found.finished
    assert list(found.latents) == [f"latent-{number}" for number in range(2 if every else len(slots))]


@pytest.mark.parametrize(
    ("slots", "every", "expected"),
    [
        ((FaceSlot(prompts=(OLD,)),), False, (True, False)),
        ((FaceSlot(prompts=(OLD,)),), True, (True, True)),
        ((FaceSlot(), FaceSlot(face=1, prompts=(OLD,))), False, (False, True)),
        ((FaceSlot(prompts=(OLD,)), FaceSlot(face=1, prompts=(SMILING,))), False, (True, True)),
        ((FaceSlot(prompts=(HAT, OLD.model_copy(update={"strength": 0.0}))),), False, (False, False)),
    ],
)
def test_only_the_faces_with_prompts_change(
    slots: tuple[FaceSlot, ...], every: bool, expected: tuple[bool, bool], asked: Asked
) -> None:
    found = edited(*slots, every=every)
    assert tuple(changed(found, half) for half in HALVES) == expected
    assert asked == [("face-generator", "face-clip")]
    assert np.array_equal(edited(*slots, every=every).picture.pixels, found.picture.pixels)


def test_prompts_come_on_top_of_sliders_and_latents(asked: Asked) -> None:
    both = edited(FaceSlot(sliders={"age": 6.0}, prompts=(OLD,)), images={"latent": latent()})
    alone = [edited(slot, images={"latent": latent()}) for slot in (AGED, FaceSlot(prompts=(OLD,)))]
    for each in alone:
        assert not np.array_equal(both.picture.pixels, each.picture.pixels)
        assert both.latents == each.latents
    still = edited(FaceSlot(sliders={"age": 6.0}, prompts=(OLD,)), limit=0.0)
    assert not changed(still, RIGHT) or np.abs(still.picture.pixels.astype(int) - PIXELS).max() <= 1


def test_without_prompts_nothing_reads_them(asked: Asked) -> None:
    edited(AGED)
    assert asked == []


def test_the_result_brings_its_prompts_along(asked: Asked) -> None:
    found = edited(FaceSlot(prompts=(OLD, HAT)), clip="clip-vit-b32")
    assert asked == [("face-generator", "clip-vit-b32")]
    assert found.notes == ("The prompt “a hat” changed nothing (match 0.00).",)
    recipe = open_image(found.encode("png")).recipe
    assert recipe is not None
    again = parse_recipe(recipe)
    assert isinstance(again, FacesRecipe)
    assert (again.faces[0].prompts, again.clip) == ((OLD, HAT), "clip-vit-b32")
    assert np.array_equal(made(again).picture.pixels, found.picture.pixels)


def test_runs_repeat_and_carry_their_recipe() -> None:
    first, second = edited(), edited()
    assert np.array_equal(first.picture.pixels, second.picture.pixels)
    assert first.latents == second.latents
    assert first.recipe.inputs.keys() == {"content"}
    recipe = open_image(first.encode("png")).recipe
    assert recipe is not None
    assert parse_recipe(recipe) == first.recipe
    assert first.metrics[-1]["seconds"] >= 0


def test_a_face_placed_by_hand_is_edited_there() -> None:
    placement = FacePlacement(right_eye=(0.12, 0.45), left_eye=(0.22, 0.45), mouth=(0.17, 0.62))
    found = edited(FaceSlot(placement=placement, sliders={"age": 6.0}))
    assert (changed(found, LEFT), changed(found, RIGHT)) == (True, False)


def test_depth_and_alpha_stay() -> None:
    deep, alpha = PIXELS.astype(np.uint16) * 257, np.full(PIXELS.shape[:2], 40_000, np.uint16)
    found = run(FacesRecipe(faces=(AGED,)), {"content": Picture(pixels=deep, alpha=alpha, name="two")})
    assert found.picture.bits == 16
    assert found.picture.name == "two"
    assert np.array_equal(found.picture.alpha, alpha)
    assert np.array_equal(found.picture.pixels[LEFT], deep[LEFT])
    shallow = edited().picture.pixels.astype(int)
    assert np.abs(found.picture.pixels / 257 - shallow).mean() < 1


def test_the_generator_can_be_seen_without_any_slider() -> None:
    found = edited(FaceSlot(), result="generator")
    assert (changed(found, RIGHT), changed(found, LEFT)) == (True, False)


def test_a_saved_latent_gives_the_same_picture_again() -> None:
    first = edited()
    assert np.array_equal(edited(images=first.latents).picture.pixels, first.picture.pixels)
    assert np.array_equal(edited(images={"latent": first.latents["latent-0"]}).picture.pixels, first.picture.pixels)
    other = edited(images={"latent-0": latent()})
    assert not np.array_equal(other.picture.pixels, first.picture.pixels)
    assert torch.equal(decode_latent(other.latents["latent-0"], "face-generator", ROWS, LENGTH), codes())
    assert other.recipe.inputs.keys() == {"content", "latent-0"}


def test_a_latent_may_be_a_path(tmp_path: Any) -> None:
    path = tmp_path / "ada.safetensors"
    with pytest.raises(InputError, match=r"ada.safetensors” cannot be opened"):
        edited(images={"latent": path})
    path.write_bytes(latent())
    assert edited(images={"latent": path}).latents["latent-0"] == latent()


def test_a_run_goes_on_from_its_state() -> None:
    first = edited(every=True)
    again = edited(every=True, images={"state": first.state})
    assert again.latents == first.latents
    assert again.recipe.inputs.keys() == {"content"}
    with pytest.raises(InputError, match="edited 2 faces, and this one has 1"):
        edited(images={"state": first.state})


def test_another_person_is_mixed_in() -> None:
    slot = FaceSlot(mix=FaceMix(share=0.5))
    found = edited(slot, images={"mix-0": latent()})
    assert (changed(found, RIGHT), changed(found, LEFT)) == (True, False)
    assert np.array_equal(found.picture.pixels, edited(slot, images={"mix": latent()}).picture.pixels)
    assert not changed(edited(FaceSlot(mix=FaceMix(share=0.0)), images={"mix": latent()}), RIGHT)
    everybody = edited(slot, every=True, images={"mix-0": latent()})
    assert all(changed(everybody, half) for half in HALVES)


@pytest.mark.parametrize(
    ("slots", "images", "error", "words"),
    [
        ((FaceSlot(face=2),), {}, FaceNotFound, "edits face 3, and only 2 faces were found"),
        ((FaceSlot(mix=FaceMix()),), {}, ImageError, "missing: mix-0"),
        ((AGED,), {"mix-0": latent()}, ImageError, "does not use these pictures: mix-0"),
        ((AGED,), {"latent-1": latent()}, ImageError, "does not use these pictures: latent-1"),
        ((AGED,), {"latent-0": latent(generator="psp-ffhq")}, InputError, "belongs to the generator “psp-ffhq”"),
        ((AGED,), {"latent-0": latent()[:-3]}, InputError, "damaged or cut short"),
        ((AGED,), {"latent-0": latent(faces=2)}, InputError, "holds 2 faces"),
        ((AGED,), {"latent-0": PIXELS}, InputError, "not ndarray"),
        ((FaceSlot(sliders={"nose": 1}),), {}, InputError, "nose"),
        ((FaceSlot(sliders={"age": 99}),), {}, InputError, "between -10 and 10"),
        ((AGED,), {"content": np.full((90, 90, 3), 99, np.uint8)}, FaceNotFound, "No face was found"),
        ((FaceSlot(whole=True),), {}, InputError, "560 x 300"),
        ((FaceSlot(prompts=(FacePrompt(target="👓"),)),), {}, PromptError, "can be read"),
        ((FaceSlot(prompts=(FacePrompt(target="old", neutral="OLD"),)),), {}, PromptError, "is already"),
    ],
)
def test_what_does_not_fit_gets_a_sentence(
    slots: tuple[FaceSlot, ...], images: dict[str, Any], error: type[Exception], words: str
) -> None:
    with pytest.raises(error, match=words):
        edited(*slots, images=images)


def test_a_latent_for_a_face_that_is_not_there() -> None:
    with pytest.raises(InputError, match="latent file for face 6, and 2 faces"):
        edited(every=True, images={"latent-5": latent()})


def test_a_face_alone_is_counted_as_one() -> None:
    photo = np.full((300, 300, 3), 128, np.uint8)
    photo[20:280, 20:280] = head(260)
    with pytest.raises(FaceNotFound, match="edits face 2, and only one face was found"):
        edited(FaceSlot(face=1), images={"content": photo})


def test_progress_counts_to_the_end() -> None:
    told: list[Progress] = []
    made(FacesRecipe(faces=(AGED, FaceSlot(face=1)), refinement=3), on_progress=told.append)
    assert [each.step for each in told] == [0, 1, 2, 3, 4, 5, 6, 7, 8]
    assert {each.total for each in told[1:]} == {9}
    assert [each.stage for each in told][::4] == ["Finding faces", "Refining face 1 of 2", "Refining face 2 of 2"]
    assert [each.preview is not None for each in told] == [False] * 5 + [True] + [False] * 3


def test_a_stopped_refinement_keeps_the_best_so_far() -> None:
    def stop(progress: Progress) -> None:
        if progress.step == 3:
            raise Cancelled

    found = made(FacesRecipe(faces=(AGED,), refinement=9), on_progress=stop)
    assert not found.finished
    assert changed(found, RIGHT)
    assert "Stopped early: 1 of 1 faces are edited" in found.notes[-1]
    assert found.latents["latent-0"] != edited().latents["latent-0"]


def test_a_run_stopped_between_faces_keeps_those_that_are_done() -> None:
    def stop(progress: Progress) -> None:
        if progress.step == 2:
            raise Cancelled

    found = made(FacesRecipe(every=True, faces=(AGED,)), on_progress=stop)
    assert not found.finished
    assert (changed(found, RIGHT), changed(found, LEFT)) == (True, False)
    again = edited(every=True, images={"state": found.state})
    assert again.latents == edited(every=True).latents


@pytest.mark.parametrize("step", [0, 1])
def test_a_run_stopped_before_any_face_has_no_picture(step: int) -> None:
    def stop(progress: Progress) -> None:
        if progress.step == step:
            raise Cancelled

    with pytest.raises(Cancelled):
        made(FacesRecipe(faces=(AGED,)), on_progress=stop)


def test_hard_faces_are_remarked_on() -> None:
    small = np.full((200, 300, 3), 128, np.uint8)
    small[10:110, 10:110] = head(100)
    small[20:190, 125:295] = head(170)
    notes = edited(every=True, images={"content": small}).notes
    assert [note for note in notes if note.startswith("Face 2: This face is tiny")]


def test_the_recipe_is_checked_first() -> None:
    with pytest.raises(RecipeError, match="twice"):
        parse_recipe({"tool": "faces", "faces": [{}, {}]})


def test_a_random_face_is_edited_as_a_whole(models: FaceModels) -> None:
    picture = Picture(pixels=head(32))
    found = run(FacesRecipe(faces=(FaceSlot(whole=True, sliders={"age": 8.0}),)), {"content": picture})
    inner: NDArray[Any] = found.picture.pixels[8:24, 8:24].astype(int) - picture.pixels[8:24, 8:24]
    assert np.abs(inner).mean() > 0.5
