"""Pictures of a few plain parts, whose right regions are known."""

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from .pictures import noise

Colour = tuple[float, float, float]
DAY = ((0.45, 0.65, 0.95), (0.25, 0.4, 0.12))
NIGHT = ((0.05, 0.06, 0.16), (0.3, 0.22, 0.1))
SUNSET = ((0.95, 0.55, 0.3), (0.1, 0.08, 0.1))


def landscape(
    height: int, width: int, colours: tuple[Colour, Colour], *, horizon: float = 0.5, seed: int = 0
) -> tuple[Tensor, NDArray[np.bool_]]:
    """Return a smooth sky over rough ground with a wavy horizon, and where the sky is."""
    rows, columns = torch.arange(height)[:, None] / height, torch.arange(width) / max(width, 1)
    line = horizon + 0.06 * torch.sin(7 * columns + seed)
    sky = rows < line  # (H, W)
    upper = torch.tensor(colours[0]).view(1, 3, 1, 1) * (1 - 0.15 * rows)
    grain = 0.4 + 1.2 * noise(height, width, seed).mean(dim=1, keepdim=True)
    lower = torch.tensor(colours[1]).view(1, 3, 1, 1) * grain
    return torch.where(sky[None, None], upper, lower).clamp(0, 1), sky.numpy()


def object_before(
    height: int, width: int, thing: Colour, ground: Colour, seed: int = 0
) -> tuple[Tensor, NDArray[np.bool_]]:
    """Return a rough disc before a plain backdrop, and where the disc is."""
    rows, columns = torch.arange(height)[:, None] / height - 0.5, torch.arange(width) / width - 0.5
    disc = rows.square() + columns.square() < 0.08
    grain = 0.5 + noise(height, width, seed).mean(dim=1, keepdim=True)
    front = torch.tensor(thing).view(1, 3, 1, 1) * grain
    back = torch.tensor(ground).view(1, 3, 1, 1).expand_as(front)
    return torch.where(disc[None, None], front, back).clamp(0, 1), disc.numpy()


def majority(labels: NDArray[np.uint8], where: NDArray[np.bool_]) -> int:
    """Return the label that most of a part has."""
    return int(np.bincount(labels[where]).argmax())
