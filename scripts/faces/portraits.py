"""Portraits with their mesh landmarks, brought into the FFHQ frame."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from scripts.faces import mesh
from styletransfer.algorithms.face_alignment import face_quad

Points = NDArray[np.float64]
JUDGED_BY_EYE = "portraits/"  # never trained on
HELD_OUT_ONE_IN = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Portrait:
    """A portrait and its mesh.

    Attributes:
        name: path below the data folder.
        picture: (H, W, 3) uint8, sRGB.
        points: (478, 3), mesh points in pixels, depth in the same unit and towards the camera negative.
    """

    name: str
    picture: NDArray[np.uint8]
    points: Points

    @property
    def held_out(self) -> bool:
        """Whether it is kept from every training."""
        return held_out(self.name)


def held_out(name: str) -> bool:
    """Whether a portrait of this name is kept from every training."""
    digest = hashlib.sha1(name.encode(), usedforsecurity=False).hexdigest()
    return name.startswith(JUDGED_BY_EYE) or int(digest, 16) % HELD_OUT_ONE_IN == 0


def read_portraits(data: Path, meshes: Path) -> list[Portrait]:
    """Read the portraits that have a mesh, which `scripts/label_portraits.py` finds."""
    with np.load(meshes) as table:
        found = zip(table["names"].tolist(), table["pts"].astype(np.float64), strict=True)
    return [
        Portrait(name=name, picture=np.array(Image.open(data / name).convert("RGB")), points=points)
        for name, points in found
    ]


def to_aligned(points: Points) -> NDArray[np.float64]:
    """Return the similarity (2, 3) that takes pixels to the FFHQ frame, whose sides are 1, from the mesh points.

    It is the frame of the mesh's eyes and mouth corners (`face_quad`).
    """
    corner, below, _, beside = face_quad(points[mesh.LANDMARKS, :2])
    turn = np.stack([beside - corner, below - corner])
    turn /= np.square(turn[0]).sum()
    return np.column_stack([turn, -turn @ corner])


def in_frame(points: Points) -> Points:
    """Return the mesh (478, 3) in the FFHQ frame, depth scaled alike."""
    similarity = to_aligned(points)
    scale = np.hypot(*similarity[:, 0])
    return np.column_stack([points[:, :2] @ similarity[:, :2].T + similarity[:, 2], points[:, 2] * scale])


def yaw_of(points: Points) -> float:
    """Return the turn of a mesh in degrees, positive to the right of the picture, from the eyes' outer corners."""
    return float(turn_of(points[263] - points[33]))


def turn_of(line: NDArray[np.floating]) -> NDArray[np.floating]:
    """Return by how many degrees lines (..., 3) lead away from the viewer, out of the plane of the picture."""
    return np.asarray(np.degrees(np.arctan2(line[..., 2], np.hypot(line[..., 0], line[..., 1]))))


def overhang(portrait: Portrait) -> float:
    """Return how far the FFHQ frame leaves the picture, in its sides."""
    height, width = portrait.picture.shape[:2]
    similarity = to_aligned(portrait.points)
    corners = np.array([[0.0, 0.0], [width, 0.0], [0.0, height], [width, height]]) @ similarity[:, :2].T
    corners += similarity[:, 2]
    low, high = corners.min(axis=0), corners.max(axis=0)
    return float(max(low.max(), (1.0 - high).max(), 0.0))


def softened(picture: NDArray[np.uint8], side: float, size: int) -> NDArray[np.uint8]:
    """Blur a picture so that a face of `side` pixels can be sampled at `size` pixels without aliasing."""
    sigma = 0.42 * max(side / size - 1.0, 0.0)
    return cv2.GaussianBlur(picture, (0, 0), sigma).astype(np.uint8) if sigma > 0.2 else picture
