"""Style pictures of a run: how large, how turned, and what moments they ask of the picture."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import torch
import torch.nn.functional as F
from torch import Tensor

from styletransfer.algorithms.neural_style_config import NeuralStyleConfig
from styletransfer.algorithms.neural_style_loss import LayerTarget, RegionTarget
from styletransfer.devices import autocast
from styletransfer.imaging.color import opponent
from styletransfer.imaging.resize import Size, fit_longest, resize, resize_linear
from styletransfer.models.vgg import VGGFeatures, stride
from styletransfer.ops.moments import Moments, moments
from styletransfer.ops.total_variation import total_variation


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """One style picture.

    Attributes:
        image: (1, 3, H, W), sRGB in [0, 1].
        weight: share among the styles of its region.
        scale: size of the strokes; 2 makes them twice as large.
        rotation: degrees counter-clockwise.
    """

    image: Tensor
    weight: float = 1.0
    scale: float = 1.0
    rotation: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Region:
    """A part of the picture and the styles it takes.

    Attributes:
        styles: at least one; their moments are mixed by weight.
        weights: (1, 1, H, W) soft mask, or None for everywhere.
    """

    styles: Sequence[Style]
    weights: Tensor | None = None


def region_targets(
    vgg: VGGFeatures, regions: Sequence[Region], size: Size, config: NeuralStyleConfig
) -> list[RegionTarget]:
    """Prepare what each region should look like for a picture of `size` (height, width)."""
    targets = []
    total = sum(_area(region) for region in regions)
    for region in regions:
        mixed, roughness = _mixed_moments(vgg, region.styles, size, config)
        layers = {tap: LayerTarget.of(found, config.style_loss) for tap, found in mixed.items()}
        weights = None if region.weights is None else resize_linear(region.weights, size)
        targets.append(RegionTarget(layers, weights, _area(region) / max(total, 1e-8), roughness))
    return targets


def _area(region: Region) -> float:
    return 1.0 if region.weights is None else float(region.weights.mean())


def _mixed_moments(
    vgg: VGGFeatures, styles: Sequence[Style], size: Size, config: NeuralStyleConfig
) -> tuple[dict[str, Moments], Tensor]:
    """Mix the styles' moments and their total variations by weight."""
    weights = [style.weight for style in styles]
    if sum(weights) == 0:
        weights = [1.0] * len(styles)
    mixed: dict[str, Moments] = {}
    roughness = torch.zeros(3, device=styles[0].image.device)
    for style, weight in zip(styles, weights, strict=True):
        share = weight / sum(weights)
        image = _at_scale(style, size, max(stride(tap) for tap in config.style_layers))
        roughness += share * total_variation(opponent(image)) / (image.shape[-2] * image.shape[-1])
        for tap, found in _style_moments(vgg, image, style.rotation, config).items():
            part = found.normalised().scaled(share)
            mixed[tap] = mixed[tap] + part if tap in mixed else part
    return mixed, roughness


@torch.no_grad()
def _style_moments(vgg: VGGFeatures, image: Tensor, rotation: float, config: NeuralStyleConfig) -> dict[str, Moments]:
    image, valid = _turned(image, rotation)
    with autocast(image.device, config.precision):
        features = vgg(image.contiguous(memory_format=torch.channels_last), config.style_layers)
    found = {}
    for tap, values in features.items():
        weights = None if valid is None else F.avg_pool2d(valid, stride(tap))
        found[tap] = moments(values, weights)
    return found


def _at_scale(style: Style, size: Size, least: int) -> Tensor:
    """Resize the style picture along with the content.

    It covers about the same area as the result, so that strokes keep their share of the picture,
    but it is never enlarged beyond its own pixels times the stroke scale: a blurred style
    would teach the picture to be blurred.
    """
    own = (style.image.shape[-2], style.image.shape[-1])
    wanted = math.sqrt(size[0] * size[1] / (own[0] * own[1])) * style.scale
    factor = min(wanted, max(1.0, style.scale))
    factor = max(factor, 2 * least / min(own))
    return resize(style.image, fit_longest(own, max(1, round(max(own) * factor))))


def _turned(image: Tensor, degrees: float) -> tuple[Tensor, Tensor | None]:
    """Turn a picture on a canvas large enough for it; also return which pixels are covered, (1, 1, H, W)."""
    if degrees % 360 == 0:
        return image, None
    if degrees % 90 == 0:
        return torch.rot90(image, int(degrees // 90), (2, 3)), None
    height, width = image.shape[-2:]
    angle = math.radians(degrees)
    cos, sin = math.cos(angle), math.sin(angle)
    canvas_height = math.ceil(abs(width * sin) + abs(height * cos))
    canvas_width = math.ceil(abs(width * cos) + abs(height * sin))
    # Output pixel -> input pixel, both in [-1, 1] of their own size.
    matrix = image.new_tensor(
        [
            [cos * canvas_width / width, -sin * canvas_height / width, 0],
            [sin * canvas_width / height, cos * canvas_height / height, 0],
        ]
    )
    grid = F.affine_grid(matrix[None], [1, 3, canvas_height, canvas_width], align_corners=False)
    turned = F.grid_sample(image, grid, padding_mode="border", align_corners=False)
    inside = (grid.abs() <= 1).all(-1)[:, None].to(image.dtype)
    return turned, inside


def recoloured(region: Region, images: Sequence[Tensor]) -> Region:
    """Return the region with its style pictures replaced."""
    styles = [replace(style, image=image) for style, image in zip(region.styles, images, strict=True)]
    return replace(region, styles=styles)
