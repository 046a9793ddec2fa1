"""Find faces and the 68 landmarks of each (iBUG's order).

Faces are found by histograms of oriented gradients (Dalal & Triggs 2005) as dlib ships them: that detector is part of
the library and needs no file. Landmarks come from a cascade of regression trees (Kazemi & Sullivan, "One millisecond
face alignment with an ensemble of regression trees", CVPR 2014). Departures:
  1. the trees see the face at one size and level, so that neither a huge nor a tilted face is strange to them;
  2. they look several times from slightly different boxes, and the median of the answers counts;
  3. where no upright face is found, smaller ones are sought, then tilted ones.
Points are (x, y) with the middle of the first pixel at (0, 0).
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from threading import local
from typing import Protocol

import cv2
import dlib
import numpy as np
from numpy.typing import NDArray

from styletransfer.errors import FaceNotFound

Points = NDArray[np.float64]
Pixels = NDArray[np.uint8]

LANDMARKS = 68
SMALLEST_FACE = 80  # side of the smallest box that the detector knows, px
_SHOWN_SIDE = 256  # of a face's box in what the predictor is shown, px
_MARGIN = 0.7  # around the box, of its side
# Boxes to look from: how far they lie from the detector's, of its side, and the logarithm of how much larger they are.
_LOOKS = ((0.0, 0.0, 0.0), (0.03, 0.0, 0.03), (-0.03, 0.0, 0.03), (0.0, 0.03, -0.04), (0.0, -0.03, -0.04))
_TURNS = (-45.0, 45.0, -90.0, 90.0, 180.0)  # degrees clockwise

_of_this_thread = local()


class Predictor(Protocol):
    """What `dlib.shape_predictor` does."""

    def __call__(self, image: Pixels, box: "dlib.rectangle") -> "dlib.full_object_detection":
        """Return the landmarks of the face in a box, in whole pixels."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FaceSearch:
    """How thoroughly to look: longest sides at which to search the picture, one after the other until a face turns up.

    At a longest side of 1600 px faces are found that span 5 % of it. A score of 0 is the detector's own threshold;
    faces of portraits score 0.7 to 3, folds and foliage that it takes for faces up to 0.15.
    """

    sides: tuple[int, ...] = (1600, 3200)
    largest_scale: float = 4.0  # the picture is never enlarged more
    tilted_side: int = 900  # at which tilted faces are sought, 0 to leave them
    least_score: float = 0.2
    least_tilted_score: float = 0.4

    def __post_init__(self) -> None:
        """Raise `ValueError` for sizes in which no face fits."""
        if not self.sides or min(self.sides) < SMALLEST_FACE or self.largest_scale < 1:
            raise ValueError(f"Sides of at least {SMALLEST_FACE} px and a scale of at least 1 are needed, got {self}.")


@dataclass(frozen=True, slots=True, kw_only=True)
class FaceBox:
    """Where a face is, as the detector frames it: from the brows to the chin.

    Attributes:
        centre: (x, y) in pixels of the photograph.
        side: side of the square, px.
        tilt: by how much it leans clockwise, degrees.
        score: how sure the detector is; 0 is its threshold.
    """

    centre: tuple[float, float]
    side: float
    tilt: float = 0.0
    score: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Face:
    """A face in a photograph: its box, which leans as the eyes do, and its landmarks (68, 2) in pixels."""

    box: FaceBox
    landmarks: Points


def find_faces(photo: Pixels, predictor: Predictor, search: FaceSearch | None = None) -> tuple[Face, ...]:
    """Find every face and its landmarks, the largest face first.

    Args:
        photo: pixels (H, W, 3).
        predictor: knows 68 landmarks.
        search: how thoroughly to look.
    Returns:
        At least one face.
    Raises:
        FaceNotFound: no face was found.
    """
    found = _found(photo, search or FaceSearch())
    if not found:
        raise FaceNotFound(
            f"No face was found in this picture of {photo.shape[1]} x {photo.shape[0]} px. Choose one in which a face "
            "looks at the camera, is not covered and spans a twentieth of the picture or more, or crop to the face."
        )
    return tuple(face_in(photo, predictor, box) for box in sorted(found, key=lambda box: box.side, reverse=True))


def face_in(photo: Pixels, predictor: Predictor, box: FaceBox) -> Face:
    """Find the landmarks of the face in a box: look once to see how it leans, then carefully at the level face.

    Args:
        photo: pixels (H, W, 3).
        predictor: knows 68 landmarks.
        box: about where the detector would frame the face.
    """
    roughly = _looked(photo, predictor, box, _LOOKS[:1])
    between = roughly[42:48].mean(axis=0) - roughly[36:42].mean(axis=0)
    level = replace(box, tilt=math.degrees(math.atan2(between[1], between[0])))
    return Face(box=level, landmarks=_looked(photo, predictor, level, _LOOKS))


def _found(photo: Pixels, search: FaceSearch) -> list[FaceBox]:
    """Search the whole picture, upright at each size and then tilted, until there is a face."""
    if min(photo.shape[:2]) * search.largest_scale < SMALLEST_FACE / 2:
        return []
    longest = max(photo.shape[:2])
    scales = dict.fromkeys(min(side / longest, search.largest_scale) for side in search.sides)
    for scale in scales:
        found = [box for box in _upright(photo, scale) if box.score >= search.least_score]
        if found:
            return found
    if search.tilted_side:
        scale = min(search.tilted_side / longest, search.largest_scale)
        for turn in _TURNS:
            found = [box for box in _turned(photo, scale, turn) if box.score >= search.least_tilted_score]
            if found:
                return found
    return []


def _upright(photo: Pixels, scale: float) -> Iterator[FaceBox]:
    yield from _detected(_scaled(photo, scale), scale, np.eye(2, 3), 0.0)


def _turned(photo: Pixels, scale: float, turn: float) -> Iterator[FaceBox]:
    """Look for faces that lean by `turn` degrees, which are upright once the picture is turned back."""
    small = _scaled(photo, scale)
    height, width = small.shape[:2]
    middle = ((width - 1) / 2, (height - 1) / 2)
    extent = math.ceil(math.hypot(width, height))
    matrix = np.asarray(cv2.getRotationMatrix2D(middle, turn, 1.0), dtype=np.float64)
    matrix[:, 2] += (extent - 1) / 2 - np.array(middle)
    level = np.asarray(cv2.warpAffine(small, matrix, (extent, extent)), dtype=np.uint8)
    yield from _detected(level, scale, np.asarray(cv2.invertAffineTransform(matrix), dtype=np.float64), turn)


def _detected(image: Pixels, scale: float, to_small: Points, turn: float) -> Iterator[FaceBox]:
    """Run the detector; `to_small` (2, 3) carries its pixels into the photograph at this scale."""
    boxes, scores, _ = _detector().run(image, 0, 0.0)
    for box, score in zip(boxes, scores, strict=True):
        middle = np.array([box.left() + box.right(), box.top() + box.bottom()]) / 2
        x, y = ((to_small[:, :2] @ middle + to_small[:, 2] + 0.5) / scale - 0.5).tolist()
        yield FaceBox(centre=(x, y), side=box.width() / scale, tilt=turn, score=float(score))


def _looked(photo: Pixels, predictor: Predictor, box: FaceBox, looks: Sequence[tuple[float, float, float]]) -> Points:
    """Show the level face to the predictor in boxes about its own; return the median landmarks in the photograph."""
    shown, to_photo = _level(photo, box)
    middle = (shown.shape[0] - 1) / 2
    answers = []
    for right, down, larger in looks:
        side = _SHOWN_SIDE * math.exp(larger)
        left, top = (round(middle + shift * _SHOWN_SIDE - side / 2) for shift in (right, down))
        window = dlib.rectangle(left, top, left + round(side) - 1, top + round(side) - 1)
        answers.append([(part.x, part.y) for part in predictor(shown, window).parts()])
    median = np.median(np.array(answers, dtype=np.float64), axis=0)
    return np.asarray(median @ to_photo[:, :2].T + to_photo[:, 2])


def _level(photo: Pixels, box: FaceBox) -> tuple[Pixels, Points]:
    """Cut the face out level at one size in grey, and return the map (2, 3) from there into the photograph."""
    extent = round(_SHOWN_SIDE * (1 + 2 * _MARGIN))
    step, radians, centre = box.side / _SHOWN_SIDE, math.radians(box.tilt), np.array(box.centre)
    turn = step * np.array([[math.cos(radians), -math.sin(radians)], [math.sin(radians), math.cos(radians)]])
    to_photo = np.column_stack([turn, centre - turn @ np.full(2, (extent - 1) / 2)])
    reach = box.side * (1 + 2 * _MARGIN) / math.sqrt(2) + 2
    size = np.array([photo.shape[1], photo.shape[0]])
    low = np.clip(np.floor(centre - reach).astype(int), 0, size - 1)
    high = np.clip(np.ceil(centre + reach).astype(int) + 1, low + 1, size)
    part = cv2.cvtColor(np.ascontiguousarray(photo[low[1] : high[1], low[0] : high[0]]), cv2.COLOR_RGB2GRAY)
    small = _scaled(np.asarray(part, dtype=np.uint8), min(1.0, 1 / step))
    scale = np.array([small.shape[1] / part.shape[1], small.shape[0] / part.shape[0]])
    to_small = to_photo.copy()
    to_small[:, 2] += 0.5 - low
    to_small *= scale[:, None]
    to_small[:, 2] -= 0.5
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    shown = cv2.warpAffine(small, to_small, (extent, extent), flags=flags, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(shown, dtype=np.uint8), to_photo


def _scaled(image: Pixels, scale: float) -> Pixels:
    """Return the image at another size, at least 1 px a side."""
    if scale == 1:
        return image
    size = (max(1, round(image.shape[1] * scale)), max(1, round(image.shape[0] * scale)))
    way = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    return np.asarray(cv2.resize(image, size, interpolation=way), dtype=np.uint8)


def _detector() -> "dlib.fhog_object_detector":
    """Return this thread's detector, which changes while it works."""
    if not hasattr(_of_this_thread, "detector"):
        _of_this_thread.detector = dlib.get_frontal_face_detector()
    return _of_this_thread.detector
