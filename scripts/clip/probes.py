"""Ridge regressions that read age, sex, expressions and things off faces, fitted on portraits whose names tell.

They read the shipped encoder's codes. Only half of the named portraits teach
(`may_teach`); the other half is left to judge what comes out of it all.
"""

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray

from scripts.face_scores.likeness import CHILD, PLAIN_GROUPS
from scripts.face_scores.name_facts import NameFacts
from scripts.face_scores.scorer import as_images
from styletransfer.algorithms.inversion import encode
from styletransfer.devices import autocast
from styletransfer.models.portrait_encoder import PortraitEncoder

Array = NDArray[np.float32]

AXES = 40  # of codes
BATCH = 64
RIDGE = 0.3
YOUNG = 5.0  # years added before the logarithm: a year means more to a child
FULL_BEARDS = ("full", "goatee")


def may_teach(name: str) -> bool:
    """Whether a portrait's name may be used for training; the other half judges."""
    return zlib.crc32(name.encode()) % 2 == 0


@dataclass(frozen=True, slots=True)
class Describer:
    """Describes faces by the shipped encoder's codes, along the main axes of the generator's own faces.

    Off these axes codes tell of what no face has, of strange colours for instance, and a probe that saw a dozen
    examples would take it for anger.
    """

    encoder: PortraitEncoder
    mean: Array
    axes: Array

    @staticmethod
    def fitted(encoder: PortraitEncoder, pictures: NDArray[np.uint8]) -> "Describer":
        """Find the axes of the generator's pictures (N, S, S, 3)."""
        codes = codes_of(encoder, pictures)
        mean = codes.mean(axis=0)
        _, spread, axes = np.linalg.svd(codes - mean, full_matrices=False)
        scale = np.sqrt(spread[:AXES] / np.sqrt(len(codes)))  # half way to whitening
        chosen = axes[:AXES].T / scale
        length = np.sqrt(np.square((codes - mean) @ chosen).sum(axis=1).mean())
        return Describer(encoder, mean, (chosen / length).astype(np.float32))

    def __call__(self, pictures: NDArray[np.uint8]) -> Array:
        """Describe aligned pictures (N, S, S, 3): (N, AXES)."""
        return (codes_of(self.encoder, pictures) - self.mean) @ self.axes


@torch.no_grad()
def codes_of(encoder: PortraitEncoder, pictures: NDArray[np.uint8]) -> Array:
    """Read the codes of aligned pictures (N, S, S, 3): (N, num_ws * style_dim)."""
    rows = []
    for at in range(0, len(pictures), BATCH):
        images = as_images(pictures[at : at + BATCH])
        with autocast(images.device):
            rows.append(encode(encoder, images.new_zeros(()), images).flatten(1).float())
    return torch.cat(rows).numpy()


@dataclass(frozen=True, slots=True)
class Probe:
    """Linear reading of standardised descriptions (N, D)."""

    weights: Array
    offset: Array

    def __call__(self, described: Array) -> Array:
        """Read (N, D): (N, *shape of the target's rows)."""
        rows = described @ self.weights.reshape(len(self.weights), -1)
        return rows.reshape(-1, *self.offset.shape) + self.offset

    @staticmethod
    def fitted(described: Array, target: Array, weight: Array, ridge: float = RIDGE) -> "Probe":
        """Fit by ridge regression in its dual form; target (N, ...), weight (N,)."""
        flat = target.reshape(len(target), -1).astype(np.float64)
        offset = (weight[:, None] * flat).sum(axis=0) / weight.sum()
        products = described.astype(np.float64) @ described.T + ridge * np.diag(1.0 / weight)
        weights = described.T @ np.linalg.solve(products, flat - offset)
        shape = target.shape[1:]
        return Probe(weights.reshape(-1, *shape).astype(np.float32), offset.reshape(shape).astype(np.float32))


def balanced(known: Array) -> Array:
    """Return weights (N,) that give zeros and ones the same say."""
    share = known.mean()
    return np.where(known > 0.5, 0.5 / share, 0.5 / (1 - share)).astype(np.float32)


def told(names: Sequence[str], facts: Sequence[NameFacts]) -> Mapping[str, Array]:
    """Return what names tell, (N,) each: log of age, or 0 and 1; nan where they do not."""
    rows = [_told(name, fact) for name, fact in zip(names, facts, strict=True)]
    return {key: np.array([row[key] for row in rows], np.float32) for key in rows[0]}


def _told(name: str, fact: NameFacts) -> dict[str, float]:
    unknown = float("nan")
    plain = any(f"/{group}_" in name for group in PLAIN_GROUPS) or "/portraits_cc0/" in name
    child = fact.age is not None and fact.age < CHILD
    smooth = fact.sex == "female" or fact.beard == "shaven" or child
    found = {
        "log_age": unknown if fact.age is None else float(np.log(fact.age + YOUNG)),
        "male": unknown if fact.sex is None or child else float(fact.sex == "male"),
        "beard": 1.0 if fact.beard in FULL_BEARDS else 0.0 if smooth else unknown,
        "sunglasses": float(fact.glasses == "dark") if fact.glasses or plain else unknown,
        "glasses": float(fact.glasses == "clear") if fact.glasses or plain else unknown,
        "hat": 1.0 if fact.hat else 0.0 if plain else unknown,
    }
    for expression in ("happy", "sad", "angry", "surprised"):
        found[expression] = float(fact.expression == expression) if fact.expression else unknown
    return found
