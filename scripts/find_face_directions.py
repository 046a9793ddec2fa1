"""Find the sliders of a face generator and write them: weights/face_directions.safetensors for the shipped one.

    python scripts/find_face_directions.py --readers build/faces/readers.safetensors --sheet sliders.png
    python scripts/find_face_directions.py --generator e4e-ffhq --out face_directions_e4e-ffhq.safetensors

Needs the scorers and portraits below `--data` and the readers that `scripts.label_portraits readers` trains; a quarter
of an hour of one core for the shipped generator. `--sheet` shows every slider on random faces; with `--show` nothing
is found and the file that is there is shown.
"""

import sys
import time
from functools import partial
from pathlib import Path
from typing import Annotated

import torch
import typer

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from scripts.face_directions.attributes import Attributes
from scripts.face_directions.sheet import sliders_sheet
from scripts.face_directions.sliders import CONFIG, with_sunglasses
from scripts.face_directions.sunglasses import sunglasses
from scripts.face_sheets.layout import drawn
from styletransfer import devices
from styletransfer.algorithms.face_directions import DirectionConfig, Directions, find_directions
from styletransfer.algorithms.inversion import encode
from styletransfer.checkpoints import build
from styletransfer.checkpoints.direction_files import load_directions, save_directions
from styletransfer.models.stylegan2 import StyleGAN2
from styletransfer.progress import Progress

CPU = torch.device("cpu")
ENCODERS = {"face-generator": "face-encoder", "e4e-ffhq": "e4e-ffhq", "psp-ffhq": "psp-ffhq"}
SEEDS = range(8)


def main(
    out: Annotated[Path, typer.Option(help="file to write")] = Path("weights/face_directions.safetensors"),
    data: Annotated[Path, typer.Option(help="folder of teachers/ and faces/")] = Path("../shared/data"),
    readers: Annotated[Path, typer.Option(help="readers of eyes, mouth and pose")] = Path(
        "build/faces/readers.safetensors"
    ),
    name: Annotated[str, typer.Option("--generator", help="name of a generator in the manifest")] = "face-generator",
    sheet: Annotated[Path | None, typer.Option(help="picture of every slider on random faces, to look at")] = None,
    show: Annotated[bool, typer.Option("--show", help="find nothing; show what is in --out")] = False,
) -> None:
    """Find, save and show directions."""
    devices.tune_allocator()
    generator = build.generator(name, CPU)
    if show:
        found = load_directions(out)
    else:
        scorer = Attributes.load(data, readers)
        config = _config(name, generator, scorer, data)
        found = find_directions(generator, scorer, name, config, Report())
        save_directions(out, found)
        print(f"{out}: {out.stat().st_size / 1000:.0f} kB")
    tell(found)
    if sheet is not None:
        drawn(sliders_sheet(generator, found, SEEDS)).save(sheet)


def _config(name: str, generator: StyleGAN2, scorer: Attributes, data: Path) -> DirectionConfig:
    """Add sunglasses where an encoder can show what the generator's own faces never wear."""
    if name not in ENCODERS:
        print("Sunglasses are left out: this generator has no encoder.")
        return CONFIG
    encoder = build.face_encoder(ENCODERS[name], CPU)
    predictor = build.landmark_predictor("face-landmarks")
    return with_sunglasses(sunglasses(data, predictor, scorer, partial(encode, encoder, generator.latent_avg)))


class Report:
    """Prints a line whenever something new begins."""

    def __init__(self) -> None:
        self.stage, self.began = "", time.perf_counter()

    def __call__(self, progress: Progress) -> None:
        """Print the stage if it is new."""
        if progress.stage != self.stage:
            self.stage = progress.stage
            print(f"{time.perf_counter() - self.began:5.0f} s  {progress.stage}", flush=True)


def tell(directions: Directions) -> None:
    """Print ranges and the largest side effects."""
    for each in directions.items.values():
        worst = sorted(each.side_effects.items(), key=lambda pair: -abs(pair[1]))[:4]
        words = ", ".join(f"{name} {value:+.2f}" for name, value in worst)
        print(f"{each.label:16} {each.low:+6g} to {each.high:+6g} {each.unit:6} at half range also {words}")


if __name__ == "__main__":
    typer.run(main)
