"""Scene parser: which of a dozen kinds of thing each place of a photograph shows.

A small head on the compact perceptual network, after the hypercolumns of Hariharan et al. (2015, arXiv 1411.5752)
with the pyramid pooling of Zhao et al. (2017, arXiv 1612.01105) and the residual bottlenecks of He et al. (2016,
arXiv 1603.05027). Departures, each marked `Departure` in the code:
  1. colour, local contrast and position join the features, because height tells sky from water better than texture;
  2. the network below is frozen and its activations are compressed by a square root, which tames their long tails.

What the classes mean: `vegetation` is trees, grass, flowers and crops; `ground` is roads, paving, sand, bare earth,
pebbles and snow underfoot; `mountain` is rock faces and hills, with their snow; `building` is all architecture seen
from outside, monuments included; `person` is skin, hair and clothes; `indoor` is rooms with their furniture and plain
backdrops; `object` is food, tableware, instruments, cloth, and whatever else lies close to the lens.
"""

from collections.abc import Mapping

import torch
from torch import Tensor, nn
from torch.nn import functional

from styletransfer.models.vgg import COMPACT_WIDTHS

SCENE_CLASSES: tuple[str, ...] = (
    "sky",
    "water",
    "vegetation",
    "ground",
    "mountain",
    "building",
    "person",
    "animal",
    "vehicle",
    "indoor",
    "object",
)
TAPS: tuple[str, ...] = ("relu2_2", "relu3_2", "relu3_4", "relu4_2", "relu4_4", "relu5_1")
STRIDE = 8
SMALLEST_SIDE = 64

_WIDTH = 96
_PROJECTED = 40
_PLANES = 8  # mean and deviation of three colours, height and distance from the middle
_CONTEXT_GRID = 4


class SceneParser(nn.Module):
    """Logits of `SCENE_CLASSES` at an eighth of the resolution, from features of the compact perceptual network."""

    def __init__(self) -> None:
        super().__init__()
        width = _WIDTH
        self.projections = nn.ModuleDict({tap: _projection(COMPACT_WIDTHS[int(tap[4]) - 1]) for tap in TAPS})
        self.fuse = nn.Conv2d(_PROJECTED * len(TAPS) + _PLANES, width, 1)
        self.near = nn.Sequential(_Block(width, dilation=1), _Block(width, dilation=2))
        self.far = nn.Sequential(*(_Block(width, dilation=dilation) for dilation in (1, 2)))
        self.context = nn.ModuleList(nn.Conv2d(width, width // 2, 1) for _ in range(2))
        self.join = nn.Conv2d(3 * width, width, 1)
        self.last = nn.Sequential(_Block(width, dilation=1), _Block(width, dilation=3), _ChannelNorm(width))
        self.dropout = nn.Dropout2d(0.2)
        self.classify = nn.Conv2d(width, len(SCENE_CLASSES), 1)

    def forward(self, features: Mapping[str, Tensor], image: Tensor) -> Tensor:
        """Compute the logits.

        Args:
            features: what the compact network gives for `TAPS`, (B, C, H // stride, W // stride).
            image: the image they come from, (B, 3, H, W), sRGB, [0, 1], sides of `SMALLEST_SIDE` at least.
        Returns:
            Logits (B, K, H // 8, W // 8), in the order of `SCENE_CLASSES`.
        """
        size = features["relu4_2"].shape[-2:]
        # Departure 2: the square root.
        columns = [
            projection(_resized((features[tap] + 1e-6).sqrt(), size)) for tap, projection in self.projections.items()
        ]
        x = self.fuse(torch.cat([*columns, _planes(image, size)], dim=1))  # (B, C, h, w)
        x = self.near(x)
        x = self.join(torch.cat([x, *self._surroundings(x)], dim=1))
        logits: Tensor = self.classify(self.dropout(self.last(x)))
        return logits

    def _surroundings(self, x: Tensor) -> list[Tensor]:
        size = x.shape[-2:]
        coarse = self.far(functional.adaptive_avg_pool2d(x, (-(-size[0] // 4), -(-size[1] // 4))))
        pooled = [
            reduce(functional.adaptive_avg_pool2d(coarse, cells))
            for reduce, cells in zip(self.context, (1, _CONTEXT_GRID), strict=True)
        ]
        return [_enlarged(level, size) for level in (coarse, *pooled)]


class _ChannelNorm(nn.Module):
    """Layer normalisation over the channels of each place, which needs no statistics of a batch or a picture."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.ones(channels, 1, 1))
        self.bias = nn.Parameter(torch.zeros(channels, 1, 1))

    def forward(self, x: Tensor) -> Tensor:
        centred = x - x.mean(dim=1, keepdim=True)
        scale = torch.rsqrt(centred.square().mean(dim=1, keepdim=True) + 1e-5)
        normal: Tensor = centred * scale * self.weight + self.bias
        return normal


class _Block(nn.Module):
    """Residual bottleneck with a dilated convolution, which is quicker to train on a CPU than a depthwise one."""

    def __init__(self, channels: int, dilation: int) -> None:
        super().__init__()
        narrow = 2 * channels // 3
        self.norm = _ChannelNorm(channels)
        self.narrow = nn.Conv2d(channels, narrow, 1)
        self.spread = nn.Conv2d(narrow, narrow, 3, padding=dilation, dilation=dilation)
        self.widen = nn.Conv2d(narrow, channels, 1)

    def forward(self, x: Tensor) -> Tensor:
        change = functional.relu(self.narrow(self.norm(x)))
        change = functional.relu(self.spread(change))
        result: Tensor = x + self.widen(change)
        return result


def _projection(channels: int) -> nn.Sequential:
    return nn.Sequential(nn.Conv2d(channels, _PROJECTED, 1), _ChannelNorm(_PROJECTED))


def _resized(x: Tensor, size: torch.Size) -> Tensor:
    if x.shape[-2:] == size:
        return x
    return _pooled(x, size) if x.shape[-1] > size[-1] else _enlarged(x, size)


def _pooled(x: Tensor, size: torch.Size) -> Tensor:
    return functional.adaptive_avg_pool2d(x, (size[0], size[1]))


def _enlarged(x: Tensor, size: torch.Size) -> Tensor:
    return functional.interpolate(x, size=tuple(size), mode="bilinear", align_corners=False)


def _planes(image: Tensor, size: torch.Size) -> Tensor:
    # Departure 1: colour, contrast and position.
    mean = _pooled(image, size)
    square = _pooled(image.square(), size)
    deviation = (square - mean.square()).clamp(min=1e-6).sqrt()
    height = torch.linspace(-1, 1, size[0], device=image.device).view(1, 1, -1, 1).expand(len(image), 1, *size)
    across = torch.linspace(-1, 1, size[1], device=image.device).abs().view(1, 1, 1, -1).expand(len(image), 1, *size)
    return torch.cat([2 * mean - 1, 4 * deviation, height, across], dim=1)
