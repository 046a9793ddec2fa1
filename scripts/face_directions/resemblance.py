"""Glasses, beards and sex in generated faces: how much a picture looks like portraits whose names tell of them.

A ridge regression on the perceptual network's features of one part of the face, as `scripts.face_scores.likeness`
fits it to score the very portraits, kept here as weights so that any picture can be scored. Being linear, it goes on
where a network's log-odds wear off: a woman's face can become more feminine still.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from scripts.face_directions.held_out import training_names
from scripts.face_scores.likeness import CHILD, LIKENESSES, examples
from scripts.face_scores.name_facts import NameFacts, all_facts
from scripts.face_scores.reconstruction import perceptual_features
from scripts.face_scores.scorer import as_images, cut_square
from scripts.face_sheets.examples import aligned, read
from styletransfer.algorithms.face_landmarks import Predictor
from styletransfer.algorithms.inversion import pooled
from styletransfer.checkpoints.build import perceptual_network
from styletransfer.models.vgg import VGGFeatures

SQUARES = {"glasses": LIKENESSES["glasses"].square, "beard": LIKENESSES["beard"].square, "men": (0.5, 0.5, 0.9)}
SIDE = 80  # of the part that the network sees, px
RIDGE = 1.0
FACE_SIDE = 128  # of the aligned portraits, and of what is scored, px
PLAIN, MOST = 4, 250  # portraits without for each one with, and the most of either kind
BATCH = 64


@dataclass(frozen=True, slots=True)
class Resemblance:
    """Scores a thing: 1 is like the portraits that show it, -1 like those that do not.

    Attributes:
        square: where it is looked for.
        mean, scale, weights: of the features, (D,).
    """

    square: tuple[float, float, float]
    mean: Tensor
    scale: Tensor
    weights: Tensor

    @torch.no_grad()
    def __call__(self, network: VGGFeatures, pictures: Tensor) -> Tensor:
        """Score aligned pictures (B, 3, S, S), [0, 1]: (B,)."""
        features = (part_features(network, pictures, self.square) - self.mean) / self.scale
        return features @ self.weights


def fitted(data: Path, predictor: Predictor) -> dict[str, Resemblance]:
    """Learn from portraits what glasses, beards and men look like; those that are held out are not looked at.

    Args:
        data: folder that holds faces/, whose names tell what the portraits show.
        predictor: of landmarks, to align them by.
    """
    network = perceptual_network("compact", torch.device("cpu"))
    names = training_names(data)
    facts = all_facts(data, names)
    found = {}
    for thing, square in SQUARES.items():
        chosen = _chosen(_sexes(facts) if thing == "men" else examples(thing, names, facts))
        pairs = [(sign, aligned(read(data / names[index]), predictor, FACE_SIDE)) for index, sign in chosen]
        seen = [(sign, face.picture) for sign, face in pairs if face is not None]
        if not seen:
            raise ValueError(f"{data}/faces has no portraits with and without {thing}; name the folder with --data.")
        pictures = as_images(np.stack([picture for _, picture in seen]))
        features = torch.cat([part_features(network, part, square) for part in torch.split(pictures, BATCH)])
        found[thing] = regressed(features, torch.tensor([float(sign) for sign, _ in seen]), square)
    return found


def _chosen(known: NDArray[np.int64]) -> list[tuple[int, int]]:
    """Return portraits that show a thing, and up to `PLAIN` times as many that do not: (index, 1 or -1)."""
    random = np.random.default_rng(0)
    shown = random.permutation(np.flatnonzero(known > 0))[:MOST]
    plain = random.permutation(np.flatnonzero(known < 0))[: min(PLAIN * len(shown), MOST)]
    return [(int(index), int(known[index])) for index in (*shown, *plain)]


def _sexes(facts: Sequence[NameFacts]) -> NDArray[np.int64]:
    """Tell grown men (1) from women (-1); 0 where the name tells neither."""
    kinds = {"male": 1, "female": -1}
    return np.array([0 if (fact.age or 30) < CHILD else kinds.get(fact.sex or "", 0) for fact in facts])


def regressed(features: Tensor, signs: Tensor, square: tuple[float, float, float]) -> Resemblance:
    """Fit features (N, D) to signs (N,) of 1 and -1, both kinds weighing alike, by ridge regression (dual form)."""
    mean, scale = features.mean(dim=0), features.std(dim=0) + 1e-6
    scaled = ((features - mean) / scale).double()
    counts = {sign: float((signs == sign).sum()) for sign in (1.0, -1.0)}
    if min(counts.values()) == 0:
        raise ValueError(f"Examples with and without are needed; got {counts[1.0]:.0f} and {counts[-1.0]:.0f}.")
    weight = torch.tensor([0.5 * len(signs) / counts[float(sign)] for sign in signs], dtype=torch.float64)
    products = scaled @ scaled.T / scaled.shape[1] + RIDGE * torch.diag(1 / weight)
    dual = torch.linalg.solve(products, signs.double())
    return Resemblance(square, mean, scale, (scaled.T @ dual / scaled.shape[1]).float())


@torch.no_grad()
def part_features(network: VGGFeatures, pictures: Tensor, square: tuple[float, float, float]) -> Tensor:
    """Describe a square part of pictures (B, 3, S, S), [0, 1]: (B, D)."""
    return perceptual_features(network, cut_square(pooled(pictures, FACE_SIDE), square, SIDE) / 255)
