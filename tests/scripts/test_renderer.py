"""The face renderer: the rasteriser by itself, and whole faces where the 3D assets lie beside the repository."""

from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from scripts.renderer import (
    CUTS,
    LABELS,
    RANGES,
    REGIONS,
    UNIT,
    FaceSetting,
    motion,
    raster,
    read_shard,
    render,
    sampled,
)
from scripts.renderer.background import background
from scripts.renderer.camera import framed
from scripts.renderer.landmarks import anatomical
from scripts.renderer.model import LANDMARKS, load
from scripts.renderer.shape import posed
from scripts.renderer.shards import write_shard

DATA = Path(__file__).parents[3] / "shared" / "data"
ASSETS = [DATA / "faces" / name for name in ("ict_facekit.npz", "makehuman_head.npz")]
needs_assets = pytest.mark.skipif(
    not all(path.is_file() for path in ASSETS), reason="needs the 3D assets in ../shared/data/faces"
)
SIZE = 96
CALM = FaceSetting(grain=0.0, blur=0.0, hair_cut="cropped")


def marks(**changes: Any) -> NDArray[np.float32]:
    """Return the anatomical landmarks (68, 2) on a picture of 1000 pixels, without drawing it."""
    setting = replace(CALM, **changes)
    head = posed(load(DATA), setting)
    return anatomical(head.vertices, framed(setting, head, 1000))


def test_nearest_triangle_wins_and_weights_are_barycentric() -> None:
    far = [(0, 0, 50), (0, 20, 50), (20, 0, 50)]
    near = [(0, 0, 40), (0, 8, 40), (8, 0, 40)]
    points = np.array(far + near, np.float32)
    triangles = np.array([[0, 1, 2], [3, 4, 5]], np.int32)
    buffer = raster.blank(24)
    raster.draw_triangles(buffer, points, triangles)
    assert buffer.primitive[2, 3] == 1
    assert buffer.primitive[10, 5] == 0
    assert buffer.primitive[20, 20] == -1
    assert buffer.depth[2, 3] == pytest.approx(40, abs=1e-3)
    place = (np.array([4], np.int32), np.array([6], np.int32))
    weights = raster.barycentric(points, triangles, np.array([0], np.int32), place)
    assert (weights[0] @ points[:3])[:2] == pytest.approx([6, 4], abs=1e-4)


def test_back_faces_are_drawn_only_on_request() -> None:
    points = np.array([(0, 0, 5), (10, 0, 5), (0, 10, 5)], np.float32)
    triangle = np.array([[0, 1, 2]], np.int32)
    for both_sides, drawn in ((False, False), (True, True)):
        buffer = raster.blank(12)
        raster.draw_triangles(buffer, points, triangle, both_sides=both_sides)
        assert bool(buffer.covered.any()) is drawn


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"age": 120.0}, "age is 120.0"),
        ({"skin_tone": -0.1}, "skin_tone"),
        ({"hair_cut": "mohawk"}, "choose one of bald"),
        ({"african": 0.0, "asian": 0.0, "caucasian": 0.0}, "at least one"),
        ({"identity": (0.0,) * 61}, "60 at most"),
    ],
)
def test_settings_out_of_range_are_refused(change: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        FaceSetting(**change)


def test_sampled_people_make_sense() -> None:
    people = [sampled(seed) for seed in range(400)]
    assert people[7] == sampled(7)
    children = [p for p in people if p.age < 16]
    assert len(children) > 20
    assert all(p.beard == p.moustache == p.hair_grey == p.lipstick == 0 for p in children)
    assert all(p.beard == 0 for p in people if p.gender < 0.3)
    assert {p.hair_cut for p in people} == set(CUTS)
    old, young = ([p.hair_grey for p in people if low < p.age < low + 20] for low in (70, 25))
    assert np.mean(old) > 0.6
    assert np.mean(young) < 0.1
    for name in ("age", "yaw", "smile", "skin_tone", "eyes_left"):
        low, high = RANGES.get(name, UNIT)
        values = [getattr(p, name) for p in people]
        assert max(values) - min(values) > 0.6 * (high - low), name


def test_a_photograph_must_be_given_when_it_is_asked_for() -> None:
    asking = replace(CALM, background="photo")
    with pytest.raises(ValueError, match="needs a photograph"):
        background(asking, 32, None)
    photo = np.full((40, 60, 3), (200, 10, 10), np.uint8)
    made = background(asking, 32, photo)
    assert made[..., 0].min() > 5 * made[..., 1].max()


@needs_assets
def test_landmarks_are_in_order_and_even_on_both_sides() -> None:
    model = load(DATA)
    mirror = np.r_[16:-1:-1, 26:16:-1, 27:31, 35:30:-1, 45:41:-1, 47:45:-1, 39:35:-1, 41:39:-1]
    mirror = np.r_[mirror, 54:47:-1, 59:54:-1, 64:59:-1, 67:64:-1]
    points = model.neutral[LANDMARKS]
    np.testing.assert_allclose(points[mirror] * (-1, 1, 1), points, atol=0.02)
    frontal = marks()
    assert frontal[36, 0] < frontal[45, 0]  # the subject's right eye comes first, at the picture's left
    assert frontal[8, 1] == frontal[:, 1].max()


@needs_assets
@pytest.mark.parametrize(
    ("change", "landmark", "axis", "sign"),
    [
        ({"yaw": 25.0}, 30, 0, 1),  # the nose goes right in the picture
        ({"pitch": 15.0}, 30, 1, -1),  # and up
        ({"roll": 20.0}, 27, 0, 1),  # the bridge tips right
        ({"mouth_open": 0.8}, 8, 1, 1),  # the chin falls
        ({"smile": 1.0}, 54, 1, -1),  # the mouth's corner rises
        ({"brows": 0.8}, 19, 1, -1),
        ({"eyes_left": 0.0}, 43, 1, 1),  # the upper lid falls
    ],
)
def test_factors_move_landmarks_the_right_way(change: dict[str, float], landmark: int, axis: int, sign: int) -> None:
    assert sign * (marks(**change) - marks())[landmark, axis] > 8  # of 1000 pixels


@needs_assets
def test_each_eye_closes_by_itself_and_evenly() -> None:
    def gaps(**eyes: float) -> tuple[float, float]:
        points = marks(**eyes)
        return points[41, 1] - points[37, 1], points[46, 1] - points[44, 1]

    right, left = gaps()
    falling = [gaps(eyes_left=value)[1] for value in (1.3, 1.0, 0.7, 0.4, 0.0)]
    assert all(a > b + 0.1 * left for a, b in pairwise(falling))
    assert falling[-1] < 0.12 * left
    assert gaps(eyes_left=0.0)[0] == pytest.approx(right, rel=0.02)


@needs_assets
def test_iris_follows_the_gaze() -> None:
    def pupil(yaw: float) -> float:
        drawn = render(replace(CALM, gaze_yaw=yaw, iris=0.0, frame_scale=0.8), 192, data=DATA)
        brightness = drawn.picture.sum(2)
        rows, columns = np.nonzero(drawn.regions == REGIONS.index("eyes"))
        left = columns > 96
        dark = brightness[rows[left], columns[left]] < np.quantile(brightness[rows[left], columns[left]], 0.4)
        return float(columns[left][dark].mean())

    assert pupil(-25) + 2 < pupil(0) < pupil(25) - 2


@needs_assets
def test_motion_agrees_with_the_landmarks_and_knows_its_limits() -> None:
    before, after = replace(CALM, hair_cut="bald"), replace(CALM, hair_cut="bald", smile=0.8, yaw=12.0)
    flow, known = motion(before, after, SIZE, data=DATA)
    drawn = [render(setting, SIZE, data=DATA) for setting in (before, after)]
    inner = [27, 28, 29, 30, 33, 48, 51, 54, 57]
    start, end = (face.anatomical[inner] for face in drawn)
    columns, rows = np.rint(start).astype(int).T
    np.testing.assert_allclose(flow[rows, columns], end - start, atol=1.0)
    assert not flow[drawn[0].regions == REGIONS.index("background")][:20].any()
    still, _ = motion(before, before, SIZE, data=DATA)
    assert np.abs(still).max() == 0
    _, partly = motion(CALM, replace(CALM, hair_cut="long"), SIZE, data=DATA)
    assert known.all()
    assert 0.02 < 1 - partly.mean() < 0.6


@needs_assets
def test_jaw_follows_the_visible_outline() -> None:
    turned = render(replace(CALM, yaw=45.0), SIZE, data=DATA)
    head = np.isin(turned.regions, [REGIONS.index(name) for name in ("skin", "eyes", "mouth")])
    for point in (3, 4, 5, 13, 14, 15):
        near_side = point < 8
        moved = np.linalg.norm(turned.landmarks[point] - turned.anatomical[point])
        assert (moved < 2) if near_side else (moved > 2)
    edges = np.array([np.nonzero(head[round(float(y))])[0].max() for y in turned.landmarks[13:16, 1]])
    np.testing.assert_allclose(turned.landmarks[13:16, 0], edges, atol=2.5)


@needs_assets
def test_a_picture_is_reproducible_complete_and_labelled(tmp_path: Path) -> None:
    first, again = (render(sampled(3), SIZE, data=DATA) for _ in range(2))
    np.testing.assert_array_equal(first.picture, again.picture)
    assert first.picture.shape == (SIZE, SIZE, 3)
    assert {"skin", "eyes", "hair", "cloth", "background"} <= {REGIONS[k] for k in np.unique(first.regions)}
    assert set(LABELS) | {"opening_left", "opening_right", "lip_gap"} == set(first.labels)
    path = tmp_path / "shard.npz"
    write_shard(path, [3], SIZE, (DATA, []))
    ((picture, landmarks, labels),) = read_shard(path)
    assert np.abs(picture.astype(int) - first.picture).mean() < 4  # JPEG
    np.testing.assert_array_equal(landmarks, first.landmarks)
    assert labels == pytest.approx(first.labels, rel=1e-6)
