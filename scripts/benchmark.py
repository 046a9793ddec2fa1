"""Measure the studio against baselines, in one process, and print the ratios.

    python scripts/benchmark.py neural-style [--part speed|optimiser|sizes] [--size 512] [--sizes 512,1024,2048,4096]
    python scripts/benchmark.py photorealistic [--parts speed,sizes,quality,sheet] [--out FOLDER] [--threads 2]
    python scripts/benchmark.py faces [--parts generator,encoder,shipped,editing,quality,directions] [--threads 2]
    python scripts/benchmark.py text [--parts speed,quality,sheet] [--out FOLDER] [--threads 2]

Machines differ and are noisy: a figure means something only next to its baseline from the same run.
"""

import platform
import sys
from pathlib import Path
from typing import Annotated

import torch
import typer

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from scripts.benchmarks import (
    faces_directions,
    faces_editing,
    faces_quality,
    faces_shipped,
    faces_speed,
    photorealistic_quality,
    photorealistic_sheet,
    photorealistic_sizes,
    photorealistic_speed,
    text_quality,
    text_sheet,
    text_speed,
)
from scripts.benchmarks import neural_style as neural
from styletransfer import devices

app = typer.Typer(add_completion=False, help=__doc__)
app.command("neural-style-size", hidden=True)(neural.one_size)
app.command("photorealistic-size", hidden=True)(photorealistic_sizes.one_size)
app.command("faces-memory", hidden=True)(faces_speed.one_way)
app.command("faces-shipped-memory", hidden=True)(faces_shipped.one_face)
app.command("faces-editing-start", hidden=True)(faces_editing.start)

SHARED = Path("../shared/data")
READERS = Path("build/faces/readers.safetensors")
DOCS_SHEET = Path(__file__).resolve().parents[1] / "docs" / "photorealistic_sheet.jpg"


def use_threads(threads: int) -> int:
    """Compute with so many threads, or with as many as PyTorch chooses for 0."""
    if threads:
        torch.set_num_threads(threads)
    return threads


Threads = Annotated[int, typer.Option(help="CPU threads; 0 takes the default", callback=use_threads)]


@app.callback()
def benchmarks() -> None:
    """Measure one tool against its baselines."""
    print(f"{platform.processor() or platform.machine()}, {devices.describe()}, torch {torch.__version__}", flush=True)


@app.command()
def neural_style(
    part: Annotated[list[str] | None, typer.Option(help="speed, optimiser, sizes; all when not given")] = None,
    size: Annotated[int, typer.Option(help="longest side of the comparisons, px")] = 512,
    sizes: Annotated[str, typer.Option(help="longest sides whose time and memory are measured")] = "512,1024,2048,4096",
    evaluations: Annotated[int, typer.Option(help="evaluations of the tutorial's recipe that are timed")] = 10,
) -> None:
    """Compare with the PyTorch tutorial's recipe, with plain L-BFGS, and measure growth with size."""
    neural.measure(part or ["speed", "optimiser", "sizes"], size, [int(each) for each in sizes.split(",")], evaluations)


@app.command()
def photorealistic(
    parts: Annotated[str, typer.Option(help="out of speed, sizes, quality, sheet")] = "speed,sizes,quality",
    out: Annotated[Path | None, typer.Option(help="folder outside the repository for sheets of results")] = None,
    pairs: Annotated[Path, typer.Option(help="photographs, looks and masks to judge by")] = SHARED / "photo_pairs",
    teachers: Annotated[Path, typer.Option(help="folder with a true VGG-19")] = SHARED / "teachers",
    threads: Threads = 0,
    size: Annotated[int, typer.Option(help="side of the comparison of speed, px")] = 512,
) -> None:
    """Compare with the published way of computing, measure growth with size, and judge the results."""
    chosen = parts.split(",")
    if "speed" in chosen:
        photorealistic_speed.measure(size)
    if "sizes" in chosen:
        photorealistic_sizes.measure(threads)
    if "quality" in chosen:
        photorealistic_quality.measure(pairs, teachers, out)
    if "sheet" in chosen:
        photorealistic_sheet.write_docs_sheet(DOCS_SHEET)


@app.command()
def faces(
    parts: Annotated[str, typer.Option(help="out of generator, encoder, shipped, editing, quality, directions")] = (
        "generator,encoder,shipped,editing"
    ),
    size: Annotated[int, typer.Option(help="side of the generator's pictures, px")] = 1024,
    data: Annotated[Path, typer.Option(help="portraits and scorers to judge by")] = SHARED,
    readers: Annotated[Path, typer.Option(help="readers of eyes, mouth and pose")] = READERS,
    threads: Threads = 0,
) -> None:
    """Compare the generator with a plainly written one, time the shipped models and editing with them, and judge."""
    chosen = parts.split(",")
    if "generator" in chosen:
        faces_speed.measure(size)
    if "encoder" in chosen:
        faces_speed.measure_encoder()
    if "shipped" in chosen:
        faces_shipped.measure()
    if "editing" in chosen:
        faces_editing.measure()
    if "quality" in chosen:
        faces_quality.measure_shipped(faces_quality.Material(data=data, readers=readers))
    if "directions" in chosen:
        faces_directions.measure_shipped(faces_quality.Material(data=data, readers=readers))


@app.command()
def text(
    parts: Annotated[str, typer.Option(help="out of speed, quality, sheet")] = "speed,quality",
    data: Annotated[Path, typer.Option(help="portraits and scorers to judge by")] = SHARED,
    out: Annotated[Path | None, typer.Option(help="folder outside the repository for sheets of faces")] = None,
    threads: Threads = 0,
    faces: Annotated[int, typer.Option(help="portraits and as many random faces that prompts are tried on")] = 20,
    clip: Annotated[str, typer.Option(help="what reads the prompts")] = "face-clip",
) -> None:
    """Time prompts on faces beside the published way, and judge sixty of them that the text model has never seen."""
    chosen = parts.split(",")
    if "speed" in chosen:
        text_speed.measure(clip)
    if "quality" in chosen:
        text_quality.measure(data, faces, clip)
    if "sheet" in chosen:
        text_sheet.measure(data, out or Path("build"), clip)


if __name__ == "__main__":
    app()
