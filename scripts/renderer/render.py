"""From a setting to a picture with its landmarks and labels."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt

from scripts.renderer import colours, landmarks
from scripts.renderer.compose import REGIONS, lit
from scripts.renderer.model import LANDMARKS, load
from scripts.renderer.scene import built, seen
from scripts.renderer.setting import FaceSetting, labels

Floats = npt.NDArray[np.float32]
Pixels = npt.NDArray[np.uint8]

OVERSAMPLING = 2
DATA = Path("../shared/data")

__all__ = ["DATA", "REGIONS", "Rendered", "render"]


@dataclass(frozen=True, slots=True, eq=False)
class Rendered:
    """Hold a picture (H, W, 3) uint8 sRGB, landmarks (68, 2) along the visible outline and as fixed places of the skin,
    labels, and the regions (H, W) uint8 that REGIONS names."""

    picture: Pixels
    landmarks: Floats
    anatomical: Floats
    labels: dict[str, float]
    regions: Pixels


def render(setting: FaceSetting, size: int = 256, *, data: Path = DATA, photo: Pixels | None = None) -> Rendered:
    """Render one face.

    Args:
        setting: what to draw.
        size: side of the square picture, pixels.
        data: folder that holds faces/ict_facekit.npz and faces/makehuman_head.npz.
        photo: sRGB photograph (H, W, 3) for the background "photo".
    """
    model = load(data)
    side = size * OVERSAMPLING
    scene = built(model, setting, side)
    shown = seen(scene, side)
    picture, regions = lit(model, setting, (scene, shown), (side, photo))
    small = cv2.resize(picture, (size, size), interpolation=cv2.INTER_AREA)
    final = _developed(setting, small)
    half = regions[::OVERSAMPLING, ::OVERSAMPLING]
    marks = landmarks.visible(model, scene.head.vertices, scene.camera)
    fixed = landmarks.anatomical(scene.head.vertices, scene.camera)
    row = labels(setting) | _measured(scene.head.shape)
    return Rendered(final, _to_size(marks), _to_size(fixed), row, half)


def _to_size(points: Floats) -> Floats:
    """Return points of the oversampled picture in pixels of the final one."""
    return ((points + 0.5) / OVERSAMPLING - 0.5).astype(np.float32)


def _developed(setting: FaceSetting, picture: Floats) -> Pixels:
    """Return the picture as a camera would give it: soft, grainy, sRGB."""
    rng = np.random.default_rng((setting.seed, 5))
    if setting.blur > 0.02:
        picture = cv2.GaussianBlur(picture, (0, 0), 0.25 + 0.75 * setting.blur)
    values = colours.encoded(picture)
    noise = rng.standard_normal((*values.shape[:2], 1)) * 0.8 + rng.standard_normal(values.shape) * 0.5
    values = values + noise * 0.022 * setting.grain
    return np.rint(np.clip(values, 0, 1) * 255).astype(np.uint8)


def _measured(shape: Floats) -> dict[str, float]:
    """Return what is measured on the shape before pose: lid and lip gaps as shares of the eye's and mouth's width."""
    marks = shape[LANDMARKS]

    def gap(upper: list[int], lower: list[int], ends: tuple[int, int]) -> float:
        height = np.linalg.norm(marks[upper] - marks[lower], axis=1).mean()
        return float(height / np.linalg.norm(marks[ends[0]] - marks[ends[1]]))

    return {
        "opening_right": gap([37, 38], [41, 40], (36, 39)),
        "opening_left": gap([43, 44], [47, 46], (42, 45)),
        "lip_gap": gap([61, 62, 63], [67, 66, 65], (48, 54)),
    }
