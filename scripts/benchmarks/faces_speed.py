"""The face models on a CPU: the generator against a straightforward version of itself, and what the others take.

The baseline is built as the paper reads: weights are bent for every sample and convolved in groups, and the blur is a
filter over a map with inserted zeros. Both paint from the same weights; in one precision their pictures must be equal.
"""

import json
import math
import statistics
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from functools import partial
from typing import TypeVar

import torch
from torch import Tensor, nn
from torch.nn import functional

from scripts.benchmarks.measuring import in_own_process, peak_megabytes, timed
from styletransfer import devices
from styletransfer.models.face_encoder import SIDE, FaceEncoder
from styletransfer.models.stylegan2 import StyleGAN2, StyleGAN2Config
from styletransfer.models.stylegan2_layers import ModulatedConv2d, StyledConv, ToRGB
from styletransfer.ops.scaled_leaky_relu import scaled_leaky_relu
from styletransfer.ops.upfirdn2d import binomial

EQUAL = 1e-3
PRECISIONS = ("float32", "bfloat16")
WAYS = ("plain", *PRECISIONS)
SMALL = StyleGAN2Config(size=64, channels=(128, 128, 128, 64, 32), style_dim=128)
_BATCH = 16
_ROUNDS = 3

Found = TypeVar("Found")


def measure(size: int) -> None:
    """Print times, ratios, the largest difference and memory for one picture, and times of a step of training."""
    print(f"\n(a) StyleGAN2, {size} px, published widths: ours against a weight for every sample and a separate blur")
    devices.tune_allocator()
    network = random_generator(StyleGAN2Config.official(size))
    w_plus = network.broadcast(_normal(1, network.config.style_dim))
    styles = network.styles(w_plus)
    calls: dict[str, Callable[[], Tensor]] = {way: partial(_paint, way, network, w_plus) for way in WAYS}
    calls["StyleSpace"] = partial(_run, "float32", network.synthesis_from_styles, styles)
    plain, ours = calls["plain"](), calls["float32"]()
    _print_ratios("one picture", _medians(calls, _ROUNDS))
    largest = float((ours - plain).abs().max() / (plain.max() - plain.min()))
    verdict = "equal" if largest <= EQUAL else "not equal"
    print(f"        largest difference {largest:.1e} of the range: {verdict}", flush=True)
    small = random_generator(SMALL).requires_grad_(True)
    steps = {way: partial(_step, way, small) for way in WAYS}
    _print_ratios(f"a step of training, {_BATCH} pictures of {SMALL.size} px", _medians(steps, _ROUNDS))
    print("    peak memory of a process that paints one picture, weights included")
    for way in WAYS:
        print(f"        {way:10} {in_own_process('faces-memory', way, str(size))['peak_mb']:6.0f} MB", flush=True)


def measure_encoder() -> None:
    """Print what a published encoder takes for a face of 256 px."""
    print(f"\n(b) e4e encoder for 1024 px, published widths, one face of {SIDE} px")
    encoder = FaceEncoder("e4e", 1024).requires_grad_(False).eval()
    calls = {precision: partial(_run, precision, encoder, _face(SIDE)) for precision in PRECISIONS}
    for precision, seconds in _medians(calls, _ROUNDS).items():
        print(f"        {precision:10} {1e3 * seconds:6.0f} ms", flush=True)


def measure_shipped(
    build_generator: Callable[[], StyleGAN2], build_encoder: Callable[[], nn.Module], side: int
) -> None:
    """Print how long the shipped models take to load and to run, one picture at a time.

    Args:
        build_generator: loads the shipped generator; called once, so it must not have been loaded before.
        build_encoder: likewise.
        side: of the pictures that the encoder takes, px.
    """
    print("\n(c) The shipped models")
    generator, first = timed(build_generator)
    encoder, second = timed(build_encoder)
    print(f"        loading: generator {first:.2f} s, encoder {second:.2f} s, both {first + second:.2f} s")
    w_plus = generator.broadcast(_normal(1, generator.config.style_dim))
    for precision in PRECISIONS:
        calls = {
            "generator": partial(_run, precision, generator.synthesis, w_plus),
            "encoder": partial(_run, precision, encoder, _face(side)),
        }
        words = ", ".join(f"{name} {1e3 * seconds:.1f} ms" for name, seconds in _medians(calls, 20).items())
        print(f"        {precision:10} {words}", flush=True)


def one_way(way: str, size: int) -> None:
    """Paint one picture in one way and print this process's peak memory, as JSON."""
    network = random_generator(StyleGAN2Config.official(size))
    _paint(way, network, network.broadcast(_normal(1, network.config.style_dim)))
    print(json.dumps({"peak_mb": peak_megabytes()}))


def random_generator(config: StyleGAN2Config) -> StyleGAN2:
    """Build a generator with random weights, noise switched on."""
    torch.manual_seed(0)
    network = StyleGAN2(config).requires_grad_(False).eval()
    for name, value in network.named_parameters():
        if name.endswith("noise.weight"):
            value.fill_(0.1)
    return network


def _print_ratios(what: str, seconds: dict[str, float]) -> None:
    print(f"    {what}")
    for name, taken in seconds.items():
        ratio = "" if name == "plain" else f", {seconds['plain'] / taken:.1f} x"
        print(f"        {name:10} {taken:6.2f} s{ratio}", flush=True)


def _paint(way: str, network: StyleGAN2, w_plus: Tensor) -> Tensor:
    if way == "plain":
        return _run("float32", plain_synthesis, network, w_plus)
    return _run(way, network.synthesis, w_plus)


def _run(precision: str, call: Callable[..., Found], *arguments: object) -> Found:
    with torch.inference_mode(), _autocast(precision):
        return call(*arguments)


def _step(way: str, network: StyleGAN2) -> None:
    """Run the synthesis forwards and backwards."""
    w_plus = network.broadcast(_normal(_BATCH, network.config.style_dim))
    with _autocast(way):
        image = plain_synthesis(network, w_plus) if way == "plain" else network.synthesis(w_plus)
    network.zero_grad()
    image.square().mean().backward()


def _autocast(precision: str) -> AbstractContextManager[None]:
    return devices.autocast(torch.device("cpu"), "bfloat16" if precision == "bfloat16" else "float32")


def _medians(calls: Mapping[str, Callable[[], object]], rounds: int) -> dict[str, float]:
    """Return the median seconds of each call after a first one, taken in turns so that a busy moment hits all."""
    for call in calls.values():
        call()
    found: dict[str, list[float]] = {name: [] for name in calls}
    for _ in range(rounds):
        for name, call in calls.items():
            found[name].append(timed(call)[1])
    return {name: statistics.median(each) for name, each in found.items()}


def _normal(*shape: int) -> Tensor:
    return torch.randn(shape, generator=torch.Generator().manual_seed(1))


def _face(side: int) -> Tensor:
    return torch.rand(1, 3, side, side, generator=torch.Generator().manual_seed(0)) * 2 - 1


def plain_synthesis(network: StyleGAN2, w_plus: Tensor) -> Tensor:
    """Paint as plainly as the method can be written, with the noise of the checkpoint.

    Args:
        network: any size and width.
        w_plus: (B, num_ws, style_dim).
    Returns:
        Picture (B, 3, size, size).
    """
    noises: Sequence[Tensor] = list(network.noises.buffers())
    x = network.input["input"].repeat(len(w_plus), 1, 1, 1)
    rgb: Tensor | None = None
    painted = 0
    for name, row in zip(network.style_names, network.style_rows, strict=True):
        layer = network.get_submodule(name)
        if isinstance(layer, ToRGB):
            shown = _plain_convolution(layer.conv, x, w_plus[:, row]) + layer.bias
            rgb = shown if rgb is None else shown + _plain_filter(rgb, 2, (2, 1))
        elif isinstance(layer, StyledConv):
            x = _plain_convolution(layer.conv, x, w_plus[:, row]) + layer.noise.weight * noises[painted]
            x = scaled_leaky_relu(x, layer.activate.bias)
            painted += 1
    assert rgb is not None
    return rgb


def _plain_convolution(layer: ModulatedConv2d, x: Tensor, w: Tensor) -> Tensor:
    batch, channels, height, width = x.shape
    weight = layer.weight / math.sqrt(layer.weight[0, 0].numel())
    weight = weight * layer.modulation(w)[:, None, :, None, None]  # (B, O, I, k, k)
    if layer.demodulate:
        weight = weight * torch.rsqrt(weight.square().sum((2, 3, 4), keepdim=True) + 1e-8)
    x = x.reshape(1, batch * channels, height, width)
    if layer.resample == "up":
        y = functional.conv_transpose2d(x, weight.transpose(1, 2).flatten(0, 1), stride=2, groups=batch)
        return _plain_filter(y.reshape(batch, -1, 2 * height + 1, 2 * width + 1), 1, (1, 1))
    y = functional.conv2d(x, weight.flatten(0, 1), padding=weight.shape[-1] // 2, groups=batch)
    return y.reshape(batch, -1, height, width)


def _plain_filter(x: Tensor, up: int, pad: tuple[int, int]) -> Tensor:
    """Insert zeros, pad, and filter each channel as a picture of its own."""
    batch, channels, height, width = x.shape
    spread = x.new_zeros(batch * channels, 1, height * up, width * up)
    spread[..., ::up, ::up] = x.reshape(-1, 1, height, width)
    y = functional.conv2d(functional.pad(spread, (*pad, *pad)), 4 * binomial(x.device)[None, None])
    return y.reshape(batch, channels, *y.shape[-2:])
