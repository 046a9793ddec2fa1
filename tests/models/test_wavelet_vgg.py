"""The wavelet network: shapes, names, exactness of the wavelet path, and refusals."""

import pytest
import torch

from styletransfer.errors import ImageError, InputError
from styletransfer.models.wavelet_vgg import Skip, Variant, WaveletConfig, WaveletVGG

WIDTHS = (4, 6, 8, 10)


def network(variant: Variant) -> WaveletVGG:
    torch.manual_seed(0)
    return WaveletVGG(WaveletConfig(widths=WIDTHS, variant=variant)).requires_grad_(False).eval()


@pytest.mark.parametrize("variant", ["sum", "cat5"])
def test_shapes(variant: Variant) -> None:
    net, image = network(variant), torch.rand(2, 3, 32, 48)
    deepest, skips = net.encoder(image)
    assert deepest.shape == (2, 10, 4, 6)
    assert {name: tuple(skip.hh.shape[1:]) for name, skip in skips.items()} == {
        "pool1": (4, 16, 24), "pool2": (6, 8, 12), "pool3": (8, 4, 6),
    }  # fmt: skip
    assert net(image).shape == image.shape


def test_names_are_the_published_ones() -> None:
    cat5 = set(network("cat5").decoder.state_dict())
    assert {"conv3_4_2.weight", "conv2_2_2.bias", "conv1_2_2.weight", "conv1_1.bias"} <= cat5
    assert network("cat5").decoder.state_dict()["conv3_4_2.weight"].shape == (8, 40, 3, 3)
    assert "conv3_4.weight" in network("sum").decoder.state_dict()
    assert set(network("sum").encoder.state_dict()) == set(network("cat5").encoder.state_dict())
    assert len(WaveletVGG(WaveletConfig()).decoder.state_dict()) == 18


@pytest.mark.parametrize("variant", ["sum", "cat5"])
def test_levels_make_up_the_whole(variant: Variant) -> None:
    net, image = network(variant), torch.rand(1, 3, 32, 32)
    skips: dict[str, Skip] = {}
    x = image
    for index in range(4):
        x = net.encoder.level(index, x, skips)
    for index in range(4):
        x = net.decoder.level(index, x, skips)
    torch.testing.assert_close(x, net(image))


def test_details_reach_the_picture_through_the_skips() -> None:
    net, image = network("sum"), torch.rand(1, 3, 32, 32)
    deepest, skips = net.encoder(image)
    plain = net.decoder(deepest, skips)
    flat = {name: Skip(None, *(torch.zeros_like(band) for band in skip[1:])) for name, skip in skips.items()}
    assert (net.decoder(deepest, flat) - plain).abs().max() > 1e-4


@pytest.mark.parametrize("shape", [(1, 3, 20, 32), (1, 3, 8, 32), (1, 1, 32, 32), (3, 32, 32)])
def test_unfit_pictures_are_refused(shape: tuple[int, ...]) -> None:
    with pytest.raises(ImageError, match="network takes"):
        network("sum").encoder(torch.zeros(shape))


def test_unfit_shapes_of_the_network_are_refused() -> None:
    with pytest.raises(InputError, match="4 positive widths"):
        WaveletConfig(widths=(1, 2, 3, 0))
    with pytest.raises(InputError, match="sum, cat5"):
        WaveletConfig(variant="dog")  # type: ignore[arg-type]
