"""Layers of the StyleGAN2 generator and of the encoders built for it (Karras et al. 2020).

Their parameters are named as in the widespread PyTorch checkpoints, so that those load by renaming alone.
"""

import math
from typing import Literal

import torch
from torch import Tensor, nn
from torch.nn import functional

from styletransfer.ops.modulated_conv2d import Kernel, Resample, modulated_conv2d
from styletransfer.ops.scaled_leaky_relu import GAIN, SLOPE, scaled_leaky_relu
from styletransfer.ops.upfirdn2d import enlarge

ConvolutionKind = Literal["same", "up", "rgb"]

_EPSILON = 1e-8


class PixelNorm(nn.Module):
    """Scale each vector to a mean square of 1."""

    def forward(self, x: Tensor) -> Tensor:
        """Normalise (B, C) over its channels."""
        return x * torch.rsqrt(x.square().mean(1, keepdim=True) + _EPSILON)


class EqualLinear(nn.Module):
    """Linear layer whose weights have unit variance and are scaled when used ("equalised learning rate").

    Args:
        channels: of the input.
        width: channels of the output.
        lr_multiplier: factor of weight and bias, by which the layer learns slower than others.
        bias: what the bias starts from.
        activate: end in the scaled leaky ReLU.
    """

    def __init__(
        self, channels: int, width: int, *, lr_multiplier: float = 1.0, bias: float = 0.0, activate: bool = False
    ) -> None:
        super().__init__()
        # In place: anything else on "meta" makes PyTorch load its compiler, which takes a second.
        self.weight = nn.Parameter(torch.randn(width, channels).div_(lr_multiplier))
        self.bias = nn.Parameter(torch.full((width,), bias / lr_multiplier))
        self.scale = lr_multiplier / math.sqrt(channels)
        self.lr_multiplier = lr_multiplier
        self.activate = activate

    def forward(self, x: Tensor) -> Tensor:
        """Map (B, channels) to (B, width)."""
        bias = self.bias * self.lr_multiplier
        if self.activate:
            return scaled_leaky_relu(functional.linear(x, self.weight * self.scale), bias)
        return functional.linear(x, self.weight * self.scale, bias)


class ModulatedConv2d(nn.Module):
    """Modulated convolution and the linear layer that makes its style out of w.

    Args:
        channels: of the input.
        width: channels of the output.
        style_dim: length of w.
        kind: "same" is 3x3, "up" doubles the sides besides, "rgb" is 1x1 and not demodulated.
    """

    def __init__(self, channels: int, width: int, style_dim: int, kind: ConvolutionKind = "same") -> None:
        super().__init__()
        size = 1 if kind == "rgb" else 3
        self.weight = nn.Parameter(torch.randn(1, width, channels, size, size))
        self.modulation = EqualLinear(style_dim, channels, bias=1.0)
        self.demodulate = kind != "rgb"
        self.resample: Resample = "up" if kind == "up" else "none"

    def forward(self, x: Tensor, style: Tensor, bias: Tensor | None = None, gain: float = 1.0) -> Tensor:
        """Convolve maps (B, channels, H, W) by styles (B, channels), add the bias, and multiply by the gain."""
        kernel = Kernel(self.weight[0], bias, demodulate=self.demodulate, resample=self.resample, gain=gain)
        return modulated_conv2d(x, style, kernel)


class NoiseStrength(nn.Module):
    """How strongly a layer's noise map is added."""

    def __init__(self) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.zeros(1))


class Bias(nn.Module):
    """What is added to each channel before the activation."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.bias = nn.Parameter(torch.zeros(channels))


class StyledConv(nn.Module):
    """Modulated convolution, noise, bias and activation."""

    def __init__(self, channels: int, width: int, style_dim: int, *, up: bool = False) -> None:
        super().__init__()
        self.conv = ModulatedConv2d(channels, width, style_dim, "up" if up else "same")
        self.noise = NoiseStrength()
        self.activate = Bias(width)

    def forward(self, x: Tensor, style: Tensor, noise: Tensor | None) -> Tensor:
        """Run the layer.

        Args:
            x: (B, channels, H, W).
            style: (B, channels).
            noise: (1 or B, 1, H', W'), or None for none.
        Returns:
            (B, width, H', W'), sides doubled where the layer enlarges.
        """
        # The activation's gain is pulled through it, which saves a pass over the maps.
        y: Tensor = self.conv(x, style, self.activate.bias, GAIN)
        if noise is not None:
            scaled = (self.noise.weight * GAIN * noise).to(y.dtype)
            y = y + scaled if y.requires_grad or scaled.requires_grad else y.add_(scaled)
        return functional.leaky_relu(y, SLOPE, inplace=True)


class ToRGB(nn.Module):
    """Modulated 1x1 convolution to three channels, added to the enlarged picture of the block before."""

    def __init__(self, channels: int, style_dim: int) -> None:
        super().__init__()
        self.conv = ModulatedConv2d(channels, 3, style_dim, "rgb")
        self.bias = nn.Parameter(torch.zeros(1, 3, 1, 1))

    def forward(self, x: Tensor, style: Tensor, before: Tensor | None = None) -> Tensor:
        """Return the picture (B, 3, H, W) in the parameters' precision; `before` is (B, 3, H/2, W/2)."""
        rgb: Tensor = self.conv(x, style).to(self.bias.dtype) + self.bias
        return rgb if before is None else rgb + enlarge(before)
