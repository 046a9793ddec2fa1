"""Regions are named by a parser where it is sure, by their looks otherwise, and never two the same."""

from typing import Any

import numpy as np
import pytest

from styletransfer.algorithms.segmentation_names import Looks, distinct, name

CLASSES = ("sky", "water", "person")


def seen(**changes: Any) -> Looks:
    fields: dict[str, Any] = {
        "share": 0.5, "lab": np.array([50.0, 0.0, 0.0]), "height": 0.5, "rough": 1.0, "sky": 0.0, "scene": None,
    }  # fmt: skip
    return Looks(**{**fields, **changes})


@pytest.mark.parametrize(
    ("looks", "expected"),
    [
        (seen(sky=0.9), "sky"),
        (seen(lab=np.array([45.0, -25.0, 30.0])), "vegetation"),
        (seen(lab=np.array([40.0, -5.0, -25.0]), height=0.8), "water"),
        (seen(lab=np.array([65.0, 15.0, 18.0]), rough=0.3), "skin"),
        (seen(lab=np.array([15.0, 0.0, 0.0])), "dark region"),
        (seen(), "mid-tone region"),
        (seen(lab=np.array([85.0, 0.0, 0.0])), "bright region"),
        (seen(scene=np.array([0.1, 0.1, 0.8])), "person"),
        (seen(scene=np.array([0.34, 0.33, 0.33]), sky=0.9), "sky"),
        (seen(scene=np.array([0.34, 0.33, 0.33])), "mid-tone region"),
    ],
)
def test_a_region_is_named_by_what_speaks_for_it(looks: Looks, expected: str) -> None:
    assert name([looks], CLASSES if looks.scene is not None else ()) == expected


def test_both_pictures_vote_by_their_areas() -> None:
    large = seen(share=0.6, scene=np.array([0.0, 1.0, 0.0]))
    small = seen(share=0.2, scene=np.array([1.0, 0.0, 0.0]))
    assert name([small, large], CLASSES) == "water"


def test_names_that_occur_twice_are_numbered() -> None:
    assert distinct(["sky", "building", "dark region", "building"]) == [
        "sky", "building 1", "dark region 1", "building 2",
    ]  # fmt: skip
