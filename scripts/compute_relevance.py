"""Measure what the channels of a face generator mean to a CLIP: the relevance that text prompts need.

    python scripts/compute_relevance.py --out weights/face_relevance.safetensors
    python scripts/compute_relevance.py --generator e4e-ffhq --clip clip-vit-b32 --images 20

Stopped by Ctrl-C, or by anything else, it goes on where it was when it is called again.
"""

import sys
import time
from pathlib import Path
from typing import Annotated

import torch
import typer

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from styletransfer import devices
from styletransfer.algorithms.text_relevance_config import MOST_IMAGES
from styletransfer.checkpoints.relevance_files import load_relevance
from styletransfer.cli.stopping import Stop
from styletransfer.errors import Cancelled, StyleTransferError
from styletransfer.progress import Progress
from styletransfer.run.face_relevance import compute_relevance, estimate

_TELL_EVERY = 20.0  # seconds
_STOPPED = 130


def main(
    generator: Annotated[str, typer.Option(help="name of a generator in the manifest")] = "face-generator",
    clip: Annotated[str, typer.Option(help="name of a CLIP in the manifest")] = "face-clip",
    images: Annotated[int, typer.Option(min=1, max=MOST_IMAGES, help="faces on which every channel is moved")] = 100,
    out: Annotated[Path | None, typer.Option(help="file to write; where the studio looks when left out")] = None,
    threads: Annotated[int, typer.Option(min=1, help="of the CPU")] = torch.get_num_threads(),
) -> None:
    """Measure, save and tell how long it took."""
    torch.set_num_threads(threads)
    devices.tune_allocator()
    try:
        print(f"{devices.describe()}: about {estimate(generator, clip, images, output=out):,.0f} seconds", flush=True)
        began = time.perf_counter()
        with Stop(lambda: print("Stopping after this batch; what is measured is kept.", flush=True)) as stop:
            path = compute_relevance(generator, clip, images, stop.following(Report()), out)
    except Cancelled:
        print("Stopped; the same command goes on where it was.")
        raise typer.Exit(_STOPPED) from None
    except StyleTransferError as error:
        print(error, file=sys.stderr)
        raise typer.Exit(1) from None
    found = load_relevance(path)
    print(f"{path}: {found.channels} channels on {found.images} faces, {path.stat().st_size / 1000:.0f} kB")
    print(f"Consistency of the channels: mean {found.consistency.mean():.2f}, largest {found.consistency.max():.2f}")
    print(f"{time.perf_counter() - began:.0f} seconds")


class Report:
    """Prints a line now and then, and whenever something new begins."""

    def __init__(self) -> None:
        self.stage, self.told = "", 0.0

    def __call__(self, progress: Progress) -> None:
        """Print what is happening and how long it still takes."""
        now = time.monotonic()
        kind = progress.stage.split()[0]
        if kind == self.stage and now - self.told < _TELL_EVERY:
            return
        self.stage, self.told = kind, now
        left = progress.metrics.get("seconds_left")
        rest = "" if left is None else f", {left:,.0f} seconds left"
        print(f"{progress.stage}: {100 * progress.fraction:.1f} %{rest}", flush=True)


if __name__ == "__main__":
    typer.run(main)
