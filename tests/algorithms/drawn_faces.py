"""Faces drawn with a few strokes, in FFHQ's frame, for tests of what happens to faces."""

import cv2
import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

Plane = NDArray[np.float32]
Points = NDArray[np.float64]

SKIN, HAIR, WALL = (0.8, 0.6, 0.5), (0.25, 0.18, 0.12), (0.3, 0.45, 0.65)
EYES = ((0.375, 0.47), (0.625, 0.47))  # middles, shares of the side
_HALF_EYE, _BOW = 0.065, 0.45  # half width as a share of the side, height of either lid in half widths


def drawn(side: int = 256, *, openness: float = 1.0, shift: float = 0.0, hair: tuple[float, ...] = HAIR) -> Plane:
    """Draw an aligned face (side, side, 3) in [0, 1]; `shift` moves it to the right, as a share of the side."""
    large = 2 * side
    image = np.full((large, large, 3), WALL, np.float32)
    _ellipse(image, (0.5 + shift, 0.47), (0.3, 0.4), hair)
    _ellipse(image, (0.5 + shift, 0.57), (0.21, 0.29), SKIN)
    for x, y in EYES:
        _eye(image, (x + shift, y), openness)
        _ellipse(image, (x + shift, y - 0.08), (0.07, 0.012), hair)
    _ellipse(image, (0.5 + shift, 0.7), (0.08, 0.025), (0.7, 0.3, 0.3))
    return np.asarray(cv2.resize(image, (side, side), interpolation=cv2.INTER_AREA), np.float32)


def textured(image: Plane, seed: int = 0) -> NDArray[np.uint8]:
    """Add grain, as a photograph has it, and round to 8 bits."""
    grain = np.random.default_rng(seed).normal(0, 0.02, image.shape[:2])[..., None]
    return np.rint(np.clip(image + grain, 0, 1) * 255).astype(np.uint8)


def as_painted(image: Plane) -> Tensor:
    """Return a picture as generators give it, (1, 3, side, side)."""
    return torch.from_numpy(np.ascontiguousarray(image.transpose(2, 0, 1)))[None]


def landmarks(side: int) -> Points:
    """Return 68 points of a drawn face in its pixels; those of brows, nose and inner mouth are left in the middle."""
    points = np.full((68, 2), 0.5)
    angles = np.linspace(np.pi, 0, 17)
    points[:17] = np.stack([0.5 + 0.2 * np.cos(angles), 0.5 + 0.35 * np.sin(angles)], axis=1)
    points[17:27] = np.stack([np.linspace(0.32, 0.68, 10), np.full(10, 0.38)], axis=1)
    for first, (x, y) in zip((36, 42), EYES, strict=True):
        across = np.array([-1, -0.4, 0.4, 1, 0.4, -0.4])
        down = np.array([0, -1, -1, 0, 1, 1]) * _BOW * (1 - across**2)
        points[first : first + 6] = np.stack([x + across * _HALF_EYE, y + down * _HALF_EYE], axis=1)
    points[48], points[54] = (0.42, 0.7), (0.58, 0.7)
    return points * side - 0.5


def _eye(image: Plane, middle: tuple[float, float], openness: float) -> None:
    side = image.shape[0]
    x, y = (np.stack(np.meshgrid(*[np.arange(side)] * 2)) + 0.5) / side
    u, v = (x - middle[0]) / _HALF_EYE, (y - middle[1]) / _HALF_EYE
    bow = np.maximum(1 - u * u, 0)
    lid = _BOW * bow * (1 - 2 * openness)
    inside = (bow > 0) & (v > lid) & (v < _BOW * bow)
    image[inside] = (0.95, 0.95, 0.95)
    image[inside & (np.hypot(u, v) < 0.38)] = (0.15, 0.1, 0.1)
    image[(bow > 0.02) & (np.abs(v - lid) < 0.07)] = (0.1, 0.08, 0.08)


def _ellipse(image: Plane, middle: tuple[float, float], axes: tuple[float, float], colour: tuple[float, ...]) -> None:
    side = image.shape[0]
    centre, size = (tuple(round(value * side) for value in pair) for pair in (middle, axes))
    cv2.ellipse(image, centre, size, 0, 0, 360, colour, -1)
