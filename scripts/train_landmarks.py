"""Train, score and show the landmark predictor (`weights/face_landmarks.dat.xz`).

Run from the root of the repository: `python -m scripts.train_landmarks train --mesh mesh.npz --renders renders`, and
likewise `score`, which only evaluates, and `show`, which draws the landmarks into a folder of pictures. The meshes come
from `scripts/label_portraits.py`, the renders from `scripts/render_faces.py`.
"""

import tempfile
import time
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Annotated

import cv2
import numpy as np
import typer
from PIL import Image, ImageDraw

from scripts.faces.portraits import JUDGED_BY_EYE, Portrait, read_portraits
from scripts.landmarks import scores, sources
from scripts.landmarks.faces import Face, Points
from scripts.landmarks.packing import pack
from scripts.landmarks.training import TrainingConfig, train_cascade, varied
from scripts.tiles import tiled
from styletransfer.algorithms.face_landmarks import FaceBox, Predictor, face_in, find_faces
from styletransfer.checkpoints.landmark_predictor import load_predictor
from styletransfer.errors import FaceNotFound

app = typer.Typer(add_completion=False, no_args_is_help=True)

DATA = Path("../shared/data")
WEIGHTS = Path("weights/face_landmarks.dat.xz")
DEFAULTS = TrainingConfig()
SCORED_COPIES = 2  # of each held-out portrait, moved
SCORED_SEED = 1
SHOWN_SIDE = 420

DataOption = Annotated[Path, typer.Option("--data", help="Folder with the portraits.")]
MeshOption = Annotated[Path, typer.Option("--mesh", help="Meshes of the portraits.")]
RendersOption = Annotated[Path | None, typer.Option("--renders", help="Folder of rendered faces.")]
WeightsOption = Annotated[Path, typer.Option("--weights", help="Predictor to read.")]


@app.command()
def train(
    mesh: MeshOption,
    renders: RendersOption = None,
    data: DataOption = DATA,
    out: Annotated[Path, typer.Option(help="File to write.")] = WEIGHTS,
    seed: int = DEFAULTS.seed,
    threads: Annotated[
        int, typer.Option(help="Threads of dlib; the result does not depend on them.")
    ] = DEFAULTS.threads,
) -> None:
    """Train the predictor, write it and print its scores."""
    config = TrainingConfig(seed=seed, threads=threads)
    start = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        plain = Path(folder) / "predictor.dat"
        count = train_cascade(training_faces(read_portraits(data, mesh), renders, config), plain, config)
        pack(plain, out)
    print(f"{count} pictures, {(time.monotonic() - start) / 60:.0f} minutes, {out.stat().st_size / 2**20:.1f} MB")
    score(mesh, renders, data, out)


@app.command()
def score(
    mesh: MeshOption, renders: RendersOption = None, data: DataOption = DATA, weights: WeightsOption = WEIGHTS
) -> None:
    """Print the errors on everything that was held out, as shares of the distance between the eyes."""
    predictor = load_predictor(weights)
    held_out = [portrait for portrait in read_portraits(data, mesh) if portrait.held_out]
    judged = [portrait for portrait in held_out if portrait.name.startswith(JUDGED_BY_EYE)]
    kinds = {
        "held-out portraits": sources.still(held_out),
        f"of them those of {JUDGED_BY_EYE}": sources.still(judged),
        "held-out portraits, moved": sources.moved(held_out, SCORED_COPIES, SCORED_SEED),
    }
    if renders is not None:
        kinds["held-out renders"] = (face for face in sources.rendered(renders) if face.held_out)
    for kind, faces in kinds.items():
        chosen = list(faces)
        print(f"\n{len(chosen)} {kind}\n{scores.table(chosen, lambda face: predicted(predictor, face))}")


@app.command()
def show(
    folder: Annotated[Path, typer.Argument(help="Folder with pictures.")],
    out: Annotated[Path, typer.Argument(help="PNG to write.")],
    weights: WeightsOption = WEIGHTS,
    pattern: Annotated[str, typer.Option(help="Which files.")] = "*.jpg",
) -> None:
    """Draw the landmarks into the faces of a folder."""
    predictor = load_predictor(weights)
    tiles = [tile for path in sorted(folder.glob(pattern)) for tile in shown(predictor, path)]
    tiled(tiles, 5, SHOWN_SIDE).save(out)


def training_faces(portraits: list[Portrait], renders: Path | None, config: TrainingConfig) -> Iterator[Face]:
    """Yield everything to train on: portraits as they are, portraits moved, and renders, all of them disturbed."""
    allowed = [portrait for portrait in portraits if not portrait.held_out]
    rendered = iter(()) if renders is None else (face for face in sources.rendered(renders) if not face.held_out)
    return chain(
        varied(sources.still(allowed), config.still_copies, config.seed),
        varied(sources.moved(allowed, config.moved_copies, config.seed), 1, config.seed + 1),
        varied(rendered, config.render_copies, config.seed + 2),
    )


def predicted(predictor: Predictor, face: Face) -> Points:
    """Return the landmarks that the package finds in the detector's box."""
    left, top, side = face.box
    box = FaceBox(centre=(left + (side - 1) / 2, top + (side - 1) / 2), side=side)
    return face_in(face.pixels, predictor, box).landmarks


def shown(predictor: Predictor, path: Path) -> Iterator[Image.Image]:
    """Yield the faces of a picture with their landmarks, the eyes' and the mouth's in another colour."""
    with Image.open(path) as opened:
        pixels = np.asarray(opened.convert("RGB"))
    try:
        faces = find_faces(pixels, predictor)
    except FaceNotFound:
        print(f"no face in {path.name}")
        return
    for face in faces:
        half, (x, y) = 0.9 * face.box.side, face.box.centre
        matrix = np.array([[1.0, 0.0, half - x], [0.0, 1.0, half - y]]) * SHOWN_SIDE / half / 2
        tile = Image.fromarray(cv2.warpAffine(pixels, matrix, (SHOWN_SIDE, SHOWN_SIDE), flags=cv2.INTER_AREA))
        pen = ImageDraw.Draw(tile)
        for number, (x, y) in enumerate((face.landmarks @ matrix[:, :2].T + matrix[:, 2]).tolist()):
            pen.ellipse((x - 2, y - 2, x + 2, y + 2), fill="lime" if number < 36 else "yellow")
        yield tile


if __name__ == "__main__":
    app()
