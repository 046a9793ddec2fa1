"""Haar wavelet pooling and unpooling of feature maps (Yoo et al. 2019, "Photorealistic Style Transfer via Wavelet
Transforms", section 3.2).

Every channel is halved on its own by four orthonormal 2x2 filters with entries of ±1/2, so that the transpose of the
four together is their inverse. The first letter names the filter along columns, the second the one along rows.
"""

from typing import NamedTuple

import torch
from torch import Tensor

from styletransfer.errors import InputError


class Subbands(NamedTuple):
    """The four halves of a feature map, each (B, C, H/2, W/2): the smoothed one and three of details."""

    ll: Tensor
    lh: Tensor
    hl: Tensor
    hh: Tensor


def haar_pool(x: Tensor) -> Subbands:
    """Split a feature map into its four Haar subbands.

    Args:
        x: (B, C, H, W) with even H and W.
    Returns:
        The subbands. The smoothed one is twice the average of each 2x2 block.
    Raises:
        InputError: a side is odd.
    """
    height, width = x.shape[-2:]
    if height % 2 or width % 2:
        raise InputError(f"Haar pooling needs even sides, got {width} x {height}; pad the picture.")
    top, bottom = x[..., 0::2, :], x[..., 1::2, :]
    total, difference = (top + bottom) / 2, (bottom - top) / 2
    left, right = total[..., 0::2], total[..., 1::2]
    upper_left, upper_right = difference[..., 0::2], difference[..., 1::2]
    return Subbands(left + right, right - left, upper_left + upper_right, upper_right - upper_left)


def haar_unpool(bands: Subbands) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """Enlarge each subband by the transpose of its filter; the sum of the four inverts `haar_pool`.

    Returns:
        Four maps (B, C, H, W), in the order of `Subbands`.
    """
    signs = ((1, 1, 1, 1), (-1, 1, -1, 1), (-1, -1, 1, 1), (1, -1, -1, 1))
    return tuple(_spread(band, corners) for band, corners in zip(bands, signs, strict=True))  # type: ignore[return-value]


def haar_unpool_sum(bands: Subbands) -> Tensor:
    """Invert `haar_pool`: (B, C, H, W)."""
    ll, lh, hl, hh = bands
    top, bottom = ll - hl, ll + hl
    tilted, counter = lh - hh, lh + hh
    rows = torch.stack((top - tilted, top + tilted, bottom - counter, bottom + counter), dim=-1) / 2
    return _interleaved(rows)


def _spread(band: Tensor, corners: tuple[int, ...]) -> Tensor:
    half = band / 2
    return _interleaved(torch.stack([half if sign > 0 else -half for sign in corners], dim=-1))


def _interleaved(blocks: Tensor) -> Tensor:
    """Lay blocks (B, C, h, w, 4) of top left, top right, bottom left, bottom right out as (B, C, 2h, 2w)."""
    batch, channels, height, width, _ = blocks.shape
    tiles = blocks.reshape(batch, channels, height, width, 2, 2)
    return tiles.permute(0, 1, 2, 4, 3, 5).reshape(batch, channels, 2 * height, 2 * width)
