"""Fit the readings that ship: what the networks of `scripts.face_directions` say, foretold from the encoder's codes.

    python scripts/train_face_readings.py --readers build/faces/readers.safetensors

Random faces of the shipped generator are read by these networks and encoded by the shipped encoder; a ridge regression
joins the two. Prints how far the readings of held-out portraits agree. Three minutes on one core.
"""

import sys
from pathlib import Path
from typing import Annotated

import numpy as np
import torch
import typer
from torch import Tensor

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from scripts.face_directions.attributes import Attributes
from scripts.face_directions.held_out import held_out_portraits
from scripts.face_scores.scorer import as_images
from scripts.faces.scoring import random_faces
from styletransfer.algorithms.face_direction_basis import centred, regression
from styletransfer.algorithms.face_direction_search import Scorer
from styletransfer.algorithms.inversion import encode
from styletransfer.checkpoints import build
from styletransfer.checkpoints.reading_files import save_readings
from styletransfer.models.face_readings import FaceReadings
from styletransfer.models.portrait_encoder import PortraitEncoder

NAMES = ("age", "gender", "eyes", "smile", "mouth", "yaw", "pitch", "brows", "gaze_x", "gaze_y", "glasses", "beard")
"""What landmarks and colours do not tell, or not as well."""

SEED, BATCH, PORTRAITS, SIDE = 77, 50, 200, 256
RIDGE = 0.05


def main(
    data: Annotated[Path, typer.Option(help="folder of teachers/ and faces/")] = Path("../shared/data"),
    readers: Annotated[Path, typer.Option(help="readers of eyes, mouth and pose")] = Path(
        "build/faces/readers.safetensors"
    ),
    out: Annotated[Path, typer.Option(help="file to write")] = Path("weights/face_readings.safetensors"),
    count: Annotated[int, typer.Option(help="random faces to learn from")] = 3000,
) -> None:
    """Fit, write and judge the readings."""
    cpu = torch.device("cpu")
    encoder, scorer = build.face_encoder("face-encoder", cpu), Attributes.load(data, readers)
    _, painted = random_faces(build.generator("face-generator", cpu), count, SEED)
    readings = fitted(*told(encoder, scorer, painted))
    save_readings(out, readings)
    faces = held_out_portraits(data, build.landmark_predictor("face-landmarks"), SIDE, PORTRAITS)
    codes, truth = told(encoder, scorer, faces)
    print(f"correlation on {len(faces)} held-out portraits")
    for number, (name, values) in enumerate(readings.read(codes).items()):
        print(f"    {name:8} {np.corrcoef(values.numpy(), truth[:, number].numpy())[0, 1]:.2f}")


@torch.no_grad()
def told(encoder: PortraitEncoder, scorer: Scorer, pictures: np.ndarray) -> tuple[Tensor, Tensor]:
    """Return codes (N, num_ws, style_dim) and readings (N, A) of pictures (N, S, S, 3)."""
    codes, rows = [], []
    for start in range(0, len(pictures), BATCH):
        images = as_images(pictures[start : start + BATCH])
        codes.append(encode(encoder, images.new_zeros(()), images))  # this encoder has its average learnt
        seen = scorer(images)
        rows.append(torch.stack([seen[name] for name in NAMES], dim=1))
    return torch.cat(codes), torch.cat(rows)


def fitted(codes: Tensor, readings: Tensor) -> FaceReadings:
    """Regress readings (N, A) on codes (N, num_ws, style_dim)."""
    w = codes.mean(dim=1)
    weights = regression(centred(w), centred(readings), RIDGE)
    offsets = readings.double().mean(dim=0) - w.double().mean(dim=0) @ weights
    return FaceReadings(names=NAMES, weights=weights.float(), offsets=offsets.float())


if __name__ == "__main__":
    typer.run(main)
