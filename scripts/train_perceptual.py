"""Train, score and show the compact perceptual network (`weights/perceptual.safetensors`).

Run from the root of the repository: `python -m scripts.train_perceptual train --data ../shared/data`, and likewise
`score`, which only evaluates, and `compare`, which paints the sheet in `docs/`.
"""

import json
import tempfile
from pathlib import Path
from typing import Annotated

import torch
import typer
from PIL import Image
from torch import Tensor

from scripts.perceptual.compare import bundled_photographs, sheet, stylise
from scripts.perceptual.distil import DistilConfig, Distillation, measured_images
from scripts.perceptual.pictures import Pictures, as_tensor, read_pictures
from scripts.perceptual.scores import agreement_with_vgg, score, table
from scripts.perceptual.teachers import (
    ALIVE,
    compact_teacher,
    mean_activations,
    rescale_to_unit_mean,
    shallow_teacher,
)
from scripts.process import prepare
from scripts.weights_file import fill, save_weights
from styletransfer.models.vgg import COMPACT_WIDTHS, VGGConfig, VGGFeatures

app = typer.Typer(add_completion=False, no_args_is_help=True)

DataOption = Annotated[Path, typer.Option("--data", help="Folder with photos, paintings and teachers.")]
ThreadsOption = Annotated[int, typer.Option("--threads", help="CPU threads.")]
DATA = Path("../shared/data")
WEIGHTS = Path("weights/perceptual.safetensors")
SHEET = Path("docs/perceptual_sheet.jpg")
GALLERY = Path("styletransfer/gallery/styles")
STATE = Path(tempfile.gettempdir()) / "perceptual" / "state.pt"
FITTED_PICTURES = 60
SHEET_SIDE = 384
PAIRS = (
    ("astronaut", "swirling-night"),
    ("pagoda", "golden-tree"),
    ("cat", "great-wave"),
    ("coffee", "pastel-field"),
)
DEFAULTS = DistilConfig()


@app.command()
def train(  # noqa: PLR0913, PLR0917 - the parameters of a command are its options
    data: DataOption = DATA,
    out: Annotated[Path, typer.Option(help="Weights file to write.")] = WEIGHTS,
    steps: Annotated[int, typer.Option(help="Length of the schedule.")] = DEFAULTS.steps,
    minutes: Annotated[float | None, typer.Option(help="End the schedule after this time at the latest.")] = None,
    learning_rate: Annotated[float, typer.Option(help="Of Adam, at its highest.")] = DEFAULTS.learning_rate,
    seed: int = 0,
    threads: ThreadsOption = 1,
    checkpoint: Annotated[Path, typer.Option(help="Where the run is saved as it goes.")] = STATE,
    resume: Annotated[bool, typer.Option(help="Continue from the checkpoint.")] = False,
) -> None:
    """Train the network, write it and print its scores."""
    prepare(threads)
    pictures = read_pictures(data)
    config = DistilConfig(steps=steps, minutes=minutes, learning_rate=learning_rate, seed=seed)
    run = Distillation(data / "teachers", pictures.training, config)
    if resume:
        run.resume(checkpoint)
    network = run.run(checkpoint)
    rescale_to_unit_mean(network, mean_activations(network, measured_images(pictures.training)))
    save_weights(network, out, description(config, run.step))
    show_scores(load_weights(out), pictures, data)


@app.command("score")
def score_weights(
    data: DataOption = DATA,
    weights: Path = WEIGHTS,
    threads: ThreadsOption = 1,
    against_vgg: Annotated[bool, typer.Option(help="Also compare with the true VGG-19; slower.")] = False,
) -> None:
    """Print the scores of a weights file on the held-out pictures; nothing is trained."""
    prepare(threads)
    pictures = read_pictures(data)
    show_scores(load_weights(weights), pictures, data)
    if against_vgg:
        show_agreement(load_weights(weights), pictures, data)


@app.command()
def compare(
    sheet_file: Annotated[Path, typer.Argument(help="Picture to write.")] = SHEET,
    data: DataOption = DATA,
    weights: Path = WEIGHTS,
    threads: ThreadsOption = 1,
) -> None:
    """Paint a few bundled photographs with teacher and student, at the same settings, on one sheet."""
    prepare(threads)
    networks = (normalised_teacher(data, read_pictures(data))[0], load_weights(weights))
    photographs, rows = bundled_photographs(), []
    for photograph, manner in PAIRS:
        content = photographs[photograph]
        with Image.open(GALLERY / f"{manner}.jpg") as opened:
            style = opened.convert("RGB")
        painted = [stylise(network, content, style) for network in networks]
        rows.append([as_tensor(content), as_tensor(style), *painted])
        captions = ("content", "style", "teacher, maximum pooling", "student, average pooling")
        sheet(rows, captions, SHEET_SIDE).save(sheet_file, quality=88)
        print(f"{photograph} in the manner of {manner}: painted")


def load_weights(path: Path) -> VGGFeatures:
    """Read the file into a compact network in float32, average pooling."""
    return fill(VGGFeatures(VGGConfig(widths=COMPACT_WIDTHS)), path).to(memory_format=torch.channels_last)


def description(config: DistilConfig, steps: int) -> dict[str, str]:
    """Compose the metadata of the weights file."""
    return {
        "name": "compact perceptual network",
        "architecture": "VGG-19 to relu5_1, widths 16/32/64/128/128, average pooling, replicate padding",
        "input": "sRGB in [0, 1]; the normalisation is folded into conv1_1",
        "recipe": json.dumps({"steps": steps, "batch": config.batch, "learning_rate": config.learning_rate}),
        "seed": str(config.seed),
        "licence": "MIT; distilled from Collaborative Distillation's 16x encoder (MIT), see weights/README.md",
    }


def show_scores(student: VGGFeatures, pictures: Pictures, data: Path) -> None:
    """Print the table of taps; the student's channels are already scaled to a mean of 1."""
    teacher, live = normalised_teacher(data, pictures)
    print(f"{len(pictures.held_out)} held-out pictures, {len(pictures.training)} for training")
    print(table(score(student, teacher, live, pictures.held_out), live))


def show_agreement(student: VGGFeatures, pictures: Pictures, data: Path) -> None:
    """Print how much of the true VGG-19's shallow taps student and teacher carry."""
    shallow = shallow_teacher(data / "teachers")
    fitted = pictures.training[:: max(1, len(pictures.training) // FITTED_PICTURES)]
    for name, network in (("student", student), ("teacher", normalised_teacher(data, pictures)[0])):
        found = agreement_with_vgg(network, shallow, fitted, pictures.held_out)
        shown = ", ".join(f"{tap} cosine {cosine:.4f} correlation {r:.4f}" for tap, (cosine, r) in found.items())
        print(f"{name} against the true VGG-19, after a linear fit: {shown}")


def normalised_teacher(data: Path, pictures: Pictures) -> tuple[VGGFeatures, dict[str, Tensor]]:
    """Read the published teacher, scale its channels to a mean of 1, and tell which of them fire at all."""
    teacher = compact_teacher(data / "teachers")
    means = mean_activations(teacher, measured_images(pictures.training))
    rescale_to_unit_mean(teacher, means)
    return teacher, {tap: mean > ALIVE for tap, mean in means.items()}


if __name__ == "__main__":
    app()
