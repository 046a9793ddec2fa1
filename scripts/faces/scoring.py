"""How good generator and encoder are: variety and plausibility of random faces, linearity of W, and reconstruction."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from scripts.face_scores.frechet import Axes, frechet_distance
from scripts.face_scores.neighbours import coverage
from scripts.face_scores.part_readers import PartReaders
from scripts.face_scores.probes import probes
from scripts.face_scores.reconstruction import landmark_error, perceptual_distance, perceptual_features, psnr
from scripts.face_scores.scorer import FaceScorer, as_images
from styletransfer.algorithms.inversion import RefinementConfig, encode, refine
from styletransfer.checkpoints.build import perceptual_network
from styletransfer.models.portrait_encoder import PortraitEncoder
from styletransfer.models.stylegan2 import StyleGAN2

Pictures = NDArray[np.uint8]

BATCH = 32


@dataclass(frozen=True, slots=True)
class Judges:
    """The networks that score: face-api.js's, and our own readers of eyes, mouth and pose."""

    scorer: FaceScorer
    readers: PartReaders

    @staticmethod
    def load(teachers: Path, readers: Path) -> "Judges":
        """Read them."""
        return Judges(FaceScorer(teachers), PartReaders.load(readers))

    @torch.no_grad()
    def described(self, pictures: Pictures) -> Tensor:
        """Describe pictures (N, S, S, 3) by what the networks of face-api.js see just before they decide, (N, 1024)."""
        parts = torch.split(as_images(pictures), BATCH)
        return torch.cat([self.scorer.features(part) for part in parts])


@torch.no_grad()
def random_faces(generator: StyleGAN2, count: int, seed: int, psi: float = 1.0) -> tuple[Tensor, Pictures]:
    """Paint random faces: w (N, style_dim) and pictures (N, S, S, 3)."""
    z = torch.randn(count, generator.config.style_dim, generator=torch.Generator().manual_seed(seed))
    w = generator.truncated(generator.mapping(z), psi)
    parts = torch.split(w, BATCH)
    pictures = [as_levels(generator.synthesis(generator.broadcast(part), "none")) for part in parts]
    return w, np.concatenate(pictures)


def described(pictures: Pictures) -> Tensor:
    """Describe pictures (N, S, S, 3) by the perceptual network, (N, D), for `variety`."""
    return perceptual_features(perceptual_network("compact", torch.device("cpu")), as_images(pictures))


def variety(ours: Tensor, theirs: Tensor, axes: Axes) -> dict[str, float]:
    """Compare as many pictures with as many true ones: precision, recall and Fréchet distance.

    Args:
        ours: descriptions (N, D) of the pictures to be judged.
        theirs: descriptions (N, D) of photographs.
        axes: of the Fréchet distance, from more photographs.
    """
    found = coverage(ours, theirs)
    distance = frechet_distance(ours, theirs, axes)
    return {"precision": found.precision, "recall": found.recall, "frechet": distance}


def linearity(w: Tensor, pictures: Pictures, judges: Judges) -> dict[str, float]:
    """Return R² of a linear reading of w for what the judges see in the pictures that were painted from it."""
    return probes(w.double().numpy(), attributes(pictures, judges))


def attributes(pictures: Pictures, judges: Judges) -> dict[str, NDArray[np.float64]]:
    """Return what the judges see in pictures (N, S, S, 3): (N,) each, the smile in deviations."""
    seen, parts = judges.scorer.score(pictures), judges.readers.read(pictures)
    smile = sum(_standardised(column) for column in (parts["mouth_width"], parts["corner_lift"], seen["happy_logit"]))
    read = {
        "age": seen["age"],
        "gender": seen["male_logit"],
        "eye openness": parts["eye_open"],
        "smile": smile,
        "yaw": parts["yaw"],
    }
    return {name: np.asarray(column, np.float64) for name, column in read.items()}


def inversion(
    generator: StyleGAN2, encoder: PortraitEncoder, pictures: Pictures, judges: Judges, steps: int
) -> tuple[dict[str, float], Pictures]:
    """Invert aligned portraits (N, S, S, 3), refined by some steps: mean scores, and the pictures."""
    network = perceptual_network("compact", torch.device("cpu"))
    faces = as_images(pictures)
    with torch.no_grad():
        codes = encode(encoder, generator.latent_avg, faces)
    if steps:
        config = RefinementConfig(steps=steps)
        pairs = zip(torch.split(faces, 1), torch.split(codes, 1), strict=True)
        codes = torch.cat([refine(generator, network, face, code, config) for face, code in pairs])
    with torch.no_grad():
        painted = (generator.synthesis(codes, "none") / 2 + 0.5).clamp(0.0, 1.0)
        scores = {
            "psnr": psnr(painted, faces),
            "perceptual": perceptual_distance(network, painted, faces),
            "landmarks": landmark_error(judges.scorer.landmarks(painted), judges.scorer.landmarks(faces)),
        }
    return {name: float(values.mean()) for name, values in scores.items()}, as_levels(painted * 2 - 1)


def as_levels(images: Tensor) -> Pictures:
    """Turn images (N, 3, S, S) in [-1, 1] into pictures (N, S, S, 3)."""
    levels = ((images.float().clamp(-1.0, 1.0) + 1.0) * 127.5).round().to(torch.uint8)
    return levels.permute(0, 2, 3, 1).numpy()


def _standardised(column: NDArray[np.float32]) -> NDArray[np.float32]:
    return np.asarray((column - column.mean()) / column.std(), np.float32)
