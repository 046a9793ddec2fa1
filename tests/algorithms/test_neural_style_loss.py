"""The objective: its gradient, exact tiling, normalisation, and where it vanishes."""

from typing import Any

import pytest
import torch
from torch import Tensor

from styletransfer.algorithms.neural_style_config import NeuralStyleConfig, StyleLoss
from styletransfer.algorithms.neural_style_loss import Evaluation, LayerTarget, Objective
from styletransfer.algorithms.neural_style_styles import Region, Style, region_targets
from styletransfer.models.vgg import VGGFeatures
from styletransfer.ops.moments import moments

from .pictures import clouds, flat, noise, stripes

MEASURES: tuple[StyleLoss, ...] = ("covariance", "gram")
SHALLOW = ("relu1_1", "relu2_1")


def config(**changes: Any) -> NeuralStyleConfig:
    fixed: dict[str, Any] = {"precision": "float32", "style_weight": 1.0, "content_weight": 1.0, "tv_weight": 1.0}
    return NeuralStyleConfig(**fixed | changes)


def objective(
    network: VGGFeatures, content: Tensor, regions: list[Region], settings: NeuralStyleConfig, tile: int = 0
) -> Objective:
    size = (content.shape[-2], content.shape[-1])
    return Objective(network, content, region_targets(network, regions, size, settings), settings, tile)


def halves(height: int, width: int) -> list[Region]:
    """Return two regions with a soft border between them, each with a style of its own."""
    left = torch.linspace(3, -2, width).clamp(0, 1).expand(1, 1, height, width).contiguous()
    return [
        Region(styles=[Style(image=stripes(70, 90, (0.9, 0.3, 0.2)))], weights=left),
        Region(styles=[Style(image=clouds(64, 64, 9)), Style(image=noise(50, 60, 4), weight=0.5)], weights=1 - left),
    ]


def everywhere() -> list[Region]:
    return [Region(styles=[Style(image=stripes(70, 90, (0.2, 0.5, 0.9)))])]


def assert_agree(found: Evaluation, expected: Evaluation) -> None:
    for name, value in expected.losses.items():
        assert found.losses[name] == pytest.approx(value, rel=1e-4, abs=1e-6), name
    difference = (found.gradient - expected.gradient).norm() / expected.gradient.norm()
    assert difference < 1e-3
    # No tile border shows: the largest difference is small beside the usual gradient, too.
    assert (found.gradient - expected.gradient).abs().max() < 0.02 * expected.gradient.square().mean().sqrt()


@pytest.mark.parametrize("measure", MEASURES)
@pytest.mark.parametrize("weights", [
    {"content_weight": 0.0, "tv_weight": 0.0}, {"style_weight": 0.0, "tv_weight": 0.0},
    {"style_weight": 0.0, "content_weight": 1e-6}, {},
])  # fmt: skip
def test_gradient_agrees_with_finite_differences(
    tiny: VGGFeatures, measure: StyleLoss, weights: dict[str, float]
) -> None:
    content = clouds(26, 21)
    settings = config(style_layers=SHALLOW, content_layers=("relu2_2",), style_loss=measure, **weights)
    target = objective(tiny, content, halves(26, 21), settings)
    picture = noise(26, 21, 5) * 0.8 + 0.1
    found = target.evaluate(picture)
    for seed in (0, 1):
        direction = torch.randn(picture.shape, generator=torch.Generator().manual_seed(seed))
        direction = direction + 20 * found.gradient / found.gradient.std()  # so that the slope stands out of rounding
        direction = direction / direction.norm()
        step = 2e-2
        ahead, behind = (target.evaluate(picture + sign * step * direction).losses["loss"] for sign in (1, -1))
        assert (ahead - behind) / (2 * step) == pytest.approx(float((found.gradient * direction).sum()), rel=2e-2)


@pytest.mark.parametrize("regions", [everywhere, lambda: halves(75, 58)], ids=["whole", "regions"])
@pytest.mark.parametrize("measure", MEASURES)
@pytest.mark.parametrize("tile", [16, 40, 57])
def test_tiles_give_the_loss_and_gradient_of_the_whole(
    tiny: VGGFeatures, regions: Any, measure: StyleLoss, tile: int
) -> None:
    settings = config(style_layers=("relu1_1", "relu2_1", "relu3_1"), content_layers=("relu3_2",), style_loss=measure)
    content, picture = clouds(75, 58), noise(75, 58, 3)
    parted = objective(tiny, content, regions(), settings, tile)
    assert len(parted.tiles) > 1
    assert_agree(parted.evaluate(picture), objective(tiny, content, regions(), settings).evaluate(picture))


@pytest.mark.parametrize("regions", [everywhere, lambda: halves(150, 203)], ids=["whole", "regions"])
@pytest.mark.parametrize("tile", [96, 176])
def test_tiles_are_exact_with_the_shipped_network(compact: VGGFeatures, regions: Any, tile: int) -> None:
    """Up to relu5_1 a cell sees 78 px to either side, much of a tile."""
    settings = config(style_layers=("relu1_1", "relu3_1", "relu5_1"), content_layers=("relu4_2",))
    content, picture = clouds(150, 203), clouds(150, 203, 7)
    parted = objective(compact, content, regions(), settings, tile)
    assert len(parted.tiles) > 1
    assert_agree(parted.evaluate(picture), objective(compact, content, regions(), settings).evaluate(picture))


def test_a_tile_larger_than_the_picture_is_the_whole(tiny: VGGFeatures) -> None:
    content = clouds(40, 52)
    assert len(objective(tiny, content, everywhere(), config(), 52).tiles) == 1
    assert len(objective(tiny, content, everywhere(), config(), 51).tiles) > 1


@pytest.mark.parametrize("measure", MEASURES)
def test_a_style_resembles_itself(compact: VGGFeatures, measure: StyleLoss) -> None:
    image = clouds(96, 128, 2)
    settings = config(style_loss=measure, content_weight=0.0, tv_weight=0.0)
    target = objective(compact, clouds(96, 128, 6), [Region(styles=[Style(image=image)])], settings)
    own, other = target.evaluate(image).losses["style"], target.evaluate(noise(96, 128)).losses["style"]
    assert abs(own) < 0.01 * other


def test_the_content_resembles_itself(tiny: VGGFeatures) -> None:
    content = clouds(48, 48)
    target = objective(tiny, content, everywhere(), config())
    assert target.evaluate(content).losses["content"] == pytest.approx(0, abs=1e-8)
    assert target.evaluate(noise(48, 48)).losses["content"] > 0.1


@pytest.mark.parametrize("measure", MEASURES)
@pytest.mark.parametrize("factor", [0.2, 30.0])
def test_the_scale_of_a_layer_does_not_matter(tiny: VGGFeatures, measure: StyleLoss, factor: float) -> None:
    settings = config(style_layers=("relu3_1",), content_layers=("relu3_1",), style_loss=measure)
    content, picture = clouds(48, 40), noise(48, 40, 3)
    before = objective(tiny, content, everywhere(), settings).evaluate(picture)
    tiny.get_submodule("conv3_1").weight.mul_(factor)
    tiny.get_submodule("conv3_1").bias.mul_(factor)
    after = objective(tiny, content, everywhere(), settings).evaluate(picture)
    for name in ("style", "content", "loss"):
        assert after.losses[name] == pytest.approx(before.losses[name], rel=1e-3), name
    assert (after.gradient - before.gradient).norm() < 2e-3 * before.gradient.norm()


@pytest.mark.parametrize("name", ["style", "content", "tv"])
def test_losses_are_proportional_to_their_weights(tiny: VGGFeatures, name: str) -> None:
    content, picture = clouds(32, 40), noise(32, 40)
    single, triple = (
        objective(tiny, content, everywhere(), config(**{f"{name}_weight": weight})).evaluate(picture).losses
        for weight in (1.0, 3.0)
    )
    assert triple[name] == pytest.approx(3 * single[name], rel=1e-5)
    assert triple["loss"] == pytest.approx(single["loss"] + 2 * single[name], rel=1e-5)


def test_the_loss_is_the_sum_of_its_parts(tiny: VGGFeatures) -> None:
    losses = objective(tiny, clouds(32, 32), everywhere(), config()).evaluate(noise(32, 32)).losses
    assert set(losses) == {"loss", "content", "style", "tv"}
    assert losses["loss"] == pytest.approx(losses["content"] + losses["style"] + losses["tv"])


def test_resolution_hardly_matters(tiny: VGGFeatures) -> None:
    """Twice the pixels of one texture are the same style loss: sums are divided by their number."""
    once, twice = noise(64, 64, 3), torch.cat([noise(64, 64, 3)] * 2, 3)
    settings = config(style_layers=("relu1_1",))
    regions = [Region(styles=[Style(image=stripes(40, 40, (0.2, 0.5, 0.9)))])]  # too small to be reduced
    values = [
        objective(tiny, picture, regions, settings).evaluate(picture).losses["style"] for picture in (once, twice)
    ]
    assert values[1] == pytest.approx(values[0], rel=0.05)


def test_a_region_ignores_what_lies_outside(tiny: VGGFeatures) -> None:
    left = torch.zeros(1, 1, 32, 64)
    left[..., :32] = 1
    settings = config(content_weight=0.0, tv_weight=0.0, style_layers=("relu1_1",))
    regions = [Region(styles=[Style(image=stripes(40, 40, (1.0, 0.5, 0.2)))], weights=left)]
    target = objective(tiny, clouds(32, 64), regions, settings)
    picture = noise(32, 64)
    changed = picture.clone()
    changed[..., 36:] = 0.9
    assert target.evaluate(changed).losses["style"] == pytest.approx(target.evaluate(picture).losses["style"])
    assert target.evaluate(picture).gradient[..., 36:].abs().max() == 0
    assert target.evaluate(picture).gradient[..., :32].abs().max() > 0


def test_a_fine_mask_counts_by_the_share_of_each_cell(tiny: VGGFeatures) -> None:
    """Every other column at the left is half a cell of relu2_1; the right counts in full."""
    weights = torch.ones(1, 1, 32, 32)
    weights[..., :16:2] = 0
    settings = config(content_weight=0.0, tv_weight=0.0, style_layers=("relu2_1",), style_loss="gram")
    regions = [Region(styles=[Style(image=stripes(40, 40, (1.0, 0.5, 0.2)))], weights=weights)]
    picture = noise(32, 32)
    shares = torch.cat([torch.full((1, 1, 16, 8), 0.5), torch.ones(1, 1, 16, 8)], 3)
    gram = moments(tiny(picture, ("relu2_1",))["relu2_1"], shares).gram
    (target,) = region_targets(tiny, regions, (32, 32), settings)
    wanted = target.layers["relu2_1"].matrix
    ones = [Region(styles=regions[0].styles)]
    plain = moments(tiny(picture, ("relu2_1",))["relu2_1"]).gram
    masked, whole = (
        objective(tiny, picture, given, settings).evaluate(picture).losses["style"] for given in (regions, ones)
    )
    expected = float((gram - wanted).square().sum() / (plain - wanted).square().sum())
    assert masked / whole == pytest.approx(expected, rel=1e-3)


def test_regions_count_by_their_area(tiny: VGGFeatures) -> None:
    settings, picture = config(content_weight=0.0, tv_weight=0.0), noise(48, 60)
    both = halves(48, 60)
    together = objective(tiny, picture, both, settings).evaluate(picture).losses["style"]
    alone = [objective(tiny, picture, [region], settings).evaluate(picture).losses["style"] for region in both]
    shares = [float(region.weights.mean()) for region in both if region.weights is not None]
    assert together == pytest.approx(sum(s * a for s, a in zip(shares, alone, strict=True)), rel=1e-4)


@pytest.mark.parametrize("measure", MEASURES)
@pytest.mark.parametrize("level", [0.0, 0.5, 1.0])
def test_flat_pictures_stay_finite(tiny: VGGFeatures, measure: StyleLoss, level: float) -> None:
    plain = flat(32, 32, (level, level, level))
    target = objective(tiny, plain, [Region(styles=[Style(image=plain)])], config(style_loss=measure))
    for picture in (plain, noise(32, 32)):
        found = target.evaluate(picture)
        assert all(abs(value) < float("inf") for value in found.losses.values())
        assert torch.isfinite(found.gradient).all()


def test_evaluating_changes_nothing(tiny: VGGFeatures) -> None:
    target = objective(tiny, clouds(40, 50), halves(40, 50), config(), 24)
    picture = noise(40, 50)
    before = picture.clone()
    one, again = target.evaluate(picture), target.evaluate(picture)
    assert torch.equal(picture, before)
    assert torch.equal(one.gradient, again.gradient)
    assert one.losses == again.losses
    assert not one.gradient.requires_grad


def test_layer_target_measures_known_differences() -> None:
    features = noise(20, 20, 1)
    style = moments(features)
    shifted = moments(features + 0.5)
    target = LayerTarget.of(style, "covariance")
    expected = 3 * 0.25 / float(style.covariance.trace() + 0.1 * style.mean.square().sum())
    assert float(target.loss(shifted, "covariance")) == pytest.approx(expected, rel=1e-3)
    plain = LayerTarget.of(style, "gram")
    gram = (shifted.gram - style.gram).square().sum() / style.gram.square().sum()
    assert float(plain.loss(shifted, "gram")) == pytest.approx(float(gram), rel=1e-5)
