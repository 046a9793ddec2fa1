"""Backgrounds: gradients, lights out of focus, blurred made-up rooms and landscapes, walls, blurred photographs."""

from __future__ import annotations

import colorsys

import cv2
import numpy as np
import numpy.typing as npt

from scripts.renderer.colours import linear
from scripts.renderer.noise import cloud
from scripts.renderer.setting import FaceSetting

Floats = npt.NDArray[np.float32]


def background(setting: FaceSetting, side: int, photo: npt.NDArray[np.uint8] | None) -> Floats:
    """Return the background (side, side, 3), linear. A `photo` (H, W, 3), sRGB, is used when the setting asks for one.

    Raises:
        ValueError: the setting asks for a photograph and none is given.
    """
    rng = np.random.default_rng((setting.seed, 4))
    small = 160
    if setting.background == "photo":
        if photo is None:
            raise ValueError("background 'photo' needs a photograph, got none: pass one or choose another background")
        picture = _photo(rng, photo, small)
    else:
        painter = {"gradient": _gradient, "bokeh": _bokeh, "scene": _scene, "wall": _wall}[setting.background]
        picture = painter(setting, rng, small)
    return cv2.resize(np.clip(picture, 0, 4).astype(np.float32), (side, side), interpolation=cv2.INTER_CUBIC).clip(0)


def _colour(setting: FaceSetting, rng: np.random.Generator, spread: float) -> Floats:
    hue = (setting.background_hue + spread * rng.normal()) % 1
    saturation = np.clip(setting.background_colour * (1 + 0.3 * rng.normal()), 0, 1)
    value = np.clip(0.08 + 0.9 * setting.background_tone + spread * rng.normal(), 0.02, 1)
    return linear(colorsys.hsv_to_rgb(hue, float(saturation), float(value)))


def _gradient(setting: FaceSetting, rng: np.random.Generator, side: int) -> Floats:
    a, b = _colour(setting, rng, 0.05), _colour(setting, rng, 0.12)
    y, x = np.mgrid[0:side, 0:side] / side - 0.5
    if rng.random() < 0.5:
        turn = rng.uniform(0, 2 * np.pi)
        t = np.clip(0.5 + x * np.cos(turn) + y * np.sin(turn), 0, 1)
    else:
        t = np.clip(np.hypot(x - rng.normal(0, 0.15), y - rng.normal(0, 0.15)) * 1.4, 0, 1)
    return a + (b - a) * t[..., None]


def _wall(setting: FaceSetting, rng: np.random.Generator, side: int) -> Floats:
    base = _gradient(setting, rng, side)
    rough = cloud(rng, side, (4, 8, 16, 40))[..., None]
    return base * (1 + rough * rng.uniform(0.03, 0.12))


def _bokeh(setting: FaceSetting, rng: np.random.Generator, side: int) -> Floats:
    picture = (_gradient(setting, rng, side) * 0.6).astype(np.float32)
    for _ in range(rng.integers(8, 40)):
        spot = np.zeros((side, side), np.float32)
        centre = tuple(int(v) for v in rng.integers(0, side, 2))
        cv2.circle(spot, centre, int(rng.integers(4, 16)), 1.0, -1, cv2.LINE_AA)
        picture += spot[..., None] * _colour(setting, rng, 0.2) * rng.uniform(0.2, 0.9)
    return cv2.GaussianBlur(picture, (0, 0), rng.uniform(1.0, 3.0))


def _scene(setting: FaceSetting, rng: np.random.Generator, side: int) -> Floats:
    """Return shelves, windows and posts, or sky, leaves and ground, out of focus."""
    picture = _gradient(setting, rng, side).astype(np.float32)
    if rng.random() < 0.5:
        for _ in range(rng.integers(5, 18)):
            x, y = rng.integers(-20, side, 2)
            w, h = (int(v) for v in rng.integers(6, 70, 2))
            shade = _colour(setting, rng, 0.22) * rng.uniform(0.4, 1.6)
            cv2.rectangle(picture, (int(x), int(y)), (int(x) + w, int(y) + h), tuple(float(v) for v in shade), -1)
    else:
        horizon = rng.uniform(0.35, 0.75) * side
        leaves = cloud(rng, side, (6, 12, 24, 48))
        y = np.mgrid[0:side, 0:side][0]
        mask = 1 / (1 + np.exp(-np.clip((y - horizon + leaves * 12) / 3, -30, 30)))[..., None]
        green = linear([0.25 + 0.2 * rng.random(), 0.35 + 0.2 * rng.random(), 0.15 + 0.1 * rng.random()])
        picture = picture * (1 - mask) + green * (0.7 + 0.35 * np.clip(leaves, -1.5, 2))[..., None] * mask
    return cv2.GaussianBlur(picture.astype(np.float32), (0, 0), rng.uniform(1.5, 6.0))


def _photo(rng: np.random.Generator, photo: npt.NDArray[np.uint8], side: int) -> Floats:
    height, width = photo.shape[:2]
    crop = int(min(height, width) * rng.uniform(0.6, 1.0))
    top, left = (int(rng.integers(0, n - crop + 1)) for n in (height, width))
    small = cv2.resize(photo[top : top + crop, left : left + crop], (side, side), interpolation=cv2.INTER_AREA)
    if rng.random() < 0.5:
        small = small[:, ::-1]
    return cv2.GaussianBlur(linear(small.astype(np.float32) / 255), (0, 0), rng.uniform(0.8, 5.0))
