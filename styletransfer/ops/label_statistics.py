"""Mean and covariance of a feature map for every region at once.

The weights of a region may be soft. Pixels are gathered region by region, so that the cost is that of the pixels that
count, not of pixels times regions; each covariance is summed about its own mean, which keeps float32 exact enough for
regions that are flat, dark or a few pixels large.
"""

from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional

INSIDE = 0.5
"""Share above which a pixel counts as lying in a region, where the limits of its values are taken."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelStatistics:
    """Statistics of L regions of a feature map with C channels, float32.

    Attributes:
        weight: sum of the weights, (L,); 0 for a region without pixels.
        mean: (L, C).
        covariance: unbiased, (L, C, C); zero for a single pixel.
        low, high: smallest and largest value over all channels inside the region, (L,).
    """

    weight: Tensor
    mean: Tensor
    covariance: Tensor
    low: Tensor
    high: Tensor


def label_statistics(features: Tensor, weights: Tensor | None = None) -> LabelStatistics:
    """Measure every region of a feature map.

    Args:
        features: (1, C, H, W), any float type; fastest when channels last.
        weights: (L, 1, H, W), [0, 1], or None for one region that holds every pixel.
    """
    rows = feature_rows(features)
    if weights is None:
        return _stacked([_of_region(rows, None)])
    columns = weights.flatten(1)  # (L, H*W)
    return _stacked([_of_region(rows, column) for column in columns])


def feature_rows(features: Tensor) -> Tensor:
    """Lay a feature map (1, C, H, W) out as rows (H*W, C); a view when channels last."""
    return features.permute(0, 2, 3, 1).reshape(-1, features.shape[1])


def resize_labels(weights: Tensor, size: tuple[int, int], *, hard: bool) -> Tensor:
    """Bring weights of regions to the size of a feature map.

    Args:
        weights: (L, 1, H, W).
        size: (height, width).
        hard: take the nearest pixel, index floor((i + 0.5) * old / new), as the published code does; otherwise average.
    Returns:
        (L, 1, *size).
    """
    if weights.shape[-2:] == size:
        return weights
    if not hard:
        return functional.interpolate(weights, size, mode="area")
    rows, columns = (
        ((torch.arange(new, device=weights.device) + 0.5) * old / new).long()
        for old, new in zip(weights.shape[-2:], size, strict=True)
    )
    return weights[..., rows[:, None], columns]


def _of_region(rows: Tensor, column: Tensor | None) -> tuple[Tensor, ...]:
    channels = rows.shape[1]
    if column is None:
        share = rows.new_ones(rows.shape[0], dtype=torch.float32)
        values = rows.float()
    else:
        here = column > 0
        share, values = column[here].float(), rows[here].float()  # (n,), (n, C)
    if not len(share):
        zero = torch.zeros((), device=rows.device)
        return zero, zero.expand(channels), zero.expand(channels, channels), zero, zero
    total = share.sum()
    mean = share @ values / total
    centred = values - mean
    # For weights of 0 and 1 this is the number of pixels less one.
    freedom = total - share.square().sum() / total
    divisor = torch.where(freedom > 1e-3, freedom, torch.ones_like(freedom))
    scaled = centred if column is None else centred * share.sqrt()[:, None]
    covariance = scaled.T @ scaled / divisor
    inside = share >= INSIDE
    if bool(inside.any()) and not bool(inside.all()):
        values = values[inside]
    return total, mean, covariance, values.min(), values.max()


def _stacked(regions: list[tuple[Tensor, ...]]) -> LabelStatistics:
    weight, mean, covariance, low, high = (torch.stack(parts) for parts in zip(*regions, strict=True))
    return LabelStatistics(weight=weight, mean=mean, covariance=covariance, low=low, high=high)
