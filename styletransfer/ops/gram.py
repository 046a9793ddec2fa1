"""Gram matrices (Gatys et al. 2016, eq. 3)."""

from torch import Tensor


def gram_matrix(features: Tensor) -> Tensor:
    """Return the plain inner products between channels, F F^T (Gatys et al. 2016, eq. 3).

    Args:
        features: (B, C, H, W).

    Returns:
        (B, C, C); not divided by anything: published programs divide by H*W, by C*H*W or by
        B*C*H*W, and say so where they do.
    """
    rows = features.flatten(2).float()  # (B, C, H*W)
    return rows @ rows.transpose(1, 2)
