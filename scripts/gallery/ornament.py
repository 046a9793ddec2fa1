"""Ornament: a golden tree of spirals, and folk flowers embroidered on dark linen."""

from __future__ import annotations

import numpy as np

from gallery.brush import Brush, Painting, stroke_pass
from gallery.color import canvas_weave, gray, over, paint, ramp, relight
from gallery.sheet import Field, Sheet, curve, noise, sheet_of, smoothstep

GOLD = "5a3a0c 9a6a14 c8921f e3b53c f6dc82"


def _leaf_gold(sheet: Sheet, rng: np.random.Generator) -> tuple[Field, Field]:
    """Beaten gold leaf in overlapping squares, strewn with small coins; colour and relief."""
    cells = np.floor(sheet.x / 0.075 + 0.03 * np.sin(40 * sheet.y)), np.floor(sheet.y / 0.075)
    shade = rng.normal(0, 0.06, (40, 40))[cells[1].astype(int), cells[0].astype(int)]
    wrinkle = noise(sheet, rng, 14, 5)
    coins = np.hypot((sheet.x * 21) % 1 - 0.5, (sheet.y * 21) % 1 - 0.5)
    chased = np.sin(coins * 26) * (coins < 0.46) * (0.6 + 0.5 * noise(sheet, rng, 5))
    tone = np.clip(0.52 + shade + 0.07 * chased + 0.10 * wrinkle + 0.10 * noise(sheet, rng, 2, 2), 0, 1)
    return ramp(GOLD, tone), (0.30 * wrinkle + 0.22 * chased).astype(np.float32)


def _spiral(start: np.ndarray, turn: float, size: float, hand: float) -> np.ndarray:
    """A branch that leaves `start` towards `turn` and winds up into a spiral of radius `size`."""
    t = np.linspace(0, 1, 90)
    radius = size * (1 - t) ** 0.85 + 0.004
    phase = turn - hand * np.pi / 2 + hand * t * 5.1 * np.pi
    centre = start - np.array([np.cos(phase[0]), np.sin(phase[0])]) * radius[0]
    return centre + np.stack([np.cos(phase), np.sin(phase)], 1) * radius[:, None]


def _branches(sheet: Sheet, rng: np.random.Generator) -> tuple[Field, list[tuple[float, float, float]]]:
    """Coverage of the tree and the hearts (x, y, radius) of its spirals."""
    tree = np.zeros(sheet.shape, np.float32)
    hearts: list[tuple[float, float, float]] = []
    trunk = curve([(0.60, 1.05), (0.585, 0.86), (0.62, 0.70), (0.60, 0.54), (0.60, 0.42)], 50)
    tree = np.maximum(tree, sheet.line(trunk, np.linspace(0.105, 0.05, 50)))
    limbs = (
        [(0.60, 0.62), (0.50, 0.52), (0.34, 0.50), (0.16, 0.58)],
        [(0.60, 0.56), (0.72, 0.47), (0.90, 0.47), (1.06, 0.56)],
        [(0.60, 0.48), (0.50, 0.33), (0.36, 0.26), (0.20, 0.28)],
        [(0.60, 0.45), (0.70, 0.30), (0.86, 0.25), (1.02, 0.26)],
        [(0.60, 0.44), (0.585, 0.30), (0.60, 0.20), (0.62, 0.10)],
    )
    for limb in limbs:
        path = curve(limb, 60)
        tree = np.maximum(tree, sheet.line(path, np.linspace(0.046, 0.020, 60)))
        way = np.gradient(path, axis=0)
        for i in (59, *rng.permutation(np.arange(12, 57, 2))):
            turn = np.arctan2(way[i, 1], way[i, 0])
            hand, size = float(rng.choice([-1, 1])), rng.uniform(0.042, 0.085)
            coil = _spiral(path[i], turn - hand * 0.35, size, hand)
            x, y = coil[-1]
            if any(np.hypot(x - a, y - b) < 0.96 * (size + r) for a, b, r in hearts):
                continue
            tree = np.maximum(tree, sheet.line(coil, np.linspace(0.019, 0.0075, 90) * (0.4 + 8 * size)))
            hearts.append((x, y, size))
    return tree, hearts


def _eyes(
    sheet: Sheet, rng: np.random.Generator, picture: Field, hearts: list[tuple[float, float, float]]
) -> tuple[Field, Field]:
    """Enamel discs and triangles set among the spirals; returns the picture and their relief."""
    relief = np.zeros(sheet.shape, np.float32)
    rings = ("1c1a22 f3e6c0 1f5f6a", "f3e6c0 b5342a 1c1a22", "1c1a22 d98a2c f3e6c0", "2f6a4a f3e6c0 1c1a22")
    for x, y, size in hearts:
        for k in range(6):
            far, way = size * rng.uniform(1.12, 1.5), rng.uniform(0, 2 * np.pi)
            cx, cy = (x, y) if k == 0 else (x + far * np.cos(way), y + far * np.sin(way))
            radius = rng.uniform(0.010, 0.021) if k else 0.28 * size
            reach = np.hypot(sheet.x - cx, (sheet.y - cy) * rng.uniform(1, 1.5))
            for ring, hue in enumerate(str(rng.choice(rings)).split()):
                disc = sheet.soft((reach - radius * (1 - 0.33 * ring)).astype(np.float32))
                picture, relief = over(picture, hue, disc), np.maximum(relief, disc * (0.4 + 0.25 * ring))
    return picture, relief


def _meadow(sheet: Sheet, rng: np.random.Generator, picture: Field) -> tuple[Field, Field]:
    """A mosaic hill of enamel blossoms at the foot of the tree."""
    below = sheet.y - 0.80 - 0.045 * np.sin(4.2 * sheet.x + 0.6)
    ground = sheet.soft(-below)
    picture = over(picture, ramp("12302a 1f5a44 3f7f4a", np.clip(0.5 + 0.25 * noise(sheet, rng, 30, 2), 0, 1)), ground)
    relief = np.zeros(sheet.shape, np.float32)
    for _ in range(210):
        x, y = rng.uniform(-0.02, 1.22), rng.uniform(0.77, 1.02)
        if y < 0.815 + 0.045 * np.sin(4.2 * x + 0.6):
            continue
        radius, spin = rng.uniform(0.012, 0.030), rng.uniform(0, 6)
        turn, reach = np.arctan2(sheet.y - y, sheet.x - x), np.hypot(sheet.x - x, sheet.y - y) / radius
        petal = smoothstep(0.08, -0.08, reach - 0.72 - 0.28 * np.abs(np.sin(3 * turn + spin)))
        hue = str(rng.choice(["c8402c", "e8e0c8", "e3b53c", "5a4a9a", "d9728a", "2f7f8f"]))
        picture = over(picture, hue, petal)
        picture = over(picture, str(rng.choice(["f6dc82", "1c1a22"])), smoothstep(0.34, 0.26, reach))
        relief = np.maximum(relief * (1 - petal), petal * (1.1 - 0.6 * reach))
    return picture, relief.astype(np.float32)


def golden_tree(size: int, rng: np.random.Generator) -> Field:
    """Wind a tree of spirals in bronze over gold leaf, set with enamel eyes and blossoms."""
    sheet = sheet_of(size, 1.2)
    picture, relief = _leaf_gold(sheet, rng)
    tree, hearts = _branches(sheet, rng)
    halo = gray(np.repeat(sheet.blur(tree, 0.006)[..., None], 3, -1))
    picture = over(picture, "fbeeb0", 0.55 * smoothstep(0.02, 0.35, halo))
    picture, eyes = _eyes(sheet, rng, picture, hearts)
    scales = np.sin(230 * sheet.x + 1.5 * noise(sheet, rng, 9)) * np.sin(230 * sheet.y + 1.5 * noise(sheet, rng, 9))
    bronze = ramp("2a1608 5a3312 a8681c e8b84a", np.clip(0.40 + 0.34 * scales + 0.10 * noise(sheet, rng, 24, 3), 0, 1))
    picture = over(picture, "2a1608", smoothstep(0.08, 0.5, sheet.blur(tree, 0.0022)))
    picture = over(picture, bronze, smoothstep(0.55, 0.95, tree * smoothstep(0.3, 0.8, sheet.blur(tree, 0.0015))))
    picture, blossoms = _meadow(sheet, rng, picture)
    body = sheet.blur(tree, 0.0025) * 2.2 * (blossoms <= 0)
    height = (
        relief * (sheet.y < 0.80 + 0.045 * np.sin(4.2 * sheet.x + 0.6))
        + body
        + sheet.blur(eyes, 0.001) * 1.5
        + sheet.blur(blossoms, 0.001) * 1.6
    )
    grain = 1 + 0.05 * noise(sheet, rng, 150, 2)
    return relight(np.clip(picture * grain[..., None], 0, 1), height.astype(np.float32), 1.6 * size / 704, 0.22)


def _stitch(sheet: Sheet, shape: Field, color: Field, angle: Field, cloth: tuple[Field, Field]) -> tuple[Field, Field]:
    """Lay a motif on the embroidery plan (colour, angle) where `shape` covers."""
    return over(cloth[0], color, shape), np.where(shape > 0.5, angle, cloth[1]).astype(np.float32)


def _blossom(
    sheet: Sheet, place: tuple[float, float, float], hues: str, petals: int, cloth: tuple[Field, Field]
) -> tuple[Field, Field]:
    """A flower in rings of satin stitch that run from its heart outwards."""
    x, y, radius = place
    turn, reach = np.arctan2(sheet.y - y, sheet.x - x), np.hypot(sheet.x - x, sheet.y - y) / radius
    for ring, scale in enumerate((1.0, 0.72, 0.44)):
        rim = scale * (0.82 + 0.18 * np.cos(petals * turn + np.pi * ring))
        shape = sheet.soft(((reach - rim) * radius).astype(np.float32))
        color = ramp(hues, np.clip(0.12 + 0.38 * ring + 0.25 * (1 - reach / scale) + 0.1 * np.cos(petals * turn), 0, 1))
        cloth = _stitch(sheet, shape, color, turn, cloth)
    heart = sheet.soft(((reach - 0.20) * radius).astype(np.float32))
    return _stitch(sheet, heart, np.broadcast_to(paint("f4c430"), cloth[0].shape), turn + np.pi / 2, cloth)


def _sprig(sheet: Sheet, path: np.ndarray, cloth: tuple[Field, Field]) -> tuple[Field, Field]:
    """A curving stem in stem stitch with pairs of split leaves."""
    way = np.gradient(path, axis=0)
    for i in range(6, len(path) - 4, 9):
        for side in (-1, 1):
            turn = np.arctan2(way[i, 1], way[i, 0]) + side * 0.85
            t = np.linspace(0, 1, 24)
            spine = (
                path[i] + np.stack([np.cos(turn + side * 0.4 * t) * t, np.sin(turn + side * 0.4 * t) * t], 1) * 0.085
            )
            leaf = sheet.line(spine, 0.036 * np.sin(np.pi * t**0.75) + 0.002)
            across = (sheet.x - path[i, 0]) * -np.sin(turn) + (sheet.y - path[i, 1]) * np.cos(turn)
            split = np.clip(0.5 + side * across / 0.02, 0, 1).astype(np.float32)
            cloth = _stitch(sheet, leaf, ramp("1f6a4a 3f9a5a a8cf6a", split), turn + 0.7 * np.sign(across), cloth)
    stem = sheet.line(path, 0.011)
    lookup = np.full(sheet.shape, np.arctan2(way[:, 1].sum(), way[:, 0].sum()), np.float32)
    return _stitch(sheet, stem, np.broadcast_to(paint("6fae5a"), cloth[0].shape), lookup, cloth)


SPRIGS = (
    [(0.50, 1.02), (0.46, 0.80), (0.50, 0.60), (0.50, 0.45)],
    [(0.50, 0.95), (0.30, 0.86), (0.20, 0.70), (0.22, 0.52)],
    [(0.50, 0.95), (0.70, 0.86), (0.80, 0.70), (0.78, 0.52)],
    [(0.48, 0.70), (0.34, 0.48), (0.26, 0.30), (0.12, 0.16)],
    [(0.52, 0.70), (0.66, 0.48), (0.74, 0.30), (0.88, 0.16)],
    [(0.5, 0.4), (0.48, 0.28), (0.51, 0.16), (0.5, 0.08)],
)
RED, PINK, ORANGE, BLUE, GREEN = (
    "8a1030 d8283c f7705a ffd0b0",
    "7a1a5a d83a8a f9a0c0 fff0e0",
    "a83a10 f08a24 fbc84a fff0b0",
    "1f4a9a 3f8fd8 a8d8f0 ffffff",
    "1f6a4a 3f9a5a a8cf6a f0f0c0",
)
BOUQUET = (
    (0.50, 0.43, 0.185, RED, 8),
    (0.19, 0.55, 0.125, PINK, 6),
    (0.81, 0.55, 0.125, PINK, 6),
    (0.27, 0.25, 0.105, ORANGE, 7),
    (0.73, 0.25, 0.105, ORANGE, 7),
    (0.10, 0.13, 0.07, BLUE, 5),
    (0.90, 0.13, 0.07, BLUE, 5),
    (0.50, 0.10, 0.085, BLUE, 6),
    (0.33, 0.84, 0.085, BLUE, 6),
    (0.67, 0.84, 0.085, BLUE, 6),
    (0.11, 0.86, 0.08, RED, 5),
    (0.89, 0.86, 0.08, RED, 5),
)


def embroidered_flowers(size: int, rng: np.random.Generator) -> Field:
    """Embroider folk flowers in satin stitch on midnight linen."""
    sheet = sheet_of(size, 1.0, 1.1)
    ground = ramp("151a34 1f2748", np.clip(0.5 + 0.2 * noise(sheet, rng, 120, 2), 0, 1))
    cloth = (np.zeros((*sheet.shape, 3), np.float32), np.full(sheet.shape, -9.0, np.float32))
    for points in SPRIGS:
        cloth = _sprig(sheet, curve(points, 46), cloth)
    for x, y, radius, hues, petals in BOUQUET:
        cloth = _blossom(sheet, (x, y, radius), hues, petals, cloth)
    for k in range(44):
        x, y, radius = rng.uniform(0.03, 0.97), rng.uniform(0.03, 1.07), rng.uniform(0.022, 0.034)
        if cloth[1][int(y * size), int(x * size)] < -5:
            cloth = _blossom(sheet, (x, y, radius), (ORANGE, RED, GREEN)[k % 3], 5, cloth)
    return _sew(sheet, rng, ground, cloth)


def _sew(sheet: Sheet, rng: np.random.Generator, ground: Field, cloth: tuple[Field, Field]) -> Field:
    """Turn the plan (colour, angle; angle below -5 is bare cloth) into threads on linen."""
    weave = canvas_weave(sheet, 130)
    bare = cloth[1] < -5
    painting = Painting(sheet, (ground * (0.55 + 0.6 * weave)[..., None]).astype(np.float32))
    painting.relief = 0.30 * weave
    rows = (0.16 * np.sin(9 * sheet.x) * np.sin(8 * sheet.y)).astype(np.float32)
    tones = ramp(
        "0d1230 1a2456 27407c 1a2456", np.clip(0.5 + 0.45 * np.sin(38 * (sheet.y - 0.03 * np.sin(9 * sheet.x))), 0, 1)
    )
    stroke_pass(
        painting, tones, rows, Brush(length=0.05, width=0.0080, spacing=0.50, tip="thread", angle_jitter=0.03), rng
    )
    painting.relief *= 0.6
    fabric, relief = painting.color.copy(), painting.relief.copy()
    for brush in (
        Brush(
            length=0.042, width=0.0085, spacing=0.50, tip="thread", value_jitter=0.08, angle_jitter=0.05, streak=0.10
        ),
        Brush(
            length=0.038, width=0.0072, spacing=0.62, tip="thread", value_jitter=0.10, angle_jitter=0.05, streak=0.14
        ),
    ):
        stroke_pass(painting, cloth[0], np.where(bare, 0, cloth[1]).astype(np.float32), brush, rng)
    keep = sheet.blur((~bare).astype(np.float32), 0.0012)[..., None] > 0.45
    shadow = sheet.blur((~bare).astype(np.float32), 0.006)[..., None]
    painting.color = np.where(keep, painting.color, fabric * (1 - 0.6 * shadow)).astype(np.float32)
    painting.relief = np.where(keep[..., 0], painting.relief + 0.8, relief).astype(np.float32)
    return painting.finish(depth=0.55, gloss=0.25)
