"""The camera: a pinhole before the face, framed like a loose FFHQ crop."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from scripts.renderer.model import LANDMARKS
from scripts.renderer.setting import FaceSetting
from scripts.renderer.shape import Posed, turned

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Camera:
    """Project centimetres to pixels: `aim` is seen at (`x`, `y`) from `distance`, at `scale` pixels a centimetre."""

    aim: Floats
    distance: float
    scale: float
    x: float
    y: float

    def project(self, points: Floats) -> Floats:
        """Return (N, 3) from points (N, 3): x, y in pixels (centres at whole numbers) and depth in centimetres."""
        depth = self.distance - (points[:, 2] - self.aim[2])
        size = self.scale * self.distance / np.maximum(depth, 1.0)
        x = self.x + (points[:, 0] - self.aim[0]) * size
        y = self.y - (points[:, 1] - self.aim[1]) * size
        return np.stack([x, y, depth], 1).astype(np.float32)


def framed(setting: FaceSetting, head: Posed, side: int) -> Camera:
    """Return the camera of `setting` for a picture of side x side pixels.

    The frame hangs on the face without expression, so that a smile or a blink moves nothing else.
    """
    marks = head.rest[LANDMARKS]
    eyes = (marks[36:42].mean(0) + marks[42:48].mean(0)) / 2
    mouth = (marks[48] + marks[54]) / 2
    width = np.linalg.norm(marks[42:48].mean(0) - marks[36:42].mean(0))
    height = np.linalg.norm((mouth - eyes)[:2])
    crop = 2 * max(2 * width, 1.8 * height)  # centimetres, the side of the FFHQ crop
    aim = turned((eyes + 0.1 * (mouth - eyes))[None], head.turn)[0]
    scale = side / (crop * setting.frame_scale)
    x, y = ((0.5 + shift) * side - 0.5 for shift in (setting.frame_x, setting.frame_y))
    return Camera(aim, setting.distance, float(scale), x, y)
