"""VGG-19 feature extractor (Simonyan & Zisserman 2015, configuration E), from relu1_1 to relu5_1.

The widths are a parameter: the full network and the compact one that the repository ships are one architecture.
Departures, each marked `Departure` in the code:
  1. every convolution pads by replication, which keeps halos away from the picture's border;
  2. pooling may average instead of taking the maximum (Gatys et al. 2016, section 2);
  3. there is no input normalisation: it is folded into the weights of the first convolution.
"""

import copy
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import torch
from torch import Tensor, nn
from torch.nn import functional

from styletransfer.errors import ImageError, InputError

Pooling = Literal["average", "max"]

POOLINGS: tuple[Pooling, ...] = ("average", "max")
BLOCK_LENGTHS = (2, 2, 4, 4, 1)
FULL_WIDTHS = (64, 128, 256, 512, 512)
COMPACT_WIDTHS = (16, 32, 64, 128, 128)
IMAGE_CHANNELS = 3

TAPS: tuple[str, ...] = tuple(
    f"relu{block}_{index}" for block, length in enumerate(BLOCK_LENGTHS, start=1) for index in range(1, length + 1)
)


@dataclass(frozen=True, slots=True, kw_only=True)
class VGGConfig:
    """Shape of the network: channels of the five blocks, and how it halves the resolution between them."""

    widths: tuple[int, int, int, int, int] = FULL_WIDTHS
    pooling: Pooling = "average"

    def __post_init__(self) -> None:
        if len(self.widths) != len(BLOCK_LENGTHS) or min(self.widths) < 1:
            raise InputError(f"VGG needs {len(BLOCK_LENGTHS)} positive widths, got {self.widths}.")
        _check_pooling(self.pooling)


class VGGFeatures(nn.Module):
    """The convolutions of VGG-19 up to conv5_1, read at any of the taps in `TAPS`.

    The state dict's keys are `conv1_1.weight`, `conv1_1.bias` … `conv5_1.bias`.
    `pooling` may be assigned at any time; the weights do not depend on it.
    """

    def __init__(self, config: VGGConfig) -> None:
        super().__init__()
        self.config = config
        self.pooling: Pooling = config.pooling
        channels = IMAGE_CHANNELS
        for tap in TAPS:
            width = config.widths[_block(tap) - 1]
            # Departure 1: replication instead of zeros.
            self.add_module(conv_name(tap), nn.Conv2d(channels, width, 3, padding=1, padding_mode="replicate"))
            channels = width

    def forward(self, image: Tensor, taps: Sequence[str]) -> dict[str, Tensor]:
        """Compute the activations after the named rectifiers, running no deeper than the deepest of them.

        Args:
            image: (B, 3, H, W), sRGB, [0, 1]; values a little outside do no harm.
            taps: names out of `TAPS`, in any order.
        Returns:
            Tap name to features (B, C, H // stride, W // stride), non-negative, ordered from shallow to deep.
            Under autocast they come in the lower precision: take statistics in float32.
        Raises:
            InputError: a tap is unknown or none is named.
            ImageError: the image has the wrong shape or is too small for the deepest tap.
        """
        depth = _depth(taps)
        _check_image(image, TAPS[depth])
        features: dict[str, Tensor] = {}
        x = image
        for tap in TAPS[: depth + 1]:
            if tap.endswith("_1") and tap != TAPS[0]:
                x = self._pool(x)  # (B, C, H // 2, W // 2)
            x = functional.relu(self.get_submodule(conv_name(tap))(x), inplace=True)
            if tap in taps:
                features[tap] = x
        return features

    def with_pooling(self, pooling: Pooling) -> "VGGFeatures":
        """Return an extractor that shares these weights and pools in the given way; this one stays as it is."""
        _check_pooling(pooling)
        other = copy.copy(self)
        other.pooling = pooling
        return other

    def _pool(self, x: Tensor) -> Tensor:
        # Departure 2: a choice. An odd last row or column is dropped, as in the original.
        return functional.avg_pool2d(x, 2) if self.pooling == "average" else functional.max_pool2d(x, 2)


def conv_name(tap: str) -> str:
    """Name the convolution behind a tap: relu4_2 is fed by conv4_2."""
    return tap.replace("relu", "conv")


def stride(tap: str) -> int:
    """Give the side, in pixels of the image, of one cell of a tap's features: 1, 2, 4, 8 or 16.

    Raises:
        InputError: the tap is unknown.
    """
    _depth((tap,))
    return int(2 ** (_block(tap) - 1))


def half_receptive_field(tap: str) -> int:
    """Give how far, in pixels, a tap sees to either side of a cell; rounded down, relu4_1 34.

    A margin this wide, rounded up to a multiple of the stride, makes the features of an inner tile exact.

    Raises:
        InputError: the tap is unknown.
    """
    field = 1
    for earlier in TAPS[: _depth((tap,)) + 1]:
        if earlier.endswith("_1") and earlier != TAPS[0]:
            field += stride(earlier) // 2  # the 2x2 pool in front of the block
        field += 2 * stride(earlier)
    return field // 2


def normalisation_folded(
    conv_weight: Tensor, conv_bias: Tensor, mean: Sequence[float], std: Sequence[float]
) -> tuple[Tensor, Tensor]:
    """Fold the input normalisation (image - mean) / std into the first convolution (departure 3).

    The result is exact at the border as well, because padding by replication commutes with a normalisation.

    Args:
        conv_weight: (C, 3, 3, 3), expects a normalised image.
        conv_bias: (C,).
        mean: one value a channel, in the units of the image that the folded convolution shall take.
        std: likewise, not zero.
    Returns:
        Weight (C, 3, 3, 3) and bias (C,) that give the same output from the plain image.
    Raises:
        InputError: the number of channels differs, or a deviation is zero.
    """
    channels = conv_weight.shape[1]
    if len(mean) != channels or len(std) != channels:
        raise InputError(f"Need {channels} means and deviations, got {len(mean)} and {len(std)}.")
    if 0 in std:
        raise InputError("A deviation of zero cannot be folded into a convolution.")
    weight = conv_weight / torch.as_tensor(std, dtype=conv_weight.dtype).view(1, -1, 1, 1)
    shift = torch.as_tensor(mean, dtype=conv_weight.dtype).view(1, -1, 1, 1)
    return weight, conv_bias - (weight * shift).sum(dim=(1, 2, 3))


def _block(tap: str) -> int:
    return int(tap.removeprefix("relu")[0])


def _depth(taps: Sequence[str]) -> int:
    unknown = [tap for tap in taps if tap not in TAPS]
    if unknown or not taps:
        got = ", ".join(map(str, unknown)) or "none"
        raise InputError(f"Unknown network layer: {got}. Choose among {', '.join(TAPS)}.")
    return max(TAPS.index(tap) for tap in taps)


def _check_pooling(pooling: str) -> None:
    if pooling not in POOLINGS:
        raise InputError(f"Pooling must be one of {', '.join(POOLINGS)}, got {pooling!r}.")


def _check_image(image: Tensor, deepest: str) -> None:
    if image.ndim != 4 or image.shape[1] != IMAGE_CHANNELS:
        raise ImageError(f"The network takes images (B, 3, H, W), got {tuple(image.shape)}.")
    smallest = stride(deepest)
    if min(image.shape[-2:]) < smallest:
        height, width = image.shape[-2:]
        raise ImageError(f"The image is {width} x {height} px; layer {deepest} needs at least {smallest} px a side.")
