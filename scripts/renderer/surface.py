"""What shading needs to know of every surface pixel."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import cv2
import numpy as np
import numpy.typing as npt

from scripts.renderer.light import Shadow, shadow
from scripts.renderer.model import HeadModel
from scripts.renderer.scene import CLOTH, Scene, Seen

Floats = npt.NDArray[np.float32]


@lru_cache(maxsize=2)
def openness(model: HeadModel) -> Floats:
    """Return the share of the sky that each vertex of the neutral head sees, (V,): 40 directions all around."""
    k = np.arange(40) + 0.5
    turn, height = k * 2.399963, 1 - 2 * k / 40
    flat = np.sqrt(1 - height**2)
    normals = model.normals(model.neutral)
    lit, total = np.zeros(len(normals)), np.zeros(len(normals))
    for way in np.stack([flat * np.cos(turn), height, flat * np.sin(turn)], 1).astype(np.float32):
        facing = np.clip(normals @ way, 0, 1)
        seen = shadow(way, 0.1, [(model.neutral, model.triangles)], np.zeros((0, 3), np.float32)).lit(model.neutral)
        lit += facing * seen
        total += facing
    return np.clip(lit / np.maximum(total, 1e-6), 0, 1).astype(np.float32)


@dataclass(frozen=True, slots=True, eq=False)
class Surface:
    """Hold P surface pixels.

    rows, columns, kind (P,); neutral place, normal and place in the scene (P, 3); the shares of the key light, `lit`,
    and of the sky, `open`, that reach them (P,).
    """

    rows: npt.NDArray[np.int32]
    columns: npt.NDArray[np.int32]
    kind: npt.NDArray[np.int32]
    neutral: Floats
    normal: Floats
    position: Floats
    lit: Floats
    open: Floats

    def some(self, mask: npt.NDArray[np.bool_]) -> Surface:
        """Return the pixels of a mask (P,)."""
        return Surface(*(getattr(self, name)[mask] for name in Surface.__slots__))


def surface(model: HeadModel, scene: Scene, shown: Seen, shade: Shadow) -> Surface:
    """Interpolate what shading needs at every surface pixel."""
    corners = scene.triangles[shown.triangle]
    weights = shown.weights[..., None]
    kind = scene.kind[shown.triangle]
    body = kind < CLOTH
    normals = np.zeros_like(scene.vertices)
    normals[: len(model.neutral)] = model.normals(scene.head.vertices)
    _other_normals(scene, normals, len(model.neutral))
    normal = (normals[corners] * weights).sum(1)
    normal /= np.maximum(np.linalg.norm(normal, axis=1, keepdims=True), 1e-6)
    position = (scene.vertices[corners] * weights).sum(1)
    neutral = np.zeros_like(position)
    neutral[body] = (model.neutral[corners[body]] * weights[body]).sum(1)
    free = np.ones(len(kind), np.float32)
    free[body] = (openness(model)[corners[body]] * shown.weights[body]).sum(1)
    lit = shade.lit(position + normal * 0.15)
    return Surface(*shown.surface, kind, neutral, normal, position, lit, free)


def _other_normals(scene: Scene, normals: Floats, first: int) -> None:
    triangles = scene.triangles[scene.kind >= CLOTH]
    corner = scene.vertices[triangles]
    faces = np.cross(corner[:, 1] - corner[:, 0], corner[:, 2] - corner[:, 0])
    for k in range(3):
        for axis in range(3):
            normals[:, axis] += np.bincount(triangles[:, k], faces[:, axis], len(normals)).astype(np.float32)


def looked_up(sheets: tuple[Floats, ...], columns: Floats, rows: Floats, border: int) -> Floats:
    """Return the channels (P, C) of all sheets (H, W, 4) at P places, bilinear; `border` is one of OpenCV's."""
    width = 1024  # OpenCV's rows end at 32,767: the places are folded
    pad = -len(columns) % width
    x, y = (np.pad(v, (0, pad)).reshape(-1, width) for v in (columns, rows))
    found = [cv2.remap(sheet, x, y, cv2.INTER_LINEAR, borderMode=border) for sheet in sheets]
    return np.concatenate([f.reshape(-1, f.shape[-1]) for f in found], 1)[: len(columns)]
