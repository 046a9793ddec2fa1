"""The neutral head as a field of distances, and the roots of hair, brows and beard on it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import cv2
import numpy as np
import numpy.typing as npt
from scipy.spatial import cKDTree

from scripts.renderer.model import PART, HeadModel
from scripts.renderer.paint import LAYERS, angle, painted, place

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int32]

_LOW = np.array([-16.0, -28.0, -16.0], np.float32)
_CELLS = np.array([65, 95, 65])
_CELL = 0.5  # centimetres

# The hairline: angle about the head's axis and height, from the forehead past temple, sideburn and ear to the nape.
_LINE_ANGLE = np.array([0.0, 0.35, 0.62, 0.80, 0.95, 1.05, 1.13, 1.24, 1.36, 1.43, 1.72, 1.80, 1.92, 2.1, 2.4, np.pi])
_LINE_HEIGHT = np.array([10.9, 10.8, 10.2, 9.0, 7.4, 5.8, 2.9, 2.2, 2.4, 4.5, 4.6, 3.0, 0.0, -3.0, -4.5, -5.5])


def hairline(turn: Floats, recession: float) -> Floats:
    """Return the height of the hairline (centimetres) at the angles `turn`, drawn back by `recession` in 0..1."""
    out = np.abs(turn)
    height = np.interp(out, _LINE_ANGLE, _LINE_HEIGHT)
    corners = np.exp(-(((out - 0.55) / 0.3) ** 2)) * 2.2 + np.exp(-((out / 0.7) ** 2)) * 2.4
    return (height + recession * corners).astype(np.float32)


def ears(position: Floats) -> Floats:
    """Return how much each neutral position (N, 3) belongs to an ear, 0..1."""
    inside = (np.abs(position[:, 2] + 0.1) < 2.5) & (np.abs(position[:, 1] - 0.9) < 3.7)
    skull_side = 7.35 + 0.6 * np.clip((position[:, 1] - 2.5) / 1.0, 0, 1)
    return np.clip((np.abs(position[:, 0]) - skull_side) / 0.3, 0, 1) * inside


@dataclass(frozen=True, slots=True, eq=False)
class Roots:
    """Hold places on the skin: triangle and weights (N, 3), neutral position and normal (N, 3)."""

    triangle: Ints
    weights: Floats
    position: Floats
    normal: Floats

    def on(self, model: HeadModel, vertices: Floats) -> Floats:
        """Return where the roots are on deformed vertices, (N, 3)."""
        return (vertices[model.triangles[self.triangle]] * self.weights[..., None]).sum(1)

    def picked(self, keep: npt.NDArray[np.bool_] | npt.NDArray[np.intp] | slice) -> Roots:
        """Return some of the roots."""
        return Roots(self.triangle[keep], self.weights[keep], self.position[keep], self.normal[keep])


@dataclass(frozen=True, slots=True, eq=False)
class Skull:
    """Hold the distance field (cells, 4): distance out of the skin in centimetres and its direction; and all roots."""

    field: Floats
    scalp: Roots
    beard: Roots
    moustache: Roots
    brow: Roots

    def distance(self, points: Floats) -> tuple[Floats, Floats]:
        """Return for points (N, 3) the distance out of the skin (negative inside) and the direction out."""
        cell = np.rint((points - _LOW) / _CELL).astype(np.int32)
        np.clip(cell, 0, _CELLS - 1, out=cell)
        found = self.field[(cell[:, 0] * _CELLS[1] + cell[:, 1]) * _CELLS[2] + cell[:, 2]]
        middle = cell * _CELL + _LOW
        return found[:, 0] + ((points - middle) * found[:, 1:]).sum(1), found[:, 1:]


@lru_cache(maxsize=2)
def skull(model: HeadModel) -> Skull:
    """Measure the neutral head once."""
    skin = np.unique(model.triangles[model.part <= PART["head"]])
    normals = model.normals(model.neutral)[skin]
    grid = np.stack(np.meshgrid(*(np.arange(n) for n in _CELLS), indexing="ij"), -1).reshape(-1, 3) * _CELL + _LOW
    distance, near = cKDTree(model.neutral[skin]).query(grid, k=4)
    out = normals[near].mean(1)
    out /= np.maximum(np.linalg.norm(out, axis=1, keepdims=True), 1e-6)
    away = ((grid[:, None] - model.neutral[skin][near]) * normals[near]).sum(2).mean(1)
    signed = np.where(distance[:, 0] < 1.0, away, np.sign(away) * distance.mean(1))
    field = np.concatenate([signed[:, None], out], 1).astype(np.float32)
    rng = np.random.default_rng(11)
    every = _scattered(model, rng, 90_000)
    turn = angle(every.position)
    inside = np.clip((every.position[:, 1] - hairline(turn, 0.0)) / 0.5 + 0.5, 0, 1)
    inside[ears(every.position) > 0.3] = 0
    chosen = [every.picked(rng.random(len(turn)) < inside)]
    close = _scattered(model, rng, 160_000)
    for name in ("beard", "moustache", "brow"):
        chosen.append(close.picked(rng.random(len(close.triangle)) < _layer(model, name, close.position)))
    return Skull(field, *chosen)


def _layer(model: HeadModel, name: str, position: Floats) -> Floats:
    column, row = place(position)
    group, channel = divmod(LAYERS.index(name), 4)
    sheet = np.ascontiguousarray(painted(model)[group][..., channel])
    parts = zip(np.array_split(column, 8), np.array_split(row, 8), strict=True)  # OpenCV's rows end at 32,767
    return np.concatenate([cv2.remap(sheet, c[None], r[None], cv2.INTER_LINEAR)[0] for c, r in parts])


def _scattered(model: HeadModel, rng: np.random.Generator, count: int) -> Roots:
    """Return `count` roots spread evenly over face and head above the shoulders."""
    corners = model.neutral[model.triangles]
    normal = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    area = np.linalg.norm(normal, axis=1) * (model.part <= PART["head"]) * (corners[:, :, 1].mean(1) > -11)
    triangle = rng.choice(len(area), count, p=area / area.sum()).astype(np.int32)
    weights = rng.dirichlet((1, 1, 1), count).astype(np.float32)
    position = (corners[triangle] * weights[..., None]).sum(1)
    smooth = (model.normals(model.neutral)[model.triangles[triangle]] * weights[..., None]).sum(1)
    return Roots(triangle, weights, position, smooth / np.linalg.norm(smooth, axis=1, keepdims=True))
