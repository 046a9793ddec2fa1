"""Faces placed by hand lie where landmarks would put them, and hard faces get a sentence."""

import numpy as np
import pytest
from numpy.typing import NDArray

from styletransfer.algorithms.face_alignment import FaceFrame, face_quad
from styletransfer.algorithms.face_placement import frame_from_points, points_of, remarks, turned
from styletransfer.errors import FaceNotFound

Points = NDArray[np.float64]
PHOTO = (480, 640)
RIGHT, LEFT, MOUTH = (280.0, 200.0), (360.0, 200.0), (320.0, 290.0)


def landmarks(scale: float = 1.0, centre: tuple[float, float] = (320.0, 240.0), nose: float = 0.0) -> Points:
    """Return the 68 points of a plain face; its eyes are 80 px apart, and its nose lies aside by a share of theirs."""
    points = np.zeros((68, 2))
    points[36:42] = np.array([-40, -40]) + np.array([[-15, 0], [-8, -6], [8, -6], [15, 0], [8, 6], [-8, 6]])
    points[42:48] = np.array([40, -40]) + np.array([[-15, 0], [-8, -6], [8, -6], [15, 0], [8, 6], [-8, 6]])
    points[48], points[54], points[30] = (-30, 50), (30, 50), (nose * 110, 10)
    return points * scale + centre


def frame(points: Points, photo: tuple[int, int] = PHOTO) -> FaceFrame:
    return FaceFrame(quad=face_quad(points), photo=photo, size=128)


@pytest.mark.parametrize("turn", [0.0, 25.0, 90.0, 180.0])
def test_points_frame_a_face_as_its_landmarks_do(turn: float) -> None:
    cosine, sine = np.cos(np.radians(turn)), np.sin(np.radians(turn))
    points = (landmarks() - (320, 240)) @ np.array([[cosine, sine], [-sine, cosine]]) + (320, 240)
    right_eye, left_eye, mouth = points_of(points)
    found = frame_from_points(tuple(right_eye), tuple(left_eye), tuple(mouth), PHOTO, 64)
    np.testing.assert_allclose(found.quad, face_quad(points), atol=1e-9)
    assert (found.photo, found.size) == (PHOTO, 64)


@pytest.mark.parametrize(
    ("right_eye", "left_eye", "mouth", "words"),
    [
        (LEFT, RIGHT, MOUTH, "eyes are exchanged"),
        (RIGHT, LEFT, (320.0, 100.0), "eyes are exchanged"),
        (RIGHT, LEFT, (320.0, 201.0), "in one line"),
        (RIGHT, RIGHT, MOUTH, "in one line"),
        (RIGHT, LEFT, (700.0, 200.0), "in one line"),
        (RIGHT, LEFT, (float("nan"), 200.0), "in one line"),
    ],
)
def test_points_that_are_no_face_get_a_sentence(
    right_eye: tuple[float, float], left_eye: tuple[float, float], mouth: tuple[float, float], words: str
) -> None:
    with pytest.raises(FaceNotFound, match=words):
        frame_from_points(right_eye, left_eye, mouth, PHOTO)


def test_a_good_face_needs_no_words() -> None:
    assert remarks(frame(landmarks()), landmarks()) == ()
    assert remarks(frame(landmarks())) == ()


@pytest.mark.parametrize(
    ("points", "words"),
    [
        (landmarks(scale=0.2), "tiny: its frame spans 65 px"),
        (landmarks(centre=(60.0, 240.0)), "cut off by the edge"),
        (landmarks(centre=(320.0, 440.0)), "cut off by the edge"),
        (landmarks(nose=0.35), "turned strongly"),
        (landmarks(nose=-0.35), "turned strongly"),
    ],
)
def test_hard_faces_get_a_sentence(points: Points, words: str) -> None:
    (told,) = remarks(frame(points), points)
    assert words in told


def test_hair_beyond_the_edge_is_not_worth_a_word() -> None:
    points = landmarks(centre=(320.0, 120.0))
    assert frame(points).quad[:, 1].min() < 0
    assert remarks(frame(points), points) == ()


def test_turning_is_measured_along_the_eyes() -> None:
    assert turned(landmarks(nose=0.2)) == pytest.approx(0.2)
    assert turned(landmarks(nose=-0.1, scale=3)) == pytest.approx(-0.1)
    assert turned(np.zeros((68, 2))) == 0
