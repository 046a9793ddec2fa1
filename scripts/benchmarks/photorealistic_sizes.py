"""Photorealistic transfer with the shipped model and automatic masks: time by stage and peak memory, by size."""

import json
import time

import numpy as np
import torch

from scripts.benchmarks.measuring import in_own_process, peak_megabytes
from styletransfer.imaging.io import Picture, open_image
from styletransfer.imaging.resize import resize
from styletransfer.imaging.samples import example_photo
from styletransfer.progress import Progress, ignore
from styletransfer.recipes import PhotorealisticRecipe
from styletransfer.run import run

CONTENT, STYLE = "china", "rocket"
SIZES = (
    ("1024²", 1024, 1024, 8), ("4K", 3840, 2160, 8), ("24 MP", 6000, 4000, 8), ("24 MP, 16 bits", 6000, 4000, 16),
)  # fmt: skip
_GRAIN = 2.0  # levels of 255: enlarged photographs are smoother than a camera's


def measure(threads: int) -> None:
    """Print a row for every size, each measured in a process of its own after a small run that loads the networks."""
    print("\n(b) The shipped model with automatic masks, preset Strong, from opened pictures to the result")
    print(f"    {'size':>16} {'Mpx':>6} {'s':>7} {'s/Mpx':>6} {'peak MB':>8}  stages")
    for name, width, height, bits in SIZES:
        found = in_own_process("photorealistic-size", *map(str, (width, height, bits, threads)))
        megapixels = width * height / 1e6
        stages = ", ".join(f"{stage} {seconds:.2f} s" for stage, seconds in found["stages"].items())
        print(
            f"    {name:>16} {megapixels:>6.2f} {found['seconds']:>7.2f} {found['seconds'] / megapixels:>6.2f} "
            f"{found['peak_mb']:>8.0f}  {stages}",
            flush=True,
        )


def one_size(width: int, height: int, bits: int, threads: int) -> None:
    """Time one run and print it with the peak memory, as JSON."""
    if threads:
        torch.set_num_threads(threads)
    recipe = PhotorealisticRecipe.from_preset("strong", masks="automatic")
    look = open_image(example_photo(STYLE))
    run(recipe.model_copy(update={"size": 128}), {"content": _photograph(160, 120, 8), "style": look}, ignore)
    marks: list[tuple[str, float]] = []

    def follow(progress: Progress) -> None:
        if not marks or marks[-1][0] != progress.stage:
            marks.append((progress.stage, time.perf_counter()))

    content = _photograph(width, height, bits)
    began = time.perf_counter()
    result = run(recipe, {"content": content, "style": look}, follow)
    ended = time.perf_counter()
    if (result.picture.width, result.picture.height, result.picture.bits) != (width, height, bits):
        raise SystemExit("The result has another size or depth than the photograph.")
    edges = [*(when for _, when in marks[1:]), ended]
    stages = {stage: end - start for (stage, start), end in zip(marks, edges, strict=True)}
    print(json.dumps({"seconds": ended - began, "stages": stages, "peak_mb": peak_megabytes()}))


def _photograph(width: int, height: int, bits: int) -> Picture:
    """Enlarge an example photograph, with fine grain, stripe by stripe so that it costs little memory itself."""
    source = open_image(example_photo(CONTENT)).to_tensor()
    top = 2**bits - 1
    pixels = np.empty((height, width, 3), np.uint8 if bits == 8 else np.uint16)
    generator = np.random.default_rng(0)
    rows = 256
    for start in range(0, height, rows):
        count = min(rows, height - start)
        low, high = (int(edge / height * source.shape[-2]) for edge in (start, start + count))
        part = resize(source[..., low : max(high, low + 1), :], (count, width))[0].permute(1, 2, 0).numpy()
        grain = generator.normal(0, _GRAIN / 255, (count, width, 1)).astype(np.float32)
        pixels[start : start + count] = np.clip((part + grain) * top + 0.5, 0, top)
    return Picture(pixels=pixels, name=CONTENT)
