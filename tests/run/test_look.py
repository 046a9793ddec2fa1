"""The look of one finished picture as a table, and a table applied to a picture."""

import numpy as np
import pytest

from styletransfer.errors import ImageError
from styletransfer.imaging.io import encode_image
from styletransfer.imaging.lut import Lut, identity_lut
from styletransfer.imaging.picture import Picture
from styletransfer.run.look import SIDE, look_of, look_pair, with_table

PIXELS = np.random.default_rng(0).integers(0, 256, (60, 80, 3)).astype(np.uint8)


def test_the_table_turns_the_photograph_into_the_result() -> None:
    halved = PIXELS.copy()
    halved[..., 0] //= 2
    lut = look_of(encode_image(Picture(pixels=PIXELS), "png"), Picture(pixels=halved))
    assert np.abs(with_table(lut, Picture(pixels=PIXELS)).pixels.astype(int) - halved).max() < 4


def test_large_pictures_are_fitted_small_and_small_ones_as_they_are() -> None:
    large = np.tile(PIXELS, (2, 20, 1))
    content, result = look_pair(large, Picture(pixels=large))
    assert content.shape == result.shape == (1, 3, round(120 * SIDE / 1600), SIDE)
    assert look_pair(PIXELS, PIXELS)[0].shape == (1, 3, 60, 80)
    with pytest.raises(ImageError):
        look_of(PIXELS, b"nothing")


def test_a_table_leaves_alpha_and_depth_and_takes_the_recipe_out() -> None:
    deep, alpha = PIXELS.astype(np.uint16) * 257, np.full((60, 80), 9, np.uint16)
    plain = identity_lut(3)
    black = Lut(table=plain.table * 0)
    picture = Picture(pixels=deep, alpha=alpha, notes=("a note",), recipe="{}", name="sea")
    weights = np.zeros((60, 80), np.float32)
    weights[:, 40:] = 1
    found = with_table(black, picture, 0.5, weights)
    assert (found.bits, found.recipe, found.notes, found.name) == (16, None, ("a note",), "sea")
    assert np.array_equal(found.alpha, alpha)
    assert np.array_equal(found.pixels[:, :40], deep[:, :40])
    assert np.abs(found.pixels[:, 40:] - deep[:, 40:] / 2).max() <= 1
