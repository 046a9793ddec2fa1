"""Relief and intaglio: a linocut forest under the moon and an engraved still life."""

from __future__ import annotations

import numpy as np
from scipy.ndimage import gaussian_filter

from gallery.brush import scatter
from gallery.color import over, paper, relight
from gallery.sheet import Field, Sheet, noise, sheet_of, smoothstep


def _gouges(sheet: Sheet, rng: np.random.Generator, light: Field, angle: Field) -> Field:
    """Coverage of the tapered cuts of a V-gouge along `angle`, wider and closer where `light` is high."""
    rows, columns = sheet.shape
    points = scatter(sheet, rng, 0.0125)
    taper = np.array([0.0, 0.75, 1.0, 0.85, 0.5, 0.0])
    grain = rng.uniform(0.75, 1.35, (len(points), 2))
    cuts = []
    for point, (long, wide) in zip(points, grain, strict=True):
        ix, iy = (point * sheet.unit).astype(int)
        bright = light[min(max(iy, 0), rows - 1), min(max(ix, 0), columns - 1)]
        if bright < 0.10:
            continue
        path, width = [point], 0.0072 * wide * min(bright + 0.15, 1.1)
        for _ in range(5):
            ix, iy = (path[-1] * sheet.unit).astype(int)
            turn = angle[min(max(iy, 0), rows - 1), min(max(ix, 0), columns - 1)]
            path.append(path[-1] + np.array([np.cos(turn), np.sin(turn)]) * 0.0078 * long)
        spine = np.array(path)
        way = np.gradient(spine, axis=0)
        side = np.stack([-way[:, 1], way[:, 0]], 1) / np.linalg.norm(way, axis=1, keepdims=True)
        half = side * taper[:, None] * width / 2
        cuts.append(np.vstack([spine + half, (spine - half)[::-1]]))
    return sheet.polygon(*cuts)


def _pine(sheet: Sheet, place: tuple[float, float, float], wobble: Field) -> tuple[Field, Field]:
    """Coverage and light (0 to 1) of one pine with its foot at (x, y), `place[2]` high."""
    x, foot, high = place
    t = np.clip((foot - sheet.y) / high, 0, 1)
    tiers = 1 - 0.55 * ((t * 7.5) % 1)
    half = 0.24 * high * (1 - t) ** 0.9 * (0.55 + 0.45 * tiers) * (1 + 0.10 * wobble)
    inside = (np.abs(sheet.x - x) < half) & (sheet.y < foot) & (sheet.y > foot - high)
    trunk = (np.abs(sheet.x - x) < 0.018 * high) & (sheet.y < foot + 0.05 * high) & (sheet.y > foot - high / 2)
    light = np.clip(0.42 + 1.1 * (sheet.x - x) / (half + 1e-3) - 0.8 * ((t * 7.5) % 1), 0, 1) * inside
    return (inside | trunk).astype(np.float32), light.astype(np.float32)


def _forest(sheet: Sheet, rng: np.random.Generator) -> tuple[Field, Field, Field]:
    """Light (0 black to 1 white), gouge angles and the moon's coverage."""
    mx, my = 0.62, 0.30
    moon = np.hypot(sheet.x - mx, sheet.y - my)
    light = (0.62 * np.exp(-((moon - 0.13) / 0.34)) + 0.10 * np.sin(moon * 70)).astype(np.float32)
    angle = np.arctan2(sheet.x - mx, -(sheet.y - my)) + 0.10 * noise(sheet, rng, 3)
    for level, swing, tone in ((0.52, 0.11, 0.60), (0.63, 0.07, 0.42)):
        outline = level - swing * (noise(sheet, rng, (2.6, 0.01)) + 0.35 * noise(sheet, rng, (9, 0.01)))
        below = sheet.y - outline
        lit = np.clip(
            tone + 0.30 * np.sign(np.gradient(outline, axis=1)) - 1.3 * below + 0.5 * np.exp(-below / 0.012), 0.04, 1
        )
        light = np.where(below > 0, lit, light)
        angle = np.where(below > 0, np.pi / 2 - 0.9 * np.sign(np.gradient(outline, axis=1)), angle)
    shore = 0.735 + 0.010 * np.sin(9 * sheet.x)
    glitter = np.exp(-(((sheet.x - mx) / (0.05 + 0.5 * (sheet.y - shore))) ** 2))
    lake = 0.10 + 0.80 * glitter + 0.22 * np.sin(sheet.y * 190 + 2 * noise(sheet, rng, 5))
    light = np.where(sheet.y > shore, lake, light)
    angle = np.where(sheet.y > shore, 0.05 * noise(sheet, rng, 3), angle)
    disc = smoothstep(0.131, 0.129, moon)
    light = np.where(disc > 0, 1.0, light)
    return light.astype(np.float32), angle.astype(np.float32), disc


def _stand(sheet: Sheet, rng: np.random.Generator, light: Field, angle: Field) -> tuple[Field, Field, Field]:
    """Place pines along the far shore and large ones before the lake; returns also their coverage."""
    wobble = noise(sheet, rng, 60)
    pines = [(rng.uniform(-0.05, 1.05), 0.745, rng.uniform(0.07, 0.17)) for _ in range(30)]
    pines += [(0.40, 1.20, 0.42), (0.83, 1.22, 0.46), (0.02, 1.22, 0.80), (0.97, 1.24, 0.98), (0.20, 1.27, 1.12)]
    trees = np.zeros(sheet.shape, np.float32)
    for place in pines:
        cover, lit = _pine(sheet, place, wobble)
        light = np.where(cover > 0, 0.10 + 0.70 * lit, light)
        side = np.sign(sheet.x - place[0])
        angle = np.where(
            cover > 0, np.pi / 2 - side * 1.05 * np.clip(np.abs(sheet.x - place[0]) / (0.06 * place[2]), 0, 1), angle
        )
        trees = np.maximum(trees, cover * (place[2] > 0.3))
    return light.astype(np.float32), angle.astype(np.float32), trees


def linocut_forest(size: int, rng: np.random.Generator) -> Field:
    """Gouge a moonlit forest out of lino and print it in blue-black over one ochre block."""
    sheet = sheet_of(size, 1.0, 1.2)
    light, angle, disc = _forest(sheet, rng)
    light, angle, trees = _stand(sheet, rng, light, angle)
    carved = _gouges(sheet, rng, np.clip(light, 0, 1), angle)
    outline = gaussian_filter(trees, 0.0010 * size) - gaussian_filter(trees, 0.0045 * size)
    carved = np.maximum(carved, smoothstep(0.0, -0.10, outline + 0.02) * (trees < 0.5))
    carved = np.where(disc > 0, np.maximum(carved, disc), carved)
    salt = smoothstep(2.2, 3.2, noise(sheet, rng, 220, 2) + 0.4 * noise(sheet, rng, 4))
    ink = (1 - carved) * (1 - 0.65 * salt)
    ground = paper(sheet, rng, "f1e7d0", 0.03)
    mx = np.hypot(sheet.x - 0.62, sheet.y - 0.30)
    ochre = np.exp(-((mx / 0.50) ** 2)) * (sheet.y < 0.74) + 0.85 * (sheet.y > 0.74) * np.exp(
        -(((sheet.x - 0.62) / 0.25) ** 2)
    )
    stage = np.digitize(ochre + 0.01 * noise(sheet, rng, 30), [0.28, 0.62]).astype(np.float32) / 2
    picture = over(
        ground, "e2a13c", 0.92 * sheet.blur(stage, 0.0015) * (1 - disc) * (0.94 + 0.05 * noise(sheet, rng, 130, 2))
    )
    picture = over(picture, "141c2c", ink * (0.95 + 0.03 * noise(sheet, rng, 130)))
    margin = np.minimum(np.minimum(sheet.x, 1 - sheet.x), np.minimum(sheet.y, 1.2 - sheet.y)) + 0.0012 * noise(
        sheet, rng, 30
    )
    picture = over(picture, ground, smoothstep(0.026, 0.023, margin))
    return relight(picture, gaussian_filter(ink, 1.0), 0.35, 0.0)


def _round(
    sheet: Sheet, centre: tuple[float, float], radius: Field | float, squash: float = 1.0
) -> tuple[Field, Field, Field, Field]:
    """Frontal view of a turned body: coverage and the unit normal (x, y, z)."""
    nx = (sheet.x - centre[0]) / radius
    ny = (sheet.y - centre[1]) / (radius * squash)
    inside = nx**2 + ny**2
    return (inside < 1).astype(np.float32), nx, ny, np.sqrt(np.clip(1 - inside, 0, 1))


def _jug(sheet: Sheet) -> tuple[Field, Field, Field, Field]:
    """A pitcher as a body of revolution about x = 0.40: coverage, normal x and z, height coordinate of its hoops."""
    axis, top, foot = 0.42, 0.20, 0.86
    t = np.clip((sheet.y - top) / (foot - top), 0, 1)
    profile = np.interp(
        t,
        [0, 0.05, 0.16, 0.28, 0.45, 0.64, 0.80, 0.93, 0.97, 1.0],
        [0.112, 0.100, 0.078, 0.092, 0.165, 0.205, 0.185, 0.115, 0.125, 0.128],
    )
    profile = gaussian_filter(profile, (0.006 * sheet.unit, 0))
    nx = (sheet.x - axis) / profile
    nz = np.sqrt(np.clip(1 - nx**2, 0, 1))
    tilt = 0.030
    inside = (np.abs(nx) < 1) & (sheet.y > top + tilt * (nz - 1) * 0.4) & (sheet.y < foot + tilt * nz)
    return inside.astype(np.float32), nx, nz, sheet.y - 0.16 * profile * nz * 3


def _table(sheet: Sheet, rng: np.random.Generator) -> tuple[Field, Field]:
    """Tone (0 dark to 1 light) and hatching phase (lines a short side) of wall, table and cast shadows."""
    edge = 0.74
    wall = 0.16 + 0.62 * smoothstep(0.1, 1.1, sheet.x + 0.35 * sheet.y) + 0.03 * noise(sheet, rng, 3, 2)
    table = 0.92 - 0.35 * np.clip(sheet.y - edge, 0, 1) - 0.25 * np.clip(0.3 - sheet.x, 0, 1)
    for cx, cy, rx, ry, dark in (
        (0.62, 0.885, 0.34, 0.045, 0.72),
        (0.86, 0.945, 0.20, 0.030, 0.62),
        (0.30, 1.00, 0.22, 0.03, 0.6),
        (1.06, 0.87, 0.17, 0.025, 0.6),
    ):
        shadow = np.exp(-((((sheet.x - cx) / rx) ** 2 + ((sheet.y - cy) / ry) ** 2) ** 2))
        table = table - dark * shadow
    tone = np.where(sheet.y < edge, wall, table)
    phase = np.where(sheet.y < edge, sheet.y + 0.006 * np.sin(12 * sheet.x), sheet.y + 0.02 * np.sin(3 * sheet.x))
    return tone.astype(np.float32), phase.astype(np.float32)


def _still_life(sheet: Sheet, rng: np.random.Generator) -> tuple[Field, Field, Field]:
    """Tone, main hatching phase and outlines of a pitcher with fruit on a table."""
    tone, phase = _table(sheet, rng)
    outline = np.zeros(sheet.shape, np.float32)
    ring = np.hypot((sheet.x - 0.215) / 0.12, (sheet.y - 0.43) / 0.16)
    handle = ((np.abs(ring - 1) < 0.13) & (sheet.x < 0.335)).astype(np.float32)
    jug, nx, nz, hoop = _jug(sheet)
    parts = [
        (
            handle,
            -0.4 + 3 * (1 - ring),
            np.sqrt(np.clip(1 - ((ring - 1) / 0.13) ** 2, 0, 1)),
            0.0 * ring,
            np.arctan2(sheet.y - 0.43, sheet.x - 0.215) * 0.16,
        ),
        (jug, nx, nz, np.zeros_like(nx), hoop),
    ]
    for centre, radius, squash in (
        ((1.04, 0.775), 0.105, 0.95),
        ((0.74, 0.79), 0.135, 0.93),
        ((0.885, 0.855), 0.115, 0.97),
        ((0.205, 0.915), 0.105, 0.95),
    ):
        cover, ax, ay, az = _round(sheet, centre, radius, squash)
        dimple = np.exp(-((ax - 0.1) ** 2 + (ay + 0.8) ** 2) / 0.06)
        parts.append((cover, ax, az - 0.5 * dimple, ay, centre[1] + radius * (np.arctan2(ay, az + 0.25) * 0.85)))
    for cover, ax, az, ay, lines in parts:
        facing = -0.62 * ax - 0.46 * ay + 0.64 * az
        bounce = 0.20 * np.clip(0.75 * ax + 0.4 * ay, 0, 1)
        lit = (
            np.clip(0.06 + 0.95 * np.clip(facing, 0, 1) ** 0.9 + bounce, 0, 1) + 0.9 * np.clip(facing - 0.94, 0, 1) * 10
        )
        tone, phase = np.where(cover > 0, lit, tone), np.where(cover > 0, lines, phase)
        soft = gaussian_filter(cover, 0.0016 * sheet.unit)
        outline = np.maximum(outline * (1 - cover), np.clip(4 * soft * (1 - soft), 0, 1))
    for sx, sy, bend in ((1.05, 0.70, 0.02), (0.75, 0.685, -0.02), (0.895, 0.765, 0.03), (0.215, 0.83, 0.02)):
        stem = np.abs(sheet.x - sx - bend * ((sy - sheet.y) / 0.05) ** 2) < 0.0045
        outline = np.where(stem & (sheet.y < sy) & (sheet.y > sy - 0.05), 1, outline)
    return tone.astype(np.float32), phase.astype(np.float32), outline.astype(np.float32)


def engraved_still_life(size: int, rng: np.random.Generator) -> Field:
    """Engrave a pitcher and fruit: swelling lines round the forms, crossed where the shade deepens."""
    sheet = sheet_of(size, 1.25)
    tone, phase, outline = _still_life(sheet, rng)
    tone = np.clip(tone, 0, 1) ** 0.9
    hand = 0.0007 * noise(sheet, rng, 14, 2)
    ink = outline.copy()
    slants = (
        (phase, 92, 1.02, 0.0),
        (0.72 * sheet.x + 0.69 * phase, 92, 0.66, 0.0),
        (0.72 * sheet.x - 0.69 * sheet.y, 84, 0.40, 0.5),
        (phase, 92, 0.20, 0.5),
    )
    for lines, rate, start, shift in slants:
        wave = np.abs(((lines + hand) * rate + shift) % 1 - 0.5) * 2
        swell = np.clip((start - tone) / max(start, 0.35), 0, 1) ** 0.75 * 0.74
        swell = swell * (1 + 0.12 * noise(sheet, rng, 24))
        blur = 1.7 * rate / size
        line = smoothstep(-blur, blur, swell - wave) * smoothstep(0.01, 0.08, swell)
        ink = np.maximum(ink, line)
    ground = paper(sheet, rng, "f2e8d2", 0.022)
    plate = np.minimum(np.minimum(sheet.x, 1.25 - sheet.x), np.minimum(sheet.y, 1 - sheet.y))
    ink = ink * smoothstep(0.022, 0.024, plate)
    ink = np.maximum(ink, sheet.soft(np.abs(plate - 0.023) - 0.0016))
    picture = over(ground, "2a1d17", ink * (0.93 + 0.05 * noise(sheet, rng, 120)))
    return relight(picture, gaussian_filter(-ink, 0.8), 0.25, 0.0)
