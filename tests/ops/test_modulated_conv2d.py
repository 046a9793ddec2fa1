"""The shared convolution between two scalings is the paper's convolution with a bent weight for every sample."""

import math
from itertools import product

import pytest
import torch
from torch import Tensor
from torch.nn import functional

from styletransfer.errors import InputError
from styletransfer.ops.modulated_conv2d import Kernel, Resample, demodulation, modulated_conv2d
from styletransfer.ops.upfirdn2d import binomial, upfirdn2d

RESAMPLINGS: tuple[Resample, ...] = ("none", "up", "down")


def noise(*shape: int, seed: int = 0) -> Tensor:
    return torch.randn(shape, generator=torch.Generator().manual_seed(seed), dtype=torch.float64)


def sample(batch: int = 2, size: int = 3) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """Return maps of 3 channels, styles, a weight to 4 channels, and a bias."""
    return noise(batch, 3, 5, 6), noise(batch, 3, seed=1), noise(4, 3, size, size, seed=2), noise(4, seed=3)


def by_the_paper(x: Tensor, style: Tensor, kernel: Kernel) -> Tensor:
    """Bend the weight for each sample, normalise it, convolve one after another."""
    results = []
    for maps, factors in zip(x, style, strict=True):
        weight = kernel.weight / math.sqrt(kernel.weight[0].numel()) * factors[:, None, None]
        if kernel.demodulate:
            weight = weight / (weight.square().sum((1, 2, 3), keepdim=True) + 1e-8).sqrt()
        filters = binomial(x.device).double()
        if kernel.resample == "up":
            large = functional.conv_transpose2d(maps[None], weight.transpose(0, 1), stride=2)
            y = upfirdn2d(large, filters * 4, pad=(1, 1))
        elif kernel.resample == "down":
            y = functional.conv2d(upfirdn2d(maps[None], filters, pad=(2, 2)), weight, stride=2)
        else:
            y = functional.conv2d(maps[None], weight, padding=weight.shape[-1] // 2)
        results.append(y)
    y = torch.cat(results)
    return kernel.gain * (y if kernel.bias is None else y + kernel.bias.view(1, -1, 1, 1))


@pytest.mark.parametrize(("resample", "demodulate", "batch"), list(product(RESAMPLINGS, (True, False), (1, 2))))
@pytest.mark.parametrize("trained", [True, False], ids=["with gradients", "without"])
def test_every_way_gives_what_the_paper_writes(resample: Resample, demodulate: bool, batch: int, trained: bool) -> None:
    x, style, weight, bias = sample(batch)
    for each in (None, bias):
        kernel = Kernel(weight.requires_grad_(trained), each, demodulate=demodulate, resample=resample, gain=1.7)
        torch.testing.assert_close(modulated_conv2d(x, style, kernel), by_the_paper(x, style, kernel))


def test_one_by_one_weights() -> None:
    x, style, weight, _ = sample(size=1)
    for demodulate in (True, False):
        kernel = Kernel(weight, demodulate=demodulate)
        torch.testing.assert_close(modulated_conv2d(x, style, kernel), by_the_paper(x, style, kernel))


def test_the_scale_of_a_style_does_not_matter_when_demodulated() -> None:
    x, style, weight, bias = sample()
    kernel = Kernel(weight, bias)
    torch.testing.assert_close(
        modulated_conv2d(x, 50 * style, kernel), modulated_conv2d(x, style, kernel), rtol=1e-6, atol=1e-6
    )
    plain = Kernel(weight, demodulate=False)
    torch.testing.assert_close(modulated_conv2d(x, 50 * style, plain), 50 * modulated_conv2d(x, style, plain))


def test_demodulation_of_known_weights() -> None:
    weight = torch.zeros(2, 2, 1, 1)
    weight[0, 0], weight[1, 1] = 3.0, 4.0
    found = demodulation(weight, torch.tensor([[2.0, 0.5]]))
    torch.testing.assert_close(found, torch.tensor([[1 / 6, 1 / 2]]))


def test_dead_channels_stay_finite() -> None:
    x, style, weight, _ = sample()
    found = modulated_conv2d(x, torch.zeros_like(style), Kernel(weight))
    torch.testing.assert_close(found, torch.zeros_like(found))


@pytest.mark.parametrize("resample", RESAMPLINGS)
@pytest.mark.parametrize("demodulate", [True, False])
def test_gradients(resample: Resample, demodulate: bool) -> None:
    x, style, weight, bias = (each.requires_grad_() for each in sample())

    def convolved(x: Tensor, style: Tensor, weight: Tensor, bias: Tensor) -> Tensor:
        return modulated_conv2d(x, style, Kernel(weight, bias, demodulate=demodulate, resample=resample, gain=1.3))

    assert torch.autograd.gradcheck(convolved, (x[..., :3, :4].detach().requires_grad_(), style, weight, bias))


@pytest.mark.parametrize("batch", [1, 2])
def test_autocast_convolves_in_bfloat16_but_normalises_in_full(batch: int) -> None:
    x, style, weight, bias = (each.float() for each in sample(batch))
    style = style * 1e3  # squares of these, summed in bfloat16, would lose the norm
    with torch.autocast("cpu", torch.bfloat16):
        found = modulated_conv2d(x, style, Kernel(weight, bias, resample="up"))
    expected = modulated_conv2d(x, style, Kernel(weight, bias, resample="up"))
    assert found.dtype == torch.bfloat16
    torch.testing.assert_close(found.float(), expected, rtol=0, atol=0.02 * float(expected.abs().max()))


@pytest.mark.parametrize(
    ("x", "style", "weight", "resample", "words"),
    [
        ((1, 3, 4, 4), (1, 3), (3, 3, 3), "none", "odd k"),
        ((1, 3, 4, 4), (1, 3), (4, 3, 2, 2), "none", "odd k"),
        ((1, 3, 4, 4), (1, 3), (4, 3, 1, 3), "none", "odd k"),
        ((1, 5, 4, 4), (1, 5), (4, 3, 3, 3), "none", r"takes maps \(B, 3, H, W\), got \(1, 5, 4, 4\)"),
        ((3, 4, 4), (1, 3), (4, 3, 3, 3), "none", "takes maps"),
        ((2, 3, 4, 4), (1, 3), (4, 3, 3, 3), "none", r"style must be \(2, 3\).* got \(1, 3\)"),
        ((2, 3, 4, 4), (2, 4), (4, 3, 3, 3), "none", r"style must be \(2, 3\)"),
        ((2, 3, 4, 4), (2, 3), (4, 3, 3, 3), "sideways", "none, up or down, got 'sideways'"),
        ((2, 3, 4, 4), (2, 3), (4, 3, 1, 1), "up", "takes weights of 3x3"),
    ],
)
def test_shapes_that_do_not_fit_are_refused(
    x: tuple[int, ...], style: tuple[int, ...], weight: tuple[int, ...], resample: Resample, words: str
) -> None:
    with pytest.raises(InputError, match=words):
        modulated_conv2d(torch.zeros(x), torch.zeros(style), Kernel(torch.zeros(weight), resample=resample))
