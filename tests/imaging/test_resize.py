"""Resampling: sizes, value range and what must not move."""

import pytest
import torch

from styletransfer.imaging.resize import fit_longest, resize, resize_linear, shrink


def picture(height: int, width: int) -> torch.Tensor:
    return torch.rand(1, 3, height, width, generator=torch.Generator().manual_seed(0))


@pytest.mark.parametrize(("size", "longest", "expected"), [
    ((100, 50), 50, (50, 25)),
    ((50, 100), 200, (100, 200)),
    ((400, 300), 400, (400, 300)),
    ((3, 1000), 100, (1, 100)),
    ((1, 5000), 64, (1, 64)),
    ((480, 640), 512, (384, 512)),
    ((301, 100), 64, (64, 21)),
    ((7, 7), 1, (1, 1)),
])  # fmt: skip
def test_fit_longest(size: tuple[int, int], longest: int, expected: tuple[int, int]) -> None:
    assert fit_longest(size, longest) == expected


@pytest.mark.parametrize("size", [(479, 853), (333, 1000), (1000, 999), (2160, 3840), (37, 501)])
@pytest.mark.parametrize("longest", [64, 320, 1023])
def test_fitting_never_squashes(size: tuple[int, int], longest: int) -> None:
    height, width = fit_longest(size, longest)
    assert max(height, width) == longest
    # The shorter side is within half a pixel of the true aspect.
    assert abs(min(height, width) - longest * min(size) / max(size)) <= 0.5


def test_the_same_size_is_the_same_tensor() -> None:
    image = picture(9, 11)
    assert resize(image, (9, 11)) is image
    assert resize_linear(image, (9, 11)) is image
    assert shrink(image, 11) is image


def test_shrinking_keeps_the_aspect_and_enlarges_nothing() -> None:
    image = picture(40, 60)
    assert torch.equal(shrink(image, 30), resize(image, (20, 30)))
    assert shrink(image, 100) is image


@pytest.mark.parametrize("size", [(5, 7), (40, 60), (1, 1), (33, 5)])
def test_stays_in_the_range_of_its_values(size: tuple[int, int]) -> None:
    checks = (torch.arange(16)[:, None] // 4 + torch.arange(20) // 4) % 2
    image = 0.2 + 0.6 * checks.float().expand(1, 3, 16, 20)
    grown = resize(image, size)
    assert grown.shape == (1, 3, *size)
    assert image.min() <= grown.min()
    assert grown.max() <= image.max()


def test_a_flat_picture_stays_flat() -> None:
    for size in ((3, 4), (50, 31)):
        assert (resize(torch.full((1, 3, 12, 12), 0.37), size) - 0.37).abs().max() < 1e-6


def test_shrinking_averages_instead_of_skipping() -> None:
    stripes = (torch.arange(64) % 2).float().expand(1, 1, 64, 64)
    small = resize(stripes, (8, 8))
    assert (small - 0.5).abs().max() < 0.05


def test_corners_stay_in_their_places() -> None:
    ramp = torch.linspace(0, 1, 32).expand(1, 1, 8, 32)
    small, large = resize(ramp, (8, 16)), resize(ramp, (8, 64))
    for found in (small, large):
        assert (found.diff(dim=3) >= -1e-6).all()
        assert found.mean().item() == pytest.approx(0.5, abs=1e-3)


def test_mirrored_input_gives_mirrored_output() -> None:
    image = picture(17, 23)
    torch.testing.assert_close(resize(image.flip(3), (9, 31)), resize(image, (9, 31)).flip(3))


@pytest.mark.parametrize("size", [(4, 4), (5, 9), (30, 40)])
def test_weights_keep_their_range_and_their_share(size: tuple[int, int]) -> None:
    weights = torch.zeros(1, 1, 16, 16)
    weights[..., :8] = 1
    found = resize_linear(weights, size)
    assert found.shape == (1, 1, *size)
    assert found.min() >= 0
    assert found.max() <= 1 + 1e-6
    assert found.mean().item() == pytest.approx(0.5, abs=0.01)


def test_complementary_weights_stay_complementary() -> None:
    weights = torch.rand(1, 1, 13, 19, generator=torch.Generator().manual_seed(1))
    for size in ((5, 8), (40, 31)):
        both = resize_linear(weights, size) + resize_linear(1 - weights, size)
        torch.testing.assert_close(both, torch.ones(1, 1, *size))
