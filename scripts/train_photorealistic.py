"""Train and score the compact wavelet network (`weights/photorealistic.safetensors`).

Run from the root of the repository: `python -m scripts.train_photorealistic train --data ../shared/data`, then
`refine`, which goes on with more weight on structure; `score` only evaluates.
"""

import tempfile
from pathlib import Path
from typing import Annotated

import torch
import typer

from scripts.perceptual.pictures import Pictures, read_pictures
from scripts.photorealistic.export import description, load_weights
from scripts.photorealistic.scores import reconstruction, table, transfers
from scripts.photorealistic.start import first_network
from scripts.photorealistic.training import Training, TrainingConfig
from scripts.process import prepare
from scripts.weights_file import save_weights
from styletransfer.checkpoints.build import perceptual_network

app = typer.Typer(add_completion=False, no_args_is_help=True)

DATA = Path("../shared/data")
WEIGHTS = Path("weights/photorealistic.safetensors")
STATE = Path(tempfile.gettempdir()) / "photorealistic" / "state.pt"
FOLDERS = ("photos",)
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
    photos = read_pictures(data, FOLDERS)
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
    photos = read_pictures(data, FOLDERS)
    network = load_weights(weights).requires_grad_(True).train()
    run = Training(network, data / "teachers", photos.training, REFINEMENT)
    save_weights(run.run(checkpoint), weights, description(DEFAULTS, REFINEMENT))
    show_scores(weights, photos, data)


@app.command()
def score(data: DataOption = DATA, weights: Path = WEIGHTS, threads: ThreadsOption = 1) -> None:
    """Print the scores of a weights file on held-out photographs; nothing is trained."""
    prepare(threads)
    show_scores(weights, read_pictures(data, FOLDERS), data)


def show_scores(weights: Path, photos: Pictures, data: Path) -> None:
    """Print how well the held-out photographs are reconstructed, and how far looks are carried over."""
    network = load_weights(weights)
    print(f"{len(photos.held_out)} held-out photographs, {len(photos.training)} for training")
    print(reconstruction(network, photos.held_out))
    print(table(transfers(network, photos.held_out, data / "teachers")))


if __name__ == "__main__":
    app()
