"""Find the 478-point face mesh of photographs with MediaPipe (478 = 468 of the surface and 5 for each iris).

It wants `mediapipe`, which in turn wants numpy 1; so this module imports nothing of the rest of the project.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

Points = NDArray[np.float32]

SMALL_SIDE = 400  # smaller pictures are doubled first, or the detector misses small faces
CONFIDENCES = (0.3, 0.1)
ANGLES = (0, -25, 25)  # degrees, tried in turn
PADDINGS = (0.0, 0.25, 0.6)  # of the side: the detector likes some room around a face
FACES_COUNTED = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Mesh:
    """What was found in one picture.

    Attributes:
        points: (478, 3), x, y and z in pixels of the picture; z grows away from the viewer.
        mirrored: the same from the mirrored picture, mirrored back; point for point the *other* side of the face.
            Not a number where the mirrored picture showed no face.
        faces: how many faces were found, at most 3.
    """

    points: Points
    mirrored: Points
    faces: int


def detect(pictures: Iterable[tuple[str, Path]]) -> Iterator[tuple[str, Mesh | None]]:
    """Find the largest face of each picture; None where none is found."""
    from mediapipe.python.solutions.face_mesh import FaceMesh

    networks = [
        FaceMesh(
            static_image_mode=True,
            max_num_faces=FACES_COUNTED,
            refine_landmarks=True,
            min_detection_confidence=confidence,
        )
        for confidence in CONFIDENCES
    ]
    for name, path in pictures:
        with Image.open(path) as opened:
            yield name, _mesh(networks, opened.convert("RGB"))


def _mesh(networks: list[Any], picture: Image.Image) -> Mesh | None:
    found = _largest_face(networks, picture)
    if found is None:
        return None
    points, faces = found
    mirrored = np.full_like(points, np.nan)
    again = _largest_face(networks, picture.transpose(Image.Transpose.FLIP_LEFT_RIGHT))
    if again is not None:
        mirrored = again[0].copy()
        mirrored[:, 0] = picture.width - mirrored[:, 0]
    return Mesh(points=points, mirrored=mirrored, faces=faces)


def _largest_face(networks: list[Any], picture: Image.Image) -> tuple[Points, int] | None:
    for network in networks:
        for angle in ANGLES:
            for padding in PADDINGS:
                faces = _faces(network, picture, angle, padding)
                if faces:
                    return max(faces, key=lambda points: float(np.ptp(points[:, 1]))), len(faces)
    return None


def _faces(network: Any, picture: Image.Image, angle: float, padding: float) -> list[Points]:
    scale = 2 if max(picture.size) < SMALL_SIDE else 1
    large = picture.resize((picture.width * scale, picture.height * scale), Image.Resampling.LANCZOS)
    large = large.rotate(angle, Image.Resampling.BICUBIC)  # about the middle, anticlockwise as seen
    margin = round(padding * max(large.size))
    shown = np.pad(np.asarray(large), ((margin, margin), (margin, margin), (0, 0)), mode="edge")
    height, width = shown.shape[:2]
    results = network.process(shown).multi_face_landmarks or []
    faces = []
    for result in results:
        points = np.array([(mark.x * width, mark.y * height, mark.z * width) for mark in result.landmark])
        points[:, :2] -= margin
        points[:, :2] = _turned_back(points[:, :2], angle, large.size)
        faces.append((points / scale).astype(np.float32))
    return faces


def _turned_back(points: NDArray[np.float64], angle: float, size: tuple[int, int]) -> NDArray[np.float64]:
    middle = np.array(size) / 2
    cos, sin = np.cos(np.radians(angle)), np.sin(np.radians(angle))
    return np.asarray((points - middle) @ np.array([[cos, sin], [-sin, cos]]) + middle)
