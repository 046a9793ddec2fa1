"""Strands of hair, brows and beard: grown on the neutral head, carried over to the person, cut into points to draw."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from scripts.renderer.cuts import CUTS, combed
from scripts.renderer.model import HeadModel
from scripts.renderer.paint import angle
from scripts.renderer.setting import FaceSetting
from scripts.renderer.shape import Posed, with_pose
from scripts.renderer.skull import Roots, hairline, skull

Floats = npt.NDArray[np.float32]

NODES = 18


@dataclass(frozen=True, slots=True, eq=False)
class Strands:
    """Hold strands of one kind: posed nodes (N, K, 3), a random tone (N,) in 0..1, the layer (N,), 0 at the skin."""

    nodes: Floats
    tone: Floats
    layer: Floats
    kind: str

    def points(self, spacing: float, per: int | None = None) -> tuple[Floats, int]:
        """Return points (N * per, 3), `per` a strand or else `spacing` centimetres apart, and how many a strand has."""
        if per is None:
            length = np.linalg.norm(np.diff(self.nodes, axis=1), axis=2).sum(1)
            per = int(np.clip(np.quantile(length, 0.8) / spacing, 4, 500)) if len(length) else 4
        at = np.linspace(0, self.nodes.shape[1] - 1.001, per, dtype=np.float32)
        low = at.astype(np.int32)
        part = (at - low)[None, :, None]
        points = self.nodes[:, low] * (1 - part) + self.nodes[:, low + 1] * part
        return points.reshape(-1, 3), per


def hair(model: HeadModel, head: Posed, setting: FaceSetting) -> Strands:
    """Grow the hair of `setting`."""
    rng = np.random.default_rng((setting.seed, 1))
    cut = CUTS[setting.hair_cut]
    roots = skull(model).scalp
    line = roots.position[:, 1] - hairline(angle(roots.position), setting.hair_recession)
    crown = _thinning(roots.position, setting.hair_recession)
    fine = rng.random(len(line)) < np.clip(line / 0.8 + 0.5, 0, 1) * crown
    numbers = np.nonzero(fine)[0]
    roots = roots.picked(rng.permutation(numbers)[: cut.strands])
    layer = rng.random(len(roots.triangle)).astype(np.float32) ** 0.7
    if setting.hair_cut == "bald":
        layer *= 0
    nodes = _grown(model, roots, setting, (layer, rng))
    return Strands(_carried(model, head, roots, nodes), rng.random(len(layer)).astype(np.float32), layer, "hair")


def _thinning(position: Floats, recession: float) -> Floats:
    """Return the share of hair left: the crown thins once the hairline is well drawn back."""
    top = np.exp(-((position[:, 0] / 5.0) ** 2 + ((position[:, 2] + 3.5) / 5.0) ** 2)) * (position[:, 1] > 8)
    return 1 - np.clip(recession * 1.8 - 0.6, 0, 1) * np.clip(top * 1.6, 0, 1)


def _grown(model: HeadModel, roots: Roots, setting: FaceSetting, given: tuple[Floats, np.random.Generator]) -> Floats:
    """Walk every strand out of its root, K nodes: comb, gravity, stiffness, and never into the head."""
    layer, rng = given
    cut, field = CUTS[setting.hair_cut], skull(model)
    length = cut.lengths[0] + (cut.lengths[1] - cut.lengths[0]) * setting.hair_length
    lengths = length * (0.8 + 0.3 * rng.random(len(layer))) * _shape_of_cut(setting, roots.position)
    step = (lengths / (NODES - 1)).astype(np.float32)[:, None]
    clump = _clumps(roots.position, rng)
    stray = (rng.standard_normal((len(layer), 3)) * 0.05 + clump[1] * 0.11).astype(np.float32)
    thickness = cut.thickness * (0.3 + 1.0 * setting.hair_volume)
    held = 0.0 if setting.hair_cut in {"curly", "afro"} else 0.8
    at, out = roots.position.copy(), roots.normal
    way = out * cut.lift * (0.4 + setting.hair_volume) + _along_skin(combed(setting, at, at), out) * cut.comb
    way /= np.linalg.norm(way, axis=1, keepdims=True)
    nodes = [at]
    away = np.zeros(len(at), np.float32)
    for k in range(1, NODES):
        comb = _along_skin(combed(setting, at, roots.position), out)
        bend = comb * cut.comb * 0.55 + stray * (0.5 + k / NODES)
        bend[:, 1] -= cut.gravity * 0.9 * min(1.0, 2.5 * k / NODES)
        room = np.minimum(layer * thickness + 0.06, 0.1 + k * step[:, 0])
        loose = np.clip(away - room, 0, 1.5) * held * np.clip(at[:, 1] / 3.0, 0, 1)
        way = way + (bend - out * loose[:, None]) * min(1.0, length / 6.0 + 0.25)
        way /= np.maximum(np.linalg.norm(way, axis=1, keepdims=True), 1e-6)
        at = at + way * step
        away, out = field.distance(at)
        sunk = (np.maximum(room - away, 0) * (at[:, 1] > -9.5))[:, None]  # shoulders hide hair, they do not spread it
        at = at + out * sunk
        way = way + out * np.minimum(sunk / np.maximum(step, 0.05), 0.6)
        nodes.append(at)
    return _curled(np.stack(nodes, 1), setting, step, clump[0])


def _along_skin(way: Floats, out: Floats) -> Floats:
    """Return `way` without what leads out of or into the skin."""
    flat = way - out * (way * out).sum(1, keepdims=True)
    return flat / np.maximum(np.linalg.norm(flat, axis=1, keepdims=True), 0.2)


def _shape_of_cut(setting: FaceSetting, position: Floats) -> Floats:
    """Return each root's share of the length: sides and nape of short cuts are clipped, fringes end at the brows."""
    if setting.hair_cut in {"cropped", "side_parted", "swept_back", "fringe"}:
        side = np.clip((position[:, 1] - 5.0) / 4.5, 0.12, 1.0)
        if setting.hair_cut == "fringe":
            longest = CUTS["fringe"].lengths[1] * (0.5 + 0.5 * setting.hair_length)
            ahead = np.clip((position[:, 2] + 2.0) / 4.0, 0, 1) * (np.abs(position[:, 0]) < 6.5)
            wanted = (position[:, 1] - 7.6) * 1.15 + 0.55 * np.clip(8.0 - position[:, 2], 0, 20)
            side = np.maximum(side, 0.7 if setting.gender < 0.5 else 0.2)
            return np.where(ahead > 0.5, np.minimum(wanted / longest, 1.3), side)
        return side
    if setting.hair_cut in {"curly", "afro"}:
        ahead = np.clip((position[:, 2] - 2.0) / 6.0, 0, 1)
        return np.clip((position[:, 1] + 1.0) / 7.0, 0.35, 1.0) * (1 - 0.5 * ahead)
    return np.ones(len(position))


def _clumps(position: Floats, rng: np.random.Generator) -> tuple[Floats, Floats]:
    """Return per strand a phase and a direction that it shares with its neighbours."""
    cell = np.floor(position / 0.8 + rng.random(3)).astype(np.int64)
    code = (cell[:, 0] * 73856093) ^ (cell[:, 1] * 19349663) ^ (cell[:, 2] * 83492791)
    _, group = np.unique(code, return_inverse=True)
    count = int(group.max()) + 1 if len(group) else 1
    return (rng.random(count) * 2 * np.pi)[group].astype(np.float32), rng.standard_normal((count, 3))[group]


def _curled(nodes: Floats, setting: FaceSetting, step: Floats, phase: Floats) -> Floats:
    """Wind the strands into waves or curls that grow from the root."""
    curl = np.clip(max(setting.hair_curl, CUTS[setting.hair_cut].curl * 0.8), 0, 1)
    if curl < 0.03:
        return nodes.astype(np.float32)
    along = np.arange(NODES, dtype=np.float32)[None] * step  # (N, K) centimetres from the root
    turns = along * (0.5 + 1.6 * curl) + phase[:, None]
    width = 0.62 * curl * np.clip(along / 3.0, 0, 1) * (0.7 if curl > 0.6 else 1.0)
    tangent = np.gradient(nodes, axis=1)
    across = np.cross(tangent, np.array([0.3, 0.2, 0.9], np.float32))
    across /= np.maximum(np.linalg.norm(across, axis=2, keepdims=True), 1e-6)
    up = np.cross(across, tangent)
    up /= np.maximum(np.linalg.norm(up, axis=2, keepdims=True), 1e-6)
    wound = across * np.sin(turns)[..., None] + up * np.cos(turns)[..., None]
    return (nodes + wound * width[..., None]).astype(np.float32)


def _carried(model: HeadModel, head: Posed, roots: Roots, nodes: Floats) -> Floats:
    """Carry neutral strands to the person: the skull's stretch along each axis, and what is left at each root."""
    skin = model.neutral[:11248:7]
    skin_rest = head.rest[:11248:7]
    high = skin[:, 1] > -6
    basis = np.c_[skin[high], np.ones(high.sum())]
    stretch = np.linalg.lstsq(basis, skin_rest[high], rcond=None)[0]
    moved = nodes @ stretch[:3] + stretch[3]
    left = roots.on(model, head.rest) - moved[:, 0]
    fade = np.exp(-np.arange(nodes.shape[1]) / nodes.shape[1] * 1.5)[None, :, None]
    return with_pose((moved + left[:, None] * fade).astype(np.float32), nodes, head.turn)
