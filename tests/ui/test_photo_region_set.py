"""Regions while a visitor works on them."""

import numpy as np
import pytest

from styletransfer.recipes import MAX_REGIONS, RegionRule
from styletransfer.ui.photo_region_set import RegionSet, present


def columns(*labels: int) -> np.ndarray:
    """Return a map of four rows with one column a label."""
    return np.array([labels] * 4, np.uint8)


def made(*looks: np.ndarray, **fields: object) -> RegionSet:
    rules = {0: RegionRule(label=0, name="Sky", source=0), 1: RegionRule(label=1, name="Sand", source=1)}
    regions = RegionSet(columns(0, 0, 1, 1), list(looks) or [columns(0, 0, 1, 1)], rules)
    for name, value in fields.items():
        setattr(regions, name, value)
    return regions


def test_the_rules_of_a_recipe_cover_the_photograph_and_nothing_else() -> None:
    regions = made()
    regions.rules[7] = RegionRule(label=7, name="Nowhere")
    assert [(rule.label, rule.name) for rule in regions.recipe_rules()] == [(0, "Sky"), (1, "Sand")]


def test_a_painted_region_takes_its_namesake_else_the_whole_look() -> None:
    regions = made(columns(0, 1, 1, 2))
    regions.content = columns(0, 1, 2, 3)
    regions.settle()
    assert {label: rule.source for label, rule in regions.rules.items()} == {0: 0, 1: 1, 2: 2, 3: None}


def test_a_rule_whose_source_is_gone_turns_to_the_suggestion() -> None:
    regions = made(suggested={1: (0, 0)})
    regions.looks = [columns(0, 0, 0, 0)]
    regions.settle()
    assert (regions.rules[1].source, regions.rules[1].name) == (0, "Sand")


@pytest.mark.parametrize(
    ("labels", "gone", "left"),
    [
        ((0, 1, 1, 2), 1, (0, 0, 2, 2)),
        ((0, 0, 0, 5), 5, (0, 0, 0, 0)),
        ((3, 3, 3, 3), 3, (3, 3, 3, 3)),
        ((3, 3, 3, 3), 4, (3, 3, 3, 3)),
    ],
)
def test_what_lies_next_to_a_removed_region_takes_its_area(
    labels: tuple[int, ...], gone: int, left: tuple[int, ...]
) -> None:
    regions = RegionSet(columns(*labels), [columns(*labels)], {})
    regions.remove(gone)
    np.testing.assert_array_equal(regions.content, columns(*left))
    np.testing.assert_array_equal(regions.looks[0], columns(*left))


def test_removing_a_region_takes_it_out_of_everything() -> None:
    regions = made()
    serial = regions.serial
    regions.remove(1)
    assert regions.all_labels() == [0]
    assert present(regions.looks[0]) == [0]
    assert regions.serial > serial


def test_regions_are_added_up_to_what_a_recipe_holds() -> None:
    regions = made()
    added = [regions.add() for _ in range(MAX_REGIONS - 1)]
    assert added == [*range(2, MAX_REGIONS), None]
    assert regions.name(2) == "Region 3"


def test_when_a_look_goes_its_regions_turn_to_another() -> None:
    regions = made(columns(0, 0, 1, 1), columns(0, 0, 0, 1))
    regions.change(0, look=1, source=0)
    regions.drop_look(0)
    assert len(regions.looks) == 1
    assert [(rule.look, rule.source) for rule in regions.recipe_rules()] == [(0, 0), (0, 1)]


def test_targets_are_regions_and_whole_looks() -> None:
    assert made(columns(0, 0, 1, 1), columns(2, 2, 2, 2)).targets() == [(0, 0), (0, 1), (0, None), (1, 2), (1, None)]
