"""Motion between painted faces, and between a photograph and its look-alike."""

import numpy as np
import pytest

from styletransfer.algorithms.face_motion import motion, registration, warped
from tests.algorithms.drawn_faces import drawn, textured


@pytest.mark.parametrize("side", [128, 256])
def test_a_shifted_face_is_followed(side: int) -> None:
    before, after = drawn(side), drawn(side, shift=0.03)
    flow = motion(before, after)
    face = slice(round(0.4 * side), round(0.75 * side)), slice(round(0.32 * side), round(0.7 * side))
    left = np.abs(warped(before, flow) - after)[face].mean()
    assert left < 0.35 * np.abs(before - after)[face].mean()
    np.testing.assert_allclose(flow[face].mean(axis=(0, 1)), (-0.03 * side, 0), atol=0.01 * side)


def test_a_face_that_stays_does_not_move() -> None:
    assert not motion(drawn(), drawn()).any()


def test_a_change_of_colour_is_no_motion() -> None:
    flow = motion(drawn(), np.asarray(drawn() * 0.7, np.float32))
    assert np.abs(flow).max() < 2


def test_a_look_alike_is_registered_whatever_its_colours() -> None:
    photo = np.asarray(textured(drawn()) / np.float32(255), np.float32)
    painted = np.asarray(drawn(shift=0.012) * np.float32(0.8) + np.float32(0.1), np.float32)
    flow = registration(photo, painted)
    np.testing.assert_allclose(flow[115:180, 100:156].mean(axis=(0, 1)), (0.012 * 256, 0), atol=1.2)
    assert np.hypot(flow[..., 0], flow[..., 1]).max() <= 12.01


def test_fetching_along_no_flow_copies() -> None:
    face = drawn(64)
    np.testing.assert_array_equal(warped(face, np.zeros((64, 64, 2), np.float32)), face)
