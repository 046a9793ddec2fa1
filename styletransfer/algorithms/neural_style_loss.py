"""The objective of neural style transfer (Gatys et al. 2016, eq. 7) at one scale, whole or tile by tile.

Departures from the paper, each marked `Departure` in the code:
  1. the style measure is the squared Wasserstein-2 distance of feature Gaussians by default;
  2. every layer's loss is divided by the size of its target, so that a weight means the same for
     every style, layer and resolution;
  3. style statistics may be taken over soft regions, each with its own styles.

Tiling is exact: pass 1 adds up the moments of all tiles without gradients, the loss is
differentiated with respect to those sums, and pass 2 sends these fixed derivatives back
through one tile at a time. Memory is bounded by the tile.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor

from styletransfer.algorithms.neural_style_config import NeuralStyleConfig, StyleLoss
from styletransfer.devices import autocast
from styletransfer.imaging.color import opponent
from styletransfer.imaging.tiling import Tile, tiles
from styletransfer.models.vgg import VGGFeatures, half_receptive_field, stride
from styletransfer.ops.moments import Moments, moments
from styletransfer.ops.total_variation import total_variation
from styletransfer.ops.wasserstein import gaussian_wasserstein, matrix_square_root

STYLE_SCALE = 6.0
TV_SCALE = 0.35
"""Put the losses on one scale, so that a weight of 1 is usual; chosen by looking at results."""

SMOOTHEST = 1e-3
COLOUR_NOISE = 0.03
"""Total variation below which a style counts as flat, and the share of it that colour always gets."""


@dataclass(frozen=True, slots=True)
class LayerTarget:
    """What one layer should look like: moments of the style, prepared for the loss.

    Attributes:
        mean: (C,).
        matrix: root of the covariance, or the Gram matrix, (C, C).
        size: the loss is divided by this, a scalar.
    """

    mean: Tensor
    matrix: Tensor
    size: Tensor

    @classmethod
    def of(cls, style: Moments, measure: StyleLoss) -> "LayerTarget":
        """Prepare the target of one layer from the style's moments."""
        if measure == "gram":
            return cls(style.mean, style.gram, style.gram.square().sum().clamp(min=1e-8))
        covariance = style.covariance
        # A flat style has no covariance; a share of the mean keeps the division finite.
        size = covariance.trace() + 0.1 * style.mean.square().sum()
        return cls(style.mean, matrix_square_root(covariance), size.clamp(min=1e-8))

    def loss(self, picture: Moments, measure: StyleLoss) -> Tensor:
        """Compare the picture's moments with this target; 0 when they agree."""
        if measure == "gram":
            return (picture.gram - self.matrix).square().sum() / self.size
        # Departure 1 and 2.
        return gaussian_wasserstein(picture.mean, picture.covariance, self.mean, self.matrix) / self.size


@dataclass(frozen=True, slots=True)
class RegionTarget:
    """Style targets of one region of the picture.

    Attributes:
        layers: tap -> target.
        weights: (1, 1, H, W) soft mask at the picture's size, or None for everywhere.
        share: part of the picture that the region covers, 0 … 1.
        roughness: (3,) total variation of its styles in opponent colours, which the picture's may be like.
    """

    layers: Mapping[str, LayerTarget]
    weights: Tensor | None
    share: float
    roughness: Tensor


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Value and gradient of the objective.

    Attributes:
        losses: "loss" and its weighted parts "content", "style", "tv".
        gradient: like the picture, (1, 3, H, W).
    """

    losses: dict[str, float]
    gradient: Tensor


class Objective:
    """Loss and gradient of a picture of one size.

    Args:
        vgg: frozen extractor.
        content: (1, 3, H, W) photograph at this size.
        regions: style targets.
        config: weights, layers and measure.
        tile: longest side computed at once, px; 0 for the whole picture.
    """

    def __init__(
        self,
        vgg: VGGFeatures,
        content: Tensor,
        regions: Sequence[RegionTarget],
        config: NeuralStyleConfig,
        tile: int = 0,
    ) -> None:
        self.vgg, self.regions, self.config = vgg, regions, config
        self.taps = tuple(dict.fromkeys((*config.style_layers, *config.content_layers)))
        height, width = content.shape[-2:]
        margin = max(half_receptive_field(tap) for tap in self.taps)
        self._stride = max(stride(tap) for tap in self.taps)
        whole = tile <= 0 or max(height, width) <= tile
        side = max(height, width) if whole else max(tile - 2 * margin, tile // 2, self._stride)
        self.tiles = list(tiles(height, width, core=side, margin=margin, stride=self._stride))
        self._pixels = float(height * width)
        self._noise_weights = _noise_weights(regions, config)
        self._content = [self._content_targets(content, part) for part in self.tiles]
        self._content_size = self._content_sizes()

    def evaluate(self, picture: Tensor) -> Evaluation:
        """Return losses and gradient at `picture`, (1, 3, H, W), detached."""
        gradient = torch.zeros_like(picture)
        slopes = None if len(self.tiles) == 1 else self._style_slopes(picture)
        style = torch.zeros(()) if slopes is None else slopes[0]
        content = noise = torch.zeros(())
        for index, part in enumerate(self.tiles):
            rows, columns = part.outer_slices
            patch = picture[..., rows, columns].detach().requires_grad_()
            features = self._features(patch)
            content_part = self._content_loss(features, index)
            if slopes is None:
                style_part = style = self._style_loss(
                    [self._moments(features, part, region) for region in self.regions]
                )
            else:
                style_part = self._style_surrogate(features, part, slopes[1])
            noise_part = self._noise_loss(patch, part)
            gradient[..., rows, columns] += torch.autograd.grad(content_part + style_part + noise_part, patch)[0]
            content, noise = content + content_part.detach(), noise + noise_part.detach()
        parts = {"content": float(content), "style": float(style.detach()), "tv": float(noise)}
        return Evaluation({"loss": sum(parts.values()), **parts}, gradient)

    def _noise_loss(self, patch: Tensor, part: Tile) -> Tensor:
        """Weigh the total variation of the tile's core."""
        top, bottom, left, right = part.core
        above, _, before, _ = part.outer
        rows, columns = slice(top - above, bottom - above + 1), slice(left - before, right - before + 1)
        variation = total_variation(opponent(patch[..., rows, columns]), (bottom - top, right - left))
        return (self._noise_weights * variation).sum() / self._pixels

    def _features(self, image: Tensor) -> dict[str, Tensor]:
        with autocast(image.device, self.config.precision):
            return self.vgg(image.contiguous(memory_format=torch.channels_last), self.taps)  # type: ignore[no-any-return]

    def _moments(self, features: Mapping[str, Tensor], part: Tile, region: RegionTarget) -> dict[str, Moments]:
        found: dict[str, Moments] = {}
        for tap in self.config.style_layers:
            weights = None
            if region.weights is not None:  # Departure 3
                outer = region.weights[..., part.outer_slices[0], part.outer_slices[1]]
                weights = _core(F.avg_pool2d(outer, stride(tap)), tap, part)
            found[tap] = moments(_core(features[tap], tap, part), weights)
        return found

    def _style_loss(self, pictures: Sequence[Mapping[str, Moments]]) -> Tensor:
        losses = [
            region.share * target.loss(picture[tap], self.config.style_loss)
            for region, picture in zip(self.regions, pictures, strict=True)
            for tap, target in region.layers.items()
        ]
        return torch.stack(losses).sum() * (STYLE_SCALE * self.config.style_weight / len(set(self.config.style_layers)))

    def _style_slopes(self, picture: Tensor) -> tuple[Tensor, list[dict[str, Moments]]]:
        """Pass 1: the style loss of the whole, and its derivative with respect to every sum."""
        totals: list[dict[str, Moments]] = [{} for _ in self.regions]
        with torch.no_grad():
            for part in self.tiles:
                features = self._features(picture[..., part.outer_slices[0], part.outer_slices[1]])
                for total, region in zip(totals, self.regions, strict=True):
                    for tap, found in self._moments(features, part, region).items():
                        total[tap] = total[tap] + found if tap in total else found
        leaves = [
            {t: Moments(m.weight, m.first.requires_grad_(), m.second.requires_grad_()) for t, m in total.items()}
            for total in totals
        ]
        loss = self._style_loss(leaves)
        flat = [tensor for leaf in leaves for m in leaf.values() for tensor in (m.first, m.second)]
        slopes = iter(torch.autograd.grad(loss, flat, allow_unused=True, materialize_grads=True))
        return loss.detach(), [{t: Moments(m.weight, next(slopes), next(slopes)) for t, m in d.items()} for d in leaves]

    def _style_surrogate(
        self, features: Mapping[str, Tensor], part: Tile, slopes: Sequence[Mapping[str, Moments]]
    ) -> Tensor:
        """Pass 2: a linear function of the tile's sums whose gradient is that of the whole loss."""
        total = torch.zeros(())
        for region, slope in zip(self.regions, slopes, strict=True):
            for tap, found in self._moments(features, part, region).items():
                linear = (slope[tap].first * found.first).sum() + (slope[tap].second * found.second).sum()
                total = linear + total.to(linear)
        return total

    @torch.no_grad()
    def _content_targets(self, content: Tensor, part: Tile) -> dict[str, Tensor]:
        features = self._features(content[..., part.outer_slices[0], part.outer_slices[1]])
        return {tap: _core(features[tap], tap, part).clone() for tap in self.config.content_layers}

    def _content_sizes(self) -> dict[str, Tensor]:
        """Total variance of the content features, summed over pixels: what the content loss is divided by."""
        sizes: dict[str, Tensor] = {}
        for tap in self.config.content_layers:
            blocks = [targets[tap].float() for targets in self._content]
            count = sum(block[0, 0].numel() for block in blocks)
            mean = torch.stack([block.sum((2, 3)) for block in blocks]).sum(0)[..., None, None] / max(count, 1)
            spread = torch.stack([(block - mean).square().sum() for block in blocks]).sum()
            # A flat photograph has no variance; a share of its level keeps the division finite.
            sizes[tap] = (spread + 0.01 * count * mean.square().sum()).clamp(min=1e-6)
        return sizes

    def _content_loss(self, features: Mapping[str, Tensor], index: int) -> Tensor:
        total = torch.zeros(())
        for tap, target in self._content[index].items():
            own = _core(features[tap], tap, self.tiles[index]).float()
            loss = (own - target.float()).square().sum() / self._content_size[tap]  # Departure 2
            total = loss + total.to(loss)
        return total * (self.config.content_weight / len(set(self.config.content_layers)))


def _core(features: Tensor, tap: str, part: Tile) -> Tensor:
    """Cut the tile's core out of its features; a view of everything costs nothing in the backward pass."""
    if part.core == part.outer:
        return features
    rows, columns = part.core_in_outer(stride(tap))
    return features[..., rows, columns]


def _noise_weights(regions: Sequence[RegionTarget], config: NeuralStyleConfig) -> Tensor:
    """Weigh the variation of each opponent colour by that of the styles, (3,).

    Departure 2 again: an engraving is rougher than a watercolour and must be allowed to be, but
    in grey only: pixels of stray colour are the noise that eyes find first.
    """
    roughness = torch.stack([region.share * region.roughness for region in regions]).sum(0)
    least = (roughness[0] * COLOUR_NOISE).clamp(min=SMOOTHEST)
    return config.tv_weight * TV_SCALE / torch.maximum(roughness, least)
