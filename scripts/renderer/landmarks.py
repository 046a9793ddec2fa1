"""The 68 landmarks of a posed head in iBUG's order, with the jaw as annotators draw it: along the visible outline.

Zhu et al. 2016 ("landmark marching"): each jaw point may slide along its own line across the cheek, and takes the place
that lies farthest out in the picture. On the side that turns to the camera the anatomical point already is that place.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import numpy.typing as npt

from scripts.renderer.camera import Camera
from scripts.renderer.model import LANDMARKS, HeadModel

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int32]


def anatomical(vertices: Floats, camera: Camera) -> Floats:
    """Return the 68 landmark vertices in pixels, (68, 2)."""
    return camera.project(vertices[LANDMARKS])[:, :2]


def visible(model: HeadModel, vertices: Floats, camera: Camera) -> Floats:
    """Return the 68 landmarks (68, 2) in pixels, the jaw's points slid to the visible outline."""
    points = anatomical(vertices, camera)
    upright = points[27] - points[8]
    upright = upright / max(float(np.linalg.norm(upright)), 1e-6)
    across = np.array([-upright[1], upright[0]], np.float32)
    if across @ (points[45] - points[36]) < 0:
        across = -across
    middle = points[[27, 30, 33]].mean(0)
    for number, line in enumerate(_cheek_lines(model)):
        place = camera.project(vertices[line])[:, :2]
        side, height = model.neutral[LANDMARKS[number], :2]
        outwards = across * side + upright * min(height, 0.0)
        reach = (place - middle) @ outwards
        points[number] = place[int(np.argmax(reach))]
    return points.astype(np.float32)


@lru_cache(maxsize=2)
def _cheek_lines(model: HeadModel) -> tuple[Ints, ...]:
    """Return for each jaw landmark the vertices from it towards the face's middle, at its own level."""
    neutral = model.neutral
    face = np.nonzero(np.arange(len(neutral)) < 9409)[0]
    lines = []
    for number in range(17):
        start = neutral[LANDMARKS[number]]
        away = neutral[face] - start
        if number == 8:
            # the chin's front and edge; its underside would win when the camera looks from below
            close = (np.abs(away) < (0.3, 1.2, 1.5)).all(1) & (away[:, 1] > -0.15) & (away[:, 2] > -0.3)
        else:
            side = np.sign(start[0])
            inwards = -start[:2] / np.linalg.norm(start[:2])
            along = away[:, :2] @ inwards
            off = np.abs(away[:, 0] * inwards[1] - away[:, 1] * inwards[0])
            close = (along > -0.05) & (along < 4.5) & (off < 0.35) & (neutral[face][:, 0] * side > 0.2)
            close &= neutral[face][:, 2] > start[2] - 0.1
        lines.append(np.r_[LANDMARKS[number], face[close]].astype(np.int32))
    return tuple(lines)
