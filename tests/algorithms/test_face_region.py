"""Where a photograph shows the head."""

import numpy as np
import pytest

from styletransfer.algorithms.face_region import head_region
from tests.algorithms.drawn_faces import drawn, landmarks, textured

SIDE = 256


@pytest.mark.parametrize("known", [True, False])
def test_face_and_hair_are_the_head_and_the_wall_is_not(known: bool) -> None:
    photo = np.asarray(textured(drawn(SIDE)) / np.float32(255), np.float32)
    region = head_region(photo, landmarks(SIDE) if known else None)
    assert region.shape == (SIDE, SIDE)
    assert region[100:200, 90:166].min() > 0.95
    assert region[30:50, 120:136].min() > 0.9  # hair
    assert region[:, :20].max() == 0
    assert region[100:140, 30:44].max() < 0.05
    assert region[-8:].max() < 0.1  # clothes would be here


def test_a_map_of_persons_is_believed_where_it_says_nobody() -> None:
    photo = np.asarray(textured(drawn(SIDE)) / np.float32(255), np.float32)
    person = np.ones((SIDE, SIDE), np.float32)
    person[:70] = 0
    assert head_region(photo, landmarks(SIDE), person)[:55].max() < 0.1


def test_the_same_picture_gives_the_same_region() -> None:
    photo = np.asarray(textured(drawn(SIDE)) / np.float32(255), np.float32)
    np.testing.assert_array_equal(head_region(photo), head_region(photo))
