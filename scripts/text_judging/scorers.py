"""Judges of edited faces: what changed, read off the picture by what took no part in training the text model.

Independent of the shipped text model, whose training may use none of these for its labels:
  - age, sex, happiness and surprise: the networks of face-api.js (MIT);
  - eyes, mouth, brows, pose and the width of a smile: the shipped landmark predictor, `face_scoring.shape_readings`;
  - colour of hair: MediaPipe's hair segmentation (`hair`) and the pixels in it;
  - beard and sunglasses: probes on SqueezeNet (`probes`), learnt from the half of the portraits that it left alone;
  - skin, light, brightness and lips: pixels at places of their own (brow, bridge of the nose, halves of the face).
What they share with it: the pictures are of the same generator, and that generator learnt from portraits of both halves
and, among much else, from the readings of face-api.js. So a judge may like what the generator paints; it cannot know
what a prompt asked for.

A change is given in σ: of the reading over random faces (truncation .7), painted from seeds that nothing else uses.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from scripts.face_scores.networks import EXPRESSIONS
from scripts.face_scores.scorer import FaceScorer
from scripts.text_judging import probes
from scripts.text_judging.hair import HairReader
from scripts.text_judging.probes import Probe
from scripts.text_judging.squeezenet import SqueezeNet
from styletransfer.algorithms.face_landmarks import Points, Predictor
from styletransfer.algorithms.face_scoring import LandmarkScorer, as_levels, shape_readings

Array = NDArray[np.float64]

SURPRISED = EXPRESSIONS.index("surprised")
SHAPES = {
    "smile": "smile", "mouth_open": "mouth", "eyes_open": "eyes", "brows": "brows", "yaw": "yaw", "pitch": "pitch",
}  # fmt: skip
_PATCH = 0.014  # half a patch's side, of the picture


@dataclass(frozen=True, slots=True, kw_only=True)
class Judges:
    """All judges; each reading is (B,)."""

    networks: FaceScorer
    landmarks: LandmarkScorer
    hair: HairReader
    squeezenet: SqueezeNet
    probes: Mapping[str, Probe]

    @staticmethod
    def load(data: Path, predictor: Predictor, repaint: probes.Repaint) -> "Judges":
        """Read the networks and learn the probes.

        Args:
            data: folder of teachers/ and faces/.
            predictor: the shipped landmark predictor.
            repaint: what the shipped encoder and generator make of aligned faces (B, 3, S, S), [0, 1].
        """
        networks, squeezenet = FaceScorer(data / "teachers"), SqueezeNet(data / "teachers")
        found = {}
        for thing, square in probes.SQUARES.items():
            shown = probes.examples(data, predictor, thing, learnt=True)
            found[thing] = probes.fitted(shown, square, squeezenet, networks, repaint)
        return Judges(
            networks=networks, landmarks=LandmarkScorer(predictor), hair=HairReader(data / "teachers"),
            squeezenet=squeezenet, probes=found,
        )  # fmt: skip

    @torch.no_grad()
    def __call__(self, pictures: Tensor) -> dict[str, Array]:
        """Read pictures (B, 3, S, S), sRGB in [0, 1]: (B,) for each of `attributes.READINGS`."""
        levels = as_levels(pictures)
        points = np.stack([self.landmarks.landmarks(picture) for picture in levels])
        shapes = shape_readings(points)
        found = self._impression(pictures) | {name: shapes[reading] for name, reading in SHAPES.items()}
        hair = self.hair(levels)
        found |= {"hair_light": hair[:, 0], "hair_red": hair[:, 1], "hair_yellow": hair[:, 2]}
        for thing, probe in self.probes.items():
            found[thing] = probe(self.squeezenet, pictures).double().numpy()
        return found | _pixels(levels, points)

    def _impression(self, pictures: Tensor) -> dict[str, Array]:
        seen = self.networks.readings(pictures)
        expressions = seen["expressions"]
        others = torch.cat((expressions[:, :SURPRISED], expressions[:, SURPRISED + 1 :]), dim=1)
        named = {"age": seen["age"], "male": seen["male_logit"], "happy": seen["happy_logit"],
                 "surprised": expressions[:, SURPRISED] - others.logsumexp(dim=1)}  # fmt: skip
        return {name: values.double().numpy() for name, values in named.items()}


def _pixels(levels: NDArray[np.uint8], points: Points) -> dict[str, Array]:
    """Measure skin, lips and light of pictures (B, S, S, 3) with landmarks (B, 68, 2)."""
    rows = [_measured(picture, face) for picture, face in zip(levels, points, strict=True)]
    return {name: np.array([row[name] for row in rows]) for name in rows[0]}


def _measured(picture: NDArray[np.uint8], points: Points) -> dict[str, float]:
    colours = cv2.cvtColor(picture.astype(np.float32) / 255, cv2.COLOR_RGB2LAB)
    brow = points[[21, 22]].mean(axis=0)
    up = brow - points[27]
    bridge = [brow + up, brow + 2 * up, points[27], points[28], points[29]]
    lips = [points[57], (points[57] + points[66]) / 2, points[56], points[58], (points[51] + points[62]) / 2]
    beside = [(points[48] + points[4]) / 2, (points[54] + points[12]) / 2]
    halves = [colours[..., 0][_inside(colours, points, side)] for side in (slice(0, 9), slice(8, 17))]
    return {
        "skin": float(_median(colours, bridge)[0]),
        "lips_red": float(_median(colours, lips)[1] - _median(colours, beside)[1]),
        "light_x": float(np.mean(halves[1]) - np.mean(halves[0])),
        "brightness": float(colours[..., 0].mean()),
    }


def _inside(colours: NDArray[np.float32], points: Points, jaw: slice) -> NDArray[np.bool_]:
    """Mask one half of the face, between its jaw and the nose, below the brows."""
    side = colours.shape[0]
    outline = np.concatenate([points[jaw], points[[33, 30, 27]] if jaw.start == 0 else points[[27, 30, 33]]])
    mask = np.zeros(colours.shape[:2], np.uint8)
    cv2.fillPoly(mask, [np.round(outline * side).astype(np.int32)], 1)
    if not mask.any():
        mask[:] = 1
    return np.asarray(mask > 0)


def _median(colours: NDArray[np.float32], places: list[Points]) -> Array:
    side = colours.shape[0]
    reach = max(round(_PATCH * side), 1)
    patches = []
    for x, y in np.clip(np.stack(places), 0, 1):
        column, row = round(float(x) * (side - 1)), round(float(y) * (side - 1))
        patch = colours[max(row - reach, 0) : row + reach + 1, max(column - reach, 0) : column + reach + 1]
        patches.append(np.median(patch.reshape(-1, 3), axis=0))
    return np.asarray(np.mean(patches, axis=0), np.float64)
