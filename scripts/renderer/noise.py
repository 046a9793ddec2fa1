"""Smooth random pictures that repeat at their borders."""

from __future__ import annotations

from functools import lru_cache

import cv2
import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]


def cloud(rng: np.random.Generator, side: int, octaves: tuple[int, ...]) -> Floats:
    """Return value noise (side, side) of mean 0 and deviation 1: one octave for each number of cells across."""
    total = np.zeros((side, side), np.float32)
    for weight, cells in enumerate(octaves, start=1):
        grid = rng.standard_normal((cells, cells)).astype(np.float32)
        grid = np.pad(grid, 2, mode="wrap")
        step = side / cells
        at = (np.arange(side, dtype=np.float32) + 0.5) / step + 1.5
        total += cv2.remap(grid, *np.meshgrid(at, at), cv2.INTER_CUBIC) / weight
    total -= total.mean()
    return total / max(float(total.std()), 1e-6)


@lru_cache(maxsize=1)
def skin_detail() -> Floats:
    """Return (512, 512, 4) repeating: mottling, fine mottling, pores' height, freckles."""
    rng = np.random.default_rng(7)
    pores = cloud(rng, 512, (128, 256))
    spots = cloud(rng, 512, (48, 96))
    freckles = np.clip((spots - 1.3) * 1.5, 0, 1)
    return np.stack([cloud(rng, 512, (8, 16, 32)), cloud(rng, 512, (40, 80)), pores, freckles], 2).astype(np.float32)
