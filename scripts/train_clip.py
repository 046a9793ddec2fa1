"""Train and score the small CLIP (`weights/face_clip.safetensors`) and finish its relevance for the shipped generator.

Run from the root of the repository, one after the other; each leaves files in the folder of `--work`:

    python -m scripts.train_clip paint       # the generator's faces, as they are and moved
    python -m scripts.train_clip label       # values of all faces, portraits and renders
    python -m scripts.train_clip see         # the picture half
    python -m scripts.train_clip word        # the text half
    python -m scripts.train_clip join        # weights/face_clip.safetensors
    python scripts/compute_relevance.py --images 48 --out build/measured_relevance.safetensors
    python -m scripts.train_clip relevance   # weights/face_relevance.safetensors out of that
    python -m scripts.train_clip move        # how far its channels go, learnt
    python -m scripts.train_clip score       # what prompts change in faces that nobody has seen
"""

import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Annotated, TypeVar

import torch
import typer

from scripts.clip import sets
from scripts.clip.captions import TEMPLATES, WORDS
from scripts.clip.channels import shipped, with_moves
from scripts.clip.effects import Effects
from scripts.clip.moves import Trial, found_vectors, matrix
from scripts.clip.moving import Mover, MovingConfig, learn_moves, prepared
from scripts.clip.pictures import Painter, channel_statistics, seeded_codes
from scripts.clip.scores import score_prompts, table
from scripts.clip.seeing import SeeingConfig, Seen, agreement, embedded, train_seeing
from scripts.clip.space import AXES, DIM
from scripts.clip.wording import Writer, train_wording, vocabulary
from scripts.process import prepare
from styletransfer.checkpoints import build
from styletransfer.checkpoints.clip_files import load_clip, save_clip
from styletransfer.checkpoints.relevance_files import load_relevance, save_relevance
from styletransfer.models.clip_parts import ClipShape, new_network
from styletransfer.models.clip_tokens import Tokenizer

app = typer.Typer(add_completion=False, no_args_is_help=True)

GENERATOR = "face-generator"
GROUPS = 12_000
BLOCK = 100  # groups that are painted at once
HELD_OUT = 600  # pictures that only score
MOVED = 600  # random faces, and as many portraits, that moves are learnt on
MOVED_PSI = 0.8
CPU = torch.device("cpu")
CLIP_FILE, RELEVANCE_FILE = Path("weights/face_clip.safetensors"), Path("weights/face_relevance.safetensors")
MEASURED_FILE = Path("build/measured_relevance.safetensors")

Work = Annotated[Path, typer.Option(help="Folder of what the steps leave for each other.")]
Data = Annotated[Path, typer.Option(help="Folder of faces/.")]
Faces = Annotated[Path, typer.Option(help="Folder of mesh.npz, labels.npz and readers.safetensors.")]
Threads = Annotated[int, typer.Option(help="CPU threads.")]
Average = TypeVar("Average")
WORK = Path(tempfile.gettempdir()) / "clip"
DATA, FACES = Path("../shared/data"), Path("build/faces")


@app.command()
def paint(work: Work = WORK, groups: int = GROUPS, threads: Threads = 1) -> None:
    """Paint what is learnt from; what is painted already stays."""
    prepare(threads)
    work.mkdir(parents=True, exist_ok=True)
    generator, known = build.generator(GENERATOR, CPU), channel_statistics(build.generator(GENERATOR, CPU))
    painter = Painter(generator, build.face_directions(GENERATOR), known)
    sets.paint_groups(painter, work, groups, BLOCK)


@app.command()
def label(
    work: Work = WORK,
    data: Data = DATA,
    faces: Faces = FACES,
    renders: Annotated[Path, typer.Option(help="Folder of scripts/render_faces.py.")] = Path("build/renders"),
    threads: Threads = 1,
) -> None:
    """Read the values of everything and write down where it belongs in the space of the embeddings."""
    prepare(threads)
    print(sets.label_all(work, sets.Sources(data, faces, renders)))


@app.command()
def see(work: Work = WORK, minutes: float = 30.0, threads: Threads = 1, resume: bool = False, seed: int = 0) -> None:
    """Train the picture half."""
    prepare(threads)
    torch.manual_seed(seed)
    visual = new_network(shape(len(vocabulary()))).float().visual.to(memory_format=torch.channels_last)
    if resume:
        visual.load_state_dict(torch.load(work / sets.SEEING, weights_only=True))
    painted, others = sets.seen(work)
    held_out = Seen(painted.pictures[:HELD_OUT], painted.places[:HELD_OUT])
    learnt = Seen(painted.pictures[HELD_OUT:], painted.places[HELD_OUT:])
    config = SeeingConfig(minutes=minutes, seed=seed)
    steps = train_seeing(visual.train(), learnt, others, config)
    average = _followed(steps, lambda found: torch.save(found, work / sets.SEEING))
    visual.load_state_dict(average)
    found = agreement(embedded(visual.eval(), held_out.pictures), held_out.places)
    print("Correlation on held-out faces: " + ", ".join(f"{name} {value:.2f}" for name, value in found.items()))


@app.command()
def word(work: Work = WORK, minutes: float = 30.0, threads: Threads = 1, resume: bool = False, seed: int = 0) -> None:
    """Train the text half."""
    prepare(threads)
    torch.manual_seed(seed)
    kept = vocabulary()
    network = new_network(shape(len(kept))).float()
    if resume:
        network.load_state_dict(torch.load(work / sets.WORDING, weights_only=True), strict=False)
    writer = Writer(sets.space(work), seed)
    steps = train_wording(network, Tokenizer(kept), writer, minutes)
    _followed(steps, lambda found: torch.save(found, work / sets.WORDING))


@app.command()
def join(work: Work = WORK, out: Path = CLIP_FILE) -> None:
    """Write both halves into one file."""
    kept = vocabulary()
    network = new_network(shape(len(kept))).float()
    network.load_state_dict(torch.load(work / sets.WORDING, weights_only=True), strict=False)
    network.visual.load_state_dict(torch.load(work / sets.SEEING, weights_only=True))
    save_clip(out, network.eval(), kept, WORDS, TEMPLATES)
    print(f"{out}: {out.stat().st_size / 1000:.0f} kB, {len(WORDS)} words, {len(kept)} tokens")


@app.command()
def relevance(
    work: Work = WORK,
    measured: Path = MEASURED_FILE,
    out: Path = RELEVANCE_FILE,
    floor: float = 0.35,
    threads: Threads = 1,
) -> None:
    """Finish the relevance that `scripts/compute_relevance.py` measured with the CLIP of `join`."""
    prepare(threads)
    generator, reader = build.generator(GENERATOR, CPU), sets.reader(work)
    known = shipped(load_relevance(measured), floor)
    offsets = {}
    for axis, best in Trial(generator, reader, known).best(
        found_vectors(generator, build.face_directions(GENERATOR), reader)
    ):
        offsets[axis] = best.offsets
        print(f"{axis:12} {best.kind:8} {best.own:+.2f}, and {best.rival} {best.worst:.2f}", flush=True)
    save_relevance(out, with_moves(known, matrix(known, offsets)))
    print(f"{out}: {out.stat().st_size / 1000:.0f} kB")


@app.command()
def move(
    work: Work = WORK,
    data: Data = DATA,
    faces: Faces = FACES,
    out: Path = RELEVANCE_FILE,
    minutes: float = 26.0,
    threads: Threads = 1,
) -> None:
    """Learn how far the channels of the file of `relevance` go."""
    prepare(threads)
    generator, reader, known = build.generator(GENERATOR, CPU), sets.reader(work), load_relevance(out)
    if known.moves is None:
        raise typer.BadParameter(f"{out} has no moves to begin with; run the step `relevance` first.")
    visual = load_clip(CLIP_FILE).network.visual.float().eval()  # type: ignore[union-attr]
    for network in (generator, visual, reader.labeller.describer.encoder):
        network.requires_grad_(False)
    effects = Effects(visual, reader.labeller, reader.values.usual)
    portraits = sets.portrait_codes(reader, generator.num_ws, data, faces, MOVED)
    codes = torch.cat([seeded_codes(generator, MOVED, MOVED, MOVED_PSI), portraits])
    mover = Mover(generator, effects, prepared(generator, effects, codes, reader.regions), known)
    moves, rest = known.moves.float().split([len(AXES), DIM - len(AXES)], dim=1)
    steps = learn_moves(mover, moves, MovingConfig(minutes=minutes))
    _followed(steps, lambda average: save_relevance(out, replace(known, moves=torch.cat([average, rest], dim=1))))


@app.command()
def score(
    work: Work = WORK, clip: Path = CLIP_FILE, relevance_file: Path = RELEVANCE_FILE, threads: Threads = 1
) -> None:
    """Print what prompts change most in random faces, read by the labels that taught the CLIP."""
    prepare(threads)
    print(
        table(
            score_prompts(
                load_clip(clip), load_relevance(relevance_file), build.generator(GENERATOR, CPU), sets.reader(work)
            )
        )
    )


def shape(tokens: int) -> ClipShape:
    """Return the shape of the small CLIP."""
    return ClipShape(
        embed_dim=DIM, image_resolution=sets.SIDE, vision_layers=(1, 1, 1, 1), vision_width=16, vision_patch_size=None,
        context_length=32, vocab_size=tokens, transformer_width=128, transformer_layers=3,
    )  # fmt: skip


def _followed(steps: Iterator[tuple[int, float, Average]], keep: Callable[[Average], object]) -> Average:
    """Print the loss now and then, keep the averaged weights, and return the last ones; there is one step at least."""
    began = time.monotonic()
    for step, loss, average in steps:
        keep(average)
        print(f"step {step}, loss {loss:.3f}, {time.monotonic() - began:.0f} seconds", flush=True)
    return average


if __name__ == "__main__":
    app()
