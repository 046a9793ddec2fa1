"""Colours, sharpness and light of aligned faces, measured at places that the mesh names.

Pictures are (H, W, 3) uint8 in the FFHQ frame; points are the mesh (478, 3) in the frame, whose sides are 1.
Colours are CIE Lab (D65): L from 0 to 100, a towards red, b towards yellow.
"""

import cv2
import numpy as np
from numpy.typing import NDArray

from scripts.faces import mesh

Picture = NDArray[np.uint8]
Array = NDArray[np.float64]

CHEEKS = np.array([50, 205, 36, 280, 425, 266])
FOREHEAD = np.array([151, 108, 337])
CHIN = np.array([199, 208, 428, 32, 262, 171, 396])  # where a beard grows
PATCH = 0.022  # half a patch's side, of the frame
HAIR_STEPS = (0.10, 0.16, 0.22)  # above the forehead's edge, of the face's height
HAIR_EDGE = np.array([10, 109, 338])
TOP, BOTTOM = 10, 152
SHARPNESS_SIDE = 128


def lab(picture: Picture) -> NDArray[np.float32]:
    """Convert to CIE Lab, (H, W, 3)."""
    return np.asarray(cv2.cvtColor(picture.astype(np.float32) / 255, cv2.COLOR_RGB2LAB), dtype=np.float32)


def skin_colour(colours: NDArray[np.float32], points: Array) -> Array:
    """Return the Lab colour (3,) of the cheeks and the forehead: the median of patches."""
    return _median(colours, points[np.concatenate([CHEEKS, FOREHEAD]), :2])


def hair_colour(colours: NDArray[np.float32], points: Array) -> Array:
    """Return the Lab colour (3,) just above the forehead: hair, or a hat, or skin where there is no hair.

    Not a number where the frame ends before.
    """
    up = points[TOP, :2] - points[BOTTOM, :2]
    places = np.concatenate([points[HAIR_EDGE, :2] + step * up for step in HAIR_STEPS])
    inside = places[(places > PATCH).all(axis=1) & (places < 1 - PATCH).all(axis=1)]
    return _median(colours, inside) if len(inside) else np.full(3, np.nan)


def beard_shade(colours: NDArray[np.float32], points: Array) -> float:
    """Return how much darker the chin is than the cheeks, in L; about 0 for a shaven face, 20 and more for a beard."""
    cheeks, chin = (_median(colours, points[where, :2]) for where in (CHEEKS, CHIN))
    return float(cheeks[0] - chin[0])


def colourfulness(colours: NDArray[np.float32]) -> float:
    """Return the mean distance from grey in a and b; below 2 the picture is black and white."""
    return float(np.hypot(colours[..., 1], colours[..., 2]).mean())


def sharpness(picture: Picture, points: Array) -> float:
    """Return log10 of the Laplacian's variance inside the face at 128 pixels, over the brightness's variance.

    About -0.5 is blurred and 0.5 crisp.
    """
    small = cv2.resize(picture, (SHARPNESS_SIDE, SHARPNESS_SIDE), interpolation=cv2.INTER_AREA)
    grey = cv2.cvtColor(small, cv2.COLOR_RGB2GRAY).astype(np.float64)
    inside = np.zeros(grey.shape, np.uint8)
    outline = np.round(points[mesh.OVAL, :2] * SHARPNESS_SIDE).astype(np.int32)
    cv2.fillPoly(inside, [outline], 1)
    face = inside > 0
    if face.sum() < SHARPNESS_SIDE:
        return float("nan")
    edges = cv2.Laplacian(grey, cv2.CV_64F)[face]
    return float(np.log10((edges.var() + 1e-3) / (grey[face].var() + 1e-3)))


def light_from_right(colours: NDArray[np.float32], points: Array) -> float:
    """Return how much brighter, in L, the cheek to the right in the picture is than the other one."""
    left, right = _median(colours, points[CHEEKS[:3], :2]), _median(colours, points[CHEEKS[3:], :2])
    return float(right[0] - left[0])


def _median(colours: NDArray[np.float32], places: Array) -> Array:
    height, width = colours.shape[:2]
    reach = max(round(PATCH * width), 1)
    patches = []
    for x, y in np.clip(places, 0, 1):
        column, row = round(float(x) * (width - 1)), round(float(y) * (height - 1))
        patch = colours[max(row - reach, 0) : row + reach + 1, max(column - reach, 0) : column + reach + 1]
        patches.append(patch.reshape(-1, 3))
    return np.median(np.concatenate(patches), axis=0).astype(np.float64)
