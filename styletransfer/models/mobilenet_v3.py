"""MobileNetV3-Large without its classifier (Howard et al. 2019, arXiv 1905.02244, table 1), dilated for segmentation.

The last three blocks keep the resolution and widen their kernels instead (section 6.4 of the paper), so the features
are a sixteenth of the picture's size. Keys are those of torchvision's files, so that those can be loaded as they are.
"""

from typing import NamedTuple

from torch import Tensor, nn
from torch.nn import functional

LOW_INDEX, LOW_CHANNELS = 4, 40
"""The last stage that has an eighth of the picture's resolution before it is halved again, and its channels."""
HIGH_CHANNELS = 960

_STEM_CHANNELS = 16
_EPSILON = 1e-3


class Block(NamedTuple):
    """One row of the paper's table 1; `squeeze` is squeeze-and-excitation, `hard` the hard swish instead of a ReLU."""

    kernel: int
    expanded: int
    channels: int
    squeeze: bool
    hard: bool
    stride: int = 1
    dilation: int = 1


BLOCKS = (
    Block(3, 16, 16, False, False),
    Block(3, 64, 24, False, False, stride=2),
    Block(3, 72, 24, False, False),
    Block(5, 72, 40, True, False, stride=2),
    Block(5, 120, 40, True, False),
    Block(5, 120, 40, True, False),
    Block(3, 240, 80, False, True, stride=2),
    Block(3, 200, 80, False, True),
    Block(3, 184, 80, False, True),
    Block(3, 184, 80, False, True),
    Block(3, 480, 112, True, True),
    Block(3, 672, 112, True, True),
    Block(5, 672, 160, True, True, dilation=2),  # the table's stride of 2, traded for dilation
    Block(5, 960, 160, True, True, dilation=2),
    Block(5, 960, 160, True, True, dilation=2),
)


class MobileNetV3(nn.Sequential):
    """The seventeen stages, named "0" to "16"."""

    def __init__(self) -> None:
        stages: list[nn.Module] = [_normalised(3, _STEM_CHANNELS, nn.Hardswish(inplace=True), kernel=3, stride=2)]
        channels = _STEM_CHANNELS
        for block in BLOCKS:
            stages.append(InvertedResidual(channels, block))
            channels = block.channels
        stages.append(_normalised(channels, HIGH_CHANNELS, nn.Hardswish(inplace=True)))
        super().__init__(*stages)

    def taps(self, x: Tensor) -> tuple[Tensor, Tensor]:
        """Return the features of an eighth (B, 40, H/8, W/8) and of a sixteenth (B, 960, H/16, W/16), rounded up.

        Args:
            x: normalised picture (B, 3, H, W), of any size.
        """
        low = x
        for index, stage in enumerate(self):
            x = stage(x)
            if index == LOW_INDEX:
                low = x
        return low, x


class InvertedResidual(nn.Module):
    """Widen, filter each channel by itself, weigh the channels, narrow; added to the input where shapes agree."""

    def __init__(self, channels: int, block: Block) -> None:
        super().__init__()
        self.has_shortcut = block.stride == 1 and channels == block.channels
        self.block = nn.Sequential(*_layers(channels, block))

    def forward(self, x: Tensor) -> Tensor:
        """Keep or halve the resolution."""
        result: Tensor = self.block(x)
        return result + x if self.has_shortcut else result


class SqueezeExcitation(nn.Module):
    """Weigh every channel by what the whole picture says of it (Hu et al. 2018), with a hard sigmoid."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        squeezed = _multiple_of_eight(channels // 4)
        self.fc1 = nn.Conv2d(channels, squeezed, 1)
        self.fc2 = nn.Conv2d(squeezed, channels, 1)

    def forward(self, x: Tensor) -> Tensor:
        """Scale the channels of (B, C, H, W)."""
        weights = functional.relu(self.fc1(functional.adaptive_avg_pool2d(x, 1)))  # (B, C/4, 1, 1)
        return x * functional.hardsigmoid(self.fc2(weights))


def _layers(channels: int, block: Block) -> list[nn.Module]:
    def activation() -> nn.Module:
        return nn.Hardswish(inplace=True) if block.hard else nn.ReLU(inplace=True)

    layers: list[nn.Module] = []
    if block.expanded != channels:
        layers.append(_normalised(channels, block.expanded, activation()))
    depthwise = nn.Conv2d(
        block.expanded, block.expanded, block.kernel, block.stride, block.kernel // 2 * block.dilation,
        block.dilation, groups=block.expanded, bias=False,
    )  # fmt: skip
    layers.append(nn.Sequential(depthwise, nn.BatchNorm2d(block.expanded, _EPSILON), activation()))
    if block.squeeze:
        layers.append(SqueezeExcitation(block.expanded))
    layers.append(_normalised(block.expanded, block.channels, None))
    return layers


def _normalised(
    channels: int, width: int, activation: nn.Module | None, *, kernel: int = 1, stride: int = 1
) -> nn.Sequential:
    convolution = nn.Conv2d(channels, width, kernel, stride, kernel // 2, bias=False)
    normalisation = nn.BatchNorm2d(width, _EPSILON)
    return nn.Sequential(convolution, normalisation, *([activation] if activation is not None else []))


def _multiple_of_eight(channels: int) -> int:
    """Round to the nearest multiple of 8, but never more than a tenth down (the paper's reference code)."""
    rounded = max(8, (channels + 4) // 8 * 8)
    return rounded + 8 if rounded < 0.9 * channels else rounded
