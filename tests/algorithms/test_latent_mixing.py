"""Mixtures and the straight way between two faces, and which rows are what."""

import math

import pytest
import torch
from torch import Tensor

from styletransfer.algorithms.latent_mixing import interpolated, mixed
from styletransfer.algorithms.latent_parts import rows_of
from styletransfer.errors import InputError


def codes(seed: int = 0, faces: int = 1, rows: int = 12) -> Tensor:
    return torch.randn(faces, rows, 5, generator=torch.Generator().manual_seed(seed))


@pytest.mark.parametrize("num_ws", [6, 12, 18])
def test_the_parts_are_all_rows_and_do_not_overlap(num_ws: int) -> None:
    parts = [row for part in ("coarse", "middle", "fine") for row in rows_of(part, num_ws)]  # type: ignore[arg-type]
    assert parts == list(rows_of("all", num_ws)) == list(range(num_ws))


def test_an_unknown_part_is_refused() -> None:
    with pytest.raises(InputError, match="no part 'nose'"):
        rows_of("nose", 12)  # type: ignore[arg-type]


def test_a_share_of_the_other_comes_in_where_it_should() -> None:
    own, other = codes(), codes(1)
    kept = own.clone()
    found = mixed(own, other, 0.25, rows_of("middle", 12))
    assert torch.equal(own, kept)
    torch.testing.assert_close(found[:, 4:8], 0.75 * own[:, 4:8] + 0.25 * other[:, 4:8])
    assert torch.equal(found[:, :4], own[:, :4])
    assert torch.equal(found[:, 8:], own[:, 8:])


@pytest.mark.parametrize("share", [0.0, 1.0])
def test_the_ends_are_the_two_faces(share: float) -> None:
    own, other = codes(faces=2), codes(1)
    torch.testing.assert_close(mixed(own, other, share), own if share == 0 else other.expand_as(own))


@pytest.mark.parametrize("share", [-0.1, 1.1, math.nan])
def test_other_shares_are_refused(share: float) -> None:
    with pytest.raises(InputError, match="between 0 and 1"):
        mixed(codes(), codes(1), share)


def test_codes_of_other_generators_are_refused() -> None:
    with pytest.raises(InputError, match=r"must be \(1, 12, 5\)"):
        mixed(codes(), codes(1, rows=18), 0.5)
    with pytest.raises(InputError, match=r"\(12, 5\)"):
        mixed(codes()[0], codes(1), 0.5)
    with pytest.raises(InputError, match="one shape"):
        interpolated(codes(), codes(1, rows=18), [0.5])
    with pytest.raises(InputError, match="one shape"):
        interpolated(codes(faces=2), codes(1, faces=2), [0.5])


def test_the_way_is_straight_and_may_go_on() -> None:
    first, last = codes(), codes(1)
    found = interpolated(first, last, [0, 0.5, 1, 2])
    assert found.shape == (4, 12, 5)
    torch.testing.assert_close(found[[0, 2]], torch.cat([first, last]))
    torch.testing.assert_close(found[1:2], (first + last) / 2)
    torch.testing.assert_close(found[3:4], 2 * last - first)
    with pytest.raises(InputError, match="finite"):
        interpolated(first, last, [math.inf])
