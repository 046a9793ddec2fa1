"""Pictures made on the spot, the good and the hostile ones."""

import io
import struct
import zlib
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

HEIGHT, WIDTH = 24, 40


def scene(channels: int = 3, dtype: type[np.unsignedinteger[Any]] = np.uint8) -> NDArray[Any]:
    """Return noise of every level."""
    generator = np.random.default_rng(0)
    return generator.integers(0, np.iinfo(dtype).max, (HEIGHT, WIDTH, channels), dtype, endpoint=True)


def smooth() -> Image.Image:
    """Return a picture that lossy formats keep well, different along both axes."""
    rows, columns = np.mgrid[0:HEIGHT, 0:WIDTH]
    planes = np.dstack([rows * 10, columns * 6, np.full_like(rows, 90)]).astype(np.uint8)
    return Image.fromarray(planes)


def encoded(image: Image.Image, file_format: str = "PNG", **settings: Any) -> bytes:
    stream = io.BytesIO()
    image.save(stream, file_format, **settings)
    return stream.getvalue()


def by_opencv(suffix: str, pixels: NDArray[Any]) -> bytes:
    """Encode (H, W, 3 or 4) of 16 bits, colours in the usual order."""
    blue_first = pixels[..., (2, 1, 0, 3)[: pixels.shape[2]]]
    return bytes(cv2.imencode(suffix, np.ascontiguousarray(blue_first))[1])


def chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png(width: int, height: int, rows: bytes, *, depth: int = 8, colour: int = 0, extra: bytes = b"") -> bytes:
    """Assemble a PNG, true or not."""
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0))
    body = chunk(b"IDAT", zlib.compress(rows, 9))
    return b"\x89PNG\r\n\x1a\n" + header + extra + body + chunk(b"IEND", b"")


def bomb(kind: bytes) -> bytes:
    """Return a small PNG with a chunk that unpacks to 64 MB."""
    packed = zlib.compress(bytes(64 * 2**20), 9)
    return png(WIDTH, HEIGHT, bytes((WIDTH + 1) * HEIGHT), extra=chunk(kind, b"key\0\0" + packed))
