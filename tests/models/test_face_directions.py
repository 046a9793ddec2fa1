"""Sliders move codes by what their tables say, within their ranges and within the limit."""

import math
from dataclasses import replace

import pytest
import torch

from styletransfer.errors import InputError
from styletransfer.models.face_directions import Direction, Directions

ROWS, DIM = 4, 3


def direction(name: str = "age", **changes: object) -> Direction:
    vector = torch.zeros(ROWS, DIM)
    vector[1, 0] = 2.0
    given = Direction(
        name=name, label=name.title(), unit="years", help="", vector=vector, values=(-10.0, 0.0, 20.0),
        amounts=(-1.0, 0.0, 4.0), step=1.0, side_effects={},
    )  # fmt: skip
    return replace(given, **changes)


def directions(*items: Direction, spread: torch.Tensor | None = None) -> Directions:
    spread = torch.ones(DIM) if spread is None else spread
    return Directions(generator="face-generator", items={item.name: item for item in items}, spread=spread)


def codes() -> torch.Tensor:
    return torch.randn(2, ROWS, DIM, generator=torch.Generator().manual_seed(0))


@pytest.mark.parametrize(("value", "amount"), [(-10, -1), (-5, -0.5), (0, 0), (5, 1), (20, 4)])
def test_amounts_lie_on_the_table(value: float, amount: float) -> None:
    assert direction().amount(value) == pytest.approx(amount)


@pytest.mark.parametrize("value", [-10.1, 20.5, math.nan, math.inf])
def test_values_beyond_the_range_are_refused(value: float) -> None:
    with pytest.raises(InputError, match="between -10 and 20 years"):
        direction().amount(value)


def test_sliders_add_up_and_leave_the_codes_alone() -> None:
    other = direction("smile", vector=torch.ones(ROWS, DIM))
    before = codes()
    kept = before.clone()
    found = directions(direction(), other).moved(before, {"age": 10, "smile": -5})
    assert torch.equal(before, kept)
    expected = kept - 0.5
    expected[:, 1, 0] += 2 * 2.0
    torch.testing.assert_close(found, expected)


@pytest.mark.parametrize("sliders", [{}, {"age": 0}])
def test_nothing_moves_at_0(sliders: dict[str, float]) -> None:
    before = codes()
    found = directions(direction()).moved(before, sliders)
    assert torch.equal(found, before)
    assert found is not before


@pytest.mark.parametrize(
    ("sliders", "limit", "words"),
    [({"nose": 1.0}, None, "no slider nose"), ({"age": 99.0}, None, "between"), ({"age": 1.0}, -1.0, "at least 0"),
     ({"age": 1.0}, math.nan, "at least 0")],
)  # fmt: skip
def test_what_cannot_be_is_refused(sliders: dict[str, float], limit: float | None, words: str) -> None:
    with pytest.raises(InputError, match=words):
        directions(direction()).moved(codes(), sliders, limit)


def test_codes_of_another_generator_are_refused() -> None:
    with pytest.raises(InputError, match=r"\(B, 4, 3\)"):
        directions(direction()).moved(torch.zeros(1, ROWS + 2, DIM), {"age": 1})


def test_distance_counts_in_deviations_of_w() -> None:
    given = directions(direction(), spread=torch.tensor([2.0, 1.0, 1.0]))
    assert given.distance(given.move({"age": 5})) == pytest.approx(math.sqrt(1 / ROWS))  # 1 σ in one row of four


def test_a_covariance_s_root_counts_like_deviations_along_its_axes() -> None:
    turn = torch.linalg.qr(torch.randn(DIM, DIM, generator=torch.Generator().manual_seed(0)))[0]
    scale = torch.tensor([3.0, 1.0, 0.5])
    given = directions(direction(), spread=turn @ scale.diag() @ turn.T)
    assert given.distance((turn @ scale.diag()).T.repeat(2, 1)[:ROWS]) == pytest.approx(1.0, rel=1e-4)


@pytest.mark.parametrize(("limit", "share"), [(0.0, 0.0), (0.25, 0.25), (1.0, 1.0), (9.0, 1.0)])
def test_the_limit_scales_the_whole_move(limit: float, share: float) -> None:
    given = directions(direction(), spread=torch.tensor([1.0, 1.0, 1.0]))
    before = codes()
    full = given.moved(before, {"age": 5}) - before
    assert given.distance(full[0]) == pytest.approx(1.0)
    torch.testing.assert_close(given.moved(before, {"age": 5}, limit) - before, share * full)


@pytest.mark.parametrize(
    "changes",
    [{"values": (0.0, -10.0, 20.0)}, {"values": (-10.0, 1.0, 20.0)}, {"amounts": (-1.0, 0.5, 4.0)},
     {"amounts": (-1.0, 0.0)}, {"amounts": (1.0, 0.0, -4.0)}, {"step": 0.0}, {"values": (-10.0, 0.0, math.inf)},
     {"vector": torch.full((ROWS, DIM), math.nan)}, {"vector": torch.zeros(DIM)}],
)  # fmt: skip
def test_tables_that_are_none_are_refused(changes: dict[str, object]) -> None:
    with pytest.raises(InputError, match="Age"):
        direction(**changes)


def test_directions_of_two_generators_do_not_mix() -> None:
    with pytest.raises(InputError, match="one shape"):
        directions(direction(), direction("smile", vector=torch.zeros(ROWS + 2, DIM)))
    with pytest.raises(InputError, match="does not fit"):
        directions(direction(), spread=torch.ones(DIM + 1))
    with pytest.raises(InputError, match="no slider"):
        directions().move({"age": 1.0})
