"""Directions of W along which one reading of the painted faces changes and the others stay.

The first step of `styletransfer.algorithms.face_directions`, without rows, corrections and tables: what a sheet of the
generator shows is how linear its W is by itself.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from styletransfer.algorithms.face_direction_basis import RIDGE, centred, likeliest, regression, standardised


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
    seen = torch.stack([torch.as_tensor(column).double() for column in readings.values()], dim=1)
    if not (seen.std(dim=0) > 0).all():
        raise ValueError(f"A reading of {', '.join(readings)} is the same for every face.")
    weights = regression(w, standardised(seen))
    covariance = centred(w).T @ centred(w) / len(w)
    firm = covariance + RIDGE * covariance.diagonal().mean() * torch.eye(w.shape[1], dtype=torch.float64)
    return dict(zip(readings, likeliest(weights, firm).T.float(), strict=True))
