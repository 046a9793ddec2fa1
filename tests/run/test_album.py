"""An album: one table of colours for all photographs, applied at their own size and depth."""

import importlib
from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from torch import Tensor

from styletransfer.errors import Cancelled, ImageError, InputError
from styletransfer.imaging.io import open_image
from styletransfer.imaging.picture import Picture
from styletransfer.progress import Progress
from styletransfer.recipes import LookSlot, PhotorealisticRecipe, RegionRule
from styletransfer.run.album import SIDE, make_album

Call = tuple[PhotorealisticRecipe, Picture, Sequence[Tensor]]
RECIPE = PhotorealisticRecipe(masks="none", size=2048)
LOOK = np.full((20, 20, 3), 90, np.uint8)


def photograph(seed: int, shape: tuple[int, int] = (40, 60), depth: type = np.uint8) -> NDArray[Any]:
    """Return a picture of smooth colours, different for every seed."""
    generator = np.random.default_rng(seed)
    corners = generator.random((2, 2, 3))
    y, x = (np.linspace(0, 1, side) for side in shape)
    rows = corners[0] * (1 - x[:, None, None]) + corners[1] * x[:, None, None]  # (W, 2, 3)
    smooth = rows[None, :, 0] * (1 - y[:, None, None]) + rows[None, :, 1] * y[:, None, None]
    return (smooth * np.iinfo(depth).max).astype(depth)


@pytest.fixture
def halved(monkeypatch: pytest.MonkeyPatch) -> list[Call]:
    """Replace the transfer by one that halves red and notes its arguments."""
    noted: list[Call] = []

    def transfer(recipe: PhotorealisticRecipe, content: Picture, looks: Sequence[Tensor]) -> SimpleNamespace:
        noted.append((recipe, content, looks))
        pixels = content.pixels.copy()
        pixels[..., 0] //= 2
        return SimpleNamespace(pixels=pixels)

    monkeypatch.setattr(importlib.import_module("styletransfer.run.album"), "transferred", transfer)
    return noted


def test_all_photographs_get_the_table_that_fits_them_all(halved: list[Call]) -> None:
    photos = [photograph(seed) for seed in range(3)]
    album = make_album(RECIPE, photos, [LOOK])
    assert (len(halved), album.failures) == (3, {})
    for photo in photos:
        expected = photo.astype(float) * (0.5, 1, 1)
        assert np.abs(album.picture(photo).pixels - expected).max() < 6


def test_size_depth_and_alpha_are_the_photographs_own(halved: list[Call]) -> None:
    deep = photograph(4, (700, 900), np.uint16)
    alpha = np.full((700, 900), 7, np.uint16)
    album = make_album(RECIPE, [deep], [LOOK])
    recipe, content, _ = halved[0]
    assert recipe.size == SIDE
    assert (content.width, content.bits) == (SIDE, 16)
    made = album.picture(Picture(pixels=deep, alpha=alpha, recipe="{}"))
    assert (made.bits, made.pixels.shape, made.recipe) == (16, deep.shape, None)
    assert np.array_equal(made.alpha, alpha)
    # More levels than 8 bits have.
    assert len(np.unique(made.pixels[..., 1])) > 256


def test_looks_and_settings_are_handed_on_but_not_the_regions_of_another_photograph(halved: list[Call]) -> None:
    recipe = RECIPE.model_copy(
        update={"masks": "automatic", "looks": (LookSlot(), LookSlot()), "regions": (RegionRule(label=1, strength=0),)}
    )
    make_album(recipe.with_config(strength=0.4), [photograph(0)], [LOOK, LOOK[:18]])
    used, _, looks = halved[0]
    assert (used.config.strength, used.regions, used.masks) == (0.4, (), "automatic")
    assert looks[1].shape[-2] == 18


def test_a_bad_photograph_is_left_out_and_named(halved: list[Call]) -> None:
    album = make_album(RECIPE, [photograph(0), b"nothing", photograph(1)], [LOOK])
    assert list(album.failures) == [1]
    assert "cannot be read" in album.failures[1]
    with pytest.raises(ImageError):
        album.picture(b"nothing")


@pytest.mark.parametrize(("recipe", "photos", "words"), [
    (RECIPE, [], "at least one photograph"), (RECIPE, [b"nothing"], "No photograph of the album"),
    (RECIPE.model_copy(update={"masks": "given"}), [LOOK], "belongs to one photograph"),
])  # fmt: skip
def test_what_cannot_become_an_album(recipe: PhotorealisticRecipe, photos: list[Any], words: str) -> None:
    with pytest.raises(InputError, match=words):
        make_album(recipe, photos, [LOOK])


def test_a_look_is_needed_for_each_of_the_recipe(halved: list[Call]) -> None:
    with pytest.raises(ImageError, match="missing: style-1"):
        make_album(RECIPE.model_copy(update={"looks": (LookSlot(), LookSlot())}), [photograph(0)], [LOOK])
    assert halved == []


def test_progress_is_told_and_stops(halved: list[Call]) -> None:
    seen: list[Progress] = []

    def stop(progress: Progress) -> None:
        seen.append(progress)
        if progress.step == 2:
            raise Cancelled

    with pytest.raises(Cancelled):
        make_album(RECIPE, [photograph(seed) for seed in range(4)], [LOOK], stop)
    assert ([progress.step for progress in seen], len(halved)) == ([0, 1, 2], 2)


def test_one_look_for_real_photographs() -> None:
    photos = [photograph(seed, (48, 64)) for seed in range(2)]
    look = photograph(9, (48, 64)) // 3
    album = make_album(RECIPE.model_copy(update={"size": 64}), photos, [look])
    for photo in photos:
        before, after = open_image(photo).pixels.mean(), album.picture(photo).pixels.mean()
        assert abs(after - look.mean()) < abs(before - look.mean())
