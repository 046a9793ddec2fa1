"""The activation of StyleGAN2: bias, slope of 0.2, gain of the square root of 2."""

import math

import torch

from styletransfer.ops.scaled_leaky_relu import scaled_leaky_relu


def test_known_values() -> None:
    x, bias = torch.tensor([[1.0, -3.0], [0.0, 2.0]]), torch.tensor([0.5, 1.0])
    expected = torch.tensor([[1.5, -0.4], [0.5, 3.0]]) * math.sqrt(2)
    torch.testing.assert_close(scaled_leaky_relu(x, bias), expected)
    maps = x[..., None, None].expand(-1, -1, 2, 3)
    torch.testing.assert_close(scaled_leaky_relu(maps, bias), expected[..., None, None].expand(-1, -1, 2, 3))


def test_gradients() -> None:
    x = torch.randn(2, 3, 2, 2, generator=torch.Generator().manual_seed(0), dtype=torch.float64).requires_grad_()
    bias = torch.tensor([0.1, -0.2, 0.3], dtype=torch.float64).requires_grad_()
    assert torch.autograd.gradcheck(scaled_leaky_relu, (x, bias))
