"""Painting with strokes: a target picture and a direction field rendered from broad marks to fine ones.

The order of marks follows Hertzmann (1998): broad brushes first, finer ones only where the picture still differs from
the target. Each mark is a bent strip of bristles with its own relief, which is lit at the end.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter

from gallery.color import relight
from gallery.sheet import Field, Sheet

STAMP_ROWS, STAMP_COLUMNS, STAMPS = 40, 120, 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Brush:
    """One pass of strokes; lengths in short sides, colour jitter in [0, 1]."""

    length: float
    width: float
    spacing: float = 0.6
    opacity: float = 0.95
    angle_jitter: float = 0.12
    value_jitter: float = 0.05
    hue_jitter: float = 0.03
    streak: float = 0.10
    threshold: float = 0.0
    relief: float = 1.0
    tip: str = "bristle"


@dataclass(slots=True)
class Painting:
    """The state of a picture: colour (H, W, 3) and relief (H, W)."""

    sheet: Sheet
    color: Field
    relief: Field = field(init=False)

    def __post_init__(self) -> None:
        self.relief = np.zeros(self.sheet.shape, np.float32)

    def finish(self, depth: float = 1.0, gloss: float = 0.25) -> Field:
        """Light the relief; `depth` is relative to the size of the sheet."""
        height = gaussian_filter(self.relief, 0.0009 * self.sheet.unit)
        return relight(np.clip(self.color, 0, 1), height, depth * self.sheet.unit / 200, gloss)


def _stamp(rng: np.random.Generator, tip: str) -> tuple[Field, Field]:
    """Coverage and bristle profile (STAMP_ROWS, STAMP_COLUMNS) of one mark, tip to the right."""
    v = np.linspace(-1, 1, STAMP_ROWS, dtype=np.float32)[:, None]
    u = np.linspace(-1, 1, STAMP_COLUMNS, dtype=np.float32)[None, :]
    hairs = gaussian_filter(rng.standard_normal((STAMP_ROWS, STAMP_COLUMNS)), (0.8, 14), mode="nearest")
    hairs = (hairs - hairs.mean()) / hairs.std()
    if tip == "dab":
        body = 1 - (u**2 + v**2 + 0.12 * hairs)
        return np.clip(body * 5, 0, 1).astype(np.float32), (hairs * 0.3 + body).astype(np.float32)
    if tip == "knife":
        ragged = gaussian_filter(rng.standard_normal((STAMP_ROWS, 1)), (2, 0)) * 0.35
        cover = np.clip((1 - np.abs(v)) * 14, 0, 1) * np.clip((0.93 + ragged - np.abs(u)) * 14, 0, 1)
        ridge = np.exp(-(((np.abs(v) - 0.86) / 0.1) ** 2)) * 1.3 + np.exp(-(((u - 0.85) / 0.08) ** 2))
        return cover.astype(np.float32), (hairs * 0.22 + ridge).astype(np.float32)
    if tip == "thread":
        cover = np.clip((1 - np.abs(v)) * 6, 0, 1) * np.clip((1 - np.abs(u)) * 20, 0, 1)
        twist = np.sin(26 * u + 3 * v) * 0.25
        return cover.astype(np.float32), ((1 - v**2) * 2.2 - 1.2 * u**4 + twist).astype(np.float32)
    start = gaussian_filter(rng.standard_normal((STAMP_ROWS, 1)), (1.2, 0)) * 0.4
    run_out = np.clip((0.80 + start - u) * 4, 0, 1) * np.clip((u + 0.93 + 0.3 * start) * 9, 0, 1)
    edge = np.clip((1 - np.abs(v) ** 2.2) * 4, 0, 1)
    cover = run_out * edge * np.clip(1.1 + 0.35 * hairs - 0.25 * np.clip(u, 0, 1), 0, 1)
    ridge = 0.9 * np.exp(-(((np.abs(v) - 0.8) / 0.2) ** 2))
    return cover.astype(np.float32), (hairs * 0.75 + ridge).astype(np.float32)


@dataclass(frozen=True, slots=True)
class _Mark:
    """Where and how one stroke lies, in pixels and radians."""

    x: float
    y: float
    angle: float
    bend: float
    half_length: float
    half_width: float


def _place(painting: Painting, mark: _Mark, stamp: tuple[Field, Field], color: Field, brush: Brush) -> None:
    """Composite one mark into the painting."""
    rows, columns = painting.sheet.shape
    c, s = np.cos(mark.angle), np.sin(mark.angle)
    sag = abs(mark.bend) * mark.half_length
    reach_x = abs(c) * mark.half_length + abs(s) * (mark.half_width + sag) + 1
    reach_y = abs(s) * mark.half_length + abs(c) * (mark.half_width + sag) + 1
    x0, x1 = max(0, int(mark.x - reach_x)), min(columns, int(mark.x + reach_x) + 2)
    y0, y1 = max(0, int(mark.y - reach_y)), min(rows, int(mark.y + reach_y) + 2)
    if x1 <= x0 or y1 <= y0:
        return
    dx = np.arange(x0, x1, dtype=np.float32)[None, :] - mark.x
    dy = np.arange(y0, y1, dtype=np.float32)[:, None] - mark.y
    u = (dx * c + dy * s) / mark.half_length
    v = (dy * c - dx * s - mark.bend * mark.half_length * (u * u - 0.3)) / mark.half_width
    inside = (np.abs(u) < 1) & (np.abs(v) < 1)
    iu = np.clip((u + 1) * (STAMP_COLUMNS / 2), 0, STAMP_COLUMNS - 1).astype(np.intp)
    iv = np.clip((v + 1) * (STAMP_ROWS / 2), 0, STAMP_ROWS - 1).astype(np.intp)
    where = iv * STAMP_COLUMNS + iu
    alpha = stamp[0].ravel()[where] * inside * brush.opacity
    profile = stamp[1].ravel()[where]
    patch = painting.color[y0:y1, x0:x1]
    patch += (color * (1 + brush.streak * profile)[..., None] - patch) * alpha[..., None]
    ground = painting.relief[y0:y1, x0:x1]
    ground += (0.4 * ground + brush.relief * (0.6 + profile) - ground) * alpha


def scatter(sheet: Sheet, rng: np.random.Generator, spacing: float) -> NDArray[np.float64]:
    """Jittered grid points (N, 2) covering the sheet a little past its edges, in random order."""
    columns, rows = int(sheet.width / spacing) + 3, int(sheet.height / spacing) + 3
    gx, gy = np.meshgrid(np.arange(columns) - 1.0, np.arange(rows) - 1.0)
    points = np.stack([gx.ravel(), gy.ravel()], 1) + rng.uniform(-0.1, 1.1, (gx.size, 2))
    return rng.permutation(points * spacing)


def _at(image: Field, points: NDArray[np.float64], unit: int) -> Field:
    """Look an image up at points in short sides, nearest pixel."""
    ix = np.clip((points[:, 0] * unit).astype(int), 0, image.shape[1] - 1)
    iy = np.clip((points[:, 1] * unit).astype(int), 0, image.shape[0] - 1)
    return image[iy, ix]


def stroke_pass(painting: Painting, target: Field, angle: Field, brush: Brush, rng: np.random.Generator) -> None:
    """Lay one pass of strokes that carry `target` (H, W, 3) along `angle` (H, W, radians)."""
    sheet = painting.sheet
    points = scatter(sheet, rng, max(brush.width * brush.spacing, brush.spacing * (brush.width * brush.length) ** 0.5))
    count = len(points)
    wanted = sheet.blur(target, brush.width * 0.35)
    missing = np.abs(sheet.blur(painting.color, brush.width * 0.35) - wanted).sum(-1)
    colors = _at(wanted, points, sheet.unit)
    colors = colors * (1 + brush.value_jitter * rng.standard_normal((count, 1)))
    colors = np.clip(colors + brush.hue_jitter * rng.standard_normal((count, 3)), 0, 1).astype(np.float32)
    needed = _at(missing, points, sheet.unit) >= brush.threshold
    direction = _at(angle, points, sheet.unit)
    step = np.stack([np.cos(direction), np.sin(direction)], 1) * brush.length * 0.5
    turn = _at(angle, points + step, sheet.unit) - _at(angle, points - step, sheet.unit)
    bend = np.clip((turn + np.pi / 2) % np.pi - np.pi / 2, -0.9, 0.9) * 0.28
    direction = direction + brush.angle_jitter * rng.standard_normal(count)
    sizes = np.clip(1 + 0.25 * rng.standard_normal((count, 2)), 0.55, 1.6) * sheet.unit / 2
    stamps = [_stamp(rng, brush.tip) for _ in range(STAMPS)]
    which = rng.integers(0, STAMPS, count)
    for i in np.flatnonzero(needed):
        x, y = points[i] * sheet.unit
        mark = _Mark(x, y, direction[i], bend[i], sizes[i, 0] * brush.length, max(0.8, sizes[i, 1] * brush.width))
        _place(painting, mark, stamps[which[i]], colors[i], brush)


def render(sheet: Sheet, target: Field, angle: Field, brushes: list[Brush], rng: np.random.Generator) -> Painting:
    """Paint `target` on a ground of its own mean colour with each brush in turn."""
    ground = np.broadcast_to(target.mean((0, 1)) * 0.8, target.shape)
    painting = Painting(sheet, ground.astype(np.float32).copy())
    for brush in brushes:
        stroke_pass(painting, target, angle, brush, rng)
    return painting
