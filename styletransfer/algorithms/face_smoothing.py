"""Gaussian means over the planes of a face, weighted or plain; wide ones are taken on a reduced copy."""

import cv2
import numpy as np
from numpy.typing import NDArray

Plane = NDArray[np.float32]

_FINEST = 1.7  # deviation that a blur keeps on the copy, px of the copy: enough for linear enlargement to look smooth
_LITTLE = np.float32(0.02)  # weight of what is taken where nothing else is known


def smoothed(image: Plane, sigma: float) -> Plane:
    """Blur a picture (H, W) or (H, W, C) by a deviation in pixels; beyond its edges it is repeated."""
    height, width = image.shape[:2]
    times = 1
    while sigma / (2 * times) >= _FINEST and height % (2 * times) == 0 and width % (2 * times) == 0:
        times *= 2
    if times == 1:
        return np.asarray(cv2.GaussianBlur(image, (0, 0), sigma, borderType=cv2.BORDER_REPLICATE), np.float32)
    small = cv2.resize(image, (width // times, height // times), interpolation=cv2.INTER_AREA)
    small = cv2.GaussianBlur(small, (0, 0), sigma / times, borderType=cv2.BORDER_REPLICATE)
    return np.asarray(cv2.resize(small, (width, height), interpolation=cv2.INTER_LINEAR), np.float32)


def weighted_mean(values: Plane, weights: Plane, sigma: float, otherwise: Plane | None = None) -> Plane:
    """Average values (H, W, C) by weights (H, W) over a Gaussian.

    Args:
        values: what is averaged.
        weights: how much each pixel counts, at least 0.
        sigma: of the Gaussian, px.
        otherwise: what to take where the weights vanish, (H, W, C); without it the average of all pixels.
    Returns:
        (H, W, C).
    """
    if otherwise is None:
        total = np.float32(max(float(weights.sum()), 1e-6))
        otherwise = np.asarray(np.tensordot(weights, values, 2) / total, np.float32)
    sums = smoothed(np.dstack([values * weights[..., None], weights]), sigma)
    return np.asarray((sums[..., :-1] + _LITTLE * otherwise) / (sums[..., -1:] + _LITTLE), np.float32)


def most(colours: Plane) -> Plane:
    """Return the largest of the three channels of every pixel (H, W, 3): (H, W).

    One channel after the other, because NumPy is five times slower along an axis as short as that.
    """
    return np.asarray(np.maximum(np.maximum(colours[..., 0], colours[..., 1]), colours[..., 2]), np.float32)


def inner(one: Plane, other: Plane) -> Plane:
    """Multiply two pictures (H, W, 3) and sum over the channels, (H, W); see `most`."""
    products = one * other
    return np.asarray(products[..., 0] + products[..., 1] + products[..., 2], np.float32)
