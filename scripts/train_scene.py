"""Train, score and show the scene parser (`weights/scene.safetensors`).

Run from the root of the repository: `python -m scripts.train_scene train --data ../shared/data`, and likewise `score`,
which only evaluates, and `show`, which paints what the parser sees in a folder of pictures.
"""

from pathlib import Path
from typing import Annotated

import numpy as np
import torch
import typer
from PIL import Image
from torch import Tensor
from torch.nn import functional

from scripts.perceptual.pictures import as_tensor
from scripts.process import prepare
from scripts.scene.labels import LabelledPhoto, read_labelled
from scripts.scene.scores import agreement
from scripts.scene.training import Training, TrainingConfig
from scripts.tiles import tiled
from scripts.weights_file import fill, save_weights
from styletransfer.algorithms.scene import scene_probabilities
from styletransfer.checkpoints.build import perceptual_network
from styletransfer.models.scene_parser import SceneParser
from styletransfer.models.vgg import VGGFeatures

app = typer.Typer(add_completion=False, no_args_is_help=True)

DATA = Path("../shared/data")
WEIGHTS = Path("weights/scene.safetensors")
STORED_SIDE = 640
SHOWN_SIDE = 320
LICENCE = "MIT; trained on pictures under CC0, CC BY, CC BY-SA, Pexels and Unsplash licences and in the public domain"
PALETTE = np.array(
    [
        (130, 190, 255), (20, 60, 200), (40, 150, 40), (200, 170, 110), (120, 100, 130), (200, 60, 60),
        (255, 190, 160), (255, 140, 0), (255, 0, 255), (200, 200, 160), (110, 110, 110),
    ],
    dtype=np.uint8,
)  # fmt: skip
DEFAULTS = TrainingConfig()

DataOption = Annotated[Path, typer.Option("--data", help="Folder with the labelled pictures.")]
WeightsOption = Annotated[Path, typer.Option("--weights", help="Weights file to read.")]


@app.command()
def train(
    data: DataOption = DATA,
    out: Annotated[Path, typer.Option(help="Weights file to write.")] = WEIGHTS,
    steps: Annotated[int, typer.Option(help="Length of the schedule.")] = DEFAULTS.steps,
    minutes: Annotated[float | None, typer.Option(help="End the schedule after this time at the latest.")] = None,
    seed: int = DEFAULTS.seed,
) -> None:
    """Train the parser, write it and print its scores."""
    perceptual = prepared()
    photos = read_labelled(data, STORED_SIDE)
    training = [photo for photo in photos if not photo.held_out]
    held_out = [photo for photo in photos if photo.held_out]
    print(f"{len(training)} pictures to train on, {len(held_out)} held out")
    run = Training(perceptual, training, TrainingConfig(steps=steps, minutes=minutes, seed=seed))
    save(run.run(keep=lambda parser: save(parser, out, run)), out, run)
    report(perceptual, load(out), held_out)


@app.command()
def score(data: DataOption = DATA, weights: WeightsOption = WEIGHTS) -> None:
    """Print the scores on the pictures that were held out."""
    report(prepared(), load(weights), read_labelled(data, STORED_SIDE, held_out_only=True))


@app.command()
def show(
    folder: Annotated[Path, typer.Argument(help="Folder with pictures.")],
    out: Annotated[Path, typer.Argument(help="PNG to write.")],
    weights: WeightsOption = WEIGHTS,
    pattern: Annotated[str, typer.Option(help="Which files.")] = "*.jpg",
) -> None:
    """Paint pictures next to their classes."""
    perceptual, parser = prepared(), load(weights)
    pictures = [picture for path in sorted(folder.glob(pattern)) for picture in shown(perceptual, parser, path)]
    tiled(pictures, 8, SHOWN_SIDE).save(out)


def prepared() -> VGGFeatures:
    """Tune the process and return the frozen network."""
    prepare(1)
    return perceptual_network("compact", torch.device("cpu"))


def save(parser: SceneParser, path: Path, run: Training) -> None:
    """Write the parser with the recipe of its run."""
    config = run.config
    recipe = (
        f"{len(run.photos)} hand-labelled pictures, {run.step} x {config.batch} crops, AdamW {config.learning_rate}"
    )
    metadata = {"name": "scene", "recipe": recipe, "seed": str(config.seed), "licence": LICENCE}
    save_weights(parser, path, metadata)


def load(path: Path) -> SceneParser:
    """Read the weights into a frozen parser in float32."""
    return fill(SceneParser(), path)


def report(perceptual: VGGFeatures, parser: SceneParser, held_out: list[LabelledPhoto]) -> None:
    """Print the scores on held-out photographs, and how each other kind of picture fares."""

    def predict(image: Tensor) -> Tensor:
        return scene_probabilities(perceptual, parser, image)

    for kind in ("photos/", "faces/", "paintings/"):
        chosen = [photo for photo in held_out if photo.name.startswith(kind)]
        if chosen:
            print(f"\n{len(chosen)} held-out pictures of {kind}\n{agreement(chosen, predict).table()}")


def shown(perceptual: VGGFeatures, parser: SceneParser, path: Path) -> tuple[Image.Image, Image.Image]:
    """Return the picture and its most likely classes in colours, both at the size of the sheet."""
    photo = Image.open(path).convert("RGB")
    scores = scene_probabilities(perceptual, parser, as_tensor(photo)[None])[None]
    photo.thumbnail((SHOWN_SIDE, SHOWN_SIDE))
    size = (photo.height, photo.width)
    classes = functional.interpolate(scores, size=size, mode="bilinear", align_corners=False)[0].argmax(dim=0)
    colours = PALETTE[classes.numpy()]
    return photo, Image.fromarray((0.7 * colours + 0.3 * np.asarray(photo)).astype(np.uint8))


if __name__ == "__main__":
    app()
