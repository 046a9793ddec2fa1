"""Palettes and the few ways colours are mixed; images are (H, W, 3) float32 sRGB in [0, 1]."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from gallery.sheet import Field, Sheet, noise


def paint(code: str) -> Field:
    """Turn `rrggbb` into a colour (3,)."""
    return np.array([int(code[i : i + 2], 16) for i in (0, 2, 4)], np.float32) / 255


def paints(codes: str) -> Field:
    """Turn space-separated `rrggbb` codes into a palette (N, 3)."""
    return np.stack([paint(code) for code in codes.split()])


def ramp(codes: str, position: Field, stops: Sequence[float] | None = None) -> Field:
    """Blend along a palette: `position` (...) in [0, 1] becomes colours (..., 3)."""
    colors = paints(codes)
    where = np.linspace(0, 1, len(colors)) if stops is None else np.asarray(stops)
    return np.stack([np.interp(position, where, colors[:, c]) for c in range(3)], axis=-1).astype(np.float32)


def over(below: Field, color: Field | str, coverage: Field) -> Field:
    """Lay an opaque colour or image over another where `coverage` (H, W) says so."""
    top = paint(color) if isinstance(color, str) else color
    return (below + (top - below) * coverage[..., None]).astype(np.float32)


def glaze(below: Field, color: Field | str, density: Field) -> Field:
    """Lay a transparent pigment: light is absorbed as in Beer's law, `density` 1 gives the colour itself on white."""
    top = paint(color) if isinstance(color, str) else color
    absorbed = -np.log(np.clip(top, 0.012, 1))
    return (below * np.exp(-absorbed * density[..., None])).astype(np.float32)


def gray(image: Field) -> Field:
    """Lightness of an image by Rec. 709 weights."""
    return (image @ np.array([0.2126, 0.7152, 0.0722], np.float32)).astype(np.float32)


def saturate(image: Field, amount: float) -> Field:
    """Move colours away from (amount > 1) or towards (amount < 1) their grey."""
    light = gray(image)[..., None]
    return light + (image - light) * amount


def relight(image: Field, height: Field, depth: float, gloss: float = 0.0) -> Field:
    """Light a relief (pixels high, times `depth`) from the upper left; `gloss` adds the shine of wet paint."""
    slope_y, slope_x = np.gradient(height * depth)
    tilt = (-slope_x * -0.6 - slope_y * -0.8) * -1
    facing = tilt / np.sqrt(1 + slope_x**2 + slope_y**2)
    lit = image * (1 + 0.55 * np.tanh(facing))[..., None]
    shine = np.clip(facing - 0.35, 0, 1)[..., None] * gloss
    return np.clip(lit + shine, 0, 1).astype(np.float32)


def paper(sheet: Sheet, rng: np.random.Generator, color: str, roughness: float = 0.03) -> Field:
    """Make a sheet of toned paper: fibres, tooth and slow stains."""
    tooth = noise(sheet, rng, 170, 2)
    fibres = noise(sheet, rng, (30, 260)) + noise(sheet, rng, (260, 30))
    stains = noise(sheet, rng, 2.5, 3)
    tone = 1 + roughness * (0.6 * tooth + 0.35 * fibres + 0.5 * stains)
    return np.clip(paint(color) * tone[..., None], 0, 1).astype(np.float32)


def canvas_weave(sheet: Sheet, threads: float = 160) -> Field:
    """Height (H, W) in [0, 1] of a plain linen weave with `threads` a short side."""
    across, down = np.pi * threads * sheet.x, np.pi * threads * sheet.y
    parity = np.sign(np.sin(across) * np.sin(down))
    return (0.5 + 0.5 * np.where(parity > 0, np.abs(np.sin(across)), np.abs(np.sin(down)))).astype(np.float32)


def pick(rng: np.random.Generator, palette: Field, count: int) -> NDArray[np.float32]:
    """Draw `count` colours from a palette."""
    return palette[rng.integers(0, len(palette), count)]
