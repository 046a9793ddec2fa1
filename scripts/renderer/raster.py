"""Software z-buffer for meshes and hair points, vectorised over all candidate pixels.

Pineda 1988 edge functions; every (triangle, pixel) pair of the triangles' bounding boxes is tested at once, and the
nearest is kept by the minimum of one packed key (depth in the high 32 bits, primitive in the low 32 bits).
Barycentric weights are affine in the picture: triangles are a few pixels wide, so perspective correction is left out.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int32]
Keys = npt.NDArray[np.uint64]

EMPTY = np.uint64(0xFFFFFFFFFFFFFFFF)
_DEPTH_STEPS = np.float32(2.0**20)  # steps per centimetre of depth are 2**20 / 256: far below a hair's width
_DEPTH_RANGE = np.float32(512.0)


@dataclass(frozen=True, slots=True)
class Buffer:
    """Hold the nearest primitive of every pixel: `key` (H, W) packed depth and primitive."""

    key: Keys

    @property
    def covered(self) -> npt.NDArray[np.bool_]:
        """Return the pixels that hold a primitive, (H, W)."""
        return self.key != EMPTY

    @property
    def primitive(self) -> Ints:
        """Return the primitive's number of every pixel, (H, W), -1 where there is none."""
        number = (self.key & np.uint64(0xFFFFFFFF)).astype(np.uint32).view(np.int32)
        return np.where(self.covered, number, np.int32(-1))

    @property
    def depth(self) -> Floats:
        """Return the depth of every pixel, (H, W) in centimetres, 512 where there is none."""
        steps = (self.key >> np.uint64(32)).astype(np.float32)
        return np.minimum(steps * (_DEPTH_RANGE / _DEPTH_STEPS), _DEPTH_RANGE)


def packed(depth: Floats, primitive: npt.NDArray[np.integer]) -> Keys:
    """Pack depths (centimetres, 0..512) and primitive numbers into sortable keys."""
    steps = np.clip(depth * (_DEPTH_STEPS / _DEPTH_RANGE), 0, _DEPTH_STEPS).astype(np.uint64)
    return (steps << np.uint64(32)) | primitive.astype(np.uint64)


def blank(side: int) -> Buffer:
    """Return an empty buffer of side x side pixels."""
    return Buffer(np.full((side, side), EMPTY, np.uint64))


def draw_triangles(buffer: Buffer, points: Floats, triangles: Ints, *, both_sides: bool = False) -> None:
    """Draw triangles into `buffer`.

    Args:
        points: projected vertices (V, 3): x, y in pixels (pixel centres at whole numbers), depth in centimetres.
        triangles: (T, 3) vertex numbers; fronts turn clockwise on the screen (y down).
        both_sides: draw triangles seen from behind too.
    """
    side = buffer.key.shape[0]
    a, b, c = (points[triangles[:, k]] for k in range(3))
    area = (b[:, 0] - a[:, 0]) * (c[:, 1] - a[:, 1]) - (b[:, 1] - a[:, 1]) * (c[:, 0] - a[:, 0])
    low = np.ceil(np.minimum(np.minimum(a, b), c)[:, :2]).astype(np.int32).clip(0, side)
    high = np.floor(np.maximum(np.maximum(a, b), c)[:, :2]).astype(np.int32).clip(-1, side - 1)
    seen = np.abs(area) > 1e-6 if both_sides else area < -1e-6
    seen &= (low <= high).all(1)
    number = np.nonzero(seen)[0].astype(np.int32)
    if not len(number):
        return
    extent = high[number] - low[number] + 1
    count = extent[:, 0] * extent[:, 1]
    row = np.repeat(np.arange(len(number), dtype=np.int32), count)  # (P,) which triangle a candidate belongs to
    within = np.arange(len(row), dtype=np.int32) - np.repeat(np.cumsum(count, dtype=np.int32) - count, count)
    width = extent[row, 0]
    line = within // width
    x = low[number, 0][row] + within - line * width
    y = low[number, 1][row] + line
    t = number[row]
    w_b, w_c = _weights(a[t], b[t], c[t], area[t], (x.astype(np.float32), y.astype(np.float32)))
    inside = (w_b >= -1e-5) & (w_c >= -1e-5) & (w_b + w_c <= 1 + 1e-5)
    t, w_b, w_c = t[inside], w_b[inside], w_c[inside]
    depth = a[t, 2] * (1 - w_b - w_c) + b[t, 2] * w_b + c[t, 2] * w_c
    np.minimum.at(buffer.key.reshape(-1), y[inside] * side + x[inside], packed(depth, t))


def draw_points(buffer: Buffer, points: Floats, first: int = 0) -> None:
    """Draw single-pixel points (N, 3), numbered from `first`, into `buffer`."""
    side = buffer.key.shape[0]
    x = np.rint(points[:, 0]).astype(np.int32)
    y = np.rint(points[:, 1]).astype(np.int32)
    seen = np.nonzero((x >= 0) & (x < side) & (y >= 0) & (y < side))[0]
    key = packed(points[seen, 2], seen + first)
    np.minimum.at(buffer.key.reshape(-1), y[seen] * side + x[seen], key)


def thicken(buffer: Buffer) -> Buffer:
    """Widen every point to a 2 x 2 block; the nearest point wins."""
    key = buffer.key
    wide = key.copy()
    wide[1:] = np.minimum(wide[1:], key[:-1])
    across = wide.copy()
    across[:, 1:] = np.minimum(across[:, 1:], wide[:, :-1])
    return Buffer(across)


def barycentric(points: Floats, triangles: Ints, primitive: Ints, place: tuple[Ints, Ints]) -> Floats:
    """Return the weights (P, 3) of the pixels `place` = (rows, columns) in their triangles `primitive` (P,)."""
    a, b, c = (points[triangles[primitive, k]] for k in range(3))
    area = (b[:, 0] - a[:, 0]) * (c[:, 1] - a[:, 1]) - (b[:, 1] - a[:, 1]) * (c[:, 0] - a[:, 0])
    x, y = place[1].astype(np.float32), place[0].astype(np.float32)
    w_b, w_c = _weights(a, b, c, area, (x, y))
    return np.stack([1 - w_b - w_c, w_b, w_c], 1).clip(0, 1).astype(np.float32)


def _weights(a: Floats, b: Floats, c: Floats, area: Floats, place: tuple[Floats, Floats]) -> tuple[Floats, Floats]:
    x, y = place[0] - a[:, 0], place[1] - a[:, 1]
    w_b = (x * (c[:, 1] - a[:, 1]) - y * (c[:, 0] - a[:, 0])) / area
    w_c = (y * (b[:, 0] - a[:, 0]) - x * (b[:, 1] - a[:, 1])) / area
    return w_b, w_c
