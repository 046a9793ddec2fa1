"""Labelled faces, each cut out around the box in which the detector finds it."""

from dataclasses import dataclass

import dlib
import numpy as np
from numpy.typing import NDArray
from PIL import Image

Points = NDArray[np.float64]
Pixels = NDArray[np.uint8]

BOX_SIDE = 180  # of the detector's box in a cut-out, in pixels
MARGIN = 0.45  # around the box, of its side

_detector = dlib.get_frontal_face_detector()


@dataclass(frozen=True, slots=True, kw_only=True)
class Face:
    """A cut-out (H, W, 3) with its box (left, top, side) and its 68 landmarks, all in pixels of the cut-out."""

    name: str
    pixels: Pixels
    box: tuple[float, float, float]
    points: Points
    held_out: bool

    @property
    def between_eyes(self) -> float:
        """Return the distance between the centres of the eyes in pixels."""
        return float(np.linalg.norm(self.points[36:42].mean(axis=0) - self.points[42:48].mean(axis=0)))


def found(name: str, pixels: Pixels, points: Points, held_out: bool) -> Face | None:
    """Cut a labelled face out around the detector's box; None where the detector finds none in the right place."""
    for enlarged in (0, 1):
        for box in _detector(pixels, enlarged):
            if _fits(box, points):
                return cut_out(name, pixels, points, (box.left(), box.top(), box.width()), held_out)
    return None


def cut_out(name: str, pixels: Pixels, points: Points, box: tuple[float, float, float], held_out: bool) -> Face:
    """Cut out and scale a box with its margin; what lies outside the picture repeats its edge."""
    left, top, side = box
    margin, wanted = MARGIN * side, round(BOX_SIDE * (1 + 2 * MARGIN))
    beyond = max(0, int(np.ceil(max(margin - left, margin - top, left + side + margin - pixels.shape[1],
                                    top + side + margin - pixels.shape[0]))))  # fmt: skip
    padded = np.pad(pixels, ((beyond, beyond), (beyond, beyond), (0, 0)), mode="edge")
    corner = np.array([left - margin, top - margin])
    window = (*(corner + beyond), *(corner + beyond + side + 2 * margin))
    scaled = Image.fromarray(padded).resize((wanted, wanted), Image.Resampling.BICUBIC, box=window, reducing_gap=2.0)
    scale = wanted / (side + 2 * margin)
    return Face(name=name, pixels=np.asarray(scaled), points=(points + 0.5 - corner) * scale - 0.5, held_out=held_out,
                box=(margin * scale, margin * scale, side * scale))  # fmt: skip


def _fits(box: dlib.rectangle, points: Points) -> bool:
    """Tell whether a box is of this face: its centre within the landmarks and its side about theirs."""
    low, high = points.min(axis=0), points.max(axis=0)
    centre = np.array([box.left() + box.width() / 2, box.top() + box.height() / 2])
    share = box.width() / float((high - low).max())
    return bool((low < centre).all() and (centre < high).all() and 0.6 < share < 1.7)
