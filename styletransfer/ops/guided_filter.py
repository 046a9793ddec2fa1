"""Guided filter: local linear regression of one picture on another (He, Sun & Tang, TPAMI 2013).

Departures:
  1. windows may vote for a pixel's coefficients by how well they fit, as Chen et al. ("Weighted aggregation for guided
     image filtering", 2020) do; the plain mean lets windows that straddle an edge leak across it as a halo;
  2. windows are cut at the border of the picture instead of reaching into padding.
"""

from dataclasses import dataclass

import cv2
import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

# Variance of the misfit at which a window loses half its vote, about (2.5 levels of 255)².
_TRUST = 1e-4


@dataclass(frozen=True, slots=True)
class Regression:
    """Values as affine functions of the guide, one for each pixel: `values ≈ slopes · guide + offsets`.

    Attributes:
        slopes: (C, G, H, W), for C values and G channels of the guide.
        offsets: (C, H, W).
    """

    slopes: Tensor
    offsets: Tensor

    def __call__(self, guide: Tensor) -> Tensor:
        """Evaluate for a guide (1, G, H, W) of the same size, giving (1, C, H, W)."""
        return ((self.slopes * guide).sum(1) + self.offsets)[None]


def box_mean(image: Tensor, radius: int) -> Tensor:
    """Average (B, C, H, W) over windows of side 2·radius + 1, cut at the border; on the processor, at any radius."""
    if radius == 0:
        return image
    height, width = image.shape[-2:]
    reach = np.outer(_reach(height, radius), _reach(width, radius))
    planes = image.detach().float().cpu().reshape(-1, height, width).numpy()
    means = np.empty(planes.shape, np.float32)
    side = (2 * radius + 1,) * 2
    for plane, mean in zip(planes, means, strict=True):
        cv2.boxFilter(plane, cv2.CV_32F, side, dst=mean, normalize=False, borderType=cv2.BORDER_CONSTANT)
    means *= reach
    return torch.from_numpy(means).reshape(image.shape).to(image.device)


def _reach(length: int, radius: int) -> NDArray[np.float32]:
    """Return one over the number of pixels within `radius` of each, along one side."""
    here = np.arange(length)
    return (1 / (np.minimum(here + radius, length - 1) - np.maximum(here - radius, 0) + 1)).astype(np.float32)


def regress(guide: Tensor, values: Tensor, *, radius: int, epsilon: float, voted: bool = True) -> Regression:
    """Fit `values` as affine functions of `guide` in windows (He et al., eq. 14 and 15), averaged over windows.

    Args:
        guide: (1, G, H, W).
        values: (1, C, H, W), or (1, C, H, W) residuals of an earlier fit.
        radius: of a window, px.
        epsilon: ridge on the slopes, in squared units of the guide; it bounds the gain of noise.
        voted: windows that fit better count for more; otherwise all count alike, as in the paper.
    Returns:
        Coefficients for every pixel.
    """
    channels, size = guide.shape[1], guide.shape[-2:]
    mean, target = box_mean(guide, radius)[0], box_mean(values, radius)[0]  # (G, H, W), (C, H, W)
    products = (guide[0, :, None] * guide[0, None]).reshape(1, -1, *size)
    covariance = box_mean(products, radius).reshape(channels, channels, *size) - mean[:, None] * mean[None]
    cross_products = (guide[0, :, None] * values[0, None]).reshape(1, -1, *size)
    cross = box_mean(cross_products, radius).reshape(channels, -1, *size) - mean[:, None] * target[None]  # (G, C, H, W)
    ridge = epsilon * torch.eye(channels, dtype=guide.dtype, device=guide.device)[:, :, None, None]
    slopes = solve(covariance + ridge, cross)  # (G, C, H, W)
    offsets = target - (slopes * mean[:, None]).sum(0)
    packed = torch.cat([slopes.transpose(0, 1).flatten(0, 1), offsets])[None]
    if voted:  # Departure 1
        spread = (box_mean(values.square(), radius)[0] - target.square()).sum(0)
        explained = (slopes * (2 * cross - torch.einsum("ijhw,jchw->ichw", covariance, slopes))).sum((0, 1))
        vote = 1 / ((spread - explained).clamp(min=0) + _TRUST)
        averaged = box_mean(packed * vote, radius)[0] / box_mean(vote[None, None], radius)[0]
    else:
        averaged = box_mean(packed, radius)[0]
    count = target.shape[0]
    return Regression(averaged[: count * channels].reshape(count, channels, *size), averaged[count * channels :])


def guided_filter(guide: Tensor, values: Tensor, *, radius: int, epsilon: float, voted: bool = True) -> Tensor:
    """Smooth `values` while following the edges of `guide`.

    Args:
        guide: picture whose edges count (1, 1 or 3, H, W), [0, 1].
        values: (1, C, H, W), any range.
        radius: of a window, px.
        epsilon: squared contrast below which the guide counts as flat.
        voted: as for `regress`.
    Returns:
        (1, C, H, W); values may slightly pass the range of the input at edges.
    """
    return regress(guide, values, radius=radius, epsilon=epsilon, voted=voted)(guide)


def solve(matrix: Tensor, right: Tensor) -> Tensor:
    """Solve G by G positive definite systems for all pixels at once, by Cholesky's method written out.

    Batched LAPACK calls are tens of times slower at this size, and cofactors lose too many digits in float32.

    Args:
        matrix: (G, G, H, W).
        right: (G, C, H, W).
    """
    count = matrix.shape[0]
    lower: list[list[Tensor]] = []
    forward: list[Tensor] = []
    for i in range(count):
        row: list[Tensor] = []
        for j in range(i):
            inner = sum((row[k] * lower[j][k] for k in range(j)), torch.zeros_like(matrix[0, 0]))
            row.append((matrix[i, j] - inner) / lower[j][j])
        row.append((matrix[i, i] - sum((value * value for value in row), torch.zeros_like(matrix[0, 0]))).sqrt())
        lower.append(row)
        forward.append((right[i] - sum((row[k] * forward[k] for k in range(i)), torch.zeros_like(right[0]))) / row[i])
    solved = forward
    for i in reversed(range(count)):
        later = sum((lower[k][i] * solved[k] for k in range(i + 1, count)), torch.zeros_like(right[0]))
        solved[i] = (forward[i] - later) / lower[i][i]
    return torch.stack(solved)
