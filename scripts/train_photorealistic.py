"""Train and score the compact wavelet network (`weights/photorealistic.safetensors`).

Run from the root of the repository: `python -m scripts.train_photorealistic train --data ../shared/data`, then
`refine`, which goes on with more weight on structure; `score` only evaluates.
"""

import hashlib
import logging
import sys
import tempfile
from pathlib import Path
from typing import Annotated

import torch
import typer
from PIL import Image

from scripts.perceptual.pictures import HELD_OUT_OF_256, Pictures
from scripts.photorealistic.export import description, load_weights, save_weights
from scripts.photorealistic.scores import reconstruction, table, transfers
from scripts.photorealistic.start import first_network
from scripts.photorealistic.training import Training, TrainingConfig
from styletransfer.checkpoints.build import perceptual_network
from styletransfer.devices import tune_allocator

app = typer.Typer(add_completion=False, no_args_is_help=True)

DATA = Path("../shared/data")
WEIGHTS = Path("weights/photorealistic.safetensors")
STATE = Path(tempfile.gettempdir()) / "photorealistic" / "state.pt"
SHORT_SIDE = 640
DEFAULTS = TrainingConfig()
REFINEMENT = TrainingConfig(steps=480, learning_rate=2e-4, reconstruction=500.0, edges=2.5, seed=1)

DataOption = Annotated[Path, typer.Option("--data", help="Folder with photos and teachers.")]
ThreadsOption = Annotated[int, typer.Option("--threads", help="CPU threads.")]


@app.command()
def train(  # noqa: PLR0913, PLR0917 - the parameters of a command are its options
    data: DataOption = DATA,
    out: Annotated[Path, typer.Option(help="Weights file to write.")] = WEIGHTS,
    steps: Annotated[int, typer.Option(help="Length of the schedule.")] = DEFAULTS.steps,
    learning_rate: Annotated[float, typer.Option(help="Of Adam, at its highest.")] = DEFAULTS.learning_rate,
    seed: int = 0,
    threads: ThreadsOption = 1,
    checkpoint: Annotated[Path, typer.Option(help="Where the run is saved as it goes.")] = STATE,
    resume: Annotated[bool, typer.Option(help="Continue from the checkpoint.")] = False,
) -> None:
    """Train the network, write it and print its scores."""
    prepare(threads)
    photos = read_photos(data / "photos")
    config = TrainingConfig(steps=steps, learning_rate=learning_rate, seed=seed)
    network = first_network(perceptual_network("compact", torch.device("cpu")), seed)
    run = Training(network, data / "teachers", photos.training, config)
    if resume:
        run.resume(checkpoint)
    save_weights(run.run(checkpoint), out, description(config))
    show_scores(out, photos, data)


@app.command()
def refine(
    data: DataOption = DATA,
    weights: Annotated[Path, typer.Option(help="Weights file to go on from, and to replace.")] = WEIGHTS,
    threads: ThreadsOption = 1,
    checkpoint: Annotated[Path, typer.Option(help="Where the run is saved as it goes.")] = STATE,
) -> None:
    """Train a finished network on, with more weight on reconstruction and edges; write it and print its scores."""
    prepare(threads)
    photos = read_photos(data / "photos")
    network = load_weights(weights).requires_grad_(True).train()
    run = Training(network, data / "teachers", photos.training, REFINEMENT)
    save_weights(run.run(checkpoint), weights, description(DEFAULTS, REFINEMENT))
    show_scores(weights, photos, data)


@app.command()
def score(data: DataOption = DATA, weights: Path = WEIGHTS, threads: ThreadsOption = 1) -> None:
    """Print the scores of a weights file on held-out photographs; nothing is trained."""
    prepare(threads)
    show_scores(weights, read_photos(data / "photos"), data)


def prepare(threads: int) -> None:
    """Set threads, the allocator and the log."""
    torch.set_num_threads(threads)
    tune_allocator()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s", stream=sys.stdout)


def read_photos(folder: Path) -> Pictures:
    """Read the photographs, short side at most 640 px; the first byte of a file's hash tells which are held out."""
    training: list[Image.Image] = []
    held_out: list[Image.Image] = []
    for path in sorted(folder.iterdir()):
        first_byte = hashlib.sha256(path.read_bytes()).digest()[0]
        with Image.open(path) as opened:
            image = opened.convert("RGB")
        factor = SHORT_SIDE / min(image.size)
        if factor < 1:
            image = image.resize([round(side * factor) for side in image.size], Image.Resampling.BICUBIC)
        (held_out if first_byte < HELD_OUT_OF_256 else training).append(image)
    return Pictures(training=training, held_out=held_out)


def show_scores(weights: Path, photos: Pictures, data: Path) -> None:
    """Print how well the held-out photographs are reconstructed, and how far looks are carried over."""
    network = load_weights(weights)
    print(f"{len(photos.held_out)} held-out photographs, {len(photos.training)} for training")
    print(reconstruction(network, photos.held_out))
    print(table(transfers(network, photos.held_out, data / "teachers")))


if __name__ == "__main__":
    app()
