"""Read the training pictures, keep some apart by the hash of their file, and cut random crops."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from PIL import Image
from torch import Tensor

FOLDERS = ("photos", "paintings")
HELD_OUT_OF_256 = 20  # about 8 %
LONGEST_SHORT_SIDE = 640
SMALLEST_SIDE = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Pictures:
    """Training pictures and held-out ones, in the order of their paths."""

    training: Sequence[Image.Image]
    held_out: Sequence[Image.Image]


def read_pictures(data: Path, folders: Sequence[str] = FOLDERS) -> Pictures:
    """Read every photograph and painting, short side at most 640 px.

    Args:
        data: folder that holds the others.
        folders: names of those that are read.
    """
    training: list[Image.Image] = []
    held_out: list[Image.Image] = []
    paths = sorted(path for folder in folders for path in (data / folder).iterdir() if path.is_file())
    for path in paths:
        content = path.read_bytes()
        image = _opened(path)
        if min(image.size) < SMALLEST_SIDE:
            continue
        first_byte = hashlib.sha256(content).digest()[0]
        (held_out if first_byte < HELD_OUT_OF_256 else training).append(image)
    return Pictures(training=training, held_out=held_out)


def random_crop(image: Image.Image, size: int, rng: np.random.Generator) -> Tensor:
    """Cut a square at a random place and scale, from twice enlarged to the whole short side.

    Returns:
        Crop (3, size, size), sRGB, [0, 1].
    """
    shortest = min(image.size)
    side = float(np.exp(rng.uniform(np.log(min(size / 2, shortest)), np.log(shortest))))
    left, top = (rng.uniform(0, extent - side) for extent in image.size)
    box = (left, top, left + side, top + side)
    return as_tensor(image.resize((size, size), Image.Resampling.BICUBIC, box=box))


def centre_crop(image: Image.Image, size: int) -> Tensor:
    """Shrink or enlarge the short side to `size` and cut the middle square: (3, size, size)."""
    side = min(image.size)
    left, top = ((extent - side) / 2 for extent in image.size)
    box = (left, top, left + side, top + side)
    return as_tensor(image.resize((size, size), Image.Resampling.BICUBIC, box=box))


def as_tensor(image: Image.Image | NDArray[np.uint8]) -> Tensor:
    """Turn an RGB picture, or its pixels (H, W, 3), into a tensor (3, H, W), sRGB, [0, 1]."""
    return torch.from_numpy(np.array(image, dtype=np.float32)).permute(2, 0, 1) / 255


def _opened(path: Path) -> Image.Image:
    with Image.open(path) as opened:
        image = opened.convert("RGB")
    factor = LONGEST_SHORT_SIDE / min(image.size)
    if factor < 1:
        image = image.resize([round(extent * factor) for extent in image.size], Image.Resampling.BICUBIC)
    return image
