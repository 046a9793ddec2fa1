"""torchvision's segmentation networks: sizes, names, strides and dilations, on random weights."""

import pytest
import torch
from torch import Tensor, nn

from styletransfer.errors import ImageError, InputError
from styletransfer.models.mobilenet_v3 import HIGH_CHANNELS, LOW_CHANNELS, MobileNetV3
from styletransfer.models.resnet_dilated import DilatedResNet50
from styletransfer.models.segmenters import ARCHITECTURES, ASPP, CLASS_COUNT, new_segmenter

# Published parameters without the auxiliary classifier: 11,029,328 - 3,851 and 42,004,074 - 2,365,205.
PARAMETERS = {"lraspp": 3_221_538, "deeplabv3": 11_025_477, "deeplabv3-resnet50": 39_638_869}
SHAPES = {
    "lraspp": {
        "backbone.0.0.weight": (16, 3, 3, 3),
        "backbone.1.block.0.0.weight": (16, 1, 3, 3),
        "backbone.4.block.2.fc1.weight": (24, 72, 1, 1),
        "backbone.4.block.2.fc2.bias": (72,),
        "backbone.4.block.3.1.running_mean": (40,),
        "backbone.13.block.1.0.weight": (672, 1, 5, 5),
        "backbone.15.block.2.fc1.weight": (240, 960, 1, 1),
        "backbone.16.0.weight": (960, 160, 1, 1),
        "classifier.cbr.0.weight": (128, 960, 1, 1),
        "classifier.scale.1.weight": (128, 960, 1, 1),
        "classifier.low_classifier.weight": (21, 40, 1, 1),
        "classifier.high_classifier.bias": (21,),
    },
    "deeplabv3": {
        "backbone.16.1.running_var": (960,),
        "classifier.0.convs.0.0.weight": (256, 960, 1, 1),
        "classifier.0.convs.3.0.weight": (256, 960, 3, 3),
        "classifier.0.convs.4.1.weight": (256, 960, 1, 1),
        "classifier.0.convs.4.2.weight": (256,),
        "classifier.0.project.0.weight": (256, 1280, 1, 1),
        "classifier.1.weight": (256, 256, 3, 3),
        "classifier.2.running_mean": (256,),
        "classifier.4.bias": (21,),
    },
    "deeplabv3-resnet50": {
        "backbone.conv1.weight": (64, 3, 7, 7),
        "backbone.bn1.running_var": (64,),
        "backbone.layer1.0.downsample.0.weight": (256, 64, 1, 1),
        "backbone.layer2.3.conv2.weight": (128, 128, 3, 3),
        "backbone.layer3.5.bn3.weight": (1024,),
        "backbone.layer4.0.downsample.1.bias": (2048,),
        "backbone.layer4.2.conv3.weight": (2048, 512, 1, 1),
        "classifier.0.convs.1.0.weight": (256, 2048, 3, 3),
    },
}


def quiet(module: nn.Module) -> nn.Module:
    return module.requires_grad_(False).eval()


def picture(height: int, width: int) -> Tensor:
    return torch.randn(1, 3, height, width, generator=torch.Generator().manual_seed(1))


@pytest.mark.parametrize("name", ARCHITECTURES)
def test_parameters_and_names_are_the_published_ones(name: str) -> None:
    with torch.device("meta"):
        network = new_segmenter(name)
    assert sum(weight.numel() for weight in network.parameters()) == PARAMETERS[name]
    shapes = {key: tuple(value.shape) for key, value in network.state_dict().items()}
    assert {key: shapes.get(key) for key in SHAPES[name]} == SHAPES[name]


def test_an_unknown_network_is_named() -> None:
    with pytest.raises(InputError, match="'unet'; choose from lraspp, deeplabv3, deeplabv3-resnet50"):
        new_segmenter("unet")


@pytest.mark.parametrize("size", [(64, 96), (33, 50), (1, 1), (7, 130)])
def test_mobilenet_takes_an_eighth_and_a_sixteenth_of_any_size(size: tuple[int, int]) -> None:
    low, high = quiet(MobileNetV3()).taps(picture(*size))
    assert low.shape == (1, LOW_CHANNELS, *(-(-side // 8) for side in size))
    assert high.shape == (1, HIGH_CHANNELS, *(-(-side // 16) for side in size))


@pytest.mark.parametrize("size", [(48, 64), (33, 50), (1, 1)])
def test_resnet_takes_an_eighth_of_any_size(size: tuple[int, int]) -> None:
    features = quiet(DilatedResNet50())(picture(*size))
    assert features.shape == (1, 2048, *(-(-side // 8) for side in size))


def test_the_last_blocks_are_dilated_instead_of_strided() -> None:
    mobilenet = [m for m in MobileNetV3().modules() if isinstance(m, nn.Conv2d) and m.groups > 1]
    assert [m.dilation[0] for m in mobilenet] == [1] * 12 + [2] * 3
    assert [m.stride[0] for m in mobilenet] == [1, 2, 1, 2, 1, 1, 2] + [1] * 8
    assert all(m.padding[0] == m.dilation[0] * (m.kernel_size[0] // 2) for m in mobilenet)
    with torch.device("meta"):
        resnet = DilatedResNet50()
    middles = [m for key, m in resnet.named_modules() if key.endswith("conv2")]
    assert [m.dilation[0] for m in middles] == [1] * 3 + [1] * 4 + [1] + [2] * 5 + [2] + [4] * 2
    assert [m.stride[0] for m in middles] == [1] * 3 + [2] + [1] * 12


def test_normalisation_is_as_wide_as_the_weights_expect() -> None:
    with torch.device("meta"):
        network = new_segmenter("deeplabv3")
    epsilons = {key.split(".")[0]: m.eps for key, m in network.named_modules() if isinstance(m, nn.BatchNorm2d)}
    assert epsilons == {"backbone": 1e-3, "classifier": 1e-5}


def test_the_pyramid_looks_at_a_point_around_it_and_at_the_whole() -> None:
    pyramid = quiet(ASPP(4))
    rates = [m.dilation[0] for m in pyramid.modules() if isinstance(m, nn.Conv2d)]
    assert rates == [1, 12, 24, 36, 1, 1]
    whole = pyramid.convs[4](torch.randn(1, 4, 9, 5))
    assert whole.shape == (1, 256, 1, 1)
    assert pyramid(torch.randn(1, 4, 9, 5)).shape == (1, 256, 9, 5)


@pytest.mark.parametrize("name", ["lraspp", "deeplabv3"])
@pytest.mark.parametrize("size", [(40, 72), (37, 51), (1, 1), (5, 90)])
def test_scores_have_the_size_of_the_picture(name: str, size: tuple[int, int]) -> None:
    network = quiet(new_segmenter(name))
    scores = network(picture(*size))
    assert scores.shape == (1, CLASS_COUNT, *size)
    assert scores.isfinite().all()


def test_resnet_scores_have_the_size_of_the_picture() -> None:
    assert quiet(new_segmenter("deeplabv3-resnet50"))(picture(24, 35)).shape == (1, CLASS_COUNT, 24, 35)


def test_the_lite_head_weighs_by_the_whole_and_adds_the_finer_features() -> None:
    head = quiet(new_segmenter("lraspp")).get_submodule("classifier")
    low, high = torch.randn(1, LOW_CHANNELS, 6, 8), torch.randn(1, HIGH_CHANNELS, 3, 4)
    weights = head.scale(high)
    assert weights.shape == (1, 128, 1, 1)
    assert ((weights > 0) & (weights < 1)).all()
    finer = head(low + 1, high) - head(low, high)
    expected = head.low_classifier.weight.sum(dim=1)[None]
    torch.testing.assert_close(finer, expected.expand_as(finer), atol=1e-4, rtol=1e-4)


@pytest.mark.parametrize("shape", [(3, 8, 8), (1, 4, 8, 8), (1, 3, 0, 8)])
def test_other_shapes_are_refused(shape: tuple[int, ...]) -> None:
    network = quiet(new_segmenter("lraspp"))
    with pytest.raises(ImageError, match="takes images"):
        network(torch.zeros(shape))
