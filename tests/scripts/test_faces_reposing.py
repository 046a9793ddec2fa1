"""Meshes come into the frame, and movements change pictures and labels by known amounts."""

import cv2
import numpy as np
import pytest

from scripts.faces import mesh
from scripts.faces.exchanging import Likeness, exchanged
from scripts.faces.labels import NAMES, read_off
from scripts.faces.portraits import held_out, in_frame, overhang, to_aligned, yaw_of
from scripts.faces.reposing import LEAST_GAP, Movement, draw, moved, random_movement
from styletransfer.algorithms.face_alignment import face_quad
from tests.scripts.made_up_faces import made_up_mesh, portrait

SIZE = 64


def labels(points: np.ndarray) -> dict[str, float]:
    return dict(zip(NAMES, read_off(in_frame(points)[None].astype(np.float32))[0].tolist(), strict=True))


def changes(movement: Movement) -> dict[str, float]:
    before, after = made_up_mesh(), moved(made_up_mesh(), movement)
    return {name: value - labels(before)[name] for name, value in labels(after).items()}


@pytest.mark.parametrize("degrees", [0.0, 20.0, -35.0])
def test_the_similarity_takes_the_quad_to_the_corners_of_the_frame(degrees: float) -> None:
    turn = np.radians(degrees)
    rotation = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    points = portrait().points.copy()
    points[:, :2] = points[:, :2] @ rotation.T
    similarity = to_aligned(points)
    corners = face_quad(points[mesh.LANDMARKS, :2]) @ similarity[:, :2].T + similarity[:, 2]
    np.testing.assert_allclose(corners, [[0, 0], [0, 1], [1, 1], [1, 0]], atol=1e-9)
    depth = in_frame(points)[:, 2]
    np.testing.assert_allclose(depth, points[:, 2] * np.sqrt(np.linalg.det(similarity[:, :2])), atol=1e-12)


def test_without_movement_the_picture_is_the_aligned_crop() -> None:
    face = portrait()
    picture, points = draw(face, Movement(), SIZE)
    into = to_aligned(face.points) * SIZE
    into[:, 2] += 0.5 * into[:, :2].sum(axis=1) - 0.5  # from corners of pixels to their middles
    crop = cv2.warpAffine(face.picture, into, (SIZE, SIZE), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT_101)
    inner = np.s_[4:-4, 4:-4]
    assert np.abs(picture[inner].astype(int) - crop[inner]).max() <= 3
    np.testing.assert_allclose(points, in_frame(face.points), atol=1e-9)


@pytest.mark.parametrize(("name", "degrees"), [("yaw", 10.0), ("yaw", -7.0), ("pitch", 6.0)])
def test_turns_change_pose_by_their_degrees(name: str, degrees: float) -> None:
    found = changes(Movement(**{name: degrees}))
    other = "pitch" if name == "yaw" else "yaw"
    assert found[name] == pytest.approx(degrees, abs=0.2)
    assert found[other] == pytest.approx(0.0, abs=0.3)
    assert found["eyes_open"] == pytest.approx(0.0, abs=1e-3)


def test_positive_yaw_and_pitch_take_the_nose_right_and_down() -> None:
    nose = made_up_mesh()[1]
    assert moved(made_up_mesh(), Movement(yaw=10.0))[1, 0] > nose[0] + 0.03
    assert moved(made_up_mesh(), Movement(pitch=10.0))[1, 1] > nose[1] + 0.03


def test_the_frame_takes_a_roll_away() -> None:
    assert moved(made_up_mesh(), Movement(roll=5.0))[263, 1] > made_up_mesh()[263, 1] + 0.01  # clockwise
    assert changes(Movement(roll=5.0)) == pytest.approx(dict.fromkeys(NAMES, 0.0), abs=1e-3)


@pytest.mark.parametrize(("shut", "left"), [(0.5, 0.5), (1.0, LEAST_GAP), (-0.3, 1.3)])
def test_lids_close_by_their_share(shut: float, left: float) -> None:
    before = labels(made_up_mesh())
    after = labels(moved(made_up_mesh(), Movement(shut=shut)))
    assert after.pop("eyes_open") == pytest.approx(left * before.pop("eyes_open"), rel=1e-2)
    assert after == pytest.approx(before, abs=1e-6)


def test_a_smile_draws_the_corners_out_and_up() -> None:
    before, after = made_up_mesh(), moved(made_up_mesh(), Movement(smile=0.5))
    apart = before[291, 0] - before[61, 0]
    other = np.exp(-0.5 * (apart / 0.055) ** 2) + 0.25 * np.exp(-0.5 * (apart / 0.11) ** 2)
    np.testing.assert_allclose((after - before)[61], [-0.008 * (1.25 - other), -0.009 * (1.25 + other), 0], atol=1e-9)
    np.testing.assert_allclose((after - before)[291], [0.008 * (1.25 - other), -0.009 * (1.25 + other), 0], atol=1e-9)
    assert changes(Movement(smile=0.5))["smile"] > 0.03
    assert changes(Movement(smile=-0.5))["smile"] < -0.03


def test_jaw_and_brows_move_their_own_labels() -> None:
    assert changes(Movement(jaw=1.0))["mouth_open"] > 0.01
    shut = labels(moved(made_up_mesh(), Movement(jaw=-5.0)))
    assert 0.0 < shut["mouth_open"] < labels(made_up_mesh())["mouth_open"]
    corners = np.exp(-0.5 * ((np.array([0.04, 0.07]) / 0.10) ** 2 + (0.055 / 0.035) ** 2)).mean()  # follow a little
    assert changes(Movement(brows=1.0))["brows"] == pytest.approx(0.01 * (1.0 - corners) / 0.34, rel=0.02)


def test_a_shut_eye_hides_what_was_between_its_lids() -> None:
    face = portrait()
    face.picture[:] = 120
    for corners in (mesh.RIGHT_CORNERS, mesh.LEFT_CORNERS):
        x, y = face.points[list(corners), :2].mean(axis=0)
        cv2.ellipse(face.picture, (round(x), round(y)), (7, 2), 0, 0, 360, (255, 255, 255), -1)
    bright = [int((draw(face, Movement(shut=shut), SIZE)[0] > 160).sum()) for shut in (0.0, 0.5, 1.0)]
    assert bright[0] > bright[1] > bright[2]
    assert bright[2] < 0.3 * bright[0]


def test_a_turned_face_turns_further_rather_than_back() -> None:
    chance = np.random.default_rng(0)
    turns = [random_movement(-20.0, chance).yaw for _ in range(200)]
    assert max(turns) <= 4.0
    assert min(turns) >= -16.0
    assert random_movement(0.0, np.random.default_rng(3)) == random_movement(0.0, np.random.default_rng(3))


def test_a_face_is_exchanged_inside_its_oval_alone() -> None:
    head, face = portrait(), portrait(seed=9)
    picture, points = draw(head, Movement(), SIZE)
    found = exchanged(picture, points, face)
    changed = (found != picture).any(axis=2)
    y, x = (np.argwhere(changed).mean(axis=0) + 0.5) / SIZE
    middle = points[mesh.OVAL, :2].mean(axis=0)
    assert (x, y) == pytest.approx(tuple(middle), abs=0.05)
    assert not changed[:, :3].any()
    assert changed.mean() > 0.1


def test_partners_are_alike_and_others() -> None:
    flat = np.zeros(4)
    found = Likeness(np.array([30.0, 35, 60, 31]), flat, np.array([0.0, 5, 0, 20]), np.zeros((4, 3)), flat)
    assert found.partners(0).tolist() == [1]


def test_names_decide_what_is_held_out() -> None:
    assert held_out("portraits/male_007.jpg")
    share = np.mean([held_out(f"faces/{index}.jpg") for index in range(4000)])
    assert share == pytest.approx(0.05, abs=0.01)
    row = "faces/synthetic_sfhq/variability_hair_style_02_0"
    assert [held_out(f"{row}{column}.jpg") for column in (4, 5)] == [False, True]


def test_yaw_and_overhang_of_a_portrait() -> None:
    face = portrait()
    assert yaw_of(face.points) == pytest.approx(0.0, abs=1e-9)
    assert overhang(face) == pytest.approx(0.0, abs=0.35)
    quad = face_quad(face.points[mesh.LANDMARKS, :2])
    beyond = max(0.0, -quad.min(), (quad[:, 0] - 210).max(), (quad[:, 1] - 200).max())
    assert overhang(face) == pytest.approx(beyond * np.hypot(*to_aligned(face.points)[:, 0]))
