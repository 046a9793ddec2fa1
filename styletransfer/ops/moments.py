"""First and second moments of feature maps, as sums that can be added up over tiles.

Gram matrices, means and covariances are all functions of three sums over pixels: the weight,
the features and their outer products. Keeping the sums apart makes tiled statistics exact.
"""

from dataclasses import dataclass

import torch
from torch import Tensor


@dataclass(frozen=True, slots=True)
class Moments:
    """Weighted sums over pixels.

    Attributes:
        weight: sum of the weights, a scalar tensor.
        first: weighted sum of the features, (C,).
        second: weighted sum of their outer products, (C, C).
    """

    weight: Tensor
    first: Tensor
    second: Tensor

    def __add__(self, other: "Moments") -> "Moments":
        return Moments(self.weight + other.weight, self.first + other.first, self.second + other.second)

    def scaled(self, factor: float) -> "Moments":
        """Return the same distribution counted `factor` times."""
        return Moments(self.weight * factor, self.first * factor, self.second * factor)

    def normalised(self) -> "Moments":
        """Return moments of weight 1; a weight of zero stays zero instead of becoming NaN."""
        return self.scaled_by(1.0 / self.weight.clamp(min=1e-8))

    def scaled_by(self, factor: Tensor) -> "Moments":
        """Return the moments times a scalar tensor."""
        return Moments(self.weight * factor, self.first * factor, self.second * factor)

    @property
    def mean(self) -> Tensor:
        """Mean feature, (C,)."""
        return self.first / self.weight.clamp(min=1e-8)

    @property
    def gram(self) -> Tensor:
        """Mean outer product, (C, C): the Gram matrix divided by the number of pixels."""
        return self.second / self.weight.clamp(min=1e-8)

    @property
    def covariance(self) -> Tensor:
        """Population covariance, (C, C)."""
        mean = self.mean
        return self.gram - torch.outer(mean, mean)


def moments(features: Tensor, weights: Tensor | None = None) -> Moments:
    """Sum one feature map over its pixels, in float32.

    Args:
        features: (1, C, H, W), any float type.
        weights: (1, 1, H, W) non-negative weight of each pixel, or None for ones.
    """
    rows = features[0].permute(1, 2, 0).reshape(-1, features.shape[1]).float()  # (H*W, C), a view if channels last
    if weights is None:
        return Moments(rows.new_tensor(float(rows.shape[0])), rows.sum(0), rows.T @ rows)
    column = weights.reshape(-1, 1).float()
    weighted = rows * column
    return Moments(column.sum(), weighted.sum(0), weighted.T @ rows)
