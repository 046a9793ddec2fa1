"""Region borders that follow the edges of the picture: the guided filter on soft labels.

He et al., "Guided Image Filtering" (2013), with a colour guide; computed at the superpixels' size and carried to the
full picture by its linear coefficients, as in "Fast Guided Filter" (He & Sun 2015).
"""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray
from torch import Tensor

from styletransfer.algorithms.segmentation_features import Array, Patches
from styletransfer.imaging.masks import LabelMap, filled

Plane = NDArray[np.float32]

_RADIUS = 7
_SOFTNESS = 0.02**2
"""Variance of the guide, of sRGB in [0, 1], below which an area counts as plain."""
_SMALLEST_PART = 0.002


def label_map(odds: Array, patches: Patches, image: Tensor) -> LabelMap:
    """Turn the superpixels' probabilities into a label map of the image's size.

    Args:
        odds: (n, K).
        patches: superpixels of that picture.
        image: (1, 3, H, W), sRGB, [0, 1].
    Returns:
        Labels 0 … K - 1, (H, W).
    """
    guide = _pixels(image)
    height, width = patches.ids.shape
    small = guide if guide.shape[:2] == (height, width) else _shrunk(guide, (height, width))
    fit = _Fit.to(small)
    scores = [fit.filtered(odds[patches.ids, label].astype(np.float32), guide) for label in range(odds.shape[1])]
    labels = np.stack(scores).argmax(axis=0).astype(np.uint8)
    return _without_specks(labels)


def _pixels(image: Tensor) -> Plane:
    return np.ascontiguousarray(image[0].detach().float().clamp(0, 1).permute(1, 2, 0).cpu().numpy())


def _shrunk(pixels: Plane, size: tuple[int, int]) -> Plane:
    return np.asarray(cv2.resize(pixels, size[::-1], interpolation=cv2.INTER_AREA), dtype=np.float32)


def _mean(plane: Plane) -> Plane:
    side = 2 * _RADIUS + 1
    return np.asarray(cv2.blur(plane, (side, side), borderType=cv2.BORDER_REPLICATE), dtype=np.float32)


@dataclass(frozen=True, slots=True)
class _Fit:
    """The part of the guided filter that depends on the guide alone."""

    guide: Plane
    mean: Plane
    inverse: Plane

    @classmethod
    def to(cls, guide: Plane) -> "_Fit":
        mean = _mean(guide)
        outer = (guide[..., :, None] * guide[..., None, :]).reshape(*guide.shape[:2], 9)  # (h, w, 9)
        variance = _mean(outer).reshape(*guide.shape[:2], 3, 3) - mean[..., :, None] * mean[..., None, :]
        return cls(guide, mean, np.linalg.inv(variance + _SOFTNESS * np.eye(3, dtype=np.float32)))

    def filtered(self, score: Plane, full: Plane) -> Plane:
        """Fit a score (h, w) to the guide, and apply what was fitted to a guide of another size."""
        mean = _mean(score)
        covariance = _mean(self.guide * score[..., None]) - self.mean * mean[..., None]  # (h, w, 3)
        slope = np.einsum("hwij,hwj->hwi", self.inverse, covariance).astype(np.float32)
        offset = mean - (slope * self.mean).sum(axis=2)
        size = full.shape[1::-1]
        slope = cv2.resize(_mean(slope), size, interpolation=cv2.INTER_LINEAR)
        offset = cv2.resize(_mean(offset), size, interpolation=cv2.INTER_LINEAR)
        return np.asarray((slope * full).sum(axis=2) + offset, dtype=np.float32)


def _without_specks(labels: LabelMap) -> LabelMap:
    """Give specks that the filter left to what surrounds them."""
    least = max(1, round(_SMALLEST_PART * labels.size))
    doubtful = np.zeros(labels.shape, np.bool_)
    for label in np.unique(labels):
        _, parts, stats, _ = cv2.connectedComponentsWithStats((labels == label).astype(np.uint8), connectivity=4)
        small = stats[:, cv2.CC_STAT_AREA] < least
        small[0] = False
        doubtful |= small[parts]
    return filled(labels, doubtful)
