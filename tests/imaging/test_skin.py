"""Skin is found by its colour in many tones and lights, and other things are not."""

from pathlib import Path

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from PIL import Image
from torch import Tensor

from styletransfer.imaging.skin import skin_weights

PORTRAITS = Path(__file__).parents[3] / "shared" / "data" / "portraits"


def patch(colour: tuple[int, int, int], noise: float = 0.01, size: int = 48) -> Tensor:
    grain = torch.randn(1, 1, size, size, generator=torch.Generator().manual_seed(0)) * noise
    return (torch.tensor(colour).view(1, 3, 1, 1) / 255 + grain).clamp(0, 1)


@pytest.mark.parametrize("colour", [
    (45, 34, 30), (60, 46, 40), (96, 65, 52), (141, 85, 36), (173, 115, 90), (198, 134, 66), (224, 172, 105),
    (234, 192, 134), (241, 194, 125), (255, 219, 172), (255, 205, 180),
    (210, 140, 120), (188, 120, 100),  # in warm light and in shade
])  # fmt: skip
def test_tones_of_skin_are_found(colour: tuple[int, int, int]) -> None:
    assert skin_weights(patch(colour)).mean() > 0.4


@pytest.mark.parametrize("colour", [
    (0, 0, 0), (128, 128, 128), (255, 255, 255), (135, 206, 235), (30, 60, 140), (60, 120, 50), (150, 190, 60),
    (255, 230, 0), (220, 0, 20), (180, 60, 200), (0, 160, 150), (200, 200, 190),
])  # fmt: skip
def test_other_colours_are_not(colour: tuple[int, int, int]) -> None:
    assert skin_weights(patch(colour)).mean() < 0.15


def test_rough_things_of_the_same_colour_count_less() -> None:
    assert skin_weights(patch((198, 134, 90), 0.15)).mean() < 0.5 * skin_weights(patch((198, 134, 90))).mean()


def test_sand_disappears_where_nobody_stands() -> None:
    sand = patch((210, 170, 130), size=96)
    person = torch.zeros(1, 1, 12, 12)
    person[..., :6] = 1
    found = skin_weights(sand, person)[0, 0]
    assert skin_weights(sand).mean() > 0.5
    assert found[:, 60:].max() < 0.02
    assert found[:, :30].mean() > 0.5


def test_weights_follow_the_outline_and_surround_the_eyes() -> None:
    image = patch((70, 90, 160), size=160)
    rows, columns = torch.meshgrid(torch.arange(160) - 80, torch.arange(160) - 80, indexing="ij")
    face = rows**2 + columns**2 < 50**2
    image[0, :, face] = patch((200, 140, 115), size=160)[0, :, face]
    eye = rows**2 + columns**2 <= 2
    image[0, :, eye] = 0.1
    found = skin_weights(image)[0, 0]
    assert found[face & ~eye].mean() > 0.9
    assert found[~face].mean() < 0.03
    assert found[eye].mean() > 0.5


@pytest.mark.parametrize("size", [(1, 1), (1, 30), (30, 1), (7, 300), (33, 21)])
def test_any_size_gives_weights_of_that_size(size: tuple[int, int]) -> None:
    image = torch.rand(1, 3, *size, generator=torch.Generator().manual_seed(0))
    found = skin_weights(image, torch.full((1, 1, 4, 4), 0.5))
    assert found.shape == (1, 1, *size)
    assert found.min() >= 0
    assert found.max() <= 1


def test_the_answer_hardly_depends_on_the_resolution() -> None:
    image = F.interpolate(patch((200, 140, 115), size=100), (400, 400), mode="bilinear")
    image[..., 200:] = 0.4
    small = F.interpolate(image, (100, 100), mode="area")
    shrunk = F.interpolate(skin_weights(image), (100, 100), mode="area")
    assert (shrunk - skin_weights(small)).abs().mean() < 0.03


@pytest.mark.skipif(not PORTRAITS.is_dir(), reason="the portraits are not beside the repository")
def test_faces_of_portraits_are_found() -> None:
    """Every portrait of the set shows its face in the middle of the upper half."""
    shares = []
    for path in sorted(PORTRAITS.glob("*.jpg")):
        image = torch.from_numpy(np.asarray(Image.open(path).convert("RGB"), np.float32) / 255).permute(2, 0, 1)[None]
        height, width = image.shape[-2:]
        middle = skin_weights(image)[..., height * 3 // 10 : height * 6 // 10, width * 4 // 10 : width * 6 // 10]
        shares.append(float(middle.mean()))
    assert len(shares) >= 10
    assert np.median(shares) > 0.7
    assert min(shares) > 0.3
