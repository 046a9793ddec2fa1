"""Whose colours the result has ("Preserving Color in Neural Artistic Style Transfer", Gatys et al. 2016b)."""

from collections.abc import Sequence

import torch
from torch import Tensor

from styletransfer.algorithms.neural_style_config import NeuralStyleConfig
from styletransfer.algorithms.neural_style_styles import Region, recoloured
from styletransfer.imaging.color import (
    luminance,
    match_covariance,
    match_histogram,
    match_mean_std,
    with_luminance,
)
from styletransfer.imaging.resize import Size, fit_longest, resize, resize_linear

_SAMPLE_SIDE = 256


class ColourKeeper:
    """Prepares the pictures for the wanted colours and finishes the result.

    Args:
        photograph: (1, 3, H, W).
        regions: styles as given by the user.
        config: `config.colour` decides.

    Attributes:
        content: what the optimiser takes as photograph.
        regions: what it takes as styles.
    """

    def __init__(self, photograph: Tensor, regions: Sequence[Region], config: NeuralStyleConfig) -> None:
        self.mode, self.seed = config.colour, config.seed
        self.content = _grey(photograph) if self.mode == "luminance" else photograph
        self.regions = [
            recoloured(region, [self._prepared(style.image, photograph) for style in region.styles])
            for region in regions
        ]

    def _prepared(self, style: Tensor, photograph: Tensor) -> Tensor:
        if self.mode == "luminance":
            matched = match_mean_std(luminance(style), luminance(photograph))
            return matched.clamp(0, 1).expand(-1, 3, -1, -1).contiguous()
        if self.mode == "linear":
            return match_covariance(style, photograph)
        if self.mode == "histogram":
            return match_histogram(style, photograph, seed=self.seed)
        return style

    def in_style_colours(self, content: Tensor) -> Tensor:
        """Return `content` with the colours of the styles: a head start for the optimiser."""
        return _recolour(content, self.regions, (content.shape[-2], content.shape[-1]))

    def finish(self, picture: Tensor, photograph: Tensor) -> Tensor:
        """Give the painted picture its final colours; both (1, 3, H, W) of one size."""
        if self.mode == "luminance":
            return with_luminance(photograph, luminance(picture))
        return picture


def colours_only(content: Tensor, regions: Sequence[Region], size: Size, keep: Tensor | None) -> Tensor:
    """Give the photograph the colours of the styles and leave every shape as it is (departure 3).

    Returns:
        (1, 3, H, W) at `size`.
    """
    photograph = resize(content, size)
    coloured = _recolour(photograph, regions, size)
    if keep is not None:
        coloured = torch.lerp(coloured, photograph, resize_linear(keep, size))
    return coloured


def _recolour(image: Tensor, regions: Sequence[Region], size: Size) -> Tensor:
    result = torch.zeros_like(image)
    covered = torch.zeros_like(image[:, :1])
    for region in regions:
        palette = torch.cat([_sample(style.image, style.weight) for style in region.styles], dim=3)
        weights = torch.ones_like(covered) if region.weights is None else resize_linear(region.weights, size)
        result += match_covariance(image, palette) * weights
        covered += weights
    return result + image * (1 - covered).clamp(min=0)


def _sample(style: Tensor, weight: float) -> Tensor:
    """Return pixels of a style as one row whose length is its weight."""
    small = resize(style, fit_longest((style.shape[-2], style.shape[-1]), _SAMPLE_SIDE))
    row = small.flatten(2)[:, :, None]  # (1, 3, 1, H*W)
    wanted = max(1, round(row.shape[-1] * min(weight, 10.0) / 10.0))
    picked = torch.linspace(0, row.shape[-1] - 1, wanted, device=row.device).round().long()
    return row[..., picked]


def _grey(image: Tensor) -> Tensor:
    return luminance(image).expand(-1, 3, -1, -1).contiguous()
