"""The sheet a picture is painted on: coordinates, noise, masks and papers that look the same at every resolution.

Lengths are fractions of the short side and every random lattice has a size of its own, so that the number of pixels
changes the sharpness of a picture and not what is in it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw
from scipy.interpolate import splev, splprep
from scipy.ndimage import gaussian_filter, map_coordinates

Field = NDArray[np.floating[Any]]
Points = NDArray[np.float64] | Sequence[tuple[float, float]]
SUPERSAMPLING = 3


@dataclass(frozen=True, slots=True)
class Sheet:
    """Pixel grid: `x` and `y` (H, W) in short sides, `unit` pixels a short side."""

    x: Field
    y: Field
    unit: int

    @property
    def shape(self) -> tuple[int, int]:
        """Height and width in pixels."""
        return int(self.x.shape[0]), int(self.x.shape[1])

    @property
    def width(self) -> float:
        """Width in short sides."""
        return self.shape[1] / self.unit

    @property
    def height(self) -> float:
        """Height in short sides."""
        return self.shape[0] / self.unit

    def blur(self, image: Field, radius: float) -> Field:
        """Blur (H, W) or (H, W, C) by a Gaussian of `radius` short sides."""
        sigma = radius * self.unit
        spread = (sigma, sigma, 0)[: image.ndim]
        return gaussian_filter(image, spread, mode="nearest", truncate=3).astype(np.float32)

    def soft(self, distance: Field, width: float = 0.0) -> Field:
        """Coverage of the region where `distance` (short sides) is negative, its edge `width` wide."""
        edge = max(width, 1.2 / self.unit)
        return smoothstep(0.5 * edge, -0.5 * edge, distance)

    def warp(self, image: Field, dx: Field, dy: Field) -> Field:
        """Look (H, W) or (H, W, C) up at positions moved by `dx`, `dy` short sides."""
        where = np.stack([(self.y + dy) * self.unit - 0.5, (self.x + dx) * self.unit - 0.5])
        if image.ndim == 2:
            return map_coordinates(image, where, order=1, mode="reflect").astype(np.float32)
        planes = [map_coordinates(image[..., c], where, order=1, mode="reflect") for c in range(image.shape[2])]
        return np.stack(planes, axis=-1).astype(np.float32)

    def draw(self, marks: Callable[[ImageDraw.ImageDraw, float], None]) -> Field:
        """Rasterise `marks(draw, scale)` with Pillow, antialiased; ink 255 on 0 becomes coverage (H, W)."""
        rows, columns = self.shape
        plate = Image.new("L", (columns * SUPERSAMPLING, rows * SUPERSAMPLING))
        marks(ImageDraw.Draw(plate), float(self.unit * SUPERSAMPLING))
        return np.asarray(plate.resize((columns, rows), Image.Resampling.BOX), np.float32) / 255

    def polygon(self, *outlines: Points) -> Field:
        """Return the coverage of closed polygons given in short sides."""

        def marks(pen: ImageDraw.ImageDraw, scale: float) -> None:
            for outline in outlines:
                pen.polygon((np.asarray(outline, float) * scale).ravel().tolist(), fill=255)

        return self.draw(marks)

    def discs(self, places: Sequence[tuple[float, float, float, float]]) -> Field:
        """Return the coverage of ellipses (x, y, half width, half height) given in short sides."""

        def marks(pen: ImageDraw.ImageDraw, scale: float) -> None:
            for x, y, a, b in places:
                pen.ellipse(((x - a) * scale, (y - b) * scale, (x + a) * scale, (y + b) * scale), fill=255)

        return self.draw(marks)

    def line(self, points: Points, widths: float | NDArray[np.float64]) -> Field:
        """Return the coverage of a round-ended line whose width may change from point to point."""
        path = np.asarray(points, float)
        return self.draw(lambda pen, scale: ink_line(pen, path * scale, np.broadcast_to(widths, len(path)) * scale))


def sheet_of(size: int, width: float = 1.0, height: float = 1.0) -> Sheet:
    """Build the grid of a sheet `width` by `height` short sides, `size` pixels a short side."""
    rows, columns = round(size * height), round(size * width)
    y, x = np.mgrid[0:rows, 0:columns].astype(np.float32)
    return Sheet((x + 0.5) / size, (y + 0.5) / size, size)


def ink_line(pen: ImageDraw.ImageDraw, path: NDArray[np.float64], widths: NDArray[np.float64]) -> None:
    """Draw a line of changing width as a chain of discs and segments (pixels)."""
    for (x0, y0), (x1, y1), w in zip(path[:-1], path[1:], widths[:-1], strict=True):
        pen.line((x0, y0, x1, y1), fill=255, width=max(1, round(w)))
    for (x, y), w in zip(path, widths, strict=True):
        pen.ellipse((x - w / 2, y - w / 2, x + w / 2, y + w / 2), fill=255)


def curve(points: Points, count: int = 120, closed: bool = False) -> NDArray[np.float64]:
    """Pass a smooth curve through control points; returns (count, 2)."""
    p = np.asarray(points, float)
    if closed:
        p = np.vstack([p, p[:1]])
    knots, _ = splprep(p.T, s=0, per=closed, k=min(3, len(p) - 1))
    return np.stack(splev(np.linspace(0, 1, count), knots), axis=1)


def smoothstep(low: float, high: float, value: Field) -> Field:
    """Rise smoothly from 0 at `low` to 1 at `high`."""
    t = np.clip((value - low) / (high - low), 0, 1)
    return (t * t * (3 - 2 * t)).astype(np.float32)


def _cubic(positions: Field, cells: int) -> Field:
    """Weights (N, cells + 4) of a cubic B-spline lattice at `positions` in cells."""
    reach = np.abs(positions[:, None] + 1.5 - np.arange(cells + 4)[None, :])
    near = 2 / 3 - reach**2 + reach**3 / 2
    far = np.clip(2 - reach, 0, None) ** 3 / 6
    return np.where(reach < 1, near, far).astype(np.float32)


def noise(sheet: Sheet, rng: np.random.Generator, frequency: float | tuple[float, float], octaves: int = 1) -> Field:
    """Sum octaves of smooth lattice noise; zero mean, unit deviation.

    `frequency` is cells a short side, one number or (across, down).
    """
    fx, fy = frequency if isinstance(frequency, tuple) else (frequency, frequency)
    total = np.zeros(sheet.shape, np.float32)
    for octave in range(octaves):
        across, down = fx * 2**octave, fy * 2**octave
        columns, rows = int(sheet.width * across) + 1, int(sheet.height * down) + 1
        lattice = rng.standard_normal((rows + 4, columns + 4)).astype(np.float32)
        weights_y, weights_x = _cubic(sheet.y[:, 0] * down, rows), _cubic(sheet.x[0] * across, columns)
        total += (weights_y @ lattice @ weights_x.T) * 0.55**octave
    return (total - total.mean()) / (total.std() + 1e-6)


def follow(sheet: Sheet, texture: Field, angle: Field, length: float) -> Field:
    """Smear `texture` along `angle` by line integral convolution (Cabral and Leedom 1993)."""
    steps = max(2, round(length * sheet.unit / 2))
    total = texture.copy()
    for sign in (1, -1):
        dx = np.zeros(sheet.shape, np.float32)
        dy = np.zeros(sheet.shape, np.float32)
        cosine, sine = np.cos(angle), np.sin(angle)
        for _ in range(steps):
            dx += sign * sheet.warp(cosine, dx, dy) / sheet.unit
            dy += sign * sheet.warp(sine, dx, dy) / sheet.unit
            total += sheet.warp(texture, dx, dy)
    return total / (2 * steps + 1)
