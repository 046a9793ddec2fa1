"""Eyeballs: white, iris with its dark rim, pupil, a wet dome with a window's reflection, and the upper lid's shadow."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from scripts.renderer import colours
from scripts.renderer.light import Light
from scripts.renderer.model import PART
from scripts.renderer.scene import Scene
from scripts.renderer.setting import FaceSetting
from scripts.renderer.surface import Surface

Floats = npt.NDArray[np.float32]

_RIM = 0.445  # the iris's radius, radians seen from the eyeball's centre


def eye_light(setting: FaceSetting, scene: Scene, light: Light, s: Surface, side: int) -> Floats:
    """Return the light (P, 3) that leaves the pixels of both eyeballs."""
    out = np.zeros((len(s.kind), 3), np.float32)
    canvas = np.zeros((side, side), np.float32)
    canvas[s.rows, s.columns] = 1
    reach = max(0.22 * scene.camera.scale, 1.0)
    inside = cv2.GaussianBlur(canvas, (0, 0), reach * 0.6)
    lowered = np.roll(inside, round(reach * 0.5), 0)
    shade = np.clip(lowered[s.rows, s.columns] * 1.5 - 0.35, 0.12, 1)
    for name, key in (("left", "eye_left"), ("right", "eye_right")):
        here = s.kind == PART[key]
        centre, radius, gaze = scene.head.eyes[name]
        dim = shade[here] * (0.4 + 0.6 * s.lit[here])
        out[here] = _one_eye(setting, light, (s.position[here] - centre) / radius, gaze) * dim[:, None]
    return out


def _one_eye(setting: FaceSetting, light: Light, way: Floats, gaze: Floats) -> Floats:
    """Return the light of an eyeball: `way` (P, 3) leads from its centre to the pixels, `gaze` to the pupil."""
    way = way / np.maximum(np.linalg.norm(way, axis=1, keepdims=True), 1e-6)
    off = np.arccos(np.clip(way @ gaze, -1, 1))
    albedo = _eye_colour(setting, way, gaze, off)
    facing = np.clip(way @ light.key * 0.7 + 0.3, 0, 1)[:, None]
    arriving = facing * light.key_colour + light.ambient(way) * 0.9
    dome = way + gaze * 0.45 * np.clip(1 - off / _RIM, 0, 1)[:, None]
    dome /= np.linalg.norm(dome, axis=1, keepdims=True)
    half = light.key + np.array([0, 0, 1.0])
    half /= np.linalg.norm(half)
    window = np.clip((dome @ half - 0.986) / 0.008, 0, 1) * 1.1 + np.clip(dome @ half, 0, 1) ** 60 * 0.12
    sky = np.clip(dome[:, 1] - 0.1, 0, 1) ** 2 * 0.12
    return albedo * arriving + window[:, None] * light.key_colour + sky[:, None] * light.sky


def _eye_colour(setting: FaceSetting, way: Floats, gaze: Floats, off: Floats) -> Floats:
    """Return white, iris and pupil (P, 3) at the angles `off` from the gaze."""
    pupil = 0.155 + 0.03 * np.sin(setting.seed)
    outer, inner = colours.iris(setting)
    around = way - gaze * (way @ gaze)[:, None]
    spokes = np.arctan2(around[:, 1], around[:, 0])
    rays = 0.5 + 0.5 * np.sin(spokes * 23 + 3 * np.sin(spokes * 7 + setting.seed))
    t = np.clip((off - pupil) / (_RIM - pupil), 0, 1)[:, None]
    colour = inner + (outer - inner) * t**0.8
    colour = colour * (0.75 + 0.5 * rays[:, None]) * (1 - 0.75 * np.clip((t - 0.8) / 0.2, 0, 1))
    colour = colour * np.clip((off - pupil) / 0.03, 0, 1)[:, None] + 0.003
    white = colours.linear([0.80, 0.76, 0.74]) * (1 - np.clip(off - 0.55, 0, 1)[:, None] * np.array([0.15, 0.45, 0.45]))
    edge = np.clip((off - _RIM) / 0.05, 0, 1)[:, None]
    return (colour * (1 - edge) + white * edge).astype(np.float32)
