"""Wavelet-pooled VGG-19 encoder and its decoder, the network of WCT² (Yoo et al. 2019, arXiv 1903.09760).

The encoder is VGG-19 to relu4_1 with Haar pooling in place of maximum pooling: the smoothed subband goes on, the three
bands of details skip to the decoder, which unpools with the transposed filters. Two variants exist:

* "sum" adds up the four unpooled bands, which inverts the pooling;
* "cat5" concatenates them with the features from before the pooling.

The widths are a parameter: the published network and the compact one that the repository ships are one architecture.
A network runs level by level, because a transfer happens between the levels; the two variants cut them differently.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, NamedTuple

import torch
from torch import Tensor, nn
from torch.nn import functional

from styletransfer.errors import ImageError, InputError
from styletransfer.ops.haar import Subbands, haar_pool, haar_unpool, haar_unpool_sum

Variant = Literal["sum", "cat5"]

VARIANTS: tuple[Variant, ...] = ("sum", "cat5")
FULL_WIDTHS = (64, 128, 256, 512)
COMPACT_WIDTHS = (16, 32, 64, 128)
STRIDE = 8
"""Sides of the picture must be multiples of it: three poolings halve them."""

ENCODER_LEVELS: Mapping[Variant, tuple[tuple[str, ...], ...]] = {
    "sum": (
        ("conv0", "conv1_1", "conv1_2", "pool1"),
        ("conv2_1", "conv2_2", "pool2"),
        ("conv3_1", "conv3_2", "conv3_3", "conv3_4", "pool3"),
        ("conv4_1",),
    ),
    "cat5": (
        ("conv0", "conv1_1"),
        ("conv1_2", "pool1", "conv2_1"),
        ("conv2_2", "pool2", "conv3_1"),
        ("conv3_2", "conv3_3", "conv3_4", "pool3", "conv4_1"),
    ),
}
DECODER_LEVELS: tuple[tuple[str, ...], ...] = (
    ("conv4_1", "unpool3", "conv3_4", "conv3_3", "conv3_2"),
    ("conv3_1", "unpool2", "conv2_2"),
    ("conv2_1", "unpool1", "conv1_2"),
    ("conv1_1",),
)
_UNPOOLED = ("conv3_4", "conv2_2", "conv1_2")  # follow an unpooling; "cat5" feeds them five times the channels


class Skip(NamedTuple):
    """What one pooling hands to the decoder: the features before it ("cat5" only) and the three bands of details."""

    before: Tensor | None
    lh: Tensor
    hl: Tensor
    hh: Tensor


@dataclass(frozen=True, slots=True, kw_only=True)
class WaveletConfig:
    """Shape of the network: channels of the four blocks, and how the decoder joins what was pooled."""

    widths: tuple[int, int, int, int] = FULL_WIDTHS
    variant: Variant = "cat5"

    def __post_init__(self) -> None:
        if len(self.widths) != len(ENCODER_LEVELS["sum"]) or min(self.widths) < 1:
            raise InputError(f"The wavelet network needs 4 positive widths, got {self.widths}.")
        if self.variant not in VARIANTS:
            raise InputError(f"The variant must be one of {', '.join(VARIANTS)}, got {self.variant!r}.")


class WaveletEncoder(nn.Module):
    """VGG-19 to relu4_1 with Haar pooling; the state dict's keys are `conv0.weight` … `conv4_1.bias`."""

    def __init__(self, config: WaveletConfig) -> None:
        super().__init__()
        self.config = config
        self.add_module("conv0", nn.Conv2d(3, 3, 1))
        channels = 3
        for name in (layer for level in ENCODER_LEVELS["sum"] for layer in level):
            if name.startswith("conv") and name != "conv0":
                width = config.widths[int(name[4]) - 1]
                self.add_module(name, _convolution(channels, width))
                channels = width

    def level(self, index: int, x: Tensor, skips: dict[str, Skip]) -> Tensor:
        """Run one level of the variant.

        Args:
            index: 0 … 3, in order.
            x: picture (B, 3, H, W), sRGB in [0, 1], sides multiples of 8, or what the level before returned.
            skips: receives "pool1" … "pool3" as the level passes them.
        Returns:
            Features (B, C, H', W').
        """
        for name in ENCODER_LEVELS[self.config.variant][index]:
            if name == "conv0":
                x = self.get_submodule(name)(x)
            elif name.startswith("conv"):
                x = functional.relu(self.get_submodule(name)(x), inplace=True)
            else:
                before = x if self.config.variant == "cat5" else None
                x, lh, hl, hh = haar_pool(x)
                skips[name] = Skip(before, lh, hl, hh)
        return x

    def forward(self, image: Tensor) -> tuple[Tensor, dict[str, Skip]]:
        """Run all levels; return the deepest features (B, C, H/8, W/8) and what the poolings hand on.

        Raises:
            ImageError: the picture has the wrong shape, or a side is no multiple of 8.
        """
        check_picture(image)
        skips: dict[str, Skip] = {}
        x = image
        for index in range(len(ENCODER_LEVELS["sum"])):
            x = self.level(index, x, skips)
        return x, skips


class WaveletDecoder(nn.Module):
    """From relu4_1 back to a picture; the keys are `conv4_1.weight` … `conv1_1.bias`, in "cat5" also `conv3_4_2`."""

    def __init__(self, config: WaveletConfig) -> None:
        super().__init__()
        self.config = config
        one, two, three, four = config.widths
        outputs = {"4_1": three, "3_4": three, "3_3": three, "3_2": three, "3_1": two, "2_2": two, "2_1": one,
                   "1_2": one, "1_1": 3}  # fmt: skip
        channels = four
        for suffix, width in outputs.items():
            name = f"conv{suffix}"
            wide = 5 if config.variant == "cat5" and name in _UNPOOLED else 1
            self.add_module(self._key(name), _convolution(channels * wide, width))
            channels = width

    def level(self, index: int, x: Tensor, skips: Mapping[str, Skip]) -> Tensor:
        """Run one level.

        Args:
            index: 0 (deepest) … 3.
            x: deepest features, or what the level before returned.
            skips: "pool1" … "pool3" as the encoder handed them on, altered or not.
        Returns:
            Features (B, C, H', W'); of the last level the picture (B, 3, H, W), not clamped.
        """
        for name in DECODER_LEVELS[index]:
            if name.startswith("unpool"):
                x = self._unpool(x, skips[name.removeprefix("un")])
                continue
            x = self.get_submodule(self._key(name))(x)
            if name != "conv1_1":
                x = functional.relu(x, inplace=True)
        return x

    def forward(self, x: Tensor, skips: Mapping[str, Skip]) -> Tensor:
        """Run all levels: the picture (B, 3, H, W), not clamped."""
        for index in range(len(DECODER_LEVELS)):
            x = self.level(index, x, skips)
        return x

    def _unpool(self, x: Tensor, skip: Skip) -> Tensor:
        bands = Subbands(x, skip.lh.to(x.dtype), skip.hl.to(x.dtype), skip.hh.to(x.dtype))
        if skip.before is None:
            return haar_unpool_sum(bands)
        return torch.cat((*haar_unpool(bands), skip.before.to(x.dtype)), dim=1)  # (B, 5C, H, W)

    def _key(self, name: str) -> str:
        return f"{name}_2" if self.config.variant == "cat5" and name in _UNPOOLED else name


class WaveletVGG(nn.Module):
    """Encoder and decoder of one variant."""

    def __init__(self, config: WaveletConfig) -> None:
        super().__init__()
        self.config = config
        self.encoder = WaveletEncoder(config)
        self.decoder = WaveletDecoder(config)

    def forward(self, image: Tensor) -> Tensor:
        """Encode and decode without any transfer: the picture again, not clamped."""
        deepest, skips = self.encoder(image)
        reconstructed: Tensor = self.decoder(deepest, skips)
        return reconstructed


def check_picture(image: Tensor) -> None:
    """Raise `ImageError` unless the network can take a picture: (B, 3, H, W), sides multiples of 8, at least 16."""
    if image.ndim != 4 or image.shape[1] != 3:
        raise ImageError(f"The network takes images (B, 3, H, W), got {tuple(image.shape)}.")
    height, width = image.shape[-2:]
    if height % STRIDE or width % STRIDE or min(height, width) < 2 * STRIDE:
        raise ImageError(f"The network takes sides of at least 16 that {STRIDE} divides; got {width} x {height}.")


def _convolution(channels: int, width: int) -> nn.Conv2d:
    return nn.Conv2d(channels, width, 3, padding=1, padding_mode="reflect")
