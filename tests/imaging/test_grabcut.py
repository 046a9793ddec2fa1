"""GrabCut refinement: borders move to edges, all else stays."""

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from styletransfer.errors import MaskError
from styletransfer.imaging.grabcut import refine

Map = NDArray[np.uint8]


def scene(height: int = 240, width: int = 320) -> tuple[NDArray[np.uint8], Map]:
    """Draw a bright disc on a dark ground, with noise; return it and its true map."""
    y, x = np.mgrid[0:height, 0:width]
    disc = (x - width / 2) ** 2 + (y - height / 2) ** 2 < (0.3 * height) ** 2
    colours = np.where(disc[..., None], [220, 180, 90], [40, 70, 120])
    pixels = colours + np.random.default_rng(0).normal(0, 12, (height, width, 3))
    return pixels.clip(0, 255).astype(np.uint8), disc.astype(np.uint8)


def rough(true: Map, step: int) -> Map:
    """Return a map whose borders are stairs of `step` px."""
    small = true[step // 2 :: step, step // 2 :: step]
    stairs = small.repeat(step, axis=0).repeat(step, axis=1)
    return np.pad(stairs, [(0, true.shape[0] - stairs.shape[0]), (0, true.shape[1] - stairs.shape[1])], mode="edge")


def agreement(one: Map, other: Map, label: int) -> float:
    """Return intersection over union of one region."""
    first, second = one == label, other == label
    return float((first & second).sum() / (first | second).sum())


@pytest.mark.parametrize("scale", [1, 4])
def test_a_rough_border_moves_onto_the_edge(scale: int) -> None:
    image, true = scene(240 * scale, 320 * scale)
    given = rough(true, 8 * scale)
    refined = refine(image, given, 1)
    assert agreement(given, true, 1) < 0.96
    assert agreement(refined, true, 1) > 0.985


def test_the_same_input_gives_the_same_map_and_leaves_the_input_alone() -> None:
    image, true = scene()
    given = rough(true, 8)
    before = given.copy()
    first = refine(image, given, 1)
    cv2.setRNGSeed(123)
    assert np.array_equal(refine(image, given, 1), first)
    assert np.array_equal(given, before)


def test_only_a_band_around_the_border_changes() -> None:
    image, true = scene()
    given = rough(true, 8)
    changed = refine(image, given, 1, band=0.02) != given
    ys, xs = np.nonzero(np.diff(given, axis=0)[:, :-1] | np.diff(given, axis=1)[:-1])
    for y, x in zip(*np.nonzero(changed), strict=True):
        assert np.hypot(ys - y, xs - x).min() <= 0.02 * 320 + 2


def test_what_a_region_leaves_goes_to_the_nearest_other() -> None:
    image, true = scene()
    given = np.where(np.arange(320) < 160, 5, 0).astype(np.uint8)[None].repeat(240, axis=0)
    larger = rough(np.roll(true, 6, axis=1), 8)
    given[larger == 1] = 9
    refined = refine(image, given, 9)
    assert set(np.unique(refined)) == {0, 5, 9}
    assert agreement((refined == 9).astype(np.uint8), true, 1) > 0.97
    assert (refined[:, :60] == 5).all()
    assert (refined[:, 260:] == 0).all()


def test_a_region_zero_is_refined_like_any_other() -> None:
    image, true = scene()
    refined = refine(image, rough(1 - true, 8), 0)
    assert agreement(refined, 1 - true, 0) > 0.985


@pytest.mark.parametrize("kind", ["empty", "whole", "dot", "all but a dot", "line"])
def test_regions_with_nothing_to_tell_apart_are_left_or_survive(kind: str) -> None:
    image, _ = scene()
    given = np.zeros((240, 320), dtype=np.uint8)
    if kind in ("whole", "all but a dot"):
        given[:] = 3
    if kind == "dot":
        given[100:102, 100:102] = 3
    if kind == "all but a dot":
        given[100:102, 100:102] = 0
    if kind == "line":
        given[:, 150:152] = 3
    refined = refine(image, given, 3)
    assert refined is not given
    assert set(np.unique(refined)) == set(np.unique(given))
    if kind != "line":
        assert np.array_equal(refined, given)


@pytest.mark.parametrize("shape", [(1, 1), (1, 40), (40, 1), (2, 2), (5, 3)])
def test_tiny_pictures_work(shape: tuple[int, int]) -> None:
    given = np.zeros(shape, dtype=np.uint8)
    given[0, 0] = 1
    assert refine(np.zeros((*shape, 3), dtype=np.uint8), given, 1).shape == shape


def test_a_flat_picture_keeps_its_border() -> None:
    given = np.zeros((80, 100), dtype=np.uint8)
    given[20:60, 30:70] = 1
    refined = refine(np.full((80, 100, 3), 128, dtype=np.uint8), given, 1)
    assert agreement(refined, given, 1) > 0.7


def test_sizes_must_agree_and_the_band_must_make_sense() -> None:
    image, true = scene()
    with pytest.raises(MaskError, match="320 × 200 px and the picture 320 × 240"):
        refine(image, true[:200], 1)
    for band in (0.0, 0.3, -1.0):
        with pytest.raises(ValueError, match="band"):
            refine(image, true, 1, band=band)
