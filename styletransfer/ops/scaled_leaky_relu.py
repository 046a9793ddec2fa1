"""The activation of StyleGAN2: add a bias, leaky ReLU of slope 0.2, times the square root of 2 (Karras et al. 2020)."""

import math

from torch import Tensor
from torch.nn import functional

SLOPE = 0.2
GAIN = math.sqrt(2.0)
"""Keeps the variance of what is half cut away."""


def scaled_leaky_relu(x: Tensor, bias: Tensor) -> Tensor:
    """Add a bias a channel, bend, and scale.

    Args:
        x: (B, C) or (B, C, H, W).
        bias: (C,).
    Returns:
        The shape of `x`.
    """
    return functional.leaky_relu(x + bias.view(1, -1, *[1] * (x.ndim - 2)), SLOPE) * GAIN
