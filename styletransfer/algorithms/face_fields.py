"""An edit as small fields over an aligned face, and its way onto the photograph's own pixels.

The photograph is sampled once, at its own resolution and only inside the frame's window; stripes bound the memory.
Where nothing moves its pixels are copied exactly, and where the fields are 0 they stay as they are.
"""

import math
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from styletransfer.algorithms.face_alignment import FaceFrame, Points
from styletransfer.imaging.picture import Channels

Plane = NDArray[np.float32]

_STRIPE = 64  # rows
_SMOOTHEST = 1024  # px: fields are enlarged smoothly to this side, and linearly from there on
_ONE_MAP = np.empty(0, np.float32)  # for OpenCV: x and y lie in one array
_MARGIN = 2  # pixels that a cubic sample reaches beyond its place


@dataclass(frozen=True, kw_only=True, eq=False)
class FaceEditFields:
    """An edit in the photograph's geometry: result(p) = (1 - loss) · photograph(p + flow) + offset.

    Attributes:
        flow: (S, S, 2) steps in aligned pixels.
        loss: (S, S, 3), how much of each of the photograph's channels goes; below 0 it is made stronger.
        offset: (S, S, 3), what is added, in shares of white.
    """

    flow: Plane
    loss: Plane
    offset: Plane


def laid_on(photo: Channels, frame: FaceFrame, fields: FaceEditFields) -> Channels:
    """Apply an edit to a photograph.

    Args:
        photo: pixels (H, W, 3), 8 or 16 bits; they are not changed.
        frame: where the fields lie; its size is their side.
        fields: the edit.
    Returns:
        A new photograph of the same type.
    """
    layers, matrix = _fitted(frame, fields)
    rows, columns = frame.window
    result = photo.copy()
    for top in range(rows.start, rows.stop, _STRIPE):
        bottom = min(top + _STRIPE, rows.stop)
        shifted = matrix.copy()
        shifted[:, 2] -= (columns.start, top)
        extent = (columns.stop - columns.start, bottom - top)
        flow, loss, offset = (_laid(layer, shifted, extent) for layer in layers)
        laid = FaceEditFields(flow=flow, loss=loss, offset=offset)
        _edit(photo, result[top:bottom, columns], (top, columns.start), laid)
    return result


def _laid(layer: Plane, matrix: Points, extent: tuple[int, int]) -> Plane:
    return np.asarray(cv2.warpAffine(layer, matrix, extent, flags=cv2.INTER_LINEAR), np.float32)


def _edit(photo: Channels, part: Channels, corner: tuple[int, int], laid: FaceEditFields) -> None:
    """Write the edit of one stripe, whose fields are laid on it, into its part of the result."""
    top, left = corner
    height, width = part.shape[:2]
    maps = laid.flow
    maps[..., 0] += np.arange(left, left + width, dtype=np.float32)
    maps[..., 1] += np.arange(top, top + height, dtype=np.float32)[:, None]
    source, first = _around(photo, maps)
    maps -= np.array(first, np.float32)
    moved = cv2.remap(source, maps, _ONE_MAP, cv2.INTER_CUBIC, borderMode=cv2.BORDER_REFLECT_101)
    levels = float(np.iinfo(photo.dtype).max)
    # result = moved - loss · moved + offset · levels; rounding to the photograph's type is OpenCV's, and clips.
    gone = cv2.multiply(laid.loss, moved, dtype=cv2.CV_32F)
    change = cv2.addWeighted(laid.offset, levels, gone, -1.0, 0.0)
    part[...] = cv2.add(change, moved, dtype=cv2.CV_8U if photo.dtype == np.uint8 else cv2.CV_16U)


def _around(photo: Channels, maps: Plane) -> tuple[Channels, tuple[int, int]]:
    """Return the part of the photograph that samples at maps (h, w, 2) need, and its corner (x, y)."""
    # A channel at a time: NumPy is slow where the last axis, which is short, stays.
    low = np.floor([maps[..., axis].min() for axis in (0, 1)]).astype(int) - _MARGIN
    high = np.ceil([maps[..., axis].max() for axis in (0, 1)]).astype(int) + _MARGIN + 1
    left, top = (max(0, min(int(first), length - 1)) for first, length in zip(low, photo.shape[1::-1], strict=True))
    right, bottom = max(int(high[0]), left + 1), max(int(high[1]), top + 1)
    part: Channels = photo[top:bottom, left:right]
    return part, (left, top)


def _fitted(frame: FaceFrame, fields: FaceEditFields) -> tuple[list[Plane], Points]:
    """Return flow in the photograph's pixels, loss and offset at a fitting side, and their map to the photograph."""
    flow = fields.flow @ frame.matrix[:, :2].T.astype(np.float32)
    layers = [np.asarray(layer, np.float32) for layer in (flow, fields.loss, fields.offset)]
    wanted = min(max(1, math.ceil(frame.side)), max(_SMOOTHEST, frame.size))
    if frame.size <= wanted < 2 * frame.size:  # linear sampling alone is smooth enough
        return layers, frame.matrix
    way = cv2.INTER_AREA if wanted < frame.size else cv2.INTER_CUBIC
    resized = [np.asarray(cv2.resize(layer, (wanted, wanted), interpolation=way), np.float32) for layer in layers]
    scale = frame.size / wanted
    matrix = frame.matrix.copy()
    matrix[:, 2] += matrix[:, :2] @ np.full(2, (scale - 1) / 2)
    matrix[:, :2] *= scale
    return resized, matrix
