"""Directions of W along which one reading of the painted faces changes and the others stay.

A ridge regression foretells the standardised readings from w. Of all changes of w that raise one foretold reading by
one deviation and leave the others alone, the likeliest under the normal distribution of w is taken: with C the
covariance of w with the readings and B the weights of the regression, the columns of C (B' C)^-1. Following B itself
would leave the space of faces sooner: weights tell what to look at, not what changes (Haufe et al. 2014).
"""

from collections.abc import Mapping
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

RIDGE = 3e-3  # of the mean variance of w


def directions(w: Tensor, readings: Mapping[str, NDArray[np.floating[Any]]]) -> dict[str, Tensor]:
    """Find a direction for each reading.

    Args:
        w: styles (N, style_dim) of the faces that were read.
        readings: (N,) each, in any unit.
    Returns:
        (style_dim,) for each reading; added to w it raises this reading by one deviation of the given ones.
    Raises:
        ValueError: there are fewer faces than entries of w, or a reading never changes.
    """
    if len(w) <= w.shape[1]:
        raise ValueError(f"{len(w)} faces do not tell {w.shape[1]} entries of w apart; give more of them.")
    seen = torch.stack([torch.as_tensor(column).double() for column in readings.values()], dim=1)
    if not (seen.std(dim=0) > 0).all():
        raise ValueError(f"A reading of {', '.join(readings)} is the same for every face.")
    centred = w.double() - w.double().mean(dim=0)
    standardised = (seen - seen.mean(dim=0)) / seen.std(dim=0)
    own, together = centred.T @ centred / len(w), centred.T @ standardised / len(w)
    firm = own + RIDGE * own.diagonal().mean() * torch.eye(w.shape[1], dtype=torch.float64)
    weights = torch.linalg.solve(firm, together)
    found = together @ torch.linalg.inv(weights.T @ together)
    return dict(zip(readings, found.T.float(), strict=True))
