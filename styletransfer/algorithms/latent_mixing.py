"""Mixing and interpolation of the codes of two faces (Karras, Laine & Aila, CVPR 2019, section 3.1).

Which rows of w+ make what stands in `latent_parts`.
"""

import math
from collections.abc import Sequence

import torch
from torch import Tensor

from styletransfer.algorithms.inversion import with_rows
from styletransfer.errors import InputError


def mixed(w1: Tensor, w2: Tensor, share: float, rows: Sequence[int] | None = None) -> Tensor:
    """Mix two faces.

    Args:
        w1: codes of the first, (B, num_ws, style_dim); they stay as they are.
        w2: codes of the second, (1 or B, num_ws, style_dim).
        share: how much of the second comes in, 0 to 1.
        rows: where, or None for every row.
    Returns:
        New codes, the shape of `w1`.
    Raises:
        InputError: the share is outside, or codes and rows do not fit each other.
    """
    if not 0 <= share <= 1:  # also refuses what is no number
        raise InputError(f"The share of the second face is {share}; it must be between 0 and 1.")
    chosen = range(w1.shape[1]) if rows is None and w1.ndim == 3 else rows
    return with_rows(w1, list(chosen or ()), w2, share)


def interpolated(w1: Tensor, w2: Tensor, shares: Sequence[float]) -> Tensor:
    """Go from one face to another in a straight line.

    Args:
        w1: codes where the way begins, (1, num_ws, style_dim).
        w2: codes where it ends, of the same shape.
        shares: where to stop; 0 is the first face, 1 the second, beyond is allowed.
    Returns:
        Codes (N, num_ws, style_dim), one for each share.
    Raises:
        InputError: codes of another shape, or a share is not finite.
    """
    if w1.ndim != 3 or len(w1) != 1 or w1.shape != w2.shape:
        raise InputError(f"Two faces of one shape (1, num_ws, style_dim) are needed, got {w1.shape} and {w2.shape}.")
    if not all(math.isfinite(share) for share in shares):
        raise InputError(f"The shares of the way must be finite numbers, got {list(shares)}.")
    weights = torch.tensor(shares, dtype=w1.dtype, device=w1.device)[:, None, None]
    return w1 + weights * (w2 - w1)
