"""The shipped models from end to end, on the photograph that everybody has."""

import numpy as np
import pytest
from skimage import data

from styletransfer.algorithms.face_alignment import face_quad
from styletransfer.imaging.io import open_image
from styletransfer.imaging.picture import Picture
from styletransfer.recipes import FaceSlot, FacesRecipe
from styletransfer.run import run
from styletransfer.run.face_photo import FaceModels, face_models, find, live, opened

PIXELS = data.astronaut()
PHOTO = Picture(pixels=PIXELS)


@pytest.fixture(scope="module")
def models() -> FaceModels:
    return face_models()


def inside(quad: np.ndarray, size: tuple[int, int]) -> np.ndarray:
    """Tell which pixels (H, W) lie in the quad."""
    rows, columns = np.mgrid[: size[0], : size[1]]
    found = np.ones(size, bool)
    for corner, following in zip(quad, np.roll(quad, -1, axis=0), strict=True):
        along = following - corner
        found &= along[0] * (rows - corner[1]) - along[1] * (columns - corner[0]) <= 0
    return found


def test_the_astronaut_ages_and_nothing_beside_her_changes(models: FaceModels) -> None:
    (face,) = find(PHOTO, models)
    assert face.remarks == ()
    assert face.landmarks is not None
    recipe = FacesRecipe(faces=(FaceSlot(sliders={"age": models.directions.items["age"].high / 2}),))
    found = run(recipe, {"content": PIXELS})
    framed = inside(face_quad(face.landmarks), PIXELS.shape[:2])
    assert 0.05 < framed.mean() < 0.3
    assert np.array_equal(found.picture.pixels[~framed], PIXELS[~framed])
    difference = np.abs(found.picture.pixels.astype(int) - PIXELS).mean(axis=2)
    left, top = np.floor(face.landmarks.min(axis=0)).astype(int)
    right, bottom = np.ceil(face.landmarks.max(axis=0)).astype(int)
    assert difference[top:bottom, left:right].mean() > 2
    assert np.array_equal(run(recipe, {"content": PIXELS}).picture.pixels, found.picture.pixels)
    again = run(recipe, {"content": PIXELS, "latent-0": found.latents["latent-0"]})
    assert np.array_equal(again.picture.pixels, found.picture.pixels)


def test_every_slider_moves_the_face_both_ways(models: FaceModels) -> None:
    face = opened(PHOTO, find(PHOTO, models)[0], models)
    assert np.array_equal(live(face, models, {}), face.preview)
    for name, direction in models.directions.items.items():
        shown = [live(face, models, {name: value}).astype(int) for value in (direction.low, direction.high)]
        ends = [value for value in (direction.low, direction.high) if value != 0]
        moved = [np.abs(each - face.preview).mean() for each in shown]
        assert sum(amount > 0.05 for amount in moved) == len(ends), (name, moved)


def test_the_preview_shows_what_the_photograph_becomes(models: FaceModels) -> None:
    face = opened(PHOTO, find(PHOTO, models)[0], models)
    sliders = {"hair": models.directions.items["hair"].high / 2}
    shown = live(face, models, sliders).astype(int) - face.preview
    made = run(FacesRecipe(faces=(FaceSlot(sliders=sliders),)), {"content": PIXELS}).picture.pixels.astype(int) - PIXELS
    rows, columns = face.found.frame.window
    whole = made[rows, columns].mean(axis=(0, 1))
    rows, columns = face.registered.frame.window
    np.testing.assert_allclose(shown[rows, columns].mean(axis=(0, 1)), whole, atol=1.5)
    assert np.abs(whole).max() > 2


def test_the_file_brings_its_recipe_along(models: FaceModels) -> None:
    found = run(FacesRecipe(faces=(FaceSlot(sliders={"age": 5.0}),)), {"content": PIXELS})
    opened_again = open_image(found.encode("png"))
    assert opened_again.recipe == found.recipe.model_dump_json()
    assert np.array_equal(opened_again.pixels, found.picture.pixels)
