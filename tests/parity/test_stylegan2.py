"""The generator and its operations reproduce recorded values of a published implementation.

The recordings lie beside the repository (`../shared/parity`); without them these tests are skipped. Tolerances are
some times the difference between single and double precision in the published code.
"""

from collections.abc import Iterator
from functools import cache
from typing import Any

import numpy as np
import pytest
import torch
from numpy.typing import NDArray
from recordings import filled_by, needs, recorded
from torch import Tensor, nn

from styletransfer.algorithms.inversion import pooled
from styletransfer.models.stylegan2 import StyleGAN2, StyleGAN2Config
from styletransfer.models.stylegan2_layers import EqualLinear, PixelNorm, StyledConv
from styletransfer.ops.modulated_conv2d import Kernel, Resample, modulated_conv2d
from styletransfer.ops.scaled_leaky_relu import scaled_leaky_relu
from styletransfer.ops.upfirdn2d import binomial, blur, enlarge, upfirdn2d

Archive = dict[str, NDArray[Any]]

IMAGES = 5e-5  # absolute
RELATIVE = 1e-5
TRUNCATION = 0.7

pytestmark = needs()


@cache
def published(size: int) -> StyleGAN2:
    """Build the full-width generator with the recorded fill of its weights."""
    network = StyleGAN2(StyleGAN2Config.official(size))
    network.load_state_dict(filled_by(f"stylegan2_{size}_keys.json"))
    return network.requires_grad_(False).eval()


@pytest.fixture(scope="module", autouse=True)
def forget() -> Iterator[None]:
    """Give the memory back when the last of these tests has run."""
    yield
    published.cache_clear()


def tensor(archive: Archive, name: str) -> Tensor:
    return torch.from_numpy(archive[name])


def assert_close(found: Tensor, archive: Archive, name: str, relative: float = RELATIVE) -> None:
    """Compare to a fraction of the largest recorded value."""
    expected = tensor(archive, name).reshape(found.shape)
    assert float((found - expected).abs().max()) <= relative * float(expected.abs().max()), name


def assert_same_picture(found: Tensor, archive: Archive, name: str) -> None:
    assert float((found - tensor(archive, name).reshape(found.shape)).abs().max()) <= IMAGES, name


def assert_tap(found: Tensor, archive: Archive, name: str) -> None:
    """Compare a map (1, C, H, W) by its corner, its statistics and its shape."""
    assert list(found.shape) == archive[f"{name}.shape"].tolist(), name
    assert_close(found[0, :6, :16, :16], archive, f"{name}.crop", 2e-5)
    statistics = torch.stack((found[0].mean((1, 2)), found[0].std((1, 2), correction=0)))
    assert_close(statistics, archive, f"{name}.stats", 2e-5)


def tapped(network: StyleGAN2, names: list[str], w_plus: Tensor) -> tuple[Tensor, dict[str, Tensor]]:
    """Paint with stored noise and keep what layers return."""
    found: dict[str, Tensor] = {}

    def keep(name: str) -> Any:
        def hook(_layer: nn.Module, _inputs: Any, output: Tensor) -> None:
            found[name] = output

        return hook

    hooks = [network.get_submodule(name).register_forward_hook(keep(name)) for name in names]
    image = network.synthesis(w_plus)
    for hook in hooks:
        hook.remove()
    return image, found


@pytest.fixture(scope="module")
def ops() -> Archive:
    return recorded("stylegan2_ops.npz")


def test_filters(ops: Archive) -> None:
    x, kernel = tensor(ops, "x"), binomial(torch.device("cpu"))
    assert_close(kernel, ops, "kernel")
    assert_close(4 * kernel, ops, "upsample2.kernel")
    assert_close(enlarge(x), ops, "upsample2")
    assert_close(upfirdn2d(x, 4 * kernel, up=2, pad=tuple(ops["upsample2.pad"].tolist())), ops, "upsample2")
    assert_close(upfirdn2d(x, kernel, down=2, pad=tuple(ops["downsample2.pad"].tolist())), ops, "downsample2")
    assert_close(blur(x)[..., ::2, ::2], ops, "downsample2")


@pytest.mark.parametrize("case", range(4))
def test_asymmetric_filters(ops: Archive, case: int) -> None:
    up, down, before, after = ops[f"upfirdn{case}.up_down_pad"].tolist()
    found = upfirdn2d(tensor(ops, "x"), tensor(ops, "asym.kernel"), up, down, (before, after))
    assert_close(found, ops, f"upfirdn{case}")


@pytest.mark.parametrize(
    ("name", "resample", "demodulate"),
    [
        ("modconv", "none", True),
        ("modconv_up", "up", True),
        ("modconv_rgb", "none", False),
        ("modconv_down", "down", True),
    ],
)
def test_modulated_convolutions(ops: Archive, name: str, resample: Resample, demodulate: bool) -> None:
    linear = EqualLinear(10, 3)
    linear.load_state_dict({part: tensor(ops, f"{name}.modulation.{part}") for part in ("weight", "bias")})
    x, style = tensor(ops, "x"), linear(tensor(ops, "style")).detach()
    kernel = Kernel(tensor(ops, f"{name}.weight")[0], demodulate=demodulate, resample=resample)
    assert_close(modulated_conv2d(x, style, kernel), ops, f"{name}.out")
    each = [modulated_conv2d(x[at : at + 1], style[at : at + 1], kernel) for at in range(len(x))]
    assert_close(torch.cat(each), ops, f"{name}.out")


@pytest.mark.parametrize(
    ("name", "multiplier", "activate"), [("linear", 1.0, False), ("linear_lr0.01_act", 0.01, True)]
)
def test_linear_layers(ops: Archive, name: str, multiplier: float, activate: bool) -> None:
    layer = EqualLinear(16, 6, lr_multiplier=multiplier, activate=activate)
    layer.load_state_dict({part: tensor(ops, f"{name}.{part}") for part in ("weight", "bias")})
    assert_close(layer(tensor(ops, "z")).detach(), ops, f"{name}.out")


def test_activation_and_normalisation(ops: Archive) -> None:
    assert_close(scaled_leaky_relu(tensor(ops, "x"), tensor(ops, "bias")), ops, "bias_lrelu")
    assert_close(PixelNorm()(tensor(ops, "z")), ops, "pixelnorm")


def test_mapping_and_truncation() -> None:
    archive, network = recorded("stylegan2_256_mapping.npz"), published(256)
    z = tensor(archive, "z")
    for layers in (0, 1, 4, 8):
        assert_close(network.style[: layers + 1](z), archive, f"after_layer{layers}")
    w = network.mapping(z)
    assert_close(w, archive, "w")
    assert_close(network.latent_avg, archive, "latent_avg", 0)
    truncated = network.truncated(w, TRUNCATION)
    assert_close(truncated, archive, "w_trunc0.7")
    assert_close(network.broadcast(truncated)[:, 9], archive, "latents_trunc0.7_row")
    found = network(z, TRUNCATION)[..., 64:96, 160:192]
    assert_same_picture(found, archive, "image_trunc0.7.crop")


def test_average_of_w() -> None:
    archive, network = recorded("stylegan2_256_mapping.npz"), published(256)
    drawn = np.random.RandomState(int(archive["w_mean64.z_seed"])).standard_normal((64, 512)).astype(np.float32)
    assert_close(network.mapping(torch.from_numpy(drawn)).mean(0), archive, "w_mean64")


def test_synthesis_layer_by_layer() -> None:
    archive, network = recorded("stylegan2_256_synthesis.npz"), published(256)
    names = [name for name in network.style_names if f"{name}.crop" in archive]
    assert len(names) == len(network.style_names) - 1  # the first is recorded under another name
    image, found = tapped(network, ["conv1", *names], tensor(archive, "wplus")[None])
    assert_same_picture(image, archive, "image_stored_noise")
    assert_tap(found.pop("conv1"), archive, "const_conv1")
    for name, maps in found.items():
        assert_tap(maps, archive, name)


def test_convolutions_before_noise_and_activation() -> None:
    archive, network = recorded("stylegan2_256_synthesis.npz"), published(256)
    w_plus = tensor(archive, "wplus")[None]
    styles = dict(zip(network.style_names, network.styles(w_plus), strict=True))
    _, found = tapped(network, ["conv1", "convs.0"], w_plus)
    for name, before in (("convs.0", "conv1"), ("convs.1", "convs.0")):
        layer = network.get_submodule(name)
        assert isinstance(layer, StyledConv)
        plain = layer.conv(found[before], styles[name])
        assert_tap(plain, archive, f"{name}.conv")
    noisy = plain + layer.noise.weight * network.noises.get_buffer("noise_2")
    assert_tap(noisy, archive, "convs.1.noise")


@pytest.mark.parametrize("size", [256, pytest.param(1024, marks=pytest.mark.slow)])
def test_style_space(size: int) -> None:
    archive = recorded("stylegan2_256_synthesis.npz" if size == 256 else "stylegan2_1024.npz")
    network = published(size)
    w_plus = tensor(archive, "wplus")[None] if size == 256 else network.broadcast(tensor(archive, "w")[None])
    assert list(network.style_names) == archive["S.names"].tolist()
    assert list(network.style_rows) == archive["S.w_index"].tolist()
    assert list(network.style_sizes) == archive["S.sizes"].tolist()
    assert_close(torch.cat(network.styles(w_plus), dim=1), archive, "S.values")


def test_kinds_of_noise() -> None:
    archive, network = recorded("stylegan2_256_synthesis.npz"), published(256)
    w_plus = tensor(archive, "wplus")[None]
    state = np.random.RandomState(int(archive["given_noise.seed"]))
    given = [
        torch.from_numpy(state.standard_normal((1, 1, side, side)).astype(np.float32)) for side in network.noise_sides
    ]
    for name, noise in (("image_zero_noise", "none"), ("image_given_noise", given)):
        assert_same_picture(network.synthesis(w_plus, noise)[..., 80:144, 96:160], archive, f"{name}.crop")


def test_one_style_for_all_layers() -> None:
    archive, network = recorded("stylegan2_256_synthesis.npz"), published(256)
    image = network.synthesis(network.broadcast(tensor(archive, "w_single")[None]))
    assert_same_picture(image[..., 80:144, 96:160], archive, "image_w_single.crop")


def test_an_edit_in_style_space() -> None:
    archive, network = recorded("stylegan2_256_synthesis.npz"), published(256)
    layer, channel, amount = archive["S_edit"].tolist()
    styles = [style.clone() for style in network.styles(tensor(archive, "wplus")[None])]
    styles[network.style_names.index(layer)][:, int(channel)] += float(amount)
    image = network.synthesis_from_styles(tuple(styles))
    assert_same_picture(image[..., 80:144, 96:160], archive, "image_S_edit.crop")


@pytest.mark.parametrize("crossover", [4, 9])
def test_mixing(crossover: int) -> None:
    archive, network = recorded("stylegan2_256_mixing.npz"), published(256)
    first, second = (network.truncated(network.mapping(tensor(archive, z)[None]), TRUNCATION) for z in ("z1", "z2"))
    w_plus = network.mixed(first, second, crossover)
    assert_close(w_plus[0], archive, f"cross{crossover}.latents")
    image = network.synthesis(w_plus)
    assert_same_picture(image[..., 80:144, 96:160], archive, f"cross{crossover}.image.crop")
    statistics = torch.stack((image[0].mean((1, 2)), image[0].std((1, 2), correction=0)))
    assert_close(statistics, archive, f"cross{crossover}.image.stats", 2e-5)


@pytest.mark.slow
def test_the_largest_generator() -> None:
    archive, network = recorded("stylegan2_1024.npz"), published(1024)
    w = tensor(archive, "w")[None]
    assert_close(network.mapping(tensor(archive, "z")[None]), archive, "w")
    taps = [name.removesuffix(".crop") for name in archive if name.startswith(("convs", "to_rgbs")) and ".crop" in name]
    image, found = tapped(network, taps, network.broadcast(w))
    top, left = archive["crop_yx"].tolist()
    assert_same_picture(image[..., top : top + 64, left : left + 64], archive, "image.crop")
    assert_same_picture(image[..., -24:, -24:], archive, "image.corner")
    assert_same_picture(pooled(image)[..., 96:128, 100:132], archive, "pooled256.crop")
    assert len(found) == len(taps) > 0
    for name, maps in found.items():
        assert_tap(maps, archive, name)
