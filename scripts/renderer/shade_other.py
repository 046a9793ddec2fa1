"""Teeth and the mouth's inside, eye sockets, cloth and spectacle frames."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from scripts.renderer import colours
from scripts.renderer.light import Light
from scripts.renderer.model import PART
from scripts.renderer.scene import CLOTH, FRAME
from scripts.renderer.setting import FaceSetting
from scripts.renderer.surface import Surface

Floats = npt.NDArray[np.float32]


def other_light(setting: FaceSetting, light: Light, s: Surface) -> Floats:
    """Return the light (P, 3) that leaves the mouth's inside, eye sockets, cloth and frames."""
    depth = np.clip((s.neutral[:, 2] - 5.5) / 4.5, 0, 1)[:, None]
    albedo = np.empty((len(s.kind), 3), np.float32)
    red = colours.linear([0.55, 0.24, 0.24])
    albedo[:] = red * (0.05 + 0.75 * depth**2)
    socket = s.kind == PART["eye_socket"]
    albedo[socket] = colours.skin(setting) * np.array([0.7, 0.42, 0.40])
    teeth = s.kind == PART["teeth"]
    tone = colours.linear([0.93, 0.89 - 0.0007 * setting.age, 0.82 - 0.0015 * setting.age])
    albedo[teeth] = tone * (0.12 + 0.88 * depth[teeth] ** 1.5)
    cloth = s.kind == CLOTH
    weave = np.sin(s.position[cloth, 0] * 9) * np.sin(s.position[cloth, 1] * 9)
    albedo[cloth] = np.array(setting.cloth, np.float32) * (1 + 0.05 * weave[:, None])
    frame = s.kind == FRAME
    albedo[frame] = colours.linear(np.full(3, 0.06 + 0.6 * setting.glasses_tone**2))
    mouth = np.isin(s.kind, [PART["teeth"], PART["gums"], PART["mouth_socket"]])
    facing = np.clip(s.normal @ light.key * 0.8 + 0.2, 0, 1) * s.lit
    reached = facing[:, None] * light.key_colour + light.ambient(s.normal) * np.where(mouth, 0.55, 1.0)[:, None]
    half = light.key + np.array([0, 0, 1.0])
    half /= np.linalg.norm(half)
    wet = np.clip(s.normal @ half, 0, 1) ** 40 * np.where(frame, 0.5, np.where(mouth, 0.15, 0.0)) * s.lit
    return albedo * reached + wet[:, None] * light.key_colour
