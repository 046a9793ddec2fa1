"""Superpixels keep to edges, are numbered without gaps, and come out for pictures of any shape."""

import numpy as np
import pytest
import torch
from torch import Tensor

from styletransfer.algorithms.superpixels import superpixels
from styletransfer.errors import ImageError

from .pictures import clouds, flat, noise


def halves(height: int, width: int) -> Tensor:
    """Return a slanted edge between blue and orange."""
    rows, columns = torch.arange(height)[:, None] / height, torch.arange(width) / width
    upper = (rows + 0.2 * columns < 0.6)[None, None]
    return torch.where(upper, flat(1, 1, (0.2, 0.3, 0.9)), flat(1, 1, (0.9, 0.6, 0.1)))


@pytest.mark.parametrize(
    ("image", "count"),
    [
        (clouds(120, 160), 100),
        (noise(40, 300), 600),
        (flat(64, 64, (0.5, 0.5, 0.5)), 50),
        (clouds(16, 16), 600),
        (clouds(1, 1), 600),
        (clouds(2, 900), 80),
        (clouds(700, 30), 60),
        (clouds(60, 60), 1),
    ],
)
def test_numbers_cover_the_picture_without_gaps(image: Tensor, count: int) -> None:
    patches = superpixels(image, count)
    assert patches.shape == tuple(image.shape[-2:])
    assert patches.dtype == np.int32
    assert np.array_equal(np.unique(patches), np.arange(patches.max() + 1))
    assert patches[0, 0] == 0
    assert patches.max() < 2 * count


@pytest.mark.parametrize("size", [(150, 200), (900, 1200)], ids=["whole", "reduced"])
def test_patches_keep_to_an_edge(size: tuple[int, int]) -> None:
    image = halves(*size)
    patches = superpixels(image, 200)
    upper = image[0, 2].numpy() > 0.5
    share = np.bincount(patches.ravel(), upper.ravel()) / np.bincount(patches.ravel())
    mistaken = np.minimum(share, 1 - share)[patches].mean()
    assert mistaken < 1.5 / size[0]  # a pixel and a half along the edge
    assert len(share) > 100


def test_the_count_is_roughly_kept() -> None:
    few, many = superpixels(clouds(200, 260), 50).max() + 1, superpixels(clouds(200, 260), 400).max() + 1
    assert 25 <= few <= 80
    assert 250 <= many <= 520


def test_the_same_picture_gives_the_same_patches() -> None:
    image = clouds(700, 640)
    assert np.array_equal(superpixels(image), superpixels(image.clone()))


@pytest.mark.parametrize("shape", [(3, 8, 8), (2, 3, 8, 8), (1, 1, 8, 8), (1, 3, 0, 8)])
def test_what_is_no_single_picture_is_refused(shape: tuple[int, ...]) -> None:
    with pytest.raises(ImageError, match="one picture"):
        superpixels(torch.zeros(shape))


def test_a_count_of_nothing_is_refused() -> None:
    with pytest.raises(ImageError, match="at least 1"):
        superpixels(flat(8, 8, (0, 0, 0)), 0)
