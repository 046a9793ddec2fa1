"""First and second moments of feature maps, as sums that can be added up over tiles.

Gram matrices, means and covariances are all functions of three sums over pixels: the weight,
the features and their outer products. Keeping the sums apart makes tiled statistics exact.
"""

from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor

_CHUNK = 256


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


class _SecondMoment(torch.autograd.Function):
    """R^T R of rows (N, C) as float32, (C, C), without a float32 copy of the rows.

    In bfloat16 the products of `_CHUNK` rows at a time are rounded once and added up in float32,
    and the backward pass stays in bfloat16: both run on the processor's matrix units.
    """

    @staticmethod
    def forward(ctx: Any, rows: Tensor) -> Tensor:
        ctx.save_for_backward(rows)
        if rows.dtype != torch.bfloat16:
            return rows.T @ rows
        whole = rows.shape[0] // _CHUNK * _CHUNK
        chunks = rows[:whole].reshape(-1, _CHUNK, rows.shape[1])  # (N/chunk, chunk, C)
        rest = rows[whole:].float()
        return torch.bmm(chunks.transpose(1, 2), chunks).sum(0, dtype=torch.float32) + rest.T @ rest

    @staticmethod
    def backward(ctx: Any, *slopes: Tensor) -> Tensor:
        (rows,) = ctx.saved_tensors
        (slope,) = slopes
        gradient: Tensor = rows @ (slope + slope.T).to(rows.dtype)
        return gradient


def moments(features: Tensor, weights: Tensor | None = None) -> Moments:
    """Sum one feature map over its pixels, in float32.

    Args:
        features: (1, C, H, W), any float type; fastest when channels last.
        weights: (1, 1, H, W) non-negative weight of each pixel, or None for ones.
    """
    rows = features.permute(0, 2, 3, 1).reshape(-1, features.shape[1])  # (H*W, C), a view if channels last
    if rows.dtype == torch.float16:
        rows = rows.float()  # sums of squares pass the range of float16
    total = torch.tensor(float(rows.shape[0]), device=rows.device)
    if weights is not None:
        column = weights.reshape(-1, 1)
        total = column.sum(dtype=torch.float32)
        first = (rows * column.to(rows.dtype)).sum(0, dtype=torch.float32)
        return Moments(total, first, _second_moment(rows * column.sqrt().to(rows.dtype)))
    return Moments(total, rows.sum(0, dtype=torch.float32), _second_moment(rows))


def _second_moment(rows: Tensor) -> Tensor:
    second: Tensor = _SecondMoment.apply(rows)  # type: ignore[no-untyped-call]
    return second
