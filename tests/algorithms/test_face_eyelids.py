"""Lids that open and close."""

import numpy as np
import pytest

from styletransfer.algorithms.face_eyelids import around_eyes, eyes_of, lid_motion
from styletransfer.algorithms.face_motion import warped
from tests.algorithms.drawn_faces import EYES, drawn, landmarks

SIDE = 256
STILL = np.zeros((SIDE, SIDE, 2), np.float32)


def test_eyes_are_read_from_landmarks() -> None:
    eyes = eyes_of(landmarks(SIDE))
    for eye, middle in zip(eyes, EYES, strict=True):
        np.testing.assert_allclose(eye.middle, np.array(middle) * SIDE - 0.5, atol=0.1)
        assert eye.half_width == pytest.approx(0.065 * SIDE, rel=0.01)
        assert eye.upper == pytest.approx(0.45, abs=0.02)
        assert eye.lower == pytest.approx(0.57, abs=0.02)


def test_a_tilted_eye_opens_across_its_tilt() -> None:
    turn = np.array([[0.8, -0.6], [0.6, 0.8]])
    upright, tilted = eyes_of(landmarks(SIDE))[0], eyes_of(landmarks(SIDE) @ turn.T)[0]
    assert tilted.upper == pytest.approx(upright.upper, abs=1e-6)
    np.testing.assert_allclose(tilted.across, turn @ upright.across, atol=1e-6)


def test_landmarks_in_one_spot_are_no_eye() -> None:
    assert eyes_of(np.full((68, 2), 9.0)) == ()


def test_lids_that_stay_do_not_move() -> None:
    face = drawn()
    flow, opening = lid_motion(face, face, STILL, eyes_of(landmarks(SIDE)))
    assert not flow.any()
    row, column = (round(value * SIDE) for value in EYES[0][::-1])
    assert opening[row, column] == 1
    assert opening[row - 25, column] == 0


@pytest.mark.parametrize(("openness", "direction"), [(0.0, -1), (0.4, -1), (1.35, 1)])
def test_lids_follow_the_painting(openness: float, direction: int) -> None:
    before, after = drawn(), drawn(openness=openness)
    flow, opening = lid_motion(before, after, STILL, eyes_of(landmarks(SIDE)))
    moved = warped(before, flow)
    for x, y in EYES:
        window = (
            slice(round((y - 0.05) * SIDE), round((y + 0.05) * SIDE)),
            slice(round((x - 0.05) * SIDE), round((x + 0.05) * SIDE)),
        )
        assert np.abs(moved[window] - after[window]).mean() < 0.9 * np.abs(before[window] - after[window]).mean()
        assert direction * flow[window][..., 1].sum() > 0
    _, unchanged = lid_motion(before, before, STILL, eyes_of(landmarks(SIDE)))
    assert direction * (opening.sum() - unchanged.sum()) > 0


def test_only_the_surroundings_of_eyes_move() -> None:
    eyes = eyes_of(landmarks(SIDE))
    flow, _ = lid_motion(drawn(), drawn(openness=0.1), STILL, eyes)
    near = around_eyes(SIDE, eyes)
    assert not flow[near == 0].any()
    assert near[round(EYES[0][1] * SIDE), round(EYES[0][0] * SIDE)] == pytest.approx(1)
    assert near[round(0.7 * SIDE), SIDE // 2] == 0
