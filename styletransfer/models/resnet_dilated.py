"""ResNet-50 without its classifier (He et al. 2015, arXiv 1512.03385), dilated for segmentation (Chen et al. 2017).

The last two groups of blocks keep the resolution and widen their kernels, so the features are an eighth of the
picture's size. The stride of a block sits in its 3x3 convolution, as in torchvision, whose keys these are.
"""

from typing import NamedTuple

from torch import Tensor, nn
from torch.nn import functional

CHANNELS = 2048
_EXPANSION = 4


class Group(NamedTuple):
    """Blocks of one width; the dilation of the first is that of the group before, as in torchvision."""

    width: int
    blocks: int
    stride: int
    first_dilation: int
    dilation: int


GROUPS = (Group(64, 3, 1, 1, 1), Group(128, 4, 2, 1, 1), Group(256, 6, 1, 1, 2), Group(512, 3, 1, 2, 4))


class DilatedResNet50(nn.Module):
    """Picture to features (B, 2048, H/8, W/8), rounded up."""

    def __init__(self) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(3, 64, 7, stride=2, padding=3, bias=False)
        self.bn1 = nn.BatchNorm2d(64)
        channels = 64
        for number, group in enumerate(GROUPS, start=1):
            blocks = [Bottleneck(channels, group.width, group.stride, group.first_dilation)]
            channels = group.width * _EXPANSION
            blocks += [Bottleneck(channels, group.width, 1, group.dilation) for _ in range(group.blocks - 1)]
            self.add_module(f"layer{number}", nn.Sequential(*blocks))

    def forward(self, x: Tensor) -> Tensor:
        """Run a normalised picture (B, 3, H, W) of any size through all groups."""
        x = functional.relu(self.bn1(self.conv1(x)), inplace=True)
        x = functional.max_pool2d(x, 3, stride=2, padding=1)
        for number in range(1, len(GROUPS) + 1):
            x = self.get_submodule(f"layer{number}")(x)
        return x


class Bottleneck(nn.Module):
    """Narrow, filter, widen, and add the input, itself fitted where its shape differs."""

    def __init__(self, channels: int, width: int, stride: int, dilation: int) -> None:
        super().__init__()
        outer = width * _EXPANSION
        self.conv1 = nn.Conv2d(channels, width, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(width)
        self.conv2 = nn.Conv2d(width, width, 3, stride, dilation, dilation, bias=False)
        self.bn2 = nn.BatchNorm2d(width)
        self.conv3 = nn.Conv2d(width, outer, 1, bias=False)
        self.bn3 = nn.BatchNorm2d(outer)
        self.downsample: nn.Module = nn.Identity()
        if stride > 1 or channels != outer:
            fitted = nn.Conv2d(channels, outer, 1, stride, bias=False)
            self.downsample = nn.Sequential(fitted, nn.BatchNorm2d(outer))

    def forward(self, x: Tensor) -> Tensor:
        """Keep or halve the resolution."""
        result = functional.relu(self.bn1(self.conv1(x)), inplace=True)
        result = functional.relu(self.bn2(self.conv2(result)), inplace=True)
        return functional.relu(self.bn3(self.conv3(result)) + self.downsample(x), inplace=True)
