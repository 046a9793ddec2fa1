"""Resampling of feature maps with small filters: insert zeros, pad, filter, keep every n-th.

The generator of Karras et al. 2020, "Analyzing and Improving the Image Quality of StyleGAN", enlarges with the binomial
filter [1, 3, 3, 1] in this way.
"""

import torch
from torch import Tensor
from torch.nn import functional

from styletransfer.errors import InputError


def upfirdn2d(x: Tensor, kernel: Tensor, up: int = 1, down: int = 1, pad: tuple[int, int] = (0, 0)) -> Tensor:
    """Enlarge by zeros, pad, convolve every channel with one filter, and thin out.

    The filtering is true convolution: the kernel is turned by 180 degrees before it slides over the map.

    Args:
        x: (B, C, H, W).
        kernel: (kh, kw), the filter of every channel.
        up: after each value come `up - 1` zeros, along both axes; at least 1.
        down: of the filtered values every `down`-th is kept; at least 1.
        pad: zeros before (left and top) and after (right and bottom); negative ones crop.
    Returns:
        (B, C, (H * up + sum(pad) - kh) // down + 1, likewise for W).
    Raises:
        InputError: a shape or factor is unusable, or the padded map is smaller than the filter.
    """
    _check(x, kernel, up, down)
    batch, channels, height, width = x.shape
    if up > 1:
        x = functional.pad(x.reshape(batch, channels, height, 1, width, 1), (0, up - 1, 0, 0, 0, up - 1))
        x = x.reshape(batch, channels, height * up, width * up)
    x = functional.pad(x, (*pad, *pad))
    if x.shape[-2] < kernel.shape[0] or x.shape[-1] < kernel.shape[1]:
        raise InputError(
            f"The filter {tuple(kernel.shape)} does not fit into the padded map {tuple(x.shape[-2:])}; pad more."
        )
    filters = kernel.flip(0, 1).to(x.dtype)[None, None].expand(channels, 1, -1, -1)
    return functional.conv2d(x, filters, stride=down, groups=channels)


def blur(x: Tensor, bias: Tensor | None = None, *, pad: int = 1, gain: float = 1.0) -> Tensor:
    """Smooth every channel with the 4x4 binomial filter, whose sum is `gain`.

    Args:
        x: (B, C, H, W).
        bias: (C,), added afterwards.
        pad: zeros around the map.
        gain: sum of the filter.
    Returns:
        (B, C, H + 2 * pad - 3, W + 2 * pad - 3).
    """
    filters = (binomial(x.device) * gain).to(x.dtype).expand(x.shape[1], 1, 4, 4)
    return functional.conv2d(x, filters, bias, padding=pad, groups=x.shape[1])


def enlarge(x: Tensor) -> Tensor:
    """Double the sides with the binomial filter: `upfirdn2d` by 2 with padding (2, 1), without filtering its zeros.

    Args:
        x: (B, C, H, W).
    Returns:
        (B, C, 2H, 2W).
    """
    filters = (binomial(x.device) * 4).to(x.dtype).expand(x.shape[1], 1, 4, 4)
    return functional.conv_transpose2d(x, filters, stride=2, padding=1, groups=x.shape[1])


def binomial(device: torch.device) -> Tensor:
    """Return the outer product of [1, 3, 3, 1] with itself, of sum 1: (4, 4)."""
    row = torch.tensor([1.0, 3.0, 3.0, 1.0], device=device) / 8
    return row[:, None] * row


def _check(x: Tensor, kernel: Tensor, up: int, down: int) -> None:
    if x.ndim != 4:
        raise InputError(f"Resampling takes maps (B, C, H, W), got {tuple(x.shape)}.")
    if kernel.ndim != 2:
        raise InputError(f"The filter must be (height, width), got {tuple(kernel.shape)}.")
    if up < 1 or down < 1:
        raise InputError(f"The factors must be at least 1, got up {up} and down {down}.")
