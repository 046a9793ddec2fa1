"""Convolution whose input channels are scaled by a style and whose output channels are brought back to unit variance
(Karras et al. 2020, "Analyzing and Improving the Image Quality of StyleGAN", section 2.2, equations 1 and 3).

Departures, each marked `Departure` in the code:
  1. the paper bends the weights for every sample and convolves in groups. Scaling is linear, so that the same comes out
     of one shared convolution between two scalings: the input by the style, the output by the inverse norm, which is
     found from squared weights and squared styles alone;
  2. a lone sample without gradients does bend the weights: that is less to compute than scaling its maps.
"""

import math
from typing import Literal, NamedTuple

import torch
from torch import Tensor
from torch.nn import functional

from styletransfer.devices import full_precision
from styletransfer.errors import InputError
from styletransfer.ops.upfirdn2d import blur

Resample = Literal["none", "up", "down"]

_EPSILON = 1e-8


class Kernel(NamedTuple):
    """What is convolved with, and how.

    The weight (O, I, k, k), with odd k, has unit variance: it is divided by the root of I * k * k when used. The bias
    (O,) is added before the gain multiplies. "up" doubles the sides by a transposed convolution and a blur, "down"
    halves them after a blur; both take k = 3.
    """

    weight: Tensor
    bias: Tensor | None = None
    demodulate: bool = True
    resample: Resample = "none"
    gain: float = 1.0


def modulated_conv2d(x: Tensor, style: Tensor, kernel: Kernel) -> Tensor:
    """Convolve with weights modulated by a style (Karras et al. 2020, eq. 1 and 3).

    Args:
        x: (B, I, H, W).
        style: (B, I), factor of each input channel.
        kernel: weight, bias and options.
    Returns:
        (B, O, H', W'), in the precision of `x`, or of the surrounding autocast.
    Raises:
        InputError: the shapes do not fit together.
    """
    _check(x, style, kernel)
    if len(x) == 1 and not (torch.is_grad_enabled() and any(each.requires_grad for each in (x, style, kernel.weight))):
        return _with_bent_weight(x, style, kernel)  # Departure 2
    weight, gain = kernel.weight, kernel.gain
    with full_precision(x.device):
        style = style.to(weight.dtype) / math.sqrt(weight[0].numel())
        factor = demodulation(weight, style) * gain if kernel.demodulate else style.new_full((1, len(weight)), gain)
        bias = None if kernel.bias is None else kernel.bias[None] * gain
    # Departure 1
    y = _convolve(x * _per_channel(style, x), weight, None, kernel.resample)
    factor = _per_channel(factor, y)
    return y * factor if bias is None else torch.addcmul(_per_channel(bias, y), y, factor)


def demodulation(weight: Tensor, style: Tensor) -> Tensor:
    """Return the inverse norm of each output channel's modulated weights (eq. 3).

    Args:
        weight: (O, I, k, k).
        style: (B, I).
    Returns:
        (B, O).
    """
    return torch.rsqrt(style.square() @ weight.square().sum((2, 3)).T + _EPSILON)


def _with_bent_weight(x: Tensor, style: Tensor, kernel: Kernel) -> Tensor:
    with full_precision(x.device):
        bent = kernel.weight * (style[0].to(kernel.weight.dtype) / math.sqrt(kernel.weight[0].numel()))[:, None, None]
        if kernel.demodulate:
            norms = torch.linalg.vector_norm(bent.flatten(1), dim=1)
            bent = bent * torch.rsqrt(norms.square() + _EPSILON)[:, None, None, None]
        bias = None if kernel.bias is None else kernel.bias * kernel.gain
        bent = bent * kernel.gain
    return _convolve(x, bent, bias, kernel.resample)


def _convolve(x: Tensor, weight: Tensor, bias: Tensor | None, resample: Resample) -> Tensor:
    if resample == "up":
        y = functional.conv_transpose2d(x, weight.transpose(0, 1), stride=2)  # (B, O, 2H+1, 2W+1)
        return blur(y, bias, pad=1, gain=4)
    edge = weight.shape[-1] // 2
    if resample == "down":
        return functional.conv2d(blur(x, pad=1 + edge), weight, bias, stride=2)
    return functional.conv2d(x, weight, bias, padding=edge)


def _per_channel(factor: Tensor, like: Tensor) -> Tensor:
    return factor.to(like.dtype)[:, :, None, None]


def _check(x: Tensor, style: Tensor, kernel: Kernel) -> None:
    weight = kernel.weight
    if weight.ndim != 4 or weight.shape[2] != weight.shape[3] or not weight.shape[2] % 2:
        raise InputError(f"The weight must be (O, I, k, k) with odd k, got {tuple(weight.shape)}.")
    if x.ndim != 4 or x.shape[1] != weight.shape[1]:
        raise InputError(
            f"The weight {tuple(weight.shape)} takes maps (B, {weight.shape[1]}, H, W), got {tuple(x.shape)}."
        )
    if style.shape != x.shape[:2]:
        raise InputError(
            f"The style must be {tuple(x.shape[:2])}, a factor a sample and channel; got {tuple(style.shape)}."
        )
    if kernel.resample not in {"none", "up", "down"}:
        raise InputError(f"The resampling must be none, up or down, got {kernel.resample!r}.")
    if kernel.resample != "none" and weight.shape[2] != 3:
        raise InputError(f"Resampling takes weights of 3x3, got {tuple(weight.shape)}.")
