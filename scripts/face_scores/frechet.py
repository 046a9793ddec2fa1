"""The Fréchet distance of two sets of feature vectors as if both were Gaussian (Heusel et al. 2017).

Departure: a few hundred pictures cannot fill a covariance of 1,024 x 1,024, so the features are first standardised and
turned onto the true set's leading principal axes. With 32 of them, 100 pictures give a usable figure, biased upwards
the less the more pictures there are; compare figures of equal counts only, next to that of two halves of the true set.
"""

from dataclasses import dataclass

import torch
from torch import Tensor

AXES = 32
EPSILON = 1e-8


@dataclass(frozen=True, slots=True)
class Axes:
    """Where features are centred, how they are scaled, and the axes (D, K) they are turned onto."""

    centre: Tensor
    scale: Tensor
    directions: Tensor

    def project(self, features: Tensor) -> Tensor:
        """Turn features (N, D) into coordinates (N, K), float64."""
        return ((features.double() - self.centre) / self.scale) @ self.directions


def principal_axes(true: Tensor, count: int = AXES) -> Axes:
    """Find the leading principal axes of standardised features (M, D).

    Raises:
        ValueError: there are not more vectors than axes.
    """
    if len(true) <= count:
        raise ValueError(f"{len(true)} vectors have no {count} principal axes; give more pictures or fewer axes")
    features = true.double()
    centre, scale = features.mean(dim=0), features.std(dim=0) + EPSILON
    directions = torch.linalg.svd((features - centre) / scale, full_matrices=False).Vh[:count].T
    return Axes(centre, scale, directions)


def frechet_distance(generated: Tensor, true: Tensor, axes: Axes) -> float:
    """Compare features of generated pictures (N, D) with those of true ones (M, D) on the given axes."""
    first, second = axes.project(generated), axes.project(true)
    return gaussian_distance(first.mean(dim=0), first.T.cov(), second.mean(dim=0), second.T.cov())


def gaussian_distance(mean1: Tensor, covariance1: Tensor, mean2: Tensor, covariance2: Tensor) -> float:
    """Return the squared Fréchet distance of two Gaussians (Dowson & Landau 1982), float64.

    |m1 - m2|^2 + tr(C1 + C2 - 2 (C1 C2)^(1/2)), the last root through that of the symmetric C1^(1/2) C2 C1^(1/2).
    """
    root = _root(covariance1)
    mixed = torch.linalg.eigvalsh(root @ covariance2 @ root).clamp(min=0).sqrt().sum()
    spread = covariance1.trace() + covariance2.trace() - 2 * mixed
    return float((mean1 - mean2).square().sum() + spread)


def _root(covariance: Tensor) -> Tensor:
    values, vectors = torch.linalg.eigh(covariance)
    root: Tensor = (vectors * values.clamp(min=0).sqrt()) @ vectors.T
    return root
