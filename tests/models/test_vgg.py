"""The extractor's shapes, taps, geometry and folding, on random weights."""

from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file
from torch import Tensor
from torch.nn import functional

from styletransfer.errors import ImageError, InputError
from styletransfer.models.vgg import (
    COMPACT_WIDTHS,
    FULL_WIDTHS,
    TAPS,
    VGGConfig,
    VGGFeatures,
    conv_name,
    half_receptive_field,
    normalisation_folded,
    stride,
)

WEIGHTS = Path(__file__).parents[2] / "weights" / "perceptual.safetensors"
TINY_WIDTHS = (4, 5, 6, 7, 8)
EXPECTED_TAPS = (
    "relu1_1", "relu1_2", "relu2_1", "relu2_2", "relu3_1", "relu3_2", "relu3_3", "relu3_4",
    "relu4_1", "relu4_2", "relu4_3", "relu4_4", "relu5_1",
)  # fmt: skip


@pytest.fixture
def network() -> VGGFeatures:
    torch.manual_seed(0)
    return VGGFeatures(VGGConfig(widths=TINY_WIDTHS)).requires_grad_(False)


def picture(height: int, width: int) -> Tensor:
    return torch.rand(1, 3, height, width, generator=torch.Generator().manual_seed(1))


def test_taps_are_vgg19_up_to_relu5_1() -> None:
    assert TAPS == EXPECTED_TAPS


@pytest.mark.parametrize(("widths", "parameters"), [(COMPACT_WIDTHS, 810_128), (FULL_WIDTHS, 12_944_960)])
def test_parameter_count(widths: tuple[int, int, int, int, int], parameters: int) -> None:
    with torch.device("meta"):
        built = VGGFeatures(VGGConfig(widths=widths))
    assert sum(weight.numel() for weight in built.parameters()) == parameters
    assert set(built.state_dict()) == {f"{conv_name(tap)}.{part}" for tap in TAPS for part in ("weight", "bias")}


def test_shapes_follow_widths_and_strides(network: VGGFeatures) -> None:
    features = network(picture(37, 50), TAPS)
    assert tuple(features) == TAPS
    for tap, found in features.items():
        width = TINY_WIDTHS[int(tap[4]) - 1]
        assert found.shape == (1, width, 37 // stride(tap), 50 // stride(tap))
        assert found.min() >= 0


def test_runs_no_deeper_than_asked(network: VGGFeatures) -> None:
    network.conv2_2.register_forward_hook(lambda *_: pytest.fail("conv2_2 lies deeper than relu2_1"))
    assert list(network(picture(8, 8), ("relu2_1", "relu1_1"))) == ["relu1_1", "relu2_1"]


def test_one_tap_equals_the_same_tap_among_many(network: VGGFeatures) -> None:
    image = picture(32, 32)
    torch.testing.assert_close(network(image, ("relu4_1",))["relu4_1"], network(image, TAPS)["relu4_1"])


def test_matches_a_plain_formula(network: VGGFeatures) -> None:
    image = picture(6, 6)
    x = image
    for conv in (network.conv1_1, network.conv1_2, None, network.conv2_1):
        if conv is None:
            x = (x[..., ::2, ::2] + x[..., 1::2, ::2] + x[..., ::2, 1::2] + x[..., 1::2, 1::2]) / 4
        else:
            padded = functional.pad(x, (1, 1, 1, 1), mode="replicate")
            x = functional.conv2d(padded, conv.weight, conv.bias).clamp_min(0)
    torch.testing.assert_close(network(image, ("relu2_1",))["relu2_1"], x)


def test_a_flat_picture_gives_flat_features(network: VGGFeatures) -> None:
    for found in network(torch.full((1, 3, 48, 48), 0.4), TAPS).values():
        torch.testing.assert_close(found, found[..., :1, :1].expand_as(found))


def test_pooling_can_be_switched(network: VGGFeatures) -> None:
    image = picture(16, 16)
    averaged = network(image, ("relu2_1",))["relu2_1"]
    sharing = network.with_pooling("max")
    assert sharing.conv1_1.weight is network.conv1_1.weight
    assert (network.pooling, sharing.pooling) == ("average", "max")
    maximal = sharing(image, ("relu2_1",))["relu2_1"]
    assert not torch.allclose(maximal, averaged)
    network.pooling = "max"
    torch.testing.assert_close(network(image, ("relu2_1",))["relu2_1"], maximal)


@pytest.mark.parametrize("tap", TAPS)
def test_receptive_field_is_as_stated(network: VGGFeatures, tap: str) -> None:
    """Changing everything outside the stated margin around one cell leaves the cell alone; inside matters."""
    half, cell = half_receptive_field(tap), stride(tap)
    side = cell * (2 * (half // cell + 2) + 1)
    start = side // cell // 2 * cell
    image = torch.rand(1, 3, side, side, dtype=torch.float64, generator=torch.Generator().manual_seed(2))
    image.requires_grad_()
    # Without rectifiers every path is open, so the gradient shows the whole field.
    x: Tensor = image
    for earlier in TAPS[: TAPS.index(tap) + 1]:
        x = functional.avg_pool2d(x, 2) if earlier.endswith("_1") and earlier != TAPS[0] else x
        x = functional.conv2d(x, torch.ones(1, x.shape[1], 3, 3, dtype=torch.float64), padding=1)
    x[0, 0, start // cell, start // cell].backward()
    assert image.grad is not None
    touched = image.grad[0, 0].abs().amax(dim=0).nonzero().flatten()
    assert touched.numel() // 2 == half
    assert start - half <= touched.min() < touched.max() <= start + cell - 1 + half


@pytest.mark.parametrize(("tap", "half", "cell"), [
    ("relu1_1", 1, 1), ("relu2_1", 5, 2), ("relu3_1", 12, 4), ("relu4_1", 34, 8), ("relu4_2", 42, 8),
    ("relu5_1", 78, 16),
])  # fmt: skip
def test_known_geometry(tap: str, half: int, cell: int) -> None:
    assert (half_receptive_field(tap), stride(tap)) == (half, cell)


def test_folded_normalisation_gives_the_same_features(network: VGGFeatures) -> None:
    mean, std = (0.485, 0.456, 0.406), (0.229, 0.224, 0.225)
    image = picture(9, 9)
    normalised = (image - torch.tensor(mean).view(1, 3, 1, 1)) / torch.tensor(std).view(1, 3, 1, 1)
    expected = network(normalised, ("relu1_2",))["relu1_2"]
    weight, bias = normalisation_folded(network.conv1_1.weight, network.conv1_1.bias, mean, std)
    network.conv1_1.weight.copy_(weight)
    network.conv1_1.bias.copy_(bias)
    torch.testing.assert_close(network(image, ("relu1_2",))["relu1_2"], expected)


@pytest.mark.parametrize(("mean", "std"), [((0.5,), (0.5,)), ((0.5, 0.5, 0.5), (0.5, 0.0, 0.5))])
def test_folding_refuses_what_cannot_be_folded(mean: tuple[float, ...], std: tuple[float, ...]) -> None:
    with pytest.raises(InputError):
        normalisation_folded(torch.zeros(4, 3, 3, 3), torch.zeros(4), mean, std)


@pytest.mark.parametrize("taps", [(), ("relu6_1",), ("relu1_1", "conv4_2"), ("relu1_3",)])
def test_unknown_taps_are_named(network: VGGFeatures, taps: tuple[str, ...]) -> None:
    with pytest.raises(InputError, match="Unknown network layer"):
        network(picture(32, 32), taps)


@pytest.mark.parametrize("name", ["relu6_1", "conv1_1", ""])
def test_geometry_of_an_unknown_tap(name: str) -> None:
    for question in (stride, half_receptive_field):
        with pytest.raises(InputError, match="Unknown network layer"):
            question(name)


@pytest.mark.parametrize(("shape", "tap"), [
    ((1, 3, 15, 64), "relu5_1"), ((1, 3, 64, 7), "relu4_2"), ((1, 1, 64, 64), "relu1_1"), ((3, 64, 64), "relu1_1"),
])  # fmt: skip
def test_unusable_images(network: VGGFeatures, shape: tuple[int, ...], tap: str) -> None:
    with pytest.raises(ImageError):
        network(torch.zeros(shape), (tap,))


def test_the_smallest_image_that_fits(network: VGGFeatures) -> None:
    assert network(picture(16, 16), ("relu5_1",))["relu5_1"].shape[-2:] == (1, 1)


@pytest.mark.parametrize("settings", [{"pooling": "median"}, {"widths": (1, 2, 3)}, {"widths": (4, 4, 0, 4, 4)}])
def test_config_is_validated(settings: dict[str, object]) -> None:
    with pytest.raises(InputError):
        VGGConfig(**settings)  # type: ignore[arg-type]


def test_with_pooling_is_validated(network: VGGFeatures) -> None:
    with pytest.raises(InputError):
        network.with_pooling("median")  # type: ignore[arg-type]


def test_gradient_reaches_the_image(network: VGGFeatures) -> None:
    image = picture(32, 32).requires_grad_()
    network(image, ("relu5_1",))["relu5_1"].sum().backward()
    assert image.grad is not None
    assert image.grad.abs().sum() > 0


def test_shipped_weights_fit_and_are_scaled() -> None:
    """The shipped file fits the architecture, and smooth noise excites its channels to about the stated mean of 1."""
    assert WEIGHTS.stat().st_size <= 4_000_000
    shipped = VGGFeatures(VGGConfig(widths=COMPACT_WIDTHS))
    shipped.load_state_dict({name: tensor.float() for name, tensor in load_file(WEIGHTS).items()})
    coarse = torch.rand(4, 3, 12, 12, generator=torch.Generator().manual_seed(3))
    image = functional.interpolate(coarse, size=96, mode="bicubic").clamp(0, 1)
    with torch.no_grad():
        features = shipped(image, TAPS)
    for tap, found in features.items():
        live = found.mean(dim=(0, 2, 3))
        live = live[live > 0]
        assert len(live) >= 0.45 * found.shape[1], tap
        assert 0.3 < live.median() < 3, tap
