"""The face of one portrait on the head of another, so that few portraits make many people.

The mesh of the face is drawn in the place of the other's, in its colours, and fades out towards the outline. The pairs
are alike in age, sex, pose and skin, or the result would not pass for a photograph.
"""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray
from scipy.spatial import Delaunay

from scripts.faces import mesh
from scripts.faces.portraits import Points, Portrait
from scripts.faces.reposing import paint

OVERSAMPLING = 4
KEPT = 0.93  # size of the mask to that of the oval
FEATHER = 0.025  # of the frame's side
# Largest differences of a pair.
YEARS, MALE, YAW, SKIN, LIGHT = 14.0, 0.35, 9.0, 13.0, 12.0


@dataclass(frozen=True, slots=True)
class Likeness:
    """What pairs are chosen by, a value for each portrait.

    Attributes:
        age: in years.
        male: 0 to 1.
        yaw: in degrees.
        skin: (N, 3), CIE Lab.
        light: lightness of the cheek on the picture's right less the other's.
    """

    age: NDArray[np.float64]
    male: NDArray[np.float64]
    yaw: NDArray[np.float64]
    skin: NDArray[np.float64]
    light: NDArray[np.float64]

    def partners(self, index: int) -> NDArray[np.int_]:
        """Return the portraits that are enough like one, without itself."""
        alike = np.abs(self.age - self.age[index]) < YEARS
        alike &= np.abs(self.male - self.male[index]) < MALE
        alike &= np.abs(self.yaw - self.yaw[index]) < YAW
        alike &= np.abs(self.light - self.light[index]) < LIGHT
        alike &= np.linalg.norm(self.skin - self.skin[index], axis=1) < SKIN
        alike[index] = False
        return np.flatnonzero(alike)


def exchanged(picture: NDArray[np.uint8], points: Points, face: Portrait) -> NDArray[np.uint8]:
    """Draw a face over that of a picture.

    Args:
        picture: (size, size, 3), aligned.
        points: its mesh (478, 3) in the frame.
        face: whose face it gets.
    """
    size = picture.shape[0]
    target = points[: mesh.FACE_POINTS]
    triangles = Delaunay(target[:, :2]).simplices
    drawn = paint(face, (face.points[: mesh.FACE_POINTS, :2], target, triangles), size).astype(np.float32)
    mask = _mask(points, size)
    inside = mask > 0.5
    under, over = picture[inside].astype(np.float32), drawn[inside]
    # One gain for all channels: a gain for each turns shadows green and lips blue.
    gain = float(np.clip(under.mean(axis=1).std() / max(over.mean(axis=1).std(), 1.0), 0.7, 1.4))
    drawn = (drawn - over.mean(axis=0)) * gain + under.mean(axis=0)
    mixed = picture + (drawn - picture) * mask[..., None]
    return np.asarray(np.clip(np.round(mixed), 0.0, 255.0), np.uint8)


def _mask(points: Points, size: int) -> NDArray[np.float32]:
    oval = points[mesh.OVAL, :2]
    middle = oval.mean(axis=0)
    fine = size * OVERSAMPLING
    polygon = np.round((middle + (oval - middle) * KEPT) * fine).astype(np.int32)
    mask = cv2.fillPoly(np.zeros((fine, fine), np.uint8), [polygon], 255)
    mask = cv2.resize(mask, (size, size), interpolation=cv2.INTER_AREA)
    soft = cv2.GaussianBlur(mask.astype(np.float32) / 255.0, (0, 0), FEATHER * size)
    return np.asarray(np.clip(2.0 * soft - 1.0, 0.0, 1.0), np.float32)  # fades inwards only
