"""Train and write the face generator and the face encoder (`weights/face_generator.safetensors`, `face_encoder`).

Run from the root of the repository, one part after the other; each goes on from its last checkpoint in `--run`:

    python -m scripts.label_portraits …           # meshes and labels of the portraits, see there
    python -m scripts.train_faces pictures --meshes M --labels L
    python -m scripts.train_faces generate --labels L                                      # at 64 px
    python -m scripts.train_faces generate --labels L --part sharpen --side 128            # with a critic
    python -m scripts.train_faces encode --labels L
    python -m scripts.train_faces export
"""

import time
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any

import numpy as np
import torch
import typer
from numpy.typing import NDArray

from scripts.faces.batches import Sampler
from scripts.faces.codes import FaceCodes
from scripts.faces.encoding import Encoding, EncodingConfig
from scripts.faces.exchanging import Likeness
from scripts.faces.exporting import write_encoder, write_generator
from scripts.faces.generating import Generating, GeneratingConfig, Taught
from scripts.faces.networks import ENCODER, GENERATOR
from scripts.faces.pictures import Pictures, drawn, mingled, usable
from scripts.faces.portraits import JUDGED_BY_EYE, Portrait, read_portraits, yaw_of
from scripts.process import prepare
from styletransfer.models.portrait_encoder import PortraitEncoder
from styletransfer.models.stylegan2 import StyleGAN2

app = typer.Typer(add_completion=False, no_args_is_help=True)

DATA = Path("../shared/data")
RUN = Path("build/faces")
WEIGHTS = Path("weights")
PARTS = {
    "teach": GeneratingConfig(),
    "sharpen": GeneratingConfig(side=128, steps=5000, rate=2e-3, persuasion=0.1),
}

LabelsOption = Annotated[Path, typer.Option(help="Table of labels that scripts.label_portraits writes.")]
RunOption = Annotated[Path, typer.Option("--run", help="Folder of training pictures and checkpoints.")]
ThreadsOption = Annotated[int, typer.Option(help="Processor threads.")]
MinutesOption = Annotated[float, typer.Option(help="Stop after this time at the latest, with a checkpoint.")]
SeedOption = Annotated[int, typer.Option(help="Seed of the draws.")]


@app.command()
def pictures(
    meshes: Annotated[Path, typer.Option(help="Table of meshes that scripts.label_portraits writes.")],
    labels: LabelsOption,
    data: Annotated[Path, typer.Option(help="Folder with the portraits.")] = DATA,
    run: RunOption = RUN,
    each: Annotated[int, typer.Option(help="Pictures of each portrait, the first as it is.")] = 10,
    exchanged: Annotated[int, typer.Option(help="Pictures with the face of another portrait.")] = 9000,
    seed: SeedOption = 1,
) -> None:
    """Draw the training pictures, and the ones that are held out."""
    portraits = read_portraits(data, meshes)
    good = {name for name, good in zip(*_columns(labels, "name", "good"), strict=True) if good}
    judged = [portrait for portrait in portraits if portrait.name.startswith(JUDGED_BY_EYE)]
    judged_names = {portrait.name for portrait in judged}
    others = [each for each in portraits if each.name in good - judged_names and usable(each)]
    training = [portrait for portrait in others if not portrait.held_out]
    held_out = [portrait for portrait in others if portrait.held_out]
    print(f"{len(portraits)} portraits: {len(training)} to train on, {len(held_out)} held out, {len(judged)} to look at")
    size = GENERATOR.size
    drawn(judged, 1, size, seed).save(run / "judged")
    drawn(held_out, 1, size, seed).save(run / "held_out")
    alike = _likeness(training, labels)
    both = drawn(training, each, size, seed) + mingled(training, alike, exchanged, size, seed + 1)
    both.save(run / "training")


@app.command()
def generate(
    labels: LabelsOption,
    run: RunOption = RUN,
    part: Annotated[str, typer.Option(help=f"One of {', '.join(PARTS)}.")] = "teach",
    side: Annotated[int | None, typer.Option(help="Side that is painted.")] = None,
    steps: Annotated[int | None, typer.Option(help="Length of the schedule.")] = None,
    begin: Annotated[Path | None, typer.Option(help="Checkpoint of another part to start from.")] = None,
    minutes: MinutesOption = 600.0,
    threads: ThreadsOption = 2,
    seed: SeedOption = 0,
) -> None:
    """Train the generator: "teach" it the codes of the portraits, then "sharpen" it with a critic."""
    given = {name: value for name, value in {"side": side, "steps": steps}.items() if value is not None}
    training = Generating(replace(PARTS[part], **given), _sampler(run, labels, seed, threads))
    path = run / f"{part}.pt"
    if path.exists():
        training.load(path)
    elif begin is not None:
        training.begin(begin)
    training.run(path, time.time() + 60.0 * minutes)


@app.command()
def encode(
    labels: LabelsOption,
    run: RunOption = RUN,
    generator: Annotated[Path, typer.Option(help="Checkpoint of the generator.")] = RUN / "sharpen.pt",
    minutes: MinutesOption = 600.0,
    threads: ThreadsOption = 2,
    seed: SeedOption = 0,
) -> None:
    """Train the encoder."""
    training = Encoding(EncodingConfig(), _generator(generator), _sampler(run, labels, seed, threads))
    path = run / "encoder.pt"
    if path.exists():
        training.load(path)
    training.run(path, time.time() + 60.0 * minutes)


@app.command()
def export(
    run: RunOption = RUN,
    generator: Annotated[Path, typer.Option(help="Checkpoint of the generator.")] = RUN / "sharpen.pt",
    out: Annotated[Path, typer.Option(help="Folder of the weights.")] = WEIGHTS,
    seed: SeedOption = 0,
) -> None:
    """Write both networks."""
    state = torch.load(run / "encoder.pt", weights_only=True)
    encoder = PortraitEncoder(ENCODER)
    encoder.load_state_dict(state["average"])
    recipe = {"seed": str(seed), "recipe": "scripts/train_faces.py, see weights/README.md"}
    write_generator(_generator(generator), out / "face_generator.safetensors", recipe)
    write_encoder(encoder, out / "face_encoder.safetensors", recipe)


def _generator(path: Path) -> StyleGAN2:
    """Return the averaged generator of a checkpoint."""
    state = torch.load(path, weights_only=True)["average"]
    taught = Taught(len(state["probe.bias"]))
    taught.load_state_dict(state)
    return taught.generator


def _sampler(run: Path, labels: Path, seed: int, threads: int) -> Sampler:
    """Tune the process and return the training pictures with the code, which is fitted once."""
    prepare(threads)
    torch.manual_seed(seed)
    training = Pictures.load(run / "training")
    rows = _rows(training.names, labels)
    known = np.stack([column[rows] for column in _columns(labels, "age", "male", "smile")], axis=1)
    path = run / "codes.safetensors"
    sampler = Sampler(training, known, seed, FaceCodes.load(path) if path.exists() else None)
    if not path.exists():
        sampler.codes.save(path)
    return sampler


def _likeness(portraits: list[Portrait], labels: Path) -> Likeness:
    rows = _rows([portrait.name for portrait in portraits], labels)
    age, male, skin, light = (column[rows] for column in _columns(labels, "age", "male", "skin", "light_x"))
    return Likeness(age, male, np.array([yaw_of(portrait.points) for portrait in portraits]), skin, light)


def _columns(labels: Path, *names: str) -> list[NDArray[Any]]:
    with np.load(labels) as table:
        return [table[name] for name in names]


def _rows(names: list[str], labels: Path) -> list[int]:
    row = {name: index for index, name in enumerate(_columns(labels, "name")[0].tolist())}
    return [row[name] for name in names]


if __name__ == "__main__":
    app()
