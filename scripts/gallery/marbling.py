"""Marbled paper: drops of colour on a bath, drawn out with rakes and combs.

The bath is followed backwards for every pixel through the closed forms of Lu, Jaffer et al. (2012, "Mathematical
Marbling"): a drop pushes everything outwards and keeps areas, a tine drags the bath along its line.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from gallery.color import paints, relight
from gallery.sheet import Field, Sheet, noise, sheet_of

PALETTE = "142a4f 1f5673 c9482f f3e6cf e9b44c 7b1e2b 8fb8b0 f7efe0 0e1826"
BATH = "efe2c6"


@dataclass(frozen=True, slots=True)
class Drop:
    """A drop of colour `hue` (index into the palette)."""

    x: float
    y: float
    radius: float
    hue: int


@dataclass(frozen=True, slots=True)
class Rake:
    """Tines `gap` apart that drag the bath along `angle` by `pull`; a wavy path when `wave` is not 0."""

    angle: float
    gap: float
    pull: float
    sharpness: float
    wave: float = 0.0


def _back(step: Rake, x: Field, y: Field) -> tuple[Field, Field]:
    """Return where the bath at (x, y) was before the rake passed."""
    c, s = np.cos(step.angle), np.sin(step.angle)
    along, across = x * c + y * s, -x * s + y * c
    across = across + step.wave * np.sin(along * 9)
    nearest = np.abs((across / step.gap) % 1 - 0.5) * step.gap
    fall = step.sharpness / (nearest + step.sharpness)
    rest = step.sharpness / (step.gap / 2 + step.sharpness)
    sign = np.where(np.floor(across / step.gap) % 2, 1, -1) if step.wave else 1
    along = along - step.pull * sign * (fall - rest)
    across = across - step.wave * np.sin(along * 9)
    return along * c - across * s, along * s + across * c


def bath(sheet: Sheet, steps: list[Drop | Rake]) -> Field:
    """Colour every pixel by following the steps backwards."""
    x, y = sheet.x.copy(), sheet.y.copy()
    hue = np.full(sheet.shape, -1, np.intp)
    for step in reversed(steps):
        if isinstance(step, Rake):
            x, y = _back(step, x, y)
            continue
        dx, dy = x - step.x, y - step.y
        distance = dx * dx + dy * dy + 1e-9
        hue = np.where((hue < 0) & (distance < step.radius**2), step.hue, hue)
        shrink = np.sqrt(np.clip(1 - step.radius**2 / distance, 0, 1))
        x, y = step.x + dx * shrink, step.y + dy * shrink
    return paints(f"{PALETTE} {BATH}")[hue]


def _drops(rng: np.random.Generator, count: int, low: float, high: float) -> list[Drop | Rake]:
    """Scatter drops; colours come in runs, as a marbler works down the pots."""
    hues = np.repeat(rng.integers(0, len(PALETTE.split()), count // 3 + 1), 3)
    return [
        Drop(rng.uniform(-0.1, 1.3), rng.uniform(-0.1, 1.1), rng.uniform(low, high), int(hues[i])) for i in range(count)
    ]


def marbled_paper(size: int, rng: np.random.Generator) -> Field:
    """Pull a sheet of ebru: raked drops, one fine comb, and a few stones thrown on top."""
    sheet = sheet_of(size, 1.2)
    rows, columns = sheet.shape
    fine = sheet_of(size * 2, columns / size)
    steps = _drops(rng, 260, 0.03, 0.095)
    steps += [Rake(np.pi / 2, 0.23, 0.34, 0.05, wave=0.001), Rake(0.0, 0.155, 0.24, 0.03, wave=0.001)]
    steps += [Rake(np.pi / 2, 0.066, 0.17, 0.012), Rake(0.05, 0.36, 0.42, 0.09, wave=0.03)]
    stones = _drops(rng, 9, 0.014, 0.04)
    steps += stones + [Drop(d.x, d.y, d.radius * 0.6, (d.hue + 2) % 9) for d in stones if isinstance(d, Drop)]
    color = bath(fine, steps)
    color = color.reshape(rows, 2, columns, 2, 3).mean((1, 3)).astype(np.float32)
    grain, speckle = noise(sheet, rng, 180, 2), noise(sheet, rng, 95)
    density = 1 + 0.035 * grain + 0.04 * noise(sheet, rng, 9, 3)
    pinholes = np.clip(speckle - 2.3, 0, 1)[..., None]
    color = np.clip(color * density[..., None], 0, 1) * (1 - pinholes) + 0.93 * pinholes
    return relight(color.astype(np.float32), grain, 0.05 * size / 704)
