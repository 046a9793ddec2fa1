"""Networks of faces that are small and untrained, sliders that change colours, and a photograph with people."""

import cv2
import dlib
import numpy as np
import torch
from numpy.typing import NDArray
from skimage import data

from styletransfer.algorithms.face_directions import Direction, Directions
from styletransfer.errors import CheckpointMissing
from styletransfer.models.portrait_encoder import PortraitEncoder, PortraitEncoderConfig
from styletransfer.models.stylegan2 import StyleGAN2, StyleGAN2Config
from styletransfer.run.face_models import FaceModels

Pixels = NDArray[np.uint8]

CPU = torch.device("cpu")
ROWS, LENGTH = 8, 8
EYES_AND_MOUTH = np.array([(0.3, 0.35), (0.7, 0.35), (0.5, 0.8)])  # of the detector's box


def in_box(image: Pixels, box: dlib.rectangle) -> dlib.full_object_detection:
    """Know of a face no more than its box: level eyes, the nose between, and everything else at the mouth."""
    places = np.repeat(EYES_AND_MOUTH[2:], 68, axis=0)
    places[36:42], places[42:48], places[30] = EYES_AND_MOUTH[0], EYES_AND_MOUTH[1], (0.5, 0.55)
    points = places * box.width() + (box.left(), box.top())
    return dlib.full_object_detection(box, [dlib.point(round(x), round(y)) for x, y in points.tolist()])


def direction(name: str, seed: int) -> Direction:
    vector = torch.randn(ROWS, LENGTH, generator=torch.Generator().manual_seed(seed))
    return Direction(
        name=name, label=name.title(), unit="", help="A slider.", vector=vector, values=(-10.0, 0.0, 10.0),
        amounts=(-1.0, 0.0, 1.0), step=1.0, side_effects={},
    )  # fmt: skip


def small_models(name: str = "face-generator") -> FaceModels:
    """Return networks of random weights, the same every time."""
    torch.manual_seed(0)
    shape = StyleGAN2Config(size=32, channels=(8, 8, 8, 8), style_dim=LENGTH, mapping_layers=1)
    reads = PortraitEncoderConfig(
        size=16, widths=(8, 8, 8), depths=(1, 1, 1), reduced=4, style_dim=LENGTH, num_ws=ROWS
    )  # fmt: skip
    items = {"age": direction("age", 1), "smile": direction("smile", 2)}
    return FaceModels(
        name=name,
        generator=StyleGAN2(shape).requires_grad_(False).eval(),
        encoder=PortraitEncoder(reads).requires_grad_(False).eval(),
        predictor=in_box,
        sliders=lambda: Directions(generator=name, items=items, spread=torch.ones(LENGTH)),
        device=CPU,
    )


def no_sliders() -> Directions:
    raise CheckpointMissing("No sliders are on this machine.")


def head(side: int) -> Pixels:
    """Return the head of the photograph that everybody has, square."""
    return np.asarray(cv2.resize(data.astronaut()[:240, 100:340], (side, side), interpolation=cv2.INTER_AREA), np.uint8)


def couple() -> Pixels:
    """Return a photograph (300, 560, 3) of two people, the larger one to the right."""
    canvas = np.full((300, 560, 3), 128, np.uint8)
    canvas[60:240, 20:200] = head(180)
    canvas[20:280, 260:520] = head(260)
    return canvas
