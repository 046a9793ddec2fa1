"""Other cameras, other light and other boxes: what a labelled face may also have looked like."""

from dataclasses import replace

import cv2
import numpy as np

from scripts.jpeg import through_jpeg
from scripts.landmarks.faces import Face, Pixels
from scripts.landmarks.mesh import MIRRORED

LARGEST_TURN = 28.0  # degrees
BOX_SHIFT = 0.035  # standard deviation, of the box's side
BOX_STRETCH = 0.06  # standard deviation of the logarithm of its side


def mirrored(face: Face) -> Face:
    """Return the face as a mirror shows it."""
    width = face.pixels.shape[1]
    left, top, side = face.box
    points = face.points[MIRRORED] * (-1, 1) + (width - 1, 0)
    return replace(face, pixels=face.pixels[:, ::-1], points=points, box=(width - left - side, top, side))


def disturbed(face: Face, rng: np.random.Generator) -> Face:
    """Return the face turned a little, in another light, from a worse camera and in another box."""
    turned = _turned(face, rng)
    return boxed_anew(replace(turned, pixels=_spoilt(turned.pixels, rng)), rng)


def boxed_anew(face: Face, rng: np.random.Generator) -> Face:
    """Return the face in a box as the detector might have found it."""
    left, top, side = face.box
    centre = np.array([left, top]) + side / 2 + rng.normal(0, BOX_SHIFT, 2) * side
    side *= float(np.exp(rng.normal(0, BOX_STRETCH)))
    return replace(face, box=(*(centre - side / 2), side))


def _turned(face: Face, rng: np.random.Generator) -> Face:
    degrees = float(np.clip(rng.normal(0, LARGEST_TURN / 3), -LARGEST_TURN, LARGEST_TURN))
    left, top, side = face.box
    matrix = np.asarray(cv2.getRotationMatrix2D((left + side / 2, top + side / 2), degrees, 1.0))
    height, width = face.pixels.shape[:2]
    pixels = cv2.warpAffine(face.pixels, matrix, (width, height), borderMode=cv2.BORDER_REPLICATE)
    return replace(face, pixels=np.asarray(pixels, dtype=np.uint8), points=face.points @ matrix[:, :2].T + matrix[:, 2])


def _spoilt(pixels: Pixels, rng: np.random.Generator) -> Pixels:
    """Return the pixels in another light and from a worse camera."""
    image = pixels.astype(np.float32) / 255
    image *= np.exp(rng.normal(0, 0.1, 3)).astype(np.float32)
    image = np.clip(image, 0, 1) ** float(np.exp(rng.normal(0, 0.35)))
    image = (image - 0.45) * float(np.exp(rng.normal(0, 0.25))) + 0.45 + float(rng.normal(0, 0.05))
    if rng.random() < 0.4:  # light from one side
        across, down = np.meshgrid(*(np.linspace(-1, 1, size) for size in (image.shape[1], image.shape[0])))
        slope = rng.normal(0, 0.3, 2)
        image *= np.exp(slope[0] * across + slope[1] * down).astype(np.float32)[..., None]
    if rng.random() < 0.35:
        image = np.asarray(cv2.GaussianBlur(image, (0, 0), float(rng.uniform(0.6, 3.0))))
    if rng.random() < 0.5:
        image = image + rng.normal(0, rng.uniform(0.005, 0.05), image.shape).astype(np.float32)
    spoilt = np.rint(np.clip(image, 0, 1) * 255).astype(np.uint8)
    return through_jpeg(spoilt, int(rng.integers(20, 80))) if rng.random() < 0.25 else spoilt
