"""Hand labels: one letter a segment, and the label grids that they make.

`labels.json` names photographs below the data folder, the first digits of their SHA-256, and for each of their segments
a class by its letter, in the order of `segments.segments`. A single letter labels the whole picture. `x` is a segment
that shows several things or nothing that can be told: it is left out of training and of the scores.
"""

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from scripts.scene.segments import RECIPE, reduced, segments
from styletransfer.models.scene_parser import SCENE_CLASSES

LABELS = Path(__file__).with_name("labels.json")
LETTERS = {
    "s": "sky",
    "w": "water",
    "v": "vegetation",
    "g": "ground",
    "m": "mountain",
    "b": "building",
    "p": "person",
    "a": "animal",
    "c": "vehicle",
    "i": "indoor",
    "o": "object",
}
IGNORE = 255
HELD_OUT = 5  # every fifth picture by its hash


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelledPhoto:
    """A picture (H, W, 3), the class of each pixel of its label grid, and whether it is kept for scoring."""

    name: str
    pixels: NDArray[np.uint8]
    grid: NDArray[np.uint8]
    held_out: bool

    @property
    def painted(self) -> bool:
        """Whether it is a painting."""
        return self.name.startswith("paintings/")


def read_labelled(data: Path, longest_side: int, *, held_out_only: bool = False) -> list[LabelledPhoto]:
    """Return the labelled pictures below `data`, reduced to a size, with their label grids.

    Args:
        data: folder that holds those of the pictures.
        longest_side: px; smaller pictures stay as they are.
        held_out_only: leave out those to train on, which are most.

    Raises:
        ValueError: a picture differs from the labelled one, or its segments are not the labelled ones.
    """
    document = json.loads(LABELS.read_text(encoding="utf-8"))
    if document["recipe"] != RECIPE:
        raise ValueError(f"labels.json was made with {document['recipe']}, the segments are {RECIPE}.")
    return [
        _read(data, name, entry, longest_side)
        for name, entry in document["photos"].items()
        if not held_out_only or _held_out(entry)
    ]


def _held_out(entry: dict[str, str]) -> bool:
    return int(entry["sha256"][:8], 16) % HELD_OUT == 0


def _read(data: Path, name: str, entry: dict[str, str], longest_side: int) -> LabelledPhoto:
    digest = hashlib.sha256((data / name).read_bytes()).hexdigest()
    if not digest.startswith(entry["sha256"]):
        raise ValueError(f"{name} is not the picture that was labelled: {digest[:12]} instead of {entry['sha256']}.")
    photo = Image.open(data / name).convert("RGB")
    grid = _grid(photo, entry["segments"], name)
    scale = min(1.0, longest_side / max(photo.size))
    small = photo.resize(
        (round(photo.width * scale), round(photo.height * scale)), Image.Resampling.BOX if scale < 1 else None
    )
    return LabelledPhoto(name=name, pixels=np.asarray(small), grid=grid, held_out=_held_out(entry))


def _grid(photo: Image.Image, letters: str, name: str) -> NDArray[np.uint8]:
    codes = [SCENE_CLASSES.index(LETTERS[letter]) if letter in LETTERS else IGNORE for letter in letters]
    if len(codes) == 1:
        return np.full(reduced(photo).shape[:2], codes[0], dtype=np.uint8)
    numbers = segments(photo, len(codes))
    if int(numbers.max()) + 1 != len(codes):
        raise ValueError(f"{name} falls into {int(numbers.max()) + 1} segments, {len(codes)} are labelled.")
    return np.array(codes, dtype=np.uint8)[numbers]
