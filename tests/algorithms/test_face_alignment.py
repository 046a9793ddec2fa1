"""The frame of a face: its corners, the way there and back, and putting a face back."""

import math

import numpy as np
import pytest
from numpy.typing import NDArray

from styletransfer.algorithms.face_alignment import FaceFrame, align_face, face_quad, paste_face
from styletransfer.errors import FaceNotFound

Points = NDArray[np.float64]
PHOTO = (300, 400)


def landmarks(centre: tuple[float, float] = (200.0, 150.0), between: float = 40.0, degrees: float = 0.0) -> Points:
    """Make a face whose eyes are `between` px apart; only eyes and mouth matter."""
    points = np.zeros((68, 2))
    points[36:42], points[42:48] = (-0.5, 0.0), (0.5, 0.0)
    points[48], points[54] = (-0.4, 1.0), (0.4, 1.0)
    radians = math.radians(degrees)
    turn = np.array([[math.cos(radians), -math.sin(radians)], [math.sin(radians), math.cos(radians)]])
    return points @ turn.T * between + centre


def slopes(height: int, width: int) -> NDArray[np.uint8]:
    """Make a picture whose red and green tell where a pixel is, and whose blue is constant."""
    rows, columns = np.mgrid[:height, :width]
    red, green = columns * 255 / (width - 1), rows * 255 / (height - 1)
    return np.rint(np.stack([red, green, np.full_like(red, 90.0)], axis=-1)).astype(np.uint8)


def frame(size: int = 64, photo: tuple[int, int] = PHOTO, **face: float | tuple[float, float]) -> FaceFrame:
    return FaceFrame(quad=face_quad(landmarks(**face)), photo=photo, size=size)  # type: ignore[arg-type]


def test_an_upright_face_has_an_upright_square() -> None:
    # Eyes 40 px apart and 40 px above the mouth: half a side is 2 x 40, the centre 4 px below the eyes.
    wanted = [(120, 74), (120, 234), (280, 234), (280, 74)]
    np.testing.assert_allclose(face_quad(landmarks()), wanted, atol=1e-9)


def test_a_long_face_widens_the_square() -> None:
    points = landmarks()
    points[[48, 54], 1] += 40  # the mouth is now 80 px below the eyes
    quad = face_quad(points)
    assert math.dist(*quad[[0, 3]]) == pytest.approx(2 * 1.8 * 80)


@pytest.mark.parametrize("degrees", [-70.0, 25.0, 180.0])
def test_the_square_turns_with_the_face(degrees: float) -> None:
    turned, upright = face_quad(landmarks(degrees=degrees)), face_quad(landmarks())
    radians = math.radians(degrees)
    turn = np.array([[math.cos(radians), -math.sin(radians)], [math.sin(radians), math.cos(radians)]])
    np.testing.assert_allclose(turned, (upright - (200, 150)) @ turn.T + (200, 150), atol=1e-9)


@pytest.mark.parametrize("points", [np.zeros((68, 2)), np.full((68, 2), np.nan)])
def test_a_face_without_extent_is_none(points: Points) -> None:
    with pytest.raises(FaceNotFound, match="larger face"):
        face_quad(points)


@pytest.mark.parametrize("centre", [(-400.0, 150.0), (200.0, 900.0)])
def test_a_frame_beside_the_photograph_is_refused(centre: tuple[float, float]) -> None:
    with pytest.raises(FaceNotFound, match="outside the picture"):
        frame(centre=centre)


def test_a_photograph_of_another_size_is_refused() -> None:
    with pytest.raises(ValueError, match="photograph of"):
        align_face(slopes(200, 400), frame())


@pytest.mark.parametrize("size", [16, 64, 256])
@pytest.mark.parametrize("degrees", [0.0, 33.0])
def test_there_and_back(size: int, degrees: float) -> None:
    there = frame(size, degrees=degrees)
    points = np.random.default_rng(0).uniform(0, size, (20, 2))
    np.testing.assert_allclose(there.to_face(there.to_photo(points)), points, atol=1e-9)


@pytest.mark.parametrize(("size", "shrink"), [(256, 1), (64, 1), (40, 2), (16, 5)])
@pytest.mark.parametrize("degrees", [0.0, -20.0])
def test_pixels_come_from_where_the_frame_says(size: int, shrink: int, degrees: float) -> None:
    there = frame(size, degrees=degrees)
    assert there.shrink == shrink
    aligned = align_face(slopes(*PHOTO), there)
    rows, columns = np.mgrid[:size, :size]
    at = there.to_photo(np.stack([columns, rows], axis=-1).astype(np.float64))
    off = aligned[..., :2] - at * 255 / (np.array([PHOTO[1], PHOTO[0]]) - 1)
    inside = off[size // 8 : -size // 8, size // 8 : -size // 8]
    assert np.abs(inside + 0.25).max() < 1.5
    # Pillow's sampling cuts fractions off, up to half a level on average.
    assert np.abs(inside.mean(axis=(0, 1)) + 0.25).max() < 0.55
    assert (aligned[..., 2] == 90).all()


def test_beyond_the_photograph_its_edge_goes_on() -> None:
    photo = np.full((*PHOTO, 3), (10, 200, 30), np.uint8)
    aligned = align_face(photo, frame(centre=(5.0, 5.0)))
    assert (aligned == (10, 200, 30)).all()


def test_a_wide_blur_beyond_the_edge_is_like_a_narrow_one() -> None:
    small, large = (np.random.default_rng(0).integers(0, 256, (9, 12, 3), np.uint8).repeat(times, axis=0)
                    .repeat(times, axis=1) for times in (20, 80))  # fmt: skip
    near = align_face(small, frame(64, photo=(180, 240), centre=(15.0, 15.0)))
    far = align_face(large, frame(64, photo=(720, 960), centre=(61.5, 61.5), between=160.0))
    assert np.abs(near.astype(int) - far).mean() < 6


@pytest.mark.parametrize("size", [32, 128, 700])
@pytest.mark.parametrize("degrees", [0.0, 15.0])
def test_a_face_put_back_changes_nothing(size: int, degrees: float) -> None:
    photo, there = slopes(*PHOTO), frame(size, degrees=degrees)
    weights = np.zeros((size, size), np.float32)
    weights[size // 8 : -size // 8, size // 8 : -size // 8] = 1
    pasted = paste_face(photo, align_face(photo, there), there, weights)
    assert np.abs(pasted.astype(int) - photo).max() <= 3


def test_an_edited_face_lands_where_it_was() -> None:
    photo, there = np.zeros((*PHOTO, 3), np.uint8), frame()
    face = np.full((64, 64, 3), 200, np.uint8)
    weights = np.zeros((64, 64), np.float32)
    weights[16:48, 16:48] = 1
    before = photo.copy()
    pasted = paste_face(photo, face, there, weights)
    assert (photo == before).all()
    ys, xs = np.nonzero(pasted[..., 0] > 100)
    # A quarter to three quarters of the square from (120, 74) to (280, 234).
    assert abs(xs.min() - 160) <= 1
    assert abs(xs.max() - 240) <= 1
    assert abs(ys.min() - 114) <= 1
    assert abs(ys.max() - 194) <= 1
    assert pasted.max() == 200


def test_a_face_at_the_corner_is_put_back_where_the_photograph_is() -> None:
    photo, there = slopes(*PHOTO), frame(centre=(10.0, 10.0))
    assert (paste_face(photo, align_face(photo, there), there, np.zeros((64, 64), np.float32)) == photo).all()
    pasted = paste_face(photo, np.zeros((64, 64, 3), np.uint8), there, np.ones((64, 64), np.float32))
    assert pasted[:40, :40].max() == 0
    assert (pasted[200:] == photo[200:]).all()
