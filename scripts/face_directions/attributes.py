"""Everything that a direction may change or must leave alone, read off generated faces.

Age and sex come from face-api.js's networks, eyes, mouth and pose from our own readers, colours from
`algorithms.face_scoring`, beards, glasses and half of sex from `resemblance`. All of them look at the picture alone.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from scripts.face_directions.resemblance import Resemblance, fitted
from scripts.face_scores.part_readers import PartReaders
from scripts.face_scores.scorer import FaceScorer
from styletransfer.algorithms.face_scoring import as_levels, colour_readings
from styletransfer.checkpoints.build import landmark_predictor, perceptual_network
from styletransfer.models.vgg import VGGFeatures

# Mean and deviation over the portraits, of what makes a smile.
SMILE = {"mouth_width": (0.565, 0.085), "corner_lift": (0.021, 0.036), "happy_logit": (-6.8, 12.6)}

MALE_LOGIT = (0.6, 3.45)  # between the average woman and the average man, and half their distance
MEN = 2.0  # how much more generated faces' likeness to men must count to vary as much as the log-odds do


@dataclass(frozen=True, slots=True)
class Attributes:
    """Scores aligned pictures (B, 3, S, S) in [0, 1]; every reading is (B,)."""

    scorer: FaceScorer
    readers: PartReaders
    network: VGGFeatures
    things: Mapping[str, Resemblance]

    @staticmethod
    def load(data: Path, readers: Path) -> "Attributes":
        """Read the networks, and learn what portraits tell of glasses, beards and sex.

        Args:
            data: folder of teachers/ and faces/.
            readers: file of the readers of eyes, mouth and pose.
        """
        network = perceptual_network("compact", torch.device("cpu"))
        things = fitted(data, landmark_predictor("face-landmarks"))
        return Attributes(FaceScorer(data / "teachers"), PartReaders.load(readers), network, things)

    @torch.no_grad()
    def __call__(self, pictures: Tensor) -> dict[str, Tensor]:
        """Read everything: age in years, gender from -1 for women to 1 for men, pose in degrees, colours, things."""
        seen, parts = self.scorer.impression(pictures), self.readers(pictures)
        points = self.scorer.landmarks(pictures).double().numpy()
        colours = colour_readings(as_levels(pictures), points)
        smile = [((parts | seen)[name] - mean) / deviation for name, (mean, deviation) in SMILE.items()]
        things = {name: thing(self.network, pictures) for name, thing in self.things.items()}
        readings = {
            "age": seen["age"],
            "gender": ((seen["male_logit"] - MALE_LOGIT[0]) / MALE_LOGIT[1] + MEN * things.pop("men")) / 2,
            "eyes": parts["eye_open"],
            "smile": torch.stack(smile).mean(dim=0),
            "mouth": parts["mouth_open"],
            "yaw": parts["yaw"],
            "pitch": parts["pitch"],
            "brows": (parts["brow_right"] + parts["brow_left"]) / 2,
            "gaze_x": parts["gaze_x"],
            "gaze_y": parts["gaze_y"],
        }
        readings |= {name: torch.from_numpy(values.astype(np.float32)) for name, values in colours.items()}
        return readings | things
