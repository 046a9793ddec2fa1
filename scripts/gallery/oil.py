"""Oil paint: a swirling night in impasto, a lily pond in dabs, an autumn avenue laid with the knife."""

from __future__ import annotations

import numpy as np

from gallery.brush import Brush, render
from gallery.color import over, paint, ramp
from gallery.sheet import Field, Sheet, noise, sheet_of, smoothstep

STARS = (
    (0.10, 0.30, 0.030),
    (0.27, 0.09, 0.034),
    (0.44, 0.20, 0.022),
    (0.56, 0.07, 0.028),
    (0.83, 0.33, 0.026),
    (0.72, 0.11, 0.020),
    (0.31, 0.40, 0.036),
    (1.17, 0.42, 0.026),
    (0.93, 0.50, 0.020),
)
MOON = (1.06, 0.17, 0.075)


def _swirls(sheet: Sheet, rng: np.random.Generator) -> Field:
    """Stream function of the night sky: a wavy wind with two large eddies and one small."""
    stream = sheet.y + 0.05 * np.sin(5 * sheet.x + 1) + 0.022 * noise(sheet, rng, 3)
    for x, y, radius, strength in ((0.50, 0.31, 0.17, 0.34), (0.80, 0.43, 0.10, -0.17), (0.16, 0.52, 0.09, 0.10)):
        dx, dy = sheet.x - x, sheet.y - y
        distance = np.hypot(dx, dy * 1.1) / radius
        stream += strength * np.exp(-(distance**2) / 2) + 0.010 * np.sin(np.arctan2(dy, dx)) * np.exp(-(distance**2))
    return stream.astype(np.float32)


def _along(field: Field) -> Field:
    """Angle (radians) along which a field does not change."""
    dy, dx = np.gradient(field)
    return np.arctan2(dx, -dy).astype(np.float32)


def _night_sky(sheet: Sheet, stream: Field) -> tuple[Field, Field]:
    """Colours and stroke angles of the sky with its stars and moon."""
    bands = 0.5 + 0.5 * np.sin(stream * 62)
    depth = np.clip(sheet.y / 0.75, 0, 1)
    position = np.clip(0.16 + 0.34 * bands + 0.30 * depth, 0, 1)
    color = ramp("0b1238 14256b 1f4aa0 3f7fc4 86b9d6 cfe0d0 efe7b8", position)
    angle = _along(stream)
    for x, y, radius in (*STARS, MOON):
        dx, dy = sheet.x - x, sheet.y - y
        distance = np.hypot(dx, dy) / radius
        rings = 0.5 + 0.5 * np.cos(distance * 5.2)
        glow = np.exp(-((distance / 1.75) ** 2))
        ring_color = ramp("1a3f96 3d7db8 8fbdb0 ead66a fff0b4", np.clip(glow * (0.45 + 0.62 * rings), 0, 1))
        color = over(color, ring_color, smoothstep(0.08, 0.45, glow))
        color = over(color, paint("ffe98a"), smoothstep(0.75, 0.45, distance))
        angle = np.where(glow > 0.16, np.arctan2(dx, -dy), angle)
    x, y, radius = MOON
    bite = np.hypot(sheet.x - x + 0.035, sheet.y - y + 0.012) / radius
    inside = smoothstep(1.0, 0.9, np.hypot(sheet.x - x, sheet.y - y) / radius)
    color = over(color, paint("f7a823"), inside * smoothstep(0.75, 0.9, bite))
    return color, angle.astype(np.float32)


def _valley(sheet: Sheet, rng: np.random.Generator, color: Field, angle: Field) -> tuple[Field, Field]:
    """Lay hills, a village with lit windows and two cypresses before the sky."""
    hues = ("1d3f86 4f86b8 9cc0c4", "16386a 2f6a86 6fa39a", "10264c 1f5560 4f8a6a", "0c1b36 17404a 2f6a4c")
    for i, hue in enumerate(hues):
        phase = 1.7 * i
        ridge = (
            0.66
            + 0.075 * i
            - (0.075 - 0.012 * i) * np.sin(3.1 * sheet.x + phase)
            - 0.03 * np.sin(7 * sheet.x + 2 * phase)
        )
        inside = sheet.soft((ridge - sheet.y).astype(np.float32))
        folds = 0.5 + 0.5 * np.sin((sheet.y - ridge) * 85 + 3 * noise(sheet, rng, 4))
        color = over(color, ramp(hue, folds), inside)
        angle = np.where(inside > 0, _along((sheet.y - ridge).astype(np.float32)), angle)
    for _ in range(15):
        x, y = rng.uniform(0.42, 1.12), rng.uniform(0.83, 0.93)
        wide, high = rng.uniform(0.020, 0.034), rng.uniform(0.018, 0.03)
        wall = sheet.polygon([(x - wide, y), (x - wide, y - high), (x + wide, y - high), (x + wide, y)])
        roof = sheet.polygon([(x - wide * 1.2, y - high), (x, y - high * 2.1), (x + wide * 1.2, y - high)])
        color = over(over(color, "2c4c7c", wall), rng.choice(["7c3b2e", "31527a", "1b2c55"]), roof)
        if rng.random() < 0.7:
            color = over(color, "ffcf4a", sheet.soft(np.hypot(sheet.x - x, sheet.y - y + high / 2) - 0.011))
    for x, top, wide in ((0.165, 0.03, 0.105), (0.29, 0.40, 0.06)):
        t = np.clip((sheet.y - top) / (1.02 - top), 0, 1)
        centre = x + 0.016 * np.sin(9 * t + 2) * (1 - t)
        half = wide * t**0.75 * (1.15 - 0.45 * t) * (1 + 0.13 * np.sin(31 * t + 9 * np.sign(sheet.x - centre)))
        inside = sheet.soft((np.abs(sheet.x - centre) - half).astype(np.float32)) * (sheet.y > top)
        flame = 0.5 + 0.5 * np.sin((sheet.x - centre) / (half + 0.01) * 7 + 12 * t + noise(sheet, rng, 6))
        color = over(color, ramp("060d18 0f2a24 27452a 6a5a2c", flame * 0.9), inside)
        lean = np.pi / 2 + 0.5 * np.sin(16 * t + 30 * (sheet.x - centre))
        angle = np.where(inside > 0, lean, angle)
    return color, angle.astype(np.float32)


def swirling_night(size: int, rng: np.random.Generator) -> Field:
    """Paint a night of eddies and haloed stars over a valley, in thick ridged strokes."""
    sheet = sheet_of(size, 1.25)
    color, angle = _night_sky(sheet, _swirls(sheet, rng))
    color, angle = _valley(sheet, rng, color, angle)
    brushes = [
        Brush(length=0.14, width=0.040, value_jitter=0.08),
        Brush(length=0.085, width=0.021, spacing=0.62, value_jitter=0.12, hue_jitter=0.04, streak=0.16),
        Brush(
            length=0.062, width=0.0145, spacing=0.75, value_jitter=0.15, hue_jitter=0.04, streak=0.18, threshold=0.13
        ),
        Brush(length=0.030, width=0.008, spacing=0.8, value_jitter=0.10, streak=0.16, threshold=0.24),
    ]
    return render(sheet, color, angle, brushes, rng).finish(depth=0.5, gloss=0.16)


def _pond(sheet: Sheet, rng: np.random.Generator) -> tuple[Field, Field]:
    """Colours and stroke angles of water that mirrors willows and an evening sky."""
    streaks = noise(sheet, rng, (7, 1.6), 2) + 0.5 * noise(sheet, rng, (16, 3))
    clouds = noise(sheet, rng, (2.2, 3.0), 2)
    position = np.clip(0.50 + 0.20 * clouds + 0.30 * (sheet.y - 0.45), 0, 1)
    color = ramp("14264a 2a4f86 5a78b8 8f90cc c8a4cc f0c8b8", position)
    broken = noise(sheet, rng, (3, 17), 2)
    willow = smoothstep(
        -0.3, 1.5, 0.8 * streaks + 0.6 * broken + 0.9 * np.cos(5.2 * sheet.x + 0.6) - 0.9 * sheet.y + 0.25
    )
    color = over(color, ramp("12352f 245a45 4b8458 8fae62", np.clip(0.4 + 0.28 * streaks, 0, 1)), 0.9 * willow)
    angle = np.where(willow > 0.5, np.pi / 2, 0.0) + 0.25 * noise(sheet, rng, 3)
    return color, angle.astype(np.float32)


def _lily(sheet: Sheet, rng: np.random.Generator, place: tuple[float, float, float]) -> tuple[Field, Field]:
    """Coverage (H, W) and colours (H, W, 3) of one floating leaf of half width `place[2]`."""
    x, y, radius = place
    dx, dy = (sheet.x - x) / radius, (sheet.y - y) / (radius * 0.40)
    turn, notch = np.arctan2(dy, dx), rng.uniform(-np.pi, np.pi)
    distance = np.hypot(dx, dy) + 0.08 * np.sin(3 * turn + notch)
    wedge = np.abs((turn - notch + np.pi) % (2 * np.pi) - np.pi)
    leaf = smoothstep(1.0, 0.92, distance) * smoothstep(0.10, 0.20, wedge + 0.4 * (distance < 0.15))
    light = np.clip(0.50 - 0.32 * dy + 0.25 * (distance > 0.85) + rng.uniform(-0.22, 0.2), 0, 1)
    return leaf, ramp("1b4a46 2f7a5a 6fa864 b9c878 e6d9a0", light)


def lily_pond(size: int, rng: np.random.Generator) -> Field:
    """Paint a lily pond in broken dabs of lilac, willow green and rose."""
    sheet = sheet_of(size, 1.15)
    color, angle = _pond(sheet, rng)
    blooms = []
    for _ in range(120):
        depth = rng.beta(1.3, 1.1)
        y = 0.06 + 0.92 * depth
        raft = 0.33 * np.sin(5.5 * depth + 0.9) + rng.choice([0.32, 0.84]) + 0.14 * rng.standard_normal()
        place = (raft, y, 0.024 + 0.078 * depth * rng.uniform(0.5, 1.1))
        leaf, hue = _lily(sheet, rng, place)
        shade = np.exp(-(((sheet.x - raft) / place[2]) ** 2) - ((sheet.y - y - 0.3 * place[2]) / (0.4 * place[2])) ** 2)
        color = over(over(color, "16304a", 0.6 * shade.astype(np.float32)), hue, leaf)
        angle = np.where(leaf > 0.3, 0.0, angle)
        if rng.random() < 0.26:
            blooms.append((raft + 0.3 * place[2], y - 0.18 * place[2], place[2] * 0.46))
    for x, y, radius in blooms:
        hues = str(rng.choice(["b03a62 e58aa0 fbdfd8", "d9d2e0 f8efe6 ffffff", "d98a3a f4c95c fff0b0"]))
        dx, dy = (sheet.x - x) / radius, (sheet.y - y) / (radius * 0.75)
        petals = np.hypot(dx, dy) / (0.72 + 0.28 * np.abs(np.sin(2.5 * np.arctan2(dy, dx) + x * 40)))
        color = over(color, ramp(hues, np.clip(0.75 - 0.6 * dy - 0.2 * petals, 0, 1)), smoothstep(1.0, 0.8, petals))
        color = over(color, "f2b630", smoothstep(0.34, 0.2, np.hypot(dx, dy - 0.1)))
    brushes = [
        Brush(length=0.10, width=0.045, value_jitter=0.08, hue_jitter=0.035),
        Brush(
            length=0.055, width=0.022, spacing=0.62, angle_jitter=0.3, value_jitter=0.10, hue_jitter=0.05, streak=0.14
        ),
        Brush(
            length=0.034,
            width=0.014,
            spacing=0.7,
            angle_jitter=0.35,
            value_jitter=0.10,
            hue_jitter=0.05,
            threshold=0.13,
        ),
        Brush(length=0.019, width=0.009, spacing=0.75, angle_jitter=0.5, value_jitter=0.08, threshold=0.22),
    ]
    return render(sheet, color, angle.astype(np.float32), brushes, rng).finish(depth=0.36, gloss=0.08)


def _avenue(sheet: Sheet, rng: np.random.Generator) -> tuple[Field, Field]:
    """Colours and knife angles of a wet path between autumn trees, seen against the light."""
    glow = np.exp(-(((sheet.x - 0.62) / 0.34) ** 2) - ((sheet.y - 0.42) / 0.30) ** 2)
    crowns = 0.55 * glow + 0.23 + 0.15 * noise(sheet, rng, 7, 2) - 0.25 * np.clip(0.2 - sheet.y, 0, 1)
    color = ramp("2a1230 6b1f2a b5361f e26a1a f5a623 fbd66a fff3c4", np.clip(crowns, 0, 1))
    angle = (0.9 * noise(sheet, rng, 3) + 0.6).astype(np.float32)
    horizon = 0.60
    ground = sheet.soft(horizon + 0.01 * noise(sheet, rng, 6) - sheet.y)
    mirror = sheet.warp(color, np.zeros_like(sheet.x) + 0.02 * noise(sheet, rng, (5, 22)), 2 * (horizon - sheet.y))
    depth = np.clip((sheet.y - horizon) / (1 - horizon), 0.001, 1)
    path = smoothstep(1.0, 0.8, np.abs(sheet.x - 0.62 + 0.12 * depth) / (0.06 + 0.42 * depth))
    leaves = ramp("2c1330 7a2420 c4511c ec9a2c", np.clip(0.42 + 0.24 * noise(sheet, rng, (10, 26), 2), 0, 1))
    wet = over(
        0.72 * mirror + 0.28 * paint("3a6f96"), "9fc0d0", 0.30 * smoothstep(0.4, 1.4, noise(sheet, rng, (3, 18)))
    )
    color = over(color, over(leaves, wet, path), ground)
    angle = np.where(ground > 0.5, 0.10 * noise(sheet, rng, 4), angle).astype(np.float32)
    return color, angle


def _trunks(sheet: Sheet, rng: np.random.Generator, color: Field, angle: Field) -> tuple[Field, Field]:
    """Set rows of trunks with reaching boughs along both sides of the avenue."""
    for distance in (0.12, 0.22, 0.36, 0.56, 0.85):
        for side in (-1, 1):
            foot = (0.62 + side * (0.05 + 0.62 * distance) - 0.1 * distance, 0.60 + 0.30 * distance)
            lean = 0.02 * rng.standard_normal()
            t = np.linspace(0, 1, 24)
            stem = np.stack([foot[0] + lean * t + 0.012 * np.sin(6 * t), foot[1] - (0.25 + 0.75 * distance) * t], 1)
            trunk = sheet.line(stem, (0.014 + 0.072 * distance) * (1 - 0.6 * t))
            for _ in range(4):
                start = stem[rng.integers(8, 20)]
                reach = np.array([-side * rng.uniform(-0.6, 1.0), -rng.uniform(0.3, 0.9)]) * 0.38 * distance
                bough = start + t[:, None] * reach + np.stack([0.02 * np.sin(5 * t), 0.0 * t], 1)
                trunk = np.maximum(trunk, sheet.line(bough, 0.026 * distance * (1 - 0.8 * t)))
            bark = ramp(
                "1a1026 3a2340 5d6f92 d8b08a", np.clip(0.35 - 0.2 * side + 0.22 * noise(sheet, rng, (40, 8)), 0, 1)
            )
            color = over(color, bark, trunk)
            angle = np.where(trunk > 0.4, np.pi / 2 + 0.1, angle).astype(np.float32)
            shade = np.exp(-(((sheet.x - foot[0]) / (0.03 + 0.05 * distance)) ** 2)) * (sheet.y > foot[1])
            color = over(color, "3a1f3c", (0.6 * shade * np.exp(-(sheet.y - foot[1]) * 4)).astype(np.float32))
    return color, angle


def autumn_knife(size: int, rng: np.random.Generator) -> Field:
    """Lay an autumn avenue after rain in slabs of paint with the palette knife."""
    sheet = sheet_of(size, 1.2)
    color, angle = _trunks(sheet, rng, *_avenue(sheet, rng))
    brushes = [
        Brush(length=0.12, width=0.060, tip="knife", value_jitter=0.10, hue_jitter=0.05, angle_jitter=0.3),
        Brush(
            length=0.062, width=0.030, tip="knife", spacing=0.66, value_jitter=0.13, hue_jitter=0.06, angle_jitter=0.35
        ),
        Brush(length=0.038, width=0.016, tip="knife", spacing=0.8, value_jitter=0.12, hue_jitter=0.05, threshold=0.22),
        Brush(length=0.024, width=0.009, tip="knife", spacing=0.9, value_jitter=0.10, threshold=0.40),
    ]
    return render(sheet, color, angle, brushes, rng).finish(depth=0.42, gloss=0.20)
