"""Semantic segmentation with the twenty classes of Pascal VOC: LR-ASPP (Howard et al. 2019) and DeepLabV3 (Chen et al.
2017, arXiv 1706.05587), in the shapes of the weights that torchvision publishes, under the keys of its files.

Departure: the auxiliary classifier, which serves training alone, is left out.
"""

from collections.abc import Callable, Mapping

import torch
from torch import Tensor, nn
from torch.nn import functional

from styletransfer.errors import ImageError, InputError
from styletransfer.models.mobilenet_v3 import HIGH_CHANNELS, LOW_CHANNELS, MobileNetV3
from styletransfer.models.resnet_dilated import CHANNELS as RESNET_CHANNELS
from styletransfer.models.resnet_dilated import DilatedResNet50

CLASS_COUNT = 21
"""The background and twenty kinds of things."""
ATROUS_RATES = (12, 24, 36)
_LRASPP_WIDTH, _ASPP_WIDTH = 128, 256


class Segmenter(nn.Module):
    """What the segmentation networks have in common: a picture goes in, scores of its size come out."""

    def forward(self, image: Tensor) -> Tensor:
        """Score every pixel.

        Args:
            image: (B, 3, H, W), sRGB, with the mean of ImageNet taken off and its deviation divided out.
        Returns:
            Logits (B, 21, H, W), in the order of Pascal VOC, the background first.
        Raises:
            ImageError: the image has another shape.
        """
        if image.ndim != 4 or image.shape[1] != 3 or 0 in image.shape:
            raise ImageError(f"The segmentation network takes images (B, 3, H, W), got {tuple(image.shape)}.")
        return _resized(self.coarse(image), image)

    def coarse(self, image: Tensor) -> Tensor:
        """Score at the network's own resolution."""
        raise NotImplementedError


class LRASPP(Segmenter):
    """MobileNetV3 with the lite head: features of a sixteenth, weighed by the whole picture, and of an eighth."""

    def __init__(self) -> None:
        super().__init__()
        self.backbone = MobileNetV3()
        self.classifier = LRASPPHead()

    def coarse(self, image: Tensor) -> Tensor:
        """Score an eighth of the resolution."""
        low, high = self.backbone.taps(image)
        scores: Tensor = self.classifier(low, high)
        return scores


class DeepLabV3(Segmenter):
    """A dilated trunk and a pyramid of dilated convolutions."""

    def __init__(self, backbone: nn.Module, channels: int) -> None:
        super().__init__()
        self.backbone = backbone
        self.classifier = nn.Sequential(
            ASPP(channels),
            nn.Conv2d(_ASPP_WIDTH, _ASPP_WIDTH, 3, padding=1, bias=False),
            nn.BatchNorm2d(_ASPP_WIDTH),
            nn.ReLU(inplace=True),
            nn.Conv2d(_ASPP_WIDTH, CLASS_COUNT, 1),
        )

    def coarse(self, image: Tensor) -> Tensor:
        """Score a sixteenth (MobileNetV3) or an eighth (ResNet-50) of the resolution."""
        scores: Tensor = self.classifier(self.backbone(image))
        return scores


class LRASPPHead(nn.Module):
    """The paper's figure 10."""

    def __init__(self) -> None:
        super().__init__()
        self.cbr = _convolved(HIGH_CHANNELS, _LRASPP_WIDTH)
        self.scale = nn.Sequential(
            nn.AdaptiveAvgPool2d(1), nn.Conv2d(HIGH_CHANNELS, _LRASPP_WIDTH, 1, bias=False), nn.Sigmoid()
        )
        self.low_classifier = nn.Conv2d(LOW_CHANNELS, CLASS_COUNT, 1)
        self.high_classifier = nn.Conv2d(_LRASPP_WIDTH, CLASS_COUNT, 1)

    def forward(self, low: Tensor, high: Tensor) -> Tensor:
        """Join features (B, 40, H, W) and (B, 960, H/2, W/2) to scores (B, 21, H, W)."""
        weighed = self.cbr(high) * self.scale(high)  # (B, 128, H/2, W/2)
        scores: Tensor = self.low_classifier(low) + self.high_classifier(_resized(weighed, low))
        return scores


class ASPP(nn.Module):
    """Atrous spatial pyramid pooling: one look at a point, three around it ever wider, and one at the whole."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        around = [_convolved(channels, _ASPP_WIDTH, rate) for rate in ATROUS_RATES]
        whole = nn.Sequential(nn.AdaptiveAvgPool2d(1), *_convolved(channels, _ASPP_WIDTH))
        self.convs = nn.ModuleList([_convolved(channels, _ASPP_WIDTH), *around, whole])
        self.project = _convolved(len(self.convs) * _ASPP_WIDTH, _ASPP_WIDTH)

    def forward(self, x: Tensor) -> Tensor:
        """Map (B, C, H, W) to (B, 256, H, W)."""
        looks = [_resized(look(x), x) for look in self.convs]
        joined: Tensor = self.project(torch.cat(looks, dim=1))  # from (B, 5 * 256, H, W)
        return joined


def _deeplab_mobilenet() -> Segmenter:
    return DeepLabV3(MobileNetV3(), HIGH_CHANNELS)


def _deeplab_resnet() -> Segmenter:
    return DeepLabV3(DilatedResNet50(), RESNET_CHANNELS)


ARCHITECTURES: Mapping[str, Callable[[], Segmenter]] = {
    "lraspp": LRASPP,
    "deeplabv3": _deeplab_mobilenet,
    "deeplabv3-resnet50": _deeplab_resnet,
}


def new_segmenter(name: str) -> Segmenter:
    """Build a network with random weights.

    Args:
        name: one of `ARCHITECTURES`.
    Raises:
        InputError: no such network.
    """
    if name not in ARCHITECTURES:
        raise InputError(f"There is no segmentation network called {name!r}; choose from {', '.join(ARCHITECTURES)}.")
    return ARCHITECTURES[name]()


def _convolved(channels: int, width: int, rate: int = 0) -> nn.Sequential:
    """Convolve with one weight a channel, or with 3x3 of them `rate` apart; normalise; rectify."""
    kernel = 3 if rate else 1
    convolution = nn.Conv2d(channels, width, kernel, padding=rate, dilation=max(rate, 1), bias=False)
    return nn.Sequential(convolution, nn.BatchNorm2d(width), nn.ReLU(inplace=True))


def _resized(x: Tensor, like: Tensor) -> Tensor:
    if x.shape[-2:] == like.shape[-2:]:
        return x
    return functional.interpolate(x, size=like.shape[-2:], mode="bilinear", align_corners=False)
