"""Painting on a network of a few channels: progress, stopping, continuing, starts, masks and sizes."""

from dataclasses import replace
from typing import Any

import pytest
import torch
from torch import Tensor

from styletransfer.algorithms.neural_style import Scene, Stylized, pyramid, stylize
from styletransfer.algorithms.neural_style_config import NeuralStyleConfig
from styletransfer.algorithms.neural_style_state import from_bytes, to_bytes
from styletransfer.algorithms.neural_style_styles import Region, Style
from styletransfer.errors import Cancelled, ImageError
from styletransfer.models.vgg import VGGFeatures
from styletransfer.progress import Progress

from .pictures import clouds, flat, noise, stripes

SIZE = (48, 64)


def config(**changes: Any) -> NeuralStyleConfig:
    fixed: dict[str, Any] = {
        "style_layers": ("relu1_1", "relu2_1", "relu3_1"), "content_layers": ("relu3_2",), "precision": "float32",
        "style_weight": 1.0, "content_weight": 0.2, "tv_weight": 0.1, "start": "content", "optimizer": "adam",
        "steps": 6, "coarse_steps": 12, "coarse_size": 32, "learning_rate": 0.03, "average": 0.5, "colour": "style",
    }  # fmt: skip
    return NeuralStyleConfig(**fixed | changes)


def scene(size: tuple[int, int] = SIZE, **changes: Any) -> Scene:
    regions = [Region(styles=[Style(image=stripes(60, 60, (0.9, 0.3, 0.1)))])]
    return Scene(**{"content": clouds(*size), "regions": regions, "size": size} | changes)


class Recorder:
    """A callback that remembers what it is told and stops at a step if asked to."""

    def __init__(self, stop_at: int | None = None) -> None:
        self.seen: list[Progress] = []
        self.stop_at = stop_at

    def __call__(self, progress: Progress) -> None:
        self.seen.append(progress)
        if progress.step == self.stop_at:
            raise Cancelled("stopped by the test")


def painted(network: VGGFeatures, settings: NeuralStyleConfig | None = None, **changes: Any) -> Stylized:
    return stylize(network, scene(**changes), settings or config())


def losses(result: Stylized) -> list[float]:
    return [row["loss"] for row in result.metrics]


def assert_picture(image: Tensor, size: tuple[int, int] = SIZE) -> None:
    assert image.shape == (1, 3, *size)
    assert torch.isfinite(image).all()
    assert image.min() >= 0
    assert image.max() <= 1
    assert not image.requires_grad


@pytest.mark.parametrize("optimizer", ["adam", "lbfgs"])
@pytest.mark.parametrize("style_loss", ["covariance", "gram"])
def test_the_loss_falls(tiny: VGGFeatures, optimizer: str, style_loss: str) -> None:
    result = painted(tiny, config(optimizer=optimizer, style_loss=style_loss, coarse_size=64, steps=25))
    assert losses(result)[-1] < 0.7 * losses(result)[0]
    assert_picture(result.image)
    assert result.finished


def test_the_shipped_network_paints(compact: VGGFeatures) -> None:
    settings = NeuralStyleConfig(precision="float32", coarse_size=64, coarse_steps=8, steps=3)
    result = stylize(compact, scene((72, 96), content=clouds(72, 96)), settings)
    assert_picture(result.image, (72, 96))
    assert losses(result)[7] < losses(result)[0]


def test_same_seed_same_pixels(tiny: VGGFeatures) -> None:
    one, again, other = (painted(tiny, config(seed=seed)).image for seed in (1, 1, 2))
    assert torch.equal(one, again)
    assert not torch.equal(one, other)


def test_the_pictures_given_stay_as_they_are(tiny: VGGFeatures) -> None:
    given = scene()
    before = [given.content.clone(), given.regions[0].styles[0].image.clone()]
    stylize(tiny, given, config(start="content", optimizer="lbfgs"))
    assert torch.equal(given.content, before[0])
    assert torch.equal(given.regions[0].styles[0].image, before[1])


def test_progress_is_told(tiny: VGGFeatures) -> None:
    recorder = Recorder()
    result = stylize(tiny, scene(), config(), recorder)
    assert [progress.step for progress in recorder.seen] == list(range(1, recorder.seen[0].total + 1))
    assert {progress.total for progress in recorder.seen} == {sum(steps for _, steps in pyramid(SIZE, config()))}
    work = [progress.metrics["work"] for progress in recorder.seen]
    assert work == sorted(work)
    assert work[-1] == pytest.approx(1)
    sizes = [progress.metrics["size"] for progress in recorder.seen]
    assert sizes == sorted(sizes)
    assert (sizes[0], sizes[-1]) == (32, 64)
    assert result.metrics == [dict(progress.metrics) for progress in recorder.seen]
    assert set(result.metrics[0]) == {"loss", "content", "style", "tv", "size", "work"}
    preview = recorder.seen[0].preview
    assert preview is not None
    assert (preview.shape, preview.dtype) == ((24, 32, 3), "uint8")
    assert "32 px" in recorder.seen[0].stage


@pytest.mark.parametrize("stop_at", [1, 7, 14])
@pytest.mark.parametrize("optimizer", ["adam", "lbfgs"])
def test_stopping_keeps_the_best_so_far(tiny: VGGFeatures, stop_at: int, optimizer: str) -> None:
    recorder = Recorder(stop_at)
    result = stylize(tiny, scene(), config(optimizer=optimizer), recorder)
    assert not result.finished
    assert len(result.metrics) == len(recorder.seen) == stop_at
    assert_picture(result.image)
    assert result.continuation is not None
    assert max(result.continuation.picture.shape[-2:]) == result.metrics[-1]["size"]
    assert result.continuation.adam.first.shape == result.continuation.picture.shape


def test_the_moments_of_adam_are_carried_through_all_scales(tiny: VGGFeatures) -> None:
    continuation = painted(tiny).continuation
    assert continuation is not None
    assert continuation.adam.steps == sum(steps for _, steps in pyramid(SIZE, config()))
    assert continuation.adam.second.min() >= 0
    assert continuation.adam.second.max() > 0


def test_other_errors_of_the_callback_are_not_swallowed(tiny: VGGFeatures) -> None:
    def broken(progress: Progress) -> None:
        raise RuntimeError("disk full")

    with pytest.raises(RuntimeError, match="disk full"):
        stylize(tiny, scene(), config(), broken)


@pytest.mark.parametrize("colour", ["style", "luminance", "linear", "histogram", "colours-only"])
@pytest.mark.parametrize("start", ["content", "statistics", "noise"])
def test_every_colour_and_start(tiny: VGGFeatures, colour: str, start: str) -> None:
    assert_picture(painted(tiny, config(colour=colour, start=start, coarse_steps=2, steps=2)).image)


def test_starts_differ(tiny: VGGFeatures) -> None:
    settings = [config(start=start, coarse_size=64, steps=1, learning_rate=0.001) for start in ("content", "noise")]
    content, random = (painted(tiny, one).image for one in settings)
    assert (content - clouds(*SIZE)).abs().mean() < 0.02
    assert (random - clouds(*SIZE)).abs().mean() > 0.1


def test_a_draft_is_where_painting_starts(tiny: VGGFeatures) -> None:
    settings = config(start="draft", coarse_size=64, steps=1, learning_rate=0.001)
    draft = stripes(24, 32, (0.1, 0.8, 0.4), 12)
    result = painted(tiny, settings, draft=draft)
    enlarged = torch.nn.functional.interpolate(draft, SIZE, mode="bilinear")
    assert (result.image - enlarged).abs().mean() < 0.05


def test_a_missing_draft_is_told(tiny: VGGFeatures) -> None:
    with pytest.raises(ImageError, match="draft"):
        painted(tiny, config(start="draft"))


def test_luminance_keeps_the_chroma_of_a_grey_photograph(tiny: VGGFeatures) -> None:
    grey = clouds(*SIZE).mean(1, keepdim=True).expand(1, 3, *SIZE).contiguous()
    image = painted(tiny, config(colour="luminance"), content=grey).image
    assert (image.amax(1) - image.amin(1)).max() < 1e-5
    assert (image - grey).abs().mean() > 0.005


def test_colours_only_asks_no_network() -> None:
    network: Any = None  # any use of it would fail
    result = stylize(network, scene(), config(colour="colours-only"))
    assert_picture(result.image)
    assert result.metrics == []
    assert result.continuation is None
    assert result.finished


@pytest.mark.parametrize("colour", ["style", "luminance", "histogram", "colours-only"])
def test_a_kept_part_is_untouched(tiny: VGGFeatures, colour: str) -> None:
    keep = torch.zeros(1, 1, *SIZE)
    keep[..., :20, 10:40] = 1
    content = clouds(*SIZE)
    image = painted(tiny, config(colour=colour), content=content, keep=keep).image
    kept = keep.expand_as(image) == 1
    assert torch.equal(image[kept], content[kept])
    assert (image - content)[~kept].abs().mean() > 0.01


def test_everything_kept_is_the_photograph(tiny: VGGFeatures) -> None:
    assert torch.equal(painted(tiny, keep=torch.ones(1, 1, *SIZE)).image, clouds(*SIZE))


def test_regions_take_their_own_styles(tiny: VGGFeatures) -> None:
    left = torch.zeros(1, 1, *SIZE)
    left[..., :32] = 1
    red, blue = flat(40, 40, (0.9, 0.1, 0.1)), flat(40, 40, (0.1, 0.1, 0.9))
    regions = [
        Region(styles=[Style(image=(red + 0.1 * (noise(40, 40) - 0.5)).clamp(0, 1))], weights=left),
        Region(styles=[Style(image=(blue + 0.1 * (noise(40, 40) - 0.5)).clamp(0, 1))], weights=1 - left),
    ]
    image = painted(tiny, config(start="statistics", content_weight=0.01), regions=regions).image
    one, other = image[..., :26].mean((0, 2, 3)), image[..., 38:].mean((0, 2, 3))
    assert one[0] > one[2] + 0.2
    assert other[2] > other[0] + 0.2


@pytest.mark.parametrize("size", [(32, 96), (96, 32), (37, 53), (33, 33)])
def test_odd_shapes_come_out_exactly(tiny: VGGFeatures, size: tuple[int, int]) -> None:
    assert_picture(painted(tiny, size=size).image, size)


@pytest.mark.parametrize("size", [(16, 160), (160, 16), (20, 100)])
def test_a_panorama_is_painted_although_its_coarse_scales_would_be_too_thin(
    tiny: VGGFeatures, size: tuple[int, int]
) -> None:
    settings = config(style_layers=("relu1_1", "relu5_1"), coarse_steps=2, steps=1)
    assert_picture(painted(tiny, settings, size=size).image, size)


@pytest.mark.parametrize(("layers", "size"), [
    ({"style_layers": ("relu5_1",)}, (15, 90)), ({"content_layers": ("relu4_2",)}, (64, 7)),
])  # fmt: skip
def test_a_result_too_small_for_its_layers_is_told(
    tiny: VGGFeatures, layers: dict[str, Any], size: tuple[int, int]
) -> None:
    with pytest.raises(ImageError, match=f"would be {size[1]} x {size[0]} px"):
        stylize(tiny, scene(size), config(**layers))


@pytest.mark.parametrize("tile", [0, 40])
def test_tiles_paint_the_same_picture(tiny: VGGFeatures, tile: int) -> None:
    settings = config(style_layers=("relu1_1", "relu2_1"), content_layers=("relu2_1",), coarse_size=64)
    whole, parted = (painted(tiny, replace(settings, tile=side)).image for side in (4096, tile))
    assert (whole - parted).abs().max() < 0.01


def resumed(network: VGGFeatures, earlier: Stylized, settings: NeuralStyleConfig, **changes: Any) -> Stylized:
    assert earlier.continuation is not None
    given = scene(**changes)
    state = from_bytes(to_bytes(earlier.continuation), given.size, torch.device("cpu"))
    return stylize(network, replace(given, earlier=state), settings)


def test_continuing_goes_on_where_the_run_stopped(tiny: VGGFeatures) -> None:
    first = painted(tiny, config(steps=20))
    more = resumed(tiny, first, config(steps=10))
    assert len(more.metrics) == 10
    assert {row["size"] for row in more.metrics} == {64.0}
    fresh = painted(tiny, config(steps=10, coarse_size=64))
    assert losses(more)[0] < losses(fresh)[0]
    assert losses(more)[-1] < losses(first)[-1]
    # The first step is no larger than those before: the moments of Adam go on, too.
    assert losses(more)[0] < 1.1 * losses(first)[-1]


def test_continuing_a_run_stopped_early_takes_the_remaining_scales(tiny: VGGFeatures) -> None:
    stopped = stylize(tiny, scene(), config(), Recorder(3))
    more = resumed(tiny, stopped, config())
    sizes = [row["size"] for row in more.metrics]
    assert (sizes[0], sizes[-1]) == (32, 64)
    assert more.metrics[-1]["work"] == pytest.approx(1)
    assert_picture(more.image)


def test_continuing_at_a_larger_size_paints_only_the_larger_scales(tiny: VGGFeatures) -> None:
    more = resumed(tiny, painted(tiny), config(), size=(96, 128))
    assert {row["size"] for row in more.metrics} == {64.0, 91.0, 128.0}
    assert_picture(more.image, (96, 128))


def test_one_continuation_serves_twice(tiny: VGGFeatures) -> None:
    earlier = painted(tiny).continuation
    one, again = (stylize(tiny, scene(earlier=earlier), config()).image for _ in range(2))
    assert torch.equal(one, again)


def test_stopping_a_continued_run_at_once_keeps_the_earlier_picture(tiny: VGGFeatures) -> None:
    first = painted(tiny)
    again = stylize(tiny, scene(earlier=first.continuation), config(learning_rate=0.001), Recorder(1))
    assert (again.image - first.image).abs().mean() < 0.05
