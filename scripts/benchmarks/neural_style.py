"""Neural style against the PyTorch tutorial's recipe, plain L-BFGS, and its growth with size."""

import json
import time
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import torch
from torch import Tensor

from scripts.benchmarks.measuring import in_own_process, peak_megabytes, timed
from scripts.benchmarks.pictures import square
from styletransfer import devices
from styletransfer.algorithms.neural_style import Scene as NeuralScene
from styletransfer.algorithms.neural_style import pyramid, stylize
from styletransfer.algorithms.neural_style_config import NeuralStyleConfig
from styletransfer.algorithms.neural_style_loss import Objective
from styletransfer.algorithms.neural_style_optimizers import LBFGS
from styletransfer.algorithms.neural_style_styles import Region, Style, region_targets
from styletransfer.checkpoints.build import perceptual_network
from styletransfer.errors import Cancelled
from styletransfer.imaging.io import open_image
from styletransfer.imaging.resize import Size, fit_longest, resize
from styletransfer.imaging.samples import example_photo, gallery_picture
from styletransfer.models.vgg import VGGConfig, VGGFeatures
from styletransfer.ops.gram import gram_matrix
from styletransfer.progress import Progress
from styletransfer.recipes import NeuralStyleRecipe
from styletransfer.run import run

TUTORIAL_TAPS = ("relu1_1", "relu1_2", "relu2_1", "relu2_2", "relu3_1")
TUTORIAL_EVALUATIONS = 300
PHOTO, STYLE = "astronaut", "swirling-night"


def measure(parts: Sequence[str], size: int, sizes: Sequence[int], evaluations: int) -> None:
    """Print the chosen parts."""
    if "speed" in parts:
        _speed(size, evaluations)
    if "optimiser" in parts:
        _optimiser(size)
    if "sizes" in parts:
        _sizes(sizes)


def _speed(size: int, evaluations: int) -> None:
    print(f"\n(a) The tutorial's recipe against our Balanced preset, {size} px")
    tutorial = _tutorial_seconds(size, evaluations) / evaluations * TUTORIAL_EVALUATIONS
    print(f"    tutorial: {tutorial:.0f} s for {TUTORIAL_EVALUATIONS} evaluations, extrapolated from {evaluations}")
    # The baseline ran as its reader would run it; from here on the allocator is tuned, as `run` does it.
    devices.tune_allocator()
    recipe = NeuralStyleRecipe.from_preset("balanced", size=size)
    images = {"content": example_photo(PHOTO), "style": gallery_picture(STYLE)}
    _, seconds = timed(lambda: run(recipe, images))
    print(f"    Balanced: {seconds:.1f} s from file to picture, network loading included")
    print(f"    ratio:    {tutorial / seconds:.1f} x")


def _tutorial_seconds(size: int, evaluations: int) -> float:
    """Time the recipe of the PyTorch tutorial: VGG-19 to conv3_1, float32, max pooling, Gram losses, L-BFGS.

    The weights are random, the cost is the same.
    """
    torch.manual_seed(0)
    vgg = VGGFeatures(VGGConfig(pooling="max")).eval().requires_grad_(False)
    for layer in vgg.children():
        layer.padding_mode = "zeros"  # as torchvision's; replication would slow the baseline down
    content, style = (square(data, size) for data in (example_photo(PHOTO), gallery_picture(STYLE)))
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
    devices.tune_allocator()
    print(f"\n(b) The same objective, network and size ({size} px): time to the loss of 300 L-BFGS evaluations")
    scene = _Scene(size)
    plain = _single_scale(scene, NeuralStyleConfig(precision="float32"))
    same = _single_scale(scene, NeuralStyleConfig())
    goal = plain[-1][1]
    print(f"    single-scale L-BFGS, float32:        loss {goal:.4f} after {plain[-1][0]:.1f} s")
    print(f"    single-scale L-BFGS, our precision:  loss {same[-1][1]:.4f} after {same[-1][0]:.1f} s")
    for tolerance in (1.0, 1.05, 1.1, 1.2):
        _reached(scene, plain, same, tolerance)


def _reached(scene: "_Scene", plain: "Trace", same: "Trace", tolerance: float) -> None:
    """Print when each of the three gets to the final loss times a tolerance."""
    goal = plain[-1][1] * tolerance
    ours = _coarse_to_fine(scene, goal)
    when = [next((second for second, loss in trace if loss <= goal), None) for trace in (plain, same, ours)]
    words = ["never" if second is None else f"{second:.1f} s" for second in when]
    ratio = f"{plain[-1][0] / when[2]:.1f} x the 300 evaluations" if when[2] else "not reached"
    others = f"float32 {words[0]}, our precision {words[1]}"
    print(f"    loss {goal:.4f} ({tolerance:.2f} x): {others}, ours {words[2]}; {ratio}")


Trace = list[tuple[float, float]]
"""Seconds since the start and loss, one pair an evaluation at full size."""


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


def _single_scale(scene: _Scene, config: NeuralStyleConfig) -> Trace:
    trace: Trace = []
    objective = scene.objective(scene.size, config)
    began = time.perf_counter()
    optimizer, picture = LBFGS(scene.content), scene.content

    def evaluate(current: Tensor) -> Tensor:
        evaluation = objective.evaluate(current)
        trace.append((time.perf_counter() - began, evaluation.losses["loss"]))
        return evaluation.gradient

    for _ in range(TUTORIAL_EVALUATIONS):
        picture = optimizer.step(picture, evaluate)
    return trace


def _coarse_to_fine(scene: _Scene, goal: float) -> Trace:
    """Run our algorithm with one coarser scale until the goal is reached at full size."""
    trace: Trace = []
    full = max(scene.size)
    config = NeuralStyleConfig(coarse_size=round(full / 2**0.5), coarse_steps=60, steps=TUTORIAL_EVALUATIONS)
    began = time.perf_counter()

    def on_progress(progress: Progress) -> None:
        if progress.metrics["size"] == full:
            trace.append((time.perf_counter() - began, progress.metrics["loss"]))
            if progress.metrics["loss"] <= goal:
                raise Cancelled

    stylize(
        scene.network, NeuralScene(content=scene.content, regions=scene.regions, size=scene.size), config, on_progress
    )
    return trace


def _sizes(sizes: Sequence[int]) -> None:
    print("\n(c) Time and peak memory by size, each in a process of its own; tiles are chosen by the size")
    print(f"    {'px':>5} {'Mpx':>6} {'s/step':>8} {'s/step/Mpx':>11} {'peak MB':>8} {'Balanced run, s':>16}")
    for size in sizes:
        found = in_own_process("neural-style-size", str(size))
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


def one_size(size: int) -> None:
    """Time a step at one size and print it with the peak memory, as JSON."""
    steps = 6 if size <= 1024 else 3
    recipe = NeuralStyleRecipe.from_preset("balanced", size=size)
    config = replace(recipe.config, coarse_size=size, steps=steps)
    times: list[float] = []
    shape: list[int] = []

    def on_progress(progress: Progress) -> None:
        times.append(time.perf_counter())

    images = {"content": example_photo(PHOTO), "style": gallery_picture(STYLE)}
    result = run(recipe.model_copy(update={"config": config}), images, on_progress)
    shape += [result.picture.height, result.picture.width]
    laps = sorted(after - before for before, after in pairwise(times))
    peak = peak_megabytes()
    print(json.dumps({"seconds": laps[len(laps) // 2], "peak_mb": peak, "height": shape[0], "width": shape[1]}))
