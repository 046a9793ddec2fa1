"""Faces and their landmarks: all of them, of any size and tilt, and a plain word where there are none."""

import math

import cv2
import dlib
import numpy as np
import pytest
from numpy.typing import NDArray
from skimage import data

from styletransfer.algorithms.face_landmarks import Face, FaceBox, FaceSearch, face_in, find_faces
from styletransfer.errors import FaceNotFound

Pixels = NDArray[np.uint8]
Points = NDArray[np.float64]

ONCE = FaceSearch(sides=(700,))
EYES_AND_MOUTH = np.array([(0.25, 0.3), (0.75, 0.3), (0.5, 0.8)])  # of the box


def in_box(image: Pixels, box: dlib.rectangle) -> dlib.full_object_detection:
    """Know of a face no more than its box: level eyes, and everything else at the mouth."""
    places = np.repeat(EYES_AND_MOUTH[2:], 68, axis=0)
    places[36:42], places[42:48] = EYES_AND_MOUTH[:2]
    points = places * box.width() + (box.left(), box.top())
    return dlib.full_object_detection(box, [dlib.point(round(x), round(y)) for x, y in points.tolist()])


def brightest(image: Pixels, box: dlib.rectangle) -> dlib.full_object_detection:
    """Find the brightest spot of what is shown; the eyes are level."""
    blurred = cv2.GaussianBlur(image, (0, 0), 3)
    y, x = np.unravel_index(int(blurred.argmax()), blurred.shape)
    parts = [dlib.point(int(x), int(y))] * 68
    parts[42:48] = [dlib.point(int(x) + 50, int(y))] * 6
    return dlib.full_object_detection(box, parts)


def eyes_and_mouth(face: Face) -> Points:
    return np.stack([face.landmarks[36], face.landmarks[42], face.landmarks[48]])


def head(side: int = 240) -> Pixels:
    """Return the head of the photograph that everybody has."""
    return np.asarray(cv2.resize(data.astronaut()[:240, 100:340], (side, side), interpolation=cv2.INTER_AREA))


def on_grey(*placed: tuple[Pixels, int, int], size: tuple[int, int] = (500, 700)) -> Pixels:
    canvas = np.full((*size, 3), 128, np.uint8)
    for picture, top, left in placed:
        canvas[top : top + picture.shape[0], left : left + picture.shape[1]] = picture
    return canvas


def test_one_face_is_found_where_it_is() -> None:
    faces = find_faces(data.astronaut(), in_box, FaceSearch(sides=(1024,)))
    assert len(faces) == 1
    box = faces[0].box
    assert math.dist(box.centre, (222, 124)) < 8
    assert 80 < box.side < 110
    assert box.score > 1
    assert faces[0].landmarks.shape == (68, 2)


def test_every_face_is_found_and_the_largest_comes_first() -> None:
    photo = on_grey((head(220), 200, 20), (head(440), 20, 250))
    large, small = find_faces(photo, in_box, ONCE)
    assert large.box.side > 1.5 * small.box.side
    assert large.box.centre[0] > 300 > small.box.centre[0]


def test_small_faces_turn_up_at_the_next_size() -> None:
    photo = on_grey((head(100), 60, 60), size=(200, 300))
    with pytest.raises(FaceNotFound):
        find_faces(photo, in_box, FaceSearch(sides=(300,), tilted_side=0))
    (face,) = find_faces(photo, in_box, FaceSearch(sides=(300, 900), tilted_side=0))
    assert math.dist(face.box.centre, (60 + 122 * 100 / 240, 60 + 124 * 100 / 240)) < 6
    with pytest.raises(FaceNotFound):
        find_faces(photo, in_box, FaceSearch(sides=(300, 900), largest_scale=1.0, tilted_side=0))


@pytest.mark.parametrize(("quarters", "degrees"), [(1, -90.0), (2, 180.0), (3, 90.0)])
def test_tilted_faces_are_found_level(quarters: int, degrees: float) -> None:
    photo = np.rot90(on_grey((head(), 40, 200), size=(300, 500)), quarters).copy()
    (face,) = find_faces(photo, in_box, FaceSearch(sides=(500,), tilted_side=500))
    assert abs((face.box.tilt - degrees + 180) % 360 - 180) < 1
    between = face.landmarks[42] - face.landmarks[36]
    assert math.degrees(math.atan2(between[1], between[0])) == pytest.approx(face.box.tilt, abs=0.5)
    down = face.landmarks[48] - face.landmarks[[36, 42]].mean(axis=0)
    turn = math.radians(degrees)
    assert np.dot(down, (-math.sin(turn), math.cos(turn))) > 0.4 * face.box.side
    with pytest.raises(FaceNotFound):
        find_faces(photo, in_box, FaceSearch(sides=(500,), tilted_side=0))


def test_no_face_is_said_plainly() -> None:
    photo = np.random.default_rng(0).integers(0, 256, (240, 320, 3), np.uint8)
    with pytest.raises(FaceNotFound, match=r"320 x 240 px.*looks at the camera"):
        find_faces(photo, in_box, FaceSearch(sides=(640,), tilted_side=320))


@pytest.mark.parametrize("size", [(1, 1), (5, 400), (400, 5)])
def test_slivers_have_no_face(size: tuple[int, int]) -> None:
    with pytest.raises(FaceNotFound):
        find_faces(np.zeros((*size, 3), np.uint8), in_box, ONCE)


@pytest.mark.parametrize("side", [40.0, 256.0, 900.0])
def test_landmarks_are_told_in_pixels_of_the_photograph(side: float) -> None:
    box = FaceBox(centre=(500.0, 420.0), side=side)
    face = face_in(np.zeros((900, 1000, 3), np.uint8), in_box, box)
    wanted = np.array(box.centre) + (EYES_AND_MOUTH - 0.5) * side
    np.testing.assert_allclose(eyes_and_mouth(face), wanted, atol=0.02 * side)  # it is a median over boxes
    assert face.box.tilt == pytest.approx(0.0, abs=0.1)


@pytest.mark.parametrize("side", [60.0, 300.0, 1500.0])
@pytest.mark.parametrize("tilt", [0.0, 37.0, -120.0])
def test_what_is_shown_comes_from_where_the_box_is(side: float, tilt: float) -> None:
    scale = side / 300
    photo = np.zeros((round(600 * scale), round(700 * scale), 3), np.uint8)
    spot = (380.0 * scale, 290.0 * scale)
    cv2.circle(photo, (round(spot[0]), round(spot[1])), max(2, round(9 * scale)), (255, 255, 255), -1)
    box = FaceBox(centre=(340 * scale, 310 * scale), side=side, tilt=tilt)
    face = face_in(photo, brightest, box)
    assert math.dist(face.landmarks[0], spot) < max(1.0, 0.012 * side)


def test_a_box_at_the_edge_is_no_error() -> None:
    face = face_in(np.zeros((100, 100, 3), np.uint8), in_box, FaceBox(centre=(-20.0, 130.0), side=90.0))
    assert np.isfinite(face.landmarks).all()


@pytest.mark.parametrize("wrong", [{"sides": ()}, {"sides": (50,)}, {"largest_scale": 0.5}])
def test_sides_in_which_no_face_fits_are_refused(wrong: dict[str, tuple[int, ...] | float]) -> None:
    with pytest.raises(ValueError, match="80 px"):
        FaceSearch(**wrong)  # type: ignore[arg-type]
