"""Where an aligned photograph shows the head: face and hair, apart from the background and the clothes.

A rough head in the place that FFHQ's frame gives it is pulled onto the picture's colours by GrabCut (Rother, Kolmogorov
& Blake 2004), then onto its edges by a guided filter (He, Sun & Tang 2013). Departures from GrabCut: the face alone is
sure, everything else is open, and what does not hang together with the face is dropped.
"""

import cv2
import numpy as np
import torch
from numpy.typing import NDArray

from styletransfer.ops.guided_filter import guided_filter

Plane = NDArray[np.float32]
Mask = NDArray[np.uint8]
Points = NDArray[np.float64]

_SIDE = 128  # of GrabCut's picture, px
_OUTLINE_SIDE = 256  # of the guided filter's picture, px
_ITERATIONS = 3
_SEED = 7
# Where FFHQ's frame has the face and the head: middle and half axes, shares of the side.
_FACE = ((0.5, 0.57), (0.2, 0.27))
_HEAD = ((0.5, 0.5), (0.37, 0.46))
_FARTHEST = ((0.5, 0.5), (0.52, 0.56))  # hair may reach this far
_CHIN = 0.86


def head_region(photo: Plane, points: Points | None = None, person: Plane | None = None) -> Plane:
    """Find the head in an aligned photograph.

    Args:
        photo: the aligned photograph (S, S, 3) in [0, 1].
        points: 68 landmarks (68, 2) in its pixels, or None to trust in the frame.
        person: probability (S, S) that a place shows a person, or None when nobody knows.
    Returns:
        How far each pixel belongs to the head (S, S), 0 to 1, with the picture's own soft edges.
    """
    side = photo.shape[0]
    shares = None if points is None else (points + 0.5) / side
    face = _face(shares)
    cut = _cut(_resized(photo, _SIDE), face, None if person is None else _resized(person, _SIDE))
    fine = _resized(photo, _OUTLINE_SIDE)
    outlined = _outlined(fine, _resized(cut, _OUTLINE_SIDE))
    limits = _ellipse(_OUTLINE_SIDE, _FARTHEST, soft=0.12) * _above_the_clothes(shares)
    return _resized(np.asarray(outlined * limits, np.float32), side)


def _face(shares: Points | None) -> Mask:
    """Draw what is sure: the face from the brows to the chin, a little smaller than it is."""
    if shares is None:
        return (_ellipse(_SIDE, _FACE, soft=0.0) > 0.5).astype(np.uint8)
    outline = np.concatenate([shares[:17], shares[26:16:-1]])
    middle = outline.mean(axis=0)
    hull = cv2.convexHull(np.rint((middle + 0.9 * (outline - middle)) * _SIDE).astype(np.int32))
    return np.asarray(cv2.fillConvexPoly(np.zeros((_SIDE, _SIDE), np.uint8), hull, 1), np.uint8)


def _cut(photo: Plane, face: Mask, person: Plane | None) -> Plane:
    """Part head and surroundings by their colours, (128, 128), 0 or 1 with a slightly soft edge."""
    likely = _ellipse(_SIDE, _HEAD, soft=0.0) > 0.5
    state = np.where(likely, cv2.GC_PR_FGD, cv2.GC_PR_BGD).astype(np.uint8)
    if person is not None:
        state[person < 0.1] = cv2.GC_BGD
    state[_ellipse(_SIDE, _FARTHEST, soft=0.0) < 0.5] = cv2.GC_BGD
    state[face > 0] = cv2.GC_FGD
    mixtures = np.zeros((1, 65)), np.zeros((1, 65))
    cv2.setRNGSeed(_SEED)  # the mixtures start from random centres
    levels = np.rint(np.clip(photo, 0, 1) * 255).astype(np.uint8)
    cv2.grabCut(levels, state, (0, 0, 1, 1), *mixtures, _ITERATIONS, cv2.GC_INIT_WITH_MASK)
    inside = ((state == cv2.GC_FGD) | (state == cv2.GC_PR_FGD)).astype(np.uint8)
    inside = np.maximum(cv2.morphologyEx(inside, cv2.MORPH_OPEN, np.ones((3, 3), np.uint8)), face).astype(np.uint8)
    _, parts = cv2.connectedComponents(inside, connectivity=4)
    seeds = np.unique(parts[face > 0])
    head = np.isin(parts, seeds[seeds > 0]).astype(np.uint8)
    closed = cv2.morphologyEx(head, cv2.MORPH_CLOSE, np.ones((5, 5), np.uint8))
    return np.asarray(cv2.GaussianBlur(closed.astype(np.float32), (0, 0), 0.8), np.float32)


def _outlined(photo: Plane, region: Plane) -> Plane:
    guide = torch.from_numpy(np.ascontiguousarray(photo.transpose(2, 0, 1)))[None]
    filtered = guided_filter(guide, torch.from_numpy(region)[None, None], radius=5, epsilon=1e-3)[0, 0].numpy()
    return np.asarray(np.clip((filtered - 0.08) / 0.84, 0, 1), np.float32)


def _above_the_clothes(shares: Points | None) -> Plane:
    """Fade from the chin downwards (256, 1)."""
    chin = _CHIN if shares is None else float(shares[8, 1])
    rows = (np.arange(_OUTLINE_SIDE, dtype=np.float32)[:, None] + 0.5) / _OUTLINE_SIDE
    return smooth_step(np.asarray((chin + 0.14 - rows) / 0.12, np.float32))


def _ellipse(side: int, shape: tuple[tuple[float, float], tuple[float, float]], soft: float) -> Plane:
    """Return 1 inside an ellipse and 0 outside; it falls over a share `soft` of the picture inwards from its edge."""
    (x, y), (across, down) = shape
    steps = (np.arange(side, dtype=np.float32) + 0.5) / side
    radius = np.hypot((steps - x)[None] / across, (steps - y)[:, None] / down)
    return smooth_step(np.asarray((1 - radius) * across / max(soft, 1e-3) + (0.5 if soft == 0 else 0.0), np.float32))


def smooth_step(values: Plane) -> Plane:
    """Rise smoothly from 0 at 0 to 1 at 1."""
    inside = np.clip(values, 0, 1)
    return np.asarray(inside * inside * (3 - 2 * inside), np.float32)


def _resized(image: Plane, side: int) -> Plane:
    if image.shape[0] == side:
        return image
    way = cv2.INTER_AREA if image.shape[0] > side else cv2.INTER_LINEAR
    return np.asarray(cv2.resize(image, (side, side), interpolation=way), np.float32)
