"""Water on paper: a sumi-e landscape in five greys and a vermilion seal, and a bunch of flowers in watercolour."""

from __future__ import annotations

import numpy as np
from scipy.ndimage import distance_transform_edt

from gallery.color import glaze, over, paper
from gallery.sheet import Field, Sheet, curve, noise, sheet_of, smoothstep

SUMI = "23252b"


def _range(sheet: Sheet, rng: np.random.Generator, level: float, swing: float, mist: float) -> Field:
    """Ink density of one mountain range: a dark wet ridge that dissolves downwards into mist."""
    outline = (
        0.55 * noise(sheet, rng, (2.2, 0.01))
        + 0.30 * noise(sheet, rng, (6, 0.01))
        + 0.11 * noise(sheet, rng, (16, 0.01), 3)
    )
    below = sheet.y - (level - swing * outline)
    below = below + 0.0035 * noise(sheet, rng, 45, 2)
    wash = np.exp(-np.clip(below, 0, None) / mist) * smoothstep(-0.003, 0.004, below)
    ridge = np.exp(-np.clip(below, 0, None) / 0.010) * smoothstep(-0.003, 0.003, below)
    cliffs = np.clip(noise(sheet, rng, (38, 9), 3) - 0.5 + 0.5 * noise(sheet, rng, 5), 0, 2)
    texture = 1 + 0.25 * noise(sheet, rng, 8, 4)
    return (wash * (0.8 + 0.55 * cliffs) * texture + 0.55 * ridge).astype(np.float32)


def _dry_stroke(sheet: Sheet, rng: np.random.Generator, path: np.ndarray, widths: np.ndarray, dryness: float) -> Field:
    """Ink density of one brush stroke; the drier the brush, the more paper shows between its hairs."""
    body = sheet.line(path, widths)
    turn = np.arctan2(path[-1, 1] - path[0, 1], path[-1, 0] - path[0, 0])
    grid = (150, 14) if abs(np.sin(turn)) > abs(np.cos(turn)) else (14, 150)
    hairs = noise(sheet, rng, grid, 2)
    return body * np.clip(1.05 - dryness * np.clip(hairs + 0.2, 0, 2), 0.0, 1.2)


def _bamboo(
    sheet: Sheet, rng: np.random.Generator, foot: float, lean: float, width: float
) -> tuple[Field, list[np.ndarray]]:
    """One stalk in jointed strokes; returns its ink and the joints (x, y) where twigs start."""
    ink = np.zeros(sheet.shape, np.float32)
    y, x, joints = sheet.height + 0.03, foot, []
    while y > -0.05:
        length = 0.165 * rng.uniform(0.85, 1.15)
        t = np.linspace(0, 1, 16)
        path = np.stack([x + lean * length * t, y - length * t], 1)
        swell = width * (1 + 0.22 * (2 * t - 1) ** 6)
        shade = 0.45 + 0.75 * smoothstep(-0.1, 1.0, ((sheet.x - x) / width + 0.5).astype(np.float32)) ** 2
        ink = np.maximum(ink, _dry_stroke(sheet, rng, path, swell, 0.50) * shade)
        x, y = x + lean * length, y - length - 0.010
        bar = [(x - 0.6 * width, y + 0.004), (x, y + 0.009), (x + 0.62 * width, y + 0.001)]
        ink = np.maximum(ink, 1.3 * sheet.line(curve(bar, 12), 0.007))
        joints.append(np.array([x, y]))
    return ink, joints


def _leaves(sheet: Sheet, rng: np.random.Generator, joint: np.ndarray, side: float) -> Field:
    """A twig and its spray of pointed leaves, each one press and lift of the brush."""
    ink = np.zeros(sheet.shape, np.float32)
    tip = joint + np.array([side * rng.uniform(0.07, 0.15), -rng.uniform(0.0, 0.06)])
    twig = curve(np.stack([joint, (joint + tip) / 2 + (0, -0.012), tip]), 20)
    ink = np.maximum(ink, 0.9 * sheet.line(twig, 0.0042))
    for _ in range(rng.integers(4, 7)):
        start = twig[rng.integers(9, 20)]
        turn = np.pi / 2 - side * rng.uniform(-0.2, 1.25)
        length = rng.uniform(0.09, 0.17)
        way = np.array([np.cos(turn), np.sin(turn)])
        t = np.linspace(0, 1, 40)[:, None]
        path = start + way * length * t + np.array([0.0, 0.02]) * t**2
        widths = 0.024 * (t[:, 0] ** 0.5) * (1 - t[:, 0]) ** 0.8 * 2.1 + 0.001
        ink = np.maximum(ink, _dry_stroke(sheet, rng, path, widths, 0.28) * rng.choice([0.5, 0.85, 1.25]))
    return ink


def _seal(sheet: Sheet, rng: np.random.Generator, picture: Field) -> Field:
    """Stamp a vermilion seal with a carved sign of our own."""
    x, y, half = 0.105, 1.12, 0.034
    stone = np.maximum(np.abs(sheet.x - x), np.abs(sheet.y - y)) - half + 0.002 * noise(sheet, rng, 50)
    carved = np.zeros(sheet.shape, np.float32)
    for a, b in (
        ((-1, -0.45), (1, -0.45)),
        ((0, -1), (0, 1)),
        ((-0.9, 0.9), (-0.9, 0.2)),
        ((-0.9, 0.2), (0.9, 0.2)),
        ((0.9, 0.2), (0.9, 0.9)),
    ):
        ends = np.array([a, b]) * half * 0.66 + (x, y)
        carved = np.maximum(carved, sheet.line(ends, 0.0075))
    worn = smoothstep(2.2, 1.2, noise(sheet, rng, 110, 2))
    return glaze(picture, "c8321f", sheet.soft(stone.astype(np.float32)) * (1 - carved) * worn * 1.05)


def ink_mountains(size: int, rng: np.random.Generator) -> Field:
    """Brush mountains in mist behind bamboo, ink on rice paper."""
    sheet = sheet_of(size, 1.0, 1.25)
    density = np.zeros(sheet.shape, np.float32)
    for level, swing, mist, strength in (
        (0.36, 0.08, 0.10, 0.22),
        (0.50, 0.11, 0.13, 0.42),
        (0.70, 0.085, 0.11, 0.75),
        (0.90, 0.05, 0.085, 1.1),
    ):
        layer = _range(sheet, rng, level, swing, mist)
        density = np.maximum(density * (1 - 0.75 * np.clip(layer, 0, 1)), strength * layer)
    moon = np.hypot(sheet.x - 0.30, sheet.y - 0.17)
    halo = 0.16 * smoothstep(0.075, 0.079, moon) * np.exp(-np.clip(moon - 0.075, 0, 1) / 0.07)
    density = density + halo * (1 + 0.4 * noise(sheet, rng, 6, 3))
    water = smoothstep(1.02, 1.10, sheet.y) * np.clip(noise(sheet, rng, (4, 42), 2) - 0.9, 0, 1) * 0.5
    density = density + water
    for foot, lean, width, tone in ((0.93, -0.06, 0.026, 0.42), (0.74, 0.10, 0.036, 0.9), (0.85, -0.02, 0.044, 1.2)):
        ink, joints = _bamboo(sheet, rng, foot, lean, width)
        for i, joint in enumerate(joints[1:]):
            ink = np.maximum(ink, _leaves(sheet, rng, joint, -1.0 if (i % 2 == 0 or foot > 0.9) else 1.0))
        density = np.maximum(density * (1 - 0.9 * np.clip(ink, 0, 1)), tone * ink * 1.25)
    for k in range(5):
        x, y, wing = 0.44 + 0.045 * k, 0.20 + 0.012 * (k - 2) ** 2 - 0.02 * k, 0.011
        bird = curve(
            [
                (x - wing, y - 0.006),
                (x - wing / 2, y - 0.009),
                (x, y),
                (x + wing / 2, y - 0.009),
                (x + wing, y - 0.005),
            ],
            20,
        )
        density = np.maximum(density, sheet.line(bird, 0.0032))
    ground = paper(sheet, rng, "efe6d0", 0.035)
    bleed = sheet.blur(density, 0.004)
    density = (0.75 * density + 0.35 * bleed) * (1 + 0.10 * noise(sheet, rng, 150, 2))
    return np.clip(_seal(sheet, rng, glaze(ground, SUMI, np.clip(density, 0, 1.3))), 0, 1)


def _wash(sheet: Sheet, rng: np.random.Generator, shape: Field, wetness: float) -> Field:
    """Pigment density of one wash over `shape` (short sides, negative inside): dark rim, blooms, granulation."""
    shape = shape + 0.008 * wetness * noise(sheet, rng, 9, 4) + 0.003 * noise(sheet, rng, 40, 2)
    inside = smoothstep(0.002 + 0.010 * wetness, -0.002, shape)
    rim = np.exp(-(((shape + 0.004) / 0.0045) ** 2)) * (1 - 0.65 * wetness)
    pool = 0.62 + 0.22 * noise(sheet, rng, 5, 3)
    backrun = noise(sheet, rng, 3.2, 5)
    bloom = np.exp(-(((backrun - 0.9) / 0.06) ** 2)) * 0.28 - 0.30 * smoothstep(0.9, 1.3, backrun)
    grain = np.clip(1 + 0.15 * noise(sheet, rng, 120, 2), 0.4, 2)
    return (inside * np.clip(pool + bloom + 0.50 * rim, 0.06, 1.6) * grain).astype(np.float32)


def _signed(sheet: Sheet, coverage: Field) -> Field:
    """Signed distance (short sides, negative inside) to the rim of a drawn shape."""
    inside = coverage > 0.5
    return ((distance_transform_edt(~inside) - distance_transform_edt(inside)) / sheet.unit).astype(np.float32)


def _foliage(sheet: Sheet, rng: np.random.Generator, picture: Field) -> Field:
    """Paint blades and leaves in four greens, each green one loose wash."""
    for hue, strength in (("9aae3f", 0.7), ("4f8a4a", 0.8), ("2f6b5a", 0.85), ("3f5f86", 0.7)):
        drawn = np.zeros(sheet.shape, np.float32)
        for _ in range(8):
            foot, turn = np.array([rng.uniform(0.05, 0.95), rng.uniform(0.72, 1.25)]), -np.pi / 2 + rng.normal(0, 0.7)
            t = np.linspace(0, 1, 30)
            blade = np.stack([np.cos(turn + 0.5 * t) * t, np.sin(turn + 0.5 * t) * t], 1) * rng.uniform(0.16, 0.36)
            drawn = np.maximum(drawn, sheet.line(foot + blade, 0.046 * np.sin(np.pi * t**0.7) + 0.003))
        picture = glaze(picture, hue, strength * _wash(sheet, rng, _signed(sheet, drawn), 0.22))
    return picture


def _petals(
    sheet: Sheet, rng: np.random.Generator, picture: Field, place: tuple[float, float, float], hues: tuple[str, str]
) -> Field:
    """Paint one poppy: broad overlapping petals in two pigments, a dark heart, stamens."""
    x, y, radius = place
    squash = rng.uniform(0.72, 0.95)
    lifted = np.hypot(sheet.x - x, (sheet.y - y) / squash) / radius
    picture = over(picture, "f6eadc", 0.82 * smoothstep(1.05, 0.85, lifted))
    for k in range(6):
        turn = k * 2 * np.pi / 5 + rng.uniform(-0.3, 0.3)
        cx, cy = x + 0.50 * radius * np.cos(turn), y + 0.50 * radius * squash * np.sin(turn)
        dx, dy = sheet.x - cx, (sheet.y - cy) / squash
        along, across = dx * np.cos(turn) + dy * np.sin(turn), -dx * np.sin(turn) + dy * np.cos(turn)
        shape = (
            np.hypot(along / 0.95, across / 1.15)
            - 0.56 * radius
            + 0.035 * radius * np.sin(9 * np.arctan2(across, along))
        )
        layer = _wash(sheet, rng, shape.astype(np.float32), 0.35)
        veins = 1 + 0.30 * np.sin(34 * np.arctan2(sheet.y - y, sheet.x - x) + 3 * noise(sheet, rng, 8))
        toward = np.clip(np.hypot(sheet.x - x, sheet.y - y) / radius, 0, 1.1)
        picture = glaze(picture, hues[0], layer * veins * 0.50 * (0.35 + toward))
        picture = glaze(picture, hues[1], layer * 0.55 * np.clip(0.85 - toward, 0, 1))
    heart = np.hypot(sheet.x - x, (sheet.y - y) / squash) - 0.17 * radius
    picture = glaze(picture, "2a2440", 1.1 * _wash(sheet, rng, heart.astype(np.float32), 0.5))
    for _ in range(34):
        turn, reach = rng.uniform(0, 2 * np.pi), radius * rng.uniform(0.22, 0.34)
        dot = np.hypot(sheet.x - x - reach * np.cos(turn), sheet.y - y - reach * squash * np.sin(turn))
        picture = over(picture, "241a30", 0.9 * sheet.soft((dot - rng.uniform(0.002, 0.0045)).astype(np.float32)))
    return picture


GROUND_WASHES = (
    ("8fbcd8", 0.15, 0.15, 0.7),
    ("eccb6a", 0.85, 0.42, 0.5),
    ("8fb87a", 0.45, 0.95, 0.7),
    ("c2a0cc", 0.95, 0.95, 0.5),
    ("8fc0c8", 0.05, 0.80, 0.6),
)
FLOWERS = (
    ((0.34, 0.40, 0.185), ("e2452c", "a3162e")),
    ((0.70, 0.30, 0.155), ("ec6a3a", "b01f3a")),
    ((0.62, 0.66, 0.175), ("d8283c", "6a1a4a")),
    ((0.21, 0.74, 0.115), ("4a62b8", "2a2a78")),
    ((0.87, 0.55, 0.09), ("5a7ac8", "3a2a80")),
)
BUDS = ((0.48, 0.14), (0.10, 0.50), (0.93, 0.20))


def _stems(sheet: Sheet, rng: np.random.Generator, picture: Field) -> Field:
    """Draw a stem to every flower and bud, and the closed buds themselves."""
    for x, y in (*(place[:2] for place, _ in FLOWERS), *BUDS):
        path = curve([(x, y), (0.6 * x + 0.18, 0.5 * y + 0.55), (0.48 + 0.25 * (x - 0.5), 1.25)], 60)
        stem = sheet.line(path, np.linspace(0.006, 0.012, 60)) * (0.8 + 0.3 * noise(sheet, rng, 20))
        picture = glaze(picture, "3f6b3a", 0.85 * stem)
    for x, y in BUDS:
        closed = np.hypot(sheet.x - x, (sheet.y - y) * 0.62) - 0.026
        picture = glaze(picture, "4f7a3a", _wash(sheet, rng, closed.astype(np.float32), 0.15))
        tip = np.hypot((sheet.x - x) * 1.2, (sheet.y - y + 0.024) * 0.8) - 0.018
        picture = glaze(picture, "d8283c", _wash(sheet, rng, tip.astype(np.float32), 0.15))
    return picture


def watercolor_poppies(size: int, rng: np.random.Generator) -> Field:
    """Let poppies and cornflowers bloom wet in wet on cold-pressed paper."""
    sheet = sheet_of(size, 1.0, 1.2)
    picture = paper(sheet, rng, "fbf6ea", 0.012)
    for hue, x, y, strength in GROUND_WASHES:
        patch = np.hypot(sheet.x - x, sheet.y - y) - 0.36 + 0.11 * noise(sheet, rng, 2.6, 4)
        picture = glaze(picture, hue, strength * _wash(sheet, rng, (0.3 * patch).astype(np.float32), 1.0))
    picture = _foliage(sheet, rng, _stems(sheet, rng, picture))
    for place, hues in FLOWERS:
        picture = _petals(sheet, rng, picture, place, hues)
    for _ in range(70):
        x, y, radius = rng.uniform(0, 1), rng.uniform(0, 1.2), min(rng.exponential(0.0024), 0.009) + 0.001
        drop = sheet.soft((np.hypot(sheet.x - x, sheet.y - y) - radius).astype(np.float32))
        picture = glaze(picture, str(rng.choice(["d8383c", "4a62b8", "4f8a4a", "e0a030"])), 0.7 * drop)
    tooth = noise(sheet, rng, 105, 2)
    return np.clip(picture * (1 + 0.014 * tooth)[..., None], 0, 1).astype(np.float32)
