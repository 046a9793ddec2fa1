"""Aligned faces that sheets and measurements need: out of photographs, out of renders, and out of the generator."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from scripts.face_scores.scorer import as_images
from scripts.face_sheets.layout import Pixels
from scripts.face_sheets.sheets import Example
from scripts.faces.scoring import random_faces
from scripts.renderer import render, sampled
from styletransfer.algorithms.face_alignment import FaceFrame, align_face, face_quad
from styletransfer.algorithms.face_landmarks import FaceSearch, Predictor, find_faces
from styletransfer.errors import FaceNotFound
from styletransfer.imaging.io import Picture, open_image
from styletransfer.imaging.samples import example_photo
from styletransfer.models.stylegan2 import StyleGAN2

# Portraits are almost all face, so one look at a small size finds it.
PORTRAIT_SEARCH = FaceSearch(sides=(480,), largest_scale=2.0, tilted_side=0)
RENDERED_SIDE = 256


@dataclass(frozen=True, slots=True)
class Aligned:
    """A face in the frame of FFHQ, and how well its photograph filled it.

    Attributes:
        picture: (size, size, 3).
        side: of the frame in pixels of the photograph.
        overhang: how far the frame sticks out of the photograph, as a share of its side.
    """

    picture: Pixels
    side: float
    overhang: float


def aligned(photo: Pixels, predictor: Predictor, size: int) -> Aligned | None:
    """Cut out the largest face of a portrait (H, W, 3), or return None where none is found."""
    try:
        face = find_faces(photo, predictor, PORTRAIT_SEARCH)[0]
    except FaceNotFound:
        return None
    return in_frame(photo, face.landmarks, size)


def in_frame(photo: Pixels, landmarks: np.ndarray, size: int) -> Aligned:
    """Cut out a face whose landmarks (68, 2) are known."""
    height, width = photo.shape[:2]
    frame = FaceFrame(quad=face_quad(landmarks), photo=(height, width), size=size)
    low, high = frame.quad.min(axis=0), frame.quad.max(axis=0)
    out = max(float((-low).max()), float((high - (width, height)).max()), 0.0)
    return Aligned(align_face(photo, frame), frame.side, out / frame.side)


def rendered(seed: int, size: int, data: Path) -> Pixels:
    """Render the random person of a seed, aligned by the exact landmarks."""
    face = render(sampled(seed), RENDERED_SIDE, data=data)
    return in_frame(face.picture, face.landmarks.astype(np.float64), size).picture


def astronaut(predictor: Predictor, size: int) -> Example:
    """Align scikit-image's photograph of Eileen Collins (NASA, public domain)."""
    photo = _levels(open_image(example_photo("astronaut")))
    face = find_faces(photo, predictor)[0]
    return example("astronaut", in_frame(photo, face.landmarks, size).picture)


def own_faces(generator: StyleGAN2, seeds: Sequence[int], psi: float) -> list[Example]:
    """Paint random faces of the generator itself, one a seed."""
    return [example(f"own, seed {seed}", random_faces(generator, 1, seed, psi)[1][0]) for seed in seeds]


def portraits(folder: Path, predictor: Predictor, size: int) -> dict[str, Pixels]:
    """Align every portrait of a folder in which a face is found, by name."""
    found = {}
    for path in sorted(folder.glob("*.jpg")):
        face = aligned(read(path), predictor, size)
        if face is None:
            print(f"    no face is found in {path.name}")
        else:
            found[path.stem] = face.picture
    return found


def read(path: Path) -> Pixels:
    """Read a picture (H, W, 3) of 8 bits."""
    return _levels(open_image(path))


def example(name: str, picture: Pixels) -> Example:
    """Make an example of an aligned picture (S, S, 3)."""
    return Example(name=name, face=as_images(picture[None]))


def _levels(picture: Picture) -> Pixels:
    return np.asarray(picture.with_depth(8).pixels, np.uint8)
