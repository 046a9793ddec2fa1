"""What cameras, messengers and scalers do to photographs, done to the encoder's input."""

import cv2
import numpy as np
import torch
from torch import Tensor

from scripts.jpeg import through_jpeg

SHARE = 0.5  # of the pictures that are degraded


def degraded(pictures: Tensor, generator: np.random.Generator) -> Tensor:
    """Degrade about half of the pictures (B, 3, S, S) in [-1, 1] by blur, reduction, noise and JPEG."""
    result = pictures.clone()
    for index in np.flatnonzero(generator.random(len(pictures)) < SHARE):
        levels = ((pictures[index].permute(1, 2, 0).numpy() + 1.0) * 127.5).round().clip(0.0, 255.0).astype(np.uint8)
        levels = _noisy(_soft(np.ascontiguousarray(levels), generator), generator)
        levels = through_jpeg(levels, int(generator.integers(35, 96)))
        result[index] = torch.from_numpy(levels).permute(2, 0, 1).float() / 127.5 - 1.0
    return result


def _soft(levels: np.ndarray, generator: np.random.Generator) -> np.ndarray:
    side = levels.shape[0]
    if generator.random() < 0.5:
        return cv2.GaussianBlur(levels, (0, 0), float(generator.uniform(0.3, 1.6)))
    small = int(side * generator.uniform(0.35, 0.95))
    reduced = cv2.resize(levels, (small, small), interpolation=cv2.INTER_AREA)
    return cv2.resize(reduced, (side, side), interpolation=cv2.INTER_LINEAR)


def _noisy(levels: np.ndarray, generator: np.random.Generator) -> np.ndarray:
    noise = generator.normal(0.0, generator.uniform(0.0, 9.0), levels.shape)
    return np.clip(np.round(levels + noise), 0.0, 255.0).astype(np.uint8)
