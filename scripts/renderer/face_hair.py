"""Brows, beard and moustache: short strands on the face as its expression has left it."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from scripts.renderer.model import HeadModel
from scripts.renderer.setting import FaceSetting
from scripts.renderer.shape import Posed, with_pose
from scripts.renderer.skull import Roots, skull
from scripts.renderer.strands import Strands

Floats = npt.NDArray[np.float32]

How = tuple[str, float, np.random.Generator]  # kind, length in centimetres, randomness


def face_hair(model: HeadModel, head: Posed, setting: FaceSetting) -> list[Strands]:
    """Return brows, beard and moustache of `setting`."""
    rng = np.random.default_rng((setting.seed, 2))
    places = skull(model)
    brow = places.brow.picked(slice(0, int(120 + 620 * setting.brow_density)))
    made = [_short(model, head, brow, ("brow", 0.40, rng))]
    for kind, amount, reach in (("beard", setting.beard, 2.6), ("moustache", setting.moustache, 1.1)):
        if amount > 0.02:
            roots = getattr(places, kind)
            share = np.clip(amount * 2.2, 0, 1)
            long = 0.12 + reach * max(amount - 0.3, 0) ** 1.3
            some = roots.picked(slice(0, int(len(roots.triangle) * share)))
            made.append(_short(model, head, some, (kind, long, rng)))
    return made


def _short(model: HeadModel, head: Posed, roots: Roots, how: How) -> Strands:
    kind, length, rng = how
    count = len(roots.triangle)
    side = np.sign(roots.position[:, :1])
    if kind == "brow":
        inner = np.clip(1 - (np.abs(roots.position[:, :1]) - 1.2) / 2.0, 0, 1)
        way = np.concatenate([side * (1 - 0.6 * inner), 0.35 - 0.45 * (1 - inner), -0.2 + 0 * side], 1)
    elif kind == "moustache":
        way = np.concatenate([side * 0.5, -1 + 0 * side, 0 * side], 1)
    else:
        way = np.concatenate([side * 0.1, -1 + 0 * side, 0.1 + 0 * side], 1)
    lift = 0.35 if kind == "brow" else 0.5
    way = way + roots.normal * lift + rng.standard_normal((count, 3)) * 0.25
    way /= np.linalg.norm(way, axis=1, keepdims=True)
    lengths = length * (0.6 + 0.6 * rng.random((count, 1)))
    at = roots.on(model, head.shape)
    start = at + roots.normal * 0.03
    bow = np.array([0.0, -0.15, 0.0]) * (kind != "brow")
    steps = np.linspace(0, 1, 5)[None, :, None]
    nodes = start[:, None] + (way * lengths)[:, None] * steps + (bow * lengths)[:, None] * steps**2
    belongs = roots.position[:, None] + (nodes - start[:, None])
    posed = with_pose(nodes.astype(np.float32), belongs, head.turn)
    return Strands(posed, rng.random(count).astype(np.float32), np.ones(count, np.float32), kind)
