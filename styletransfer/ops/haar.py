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
    top, bottom = (ll - hl) / 2, (ll + hl) / 2
    tilted, counter = (lh - hh) / 2, (lh + hh) / 2
    whole = _enlarged(ll)
    whole[..., 0::2, 0::2] = top - tilted
    whole[..., 0::2, 1::2] = top + tilted
    whole[..., 1::2, 0::2] = bottom - counter
    whole[..., 1::2, 1::2] = bottom + counter
    return whole


def _spread(band: Tensor, corners: tuple[int, ...]) -> Tensor:
    half = band / 2
    whole = _enlarged(band)
    for place, sign in enumerate(corners):
        whole[..., place // 2 :: 2, place % 2 :: 2] = half if sign > 0 else -half
    return whole


def _enlarged(band: Tensor) -> Tensor:
    """Make room for a map of twice the sides, in the layout of the band."""
    batch, channels, height, width = band.shape
    last = band.is_contiguous(memory_format=torch.channels_last) and not band.is_contiguous()
    layout = torch.channels_last if last else torch.contiguous_format
    shape = (batch, channels, 2 * height, 2 * width)
    return torch.empty(shape, dtype=band.dtype, device=band.device, memory_format=layout)
