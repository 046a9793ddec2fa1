"""How each hair cut grows: length, lift, and the way it is combed at every place of the head."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from scripts.renderer.setting import FaceSetting

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Cut:
    """Say how hair grows.

    lengths: shortest and longest, centimetres, over hair_length; lift out of the skin, comb and gravity: their shares
    in a strand's way; strands: how many are drawn; curl: what belongs to the cut; thickness: centimetres of layers.
    """

    lengths: tuple[float, float]
    lift: float
    comb: float
    gravity: float
    strands: int
    curl: float = 0.0
    thickness: float = 1.0


CUTS: dict[str, Cut] = {
    "bald": Cut((0.15, 0.3), 0.6, 0.5, 0.0, 5000, thickness=0.1),
    "cropped": Cut((0.5, 2.2), 0.45, 0.5, 0.0, 9000, thickness=0.6),
    "side_parted": Cut((4.0, 8.0), 0.40, 1.0, 0.15, 8000, thickness=1.3),
    "swept_back": Cut((5.0, 10.0), 0.55, 1.2, 0.05, 8000, thickness=1.3),
    "fringe": Cut((5.0, 10.0), 0.25, 1.0, 0.25, 8000, thickness=1.3),
    "curly": Cut((4.0, 9.0), 0.8, 0.35, 0.08, 7500, curl=0.7, thickness=3.5),
    "afro": Cut((2.5, 7.0), 2.0, 0.1, 0.0, 9000, curl=1.0, thickness=5.0),
    "bob": Cut((13.0, 20.0), 0.25, 0.8, 0.7, 4200, thickness=1.5),
    "long": Cut((26.0, 40.0), 0.25, 0.8, 0.8, 3400, thickness=1.6),
    "tied_back": Cut((11.0, 16.0), 0.12, 1.6, 0.0, 4500, thickness=0.7),
}


def combed(setting: FaceSetting, points: Floats, roots: Floats) -> Floats:
    """Return the way (N, 3) in which the comb leads hair that grew from `roots` and has reached `points`."""
    cut = setting.hair_cut
    if cut in {"bob", "long", "side_parted"}:
        return _parted(setting, points, roots)
    if cut == "fringe":
        way = points - np.array([0.0, 13.5, -3.0], np.float32)
        return _unit(way * (1.0, 0.35, 1.0))
    if cut == "swept_back":
        way = np.zeros_like(points) + np.array([0.0, 0.15, -1.0], np.float32)
        way[:, 1] -= np.clip((2.0 - points[:, 2]) / 8.0, 0, 1)
        way[:, 0] = points[:, 0] * 0.02 + setting.hair_part * 0.25
        return _unit(way)
    if cut == "tied_back":
        return _unit(np.array([0.0, 5.5, -10.5], np.float32) - points)
    way = roots - np.array([0.0, 12.0, -3.0 if cut == "cropped" else 2.0], np.float32)
    way[:, 1] -= np.clip(7.0 - roots[:, 1], 0, 6)
    return _unit(way * (1.0, 0.6, 1.0))


def _parted(setting: FaceSetting, points: Floats, roots: Floats) -> Floats:
    parting = setting.hair_part * 3.5
    side = np.where(roots[:, 0] > parting, 1.0, -1.0)
    way = np.zeros_like(points)
    way[:, 0] = side
    back = roots[:, 2] < -3.0
    way[back, 0] *= 0.5
    way[:, 1] = -np.clip((np.abs(points[:, 0]) - 3.0) / 4.0, 0, 1.5)
    front = np.clip((roots[:, 2] - 2.0) / 6.0, 0, 1)
    if setting.hair_cut == "side_parted":
        way[:, 1] += 0.5 * front
        way[:, 2] += 0.15 * front - 0.5 * np.clip(np.abs(points[:, 0]) / 7.0, 0, 1)
    else:
        before_face = (points[:, 2] > 3.5) & (np.abs(points[:, 0]) < 7.0)
        way[:, 0] += before_face * 1.5 * np.sign(points[:, 0] - parting * np.clip((points[:, 1] - 8) / 3, 0, 1))
        way[:, 2] -= before_face * 0.9
        way[back, 2] -= 0.6
    return _unit(way)


def _unit(way: Floats) -> Floats:
    return (way / np.maximum(np.linalg.norm(way, axis=1, keepdims=True), 1e-6)).astype(np.float32)
