"""The abstract wall: a cubist table, a geometric composition, and poured skeins of enamel."""

from __future__ import annotations

import numpy as np
from scipy.ndimage import gaussian_filter

from gallery.brush import Brush, Painting, stroke_pass
from gallery.color import canvas_weave, over, paint, paper, ramp, relight
from gallery.sheet import Field, Sheet, curve, follow, noise, sheet_of, smoothstep

BOTTLE = ((0.17, 0.74), (0.165, 0.5), (0.20, 0.40), (0.225, 0.32), (0.225, 0.20),
          (0.285, 0.20), (0.285, 0.32), (0.31, 0.40), (0.345, 0.5), (0.34, 0.74))  # fmt: skip
FRUIT = (
    (0.80, 0.93, 0.075, "6a1f1a c8502a f0b060"),
    (0.90, 0.86, 0.065, "5a5a1a b8a83a f0e6a0"),
    (0.42, 1.0, 0.07, "6a1f1a d8682a f6c878"),
)


def _guitar(sheet: Sheet, picture: Field) -> Field:
    """Lay a guitar on the table."""
    lower = np.hypot((sheet.x - 0.60) / 0.21, (sheet.y - 0.78) / 0.20)
    upper = np.hypot((sheet.x - 0.58) / 0.155, (sheet.y - 0.545) / 0.15)
    body = smoothstep(1.0, 0.98, np.minimum(lower, upper))
    wood = np.clip(0.62 - 1.9 * (sheet.x - 0.56) + 0.05 * np.sin(150 * sheet.x), 0, 1)
    picture = over(picture, ramp("6a3010 b8672a e8b060 f6dca0", wood), body)
    picture = over(picture, "1c1410", smoothstep(1.0, 0.95, np.hypot(sheet.x - 0.59, sheet.y - 0.66) / 0.062))
    picture = over(picture, "2c1c12", sheet.polygon([(0.535, 0.64), (0.615, 0.64), (0.585, 0.10), (0.525, 0.10)]))
    for k in range(6):
        picture = over(picture, "f0e2b8", sheet.line([(0.54 + 0.012 * k, 0.86), (0.532 + 0.009 * k, 0.12)], 0.003))
    return picture


def _table_top(sheet: Sheet) -> Field:
    """The motif before it is broken up: guitar, bottle, fruit and a newspaper on a round table."""
    picture = ramp("3f5458 7f8f88 b8ac88 dccba0", np.clip(0.35 + 0.7 * sheet.x - 0.2 * sheet.y, 0, 1))
    table = np.hypot((sheet.x - 0.5) / 0.52, (sheet.y - 0.86) / 0.36)
    planks = ramp("5a3418 a86a30 d8a860", np.clip(1.2 - sheet.y + 0.04 * np.sin(60 * sheet.y), 0, 1))
    picture = over(picture, planks, smoothstep(1.0, 0.99, table))
    news = sheet.polygon([(0.12, 0.78), (0.40, 0.70), (0.50, 0.92), (0.22, 1.02)])
    print_lines = (np.sin(170 * (sheet.y + 0.28 * sheet.x)) > 0.1) & (np.sin(23 * (sheet.x - 0.3 * sheet.y)) > -0.75)
    picture = over(picture, np.where(print_lines[..., None], paint("4a463c"), paint("e8dcc0")).astype(np.float32), news)
    picture = _guitar(sheet, picture)
    glass = ramp("12302a 2f6a58 a8c8a8", np.clip((sheet.x - 0.17) / 0.17, 0, 1))
    picture = over(picture, glass, sheet.polygon(curve(BOTTLE, 120)))
    picture = over(picture, "e8dcc0", sheet.polygon([(0.17, 0.53), (0.34, 0.53), (0.34, 0.65), (0.17, 0.65)]))
    for x, y, radius, hues in FRUIT:
        light = np.clip(0.5 + 0.6 * (x - sheet.x) / radius - 0.5 * (sheet.y - y) / radius, 0, 1)
        ball = smoothstep(1, 0.96, np.hypot(sheet.x - x, sheet.y - y) / radius)
        picture = over(picture, ramp(hues, light), ball)
    return picture


def _facets(sheet: Sheet, rng: np.random.Generator) -> tuple[np.ndarray, list[tuple[Field, float]]]:
    """Cut the sheet by lines into facets: labels (H, W), and each line's signed distance and angle."""
    labels = np.zeros(sheet.shape, np.int64)
    lines: list[tuple[Field, float]] = []
    for k in range(17):
        turn = rng.choice([0.35, 0.95, 1.57, 2.2, 2.75, 0.0]) + rng.normal(0, 0.16)
        px, py = rng.normal(0.52, 0.24), rng.normal(0.62, 0.27)
        side = (sheet.x - px) * np.sin(turn) - (sheet.y - py) * np.cos(turn)
        along = (sheet.x - px) * np.cos(turn) + (sheet.y - py) * np.sin(turn)
        reach = np.abs(along) < rng.uniform(0.22, 0.55)
        labels = labels + np.where(reach & (side > 0) & (side < 0.45), 1, 0) * 3**k % 1000003
        lines.append((np.where(reach, side, 9).astype(np.float32), float(turn)))
    _, index = np.unique(labels, return_inverse=True)
    return index.reshape(sheet.shape), lines


def cubist_table(size: int, rng: np.random.Generator) -> Field:
    """Break a guitar, bottle and fruit into shifted facets in ochre, umber and grey-green."""
    sheet = sheet_of(size, 1.0, 1.2)
    labels, lines = _facets(sheet, rng)
    count = int(labels.max()) + 1
    shift = rng.normal(0, 0.030, (count, 2))
    zoom = rng.normal(0, 0.07, count)[labels]
    dx = shift[labels, 0] + zoom * (sheet.x - 0.55)
    dy = shift[labels, 1] + zoom * (sheet.y - 0.62)
    target = sheet.warp(_table_top(sheet), dx.astype(np.float32), dy.astype(np.float32))
    target = target * (rng.normal(1.04, 0.11, (count, 1)) * (1 + rng.normal(0, 0.04, (count, 3))))[labels]
    angle = rng.choice([0.35, 0.95, 1.57, 2.2, 2.75], count)[labels].astype(np.float32)
    ink = np.zeros(sheet.shape, np.float32)
    for side, _ in lines:
        shade = 0.46 * np.clip(1 - side / 0.15, 0, 1) ** 1.4 * (side > 0)
        glow = 0.42 * np.clip(1 + side / 0.09, 0, 1) ** 1.5 * (side < 0)
        target = target * (1 - shade)[..., None]
        target = over(target, "f6e8c4", glow.astype(np.float32))
        hand = 0.0022 + 0.0012 * noise(sheet, rng, 6)
        ink = np.maximum(ink, smoothstep(0.0012, -0.0012, np.abs(side) - hand))
    streak = follow(sheet, noise(sheet, rng, 150, 2), angle, 0.022)
    streak /= streak.std()
    target = np.clip(target * (1 + 0.085 * streak)[..., None], 0.02, 1).astype(np.float32)
    painting = Painting(sheet, target.copy())
    painting.relief = 0.45 * streak
    dabs = Brush(
        length=0.030, width=0.0125, spacing=0.95, opacity=0.62, value_jitter=0.10, hue_jitter=0.03, angle_jitter=0.1
    )
    stroke_pass(painting, target, angle, dabs, rng)
    dry = smoothstep(-1.5, -0.5, noise(sheet, rng, 120, 2))
    painting.color = over(painting.color, "1a1512", 0.9 * ink * dry)
    return painting.finish(depth=0.30, gloss=0.05)


def _discs(sheet: Sheet, rng: np.random.Generator, picture: Field) -> Field:
    """Concentric discs, each ring slightly off and scumbled."""
    scumble = noise(sheet, rng, 90, 2)
    sets = (
        (0.30, 0.30, 0.185, "14161c 5a2a6a c8402c f0a030 14161c 3f8fa8"),
        (0.98, 0.66, 0.135, "f3e6cc d8503a 1f3a6a f0c040 f3e6cc"),
        (0.78, 0.20, 0.085, "1f3a6a 8fc0c8 f3e6cc 14161c"),
        (0.20, 0.80, 0.095, "e8a83a c8402c 14161c f3e6cc"),
        (0.58, 0.56, 0.060, "14161c f0c040 c8402c"),
        (1.12, 0.28, 0.050, "c8402c f3e6cc 14161c"),
        (0.60, 0.88, 0.045, "3f8fa8 14161c f0c040"),
        (0.08, 0.52, 0.035, "14161c e8a83a"),
    )
    for x, y, radius, hues in sets:
        halo = np.hypot(sheet.x - x, sheet.y - y) / radius
        picture = over(picture, "e8b090", 0.55 * np.clip(1 - (halo - 1) / 0.45, 0, 1) * (halo > 1))
        for ring, hue in enumerate(hues.split()):
            scale = 1 - ring / len(hues.split())
            wobble = 0.012 * np.sin(3 * np.arctan2(sheet.y - y, sheet.x - x) + ring)
            cover = sheet.soft(((halo - scale - wobble) * radius).astype(np.float32))
            shade = paint(hue) * (1 + 0.07 * scumble)[..., None]
            picture = over(picture, np.clip(shade, 0, 1).astype(np.float32), 0.96 * cover)
    return picture


def _wedges(sheet: Sheet, rng: np.random.Generator, picture: Field) -> Field:
    """Translucent triangles and a checkerboard that multiply with what lies below."""
    shapes = (
        ([(0.02, 0.98), (0.55, 0.10), (0.50, 0.98)], "e8b23a", 0.65),
        ([(0.40, 0.95), (1.20, 0.40), (1.10, 0.95)], "5f9fb0", 0.6),
        ([(0.62, 0.05), (1.20, 0.10), (0.85, 0.52)], "d8705a", 0.55),
        ([(0.05, 0.08), (0.48, 0.04), (0.12, 0.66)], "8fb0a0", 0.5),
        ([(0.44, 0.40), (0.90, 0.50), (0.66, 0.80)], "6a4a8a", 0.6),
    )
    for corners, hue, strength in shapes:
        cover = sheet.polygon(corners)
        fade = np.clip(0.55 + 0.5 * noise(sheet, rng, 1.5) + 0.16 * noise(sheet, rng, 60, 2), 0.15, 1)
        tinted = picture * (paint(hue) * 1.06)
        picture = over(
            picture, np.clip(0.55 * tinted + 0.45 * paint(hue), 0, 1).astype(np.float32), strength * cover * fade
        )
    u, v = 0.94 * sheet.x + 0.34 * sheet.y, -0.34 * sheet.x + 0.94 * sheet.y
    inside = sheet.soft(np.maximum(np.abs(u - 1.02) - 0.135, np.abs(v - 0.05) - 0.085).astype(np.float32))
    checks = (np.floor(u / 0.034) + np.floor(v / 0.034)) % 2
    return over(
        picture, np.where(checks[..., None] > 0, paint("14161c"), paint("f3e6cc")).astype(np.float32), 0.93 * inside
    )


def geometric_composition(size: int, rng: np.random.Generator) -> Field:
    """Balance discs, wedges, arcs and taut lines on a warm scumbled ground."""
    sheet = sheet_of(size, 1.25)
    clouds = noise(sheet, rng, 2.2, 4)
    picture = ramp("c8b088 e6d6b0 f3e8cf f6e2c8", np.clip(0.55 + 0.22 * clouds + 0.05 * noise(sheet, rng, 70, 2), 0, 1))
    glow = np.hypot(sheet.x - 0.34, sheet.y - 0.36)
    picture = over(picture, "e8a890", 0.55 * np.exp(-((glow / 0.34) ** 2)))
    picture = over(picture, "9fc0c4", 0.55 * np.exp(-((np.hypot(sheet.x - 1.0, sheet.y - 0.62) / 0.30) ** 2)))
    picture = _discs(sheet, rng, _wedges(sheet, rng, picture))
    for k in range(7):
        start = np.array([0.03 + 0.04 * k, 0.90 - 0.012 * k])
        picture = over(
            picture,
            "14161c",
            sheet.line([tuple(start), (0.70 + 0.075 * k, 0.03 + 0.02 * k)], np.array([0.0065 - 0.0006 * k, 0.002])),
        )
    for radius, hue in ((0.26, "14161c"), (0.30, "c8402c"), (0.335, "1f3a6a"), (0.36, "14161c")):
        t = np.linspace(-2.6, -0.35, 70)
        arc = np.stack([0.80 + radius * np.cos(t), 0.78 + radius * 0.9 * np.sin(t)], 1)
        picture = over(picture, hue, sheet.line(arc, 0.010 * np.sin(np.linspace(0.15, np.pi - 0.15, 70)) + 0.001))
    for x, y, rate, swing in ((0.42, 0.74, 55, 0.016), (0.66, 0.93, 42, 0.02), (0.04, 0.16, 50, 0.013)):
        t = np.linspace(0, 0.30, 90)
        picture = over(
            picture, "14161c", sheet.line(np.stack([x + t, y + swing * np.sin(rate * t) - 0.25 * t], 1), 0.0075)
        )
    for _ in range(16):
        x, y, turn, length = rng.uniform(0, 1.25), rng.uniform(0, 1), rng.uniform(0, np.pi), rng.uniform(0.03, 0.12)
        end = (x + length * np.cos(turn), y + length * np.sin(turn))
        picture = over(
            picture,
            str(rng.choice(["14161c", "c8402c", "1f3a6a", "f0c040"])),
            sheet.line([(x, y), end], rng.uniform(0.004, 0.012)),
        )
    hand = gaussian_filter(noise(sheet, rng, (220, 90)) + noise(sheet, rng, (90, 220)), 0.5)
    weave = canvas_weave(sheet, 190)
    picture = picture * (1 + 0.030 * hand)[..., None]
    return relight(np.clip(picture, 0, 1).astype(np.float32), 0.6 * weave + 0.35 * hand, 0.30 * size / 704, 0.0)


def _skein(sheet: Sheet, rng: np.random.Generator, width: float) -> tuple[Field, np.ndarray]:
    """One long pour: a looping path whose thickness answers the speed of the hand."""
    knots = int(rng.integers(9, 16))
    walk = np.cumsum(rng.normal(0, 0.26, (knots, 2)), axis=0)
    walk = walk - walk.mean(0) + rng.uniform((0.25, 0.25), (1.05, 0.75))
    path = curve(walk, 420)
    speed = np.linalg.norm(np.gradient(path, axis=0), axis=1)
    pulse = 1 + 0.35 * np.sin(np.linspace(0, 40, 420) + rng.uniform(0, 6)) * rng.random(420)
    return sheet.line(path, np.clip(width * (0.0060 / (speed + 0.002)) ** 0.9 * pulse, 0.0020, 2.8 * width)), path


def _spatter(sheet: Sheet, rng: np.random.Generator, path: np.ndarray, count: int) -> Field:
    """Drops thrown off a pour."""
    at = path[rng.integers(0, len(path), count)] + rng.normal(0, 0.028, (count, 2))
    radius = np.clip(rng.exponential(0.0026, count), 0.0008, 0.014)
    stretch = rng.uniform(0.7, 1.4, count)
    return sheet.discs(list(zip(*at.T, radius * stretch, radius, strict=True)))


def poured_skeins(size: int, rng: np.random.Generator) -> Field:
    """Pour black, white, rust, ochre and blue-green enamel in skeins over raw canvas."""
    sheet = sheet_of(size, 1.25)
    weave = canvas_weave(sheet, 120)
    picture = paper(sheet, rng, "c9b48f", 0.05) * (0.82 + 0.2 * weave)[..., None]
    stains = noise(sheet, rng, 3, 4)
    picture = over(picture.astype(np.float32), "8a6a48", 0.5 * smoothstep(0.6, 1.3, stains))
    picture = over(picture, "4a5f62", 0.6 * smoothstep(0.9, 1.3, -stains))
    relief = 0.3 * weave
    pours = [
        ("2a4f5a", 0.010),
        ("b5542a", 0.010),
        ("15120f", 0.014),
        ("d8a440", 0.008),
        ("ece4d2", 0.010),
        ("15120f", 0.011),
        ("2a4f5a", 0.007),
        ("ece4d2", 0.008),
        ("b5542a", 0.006),
        ("15120f", 0.008),
        ("d8a440", 0.005),
        ("ece4d2", 0.006),
        ("15120f", 0.006),
        ("ece4d2", 0.0045),
    ]
    for hue, width in pours:
        for _ in range(4):
            thread, path = _skein(sheet, rng, 1.25 * width)
            cover = np.maximum(thread, _spatter(sheet, rng, path, 75))
            picture = over(picture, hue, cover)
            bead = gaussian_filter(cover, 0.0022 * size)
            relief = relief * (1 - 0.55 * cover) + 2.3 * bead * cover
    return relight(picture, gaussian_filter(relief, 0.0008 * size), 0.8 * size / 704, 0.32)
