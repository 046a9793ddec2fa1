"""Train, score and write `weights/face_generator.safetensors` and `weights/face_encoder.safetensors`.

Run from the root of the repository, one after the other. All that belongs to a run lies in one folder, by default
build/faces; each training goes on from its last checkpoint there.

    python -m scripts.label_portraits …                  # mesh.npz, labels.npz; see there
    python -m scripts.train_faces pictures
    python -m scripts.label_portraits readers …          # readers.safetensors
    python -m scripts.train_faces prior                  # which codes occur
    python -m scripts.train_faces generate teach         # at 64 px: codes to portraits
    python -m scripts.train_faces generate sharpen       # at 64 px, with critics
    python -m scripts.train_faces generate enlarge       # at 128 px
    python -m scripts.train_faces generate settle        # with the mapping network that ships
    python -m scripts.train_faces encode
    python -m scripts.train_faces export
    python -m scripts.render_faces render --count 512 --size 256 --out build/faces/renders
    python -m scripts.train_faces score
"""

import time
from collections.abc import Mapping
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import Annotated

import torch
import typer

from scripts.face_sheets.layout import drawn as laid_out
from scripts.face_sheets.sheets import random_sheet
from scripts.faces.batches import Sampler
from scripts.faces.codes import FaceCodes
from scripts.faces.encoding import Encoding, EncodingConfig
from scripts.faces.exporting import write_encoder, write_generator
from scripts.faces.generating import Generating, GeneratingConfig
from scripts.faces.mapping import Pairs, fitted_mapping
from scripts.faces.networks import ENCODER, GENERATOR
from scripts.faces.pictures import Pictures, drawn, mingled, usable
from scripts.faces.portraits import JUDGED_BY_EYE, read_portraits
from scripts.faces.prior import Flow, train_flow
from scripts.faces.report import Album, encoder_report, generator_report
from scripts.faces.scoring import Judges
from scripts.faces.tables import good_names, known_of, likeness_of
from scripts.process import prepare
from styletransfer.checkpoints import build
from styletransfer.models.portrait_encoder import PortraitEncoder
from styletransfer.models.stylegan2 import StyleGAN2

app = typer.Typer(add_completion=False, no_args_is_help=True)

DATA = Path("../shared/data")
RUN = Path("build/faces")
WEIGHTS = Path("weights")
CPU = torch.device("cpu")
EACH = 10  # pictures of a portrait, the first as it is
EXCHANGED = 9000  # pictures with the face of another portrait
PICTURES_SEED = 1
PRIOR_SEED = 10
DRAWN, DRAWS = 512, 100  # pictures whose codes the prior learns from
AVERAGED = 20_000  # random w
CODES = 65_536  # that random faces are painted from while the networks learn
SHOWN = 64


class Part(StrEnum):
    """A part of the generator's training; it begins from the one before it."""

    teach = "teach"
    sharpen = "sharpen"
    enlarge = "enlarge"
    settle = "settle"


PARTS: Mapping[Part, GeneratingConfig] = {
    Part.teach: GeneratingConfig(rate=8e-3),
    Part.sharpen: GeneratingConfig(steps=3000, persuasion=0.1),
    Part.enlarge: GeneratingConfig(side=128, steps=2500, persuasion=0.15, reading=0.1, averaging=0.997),
    Part.settle: GeneratingConfig(
        side=128, steps=2500, rate=1.5e-3, settled=True, persuasion=0.25, reading=0.15, averaging=0.997
    ),
}
ORDER = tuple(PARTS)

RunOption = Annotated[Path, typer.Option("--run", help="Folder of tables, training pictures and checkpoints.")]
DataOption = Annotated[Path, typer.Option("--data", help="Folder with portraits and teachers.")]
LabelsOption = Annotated[
    Path | None, typer.Option(help="Table that scripts.label_portraits writes; labels.npz of the run if not given.")
]
ReadersOption = Annotated[
    Path | None, typer.Option(help="Readers of eyes, mouth and pose; readers.safetensors of the run if not given.")
]
PartOption = Annotated[Part, typer.Option("--part", help="Which part's generator.")]
TrainedOption = Annotated[
    Part | None, typer.Option("--part", help="Part whose checkpoint is used; the shipped networks if not given.")
]
ThreadsOption = Annotated[int, typer.Option(help="Processor threads.")]
MinutesOption = Annotated[float, typer.Option(help="Stop after this time at the latest, with a checkpoint.")]


@app.command()
def pictures(
    meshes: Annotated[
        Path | None, typer.Option(help="Table that scripts.label_portraits writes; mesh.npz of the run if not given.")
    ] = None,
    labels: LabelsOption = None,
    data: DataOption = DATA,
    run: RunOption = RUN,
) -> None:
    """Draw the training pictures, and the ones that are held out."""
    labels = labels or run / "labels.npz"
    good = good_names(labels)
    portraits = read_portraits(data, meshes or run / "mesh.npz")
    judged = [portrait for portrait in portraits if portrait.name.startswith(JUDGED_BY_EYE)]
    others = [portrait for portrait in portraits if portrait.name in good and usable(portrait)]
    training = [portrait for portrait in others if not portrait.held_out]
    held_out = [portrait for portrait in others if portrait.held_out and not portrait.name.startswith(JUDGED_BY_EYE)]
    print(f"{len(training)} portraits to train on, {len(held_out)} held out, {len(judged)} to look at")
    size = GENERATOR.size
    drawn(judged, 1, size, PICTURES_SEED).save(run / "judged")
    drawn(held_out, 1, size, PICTURES_SEED).save(run / "held_out")
    moved = drawn(training, EACH, size, PICTURES_SEED)
    (moved + mingled(training, likeness_of(training, labels), EXCHANGED, size, PICTURES_SEED + 1)).save(
        run / "training"
    )


@app.command()
def prior(labels: LabelsOption = None, run: RunOption = RUN, steps: int = 12_000, threads: ThreadsOption = 2) -> None:
    """Learn which codes occur."""
    prepare(threads)
    torch.manual_seed(PRIOR_SEED)
    sampler = sampler_of(run, labels or run / "labels.npz", PRIOR_SEED)
    codes = torch.cat([sampler.draw(DRAWN).codes for _ in range(DRAWS)])
    train_flow(codes, steps, partial(print, flush=True)).save(run / "prior.safetensors")


@app.command()
def generate(
    part: Annotated[Part, typer.Argument(help="Which part of the training.")],
    labels: LabelsOption = None,
    data: DataOption = DATA,
    run: RunOption = RUN,
    minutes: MinutesOption = 600.0,
    threads: ThreadsOption = 2,
) -> None:
    """Train the generator: "teach" it the codes of the portraits, "sharpen" with critics, "enlarge", "settle"."""
    prepare(threads)
    place = ORDER.index(part)
    torch.manual_seed(place)
    sampler = sampler_of(run, labels or run / "labels.npz", place)
    judges = Judges.load(data / "teachers", run / "readers.safetensors")
    training = Generating(PARTS[part], sampler, judges, random_codes(run))
    path = run / f"{part}.pt"
    if path.exists():
        training.load(path)
    elif place:
        training.begin(run / f"{ORDER[place - 1]}.pt")
    training.run(path, time.time() + 60.0 * minutes)


@app.command()
def encode(
    labels: LabelsOption = None,
    part: PartOption = Part.settle,
    run: RunOption = RUN,
    minutes: MinutesOption = 600.0,
    threads: ThreadsOption = 2,
) -> None:
    """Train the encoder."""
    prepare(threads)
    torch.manual_seed(len(ORDER))
    sampler = sampler_of(run, labels or run / "labels.npz", len(ORDER))
    training = Encoding(EncodingConfig(), trained_generator(run, part), sampler, random_codes(run))
    path = run / "encoder.pt"
    if path.exists():
        training.load(path)
    training.run(path, time.time() + 60.0 * minutes)


@app.command()
def export(
    run: RunOption = RUN,
    part: PartOption = Part.settle,
    out: Annotated[Path, typer.Option(help="Folder of the weights.")] = WEIGHTS,
) -> None:
    """Write both networks."""
    recipe = {"recipe": "scripts/train_faces.py, see weights/README.md"}
    write_generator(settled_generator(run, part), out / "face_generator.safetensors", recipe)
    write_encoder(trained_encoder(run), out / "face_encoder.safetensors", recipe)


@app.command()
def score(
    part: TrainedOption = None,
    run: RunOption = RUN,
    data: DataOption = DATA,
    readers: ReadersOption = None,
    renders: Annotated[
        Path | None, typer.Option(help="Folder of shards of scripts.render_faces; renders of the run if not given.")
    ] = None,
    threads: ThreadsOption = 2,
) -> None:
    """Print the scores of generator and encoder next to those of portraits and renders."""
    prepare(threads)
    generator = _generator(run, part)
    album = Album.load(run, renders or run / "renders", generator.config.size)
    judges = Judges.load(data / "teachers", readers or run / "readers.safetensors")
    for name, scores in generator_report(generator, album, judges):
        _show(name, scores)
    for name, scores in encoder_report(generator, _encoder(run, part), album, judges):
        _show(name, scores)


@app.command()
def sheet(
    out: Annotated[Path, typer.Argument(help="PNG or JPEG to write.")],
    part: TrainedOption = None,
    run: RunOption = RUN,
    psi: Annotated[float, typer.Option(help="Truncation: 1 varied, 0 the average face.")] = 1.0,
) -> None:
    """Paint 64 random faces of seed 0, none picked."""
    laid_out(random_sheet(_generator(run, part), SHOWN, 0, psi)).save(out)


def sampler_of(run: Path, labels: Path, seed: int) -> Sampler:
    """Return the training pictures with the code, which is fitted once and kept in the run."""
    training = Pictures.load(run / "training")
    path = run / "codes.safetensors"
    sampler = Sampler(training, known_of(training.names, labels), seed, FaceCodes.load(path) if path.exists() else None)
    if not path.exists():
        sampler.codes.save(path)
    return sampler


def trained_generator(run: Path, part: Part) -> StyleGAN2:
    """Return the averaged generator of a part's checkpoint; its mapping network starts from codes."""
    state = torch.load(run / f"{part}.pt", weights_only=True)["average"]
    generator = StyleGAN2(GENERATOR).eval().requires_grad_(False)
    own = {name.removeprefix("generator."): value for name, value in state.items() if name.startswith("generator.")}
    generator.load_state_dict(own)
    return generator


def settled_generator(run: Path, part: Part) -> StyleGAN2:
    """Return the same with the mapping network that ships, which starts from normal z, and its average w.

    Parts before the last one have none: it is fitted.
    """
    generator = trained_generator(run, part)
    state = torch.load(run / f"{part}.pt", weights_only=True)["average"]
    mapping = {name.removeprefix("mapping."): value for name, value in state.items() if name.startswith("mapping.")}
    generator.style.load_state_dict(mapping or fitted_mapping(generator.style, random_codes(run)).state_dict())
    z = torch.randn(AVERAGED, GENERATOR.style_dim, generator=torch.Generator().manual_seed(0))
    generator.latent_avg.copy_(generator.mapping(z).mean(dim=0))
    return generator


def random_codes(run: Path) -> Pairs:
    """Draw codes that occur."""
    return Pairs.drawn(Flow.load(run / "prior.safetensors"), CODES, PRIOR_SEED)


def trained_encoder(run: Path) -> PortraitEncoder:
    """Return the averaged encoder of the checkpoint."""
    encoder = PortraitEncoder(ENCODER).eval().requires_grad_(False)
    encoder.load_state_dict(torch.load(run / "encoder.pt", weights_only=True)["average"])
    return encoder


def _generator(run: Path, part: Part | None) -> StyleGAN2:
    return settled_generator(run, part) if part else build.generator("face-generator", CPU)


def _encoder(run: Path, part: Part | None) -> PortraitEncoder:
    encoder = trained_encoder(run) if part else build.face_encoder("face-encoder", CPU)
    assert isinstance(encoder, PortraitEncoder)
    return encoder


def _show(name: str, scores: Mapping[str, float]) -> None:
    print(f"{name}: {', '.join(f'{key} {value:.3f}' for key, value in scores.items())}", flush=True)


if __name__ == "__main__":
    app()
