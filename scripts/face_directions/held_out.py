"""Which portraits may be learnt from; the others, which no training has seen, aligned by the shipped predictor."""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from scripts.face_sheets.examples import aligned, read
from scripts.faces.pictures import LARGEST_OVERHANG, LEAST_SIDE
from scripts.faces.portraits import held_out
from styletransfer.algorithms.face_landmarks import Predictor

FOLDERS = ("faces", "portraits")


def training_names(data: Path) -> list[str]:
    """Return the portraits below `data` that may be learnt from, as paths relative to it."""
    every = (path.relative_to(data).as_posix() for path in data.glob("faces/*/*.jpg"))
    return sorted(name for name in every if not held_out(name))


def held_out_portraits(data: Path, predictor: Predictor, size: int, most: int) -> NDArray[np.uint8]:
    """Align portraits that were held out, (N, size, size, 3); small and cut ones are left out.

    Args:
        data: folder of faces/ and portraits/.
        predictor: of landmarks.
        size: side of the result, px.
        most: how many at most.
    """
    paths = {path.relative_to(data).as_posix(): path for folder in FOLDERS for path in (data / folder).rglob("*.jpg")}
    found: list[NDArray[np.uint8]] = []
    for name in sorted(filter(held_out, paths)):
        face = aligned(read(paths[name]), predictor, size)
        if len(found) < most and face is not None and face.side >= LEAST_SIDE and face.overhang <= LARGEST_OVERHANG:
            found.append(face.picture)
    if not found:
        raise ValueError(f"{data} has no portraits that were held out; name the folder with --data.")
    return np.stack(found)
