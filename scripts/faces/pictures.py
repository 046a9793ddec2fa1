"""The training pictures: every portrait in the FFHQ frame, as it is and moved, with its mesh."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from scripts.faces.exchanging import Likeness, exchanged
from scripts.faces.portraits import Points, Portrait, overhang, to_aligned, yaw_of
from scripts.faces.reposing import Movement, draw, random_movement

PARTS = ("pictures", "meshes", "portraits", "genuine", "names")
LARGEST_OVERHANG = 0.16  # of the frame's side; what lies beyond the picture is mirrored
LARGEST_YAW = 42.0
LEAST_SIDE = 90.0  # pixels of the photograph in the frame's side


@dataclass(frozen=True, slots=True)
class Pictures:
    """Pictures and what is known of them.

    Attributes:
        pictures: (N, size, size, 3) uint8.
        meshes: (N, 478, 3) float32 in the frame, whose sides are 1.
        portraits: (N,) index of the portrait that each was made of; of the one whose face it shows.
        genuine: (N,) whether all of it comes from one portrait.
        names: names of the portraits.
    """

    pictures: NDArray[np.uint8]
    meshes: NDArray[np.float32]
    portraits: NDArray[np.int32]
    genuine: NDArray[np.bool_]
    names: list[str]

    def save(self, folder: Path) -> None:
        """Write one file an array, so that they can be mapped into memory."""
        folder.mkdir(parents=True, exist_ok=True)
        for part in PARTS:
            np.save(folder / f"{part}.npy", np.asarray(getattr(self, part)))

    @staticmethod
    def load(folder: Path) -> "Pictures":
        """Map what `save` wrote into memory."""
        pictures, meshes, portraits, genuine, names = (np.load(folder / f"{part}.npy", mmap_mode="r") for part in PARTS)
        return Pictures(pictures, meshes, portraits, genuine, names.tolist())

    def __add__(self, other: "Pictures") -> "Pictures":
        """Join two sets of pictures of the same portraits."""
        return Pictures(
            np.concatenate([self.pictures, other.pictures]),
            np.concatenate([self.meshes, other.meshes]),
            np.concatenate([self.portraits, other.portraits]),
            np.concatenate([self.genuine, other.genuine]),
            self.names,
        )

    def first(self) -> NDArray[np.int_]:
        """Return the first picture of each portrait that has one, in the order of the portraits: itself, unmoved."""
        return np.unique(self.portraits, return_index=True)[1]


def usable(portrait: Portrait) -> bool:
    """Whether a portrait is large, frontal and whole enough to learn from."""
    side = 1.0 / np.hypot(*to_aligned(portrait.points)[:, 0])
    return bool(
        side >= LEAST_SIDE and overhang(portrait) <= LARGEST_OVERHANG and abs(yaw_of(portrait.points)) <= LARGEST_YAW
    )


def drawn(portraits: list[Portrait], each: int, size: int, seed: int) -> Pictures:
    """Draw every portrait once as it is and `each - 1` times moved at random."""
    generator = np.random.default_rng(seed)
    pictures: list[NDArray[np.uint8]] = []
    meshes: list[Points] = []
    for portrait in portraits:
        yaw = yaw_of(portrait.points)
        for turn in range(each):
            movement = random_movement(yaw, generator) if turn else Movement()
            picture, points = draw(portrait, movement, size)
            pictures.append(picture)
            meshes.append(points)
    owners = np.repeat(np.arange(len(portraits), dtype=np.int32), each)
    names = [portrait.name for portrait in portraits]
    genuine = np.ones(len(owners), bool)
    return Pictures(np.stack(pictures), np.stack(meshes).astype(np.float32), owners, genuine, names)


def mingled(portraits: list[Portrait], likeness: Likeness, count: int, size: int, seed: int) -> Pictures:
    """Draw the faces of portraits on the moved heads of others that are like them.

    Raises:
        ValueError: no portrait is like another.
    """
    if not any(len(likeness.partners(index)) for index in range(len(portraits))):
        raise ValueError(f"None of the {len(portraits)} portraits is like another; give more of them.")
    generator = np.random.default_rng(seed)
    pictures: list[NDArray[np.uint8]] = []
    meshes: list[Points] = []
    faces: list[int] = []
    while len(pictures) < count:
        head = int(generator.integers(len(portraits)))
        partners = likeness.partners(head)
        if not len(partners):
            continue
        faces.append(int(generator.choice(partners)))
        movement = random_movement(yaw_of(portraits[head].points), generator)
        picture, points = draw(portraits[head], movement, size)
        pictures.append(exchanged(picture, points, portraits[faces[-1]]))
        meshes.append(points)
    owners, genuine = np.array(faces, np.int32), np.zeros(count, bool)
    names = [portrait.name for portrait in portraits]
    return Pictures(np.stack(pictures), np.stack(meshes).astype(np.float32), owners, genuine, names)
