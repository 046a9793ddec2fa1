"""Colour: luma, and moving the colours of one picture to another."""

import colorsys

import pytest
import torch
from torch import Tensor

from styletransfer.imaging.color import (
    luminance,
    match_covariance,
    match_histogram,
    match_mean_std,
    opponent,
    with_luminance,
)


def picture(seed: int, height: int = 24, width: int = 31) -> Tensor:
    """Return correlated colours well inside the gamut, so that nothing is clipped."""
    generator = torch.Generator().manual_seed(seed)
    mix = torch.rand(3, 3, generator=generator) * 0.1
    mean = 0.35 + 0.3 * torch.rand(3, 1, generator=generator)
    values = (mean + mix @ torch.randn(3, height * width, generator=generator).clamp(-2, 2)).clamp(0.01, 0.99)
    return values.reshape(1, 3, height, width)


def spread(image: Tensor) -> tuple[Tensor, Tensor]:
    rows = image.flatten(2)[0]
    return rows.mean(1), torch.cov(rows, correction=0)


@pytest.mark.parametrize(("colour", "luma"), [
    ((0, 0, 0), 0.0), ((1, 1, 1), 1.0), ((1, 0, 0), 0.299), ((0, 1, 0), 0.587), ((0, 0, 1), 0.114),
    ((0.4, 0.4, 0.4), 0.4),
])  # fmt: skip
def test_luma_of_known_colours(colour: tuple[float, float, float], luma: float) -> None:
    found = luminance(torch.tensor(colour, dtype=torch.float32).view(1, 3, 1, 1))
    assert found.shape == (1, 1, 1, 1)
    assert found.item() == pytest.approx(luma, abs=1e-6)


def test_opponent_colours_are_a_rotation() -> None:
    image = torch.rand(2, 3, 4, 5, generator=torch.Generator().manual_seed(2))
    turned = opponent(image)
    assert turned.shape == image.shape
    torch.testing.assert_close(turned.square().sum(1), image.square().sum(1))
    grey = opponent(torch.full((1, 3, 1, 1), 0.5)).flatten()
    torch.testing.assert_close(grey, torch.tensor([0.5 * 3**0.5, 0.0, 0.0]))
    red = opponent(torch.tensor([1.0, 0.0, 0.0]).view(1, 3, 1, 1)).flatten()
    torch.testing.assert_close(red, torch.tensor([3**-0.5, 2**-0.5, 6**-0.5]))


@pytest.mark.parametrize("level", [0.0, 0.1, 0.5, 0.93, 1.0])
def test_with_luminance_reaches_the_luma_and_keeps_the_hue(level: float) -> None:
    image = torch.rand(1, 3, 12, 12, generator=torch.Generator().manual_seed(0))
    found = with_luminance(image, torch.full((1, 1, 12, 12), level))
    assert found.min() >= -1e-6
    assert found.max() <= 1 + 1e-6
    assert (luminance(found) - level).abs().max() < 1e-5
    if level in (0.0, 1.0):
        return
    for before, after in zip(image.flatten(2)[0].T.tolist(), found.flatten(2)[0].T.tolist(), strict=True):
        difference = abs(colorsys.rgb_to_hsv(*before)[0] - colorsys.rgb_to_hsv(*after)[0])
        assert min(difference, 1 - difference) < 1e-3


def test_own_luminance_changes_nothing() -> None:
    image = torch.rand(1, 3, 9, 9, generator=torch.Generator().manual_seed(1))
    torch.testing.assert_close(with_luminance(image, luminance(image)), image, rtol=0, atol=2e-6)


def test_luminance_outside_the_range_is_clamped() -> None:
    grey = torch.full((1, 3, 2, 2), 0.5)
    assert with_luminance(grey, torch.full((1, 1, 2, 2), 1.7)).max() == 1
    assert with_luminance(grey, torch.full((1, 1, 2, 2), -0.3)).min() == 0


def test_match_mean_std() -> None:
    values, target = luminance(picture(0)), luminance(picture(1, 13, 17))
    found = match_mean_std(values, target)
    torch.testing.assert_close(found.mean(), target.mean())
    torch.testing.assert_close(found.std(), target.std())


def test_match_mean_std_of_a_flat_channel() -> None:
    found = match_mean_std(torch.full((1, 1, 8, 8), 0.2), luminance(picture(0)))
    torch.testing.assert_close(found, luminance(picture(0)).mean().expand_as(found))


@pytest.mark.parametrize("seed", range(4))
def test_covariance_is_reached(seed: int) -> None:
    target = picture(seed + 10, 19, 27)
    mean, covariance = spread(match_covariance(picture(seed), target))
    torch.testing.assert_close(mean, spread(target)[0], rtol=0, atol=2e-3)
    torch.testing.assert_close(covariance, spread(target)[1], rtol=0, atol=5e-4)


@pytest.mark.parametrize("match", [match_covariance, match_histogram])
def test_matching_a_picture_with_itself_changes_nothing(match: object) -> None:
    image = picture(3)
    torch.testing.assert_close(match(image, image), image, rtol=0, atol=2e-3)  # type: ignore[operator]


@pytest.mark.parametrize("match", [match_covariance, match_histogram])
def test_single_colour_pictures_stay_finite(match: object) -> None:
    flat = torch.tensor([0.2, 0.4, 0.9]).view(1, 3, 1, 1).expand(1, 3, 16, 16)
    other = picture(5)
    for image, target in ((flat, other), (other, flat), (flat, 1 - flat)):
        found = match(image, target)  # type: ignore[operator]
        assert found.shape == image.shape
        assert torch.isfinite(found).all()
        assert found.min() >= 0
        assert found.max() <= 1
    assert (match(other, flat) - flat[..., :1, :1]).abs().max() < 0.03  # type: ignore[operator]


def test_covariance_moves_grey_along_the_colour_axis() -> None:
    """A grey ramp takes the mean of the target and stays a ramp."""
    ramp = torch.linspace(0.3, 0.7, 256).view(1, 1, 16, 16).expand(1, 3, 16, 16)
    found = match_covariance(ramp, picture(6)).flatten(2)[0]
    torch.testing.assert_close(found.mean(1), spread(picture(6))[0], rtol=0, atol=5e-3)
    assert (found.sum(0).diff() >= -1e-5).all()


def test_histogram_reaches_the_sorted_values() -> None:
    image, target = picture(7), picture(8)
    found = match_histogram(image, target, rounds=30)
    for channel in range(3):
        wanted = target[0, channel].flatten().sort().values
        assert (found[0, channel].flatten().sort().values - wanted).abs().mean() < 0.01
    torch.testing.assert_close(spread(found)[1], spread(target)[1], rtol=0, atol=2e-3)


def test_histogram_of_two_colours_stays_of_two_colours() -> None:
    """A linear map would invent shades; the histogram has none to give."""
    two = (torch.arange(400) % 4 == 0).float().view(1, 1, 20, 20).expand(1, 3, 20, 20) * 0.6 + 0.2
    found = match_histogram(picture(9), two, rounds=20)
    distance = torch.minimum((found - 0.2).abs(), (found - 0.8).abs())
    assert (distance < 0.02).float().mean() > 0.95
    assert (found > 0.5).float().mean().item() == pytest.approx(0.25, abs=0.02)


def test_histogram_is_repeatable_by_its_seed() -> None:
    one, again = (match_histogram(picture(0), picture(1), rounds=2, seed=4) for _ in range(2))
    assert torch.equal(one, again)
    assert not torch.equal(one, match_histogram(picture(0), picture(1), rounds=2, seed=5))


def test_histogram_thins_a_large_target() -> None:
    large = picture(2, 400, 400)
    found = match_histogram(picture(1), large)
    torch.testing.assert_close(spread(found)[0], spread(large)[0], rtol=0, atol=5e-3)
