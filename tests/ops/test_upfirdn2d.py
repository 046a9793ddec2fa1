"""Resampling with small filters: known values, the definition in loops, gradients, and what cannot be done."""

import pytest
import torch
from torch import Tensor

from styletransfer.errors import InputError
from styletransfer.ops.upfirdn2d import binomial, blur, enlarge, upfirdn2d


def noise(*shape: int, seed: int = 0) -> Tensor:
    return torch.randn(shape, generator=torch.Generator().manual_seed(seed), dtype=torch.float64)


def by_definition(x: Tensor, kernel: Tensor, up: int, down: int, pad: tuple[int, int]) -> Tensor:
    """Sum, for every output, the inserted and padded inputs that the turned filter lies on."""
    height, width = x.shape[-2:]
    before, after = pad
    kernel_height, kernel_width = kernel.shape
    sides = [
        (side * up + before + after - extent) // down + 1
        for side, extent in ((height, kernel_height), (width, kernel_width))
    ]
    out = torch.zeros(*x.shape[:2], *sides, dtype=x.dtype)
    for row in range(sides[0]):
        for column in range(sides[1]):
            for i in range(kernel_height):
                for j in range(kernel_width):
                    y, at = divmod(row * down + i - before, up)
                    z, also = divmod(column * down + j - before, up)
                    if at == also == 0 and 0 <= y < height and 0 <= z < width:
                        out[..., row, column] += x[..., y, z] * kernel[kernel_height - 1 - i, kernel_width - 1 - j]
    return out


@pytest.mark.parametrize(
    ("up", "down", "pad"),
    [(1, 1, (0, 0)), (1, 1, (1, 2)), (2, 1, (2, 1)), (1, 2, (3, 0)), (2, 3, (0, 4)), (3, 2, (1, 1)), (2, 1, (-1, 2))],
)
def test_the_definition(up: int, down: int, pad: tuple[int, int]) -> None:
    x, kernel = noise(2, 2, 5, 7), noise(3, 4, seed=1)
    torch.testing.assert_close(upfirdn2d(x, kernel, up, down, pad), by_definition(x, kernel, up, down, pad))


def test_filtering_is_true_convolution() -> None:
    impulse = torch.zeros(1, 1, 5, 5)
    impulse[..., 2, 2] = 1
    kernel = torch.tensor([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0], [7.0, 8.0, 9.0]])
    torch.testing.assert_close(upfirdn2d(impulse, kernel, pad=(1, 1))[0, 0, 1:4, 1:4], kernel)


def test_blur_and_enlargement_are_special_cases() -> None:
    x, bias = noise(2, 3, 5, 7), noise(3, seed=2)
    kernel = binomial(x.device).double()
    torch.testing.assert_close(blur(x, pad=2), upfirdn2d(x, kernel, pad=(2, 2)))
    torch.testing.assert_close(blur(x, bias, gain=4), upfirdn2d(x, 4 * kernel, pad=(1, 1)) + bias.view(1, 3, 1, 1))
    torch.testing.assert_close(enlarge(x), upfirdn2d(x, 4 * kernel, up=2, pad=(2, 1)))


def test_a_constant_keeps_its_value_away_from_the_border() -> None:
    flat = torch.full((1, 2, 8, 8), 0.7)
    torch.testing.assert_close(enlarge(flat)[..., 1:-1, 1:-1], torch.full((1, 2, 14, 14), 0.7))
    torch.testing.assert_close(blur(flat)[..., 1:-1, 1:-1], torch.full((1, 2, 5, 5), 0.7))


def test_gradients() -> None:
    x = noise(1, 2, 4, 3).requires_grad_()
    kernel = noise(2, 3, seed=3)
    assert torch.autograd.gradcheck(lambda at: upfirdn2d(at, kernel, 2, 3, (1, 2)), x)
    assert torch.autograd.gradcheck(blur, x)
    assert torch.autograd.gradcheck(enlarge, x)


def test_layout_and_precision_are_kept() -> None:
    x = noise(1, 8, 6, 6).bfloat16().contiguous(memory_format=torch.channels_last)
    for y in (blur(x), enlarge(x)):
        assert y.dtype == torch.bfloat16
        assert y.is_contiguous(memory_format=torch.channels_last)


@pytest.mark.parametrize(
    ("x", "kernel", "factors", "words"),
    [
        (torch.zeros(3, 4, 4), torch.ones(2, 2), (1, 1), r"\(B, C, H, W\), got \(3, 4, 4\)"),
        (torch.zeros(1, 3, 4, 4), torch.ones(4), (1, 1), r"\(height, width\), got \(4,\)"),
        (torch.zeros(1, 3, 4, 4), torch.ones(2, 2), (0, 1), "up 0 and down 1"),
        (torch.zeros(1, 3, 4, 4), torch.ones(2, 2), (1, -1), "up 1 and down -1"),
        (torch.zeros(1, 3, 4, 4), torch.ones(5, 5), (1, 1), "does not fit .* pad more"),
    ],
)
def test_unusable_arguments_are_refused(x: Tensor, kernel: Tensor, factors: tuple[int, int], words: str) -> None:
    with pytest.raises(InputError, match=words):
        upfirdn2d(x, kernel, *factors)
