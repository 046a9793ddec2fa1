"""Paint the sheets of the shipped face models for docs/: random faces, sweeps, mixing, inversions.

    python scripts/make_face_sheets.py --sheets random --psi 1
    python scripts/make_face_sheets.py --sheets sweeps,mixing,inversions --readers build/faces/readers.safetensors
    python scripts/make_face_sheets.py --portraits ../shared/data/portraits --out /tmp/portraits.jpg

The sheets in docs/ show only what the generator painted, scikit-image's astronaut (NASA, public domain) and renders of
this project. The sheet of a folder of portraits is for looking at, wherever these may not be passed on. Sweeps need the
readers that `scripts.label_portraits readers` trains and the scorers below `--data`; renders need the 3D assets there.
"""

import sys
from pathlib import Path
from typing import Annotated

import torch
import typer

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from scripts.face_sheets.directions import directions
from scripts.face_sheets.examples import astronaut, example, own_faces, portraits, rendered
from scripts.face_sheets.layout import Sheet, drawn
from scripts.face_sheets.sheets import Example, inversions_sheet, mixing_sheet, random_sheet, sweeps_sheet
from scripts.faces.scoring import Judges, attributes, random_faces
from scripts.jpeg import save_small
from styletransfer import devices
from styletransfer.checkpoints import build
from styletransfer.models.stylegan2 import StyleGAN2

CPU = torch.device("cpu")
DOCS = Path("docs")
LARGEST_BYTES = 250_000  # of a sheet
ALL = "random,sweeps,mixing,inversions"
STEPS = 100
RANDOM = 64
READ = 3000  # random faces that directions are found from
SWEPT_SEEDS = range(4)
KEPT_SEEDS, SOURCE_SEEDS = range(10, 13), range(20, 26)
RENDER_SEEDS = range(20_000, 20_004)  # not among those that the landmark predictor has seen
OWN_SEEDS = range(100, 103)


def main(
    sheets: Annotated[str, typer.Option(help=f"out of {ALL}")] = ALL,
    out: Annotated[Path, typer.Option(help="folder of the sheets; with --portraits the file to write")] = DOCS,
    portraits_folder: Annotated[
        Path | None, typer.Option("--portraits", help="show inversions of this folder's pictures instead")
    ] = None,
    data: Annotated[Path, typer.Option(help="folder of teachers/ and faces/")] = Path("../shared/data"),
    readers: Annotated[Path, typer.Option(help="readers of eyes, mouth and pose")] = Path(
        "build/faces/readers.safetensors"
    ),
    psi: Annotated[float, typer.Option(help="truncation: 1 varied, 0 the average face")] = 0.7,
) -> None:
    """Paint sheets with the shipped generator and encoder."""
    chosen = [] if portraits_folder else sheets.split(",")
    if portraits_folder is not None and out.suffix != ".jpg":
        raise typer.BadParameter(f"With --portraits, --out names a .jpg file; got {out}.")
    if "sweeps" in chosen and not readers.is_file():
        raise typer.BadParameter(f"Sweeps need the readers, and there are none at {readers}; see --help.")
    devices.tune_allocator()
    generator = build.generator("face-generator", CPU)
    if portraits_folder is not None:
        found = portraits(portraits_folder, build.landmark_predictor("face-landmarks"), generator.config.size)
        _write(_inversions(generator, [example(name, picture) for name, picture in found.items()]), out)
    if "random" in chosen:
        _write(random_sheet(generator, RANDOM, 0, psi), out / "faces_random.jpg")
    if "sweeps" in chosen:
        judges = Judges.load(data / "teachers", readers)
        w, pictures = random_faces(generator, READ, 1)
        swept = directions(w, attributes(pictures, judges))
        _write(sweeps_sheet(generator, swept, SWEPT_SEEDS, psi), out / "faces_sweeps.jpg")
    if "mixing" in chosen:
        _write(mixing_sheet(generator, KEPT_SEEDS, SOURCE_SEEDS, psi), out / "faces_mixing.jpg")
    if "inversions" in chosen:
        _write(_inversions(generator, _free(generator, data, psi)), out / "faces_inversions.jpg")


def _free(generator: StyleGAN2, data: Path, psi: float) -> list[Example]:
    """Return faces that may be passed on."""
    size = generator.config.size
    examples = [astronaut(build.landmark_predictor("face-landmarks"), size)]
    examples += own_faces(generator, OWN_SEEDS, psi)
    return examples + [example(f"render {seed}", rendered(seed, size, data)) for seed in RENDER_SEEDS]


def _inversions(generator: StyleGAN2, examples: list[Example]) -> Sheet:
    encoder = build.face_encoder("face-encoder", CPU)
    return inversions_sheet(generator, encoder, build.perceptual_network("compact", CPU), examples, STEPS)


def _write(sheet: Sheet, path: Path) -> None:
    page = drawn(sheet)
    size = save_small(page, path, LARGEST_BYTES)
    print(f"{path}: {page.width} × {page.height} px, {size / 1000:.0f} kB", flush=True)


if __name__ == "__main__":
    typer.run(main)
