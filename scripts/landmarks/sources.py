"""Where labelled faces come from: portraits with a face mesh, the same portraits moved, and renders."""

from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np

from scripts.faces.portraits import Portrait, overhang, yaw_of
from scripts.faces.reposing import draw, random_movement
from scripts.landmarks.faces import Face, found
from scripts.landmarks.mesh import landmarks
from scripts.renderer import read_shard

DRAWN_SIDE = 320  # of a moved portrait, px
LARGEST_YAW = 40.0  # degrees; a portrait that is turned further is left as it is
HELD_OUT_ONE_IN = 10  # renders
LARGEST_OVERHANG = 0.12  # of the frame's side, that the portrait does not cover


def still(portraits: Iterable[Portrait]) -> Iterator[Face]:
    """Yield every portrait in which the detector finds the face that the mesh describes."""
    for portrait in portraits:
        face = found(portrait.name, portrait.picture, landmarks(portrait.points), portrait.held_out)
        if face is not None:
            yield face


def moved(portraits: Iterable[Portrait], copies: int, seed: int) -> Iterator[Face]:
    """Yield portraits turned, with other expressions and often with shut eyes, which portraits hardly ever show."""
    for number, portrait in enumerate(portraits):
        yaw = yaw_of(portrait.points)
        if abs(yaw) > LARGEST_YAW or overhang(portrait) > LARGEST_OVERHANG:
            continue
        rng = np.random.default_rng((seed, number))
        for _ in range(copies):
            pixels, mesh = draw(portrait, random_movement(yaw, rng), DRAWN_SIDE)
            face = found(portrait.name, pixels, landmarks(mesh * DRAWN_SIDE), portrait.held_out)
            if face is not None:
                yield face


def rendered(folder: Path) -> Iterator[Face]:
    """Yield the renders of a folder of shards in which the detector finds the face.

    Raises:
        FileNotFoundError: the folder holds no shard.
    """
    shards = sorted(folder.glob("*.npz"))
    if not shards:
        raise FileNotFoundError(f"There are no renders in {folder}: make them with scripts/render_faces.py.")
    for shard in shards:
        for number, (pixels, points, _) in enumerate(read_shard(shard)):
            name = f"{shard.stem}/{number}"
            face = found(name, pixels, points.astype(np.float64), number % HELD_OUT_ONE_IN == 0)
            if face is not None:
                yield face
