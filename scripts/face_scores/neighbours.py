"""Precision and recall of a generator by nearest neighbours (Kynkäänniemi et al. 2019).

A set of feature vectors stands for its manifold: the union of balls around its members, each reaching to its k-th
nearest fellow. Precision is the share of generated pictures inside the manifold of the true ones, recall the share of
true ones inside that of the generated. Both depend on the sizes of the sets; compare figures of equal sizes only.
Departure: the features are those of the compact perceptual network or the face scorers rather than VGG-16's.
"""

from dataclasses import dataclass

import torch
from torch import Tensor

NEIGHBOUR = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """Shares between 0 and 1: `precision` is plausibility, `recall` is variety."""

    precision: float
    recall: float


def coverage(generated: Tensor, true: Tensor, neighbour: int = NEIGHBOUR) -> Coverage:
    """Compare generated pictures with true ones by their features.

    Args:
        generated: feature vectors (N, D).
        true: feature vectors (M, D).
        neighbour: which nearest fellow sets the radius; 3 in the paper.
    Raises:
        ValueError: a set has no more members than `neighbour`.
    """
    return Coverage(
        precision=float(inside(generated, true, neighbour).double().mean()),
        recall=float(inside(true, generated, neighbour).double().mean()),
    )


def inside(points: Tensor, manifold: Tensor, neighbour: int = NEIGHBOUR) -> Tensor:
    """Tell which points (N, D) lie in the manifold that (M, D) span, (N,) of bool; eq. 1 of the paper."""
    if len(manifold) <= neighbour:
        raise ValueError(f"{len(manifold)} vectors span no manifold with neighbour {neighbour}; give more pictures")
    radii = torch.cdist(manifold, manifold).kthvalue(neighbour + 1, dim=1).values  # the nearest is the member itself
    return (torch.cdist(points, manifold) <= radii).any(dim=1)
