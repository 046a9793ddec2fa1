"""Small fields on large photographs."""

import numpy as np
import pytest

from styletransfer.algorithms.face_alignment import FaceFrame
from styletransfer.algorithms.face_fields import FaceEditFields, laid_on

SIDE = 64


def fields(flow: tuple[float, float] = (0, 0), loss: float = 0.0, offset: float = 0.0) -> FaceEditFields:
    whole = np.ones((SIDE, SIDE, 3), np.float32)
    steps = np.full((SIDE, SIDE, 2), flow, np.float32)
    return FaceEditFields(flow=steps, loss=whole * np.float32(loss), offset=whole * np.float32(offset))


def frame(photo: np.ndarray, corner: tuple[float, float], side: float) -> FaceFrame:
    quad = np.array([(0, 0), (0, side), (side, side), (side, 0)]) + corner - 0.5
    return FaceFrame(quad=quad, photo=photo.shape[:2], size=SIDE)


def noise(height: int, width: int, depth: type = np.uint8) -> np.ndarray:
    return np.random.default_rng(0).integers(0, np.iinfo(depth).max + 1, (height, width, 3)).astype(depth)


@pytest.mark.parametrize("depth", [np.uint8, np.uint16])
def test_empty_fields_copy(depth: type) -> None:
    photo = noise(90, 120, depth)
    np.testing.assert_array_equal(laid_on(photo, frame(photo, (10, 10), 64), fields()), photo)


@pytest.mark.parametrize("side", [24, 64, 200])
def test_whole_steps_fetch_whole_pixels(side: int) -> None:
    photo = noise(300, 300)
    step = SIDE / side  # of the fields, for a pixel of the photograph
    moved = laid_on(photo, frame(photo, (40, 40), side), fields(flow=(3 * step, -2 * step)))
    inner = slice(40 + side // 4, 40 + side // 2)
    np.testing.assert_array_equal(moved[inner, inner], np.roll(photo, (2, -3), axis=(0, 1))[inner, inner])


@pytest.mark.parametrize(("depth", "white"), [(np.uint8, 255), (np.uint16, 65535)])
def test_loss_and_offset_in_levels(depth: type, white: int) -> None:
    photo = np.full((100, 100, 3), white // 2, depth)
    edited = laid_on(photo, frame(photo, (10, 10), 80), fields(loss=0.5, offset=0.25))
    assert abs(int(edited[50, 50, 0]) - (white // 2 * 0.5 + white * 0.25)) <= 1
    assert (laid_on(photo, frame(photo, (10, 10), 80), fields(offset=2.0))[50, 50] == white).all()
    assert (laid_on(photo, frame(photo, (10, 10), 80), fields(offset=-2.0))[50, 50] == 0).all()


def test_a_frame_that_reaches_beyond_the_photograph() -> None:
    photo = noise(80, 70)
    edited = laid_on(photo, frame(photo, (-30, -20), 90), fields(flow=(-9, -9), offset=0.1))
    assert edited.shape == photo.shape
    np.testing.assert_array_equal(edited[72:], photo[72:])


def test_stripes_leave_no_seams() -> None:
    photo = np.full((600, 400, 3), 100, np.uint8)
    edited = laid_on(photo, frame(photo, (20, 20), 360), fields(flow=(1, 1), loss=0.1, offset=0.12))
    assert np.ptp(edited[40:360, 40:360]) == 0
