"""Encoders from an aligned face to w+ of StyleGAN2: pSp (Richardson et al. 2021, arXiv 2008.00951) and e4e
(Tov et al. 2021, arXiv 2102.02766).

Both are one network: a residual trunk with squeeze-and-excitation (IR-SE-50), a feature pyramid over three of its
stages, and a small convolutional head for each row of w+. pSp takes every head's output as a row; e4e takes the first
as w and the others as offsets from it. Names of parameters are those of the published checkpoints, without `encoder.`.
"""

import math
from typing import Literal, get_args

import torch
from torch import Tensor, nn
from torch.nn import functional

from styletransfer.devices import full_precision
from styletransfer.errors import ImageError, InputError
from styletransfer.models.stylegan2 import StyleGAN2Config
from styletransfer.models.stylegan2_layers import EqualLinear

EncoderKind = Literal["psp", "e4e"]

SIDE = 256
"""Side of the pictures that the encoders take."""
STYLE_DIM = 512

_STAGES = ((64, 3), (128, 4), (256, 14), (512, 3))  # channels and units; the first unit of each halves the sides
_TAPS = (6, 20, 23)  # units whose outputs the pyramid joins, at 64, 32 and 16 px
_COARSE_ROWS, _MIDDLE_ROWS = 3, 7  # rows below read 16 px, rows below 32 px, the others 64 px
_REDUCTION = 16
_HEAD_SLOPE = 0.01


class SqueezeExcitation(nn.Module):
    """Weigh each channel by a gate that sees the means of all."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.fc1 = nn.Conv2d(channels, channels // _REDUCTION, 1, bias=False)
        self.fc2 = nn.Conv2d(channels // _REDUCTION, channels, 1, bias=False)

    def gate(self, x: Tensor) -> Tensor:
        """Return the factors of the channels: (B, C, 1, 1) in 0 to 1."""
        return torch.sigmoid(self.fc2(functional.relu(self.fc1(x.mean((2, 3), keepdim=True)))))

    def forward(self, x: Tensor) -> Tensor:
        """Weigh (B, C, H, W)."""
        return x * self.gate(x)


class Unit(nn.Module):
    """Residual unit: normalise, convolve, bend, convolve with the stride, normalise, gate; no activation at the end."""

    def __init__(self, channels: int, width: int, stride: int) -> None:
        super().__init__()
        self.stride = stride
        self.shortcut_layer: nn.Sequential | None = None
        if channels != width:
            self.shortcut_layer = nn.Sequential(
                nn.Conv2d(channels, width, 1, stride, bias=False), nn.BatchNorm2d(width)
            )
        self.res_layer = nn.Sequential(
            nn.BatchNorm2d(channels),
            nn.Conv2d(channels, width, 3, padding=1, bias=False),
            nn.PReLU(width),
            nn.Conv2d(width, width, 3, stride, padding=1, bias=False),
            nn.BatchNorm2d(width),
            SqueezeExcitation(width),
        )

    def forward(self, x: Tensor) -> Tensor:
        """Run (B, channels, H, W) to (B, width, H/stride, W/stride)."""
        direct = self.shortcut_layer(x) if self.shortcut_layer else x[..., :: self.stride, :: self.stride]
        residual: Tensor = self.res_layer(x)
        return residual + direct


class Head(nn.Module):
    """From a square of features to one row of w+: halved to a single pixel, then a linear layer."""

    def __init__(self, side: int) -> None:
        super().__init__()
        self.convs = nn.Sequential()
        for _ in range(int(math.log2(side))):
            self.convs.extend([nn.Conv2d(STYLE_DIM, STYLE_DIM, 3, stride=2, padding=1), nn.LeakyReLU(_HEAD_SLOPE)])
        self.linear = EqualLinear(STYLE_DIM, STYLE_DIM)

    def forward(self, x: Tensor) -> Tensor:
        """Run (B, 512, side, side) to (B, 512), in the parameters' precision."""
        x = self.convs(x).flatten(1)
        with full_precision(x.device):
            row: Tensor = self.linear(x.to(self.linear.weight.dtype))
        return row


class FaceEncoder(nn.Module):
    """pSp or e4e encoder for generators of one size.

    Args:
        kind: "psp" or "e4e": how the heads' outputs become codes.
        size: side of the generator's pictures; it has 2 * log2(size) - 2 rows of w+.
    Raises:
        InputError: another kind, or a size that no published generator has.
    """

    def __init__(self, kind: EncoderKind, size: int) -> None:
        super().__init__()
        if kind not in get_args(EncoderKind):
            raise InputError(f"The encoder must be psp or e4e, got {kind!r}.")
        self.kind = kind
        self.size = size
        self.num_ws = StyleGAN2Config.official(size).num_ws
        channels = _STAGES[0][0]
        self.input_layer = nn.Sequential(
            nn.Conv2d(3, channels, 3, padding=1, bias=False), nn.BatchNorm2d(channels), nn.PReLU(channels)
        )
        self.body = nn.Sequential()
        for width, units in _STAGES:
            for index in range(units):
                self.body.append(Unit(channels, width, stride=1 if index else 2))
                channels = width
        sides = (16 if row < _COARSE_ROWS else 32 if row < _MIDDLE_ROWS else 64 for row in range(self.num_ws))
        self.styles = nn.ModuleList(Head(side) for side in sides)
        self.latlayer1 = nn.Conv2d(256, STYLE_DIM, 1)
        self.latlayer2 = nn.Conv2d(128, STYLE_DIM, 1)

    def pyramid(self, image: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Return the features that the heads read: (B, 512, s, s) at 16, 32 and 64 px."""
        x = self.input_layer(image.contiguous(memory_format=torch.channels_last))
        taps = []
        for index, unit in enumerate(self.body):
            x = unit(x)
            if index in _TAPS:
                taps.append(x)
        fine, middle, coarse = taps
        middle = _enlarged(coarse, middle) + self.latlayer1(middle)
        return coarse, middle, _enlarged(middle, fine) + self.latlayer2(fine)

    def heads(self, image: Tensor) -> Tensor:
        """Return what the heads say, one after another: (B, num_ws, 512)."""
        coarse, middle, fine = self.pyramid(image)
        rows = [
            head(coarse if row < _COARSE_ROWS else middle if row < _MIDDLE_ROWS else fine)
            for row, head in enumerate(self.styles)
        ]
        return torch.stack(rows, dim=1)

    def forward(self, image: Tensor) -> Tensor:
        """Encode an aligned face.

        Args:
            image: (B, 3, 256, 256) in [-1, 1].
        Returns:
            w+ (B, num_ws, 512), as an offset from the generator's average, which is not added yet.
        Raises:
            ImageError: another shape.
        """
        if image.ndim != 4 or tuple(image.shape[1:]) != (3, SIDE, SIDE):
            raise ImageError(f"The encoder takes faces (B, 3, {SIDE}, {SIDE}), got {tuple(image.shape)}.")
        codes = self.heads(image)
        if self.kind == "psp":
            return codes
        return torch.cat((codes[:, :1], codes[:, :1] + codes[:, 1:]), dim=1)


def _enlarged(x: Tensor, like: Tensor) -> Tensor:
    return functional.interpolate(x, like.shape[-2:], mode="bilinear", align_corners=True)
