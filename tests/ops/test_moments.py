"""Moments of feature maps: they add up over tiles and agree with torch's own statistics."""

import pytest
import torch
from torch import Tensor

from styletransfer.ops.moments import Moments, moments


def features(height: int = 9, width: int = 7, channels: int = 5) -> Tensor:
    return torch.randn(1, channels, height, width, generator=torch.Generator().manual_seed(0)) + 1


def weights(height: int = 9, width: int = 7) -> Tensor:
    return torch.rand(1, 1, height, width, generator=torch.Generator().manual_seed(1))


def assert_same(found: Moments, expected: Moments) -> None:
    for name in ("weight", "first", "second"):
        torch.testing.assert_close(getattr(found, name), getattr(expected, name), rtol=1e-5, atol=1e-5)


def test_known_value() -> None:
    found = moments(torch.tensor([[[[1.0, 3.0]], [[0.0, 2.0]]]]))
    assert found.weight.item() == 2
    assert found.mean.tolist() == [2, 1]
    assert found.gram.tolist() == [[5, 3], [3, 2]]
    assert found.covariance.tolist() == [[1, 1], [1, 1]]


def test_agrees_with_torch() -> None:
    rows = features().flatten(2)[0]
    found = moments(features())
    torch.testing.assert_close(found.mean, rows.mean(1))
    torch.testing.assert_close(found.covariance, torch.cov(rows, correction=0), rtol=1e-5, atol=1e-5)


def test_weighted_agrees_with_torch() -> None:
    rows, shares = features().flatten(2)[0], weights().flatten()
    found = moments(features(), weights())
    torch.testing.assert_close(found.mean, (rows * shares).sum(1) / shares.sum())
    expected = torch.cov(rows, correction=0, aweights=shares)
    torch.testing.assert_close(found.covariance, expected, rtol=1e-5, atol=1e-5)


@pytest.mark.parametrize("weighted", [False, True])
@pytest.mark.parametrize(("row", "column"), [(1, 1), (4, 3), (8, 6)])
def test_tiles_add_up_to_the_whole(row: int, column: int, weighted: bool) -> None:
    total = None
    for rows in (slice(None, row), slice(row, None)):
        for columns in (slice(None, column), slice(column, None)):
            part = moments(features()[..., rows, columns], weights()[..., rows, columns] if weighted else None)
            total = part if total is None else total + part
    assert total is not None
    assert_same(total, moments(features(), weights() if weighted else None))


def test_ones_are_the_same_as_no_weights() -> None:
    assert_same(moments(features(), torch.ones(1, 1, 9, 7)), moments(features()))


def test_weights_of_zero_hide_pixels() -> None:
    hidden = weights()
    hidden[..., 4:, :] = 0
    assert_same(moments(features(), hidden), moments(features()[..., :4, :], hidden[..., :4, :]))


def test_scaling_leaves_the_statistics() -> None:
    found = moments(features())
    for changed in (found.scaled(7.0), found.scaled_by(torch.tensor(0.3)), found.normalised()):
        torch.testing.assert_close(changed.mean, found.mean)
        torch.testing.assert_close(changed.covariance, found.covariance, rtol=1e-5, atol=1e-5)
    assert found.normalised().weight.item() == pytest.approx(1)


def test_mixing_is_like_showing_both() -> None:
    other = features(4, 4) * 2
    mixed = moments(features()).normalised().scaled(0.25) + moments(other).normalised().scaled(0.75)
    torch.testing.assert_close(mixed.mean, 0.25 * features().mean((0, 2, 3)) + 0.75 * other.mean((0, 2, 3)))


def test_an_empty_region_stays_finite() -> None:
    empty = moments(features(), torch.zeros(1, 1, 9, 7))
    for found in (empty, empty.normalised(), moments(features()[..., :0, :])):
        assert found.mean.abs().sum() == 0
        assert found.covariance.abs().sum() == 0


def test_low_precision_is_summed_in_float32() -> None:
    found = moments(torch.ones(1, 2, 300, 300, dtype=torch.bfloat16))
    assert found.first.tolist() == [90_000, 90_000]


def test_memory_layout_does_not_matter() -> None:
    assert_same(moments(features().contiguous(memory_format=torch.channels_last)), moments(features()))


@pytest.mark.parametrize("weighted", [False, True])
def test_gradient(weighted: bool) -> None:
    """The sums of outer products have a backward pass of their own; compare with plain autograd."""
    generator = torch.Generator().manual_seed(2)
    slope, shares = torch.randn(5, 5, generator=generator), weights() if weighted else torch.ones(1, 1, 9, 7)
    mine, plain = features().requires_grad_(), features().requires_grad_()
    found = moments(mine, shares if weighted else None)
    ((found.second * slope).sum() + found.first.sum()).backward()
    rows = plain.flatten(2)[0]
    weighted_rows = rows * shares.flatten()
    ((weighted_rows @ rows.T * slope).sum() + weighted_rows.sum()).backward()
    torch.testing.assert_close(mine.grad, plain.grad, rtol=1e-4, atol=1e-4)


@pytest.mark.parametrize("size", [(9, 7), (16, 16), (40, 33)])
def test_bfloat16_is_close_to_float32(size: tuple[int, int]) -> None:
    """Fewer, exactly and more rows than one chunk; both the sums and their gradients."""
    exact = features(*size).requires_grad_()
    short = exact.detach().bfloat16().requires_grad_()
    found, expected = moments(short), moments(exact)
    assert found.second.dtype == torch.float32
    for name in ("mean", "gram"):
        torch.testing.assert_close(getattr(found, name), getattr(expected, name), rtol=0.02, atol=0.02)
    found.gram.square().sum().backward()
    expected.gram.square().sum().backward()
    assert short.grad is not None
    assert exact.grad is not None
    assert (short.grad.float() - exact.grad).norm() < 0.02 * exact.grad.norm()
