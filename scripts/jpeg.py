"""JPEG: its damage, done to training pictures, and sheets that are small enough for a repository."""

import io
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

QUALITIES = range(92, 40, -4)


def through_jpeg(pixels: NDArray[np.uint8], quality: int) -> NDArray[np.uint8]:
    """Return pixels (H, W, 3) as JPEG of a quality leaves them."""
    stream = io.BytesIO()
    Image.fromarray(pixels).save(stream, "JPEG", quality=quality)
    with Image.open(stream) as coded:
        return np.array(coded)


def save_small(page: Image.Image, path: Path, largest: int, qualities: Sequence[int] = QUALITIES) -> int:
    """Write a JPEG of the first quality that is small enough, and return its bytes.

    Raises:
        ValueError: it is too large even at the lowest quality; nothing is written.
    """
    for quality in qualities:
        stream = io.BytesIO()
        page.save(stream, "JPEG", quality=quality, optimize=True)
        if stream.tell() <= largest:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(stream.getvalue())
            return stream.tell()
    raise ValueError(f"“{path.name}” of {page.width} × {page.height} px does not fit into {largest} bytes.")
