"""Guided filter: exact on what it models, and no leak across edges."""

import pytest
import torch
from torch import Tensor

from styletransfer.ops.guided_filter import box_mean, guided_filter, regress


def noise(channels: int, height: int = 23, width: int = 31, seed: int = 0) -> Tensor:
    return torch.rand(1, channels, height, width, generator=torch.Generator().manual_seed(seed))


@pytest.mark.parametrize("radius", [0, 1, 3, 40])
def test_box_mean_is_the_mean_of_the_window_cut_at_the_border(radius: int) -> None:
    image = noise(2, 9, 12)
    found = box_mean(image, radius)
    for row, column in ((0, 0), (4, 6), (8, 11), (8, 0)):
        window = image[..., max(0, row - radius) : row + radius + 1, max(0, column - radius) : column + radius + 1]
        torch.testing.assert_close(found[..., row, column], window.mean((2, 3)))


@pytest.mark.parametrize("channels", [1, 3])
def test_an_affine_function_of_the_guide_is_found_exactly(channels: int) -> None:
    guide = noise(channels)
    gains = torch.linspace(-1.5, 2, 2 * channels).view(2, channels, 1, 1)
    values = (gains * guide).sum(1)[None] + 0.3
    fitted = regress(guide, values, radius=2, epsilon=1e-9)
    torch.testing.assert_close(fitted.slopes, gains.expand_as(fitted.slopes), atol=2e-3, rtol=0)
    torch.testing.assert_close(fitted(guide), values, atol=1e-3, rtol=0)


def test_one_window_agrees_with_the_normal_equations() -> None:
    """A window as large as the picture is the same everywhere, so votes and means change nothing."""
    guide, values = noise(3).double().float(), noise(2, seed=1)
    rows, wanted = guide.flatten(2)[0].T.double(), values.flatten(2)[0].T.double()
    centred = rows - rows.mean(0)
    covariance = centred.T @ centred / len(rows) + 0.01 * torch.eye(3, dtype=torch.float64)
    slopes = torch.linalg.solve(covariance, centred.T @ (wanted - wanted.mean(0)) / len(rows)).T
    fitted = regress(guide, values, radius=50, epsilon=0.01)
    torch.testing.assert_close(fitted.slopes[..., 5, 5].double(), slopes, atol=1e-4, rtol=1e-4)
    offsets = wanted.mean(0) - slopes @ rows.mean(0)
    torch.testing.assert_close(fitted.offsets[:, 5, 5].double(), offsets, atol=1e-4, rtol=0)


def test_a_blurred_mask_takes_the_edge_of_the_picture() -> None:
    guide = torch.full((1, 3, 40, 60), 0.2)
    guide[..., 30:] = 0.8
    mask = (guide[:, :1] > 0.5).float()
    soft = box_mean(mask, 3)
    found = guided_filter(guide, soft, radius=8, epsilon=1e-4)
    assert (found - mask).abs().mean() < 0.7 * (soft - mask).abs().mean()
    assert found[..., 30].mean() - found[..., 29].mean() > 0.6  # it was 1/7


@pytest.mark.parametrize("radius", [2, 5])
def test_windows_without_a_vote_count_alike(radius: int) -> None:
    """He et al., eq. 13 to 16, window by window in double precision."""
    guide, values = noise(3, 11, 13), noise(1, 11, 13, seed=1)
    maps = torch.empty(4, 11, 13, dtype=torch.float64)
    for row in range(11):
        for column in range(13):
            down, across = (slice(max(0, at - radius), at + radius + 1) for at in (row, column))
            colours = guide[0, :, down, across].double().flatten(1)
            wanted = values[0, 0, down, across].double().flatten()
            centred = colours - colours.mean(1, keepdim=True)
            covariance = centred @ centred.T / len(wanted) + 0.01 * torch.eye(3, dtype=torch.float64)
            slopes = torch.linalg.solve(covariance, centred @ wanted / len(wanted))
            maps[:3, row, column], maps[3, row, column] = slopes, wanted.mean() - slopes @ colours.mean(1)
    mean = box_mean(maps.float()[None], radius)[0]
    expected = (mean[:3] * guide[0]).sum(0) + mean[3]
    found = guided_filter(guide, values, radius=radius, epsilon=0.01, voted=False)
    torch.testing.assert_close(found[0, 0], expected, atol=1e-4, rtol=0)
    assert (found - guided_filter(guide, values, radius=radius, epsilon=0.01)).abs().max() > 1e-3


def test_a_flat_guide_gives_means_and_no_nan() -> None:
    values = noise(1)
    found = guided_filter(torch.full((1, 3, 23, 31), 0.5), values, radius=60, epsilon=1e-4)
    torch.testing.assert_close(found, values.mean().expand_as(found), atol=1e-4, rtol=0)
    one = guided_filter(torch.full((1, 1, 1, 1), 0.5), torch.full((1, 1, 1, 1), 0.7), radius=3, epsilon=1e-4)
    assert one.item() == pytest.approx(0.7)
