"""Haar pooling splits a map into four bands that its transpose puts together again."""

import pytest
import torch

from styletransfer.errors import InputError
from styletransfer.ops.haar import haar_pool, haar_unpool, haar_unpool_sum


def test_bands_of_one_block() -> None:
    block = torch.tensor([[1.0, 2.0], [3.0, 5.0]])[None, None]
    ll, lh, hl, hh = (float(band) for band in haar_pool(block))
    assert (ll, lh, hl, hh) == (5.5, 1.5, 2.5, 0.5)


def test_unpooling_inverts_pooling() -> None:
    x = torch.randn(2, 5, 6, 8, generator=torch.Generator().manual_seed(1), dtype=torch.float64)
    bands = haar_pool(x)
    torch.testing.assert_close(haar_unpool_sum(bands), x)
    torch.testing.assert_close(sum(haar_unpool(bands)), x)


def test_energy_is_kept() -> None:
    x = torch.randn(1, 3, 4, 4, generator=torch.Generator().manual_seed(2))
    total = sum(band.square().sum() for band in haar_pool(x))
    torch.testing.assert_close(total, x.square().sum())


def test_each_band_is_the_transpose_of_its_filter() -> None:
    x = torch.randn(1, 2, 4, 6, generator=torch.Generator().manual_seed(3), dtype=torch.float64)
    y = torch.randn(1, 2, 2, 3, generator=torch.Generator().manual_seed(4), dtype=torch.float64)
    for index in range(4):
        lone = [y if other == index else torch.zeros_like(y) for other in range(4)]
        spread = haar_unpool(type(haar_pool(x))(*lone))[index]
        torch.testing.assert_close((spread * x).sum(), (y * haar_pool(x)[index]).sum())


@pytest.mark.parametrize("size", [(3, 4), (4, 5)])
def test_odd_sides_are_refused(size: tuple[int, int]) -> None:
    with pytest.raises(InputError, match="even sides"):
        haar_pool(torch.zeros(1, 1, *size))
