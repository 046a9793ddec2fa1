"""Small JPEG pictures for pages: previews and thumbnails."""

import io
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from PIL import Image

PREVIEW_SIDE = 640
THUMBNAIL_SIDE = 512


class Pixels(Protocol):
    """A picture: pixels (H, W, 3) and alpha (H, W) or None, both uint8 or uint16 in full range."""

    @property
    def pixels(self) -> NDArray[np.uint8] | NDArray[np.uint16]: ...

    @property
    def alpha(self) -> NDArray[np.uint8] | NDArray[np.uint16] | None: ...


def preview(pixels: NDArray[np.uint8]) -> bytes:
    """Return a JPEG of at most 640 px of a picture under way.

    Args:
        pixels: (H, W, 3) uint8, sRGB.

    Raises:
        ValueError: `pixels` is not such an array.
    """
    if pixels.ndim != 3 or pixels.shape[2] != 3 or pixels.dtype != np.uint8 or not pixels.size:
        raise ValueError(f"A preview must be (H, W, 3) uint8, not {pixels.shape} {pixels.dtype}.")
    return _jpeg(Image.fromarray(np.ascontiguousarray(pixels)), PREVIEW_SIDE, quality=82)


def thumbnail(picture: Pixels) -> bytes:
    """Return a JPEG of at most 512 px, on white where the picture is transparent."""
    image = Image.fromarray(_eight_bits(picture.pixels))
    if picture.alpha is not None:
        paper = Image.new("RGB", image.size, "white")
        paper.paste(image, mask=Image.fromarray(_eight_bits(picture.alpha)))
        image = paper
    return _jpeg(image, THUMBNAIL_SIDE, quality=85)


def _eight_bits(values: NDArray[np.uint8] | NDArray[np.uint16]) -> NDArray[np.uint8]:
    if values.dtype == np.uint16:
        return (values >> 8).astype(np.uint8)
    return np.ascontiguousarray(values, dtype=np.uint8)


def _jpeg(image: Image.Image, side: int, quality: int) -> bytes:
    image.thumbnail((side, side), Image.Resampling.LANCZOS)
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=quality)
    return buffer.getvalue()
