"""The colour and light of skin: blood and melanin, wrinkles and pores, light that spreads below, a sheen."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from scripts.renderer import colours
from scripts.renderer.light import Light
from scripts.renderer.model import HeadModel
from scripts.renderer.noise import skin_detail
from scripts.renderer.paint import LAYERS, angle, painted, place
from scripts.renderer.setting import FaceSetting
from scripts.renderer.skull import ears, hairline
from scripts.renderer.surface import Surface, looked_up

Floats = npt.NDArray[np.float32]


def skin_light(setting: FaceSetting, model: HeadModel, light: Light, s: Surface, frame: tuple[int, float]) -> Floats:
    """Return the light (P, 3) that leaves skin pixels, lips included.

    Args:
        frame: side of the picture in pixels, and its pixels a centimetre.
    """
    layer = dict(zip(LAYERS, looked_up(painted(model), *place(s.neutral), cv2.BORDER_REPLICATE).T, strict=True))
    columns, rows = place(s.neutral)
    detail = looked_up((skin_detail(),), columns % 512, rows % 512, cv2.BORDER_WRAP)
    normal = _bumped(s, _height(setting, layer, detail), frame)
    albedo = _albedo(setting, s, layer, detail)
    facing = normal @ light.key
    wrap = np.array([0.28, 0.16, 0.12], np.float32)
    key = np.clip((facing[:, None] + wrap) / (1 + wrap), 0, 1) * s.lit[:, None] * light.key_colour
    arriving = key + light.ambient(normal) * (s.open[:, None] ** 0.8)
    soft = _diffused(arriving, s, frame)
    half = light.key + np.array([0, 0, 1.0])
    half /= np.linalg.norm(half)
    shine = np.clip(normal @ half, 0, 1)
    wet = np.clip(layer["lips"] * (0.5 + setting.lipstick), 0, 1)
    gloss = 0.035 + 0.10 * setting.roughness + 0.25 * wet
    glint = (shine**14 * 0.5 + shine**48 * (0.5 + wet)) * gloss * s.lit
    edge = (1 - np.clip(normal[:, 2], 0, 1)) ** 4 * 0.04 * s.open
    return albedo * soft + glint[:, None] * light.key_colour + edge[:, None] * (light.sky + light.rim)


def _diffused(arriving: Floats, s: Surface, frame: tuple[int, float]) -> Floats:
    """Blur the light over the skin, red farthest, as light under the skin spreads (Jensen et al. 2001, as a blur)."""
    side, scale = frame
    canvas = np.zeros((side, side, 3), np.float32)
    mask = np.zeros((side, side), np.float32)
    canvas[s.rows, s.columns] = arriving
    mask[s.rows, s.columns] = 1
    out = np.empty_like(arriving)
    for channel, reach in enumerate((0.16, 0.08, 0.05)):
        sigma = max(reach * scale, 0.4)
        spread = cv2.GaussianBlur(canvas[..., channel], (0, 0), sigma)[s.rows, s.columns]
        share = cv2.GaussianBlur(mask, (0, 0), sigma)[s.rows, s.columns]
        out[:, channel] = 0.25 * arriving[:, channel] + 0.75 * spread / np.maximum(share, 1e-3)
    return out


def _height(setting: FaceSetting, layer: dict[str, Floats], detail: Floats) -> Floats:
    """Return the skin's fine relief (P,) in centimetres: pores, and lines that come with age and expression."""
    old = np.clip((setting.age - 28) / 50, 0, 1.2)
    raised = max(setting.brows, 0.0)
    smile = max(setting.smile, 0.0)
    height = detail[:, 2] * (0.0022 + 0.0030 * setting.roughness) + detail[:, 1] * 0.002 * (0.4 + 2 * old)
    height -= layer["forehead"] * (0.12 * old * (0.5 + raised) + 0.05 * raised)
    height -= layer["crow"] * (0.08 * old + 0.035 * smile * (0.3 + old))
    height -= layer["nasolabial"] * (0.16 * old + 0.04 * smile)
    height -= layer["bag"] * 0.10 * old
    height -= layer["mouth_line"] * 0.05
    height += layer["lips"] * (0.05 + 0.006 * detail[:, 1])
    return height


def _bumped(s: Surface, height: Floats, frame: tuple[int, float]) -> Floats:
    """Return the normals (P, 3) tilted by the relief's slope in the picture."""
    side, scale = frame
    canvas = np.zeros((side, side), np.float32)
    mask = np.zeros((side, side), np.float32)
    canvas[s.rows, s.columns] = height
    mask[s.rows, s.columns] = 1
    whole = cv2.erode(mask, np.ones((3, 3), np.uint8))[s.rows, s.columns]
    across = cv2.Sobel(canvas, cv2.CV_32F, 1, 0, scale=scale / 8)[s.rows, s.columns] * whole
    down = cv2.Sobel(canvas, cv2.CV_32F, 0, 1, scale=scale / 8)[s.rows, s.columns] * whole
    normal = s.normal - np.stack([across, -down, np.zeros_like(down)], 1)
    return normal / np.maximum(np.linalg.norm(normal, axis=1, keepdims=True), 1e-6)


def _albedo(setting: FaceSetting, s: Surface, layer: dict[str, Floats], detail: Floats) -> Floats:
    old = np.clip((setting.age - 35) / 45, 0, 1)
    pale = 1 - setting.skin_tone
    base = colours.skin(setting) * (1 + detail[:, :1] * (0.045 + 0.04 * old) + detail[:, 1:2] * 0.03)
    red = np.clip(layer["blush"] * (0.55 + 0.2 * detail[:, 0]), 0, 1) * (0.35 + 0.65 * pale)
    red = np.clip(red + 0.5 * ears(s.neutral) * pale, 0, 1)[:, None]
    base *= 1 - red * np.array([0.02, 0.26, 0.24])
    brown = detail[:, 3] * (setting.freckles * np.clip(layer["blush"] * 2, 0, 1) + 0.35 * old)
    base *= 1 - brown[:, None] * np.array([0.25, 0.42, 0.5])
    lines = old * (0.6 * layer["forehead"] + 0.5 * layer["nasolabial"] + 0.5 * layer["crow"])
    dark = np.clip(layer["bag"] * (0.12 + 0.5 * old) + 0.10 * layer["lid"] + lines, 0, 0.6)
    base *= 1 - dark[:, None] * np.array([0.45, 0.6, 0.55])
    hair = colours.hair(setting) * (1 - setting.hair_grey) + colours.GREY * setting.hair_grey * 0.7
    covered = _covered(setting, s, layer)[:, None]
    return _made_up(setting, base * (1 - covered) + hair * 0.8 * covered, layer, detail)


def _covered(setting: FaceSetting, s: Surface, layer: dict[str, Floats]) -> Floats:
    """Return the share (P,) of hair's colour in the skin: stubble, brows and scalp between the strands."""
    shaven = 0.25 * setting.gender * np.clip((setting.age - 14) / 8, 0, 1)
    stubble = layer["beard"] * np.clip(shaven + setting.beard * 1.6, 0, 0.75)
    stubble = np.maximum(stubble, layer["moustache"] * np.clip(shaven + setting.moustache * 1.6, 0, 0.75))
    stubble = np.maximum(stubble * 0.55, layer["brow"] * (0.25 + 0.45 * setting.brow_density))
    line = s.neutral[:, 1] - hairline(angle(s.neutral), setting.hair_recession)
    scalp = np.clip(line / 1.2 + 0.4, 0, 1) * (0.35 if setting.hair_cut == "bald" else 0.9)
    scalp *= (1 - ears(s.neutral)) * (1 - 0.7 * setting.hair_recession * (s.neutral[:, 1] > 9))
    return np.maximum(stubble, scalp).astype(np.float32)


def _made_up(setting: FaceSetting, base: Floats, layer: dict[str, Floats], detail: Floats) -> Floats:
    lips = layer["lips"][:, None]
    base = base * (1 - lips) + colours.lips(setting) * (1 + 0.08 * detail[:, 1:2]) * lips
    base *= 1 - layer["mouth_line"][:, None] * 0.55
    paint = layer["lid"][:, None] * 0.5 * setting.eye_makeup
    base = base * (1 - paint) + colours.linear([0.35, 0.24, 0.26]) * paint
    rim = layer["rim"][:, None] * (0.30 + 0.5 * setting.eye_makeup + 0.1 * (1 - setting.gender))
    return (base * (1 - rim * np.array([0.75, 0.85, 0.9]))).astype(np.float32)
