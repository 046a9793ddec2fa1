"""Roots of covariances, by solver and by iteration, and the maps made of them."""

import pytest
import torch

from styletransfer.ops.whitening import Mapping, by_iteration, by_solver, carrying_map, roots


def covariances(count: int, channels: int, spread: float = 1.0) -> torch.Tensor:
    generator = torch.Generator().manual_seed(channels)
    factor = torch.randn(count, channels, 2 * channels, generator=generator, dtype=torch.float64)
    scale = torch.logspace(0, spread, channels, dtype=torch.float64)[None, :, None]
    factor = factor * scale
    return (factor @ factor.transpose(1, 2) / (2 * channels)).float()


@pytest.mark.parametrize("channels", [1, 3, 16])
def test_solver_and_iteration_agree(channels: int) -> None:
    matrix = covariances(3, channels) + torch.eye(channels)
    for found, expected in zip(by_iteration(matrix, 1.0), by_solver(matrix), strict=True):
        torch.testing.assert_close(found, expected, atol=1e-4, rtol=1e-4)


@pytest.mark.parametrize("spread", [0.0, 1.5, 3.0])
def test_wide_roots_are_roots(spread: float) -> None:
    """Both ways are as exact as float32 lets them be, up to eigenvalues a million times apart."""
    covariance = covariances(1, 200, spread)
    regular = (covariance + torch.eye(200)).double()
    root, inverse = (part.double() for part in roots(covariance))
    assert float((root @ root - regular).abs().max() / regular.abs().max()) < 1e-4
    assert float((inverse @ regular @ inverse - torch.eye(200)).abs().max()) < 2e-2


@pytest.mark.parametrize("mapping", ["whitening", "transport"])
def test_maps_carry_one_covariance_to_the_other(mapping: Mapping) -> None:
    content, style = covariances(2, 12), covariances(2, 12, 0.5).flip(1, 2)
    eye = torch.eye(12)
    carried = carrying_map(roots(content), roots(style)[0], mapping)
    found = carried @ (content + eye) @ carried.transpose(1, 2)
    torch.testing.assert_close(found, style + eye, atol=1e-2, rtol=1e-3)


def test_transport_moves_least() -> None:
    content, style = covariances(1, 8), covariances(1, 8, 0.5).flip(1, 2)
    present, wanted = roots(content), roots(style)
    cost = {}
    for mapping in ("whitening", "transport"):
        change = carrying_map(present, wanted[0], mapping)[0] - torch.eye(8)
        cost[mapping] = float((change @ (content[0] + torch.eye(8)) @ change.T).trace())
    assert cost["transport"] < cost["whitening"]
    torch.testing.assert_close(carrying_map(present, present[0], "transport")[0], torch.eye(8), atol=1e-4, rtol=0)


@pytest.mark.parametrize("mapping", ["whitening", "transport"])
@pytest.mark.parametrize("channels", [4, 170])
def test_degenerate_covariances_stay_finite(mapping: Mapping, channels: int) -> None:
    nothing, huge = torch.zeros(1, channels, channels), torch.ones(1, channels, channels) * 1e6
    for content, style in ((nothing, huge), (huge, nothing), (nothing, nothing)):
        carried = carrying_map(roots(content), roots(style)[0], mapping)
        assert carried.isfinite().all()
