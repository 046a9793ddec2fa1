"""Neural style transfer by optimisation (Gatys, Ecker & Bethge 2016), coarse to fine.

Departures from the paper, each marked `Departure` in the code:
  1. the picture is painted on a pyramid of scales, √2 apart; the next scale starts from the last
     one, with Adam's moments carried along (as crowsonkb/style-transfer-pytorch);
  2. L-BFGS starts from the coarser scale and stops early, Adam takes over where its history would not
     fit into memory, and an exponential average of the iterates is the result;
  3. colours may be kept (Gatys et al. 2016b) or be the only thing that changes.
See `neural_style_loss` for the departures of the objective.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
import torch
from torch import Tensor

from styletransfer.algorithms.neural_style_colour import ColourKeeper, colours_only
from styletransfer.algorithms.neural_style_config import NeuralStyleConfig
from styletransfer.algorithms.neural_style_loss import Objective, RegionTarget
from styletransfer.algorithms.neural_style_optimizers import LBFGS, Adam, AdamState, PictureOptimizer
from styletransfer.algorithms.neural_style_styles import Region, region_targets
from styletransfer.errors import Cancelled, ImageError
from styletransfer.imaging.resize import Size, fit_longest, resize, resize_linear
from styletransfer.models.vgg import COMPACT_WIDTHS, VGGFeatures, stride
from styletransfer.progress import OnProgress, Progress, ignore

PREVIEW_SECONDS = 0.4
PREVIEW_SIDE = 640
WHOLE_BYTES = 5.2e9
BYTES_PER_PIXEL = 1200
LBFGS_PIXELS = 8_000_000
"""Peak memory of one step with the compact network, measured on a CPU; it grows with the width."""


@dataclass(slots=True)
class Continuation:
    """Where a run stopped, so that it can go on with more steps or other settings.

    Attributes:
        picture: the last iterate, (1, 3, H, W).
        average: the averaged iterate, the visible result, (1, 3, H, W).
        adam: moments of the optimiser at that size.
    """

    picture: Tensor
    average: Tensor
    adam: AdamState


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """The pictures of one run; all tensors share the extractor's device.

    Attributes:
        content: photograph (1, 3, H, W), sRGB in [0, 1].
        regions: what is painted where; weights at the content's size.
        size: (height, width) of the result.
        keep: (1, 1, H, W) share of the photograph that shines through, 1 = untouched; or None.
        draft: picture to start from, any size of the same aspect; used when config.start is "draft".
        earlier: where an earlier run stopped; the coarser scales are skipped.
    """

    content: Tensor
    regions: Sequence[Region]
    size: Size
    keep: Tensor | None = None
    draft: Tensor | None = None
    earlier: Continuation | None = None


@dataclass(slots=True)
class Stylized:
    """Result of a run.

    Attributes:
        image: (1, 3, H, W), sRGB in [0, 1], detached.
        metrics: one mapping a step: loss, content, style, tv, size, work.
        finished: False when the callback raised `Cancelled`; the image is the best so far.
        continuation: hand it to the next run's `Scene.earlier`.
    """

    image: Tensor
    metrics: list[dict[str, float]] = field(default_factory=list)
    finished: bool = True
    continuation: Continuation | None = None


def stylize(vgg: VGGFeatures, scene: Scene, config: NeuralStyleConfig, on_progress: OnProgress = ignore) -> Stylized:
    """Paint `scene.content` in the manner of its regions' styles (Gatys et al. 2016, eq. 7).

    Args:
        vgg: frozen extractor; every tensor shares its device.
        scene: photograph, styles and masks.
        config: settings.
        on_progress: called once a step; raise `Cancelled` from it to stop and keep the best.

    Returns:
        The picture, the loss of every step and what is needed to continue.

    Raises:
        ImageError: the picture or a style is too small for the deepest layer.
    """
    if config.colour == "colours-only":
        return Stylized(colours_only(scene.content, scene.regions, scene.size, scene.keep))
    _check_size(scene.size, config)
    return _Run(vgg, scene, config, on_progress).paint()


def pyramid(size: Size, config: NeuralStyleConfig) -> list[tuple[Size, int]]:
    """Return (size, steps) of every scale from coarse to fine (departure 1); steps fall geometrically."""
    longest = max(size)
    # A panorama starts larger, so that its short side still holds the deepest layer.
    coarsest = max(config.coarse_size, -(-longest * _least_side(config) // min(size)))
    octaves = max(np.log2(longest / coarsest), 0.0)
    count = round(octaves * 2) + 1
    if count == 1:
        return [(size, config.steps)]
    scales = []
    for index in range(count):
        share = index / (count - 1)
        side = round(longest * 2.0 ** (-octaves * (1 - share)))
        steps = round(config.coarse_steps ** (1 - share) * config.steps**share)
        scales.append((size if index == count - 1 else fit_longest(size, side), steps))
    return scales


def tile_side(vgg: VGGFeatures, size: Size, config: NeuralStyleConfig) -> int:
    """Return the side of a tile for one scale, px; 0 for the whole picture at once.

    With `config.tile` 0 the picture is cut when its activations would pass `WHOLE_BYTES`. The rule
    looks at nothing but the sizes, so the same recipe gives the same picture however busy the machine is.
    """
    if config.tile:
        return config.tile
    per_pixel = BYTES_PER_PIXEL * vgg.config.widths[0] / COMPACT_WIDTHS[0]
    if size[0] * size[1] * per_pixel <= WHOLE_BYTES:
        return 0
    side = int((WHOLE_BYTES / 2.5 / per_pixel) ** 0.5)
    return max(side // 64 * 64, 512)


class _Run:
    """One run in progress: the picture, its average and the bookkeeping of progress."""

    def __init__(self, vgg: VGGFeatures, scene: Scene, config: NeuralStyleConfig, on_progress: OnProgress) -> None:
        self.vgg, self.scene, self.config, self.on_progress = vgg, scene, config, on_progress
        self.keeper = ColourKeeper(scene.content, scene.regions, config)
        self.scales = pyramid(scene.size, config)
        if scene.earlier is not None:
            reached = max(scene.earlier.picture.shape[-2:])
            self.scales = [scale for scale in self.scales if max(scale[0]) >= reached] or self.scales[-1:]
        self.total = sum(steps for _, steps in self.scales)
        self.work = sum(h * w * steps for (h, w), steps in self.scales)
        self.done, self.worked, self.last_preview = 0, 0, -PREVIEW_SECONDS
        self.result = Stylized(self.keeper.content)
        self.content = self.keeper.content
        self.keep: Tensor | None = None

    def paint(self) -> Stylized:
        picture, adam = self._start()
        average = picture
        try:
            for size, steps in self.scales:
                picture, adam = self._enlarged(picture, size), adam.resized(size)
                objective = self._objective(size)
                picture, average = self._paint_scale(objective, picture, adam, steps)
        except Cancelled:
            average, picture = self._last
            self.result.finished = False
        self.result.image = self._finished(average)
        self.result.continuation = Continuation(picture, average, adam)
        return self.result

    def _start(self) -> tuple[Tensor, AdamState]:
        scene, config = self.scene, self.config
        size = self.scales[0][0]
        if scene.earlier is not None:
            self._last = (scene.earlier.average, scene.earlier.picture)
            return scene.earlier.picture, scene.earlier.adam
        generator = torch.Generator().manual_seed(config.seed)
        noise = torch.rand((1, 3, *size), generator=generator).to(scene.content)
        content = resize(self.keeper.content, size)
        if config.start == "noise":
            picture = noise
        elif config.start == "statistics":
            picture = self.keeper.in_style_colours(content)
        elif config.start == "draft":
            if scene.draft is None:
                raise ImageError(
                    'The run starts from a draft ("start": "draft"), but no picture named "start" was given.'
                )
            picture = resize(scene.draft, size)
        else:
            picture = content
        # A trace of noise gives flat areas something to grow strokes from, and makes the seed count.
        picture = (picture + 0.02 * (noise - 0.5)).clamp(0, 1)
        self._last = (picture, picture)
        return picture, AdamState.fresh(picture)

    def _enlarged(self, picture: Tensor, size: Size) -> Tensor:
        """Bring the picture to the next scale, with the photograph's detail that the last one could not hold.

        Without it the picture is blurred, and the first steps go into finding its edges again.
        """
        before = (picture.shape[-2], picture.shape[-1])
        if before == size:
            return picture.clamp(0, 1)
        content = resize(self.keeper.content, size)
        detail = content - resize(resize(content, before), size)
        return (resize(picture, size) + detail).clamp(0, 1)

    def _objective(self, size: Size) -> Objective:
        self.content = resize(self.keeper.content, size)
        self.keep = None if self.scene.keep is None else resize_linear(self.scene.keep, size)
        targets: list[RegionTarget] = region_targets(self.vgg, self.keeper.regions, size, self.config)
        return Objective(self.vgg, self.content, targets, self.config, tile_side(self.vgg, size, self.config))

    def _paint_scale(self, objective: Objective, picture: Tensor, adam: AdamState, steps: int) -> tuple[Tensor, Tensor]:
        config = self.config
        optimizer = self._optimizer(picture, adam)
        blended = torch.zeros_like(picture)
        weight = 0.0
        for _ in range(steps):
            losses: dict[str, float] = {}
            picture = optimizer.step(picture, self._evaluator(objective, losses))
            blended.lerp_(picture, 1 - config.average)  # Departure 2
            weight += (1 - config.average) * (1 - weight)
            average = blended / weight
            self._last = (average, picture)
            self._report(losses, average)
        return picture, average

    def _optimizer(self, picture: Tensor, adam: AdamState) -> PictureOptimizer:
        wanted = self.config.optimizer
        if wanted == "auto":
            wanted = "lbfgs" if picture[0, 0].numel() <= LBFGS_PIXELS else "adam"
        return LBFGS(picture) if wanted == "lbfgs" else Adam(adam, self.config.learning_rate)

    def _evaluator(self, objective: Objective, losses: dict[str, float]) -> Callable[[Tensor], Tensor]:
        def evaluate(picture: Tensor) -> Tensor:
            if self.keep is None:
                evaluation = objective.evaluate(picture)
                losses.update(evaluation.losses)
                return evaluation.gradient
            # The untouched part is the photograph itself, so that strokes beside it take it into account.
            evaluation = objective.evaluate(torch.lerp(picture, self.content, self.keep))
            losses.update(evaluation.losses)
            return evaluation.gradient * (1 - self.keep)

        return evaluate

    def _report(self, losses: dict[str, float], average: Tensor) -> None:
        height, width = average.shape[-2:]
        self.done += 1
        self.worked += height * width
        longest = max(height, width)
        metrics = {**losses, "size": float(longest), "work": self.worked / self.work}
        self.result.metrics.append(metrics)
        now = time.monotonic()
        preview = None
        if now - self.last_preview >= PREVIEW_SECONDS:
            self.last_preview = now
            preview = _to_uint8(self._coloured(average))
        stage = f"Painting at {longest} px"
        self.on_progress(Progress(step=self.done, total=self.total, stage=stage, preview=preview, metrics=metrics))

    def _coloured(self, average: Tensor) -> Tensor:
        size = (average.shape[-2], average.shape[-1])
        return self._composed(resize(average, fit_longest(size, min(max(size), PREVIEW_SIDE))))

    def _finished(self, average: Tensor) -> Tensor:
        return self._composed(resize(average, self.scene.size).clamp(0, 1))

    def _composed(self, picture: Tensor) -> Tensor:
        size = (picture.shape[-2], picture.shape[-1])
        photograph = resize(self.scene.content, size)
        picture = self.keeper.finish(picture, photograph)
        if self.scene.keep is None:
            return picture.detach()
        return torch.lerp(picture, photograph, resize_linear(self.scene.keep, size)).detach()


def _to_uint8(image: Tensor) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    array: np.ndarray[tuple[int, ...], np.dtype[np.uint8]] = (
        (image[0].permute(1, 2, 0) * 255 + 0.5).clamp(0, 255).to(torch.uint8).cpu().numpy()
    )
    return array


def _check_size(size: Size, config: NeuralStyleConfig) -> None:
    needed = _least_side(config)
    if min(size) < needed:
        raise ImageError(
            f"The result would be {size[1]} x {size[0]} px, but its layers need at least {needed} px a side. "
            "Choose a larger size."
        )


def _least_side(config: NeuralStyleConfig) -> int:
    """Return the shortest side a picture may have, px: one cell of the deepest layer."""
    return max(stride(tap) for tap in (*config.style_layers, *config.content_layers))
