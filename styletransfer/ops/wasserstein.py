"""Squared Wasserstein-2 distance between Gaussians (Dowson & Landau 1982)."""

import torch
from torch import Tensor


def matrix_square_root(covariance: Tensor) -> Tensor:
    """Return the symmetric square root of a positive semi-definite matrix, (C, C); negatives count as zero."""
    values, vectors = torch.linalg.eigh(covariance.double())
    root: Tensor = (vectors * values.clamp(min=0).sqrt()) @ vectors.T
    return root.to(covariance.dtype)


def gaussian_wasserstein(mean: Tensor, covariance: Tensor, target_mean: Tensor, target_root: Tensor) -> Tensor:
    """Return |m - t|^2 + tr(C) + tr(T) - 2 tr((T^1/2 C T^1/2)^1/2).

    The last trace is the sum of the square roots of the eigenvalues, so only `eigvalsh` is
    differentiated, which has no poles where eigenvalues coincide.

    Args:
        mean, covariance: of the picture, (C,) and (C, C); gradients flow through both.
        target_mean, target_root: of the style, (C,) and the square root of its covariance, (C, C).

    Returns:
        Scalar >= 0 up to rounding; 0 for equal Gaussians.
    """
    product = target_root @ covariance @ target_root
    scale = (target_root.square().sum() / len(mean)).detach()
    # The offset keeps d sqrt(x)/dx bounded for directions that the picture does not have yet.
    floor = 1e-6 * scale * scale + 1e-12
    # In float64: with silent channels float32 products underflow, and the solver may not converge.
    values = torch.linalg.eigvalsh((product + product.T).double() * 0.5)
    cross = (values.clamp(min=0) + floor).sqrt().sum().to(covariance.dtype)
    spread: Tensor = covariance.trace() + target_root.square().sum() - 2 * cross
    return (mean - target_mean).square().sum() + spread
