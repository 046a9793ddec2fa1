"""The faces that prompts are tried on: portraits that no training has seen, and random faces of seeds of their own."""

from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from scripts.face_scores.scorer import as_images
from scripts.face_sheets.examples import portraits
from styletransfer.algorithms.inversion import encode
from styletransfer.run.face_models import FaceModels

RANDOM_SEED = 771_000
SIGMA_SEED = 880_000
SIGMA_FACES = 400
PSI = 0.7
BATCH = 32


def portrait_codes(models: FaceModels, folder: Path) -> tuple[list[str], Tensor]:
    """Find the codes of the portraits of a folder: names, and (N, num_ws, style_dim)."""
    found = portraits(folder, models.predictor, models.size)
    return list(found), encoded(models, as_images(np.stack(list(found.values()))))


def random_codes(models: FaceModels, count: int, seed: int) -> Tensor:
    """Return codes (N, num_ws, style_dim) of random faces, truncation `PSI`."""
    z = torch.randn(count, models.generator.config.style_dim, generator=torch.Generator().manual_seed(seed))
    with torch.no_grad():
        return models.generator.codes(z, PSI).contiguous()


@torch.no_grad()
def encoded(models: FaceModels, pictures: Tensor) -> Tensor:
    """Find the codes of aligned faces (B, 3, S, S)."""
    average = models.generator.latent_avg
    return torch.cat([encode(models.encoder, average, part) for part in torch.split(pictures, BATCH)])


def painted(models: FaceModels, codes: Tensor) -> Tensor:
    """Paint codes (N, num_ws, style_dim): (N, 3, S, S), [0, 1]."""
    return torch.cat([models.paint(part, "auto") for part in torch.split(codes, BATCH)])


def repainted(models: FaceModels, pictures: Tensor) -> Tensor:
    """Return what the encoder and the generator make of aligned faces."""
    return painted(models, encoded(models, pictures))
