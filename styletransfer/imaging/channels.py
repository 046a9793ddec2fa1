"""Arrays of channels: depth, alpha, orientation."""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from styletransfer.errors import ImageError
from styletransfer.imaging.picture import Channels

_SIXTEEN_BITS = 65535

# How to turn stored rows and columns upright, by EXIF orientation.
_UPRIGHT: dict[int, Callable[[Channels], Channels]] = {
    2: lambda x: x[:, ::-1],
    3: lambda x: x[::-1, ::-1],
    4: lambda x: x[::-1],
    5: lambda x: x.swapaxes(0, 1),
    6: lambda x: x.swapaxes(0, 1)[:, ::-1],
    7: lambda x: x[::-1, ::-1].swapaxes(0, 1),
    8: lambda x: x.swapaxes(0, 1)[::-1],
}


def turn(values: Channels, orientation: int) -> Channels:
    """Turn stored rows and columns upright, by EXIF orientation 1 … 8."""
    if orientation not in _UPRIGHT:
        return values
    turned: NDArray[Any] = np.ascontiguousarray(_UPRIGHT[orientation](values))
    return turned


def split(values: Channels) -> tuple[Channels, Channels | None]:
    """Part (H, W, 1 … 4) into colours (H, W, 3) and alpha (H, W), None when opaque."""
    colours = values.shape[2] - 1 + values.shape[2] % 2  # 1, 2 -> 1; 3, 4 -> 3
    alpha: Channels | None = values[..., colours].copy() if values.shape[2] > colours else None
    pixels: NDArray[Any] = values[..., :3].copy() if colours == 3 else np.repeat(values[..., :1], 3, axis=2)
    return pixels, unless_opaque(alpha)


def unless_opaque(alpha: Channels | None) -> Channels | None:
    """Return alpha, or None when it hides nothing."""
    return None if alpha is None or bool((alpha == np.iinfo(alpha.dtype).max).all()) else alpha


def grey_levels(values: NDArray[Any]) -> NDArray[np.uint16]:
    """Scale grey values of 16 or 32 bits, or floating point, to uint16."""
    if values.dtype.kind == "f":
        return _from_floats(values)
    if int(values.min()) < 0 or int(values.max()) > _SIXTEEN_BITS:
        raise ImageError(
            f"The grey values of this picture run from {values.min()} to {values.max()}; expected 0 to 65535. "
            "Save it with 8 or 16 bits."
        )
    return values.astype(np.uint16)


def _from_floats(values: NDArray[Any]) -> NDArray[np.uint16]:
    floats = values.astype(np.float32)
    low, high = float(floats.min()), float(floats.max())
    white = next((level for level in (1, 255, _SIXTEEN_BITS) if high <= level), None)
    if not np.isfinite(floats).all() or low < 0 or white is None:
        raise ImageError(
            f"The values of this picture run from {low:g} to {high:g}; floating-point pictures need 0 to 1. "
            "Save it with 8 or 16 bits."
        )
    levels: NDArray[np.uint16] = np.rint(floats * (_SIXTEEN_BITS / white)).astype(np.uint16)
    return levels


def to_integers(values: NDArray[Any], subject: str) -> Channels:
    """Convert bool, or floats in [0, 1], to uint8; uint8 and uint16 stay as they are."""
    if values.dtype in (np.uint8, np.uint16):
        return values
    if values.dtype == np.bool_:
        return values.astype(np.uint8) * np.uint8(255)
    if values.dtype.kind != "f":
        raise ImageError(f"{subject} is an array of {values.dtype}; expected uint8, uint16, or floats from 0 to 1.")
    floats = values.astype(np.float32)
    if not np.isfinite(floats).all() or float(floats.min()) < 0 or float(floats.max()) > 1:
        raise ImageError(f"{subject} holds values outside 0 to 1, or not numbers; scale the array first.")
    return np.rint(floats * 255).astype(np.uint8)
