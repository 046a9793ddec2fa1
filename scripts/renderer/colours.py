"""Colours of skin, hair, eyes and lips from the factors; all linear RGB."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from scripts.renderer.setting import FaceSetting

Floats = npt.NDArray[np.float32]


def linear(colour: npt.ArrayLike) -> Floats:
    """Return sRGB values in [0, 1] as linear light."""
    c = np.asarray(colour, np.float32)
    return np.where(c <= 0.04045, c / 12.92, ((c + 0.055) / 1.055) ** 2.4).astype(np.float32)


def encoded(light: Floats) -> Floats:
    """Return linear light as sRGB values in [0, 1], bright parts rolled off softly."""
    c = np.clip(light, 0, None)
    c = np.where(c > 0.7, 0.7 + 0.3 * (1 - np.exp(-(c - 0.7) / 0.3)), c)
    return np.where(c <= 0.0031308, c * 12.92, 1.055 * np.maximum(c, 1e-8) ** (1 / 2.4) - 0.055).astype(np.float32)


def _between(at: float, stops: list[tuple[float, tuple[int, int, int]]]) -> Floats:
    places = [place for place, _ in stops]
    values = linear(np.array([colour for _, colour in stops]) / 255)
    return np.array([np.interp(at, places, values[:, k]) for k in range(3)], np.float32)


def skin(setting: FaceSetting) -> Floats:
    """Return the skin's colour (3,)."""
    stops = [
        (0.0, (240, 203, 183)),
        (0.2, (226, 180, 151)),
        (0.4, (203, 151, 117)),
        (0.6, (164, 112, 80)),
        (0.8, (114, 74, 50)),
        (1.0, (80, 52, 39)),
    ]
    tint = np.array([1.0, 1 + 0.05 * setting.skin_warmth, 1 - 0.13 * setting.skin_warmth])
    return (_between(setting.skin_tone, stops) * tint).astype(np.float32)


def lips(setting: FaceSetting) -> Floats:
    """Return the lips' colour (3,)."""
    bare = skin(setting) * np.array([0.88, 0.56, 0.58]) + linear([0.10, 0.02, 0.03])
    paint = linear(_PAINTS[setting.seed % len(_PAINTS)])
    share = 0.85 * setting.lipstick
    return (bare * (1 - share) + paint * share).astype(np.float32)


_PAINTS = ([0.70, 0.16, 0.20], [0.78, 0.35, 0.38], [0.55, 0.15, 0.22], [0.80, 0.42, 0.36], [0.62, 0.28, 0.30])


def hair(setting: FaceSetting) -> Floats:
    """Return the hair's colour (3,)."""
    stops = [
        (0.0, (22, 18, 17)),
        (0.2, (48, 34, 27)),
        (0.4, (92, 62, 42)),
        (0.6, (142, 104, 66)),
        (0.8, (196, 160, 108)),
        (1.0, (232, 212, 172)),
    ]
    base = _between(setting.hair_tone, stops)
    red = base * np.array([1.45, 0.72, 0.42]) + np.array([0.02, 0, 0])
    amount = setting.hair_red * np.clip(setting.hair_tone * 2.2, 0, 1)
    return (base * (1 - amount) + red * amount).astype(np.float32)


GREY = linear([0.80, 0.79, 0.77])


def iris(setting: FaceSetting) -> tuple[Floats, Floats]:
    """Return the iris's colours (3,), outside and around the pupil."""
    outer = [
        (0.0, (40, 22, 14)),
        (0.35, (84, 50, 26)),
        (0.6, (92, 100, 62)),
        (0.8, (88, 122, 160)),
        (1.0, (140, 152, 164)),
    ]
    inner = [
        (0.0, (58, 32, 18)),
        (0.35, (124, 78, 40)),
        (0.6, (140, 116, 66)),
        (0.8, (140, 168, 190)),
        (1.0, (176, 182, 186)),
    ]
    return _between(setting.iris, outer), _between(setting.iris, inner)
