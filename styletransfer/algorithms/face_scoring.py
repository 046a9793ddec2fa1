"""Measure aligned faces by 68 landmarks and by colours: what directions can be found and judged with anywhere.

Eyes follow Soukupová & Čech (2016), eq. 1. Departure: pose is read off the place of the nose's tip between eyes and
mouth instead of a fitted head, with factors found on portraits whose face mesh is known.

Points are (68, 2) in iBUG's order, x and y as shares of the picture's side. Lengths are shares of the distance between
the eyes' centres. Colours are CIE Lab (D65): L from 0 to 100, a towards red, b towards yellow.
"""

from collections.abc import Sequence

import cv2
import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from styletransfer.algorithms.face_landmarks import FaceBox, Points, Predictor, face_in
from styletransfer.algorithms.inversion import encode
from styletransfer.errors import ImageError
from styletransfer.models.face_readings import FaceReadings
from styletransfer.models.portrait_encoder import PortraitEncoder

YAW_DEGREES = 58.0
PITCH_DEGREES = 75.0
LEVEL_NOSE = 0.56  # where the tip of the nose lies between eyes (0) and mouth (1) in a face that looks straight ahead
PATCH = 0.022  # half a patch's side, of the picture
HAIR_STEPS = (0.36, 0.43, 0.50)  # above the brows, of the distance from chin to brows
FOREHEAD_STEPS = tuple(0.04 * step for step in range(1, 13))
HAIR_ACROSS = (-0.35, 0.0, 0.35)  # beside the middle, of the distance between the eyes
BACKGROUND = np.array([[0.04, 0.04], [0.04, 0.25], [0.96, 0.04], [0.96, 0.25]])
FACE_BOX = FaceBox(centre=(0.5, 0.62), side=0.61)  # as dlib's detector frames an aligned face


class LandmarkScorer:
    """Reads aligned faces with what ships: a predictor of landmarks and the pictures' own colours."""

    def __init__(self, predictor: Predictor) -> None:
        """Take the predictor, for instance `checkpoints.build.landmark_predictor("face-landmarks")`."""
        self._predictor = predictor

    def __call__(self, pictures: Tensor) -> dict[str, Tensor]:
        """Measure aligned faces.

        Args:
            pictures: (B, 3, S, S), sRGB in [0, 1].
        Returns:
            (B,) each: what `shape_readings` and `colour_readings` tell.
        Raises:
            ImageError: they are no square pictures.
        """
        levels = as_levels(pictures)
        points = np.stack([self.landmarks(picture) for picture in levels])
        readings = shape_readings(points) | colour_readings(levels, points)
        return {name: torch.from_numpy(values.astype(np.float32)) for name, values in readings.items()}

    def landmarks(self, picture: NDArray[np.uint8]) -> Points:
        """Find the 68 points of an aligned face (S, S, 3), as shares of its side."""
        side = len(picture)
        x, y = FACE_BOX.centre
        box = FaceBox(centre=(x * side, y * side), side=FACE_BOX.side * side)
        return np.asarray((face_in(picture, self._predictor, box).landmarks + 0.5) / side)


class CodeScorer:
    """Reads aligned faces with all that ships: the compact encoder's codes, landmarks, and the pictures' own colours.

    It knows what landmarks cannot tell, age and gender for instance, and looks at any generator's pictures.
    """

    def __init__(self, encoder: PortraitEncoder, readings: FaceReadings, predictor: Predictor) -> None:
        """Take the compact encoder, the readings of its codes, and a predictor of landmarks."""
        self._encoder, self._readings, self._landmarks = encoder, readings, LandmarkScorer(predictor)

    @torch.no_grad()
    def __call__(self, pictures: Tensor) -> dict[str, Tensor]:
        """Measure aligned faces.

        Args:
            pictures: (B, 3, S, S), sRGB in [0, 1].
        Returns:
            (B,) each: what `LandmarkScorer` tells, and what the codes tell, which count where both know a thing.
        Raises:
            ImageError: they are no square pictures.
        """
        average = pictures.new_zeros(())  # the compact encoder has its average learnt
        return self._landmarks(pictures) | self._readings.read(encode(self._encoder, average, pictures))


def shape_readings(points: Points) -> dict[str, NDArray[np.float64]]:
    """Measure expression and pose of landmarks (B, 68, 2).

    Returns:
        (B,) each: "eyes", height over width of the lids' opening; "smile", the mouth's width and twice its corners'
        lift; "mouth", the gap between the lips; "yaw" and "pitch" in degrees, positive to the right of the picture
        and downwards; "brows", their height above the eyes' corners.
    """
    between = _length(points[:, 42:48].mean(axis=1) - points[:, 36:42].mean(axis=1))
    across = (points[:, 42:48].mean(axis=1) - points[:, 36:42].mean(axis=1)) / between[:, None]
    down = np.stack([-across[:, 1], across[:, 0]], axis=1)
    corners, eye_corners = points[:, [48, 54]], points[:, [36, 39, 42, 45]].mean(axis=1)
    lift = _along(points[:, [51, 57, 62, 66]].mean(axis=1) - corners.mean(axis=1), down)
    gap = _length(points[:, 61:64] - points[:, [67, 66, 65]]).mean(axis=1)
    outer = (points[:, 36] + points[:, 45]) / 2
    to_mouth = _along(corners.mean(axis=1) - eye_corners, down)
    return {
        "eyes": _eye_openness(points),
        "smile": (_length(corners[:, 0] - corners[:, 1]) + 2 * lift) / between,
        "mouth": gap / between,
        "yaw": YAW_DEGREES * _along(points[:, 30] - outer, across) / _length(points[:, 33] - outer),
        "pitch": PITCH_DEGREES * (_along(points[:, 30] - eye_corners, down) / to_mouth - LEVEL_NOSE),
        "brows": _along(eye_corners - points[:, 17:27].mean(axis=1), down) / between,
    }


def colour_readings(pictures: NDArray[np.uint8], points: Points) -> dict[str, NDArray[np.float64]]:
    """Measure colours at places that landmarks name.

    Args:
        pictures: (B, S, S, 3).
        points: (B, 68, 2).
    Returns:
        (B,) each: "hair" and "hair_red", L and a of what lies above the forehead; "hairline", how high the skin reaches
        up there, a share of the way from brows to hair; "skin", "skin_red" and "skin_yellow", L, a and b of the cheeks;
        "beard_shade", how much darker the chin is than the cheeks, in L; "light", how much brighter the right cheek in
        the picture is than the left one; "background", "background_red" and "background_yellow", L, a and b of
        the upper sides.
    """
    above = [above_brows(points, steps) for steps in (HAIR_STEPS, FOREHEAD_STEPS)]
    places = np.concatenate([*above, _cheeks(points), _chin(points)], axis=1)
    sides = np.broadcast_to(BACKGROUND, (len(points), *BACKGROUND.shape))
    found = np.stack([_colours(*pair) for pair in zip(pictures, np.concatenate([places, sides], 1), strict=True)])
    hair, forehead, left, right, chin, back = np.split(found, np.cumsum([9, 3 * len(FOREHEAD_STEPS), 2, 2, 3]), axis=1)
    skin = np.median(np.concatenate([left, right], axis=1), axis=1)
    return {
        "hair": np.median(hair[..., 0], axis=1),
        "hair_red": np.median(hair[..., 1], axis=1),
        "hairline": _hairline(forehead),
        "skin": skin[:, 0],
        "skin_red": skin[:, 1],
        "skin_yellow": skin[:, 2],
        "beard_shade": skin[:, 0] - chin[..., 0].mean(axis=1),
        "light": right[..., 0].mean(axis=1) - left[..., 0].mean(axis=1),
        "background": back[..., 0].mean(axis=1),
        "background_red": back[..., 1].mean(axis=1),
        "background_yellow": back[..., 2].mean(axis=1),
    }


def above_brows(points: Points, steps: Sequence[float]) -> Points:
    """Return places above the brows of landmarks (B, 68, 2): (B, 3 * steps, 2), three beside each other a step.

    Args:
        points: landmarks.
        steps: heights, as shares of the distance from chin to brows.
    """
    brows, chin = points[:, 17:27].mean(axis=1), points[:, 8]
    across = points[:, 42:48].mean(axis=1) - points[:, 36:42].mean(axis=1)
    rows = [brows + step * (brows - chin) + aside * across for step in steps for aside in HAIR_ACROSS]
    return np.stack(rows, axis=1)


def as_levels(pictures: Tensor) -> NDArray[np.uint8]:
    """Turn pictures (B, 3, S, S) in [0, 1] into (B, S, S, 3) of 8 bits."""
    if pictures.ndim != 4 or pictures.shape[1] != 3 or pictures.shape[2] != pictures.shape[3]:
        raise ImageError(f"Aligned faces must be squares (B, 3, S, S), got {tuple(pictures.shape)}.")
    levels = (pictures.detach().float().clamp(0.0, 1.0) * 255).round().to(torch.uint8)
    return levels.permute(0, 2, 3, 1).cpu().numpy()


def _hairline(forehead: NDArray[np.float64]) -> NDArray[np.float64]:
    """Tell how far up colours (B, 3 * steps, 3) stay like skin: differences count as shares of the largest one."""
    columns = forehead.reshape(len(forehead), len(FOREHEAD_STEPS), len(HAIR_ACROSS), 3)
    skin = columns[:, :3].mean(axis=(1, 2), keepdims=True)
    apart = np.linalg.norm(columns - skin, axis=-1)
    return np.asarray(1 - (apart / (apart.max(axis=1, keepdims=True) + 1.0)).mean(axis=(1, 2)))


def _cheeks(points: Points) -> Points:
    sides = ((slice(36, 42), 48, (2, 4)), (slice(42, 48), 54, (14, 12)))  # eye, mouth's corner, jaw
    rows = []
    for eye, corner, jaw in sides:
        centre = points[:, eye].mean(axis=1)
        rows += [(centre + points[:, corner] + points[:, each]) / 3 for each in jaw]
    return np.stack(rows, axis=1)


def _chin(points: Points) -> Points:
    rows = [(points[:, 57] + points[:, 8]) / 2, 0.4 * points[:, 48] + 0.6 * points[:, 6],
            0.4 * points[:, 54] + 0.6 * points[:, 10]]  # fmt: skip
    return np.stack(rows, axis=1)


def _colours(picture: NDArray[np.uint8], places: Points) -> NDArray[np.float64]:
    """Average patches around places (P, 2), in Lab, (P, 3); beyond the picture its edge counts."""
    side = len(picture)
    reach = 2 * max(round(PATCH * side), 1) + 1
    smooth = cv2.blur(picture.astype(np.float32) / 255, (reach, reach), borderType=cv2.BORDER_REPLICATE)
    column, row = np.rint(np.clip(places, 0, 1) * side - 0.5).astype(int).clip(0, side - 1).T
    lab = cv2.cvtColor(smooth[row, column][None], cv2.COLOR_RGB2LAB)[0]
    return np.asarray(lab, np.float64)


def _eye_openness(points: Points) -> NDArray[np.float64]:
    eyes = points[:, 36:48].reshape(-1, 2, 6, 2)
    heights = _length(eyes[:, :, [1, 2]] - eyes[:, :, [5, 4]]).mean(axis=-1)
    return np.asarray((heights / _length(eyes[:, :, 0] - eyes[:, :, 3])).mean(axis=1))


def _along(vectors: Points, axes: Points) -> NDArray[np.float64]:
    return np.asarray((vectors * axes).sum(axis=-1))


def _length(vectors: Points) -> NDArray[np.float64]:
    return np.asarray(np.linalg.norm(vectors, axis=-1))
