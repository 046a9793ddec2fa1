"""The transfer on a tiny network that hands the picture through: what it must reach, and what it must never do."""

from dataclasses import replace

import numpy as np
import pytest
import torch
from torch import Tensor

from styletransfer.algorithms.photorealistic import style_statistics, transfer
from styletransfer.algorithms.photorealistic_config import PhotorealisticConfig, Site
from styletransfer.algorithms.photorealistic_scene import Look, Pair, Scene, hard_scene, valid_labels
from styletransfer.errors import Cancelled, ImageError, MaskError, RecipeError
from styletransfer.models.wavelet_vgg import WaveletConfig, WaveletVGG
from styletransfer.progress import Progress

CONFIG = PhotorealisticConfig(precision="float32", sites=("encoder",))
SCALE = 16.0


def passing_network() -> WaveletVGG:
    """Build a network of three channels that reconstructs exactly: every convolution passes the picture on."""
    network = WaveletVGG(WaveletConfig(widths=(3, 3, 3, 3), variant="sum")).requires_grad_(False).eval()
    factors = {"conv1_1": SCALE, "conv2_1": 0.5, "conv3_1": 0.5, "conv4_1": 0.5}
    back = {"conv4_1": 2.0, "conv3_1": 2.0, "conv2_1": 2.0, "conv1_1": 1 / SCALE}
    for part, scales in ((network.encoder, factors), (network.decoder, back)):
        for name, layer in part.named_children():
            layer.weight.zero_()  # type: ignore[operator]
            layer.bias.zero_()  # type: ignore[operator]
            middle = layer.weight.shape[-1] // 2  # type: ignore[union-attr]
            for channel in range(3):
                layer.weight[channel, channel, middle, middle] = scales.get(name, 1.0)  # type: ignore[index]
    return network


def noise(seed: int, size: tuple[int, int] = (32, 40), low: float = 0.0, high: float = 1.0) -> Tensor:
    generator = torch.Generator().manual_seed(seed)
    coarse = torch.rand(1, 3, *(side // 4 for side in size), generator=generator)
    return torch.nn.functional.interpolate(coarse, size, mode="bilinear") * (high - low) + low


def whole(content: Tensor, style: Tensor) -> Scene:
    return Scene(content=content, looks=[Look(image=style)])


def test_the_tiny_network_reconstructs() -> None:
    image = noise(0)
    torch.testing.assert_close(passing_network()(image), image)


@pytest.mark.parametrize("mapping", ["whitening", "transport"])
def test_colours_move_to_the_look(mapping: str) -> None:
    content, style = noise(0, low=0.2, high=0.6), noise(1, low=0.3, high=0.9)
    config = replace(CONFIG, mapping=mapping)  # type: ignore[arg-type]
    found = transfer(passing_network(), whole(content, style), config)
    before = (content.mean((2, 3)) - style.mean((2, 3))).abs().max()
    after = (found.mean((2, 3)) - style.mean((2, 3))).abs().max()
    assert after < before * 0.25


def test_no_strength_changes_nothing() -> None:
    content = noise(0)
    found = transfer(passing_network(), whole(content, noise(1)), replace(CONFIG, strength=0.0))
    torch.testing.assert_close(found, content, atol=1e-5, rtol=0)


def test_a_picture_in_its_own_look_stays() -> None:
    content = noise(0)
    found = transfer(passing_network(), whole(content, content), CONFIG)
    torch.testing.assert_close(found, content, atol=2e-3, rtol=0)


def test_strength_grows_steadily() -> None:
    content, style = noise(0, low=0.2, high=0.6), noise(1, low=0.4, high=0.9)
    network = passing_network()
    moved = [
        float((transfer(network, whole(content, style), replace(CONFIG, strength=strength)) - content).abs().mean())
        for strength in (0.25, 0.5, 1.0)
    ]
    assert moved == sorted(moved)
    assert moved[0] > 0


def halves(size: tuple[int, int]) -> Tensor:
    left = torch.zeros(1, 1, *size)
    left[..., : size[1] // 2] = 1
    return torch.cat([left, 1 - left])


def test_regions_take_their_own_look_and_the_rest_stays() -> None:
    content = noise(0, (32, 64), low=0.3, high=0.6)
    red, blue = noise(1), noise(2)
    red[:, 0] = red[:, 0] * 0.3 + 0.7
    blue[:, 2] = blue[:, 2] * 0.3 + 0.7
    weights = halves((32, 64))
    network = passing_network()
    both = Scene(
        content=content, weights=weights, looks=[Look(image=red), Look(image=blue)], pairs=[Pair(look=0), Pair(look=1)]
    )
    found = transfer(network, both, CONFIG)
    assert found[0, 0, :, :24].mean() > content[0, 0, :, :24].mean() + 0.1
    assert found[0, 2, :, 40:].mean() > content[0, 2, :, 40:].mean() + 0.1
    alone = Scene(content=content, weights=weights[:1], looks=[Look(image=red)], pairs=[Pair()])
    torch.testing.assert_close(
        transfer(network, alone, CONFIG)[..., 40:], content[..., 40:], atol=1e-5, rtol=0
    )


def test_a_region_may_be_left_alone_or_weak() -> None:
    content, style = noise(0, (32, 64), low=0.2, high=0.5), noise(1, low=0.5, high=0.9)
    scene = Scene(
        content=content, weights=halves((32, 64)), looks=[Look(image=style)],
        pairs=[Pair(strength=0.0), Pair(strength=1.0)],
    )  # fmt: skip
    change = (transfer(passing_network(), scene, CONFIG) - content).abs().mean((0, 1, 2))
    assert change[:24].max() < 1e-4
    assert change[40:].mean() > 0.05


def test_soft_borders_leave_no_seam() -> None:
    """Between two regions of a flat picture the change rises step by step instead of jumping."""
    content = torch.full((1, 3, 64, 64), 0.4) + noise(3, (64, 64), high=0.02)
    ramp = torch.linspace(0, 1, 64).clamp(0.3, 0.7).sub(0.3).div(0.4).expand(1, 1, 64, 64)
    dark, bright = noise(1, low=0.0, high=0.3), noise(2, low=0.7, high=1.0)
    looks = [Look(image=dark), Look(image=bright)]
    pairs = [Pair(look=0), Pair(look=1)]
    found = {}
    for name, weights in (("soft", torch.cat([1 - ramp, ramp])), ("hard", halves((64, 64)))):
        scene = Scene(content=content, weights=weights, looks=looks, pairs=pairs)
        profile = transfer(passing_network(), scene, CONFIG).mean((0, 1, 2))
        found[name] = float(profile.diff().abs().max())
    assert found["soft"] < found["hard"] * 0.5


DEGENERATE = {
    "flat": torch.full((1, 3, 32, 32), 0.5),
    "black": torch.zeros(1, 3, 32, 32),
    "white": torch.ones(1, 3, 32, 32),
    "grey": noise(5, (32, 32)).mean(1, keepdim=True).expand(1, 3, 32, 32),
    "smallest": noise(6, (16, 16)),
    "odd size": noise(7, (40, 40))[..., :35, :29],
    "saturated": (noise(8, (32, 32)) > 0.5).float(),
}


@pytest.mark.parametrize("name", DEGENERATE)
@pytest.mark.parametrize("sites", [("encoder", "skip"), ("encoder", "skip", "decoder"), ("decoder",)])
def test_degenerate_pictures_stay_finite(name: str, sites: tuple[Site, ...]) -> None:
    image, other = DEGENERATE[name], noise(1)
    config = replace(CONFIG, sites=sites)
    for content, style in ((image, other), (other, image), (image, image)):
        found = transfer(passing_network(), whole(content, style), config)
        assert found.shape == content.shape
        assert found.isfinite().all()


def test_three_pixel_regions_stay_finite() -> None:
    weights = torch.zeros(2, 1, 32, 40)
    weights[0, 0, 5, 5:8] = 1
    weights[1] = 1 - weights[0]
    scene = Scene(content=noise(0), weights=weights, looks=[Look(image=noise(1))], pairs=[Pair(), Pair()])
    assert transfer(passing_network(), scene, CONFIG).isfinite().all()


def test_statistics_of_a_look_serve_again() -> None:
    content, style = noise(0), noise(1)
    network = passing_network()
    known = style_statistics(network, Look(image=style), CONFIG)
    torch.testing.assert_close(
        transfer(network, whole(content, style), CONFIG, statistics=[known]),
        transfer(network, whole(content, style), CONFIG),
    )


def test_published_rules_for_labels() -> None:
    content, style = np.zeros((40, 40), np.uint8), np.zeros((40, 40), np.uint8)
    content[0, :10] = 1  # 10 pixels are too few
    content[1, :11] = 2  # 11 are enough, if the other side is at most 100 times larger
    content[2, :11] = 3
    style[0, :11] = 2
    style[1:36] = 3  # 1400 pixels
    style[0, 11:23] = 1
    assert valid_labels(content, style) == [0, 2]
    scene = hard_scene(noise(0, (40, 40)), noise(1, (40, 40)), content, style)
    assert len(scene.pairs) == 2
    none = hard_scene(noise(0, (40, 40)), noise(1, (40, 40)), content + 10, style)
    torch.testing.assert_close(transfer(passing_network(), none, CONFIG), none.content, atol=1e-5, rtol=0)


@pytest.mark.parametrize(("sites", "count"), [(("encoder",), 4), (("skip",), 9), (("decoder",), 4)])
def test_every_site_is_reported(sites: tuple[Site, ...], count: int) -> None:
    steps: list[int] = []
    config = replace(CONFIG, sites=sites)
    transfer(passing_network(), whole(noise(0), noise(1)), config, lambda progress: steps.append(progress.step))
    assert steps == [1, *[2] * count, 3]


def test_it_can_be_cancelled() -> None:
    def stop(progress: Progress) -> None:
        raise Cancelled("enough")

    with pytest.raises(Cancelled):
        transfer(passing_network(), whole(noise(0), noise(1)), CONFIG, stop)


def test_bad_input_gets_a_sentence() -> None:
    with pytest.raises(ImageError, match="16 px"):
        transfer(passing_network(), whole(torch.zeros(1, 3, 15, 40), noise(1)), CONFIG)
    with pytest.raises(MaskError, match="2 regions"):
        Scene(content=noise(0), weights=halves((32, 40)), looks=[Look(image=noise(1))])
    with pytest.raises(MaskError, match="region 3"):
        Scene(content=noise(0), looks=[Look(image=noise(1))], pairs=[Pair(row=3)])
    with pytest.raises(RecipeError, match="strength"):
        PhotorealisticConfig(strength=1.5)
    with pytest.raises(RecipeError, match="nothing"):
        PhotorealisticConfig(sites=())


@pytest.mark.parametrize("regions", [0, 9])
def test_the_number_of_regions_has_bounds(regions: int) -> None:
    with pytest.raises(RecipeError, match="between 1 and 8"):
        PhotorealisticConfig(regions=regions)
