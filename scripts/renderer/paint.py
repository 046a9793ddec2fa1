"""Where lips, brows, beard, blush and wrinkles lie, painted once around the neutral head.

The map is a cylinder about the head's vertical axis: columns are the angle (0 in front, positive to the subject's
left), rows the height. A pixel finds its place through the neutral position of the vertices around it.
"""

from __future__ import annotations

from functools import lru_cache

import cv2
import numpy as np
import numpy.typing as npt

from scripts.renderer.model import LANDMARKS, HeadModel
from scripts.renderer.noise import cloud

Floats = npt.NDArray[np.float32]

WIDTH, HEIGHT = 2048, 1152
TOP, BOTTOM = 15.0, -20.0
AXIS_Z = 1.0
LAYERS = (
    "lips",
    "mouth_line",
    "brow",
    "lid",
    "beard",
    "moustache",
    "blush",
    "rim",
    "forehead",
    "crow",
    "nasolabial",
    "bag",
)


def angle(points: Floats) -> Floats:
    """Return the angle (N,) in radians about the head's axis of neutral positions (N, 3)."""
    return np.arctan2(points[..., 0], points[..., 2] - AXIS_Z).astype(np.float32)


def place(points: Floats) -> tuple[Floats, Floats]:
    """Return columns and rows of the painted map for neutral positions (..., 3)."""
    column = (angle(points) / (2 * np.pi) + 0.5) * (WIDTH - 1)
    row = (TOP - points[..., 1]) / (TOP - BOTTOM) * (HEIGHT - 1)
    return column.astype(np.float32), row.astype(np.float32)


@lru_cache(maxsize=2)
def painted(model: HeadModel) -> tuple[Floats, ...]:
    """Return the map, in [0, 1], as sheets (1152, 2048, 4): one channel for each of LAYERS, in order.

    Four channels are what OpenCV looks up at a time.
    """
    marks = np.stack(place(model.neutral[LANDMARKS]), 1)
    layers = {
        "lips": _soft(_polygon(marks[48:60], 1.03), 2.0),
        "mouth_line": _soft(_lines([marks[[60, 61, 62, 63, 64]], marks[[60, 67, 66, 65, 64]]], 3), 2.0),
        "brow": _brows(marks),
        "lid": np.maximum(*(_soft(_lid(marks, eye, brow), 6.0) for eye, brow in ((36, 17), (42, 22)))),
        "rim": _soft(_lines([marks[[36, 37, 38, 39, 40, 41, 36]], marks[[42, 43, 44, 45, 46, 47, 42]]], 3), 1.5),
        "beard": _beard(marks),
        "moustache": _moustache(marks),
        "blush": _blush(marks),
    } | _wrinkles(marks)
    groups = [LAYERS[k : k + 4] for k in range(0, len(LAYERS), 4)]
    return tuple(np.stack([layers[name] for name in group], 2).astype(np.float32) for group in groups)


def _soft(mask: Floats, sigma: float) -> Floats:
    return cv2.GaussianBlur(mask, (0, 0), sigma)


def _blank() -> Floats:
    return np.zeros((HEIGHT, WIDTH), np.float32)


def _polygon(points: Floats, grow: float) -> Floats:
    centre = points.mean(0)
    outline = _curve(np.concatenate([points, points[:1]]))
    outline = centre + (outline - centre) * grow
    return _filled(outline)


def _curve(points: Floats, steps: int = 8) -> Floats:
    """Return a Catmull-Rom curve through the points."""
    p = np.concatenate([2 * points[:1] - points[1:2], points, 2 * points[-1:] - points[-2:-1]])
    t = (np.arange(steps) / steps)[:, None]
    pieces = [
        0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3)
        for a, b, c, d in zip(p[:-3], p[1:-2], p[2:-1], p[3:], strict=True)
    ]
    return np.concatenate([*pieces, points[-1:]])


def _lines(curves: list[Floats], thickness: int) -> Floats:
    canvas = _blank()
    for points in curves:
        outline = np.rint(_curve(np.asarray(points, np.float64)) * 16).astype(np.int32)
        cv2.polylines(canvas, [outline], False, 1.0, thickness, cv2.LINE_AA, 4)
    return canvas


def _brows(marks: Floats) -> Floats:
    canvas = _blank()
    for line in (marks[17:22], marks[22:27][::-1]):
        upper = line + np.array((0, -3))
        lower = line + np.array([(0, 3), (0, 9), (0, 13), (0, 16), (0, 15)])
        outline = np.concatenate([_curve(upper), _curve(lower)[::-1]])
        cv2.fillPoly(canvas, [np.rint(outline * 16).astype(np.int32)], 1.0, shift=4)
    return _soft(canvas, 3.0)


def _lid(marks: Floats, eye: int, brow: int) -> Floats:
    upper = marks[eye : eye + 4]
    middle = marks[brow : brow + 5].mean(0)
    raised = upper + (middle - upper.mean(0)) * (0.0, 0.5)
    outline = np.concatenate([_curve(upper), _curve(raised)[::-1]])
    return cv2.fillPoly(_blank(), [np.rint(outline * 16).astype(np.int32)], 1.0, shift=4)


def _beard(marks: Floats) -> Floats:
    jaw = marks[:17]
    inner = np.array([marks[14] * 0.75 + marks[35] * 0.25, marks[54] * 0.8 + marks[13] * 0.2, marks[54] + (10, 20)])
    other = np.array([marks[48] + (-10, 20), marks[48] * 0.8 + marks[3] * 0.2, marks[2] * 0.75 + marks[31] * 0.25])
    below = jaw[2:15] + np.array((0, 60))
    sides = np.concatenate([jaw[:2], below, jaw[15:], inner, [marks[57] + (14, 12), marks[57] + (-14, 12)], other])
    return _soft(_filled(sides), 9.0)


def _moustache(marks: Floats) -> Floats:
    top = np.array(
        [marks[48] + (-12, 0), marks[31] + (-10, 14), marks[33] + (0, 12), marks[35] + (10, 14), marks[54] + (12, 0)]
    )
    lower = np.array([marks[54] + (12, 22), marks[54] + (2, 4), marks[52], marks[51], marks[50], marks[48] + (-2, 4)])
    return _soft(_filled(np.concatenate([top, lower, [marks[48] + (-12, 22)]])), 4.0)


def _filled(outline: Floats) -> Floats:
    return cv2.fillPoly(_blank(), [np.rint(outline * 16).astype(np.int32)], 1.0, shift=4)


def _blush(marks: Floats) -> Floats:
    canvas = _blank()
    for eye, jaw in ((41, 2), (46, 14)):
        spot = marks[eye] * 0.55 + marks[jaw] * 0.45
        cv2.circle(canvas, tuple(int(v) for v in spot), 45, 1.0, -1)
    cv2.circle(canvas, tuple(int(v) for v in marks[30]), 24, 1.0, -1)
    cv2.circle(canvas, tuple(int(v) for v in marks[8] + (0, -25)), 28, 0.6, -1)
    return _soft(canvas, 22.0)


def _wrinkles(marks: Floats) -> dict[str, Floats]:
    """Return grooves: 1 at the bottom of a line, 0 on smooth skin."""
    wander = cloud(np.random.default_rng(3), 512, (6, 12))
    sway = wander[:, :40].T * 2.5
    forehead = []
    for k in range(5):
        across = np.linspace(marks[18, 0], marks[25, 0], 25)
        rise = (marks[19, 1] + marks[24, 1]) / 2 - 34 - 19 * k + 6 * ((across - marks[27, 0]) / 90) ** 2
        forehead.append(np.stack([across, rise + sway[k, :25]], 1)[k % 3 : 25 - (k * 2) % 4])
    for side in (-1, 1):
        x = marks[27, 0] + side * 12
        forehead.append(np.array([(x, marks[27, 1] - 32), (x - side * 3, marks[27, 1] - 14), (x, marks[27, 1] + 4)]))
    crow, fold, bag = [], [], []
    for out, corner, mouth, nose, eye in ((-1, 36, 48, 31, 36), (1, 45, 54, 35, 42)):
        for slope in (-0.75, -0.3, 0.1, 0.5):
            start = marks[corner] + np.array([out * 10, slope * 10])
            crow.append(start + np.array([(0, 0), (out * 14, slope * 12), (out * 26, slope * 26)]))
        fold.append(
            np.stack(
                [
                    marks[nose] + (out * 10, -10),
                    (marks[nose] + marks[mouth]) / 2 + (out * 20, -6),
                    marks[mouth] + (out * 16, 14),
                ]
            )
        )
        fold.append(np.stack([marks[mouth] + (out * 5, 6), marks[mouth] + (out * 7, 24), marks[mouth] + (out * 3, 44)]))
        low = marks[[eye, eye + 5, eye + 4, eye + 3]]
        bag += [low + np.array([(0, 8), (0, 20), (0, 20), (0, 8)]), low + np.array([(0, 5), (0, 11), (0, 11), (0, 5)])]
    groups = {
        "forehead": (forehead, 2, 2.2),
        "crow": (crow, 2, 1.8),
        "nasolabial": (fold, 4, 4.0),
        "bag": (bag, 2, 2.5),
    }
    return {name: _soft(_lines(curves, thick), blur) for name, (curves, thick, blur) in groups.items()}
