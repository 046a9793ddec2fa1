"""Pictures made on the spot for the algorithms."""

import torch
from torch import Tensor
from torch.nn import functional


def noise(height: int, width: int, seed: int = 0) -> Tensor:
    """Return independent pixels, (1, 3, H, W)."""
    return torch.rand(1, 3, height, width, generator=torch.Generator().manual_seed(seed))


def clouds(height: int, width: int, seed: int = 0) -> Tensor:
    """Return smooth blotches with a little grain, as photographs have."""
    coarse = functional.interpolate(noise(6, 6, seed), (height, width), mode="bicubic", align_corners=False)
    return (coarse + 0.1 * (noise(height, width, seed + 1) - 0.5)).clamp(0, 1)


def stripes(height: int, width: int, colour: tuple[float, float, float], period: int = 8) -> Tensor:
    """Return diagonal stripes of a colour and a darker shade of it."""
    rows, columns = torch.arange(height)[:, None], torch.arange(width)
    bright = ((rows + 2 * columns) // (period // 2) % 2).float() * 0.5 + 0.5
    return torch.tensor(colour).view(1, 3, 1, 1) * bright


def flat(height: int, width: int, colour: tuple[float, float, float]) -> Tensor:
    """Return one colour."""
    return torch.tensor(colour).view(1, 3, 1, 1).expand(1, 3, height, width).contiguous()
