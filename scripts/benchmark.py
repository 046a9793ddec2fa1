"""Measure the studio against a baseline, in one process, and print the ratio.

    python scripts/benchmark.py neural-style [--part speed|optimiser|sizes] [--size 512] [--sizes 512,1024,2048,4096]

Machines differ and are noisy: a figure means something only next to its baseline from the same run.
"""

import json
import platform
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Annotated

import torch
import typer
from torch import Tensor

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from styletransfer import devices
from styletransfer.algorithms.neural_style import pyramid
from styletransfer.algorithms.neural_style_config import NeuralStyleConfig
from styletransfer.algorithms.neural_style_loss import Objective
from styletransfer.algorithms.neural_style_optimizers import LBFGS, Adam, AdamState
from styletransfer.algorithms.neural_style_styles import Region, Style, region_targets
from styletransfer.checkpoints.build import perceptual_network
from styletransfer.imaging.io import open_image
from styletransfer.imaging.resize import Size, fit_longest, resize
from styletransfer.imaging.samples import example_photo, gallery_picture
from styletransfer.models.vgg import VGGConfig, VGGFeatures
from styletransfer.ops.gram import gram_matrix
from styletransfer.progress import Progress
from styletransfer.recipes import NeuralStyleRecipe
from styletransfer.run import run

app = typer.Typer(add_completion=False, help=__doc__)
TUTORIAL_TAPS = ("relu1_1", "relu1_2", "relu2_1", "relu2_2", "relu3_1")
TUTORIAL_EVALUATIONS = 300
PHOTO, STYLE = "astronaut", "swirling-night"


@app.callback()
def benchmarks() -> None:
    """Measure one tool against its baseline."""


@app.command()
def neural_style(
    part: Annotated[list[str] | None, typer.Option(help="speed, optimiser, sizes; all when not given")] = None,
    size: Annotated[int, typer.Option(help="longest side of the comparisons, px")] = 512,
    sizes: Annotated[str, typer.Option(help="longest sides whose time and memory are measured")] = "512,1024,2048,4096",
    evaluations: Annotated[int, typer.Option(help="evaluations of the tutorial's recipe that are timed")] = 10,
) -> None:
    """Compare with the PyTorch tutorial's recipe, with plain L-BFGS, and measure growth with size."""
    devices.tune_allocator()
    print(f"{platform.processor() or platform.machine()}, {devices.describe()}, torch {torch.__version__}")
    parts = part or ["speed", "optimiser", "sizes"]
    if "speed" in parts:
        _speed(size, evaluations)
    if "optimiser" in parts:
        _optimiser(size)
    if "sizes" in parts:
        _sizes([int(each) for each in sizes.split(",")])


def _speed(size: int, evaluations: int) -> None:
    print(f"\n(a) The tutorial's recipe against our Balanced preset, {size} px")
    tutorial = _tutorial_seconds(size, evaluations) / evaluations * TUTORIAL_EVALUATIONS
    print(f"    tutorial: {tutorial:.0f} s for {TUTORIAL_EVALUATIONS} evaluations, extrapolated from {evaluations}")
    recipe = NeuralStyleRecipe.from_preset("balanced", size=size)
    images = {"content": example_photo(PHOTO), "style": gallery_picture(STYLE)}
    seconds = _timed(lambda: run(recipe, images))
    print(f"    Balanced: {seconds:.1f} s from file to picture, network loading included")
    print(f"    ratio:    {tutorial / seconds:.1f} x")


def _tutorial_seconds(size: int, evaluations: int) -> float:
    """Time the recipe of the PyTorch tutorial: VGG-19 to conv3_1, float32, max pooling, Gram losses, L-BFGS.

    The weights are random, the cost is the same.
    """
    torch.manual_seed(0)
    vgg = VGGFeatures(VGGConfig(pooling="max")).eval().requires_grad_(False)
    content, style = (_square(data, size) for data in (example_photo(PHOTO), gallery_picture(STYLE)))
    with torch.no_grad():
        targets = {tap: _tutorial_gram(found) for tap, found in vgg(style, TUTORIAL_TAPS).items()}
        wanted = vgg(content, ("relu2_2",))["relu2_2"]
    picture = content.clone().requires_grad_()
    optimizer = torch.optim.LBFGS([picture])
    count = 0

    def closure() -> Tensor:
        nonlocal count
        count += 1
        optimizer.zero_grad()
        features = vgg(picture, TUTORIAL_TAPS)
        styles = sum((_tutorial_gram(features[tap]) - targets[tap]).square().mean() for tap in TUTORIAL_TAPS)
        loss = 1e6 * styles + (features["relu2_2"] - wanted).square().mean()
        loss.backward()
        return loss

    start = time.perf_counter()
    while count < evaluations:
        optimizer.step(closure)
    return (time.perf_counter() - start) * evaluations / count


def _tutorial_gram(features: Tensor) -> Tensor:
    return gram_matrix(features) / features.numel()


def _optimiser(size: int) -> None:
    print(f"\n(b) The same objective, network and size ({size} px): time to the loss of 300 L-BFGS evaluations")
    config = NeuralStyleConfig()
    scene = _Scene(size)
    objective = scene.objective(scene.size, config)
    baseline = _lbfgs(objective, scene.content, TUTORIAL_EVALUATIONS)
    seconds, final = baseline[-1]
    print(f"    single-scale L-BFGS: loss {final:.4f} after {seconds:.1f} s")
    ours = _coarse_to_fine(scene, config, final)
    reached = next((when for when, loss in ours if loss <= final), None)
    if reached is None:
        print(f"    ours: not reached; loss {ours[-1][1]:.4f} after {ours[-1][0]:.1f} s")
        return
    print(f"    coarse to fine with Adam: the same loss after {reached:.1f} s, set-up of the scales included")
    print(f"    ratio: {seconds / reached:.1f} x")


class _Scene:
    """The pictures of part (b), read once."""

    def __init__(self, size: int) -> None:
        self.network = perceptual_network("compact", torch.device("cpu"))
        photograph = open_image(example_photo(PHOTO)).to_tensor()
        self.size = fit_longest((photograph.shape[-2], photograph.shape[-1]), size)
        self.content = resize(photograph, self.size)
        self.regions = [Region(styles=[Style(image=open_image(gallery_picture(STYLE)).to_tensor())])]

    def objective(self, size: Size, config: NeuralStyleConfig) -> Objective:
        targets = region_targets(self.network, self.regions, size, config)
        return Objective(self.network, resize(self.content, size), targets, config)


def _lbfgs(objective: Objective, start: Tensor, evaluations: int) -> list[tuple[float, float]]:
    trace: list[tuple[float, float]] = []
    began = time.perf_counter()
    optimizer, picture = LBFGS(start), start

    def evaluate(current: Tensor) -> Tensor:
        evaluation = objective.evaluate(current)
        trace.append((time.perf_counter() - began, evaluation.losses["loss"]))
        return evaluation.gradient

    for _ in range(evaluations):
        picture = optimizer.step(picture, evaluate)
    return trace


def _coarse_to_fine(scene: _Scene, config: NeuralStyleConfig, goal: float) -> list[tuple[float, float]]:
    """Run our schedule until the goal is reached at full size, at most 300 steps there."""
    trace: list[tuple[float, float]] = []
    began = time.perf_counter()
    scales = pyramid(scene.size, config)
    picture = resize(scene.content, scales[0][0])
    adam = AdamState.fresh(picture)
    for size, steps in scales:
        picture, adam = resize(picture, size), adam.resized(size)
        objective = scene.objective(size, config)
        full = size == scene.size
        optimizer = Adam(adam, config.learning_rate)

        def evaluate(current: Tensor, objective: Objective = objective, full: bool = full) -> Tensor:
            evaluation = objective.evaluate(current)
            if full:
                trace.append((time.perf_counter() - began, evaluation.losses["loss"]))
            return evaluation.gradient

        for _ in range(TUTORIAL_EVALUATIONS if full else steps):
            picture = optimizer.step(picture, evaluate)
            if full and trace[-1][1] <= goal:
                break
    return trace


def _sizes(sizes: list[int]) -> None:
    print("\n(c) Time and peak memory by size, each in a process of its own; 4096 px and more in tiles of 1024 px")
    print(f"    {'px':>5} {'Mpx':>6} {'s/step':>8} {'s/step/Mpx':>11} {'peak MB':>8} {'Balanced run, s':>16}")
    for size in sizes:
        tile = 1024 if size >= 4096 else 0
        command = [sys.executable, __file__, "one-size", str(size), str(tile)]
        found = json.loads(subprocess.check_output(command, text=True))
        recipe = NeuralStyleRecipe.from_preset("balanced", size=size)
        scales = pyramid((found["height"], found["width"]), recipe.config)
        megapixels = found["height"] * found["width"] / 1e6
        work = sum(h * w * steps for (h, w), steps in scales) / 1e6
        whole = found["seconds"] / megapixels * work
        print(
            f"    {size:>5} {megapixels:>6.2f} {found['seconds']:>8.2f} {found['seconds'] / megapixels:>11.2f} "
            f"{found['peak_mb']:>8.0f} {whole:>16.0f}",
            flush=True,
        )


@app.command(hidden=True)
def one_size(size: int, tile: int) -> None:
    """Time a step at one size and print it with the peak memory, as JSON."""
    steps = 6 if size <= 1024 else 3
    recipe = NeuralStyleRecipe.from_preset("balanced", size=size)
    config = replace(recipe.config, coarse_size=size, steps=steps, tile=tile)
    times: list[float] = []
    shape: list[int] = []

    def on_progress(progress: Progress) -> None:
        times.append(time.perf_counter())

    images = {"content": example_photo(PHOTO), "style": gallery_picture(STYLE)}
    result = run(recipe.model_copy(update={"config": config}), images, on_progress)
    shape += [result.picture.height, result.picture.width]
    laps = sorted(after - before for before, after in pairwise(times))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": laps[len(laps) // 2], "peak_mb": peak, "height": shape[0], "width": shape[1]}))


def _square(data: bytes, size: int) -> Tensor:
    return resize(open_image(data).to_tensor(), (size, size))


def _timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


if __name__ == "__main__":
    app()
