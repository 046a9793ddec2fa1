"""Meshes that are not the head: a garment over the shoulders, and glasses."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from scripts.renderer.model import LANDMARKS, PART, HeadModel
from scripts.renderer.setting import FaceSetting
from scripts.renderer.shape import Posed, with_pose

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int32]

# How the garment goes on below the bust: widening, and centimetres down, for each further ring.
_RINGS = ((1.10, 0.6), (1.30, 1.8), (1.46, 3.4), (1.56, 6.0), (1.60, 10.0), (1.62, 18.0), (1.62, 34.0))


@dataclass(frozen=True, slots=True)
class Mesh:
    """Hold a mesh: vertices (V, 3) in place, triangles (T, 3)."""

    vertices: Floats
    triangles: Ints


def garment(model: HeadModel, head: Posed, setting: FaceSetting) -> Mesh:
    """Return the garment: the bust's lower part lifted off the skin, then shoulders and chest."""
    inner, loop = _bust(model)
    neutral = model.neutral
    normal = model.normals(neutral)
    out = np.abs(np.arctan2(neutral[:, 0], neutral[:, 2] - 1.0)) / np.pi  # 0 in front, 1 behind
    rise = 3.6 * out * (0.6 + 0.4 * setting.collar)
    collar = -15.5 + 1.0 * setting.collar + rise + 3.2 * max(setting.collar - 0.5, 0)
    above = neutral[:, 1] - collar
    lift = np.clip(-above * 0.5, -0.6, 0.35) + 0.4 * np.clip(-above / 3.0, 0, 1)  # sinks into the skin above the collar
    lifted = head.vertices + normal * lift[:, None]
    rings = [lifted[loop]]
    centre = neutral[loop].mean(0)
    for widen, down in _RINGS:
        ring = centre + (lifted[loop] - centre) * (widen, 1.0, 0.5 + 0.5 * widen)
        ring[:, 1] = ring[:, 1] * 0.5 + 0.5 * lifted[loop][:, 1].mean() - down
        rings.append(ring)
    vertices = np.concatenate([lifted, *rings]).astype(np.float32)
    count, base = len(loop), len(lifted)
    k = np.arange(count)
    following = (k + 1) % count
    bands = []
    for row in range(len(_RINGS)):
        a, b = base + row * count + k, base + row * count + following
        bands += [np.stack([a, b, a + count], 1), np.stack([b, b + count, a + count], 1)]
    return Mesh(vertices, np.concatenate([inner, *bands]).astype(np.int32))


@lru_cache(maxsize=2)
def _bust(model: HeadModel) -> tuple[Ints, Ints]:
    """Return the triangles below the throat and the bust's lower border, in order around the body."""
    skin = model.triangles[model.part <= PART["head"]]
    low = skin[(model.neutral[skin][:, :, 1] < -8.0).all(1)]
    edges = np.concatenate([skin[:, [0, 1]], skin[:, [1, 2]], skin[:, [2, 0]]])
    key = np.sort(edges, 1)
    _, first, times = np.unique(key, axis=0, return_index=True, return_counts=True)
    border = np.unique(edges[first[times == 1]])
    border = border[model.neutral[border, 1] < -9.0]
    place = model.neutral[border]
    around = np.arctan2(place[:, 0], place[:, 2] - place[:, 2].mean())
    return low, border[np.argsort(around)].astype(np.int32)


def glasses(model: HeadModel, head: Posed, setting: FaceSetting) -> tuple[Mesh, Mesh]:
    """Return frame and lenses, resting on the nose of the person without expression."""
    rest = head.rest[LANDMARKS]
    frames: list[Mesh] = []
    lenses: list[Mesh] = []
    power = 2.0 + 2.5 * setting.glasses_shape
    thick = 0.10 + 0.10 * (1 - setting.glasses_tone)
    ahead = max(rest[27, 2], rest[[37, 38, 43, 44], 2].max() + 0.9) + 0.1
    edges = {}
    for side, eye in ((-1, slice(36, 42)), (1, slice(42, 48))):
        centre = rest[eye].mean(0) + np.array((side * 0.15, -0.25, 0))
        centre[2] = ahead
        half = np.array([2.55, 1.75 + 0.35 * (1 - setting.glasses_shape)]) * np.abs(rest[45, 0] - rest[36, 0]) / 8.9
        ring = _rim(centre, half, power, side)
        edges[side] = ring
        frames.append(_tube(np.concatenate([ring, ring[:1]]), thick))
        lenses.append(_disc(ring))
    bridge = np.stack(
        [edges[-1][np.argmax(edges[-1][:, 0])], rest[27] + (0, 0.15, 0.45), edges[1][np.argmin(edges[1][:, 0])]]
    )
    frames.append(_tube(_bowed(bridge), thick))
    for side in (-1, 1):
        start = edges[side][np.argmax(edges[side][:, 0] * side - 0.0)] + (0, 0.5, 0)
        ear = rest[0 if side < 0 else 16] * (1.0, 0.0, 0.0) + (side * 0.35, rest[0, 1] + 1.0, 1.0)
        frames.append(
            _tube(
                np.stack([start, start + np.array((side * 0.35, 0, -0.9)), ear, ear + np.array((0, -1.0, -2.5))]), thick
            )
        )
    return _posed(_joined(frames), head), _posed(_joined(lenses), head)


def _rim(centre: Floats, half: Floats, power: float, side: int) -> Floats:
    turn = np.linspace(0, 2 * np.pi, 40, endpoint=False)
    c, s = np.cos(turn), np.sin(turn)
    size = (np.abs(c) ** power + np.abs(s) ** power) ** (-1 / power)
    x, y = half[0] * size * c, half[1] * size * s
    z = -0.055 * (x * side).clip(0) ** 2
    return centre + np.stack([x, y, z], 1)


def _bowed(points: Floats) -> Floats:
    t = np.linspace(0, 1, 9)[:, None]
    top = 2 * points[1] - 0.5 * (points[0] + points[2])
    return points[0] * (1 - t) ** 2 + 2 * t * (1 - t) * top + points[2] * t**2


def _tube(line: Floats, radius: float) -> Mesh:
    count, sides = len(line), 6
    along = np.gradient(line, axis=0)
    along /= np.linalg.norm(along, axis=1, keepdims=True)
    a = np.cross(along, np.array([0.1, 0.2, 1.0]) if abs(along[0, 2]) < 0.9 else np.array([0.0, 1.0, 0.0]))
    a /= np.linalg.norm(a, axis=1, keepdims=True)
    b = np.cross(along, a)
    turn = np.linspace(0, 2 * np.pi, sides, endpoint=False)
    round_about = a[:, None] * np.cos(turn)[None, :, None] + b[:, None] * np.sin(turn)[None, :, None]
    rings = line[:, None] + radius * round_about
    k = (np.arange(count - 1)[:, None] * sides + np.arange(sides)).reshape(-1)
    beside = (np.arange(count - 1)[:, None] * sides + (np.arange(sides) + 1) % sides).reshape(-1)
    triangles = np.concatenate([np.stack([k, beside, k + sides], 1), np.stack([beside, beside + sides, k + sides], 1)])
    return Mesh(rings.reshape(-1, 3).astype(np.float32), triangles.astype(np.int32))


def _disc(ring: Floats) -> Mesh:
    count = len(ring)
    k = np.arange(count)
    triangles = np.stack([np.full(count, count), k, (k + 1) % count], 1)
    return Mesh(np.concatenate([ring, ring.mean(0)[None]]).astype(np.float32), triangles.astype(np.int32))


def _joined(meshes: list[Mesh]) -> Mesh:
    starts = np.cumsum([0, *(len(mesh.vertices) for mesh in meshes[:-1])])
    triangles = [mesh.triangles + start for mesh, start in zip(meshes, starts, strict=True)]
    return Mesh(np.concatenate([mesh.vertices for mesh in meshes]), np.concatenate(triangles).astype(np.int32))


def _posed(mesh: Mesh, head: Posed) -> Mesh:
    return Mesh(with_pose(mesh.vertices, mesh.vertices, head.turn), mesh.triangles)
