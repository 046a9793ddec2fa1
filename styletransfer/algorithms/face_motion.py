"""How one picture of a face became another: dense motion, believed as far as it explains the change.

Flow is found by dense inverse search (Kroeger et al., "Fast optical flow using dense inverse search", ECCV 2016), as
OpenCV has it. Departures: it is smoothed by a mean that is weighted by contrast, bounded, and fades where following it
does not bring the pictures closer.
A flow (S, S, 2) holds (x, y) steps in pixels: the picture it belongs to shows at p what the other shows at p + flow(p).
"""

from functools import cache

import cv2
import numpy as np
from numpy.typing import NDArray

from styletransfer.algorithms.face_smoothing import smoothed, weighted_mean

Plane = NDArray[np.float32]

SIDE = 128
"""Flow is sought on squares of this side, px; numbers below are in its pixels."""

_FARTHEST_REGISTRATION = 6.0
_FARTHEST_MOTION = 20.0
_FINE, _WIDE = 1.5, 15.0  # smoothness of the motion of the face, and of the head around it
_MIDDLE, _HALF_AXES = (0.5, 0.58), (0.25, 0.3)  # of the face without hair, shares of the side
_ONE_MAP = np.empty(0, np.float32)  # for OpenCV: x and y lie in one array
_FLAT = 0.02  # deviation of luma within a window below which there is nothing to recognise
_STILL = 0.08  # motion that is left out, so that the photograph stays sharp; twice as much counts in full
_EVIDENT = 0.03  # change of luma that tells for sure whether something moved


def registration(photo: Plane, painted: Plane) -> Plane:
    """Find where a painted look-alike shows what the photograph shows.

    Args:
        photo: the aligned photograph (S, S, 3) in [0, 1].
        painted: the generator's picture of it (S, S, 3) in [0, 1].
    Returns:
        Flow (S, S, 2): the photograph shows at p what the painted face shows at p + flow(p). It is smooth.
    """
    side = photo.shape[0]
    # The painted face is softer and of other colours: compare the structure alone, both equally soft.
    here, there = (
        _structure(smoothed(_luma(_small(image)), sigma)) for image, sigma in ((photo, 1.0), (painted, 0.75))
    )
    found = _flow(here, there, cv2.DISOPTICAL_FLOW_PRESET_MEDIUM)
    known = _contrast(smoothed(_luma(_small(photo)), 1.0), 3.0)
    smooth = weighted_mean(found, known, 5.0)
    return _enlarged(_bounded(smooth, _FARTHEST_REGISTRATION), side)


def motion(before: Plane, after: Plane, counted: Plane | None = None) -> Plane:
    """Find how what `before` shows has moved in `after`.

    Args:
        before: (S, S, 3) in [0, 1].
        after: the same face, edited.
        counted: where what is seen tells something (S, S), 0 to 1; elsewhere the motion around it continues.
    Returns:
        Flow (S, S, 2): `after` shows at p what `before` shows at p + flow(p), where that is believable, else 0.
    """
    side = before.shape[0]
    old, new = _luma(_small(before)), _luma(_small(after))
    found = _flow(_levels(new), _levels(old), cv2.DISOPTICAL_FLOW_PRESET_MEDIUM)
    known = _contrast(new, 1.5)
    if counted is not None:
        known = np.asarray(known * _small(counted) + 1e-4, np.float32)
    fine, wide = weighted_mean(found, known, _FINE), weighted_mean(found, known, _WIDE)
    smooth = _bounded(wide + (fine - wide) * _features()[..., None], _FARTHEST_MOTION)
    return _enlarged(_believed(old, new, smooth, known), side)


@cache
def _features() -> Plane:
    """Say where FFHQ's frame has the face (128, 128), 0 to 1; hair moves with the head as a whole."""
    (x, y), (across, down) = _MIDDLE, _HALF_AXES
    steps = (np.arange(SIDE, dtype=np.float32) + 0.5) / SIDE
    radius = np.hypot((steps - x)[None] / across, (steps - y)[:, None] / down)
    return np.asarray(np.clip((1.2 - radius) / 0.4, 0, 1), np.float32)


def warped(image: Plane, flow: Plane) -> Plane:
    """Fetch every pixel of a picture (S, S, C) from where a flow (S, S, 2) points, its border repeated."""
    return fetched(image, flow + _grid(flow.shape[0]))


def fetched(image: Plane, places: Plane) -> Plane:
    """Sample a picture (S, S) or (S, S, C) at places (h, w, 2) that hold x and y, its border repeated."""
    sampled = cv2.remap(image, places, _ONE_MAP, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(sampled, np.float32)


def _believed(old: Plane, new: Plane, flow: Plane, known: Plane) -> Plane:
    """Shorten a flow where following it does not bring the old luma closer to the new one."""
    still = smoothed(np.abs(new - old), 2.0)
    moved = smoothed(np.abs(new - warped(old, flow)), 2.0)
    gain = np.clip((still - moved) / (still + 0.004) / 0.3, 0, 1)[..., None].astype(np.float32)
    # Where nothing changed there is no evidence: even skin goes with what is around it.
    evidence = np.asarray(known * np.clip(still / _EVIDENT, 0, 1), np.float32)
    belief = weighted_mean(gain, evidence, 2.0, weighted_mean(gain, evidence, 8.0))
    length = np.hypot(flow[..., 0], flow[..., 1])
    kept = np.clip((length - _STILL) / _STILL, 0, 1)
    return np.asarray(flow * belief * kept[..., None], np.float32)


def _flow(here: NDArray[np.uint8], there: NDArray[np.uint8], preset: int) -> Plane:
    search = cv2.DISOpticalFlow.create(preset)
    search.setFinestScale(0)
    start = np.zeros((*here.shape, 2), np.float32)
    return np.asarray(search.calc(here, there, start), np.float32)


def _structure(luma: Plane) -> NDArray[np.uint8]:
    """Return luma relative to its surroundings, whatever the light, as levels."""
    mean = smoothed(luma, 6.0)
    spread = np.sqrt(np.maximum(smoothed(luma * luma, 6.0) - mean * mean, 0)) + _FLAT
    return _levels(np.asarray(0.5 + (luma - mean) / spread / 6, np.float32))


def _contrast(luma: Plane, sigma: float) -> Plane:
    """Return how much there is to recognise around each pixel, 0 to 1, never quite 0."""
    mean = smoothed(luma, sigma)
    spread = np.sqrt(np.maximum(smoothed(luma * luma, sigma) - mean * mean, 0))
    return np.asarray(spread / (spread + _FLAT) + 0.02, np.float32)


def _bounded(flow: Plane, farthest: float) -> Plane:
    length = np.hypot(flow[..., 0], flow[..., 1])
    return np.asarray(flow * (farthest / np.maximum(length, farthest))[..., None], np.float32)


def _small(image: Plane) -> Plane:
    if image.shape[0] == SIDE:
        return image
    way = cv2.INTER_AREA if image.shape[0] > SIDE else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(image, (SIDE, SIDE), interpolation=way), np.float32)


def _enlarged(flow: Plane, side: int) -> Plane:
    if side == SIDE:
        return flow
    return np.asarray(cv2.resize(flow, (side, side), interpolation=cv2.INTER_LINEAR) * (side / SIDE), np.float32)


def _luma(image: Plane) -> Plane:
    return np.asarray(cv2.cvtColor(image, cv2.COLOR_RGB2GRAY), np.float32)


def _levels(luma: Plane) -> NDArray[np.uint8]:
    return np.rint(np.clip(luma, 0, 1) * 255).astype(np.uint8)


def _grid(side: int) -> Plane:
    steps = np.arange(side, dtype=np.float32)
    return np.stack(np.meshgrid(steps, steps), axis=-1)
