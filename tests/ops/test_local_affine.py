"""Full resolution: exact on global edits, sharp at borders, no seams, sane on odd pictures."""

from typing import Any

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from numpy.typing import NDArray
from torch import Tensor

from styletransfer.errors import Cancelled, ImageError
from styletransfer.ops import local_affine
from styletransfer.ops.local_affine import apply_local_affine, fit_local_affine, restore_full_size

GAINS = torch.tensor([[0.6, 0.1, 0.0], [0.0, 0.5, 0.2], [0.1, 0.0, 0.7]])
OFFSET = torch.tensor([0.05, 0.1, 0.0]).view(3, 1, 1)


def scene(height: int = 96, width: int = 132) -> Tensor:
    """Return a bright sky over a darker, textured ground with a jagged skyline, (1, 3, H, W)."""
    generator = torch.Generator().manual_seed(0)
    columns, rows = torch.arange(width), torch.arange(height).float()[:, None]
    skyline = height * (0.45 + 0.2 * torch.sin(columns / width * 9) + 0.1 * ((columns * 7 // width) % 2))
    ground = (rows > skyline).float()
    sky = torch.tensor([0.6, 0.75, 0.95]).view(3, 1, 1) - 0.15 * rows / height
    earth = torch.tensor([0.4, 0.3, 0.15]).view(3, 1, 1) + 0.08 * torch.randn(3, height, width, generator=generator)
    return (sky * (1 - ground) + earth * ground).clamp(0, 1)[None]


def everywhere(image: Tensor) -> Tensor:
    return torch.einsum("oi,bihw->bohw", GAINS, image) + OFFSET


def by_region(image: Tensor) -> Tensor:
    """Turn the sky dark and orange and the ground blue, with a hard border."""
    sky = (image[:, 2:] > 0.62).float()
    orange = image * torch.tensor([0.9, 0.45, 0.2]).view(1, 3, 1, 1)
    blue = 0.8 * image.flip(1) + torch.tensor([0.0, 0.05, 0.2]).view(1, 3, 1, 1)
    return sky * orange + (1 - sky) * blue


def shrunk(image: Tensor, factor: int) -> Tensor:
    return F.interpolate(image, [-(-side // factor) for side in image.shape[-2:]], mode="area")


def levels(image: Tensor, dtype: type[np.unsignedinteger[Any]] = np.uint8) -> Any:
    return np.rint(image[0].permute(1, 2, 0).numpy() * np.iinfo(dtype).max).astype(dtype)


def whole(image: Tensor, low: Tensor, low_result: Tensor, **settings: Any) -> Tensor:
    size = (int(image.shape[-2]), int(image.shape[-1]))
    return apply_local_affine(fit_local_affine(low, low_result, **settings), image, rows=(0, size[0]), full_size=size)


@pytest.mark.parametrize("factor", [1, 2, 3, 5, 8])
@pytest.mark.parametrize("radius", [1, 4])
def test_an_affine_edit_is_restored_at_any_factor(factor: int, radius: int) -> None:
    image = scene(101, 133)
    low = shrunk(image, factor)
    assert (whole(image, low, everywhere(low), radius=radius) - everywhere(image)).abs().max() < 4e-3


@pytest.mark.parametrize("factor", [2, 4])
def test_regions_are_closer_to_the_truth_than_the_enlarged_difference(factor: int) -> None:
    image = scene(160, 220)
    truth = by_region(image)
    low, low_result = shrunk(image, factor), shrunk(truth, factor)
    enlarged = image + F.interpolate(low_result - low, image.shape[-2:], mode="bilinear")
    found = whole(image, low, low_result)
    assert (found - truth).square().mean() < 0.5 * (enlarged - truth).square().mean()


def test_no_halo_in_the_sky_beside_the_skyline() -> None:
    image = scene(160, 220)
    truth = by_region(image)
    sky = (image[:, 2:] > 0.62).float()
    rim = (F.max_pool2d(1 - sky, 25, 1, 12) - F.max_pool2d(1 - sky, 5, 1, 2))[0, 0] > 0  # 3 to 12 px above the ground
    found = whole(image, shrunk(image, 4), shrunk(truth, 4))
    assert (found - truth).abs().mean(1)[0][rim].mean() < 3 / 255


@pytest.mark.parametrize("sigma", [0.6, 1.0])
def test_a_soft_result_does_not_make_the_photograph_soft(sigma: float) -> None:
    image = scene(120, 160)
    low, truth = shrunk(image, 2), everywhere(image)
    soft = local_affine._blurred(everywhere(low), sigma)
    fitted = fit_local_affine(low, soft)
    assert local_affine._estimate_softness(low, soft) == pytest.approx(sigma, abs=0.11)
    found = apply_local_affine(fitted, image, rows=(0, 120), full_size=(120, 160))
    steps = [part.diff(dim=3).abs().mean() for part in (found, truth)]
    assert steps[0] > 0.93 * steps[1]


def test_noise_that_the_network_adds_to_a_flat_sky_stays_out() -> None:
    generator = torch.Generator().manual_seed(1)
    low = torch.full((1, 3, 48, 64), 0.6)
    noisy = (everywhere(low) + 0.02 * torch.randn(low.shape, generator=generator)).clamp(0, 1)
    image = (torch.full((1, 3, 192, 256), 0.6) + 0.01 * torch.randn(1, 3, 192, 256, generator=generator)).clamp(0, 1)
    found = whole(image, low, noisy, radius=4)
    assert found.std((2, 3)).max() < 1.1 * image.std()


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16])
@pytest.mark.parametrize("stripe", [1, 7, 1000])
def test_pixels_do_not_depend_on_the_stripes(
    dtype: type[np.unsignedinteger[Any]], stripe: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    image = scene(111, 83)
    low = shrunk(image, 3)
    fitted, pixels = fit_local_affine(low, by_region(low)), levels(image, dtype)
    expected = restore_full_size(fitted, pixels)
    monkeypatch.setattr(local_affine, "STRIPE", stripe)
    np.testing.assert_array_equal(restore_full_size(fitted, pixels), expected)


def test_the_fit_does_not_depend_on_its_bands(monkeypatch: pytest.MonkeyPatch) -> None:
    image = scene(150, 40)
    expected = fit_local_affine(image, by_region(image), radius=2)
    monkeypatch.setattr(local_affine, "_BAND", 1)
    found = fit_local_affine(image, by_region(image), radius=2)
    torch.testing.assert_close(found, expected, atol=2e-3, rtol=2e-3)


def test_rows_asked_for_alone_are_those_of_the_whole() -> None:
    image = scene(61, 47)
    low = shrunk(image, 2)
    fitted = fit_local_affine(low, by_region(low))
    expected = apply_local_affine(fitted, image, rows=(0, 61), full_size=(61, 47))
    part = apply_local_affine(fitted, image[:, :, 17:30], rows=(17, 30), full_size=(61, 47))
    assert torch.equal(part, expected[:, :, 17:30])


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16])
def test_a_whole_photograph_takes_the_edit_at_its_own_depth(dtype: type[np.unsignedinteger[Any]]) -> None:
    image = scene()
    fitted = fit_local_affine(image, everywhere(image))
    pixels = levels(image, dtype)
    unit = np.iinfo(dtype).max / 255
    found = restore_full_size(fitted, pixels)
    assert found.dtype == dtype
    assert found.shape == pixels.shape
    assert np.abs(found - everywhere(image)[0].permute(1, 2, 0).numpy() * unit * 255).max() < 2 * unit
    unchanged = restore_full_size(fit_local_affine(image, image), pixels)
    assert np.abs(unchanged.astype(float) - pixels).max() <= unit  # an 8-bit level may be moved inside its rounding


def longest_run(values: NDArray[Any]) -> int:
    """Return the length of the longest stretch of equal values."""
    changes = np.flatnonzero(np.diff(values)) + 1
    return int(np.diff(np.concatenate([[0], changes, [len(values)]])).max())


def test_a_gain_does_not_turn_a_sky_of_8_bits_into_bands() -> None:
    ramp = torch.linspace(0.5, 0.58, 400).expand(1, 3, 60, 400)  # 20 levels, 20 px each
    sky = levels(ramp)
    fitted = fit_local_affine(ramp, 4 * (ramp - 0.5) + 0.2)
    row = restore_full_size(fitted, sky)[30, 30:370, 0]
    assert np.abs(np.diff(row.astype(int))).max() <= 1  # levels of the photograph times 4 would jump by 4
    assert longest_run(row) < 12


@pytest.mark.parametrize("size", [(1, 1), (1, 40), (40, 1), (2, 3), (5, 400), (400, 5)])
@pytest.mark.parametrize("level", [0.0, 0.5, 1.0])
def test_flat_and_odd_pictures_stay_finite(size: tuple[int, int], level: float) -> None:
    low = torch.full((1, 3, *size), level)
    fitted = fit_local_affine(low, torch.full_like(low, 0.25))
    assert torch.isfinite(fitted).all()
    pixels = np.full((3 * size[0] + 1, 2 * size[1], 3), round(level * 255), np.uint8)
    assert np.abs(restore_full_size(fitted, pixels).astype(int) - 64).max() <= 1


def test_a_grey_photograph_may_get_colour() -> None:
    grey = scene()[:, :1].expand(1, 3, -1, -1)
    tint = grey * torch.tensor([1.0, 0.7, 0.4]).view(1, 3, 1, 1)
    assert (whole(grey, grey, tint) - tint).abs().mean() < 2e-3


def test_the_share_done_is_told_and_stopping_stops() -> None:
    image = scene(200, 20)
    fitted = fit_local_affine(image, image)
    told: list[float] = []
    restore_full_size(fitted, levels(image), on_stripe=told.append)
    assert told == sorted(told)
    assert told[-1] == 1.0

    def stop(share: float) -> None:
        raise Cancelled("stopped")

    with pytest.raises(Cancelled):
        restore_full_size(fitted, levels(image), on_stripe=stop)


@pytest.mark.parametrize(("content", "result", "words"), [
    (torch.rand(1, 3, 8, 8), torch.rand(1, 3, 8, 9), "must both be"),
    (torch.rand(1, 1, 8, 8), torch.rand(1, 1, 8, 8), "must both be"),
    (torch.rand(1, 3, 8, 8), torch.full((1, 3, 8, 8), float("nan")), "not numbers"),
])  # fmt: skip
def test_what_does_not_fit_is_refused(content: Tensor, result: Tensor, words: str) -> None:
    with pytest.raises(ImageError, match=words):
        fit_local_affine(content, result)
