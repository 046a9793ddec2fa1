"""Style pictures: scale, turn, mixing by weight, and shares of regions."""

from typing import Any

import pytest
import torch
from torch import Tensor
from torch.nn import functional

from styletransfer.algorithms.neural_style_config import NeuralStyleConfig
from styletransfer.algorithms.neural_style_loss import LayerTarget, RegionTarget
from styletransfer.algorithms.neural_style_styles import Region, Style, recoloured, region_targets
from styletransfer.models.vgg import VGGFeatures

from .pictures import clouds, flat, noise, stripes

SETTINGS = NeuralStyleConfig(
    style_layers=("relu1_1", "relu2_1"), content_layers=("relu2_1",), style_loss="gram", precision="float32"
)


def target(network: VGGFeatures, *styles: Style, size: tuple[int, int] = (64, 64), **changes: Any) -> RegionTarget:
    settings = NeuralStyleConfig(**{name: getattr(SETTINGS, name) for name in SETTINGS.__slots__} | changes)
    return region_targets(network, [Region(styles=styles)], size, settings)[0]


def assert_alike(found: RegionTarget, expected: RegionTarget, tolerance: float = 1e-5) -> None:
    for tap, layer in expected.layers.items():
        for one, other in ((found.layers[tap].mean, layer.mean), (found.layers[tap].matrix, layer.matrix)):
            assert (one - other).norm() <= tolerance * other.norm(), tap


def apart(one: RegionTarget, other: RegionTarget) -> float:
    return float((one.layers["relu2_1"].matrix - other.layers["relu2_1"].matrix).norm())


def shown(network: VGGFeatures, image: Tensor) -> RegionTarget:
    """Return the target of a picture taken as it is."""
    return target(network, Style(image=image), size=(image.shape[-2], image.shape[-1]))


def pictures_seen(network: VGGFeatures, style: Style, size: tuple[int, int]) -> list[Tensor]:
    """Return what the network is shown of a style."""
    seen: list[Tensor] = []
    hook = network.get_submodule("conv1_1").register_forward_hook(lambda _, args, __: seen.append(args[0]))
    target(network, style, size=size)
    hook.remove()
    return seen


def test_a_quarter_turn_is_counter_clockwise(tiny: VGGFeatures) -> None:
    image = clouds(48, 64)
    turned = image.transpose(2, 3).flip(2)  # the right edge comes to the top
    assert torch.equal(turned[..., 0, :], image[..., :, -1])
    assert_alike(target(tiny, Style(image=image, rotation=90)), shown(tiny, turned))
    assert apart(target(tiny, Style(image=image, rotation=90)), target(tiny, Style(image=image, rotation=-90))) > 1e-3


@pytest.mark.parametrize("rotation", [0.0, 360.0, -360.0])
def test_a_full_turn_changes_nothing(tiny: VGGFeatures, rotation: float) -> None:
    image = clouds(48, 64)
    assert_alike(target(tiny, Style(image=image, rotation=rotation)), target(tiny, Style(image=image)))


@pytest.mark.parametrize("quarter", [90.0, 180.0, -90.0, 0.0])
def test_free_turns_go_the_same_way_as_quarter_turns(tiny: VGGFeatures, quarter: float) -> None:
    """A turn by a hair more than a quarter shows the network almost the picture of the quarter turn."""
    image = functional.interpolate(noise(6, 6), (64, 48), mode="bicubic").clamp(0, 1)
    (free,), (exact,), (opposite,) = (
        pictures_seen(tiny, Style(image=image, rotation=turn), (64, 48))
        for turn in (quarter + 0.01, quarter, quarter + 180)
    )
    free = free[..., : exact.shape[-2], : exact.shape[-1]]  # its canvas is rounded up
    assert (free - exact).abs().mean() < 0.1 * (free - opposite).abs().mean()


@pytest.mark.parametrize("rotation", [30.0, -45.0, 135.0])
def test_the_corners_of_a_turned_canvas_do_not_count(tiny: VGGFeatures, rotation: float) -> None:
    image = flat(48, 80, (0.7, 0.4, 0.1))
    assert_alike(target(tiny, Style(image=image, rotation=rotation)), shown(tiny, image), 1e-4)


def test_a_bright_border_is_not_drawn_out_into_the_corners(tiny: VGGFeatures) -> None:
    framed = torch.ones(1, 3, 64, 64)
    framed[..., 2:-2, 2:-2] = 0.1
    upright, turned = (
        target(tiny, Style(image=framed, rotation=rotation)).layers["relu1_1"].mean for rotation in (0.0, 45.0)
    )
    assert (turned - upright).norm() < 0.1 * upright.norm()


def test_a_free_turn_changes_oriented_strokes(tiny: VGGFeatures) -> None:
    image = stripes(64, 64, (0.9, 0.5, 0.2), 4)
    assert apart(target(tiny, Style(image=image, rotation=30)), shown(tiny, image)) > 1e-3


def test_weights_mix(tiny: VGGFeatures) -> None:
    one, other = Style(image=clouds(64, 64)), Style(image=stripes(64, 64, (1, 0, 0)), weight=3.0)
    mixed = target(tiny, one, other).layers["relu2_1"].matrix
    parts = [target(tiny, style).layers["relu2_1"].matrix for style in (one, other)]
    torch.testing.assert_close(mixed, 0.25 * parts[0] + 0.75 * parts[1], rtol=1e-4, atol=1e-5)


def test_a_weight_of_zero_hides_a_style(tiny: VGGFeatures) -> None:
    visible, hidden = Style(image=clouds(64, 64)), Style(image=stripes(64, 64, (1, 0, 0)), weight=0.0)
    assert_alike(target(tiny, visible, hidden), target(tiny, visible))


def test_weights_that_are_all_zero_share_evenly(tiny: VGGFeatures) -> None:
    images = (clouds(64, 64), stripes(64, 64, (1, 0, 0)))
    silent, even = ([Style(image=image, weight=weight) for image in images] for weight in (0.0, 1.0))
    assert_alike(target(tiny, *silent), target(tiny, *even))


@pytest.mark.parametrize(("own", "size", "scale", "expected"), [
    ((100, 100), (50, 50), 1.0, (50, 50)),  # reduced along with the result
    ((100, 100), (50, 50), 2.0, (100, 100)),  # twice as large strokes
    ((100, 100), (50, 50), 0.5, (25, 25)),
    ((60, 120), (40, 80), 1.0, (40, 80)),
    ((40, 40), (200, 200), 1.0, (40, 40)),  # never enlarged: blur would be learnt
    ((40, 40), (200, 200), 2.0, (80, 80)),  # unless larger strokes are wanted
    ((100, 50), (40, 80), 1.0, (80, 40)),  # same area, own aspect
    ((1, 1), (64, 64), 1.0, (4, 4)),  # large enough for the layers
])  # fmt: skip
def test_size_of_a_style(
    tiny: VGGFeatures, own: tuple[int, int], size: tuple[int, int], scale: float, expected: tuple[int, int]
) -> None:
    (seen,) = pictures_seen(tiny, Style(image=noise(*own), scale=scale), size)
    assert tuple(seen.shape[-2:]) == expected


def test_regions_share_by_their_area(tiny: VGGFeatures) -> None:
    weights = torch.zeros(1, 1, 40, 40)
    weights[..., :10] = 1
    regions = [Region(styles=[Style(image=noise(32, 32))], weights=part) for part in (weights, 1 - weights)]
    found = region_targets(tiny, regions, (20, 20), SETTINGS)
    assert [region.share for region in found] == pytest.approx([0.25, 0.75])
    for region in found:
        assert region.weights is not None
        assert region.weights.shape == (1, 1, 20, 20)
    (whole,) = region_targets(tiny, [Region(styles=[Style(image=noise(32, 32))])], (20, 20), SETTINGS)
    assert whole.share == 1
    assert whole.weights is None


@pytest.mark.parametrize("measure", ["gram", "covariance"])
def test_every_style_layer_has_a_target(tiny: VGGFeatures, measure: str) -> None:
    found = target(tiny, Style(image=clouds(64, 64)), style_loss=measure)
    assert list(found.layers) == ["relu1_1", "relu2_1"]
    assert all(isinstance(layer, LayerTarget) and layer.size > 0 for layer in found.layers.values())


def test_recoloured_keeps_everything_else() -> None:
    style = Style(image=noise(8, 8), weight=2.0, scale=0.5, rotation=10.0)
    region = Region(styles=[style], weights=torch.ones(1, 1, 4, 4))
    changed = recoloured(region, [flat(8, 8, (0, 0, 0))])
    assert changed.weights is region.weights
    assert changed.styles[0].image.sum() == 0
    assert (changed.styles[0].weight, changed.styles[0].scale, changed.styles[0].rotation) == (2.0, 0.5, 10.0)
    assert region.styles[0].image is style.image
