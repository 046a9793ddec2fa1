"""Small separate touches: a pointillist river bank and pastel on toned paper."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from gallery.brush import scatter
from gallery.color import gray, over, paint, paints, paper, ramp, relight
from gallery.sheet import Field, Sheet, follow, noise, sheet_of, smoothstep


def _crown(sheet: Sheet, picture: Field, place: tuple[float, float, float, float], lumps: Field, hues: str) -> Field:
    """Set one leafy crown at (x, y) with half axes (rx, ry), lit from the right."""
    x, y, rx, ry = place
    dx, dy = (sheet.x - x) / rx, (sheet.y - y) / ry
    inside = smoothstep(1.0, 0.9, np.hypot(dx, dy) + 0.16 * lumps)
    light = np.clip(0.46 + 0.34 * dx - 0.38 * dy + 0.22 * lumps, 0, 1)
    return over(picture, ramp(hues, light), inside)


def _sail(sheet: Sheet, picture: Field, place: tuple[float, float, float]) -> Field:
    """Set a sailing boat with its broken reflection."""
    x, y, high = place
    for sign, strength in ((-1, 1.0), (1, 0.55)):
        for (x0, x1, tall), hue in (((0.02, 0.42, 1.0), "fdf3dc"), ((-0.03, -0.30, 0.75), "f0c9a0")):
            tip = (x + x0 * high, y + sign * tall * high)
            cloth = sheet.polygon(
                [(x + x0 * high, y + 0.08 * sign * high), tip, (x + x1 * high, y + 0.1 * sign * high)]
            )
            picture = over(picture, hue, strength * cloth)
    hull = sheet.polygon(
        [
            (x - 0.4 * high, y - 0.04 * high),
            (x + 0.5 * high, y - 0.04 * high),
            (x + 0.36 * high, y + 0.07 * high),
            (x - 0.3 * high, y + 0.07 * high),
        ]
    )
    return over(picture, "7a2f3a", hull)


POPLARS = ((0.10, 0.17), (0.16, 0.23), (0.215, 0.20), (0.29, 0.13), (0.50, 0.10),
           (0.56, 0.13), (1.08, 0.15), (1.14, 0.21), (1.2, 0.18))  # fmt: skip
STROLLERS = ((0.62, 0.93, 0.20, "8a2a4a"), (0.70, 0.94, 0.17, "2a2f6a"), (1.0, 0.90, 0.12, "c8502a"))
BOUGHS = ((0.10, 0.10, 0.20, 0.13), (0.30, 0.07, 0.17, 0.11), (0.02, 0.26, 0.13, 0.10), (0.30, 0.22, 0.10, 0.07))


def _evening(sheet: Sheet, rng: np.random.Generator, lumps: Field) -> Field:
    """Sky, far bank and river, with poplars and boats mirrored in the water."""
    picture = ramp("6f9fd0 a9c4e0 f3dcc0 fbcf8a f9b56a", np.clip(sheet.y / 0.40 + 0.05 * noise(sheet, rng, 4, 2), 0, 1))
    sun = np.hypot(sheet.x - 0.82, sheet.y - 0.27)
    picture = over(picture, "ffe9a8", 0.9 * np.exp(-((sun / 0.10) ** 2)))
    picture = over(picture, "fffbe0", smoothstep(0.042, 0.036, sun))
    far = smoothstep(0.0, 0.008, sheet.y - 0.345 - 0.018 * noise(sheet, rng, (4, 0.01), 2))
    picture = over(picture, ramp("6a6aa8 8a86b8 7fa070", np.clip((sheet.y - 0.33) / 0.07 + 0.15 * lumps, 0, 1)), far)
    water = smoothstep(0.0, 0.004, sheet.y - 0.41)
    ripple = 0.5 + 0.5 * np.sin(sheet.y * 120 / (0.6 + sheet.y) + 3 * noise(sheet, rng, (5, 30)))
    river = ramp("f6c27e e8b0a0 8fb0d8 4f86c4 2f5fa8", np.clip((sheet.y - 0.41) / 0.42 + 0.22 * (ripple - 0.5), 0, 1))
    river = over(river, "fff0b8", 0.8 * np.exp(-(((sheet.x - 0.82) / 0.05) ** 2)) * ripple)
    picture = over(picture, river, water)
    for x, high in POPLARS:
        picture = _crown(sheet, picture, (x, 0.405 - high / 2, 0.026, high / 2), lumps, "24406a 2f6a5a 6f9a4a c9c45a")
        mirror = np.exp(-(((sheet.x - x) / 0.022) ** 4)) * smoothstep(0.41 + high, 0.41, sheet.y) * water
        picture = over(picture, "3f6a7a", 0.6 * mirror * (0.5 + 0.5 * ripple))
    for place in ((0.43, 0.50, 0.15), (0.66, 0.455, 0.085), (0.97, 0.47, 0.07)):
        picture = _sail(sheet, picture, place)
    return picture


def _stroller(sheet: Sheet, picture: Field, place: tuple[float, float, float], hue: str) -> Field:
    """Set a figure with a sunshade, its feet at (x, y), and its shadow on the lawn."""
    x, y, high = place
    shoulder = 0.1 * high
    gown = [
        (x - shoulder, y - 0.72 * high),
        (x + shoulder, y - 0.72 * high),
        (x + 0.28 * high, y),
        (x - 0.24 * high, y),
    ]
    head = sheet.soft((np.hypot(sheet.x - x, sheet.y - y + 0.80 * high) - 0.085 * high).astype(np.float32))
    shadow = sheet.polygon([(x - 0.2 * high, y), (x + 0.25 * high, y), (x - 1.2 * high, y + 0.22 * high)])
    picture = over(over(over(picture, "1f2f5a", 0.8 * shadow), hue, sheet.polygon(gown)), "4a2a2a", head)
    shade = ((sheet.x - x) / (0.30 * high)) ** 2 + ((sheet.y - y + 0.86 * high) / (0.17 * high)) ** 2
    return over(picture, "f2a25a", smoothstep(1, 0.9, shade) * (sheet.y < y - 0.86 * high))


def _river_bank(sheet: Sheet, rng: np.random.Generator) -> Field:
    """Target of the pointillist picture: a river in the evening between poplars and a shaded lawn."""
    lumps = noise(sheet, rng, 14, 2)
    picture = _evening(sheet, rng, lumps)
    edge = 0.80 - 0.20 * smoothstep(0.75, 0.0, sheet.x) + 0.012 * lumps + 0.10 * smoothstep(0.5, 1.2, sheet.x)
    lawn = smoothstep(0.0, 0.006, sheet.y - edge)
    dapple = np.sin(5 * sheet.x + 3 * sheet.y + 0.6 * noise(sheet, rng, 3))
    light = 0.62 + 0.75 * dapple - 0.3 * smoothstep(0.34, 0.26, sheet.x) + 0.12 * lumps
    picture = over(picture, ramp("1f3a6a 2a6a58 6fae4a d8d85a f6e88a", np.clip(light, 0, 1)), lawn)
    bark = sheet.line([(0.16, 0.98), (0.175, 0.70), (0.15, 0.40), (0.19, 0.18)], np.array([0.06, 0.046, 0.04, 0.025]))
    picture = over(picture, ramp("2a1f4a 6a3f5a d08a5a", np.clip((sheet.x - 0.13) / 0.06, 0, 1)), bark)
    for place in BOUGHS:
        picture = _crown(sheet, picture, place, lumps, "182a5a 1f5a5a 4f9a4a b8d04a f6ee8a")
    for x, y, high, hue in STROLLERS:
        picture = _stroller(sheet, picture, (x, y, high), hue)
    return picture


def _touch(image: Field, at: NDArray[np.float64], radius: float, color: Field) -> None:
    """Set one round antialiased touch at pixel (x, y)."""
    rows, columns = image.shape[:2]
    x0, x1 = max(0, int(at[0] - radius - 1)), min(columns, int(at[0] + radius + 2))
    y0, y1 = max(0, int(at[1] - radius - 1)), min(rows, int(at[1] + radius + 2))
    if x0 >= x1 or y0 >= y1:
        return
    reach = np.hypot(np.arange(x0, x1)[None, :] - at[0], np.arange(y0, y1)[:, None] - at[1])
    cover = np.clip(radius + 0.5 - reach, 0, 1)[..., None].astype(np.float32)
    image[y0:y1, x0:x1] += (color - image[y0:y1, x0:x1]) * cover


def pointillist_river(size: int, rng: np.random.Generator) -> Field:
    """Dot a river bank in pure colours that mix in the eye, complementaries in the shade."""
    sheet = sheet_of(size, 1.25)
    target = _river_bank(sheet, rng)
    picture = over(paper(sheet, rng, "e9ddc0", 0.03), target, np.full(sheet.shape, 0.35, np.float32))
    tubes = paints(
        "f6e04a f5a623 e8602a d8324a a83a8a 5a3aa0 2f4fb8 3f8fd8 2aa08a 4fae3f a8cf3f fbf3dc f6c8b0 b8d8f0 1f2a5a"
    )
    for spacing, radius in ((0.0105, 0.0078), (0.0078, 0.0052), (0.0088, 0.0040)):
        points = scatter(sheet, rng, spacing)
        ix = np.clip((points[:, 0] * size).astype(int), 0, sheet.shape[1] - 1)
        iy = np.clip((points[:, 1] * size).astype(int), 0, sheet.shape[0] - 1)
        wanted = target[iy, ix] + rng.normal(0, 0.085, (len(points), 3)) + rng.normal(0, 0.07, (len(points), 1))
        chosen = tubes[((wanted[:, None] - tubes[None]) ** 2).sum(-1).argmin(1)]
        light = gray(target[iy, ix])[:, None]
        opposite = np.where(light < 0.42, paint("5a3aa0"), paint("fbe08a"))
        accent = rng.random((len(points), 1)) < 0.10
        mixed = np.where(accent, 0.5 * wanted + 0.5 * opposite, 0.52 * wanted + 0.48 * chosen)
        sizes = radius * size * rng.uniform(0.75, 1.2, len(points)) * 0.72
        for point, reach, color in zip(points * size, sizes, np.clip(mixed, 0, 1).astype(np.float32), strict=True):
            _touch(picture, point, reach, color)
    return relight(picture, gray(picture), 2.2 * size / 704, 0.0)


def _dusk(sheet: Sheet, rng: np.random.Generator) -> tuple[Field, Field]:
    """Target and stroke angles of the pastel: lavender rows running to a farm below a towering evening cloud."""
    horizon = 0.50
    sky = ramp(
        "3a4a9a 6a6ac0 c07ab8 f08a7a fbc070 fbe6a0", np.clip(sheet.y / horizon + 0.06 * noise(sheet, rng, 3, 2), 0, 1)
    )
    billow = noise(sheet, rng, 4, 4) * 0.15 + np.hypot((sheet.x - 0.36) / 0.40, (sheet.y - 0.20) / 0.17)
    lit = np.clip(0.5 + 1.4 * (sheet.x - 0.34) - 1.9 * (sheet.y - 0.22) + 0.20 * noise(sheet, rng, 7, 3), 0, 1)
    sky = over(sky, ramp("5a4a90 b06a9a f09a88 fbd8a8 fff6e0", lit), smoothstep(1.1, 0.85, billow))
    hills = sheet.y - horizon + 0.05 + 0.03 * np.sin(5 * sheet.x) + 0.008 * noise(sheet, rng, 8)
    picture = over(sky, ramp("4a5aa0 3f4a88 5a7a80", np.clip(hills / 0.06, 0, 1)), sheet.soft(-hills))
    depth = np.clip(sheet.y - horizon, 0.004, 1)
    across = (sheet.x - 0.70) / (depth + 0.02)
    rows = 0.5 + 0.5 * np.sin(across * 8.5)
    field = ramp(
        "24365a 3f6a4a 6a3f98 9a5ac8 d89ae0 f6d0e0",
        np.clip(0.12 + 0.70 * rows + 0.10 * noise(sheet, rng, (30, 40), 2) + 0.1 * (1 - sheet.y), 0, 1),
    )
    inside = smoothstep(0.0, 0.006, sheet.y - horizon - 0.006)
    picture = over(picture, field, inside)
    angle = np.where(inside > 0.5, np.arctan2(depth + 0.02, sheet.x - 0.70), 0.35 + 0.7 * noise(sheet, rng, 2.5))
    for x, wide in ((0.72, 0.05), (0.80, 0.032)):
        wall = sheet.polygon([(x - wide, 0.515), (x - wide, 0.465), (x + wide, 0.465), (x + wide, 0.515)])
        roof = sheet.polygon(
            [(x - 1.2 * wide, 0.468), (x - 0.5 * wide, 0.435), (x + 0.5 * wide, 0.435), (x + 1.2 * wide, 0.468)]
        )
        picture = over(over(picture, ramp("fbd8a0 a86a8a", np.clip((sheet.x - x) / wide, 0, 1)), wall), "b8402f", roof)
    for x, high in ((0.60, 0.16), (0.635, 0.12), (0.90, 0.19), (0.94, 0.14), (0.99, 0.17)):
        tree = ((sheet.x - x) / (0.16 * high)) ** 2 + ((sheet.y - 0.515 + high / 2) / (high / 2)) ** 2
        picture = over(
            picture,
            ramp("5a8a4a 2a4a5a 1a2348", np.clip((sheet.x - x) / (0.16 * high) * 0.5 + 0.5, 0, 1)),
            smoothstep(1.0, 0.8, tree),
        )
        angle = np.where(tree < 1, np.pi / 2, angle)
    return picture.astype(np.float32), angle.astype(np.float32)


def pastel_field(size: int, rng: np.random.Generator) -> Field:
    """Draw lavender rows at dusk in chalk pastel that catches the tooth of dark paper."""
    sheet = sheet_of(size, 1.2)
    target, angle = _dusk(sheet, rng)
    ground = paper(sheet, rng, "4f4458", 0.05)
    tooth = noise(sheet, rng, 330)
    picture = ground
    for spacing, length, wide, press in (
        (0.030, 0.11, 0.022, 0.0),
        (0.019, 0.070, 0.012, 0.2),
        (0.0165, 0.045, 0.007, 0.4),
    ):
        points = scatter(sheet, rng, spacing)
        ix = np.clip((points[:, 0] * size).astype(int), 0, sheet.shape[1] - 1)
        iy = np.clip((points[:, 1] * size).astype(int), 0, sheet.shape[0] - 1)
        turn = angle[iy, ix] + rng.normal(0, 0.10, len(points))
        colors = target[iy, ix] * rng.normal(1.04, 0.10, (len(points), 1)) + rng.normal(0, 0.035, (len(points), 3))
        half = 0.5 * length * np.stack([np.cos(turn), np.sin(turn)], 1) * rng.uniform(0.6, 1.3, (len(points), 1))
        layer = chalk_lines(sheet, (points - half, points + half), wide, np.clip(colors, 0, 1))
        streak = follow(sheet, noise(sheet, rng, 240), angle, 0.016)
        catch = smoothstep(-1.5 - press, 0.6 - press, 0.45 * tooth + 0.9 * streak / streak.std())
        picture = over(picture, layer[..., :3], layer[..., 3] * catch * 0.96)
    return np.clip(picture * (1 + 0.03 * tooth)[..., None], 0, 1).astype(np.float32)


def chalk_lines(
    sheet: Sheet, ends: tuple[NDArray[np.float64], NDArray[np.float64]], wide: float, colors: Field
) -> Field:
    """Rasterise blunt coloured lines; returns (H, W, 4), coverage last."""
    rows, columns = sheet.shape
    plate = Image.new("RGBA", (columns * 2, rows * 2))
    pen = ImageDraw.Draw(plate)
    scale = 2.0 * sheet.unit
    for a, b, color in zip(ends[0] * scale, ends[1] * scale, np.rint(colors * 255).astype(int), strict=True):
        pen.line((*a, *b), fill=(*(int(c) for c in color), 255), width=max(1, round(wide * scale)))
    return np.asarray(plate.resize((columns, rows), Image.Resampling.BOX), np.float32) / 255
