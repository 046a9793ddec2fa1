"""Wasserstein-2 distances of Gaussians against closed forms."""

import pytest
import torch
from torch import Tensor
from torch.autograd import gradcheck

from styletransfer.ops.wasserstein import gaussian_wasserstein, matrix_square_root


def gaussian(seed: int, channels: int = 4) -> tuple[Tensor, Tensor]:
    generator = torch.Generator().manual_seed(seed)
    factor = torch.randn(channels, channels, dtype=torch.float64, generator=generator)
    mean = torch.randn(channels, dtype=torch.float64, generator=generator)
    return mean, factor @ factor.T + 0.2 * torch.eye(channels, dtype=torch.float64)


def distance(one: tuple[Tensor, Tensor], other: tuple[Tensor, Tensor]) -> float:
    return float(gaussian_wasserstein(*one, other[0], matrix_square_root(other[1])))


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
def test_root_squares_to_the_matrix(dtype: torch.dtype) -> None:
    matrix = gaussian(0, 6)[1].to(dtype)
    root = matrix_square_root(matrix)
    assert root.dtype == dtype
    torch.testing.assert_close(root @ root, matrix)
    torch.testing.assert_close(root, root.T)


def test_root_of_a_singular_matrix() -> None:
    flat = torch.ones(3, 3)  # eigenvalues 3, 0, 0, the zeros a little negative in floating point
    root = matrix_square_root(flat)
    torch.testing.assert_close(root, flat / 3**0.5)


@pytest.mark.parametrize("seed", range(3))
def test_equal_gaussians_are_not_apart(seed: int) -> None:
    mean, covariance = gaussian(seed)
    assert abs(distance((mean, covariance), (mean, covariance))) < 1e-4 * float(covariance.trace())


def test_equal_gaussians_without_full_rank() -> None:
    covariance = torch.diag(torch.tensor([2.0, 1.0, 0.0, 0.0], dtype=torch.float64))
    mean = torch.zeros(4, dtype=torch.float64)
    assert abs(distance((mean, covariance), (mean, covariance))) < 5e-3 * float(covariance.trace())


def test_means_alone() -> None:
    mean, covariance = gaussian(1)
    shifted = mean + torch.tensor([1.0, 2.0, 0.0, -2.0], dtype=torch.float64)
    assert distance((shifted, covariance), (mean, covariance)) == pytest.approx(9, rel=1e-4)


def test_commuting_covariances_have_a_closed_form() -> None:
    one = torch.tensor([4.0, 1.0, 0.25], dtype=torch.float64)
    other = torch.tensor([1.0, 9.0, 0.25], dtype=torch.float64)
    mean = torch.zeros(3, dtype=torch.float64)
    expected = float((one.sqrt() - other.sqrt()).square().sum())  # 1 + 4 + 0
    assert distance((mean, torch.diag(one)), (mean, torch.diag(other))) == pytest.approx(expected, rel=1e-3)


def test_one_channel() -> None:
    mean = torch.tensor([0.5], dtype=torch.float64)
    found = distance((mean, torch.tensor([[9.0]]).double()), (mean - 2, torch.tensor([[1.0]]).double()))
    assert found == pytest.approx(4 + (3 - 1) ** 2, rel=1e-4)


@pytest.mark.parametrize("seed", range(3))
def test_symmetric(seed: int) -> None:
    one, other = gaussian(seed), gaussian(seed + 10)
    assert distance(one, other) == pytest.approx(distance(other, one), rel=1e-3)
    assert distance(one, other) > 0


def test_turning_both_changes_nothing() -> None:
    one, other = gaussian(2), gaussian(3)
    turn = torch.linalg.qr(torch.randn(4, 4, dtype=torch.float64, generator=torch.Generator().manual_seed(4)))[0]
    turned = [(turn @ mean, turn @ covariance @ turn.T) for mean, covariance in (one, other)]
    assert distance(*turned) == pytest.approx(distance(one, other), rel=1e-6)


def test_gradient() -> None:
    mean, covariance = gaussian(5)
    target, target_covariance = gaussian(6)
    root = matrix_square_root(target_covariance)

    def loss(own_mean: Tensor, factor: Tensor) -> Tensor:
        return gaussian_wasserstein(own_mean, factor @ factor.T, target, root)

    assert gradcheck(loss, (mean.requires_grad_(), matrix_square_root(covariance).requires_grad_()))


@pytest.mark.parametrize("channels", [3, 6])
def test_gradient_stays_finite_where_eigenvalues_coincide_or_vanish(channels: int) -> None:
    mean = torch.zeros(channels)
    for picture in (torch.eye(channels), torch.zeros(channels, channels)):
        covariance = picture.clone().requires_grad_()
        gaussian_wasserstein(mean, covariance, mean, torch.eye(channels)).backward()
        assert covariance.grad is not None
        assert torch.isfinite(covariance.grad).all()
