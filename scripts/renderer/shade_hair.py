"""Hair, brows and beard: Kajiya and Kay 1989, two highlights, darker roots and inner layers."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from scripts.renderer import colours
from scripts.renderer.light import Light, Shadow
from scripts.renderer.scene import Scene, Seen
from scripts.renderer.setting import FaceSetting
from scripts.renderer.shape import turned

Floats = npt.NDArray[np.float32]

_MIDDLE = np.array([[0.0, 4.5, 0.5]], np.float32)


def strand_light(setting: FaceSetting, light: Light, scene: Scene, shown: Seen, shade: Shadow) -> Floats:
    """Return the light (P, 3) that leaves the strand pixels."""
    out = np.zeros((len(shown.point), 3), np.float32)
    first = 0
    for strands, points, per in zip(scene.strands, scene.points, scene.per, strict=True):
        here = np.nonzero((shown.point >= first) & (shown.point < first + len(points)))[0]
        number = shown.point[here] - first
        first += len(points)
        if not len(here):
            continue
        strand, along = np.divmod(number, per)
        position = points[number]
        other = points[np.where(along < per - 1, number + 1, number - 1)]
        tangent = np.where(along < per - 1, 1, -1)[:, None] * (other - position)
        tangent /= np.maximum(np.linalg.norm(tangent, axis=1, keepdims=True), 1e-6)
        colour = _colour(setting, strands.kind, strands.tone[strand])
        depth = 0.45 + 0.55 * strands.layer[strand] if strands.kind == "hair" else np.full(len(strand), 0.9, np.float32)
        root = 0.75 + 0.25 * np.clip(along / max(per * 0.35, 1), 0, 1)
        out[here] = _shaded(light, scene, (position, tangent), colour * (depth * root)[:, None], shade.lit(position))
    return out


def _colour(setting: FaceSetting, kind: str, tone: Floats) -> Floats:
    base = colours.hair(setting)
    if kind in {"brow", "beard", "moustache"}:
        base = base * 0.85
        if kind == "brow":
            base = base * 0.75 + colours.skin(setting) * 0.2
    base = base * (0.8 + 0.4 * tone[:, None])
    if kind in {"beard", "moustache"}:
        shown = np.clip(0.35 + 1.6 * getattr(setting, kind), 0, 1)
        base = base * shown + colours.skin(setting) * 0.6 * (1 - shown)
    share = setting.hair_grey * (0.6 if kind == "brow" else 1.0)
    grey = (0.6 * share + 0.4 * np.clip((share - (tone * 7.13 % 1.0)) * 2 + 0.5, 0, 1)) * (share > 0.01)
    return base * (1 - grey[:, None]) + colours.GREY * 0.85 * grey[:, None]


def _shaded(light: Light, scene: Scene, where: tuple[Floats, Floats], albedo: Floats, lit: Floats) -> Floats:
    position, tangent = where
    out = position - turned(_MIDDLE, scene.head.turn)
    out /= np.linalg.norm(out, axis=1, keepdims=True)
    sine = np.sqrt(np.clip(1 - (tangent @ light.key) ** 2, 0, 1))
    facing = np.clip(out @ light.key * 0.6 + 0.4, 0, 1)
    half = light.key + np.array([0, 0, 1.0])
    half /= np.linalg.norm(half)
    shifted = tangent + out * 0.12
    shifted /= np.linalg.norm(shifted, axis=1, keepdims=True)
    near = np.sqrt(np.clip(1 - (shifted @ half) ** 2, 0, 1)) ** 70 * 0.10
    far = np.sqrt(np.clip(1 - (tangent @ half) ** 2, 0, 1)) ** 18 * 0.35
    key = (0.25 + 0.75 * sine) * facing * lit
    ambient = light.ambient(out)
    direct = albedo * (key + far * lit * facing)[:, None] + (near * lit * facing)[:, None]
    return (direct * light.key_colour + albedo * ambient * 0.85 + 0.012 * ambient * sine[:, None]).astype(np.float32)
