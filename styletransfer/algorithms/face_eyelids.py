"""Eyelids that open and close: how far they moved between two painted faces, and the motion that follows from it.

A small painted face shows an eye in a dozen pixels, in which dense flow cannot see a lid slide over an iris. The lid's
motion is known beforehand, though: its margin travels between where it is and the lower lid, its skin unfolds above.
How far it went is found by trying: the openness whose motion turns the painting before into the one after counts.
Eyes are described by landmarks 36 to 47 of iBUG; flows are as in `face_motion`.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from styletransfer.algorithms.face_motion import fetched

Plane = NDArray[np.float32]
Points = NDArray[np.float64]

_OPENNESSES = np.array([0.0, 0.15, 0.3, 0.45, 0.6, 0.75, 0.9, 1.0, 1.1, 1.2, 1.3, 1.4])
_SKIN = 0.62  # height of the skin that unfolds above the eye, in half widths of the eye
_LID_DEPTH = 0.12  # the lower lid lies this much lower than its landmarks, in half widths
_THINNEST = 0.06  # of the opening, in half widths, so that a shut eye keeps its line of lashes
_EDGE = 0.1  # height over which a lid's edge passes into the eye below it, in half widths
_SEEN = (1.35, 1.1, 0.8)  # half width, height above and below the eye of what is compared, in half widths
_SURE, _SURER = 0.002, 0.02  # gain in correlation at which a lid's motion begins to count, and counts in full
_UNMOVED = 0.05  # change of openness that is not told from none; twice as much counts in full
_FAITH = 1.4  # soft paintings of closing eyes fit best when the lids are still this many times too far open


@dataclass(frozen=True, slots=True, eq=False)
class Eye:
    """An eye in an aligned face, in its pixels: its middle, its half width as a vector, its lids' bows in half widths.

    `upper` is the height of the upper lid above the line between the corners, `lower` that of the lower lid below it.
    """

    middle: Points
    across: Points
    upper: float
    lower: float

    @property
    def half_width(self) -> float:
        """Return half the distance between the corners, px."""
        return float(np.hypot(*self.across))


def eyes_of(points: Points) -> tuple[Eye, ...]:
    """Describe both eyes of 68 landmarks (68, 2); an eye that makes no sense is left out."""
    found = (_eye(points[first : first + 6]) for first in (36, 42))
    return tuple(eye for eye in found if eye is not None)


def lid_motion(before: Plane, after: Plane, flow: Plane, eyes: Sequence[Eye]) -> tuple[Plane, Plane]:
    """Add the lids' motion to the motion of everything else.

    Args:
        before: painted face (S, S, 3) in [0, 1].
        after: the same, edited.
        flow: motion (S, S, 2) that leaves the lids out of account.
        eyes: where `before` has its eyes.
    Returns:
        The motion with that of the lids, (S, S, 2), and where the open eyes are after it, (S, S), 0 to 1.
    """
    old, new = (np.asarray(cv2.cvtColor(image, cv2.COLOR_RGB2GRAY), np.float32) for image in (before, after))
    views = [_View(eye, _window(eye, flow, before.shape[0]), flow) for eye in eyes]
    openness = _openness(old, new, views) if views else 1.0
    result, opening = flow.copy(), np.zeros(flow.shape[:2], np.float32)
    for view in views:
        result[view.window] = view.motion(openness)
        opening[view.window] = np.maximum(opening[view.window], view.opening(openness))
    return result, opening


def around_eyes(side: int, eyes: Sequence[Eye]) -> Plane:
    """Say where lids may move, (S, S), 0 to 1."""
    mask = np.zeros((side, side), np.float32)
    for eye in eyes:
        axes = np.array([1.15, _SKIN]) * eye.half_width
        angle = float(np.degrees(np.arctan2(eye.across[1], eye.across[0])))
        centre = (float(eye.middle[0]), float(eye.middle[1]))
        cv2.ellipse(mask, (centre, (float(2 * axes[0]), float(2 * axes[1])), angle), 1.0, -1)
    return np.asarray(cv2.GaussianBlur(mask, (0, 0), side / 128), np.float32)


def _eye(corners: Points) -> Eye | None:
    """Read six landmarks: left corner, two of the upper lid, right corner, two of the lower lid."""
    middle, across = (corners[0] + corners[3]) / 2, (corners[3] - corners[0]) / 2
    half = float(np.hypot(*across))
    if not half > 1:
        return None
    local = _local(corners - middle, across)
    bow = np.maximum(1 - local[:, 0] ** 2, 0.3)
    upper = float(np.mean(-local[1:3, 1] / bow[1:3]))
    lower = float(np.mean(local[4:6, 1] / bow[4:6])) + _LID_DEPTH
    return Eye(middle, across, upper, lower) if upper + lower > 2 * _THINNEST else None


def _local(steps: Points, across: Points) -> Points:
    """Turn steps in pixels (..., 2) to steps along and across the eye, in its half widths."""
    turn = np.array([[across[0], across[1]], [-across[1], across[0]]]) / float(across @ across)
    return np.asarray(steps @ turn.T)


def _window(eye: Eye, flow: Plane, side: int) -> tuple[slice, slice]:
    """Return the rows and columns in which the eye's lids may show after the motion."""
    x, y = (round(float(value)) for value in eye.middle)
    x, y = min(max(x, 0), side - 1), min(max(y, 0), side - 1)
    middle = eye.middle - flow[y, x]
    reach = np.ceil(1.5 * eye.half_width)
    low = np.clip(np.floor(middle - reach), 0, side - 2).astype(int)
    high = np.clip(np.ceil(middle + reach), low + 2, side).astype(int)
    return slice(low[1], high[1]), slice(low[0], high[0])


class _View:
    """The surroundings of an eye after the motion of everything but its lids."""

    def __init__(self, eye: Eye, window: tuple[slice, slice], flow: Plane) -> None:
        rows, columns = window
        grid = np.meshgrid(np.arange(columns.start, columns.stop), np.arange(rows.start, rows.stop))
        self.eye, self.window, self.flow = eye, window, flow[window]
        self.places = np.stack(grid, axis=-1).astype(np.float32)
        self.here = _local(self.places + self.flow - eye.middle, eye.across)

    def motion(self, openness: float) -> Plane:
        """Return the motion (h, w, 2) when the lids open to `openness` times what they were."""
        v = self.here[..., 1]
        upper, margin, lower = self._lids(openness)
        top = upper - _SKIN
        skin = np.clip((v - top) / (margin - top), 0, 1) ** 1.5
        # A lid that comes down covers the eye, which stays where it is; one that goes up shows more of it.
        height = np.minimum(lower - margin, _EDGE) if openness < 1 else lower - margin
        opening = np.clip(1 - (v - margin) / np.maximum(height, 1e-3), 0, 1)
        step = np.where(v <= margin, skin, opening) * (upper - margin)
        down = np.array([-self.eye.across[1], self.eye.across[0]])
        return np.asarray(self.flow + step[..., None] * down, np.float32)

    def opening(self, openness: float) -> Plane:
        """Say where the eye itself is seen (h, w), 0 to 1, when the lids open to `openness` times what they were."""
        _, margin, lower = self._lids(openness)
        v = self.here[..., 1]
        return np.asarray(np.clip(np.minimum(v - margin, lower - v) / _EDGE, 0, 1), np.float32)

    def _lids(self, openness: float) -> tuple[Plane, ...]:
        """Return how low the upper lid ends before and after, and the lower lid, (h, w) each."""
        bow = np.maximum(1 - self.here[..., 0] ** 2, 0)
        upper, lower = -self.eye.upper * bow, self.eye.lower * bow
        margin = np.minimum(lower - openness * (lower - upper), lower - _THINNEST * bow)
        return tuple(np.asarray(height, np.float32) for height in (upper, margin, lower))

    def weights(self) -> Plane:
        """Say how much each place counts (h, w) in telling how open the eye is."""
        across, above, below = _SEEN
        height = np.where(self.here[..., 1] < 0, above, below)
        distance = np.hypot(self.here[..., 0] / across, self.here[..., 1] / height)
        return np.asarray(np.clip(2 - 2 * distance, 0, 1), np.float32)


def _openness(old: Plane, new: Plane, views: Sequence[_View]) -> float:
    """Find how far both eyes opened, 1 for no change, from the luma before and after."""
    fits = np.mean([_fits(old, new, view) for view in views], axis=0)
    best = int(np.argmax(fits))
    sure = np.clip((fits[best] - fits[int(np.argmin(np.abs(_OPENNESSES - 1)))] - _SURE) / (_SURER - _SURE), 0, 1)
    change = (_peak(fits, best) - 1) * np.clip((abs(_peak(fits, best) - 1) - _UNMOVED) / _UNMOVED, 0, 1)
    return max(0.0, float(1 + sure * change * (_FAITH if change < 0 else 1)))


def _fits(old: Plane, new: Plane, view: _View) -> list[float]:
    """Return how like the new luma the old one gets by each openness."""
    weights, wanted = view.weights(), _banded(new[view.window], view.eye)
    fits = []
    for openness in _OPENNESSES:
        maps = view.places + view.motion(float(openness))
        painted = fetched(old, np.asarray(maps, np.float32))
        fits.append(_correlation(_banded(painted, view.eye), wanted, weights))
    return fits


def _banded(luma: Plane, eye: Eye) -> Plane:
    """Leave out what is wider than the eye: light, not lids."""
    return np.asarray(luma - cv2.GaussianBlur(luma, (0, 0), 0.6 * eye.half_width), np.float32)


def _correlation(one: Plane, other: Plane, weights: Plane) -> float:
    total = float(weights.sum()) + 1e-6
    first, second = (image - float((image * weights).sum()) / total for image in (one, other))
    power = float((first**2 * weights).sum()) * float((second**2 * weights).sum())
    return float((first * second * weights).sum()) / math.sqrt(power + 1e-12)


def _peak(fits: NDArray[np.float64], best: int) -> float:
    """Place the best openness between those that were tried, by a parabola through three."""
    if best in (0, len(fits) - 1):
        return float(_OPENNESSES[best])
    x, y = _OPENNESSES[best - 1 : best + 2], fits[best - 1 : best + 2]
    square, slope, _ = np.polyfit(x - x[1], y, 2)
    return float(x[1] + np.clip(-slope / (2 * min(square, -1e-9)), x[0] - x[1], x[2] - x[1]))
