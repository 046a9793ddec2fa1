"""Make the crops resemble what a style optimiser shows the network: noise, mixtures, washes and harsh contrast."""

from collections.abc import Sequence

import numpy as np
import torch
from PIL.Image import Image
from torch import Tensor
from torch.nn import functional

from scripts.perceptual.pictures import random_crop

PLAIN_SHARE = 0.45
COARSEST_NOISE = 64


def sample_batch(pictures: Sequence[Image], batch: int, size: int, rng: np.random.Generator) -> Tensor:
    """Draw random crops and disturb about half of them.

    Returns:
        Batch (B, 3, size, size), sRGB; disturbed values may leave [0, 1] a little, as an optimiser's do.
    """
    crops = torch.stack([random_crop(pictures[rng.integers(len(pictures))], size, rng) for _ in range(batch)])
    changed = [_recoloured(_turned(crop, rng), rng) for crop in crops]
    disturbances = (_with_noise, _mixed, _washed, _harsh, _blurred)
    for index in range(batch):
        if rng.random() >= PLAIN_SHARE:
            other = changed[(index + 1) % batch]
            kind = disturbances[rng.integers(len(disturbances))]
            changed[index] = kind(changed[index], other, rng)
    return torch.stack(changed)


def _turned(crop: Tensor, rng: np.random.Generator) -> Tensor:
    if rng.random() < 0.5:
        crop = crop.flip(-1)
    return torch.rot90(crop, int(rng.integers(4)), (-2, -1)) if rng.random() < 0.2 else crop


def _recoloured(crop: Tensor, rng: np.random.Generator) -> Tensor:
    if rng.random() < 0.5:
        return crop
    grey = crop.mean(dim=0, keepdim=True)
    crop = grey + (crop - grey) * rng.uniform(0.0, 1.6)
    gains = torch.tensor(rng.uniform(0.75, 1.25, (3, 1, 1)), dtype=torch.float32)
    return (crop * gains).clamp(0, 1) ** rng.uniform(0.7, 1.4)


def _noise(size: int, cells: int, rng: np.random.Generator) -> Tensor:
    coarse = torch.tensor(rng.random((1, 3, cells, cells)), dtype=torch.float32)
    return functional.interpolate(coarse, (size, size), mode="bicubic", align_corners=False)[0]


def _with_noise(crop: Tensor, other: Tensor, rng: np.random.Generator) -> Tensor:
    size = crop.shape[-1]
    cells = max(2, int(size / np.exp(rng.uniform(0, np.log(COARSEST_NOISE)))))
    share = rng.uniform(0.02, 1.0) ** 1.5
    return crop + share * (_noise(size, cells, rng) - 0.5)


def _mixed(crop: Tensor, other: Tensor, rng: np.random.Generator) -> Tensor:
    mask = _noise(crop.shape[-1], int(rng.integers(2, 24)), rng)[:1]
    share = mask if rng.random() < 0.5 else torch.full_like(mask, rng.uniform(0.2, 0.8))
    return crop + share * (other - crop)


def _washed(crop: Tensor, other: Tensor, rng: np.random.Generator) -> Tensor:
    wash = _noise(crop.shape[-1], int(rng.integers(2, 6)), rng)
    return crop + rng.uniform(0.2, 1.0) * (wash - crop)


def _harsh(crop: Tensor, other: Tensor, rng: np.random.Generator) -> Tensor:
    middle = crop.mean(dim=(-2, -1), keepdim=True)
    return (middle + (crop - middle) * rng.uniform(1.0, 2.5)).clamp(-0.2, 1.2)


def _blurred(crop: Tensor, other: Tensor, rng: np.random.Generator) -> Tensor:
    size = crop.shape[-1]
    small = functional.interpolate(crop[None], size=int(size / rng.uniform(1.5, 8)), mode="area")
    blurred = functional.interpolate(small, size=(size, size), mode="bicubic", align_corners=False)[0]
    # Half of them are sharpened instead: the same difference, added.
    return blurred if rng.random() < 0.5 else (crop + rng.uniform(0.3, 1.2) * (crop - blurred)).clamp(-0.2, 1.2)
