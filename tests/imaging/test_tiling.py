"""Tiles: cores partition the picture, margins are kept, and feature grids fall into place."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from styletransfer.imaging.tiling import tiles

SIDES = st.integers(1, 100)
repeatable = settings(deadline=None, database=None, derandomize=True, max_examples=60)


@repeatable
@given(height=SIDES, width=SIDES, core=st.integers(8, 90), margin=st.integers(0, 50), power=st.integers(0, 4))
def test_cores_cover_every_pixel_once(height: int, width: int, core: int, margin: int, power: int) -> None:
    covered = np.zeros((height, width), int)
    for tile in tiles(height, width, core=core, margin=margin, stride=2**power):
        top, bottom, left, right = tile.core
        assert top < bottom
        assert left < right
        covered[top:bottom, left:right] += 1
    assert (covered == 1).all()


@repeatable
@given(height=SIDES, width=SIDES, core=st.integers(8, 90), margin=st.integers(0, 50), power=st.integers(0, 4))
def test_margins_are_full_or_end_at_the_border(height: int, width: int, core: int, margin: int, power: int) -> None:
    for tile in tiles(height, width, core=core, margin=margin, stride=2**power):
        top, bottom, left, right = tile.core
        above, below, before, after = tile.outer
        for inner, outer, limit in ((top, above, 0), (left, before, 0), (bottom, below, height), (right, after, width)):
            assert abs(inner - outer) >= margin or outer == limit
        # A tile's pooling grid falls on that of the whole picture.
        assert above % 2**power == before % 2**power == 0


@repeatable
@given(height=SIDES, width=SIDES, core=st.integers(8, 90), margin=st.integers(0, 50), power=st.integers(0, 4))
def test_cores_cover_every_feature_cell_once(height: int, width: int, core: int, margin: int, power: int) -> None:
    """Cut from maps of the outer parts at any finer stride, the cores put the map of the whole together."""
    coarsest = 2**power
    for stride in (1, coarsest):
        whole = np.zeros((height // stride, width // stride), int)
        for tile in tiles(height, width, core=core, margin=margin, stride=coarsest):
            above, below, before, after = tile.outer
            rows, columns = tile.core_in_outer(stride)
            cells = np.zeros(((below - above) // stride, (after - before) // stride), int)
            cells[rows, columns] += 1
            grid = whole[above // stride :, before // stride :]
            grid[: cells.shape[0], : cells.shape[1]] += cells
        assert (whole == 1).all()


def test_order_and_known_boxes() -> None:
    found = list(tiles(100, 70, core=60, margin=5, stride=8))
    assert [tile.core for tile in found] == [(0, 64, 0, 64), (0, 64, 64, 70), (64, 100, 0, 64), (64, 100, 64, 70)]
    assert found[0].outer == (0, 72, 0, 70)
    assert found[3].outer == (56, 100, 56, 70)


@pytest.mark.parametrize(("stride", "rows", "columns"), [
    (1, slice(8, 44), slice(8, 14)), (2, slice(4, 22), slice(4, 7)), (8, slice(1, 5), slice(1, 1)),
])  # fmt: skip
def test_core_in_outer(stride: int, rows: slice, columns: slice) -> None:
    last = list(tiles(100, 70, core=60, margin=5, stride=8))[-1]
    assert last.core_in_outer(stride) == (rows, columns)


def test_outer_slices_cut_the_picture() -> None:
    picture = np.arange(100 * 70).reshape(100, 70)
    last = list(tiles(100, 70, core=60, margin=5, stride=8))[-1]
    assert picture[last.outer_slices].shape == (44, 14)
    assert picture[last.outer_slices][0, 0] == 56 * 70 + 56


def test_one_tile_when_the_core_is_large_enough() -> None:
    (tile,) = tiles(33, 47, core=47, margin=80, stride=16)
    assert tile.core == tile.outer == (0, 33, 0, 47)
