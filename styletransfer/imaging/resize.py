"""Resampling of pictures as tensors; sizes are (height, width)."""

import torch.nn.functional as F
from torch import Tensor

Size = tuple[int, int]


def fit_longest(size: Size, longest: int) -> Size:
    """Scale a size so that its longest side is `longest` px, keeping the aspect; no side below 1 px."""
    factor = longest / max(size)
    height, width = (max(1, round(side * factor)) for side in size)
    return height, width


def shrink(image: Tensor, longest: int) -> Tensor:
    """Bring a picture's longest side down to at most `longest` px; a smaller one is returned as it is."""
    size = (int(image.shape[-2]), int(image.shape[-1]))
    return resize(image, fit_longest(size, longest)) if max(size) > longest else image


def resize(image: Tensor, size: Size) -> Tensor:
    """Resample to `size` with an antialiased bicubic filter; (B, C, H, W) stays in its value range."""
    if tuple(image.shape[-2:]) == size:
        return image
    low, high = image.amin(), image.amax()
    grown = F.interpolate(image, size, mode="bicubic", align_corners=False, antialias=True)
    return grown.clamp(low, high)  # bicubic weights overshoot at edges


def resize_linear(planes: Tensor, size: Size) -> Tensor:
    """Average planes (B, C, H, W) around each new pixel (shrinking) or interpolate them (enlarging)."""
    if tuple(planes.shape[-2:]) == size:
        return planes
    return F.interpolate(planes, size, mode="bilinear", align_corners=False, antialias=True)
