"""The frame and the pixels of aligned faces agree with recordings of the published procedure."""

from typing import Any

import numpy as np
import pytest
import recordings
from numpy.typing import NDArray
from skimage import data

from styletransfer.algorithms.face_alignment import FaceFrame, align_face, face_quad

RECORDING = "face_align.npz"
CASES = ("upright", "rotated25", "border", "large_float", "shrunk")

pytestmark = recordings.needs(RECORDING)


@pytest.fixture(scope="module")
def recorded() -> dict[str, NDArray[Any]]:
    return recordings.recorded(RECORDING)


def test_every_recorded_case_is_compared(recorded: dict[str, NDArray[Any]]) -> None:
    assert {name.split(".")[0] for name in recorded} == set(CASES)


@pytest.mark.parametrize("case", CASES)
def test_quads(case: str, recorded: dict[str, NDArray[Any]]) -> None:
    found = face_quad(recorded[f"{case}.landmarks"])
    np.testing.assert_allclose(found, recorded[f"{case}.quad"], rtol=0, atol=1e-9)


@pytest.mark.parametrize("case", CASES)
def test_pixels(case: str, recorded: dict[str, NDArray[Any]]) -> None:
    tiles = int(recorded[f"{case}.tiles"])
    photo = np.tile(data.astronaut(), (tiles, tiles, 1))
    frame = FaceFrame(quad=recorded[f"{case}.quad"], photo=photo.shape[:2], size=256)
    difference = np.abs(align_face(photo, frame).astype(int) - recorded[f"{case}.aligned_u8"])
    assert difference.max() <= 1
    assert (difference > 0).any(axis=-1).mean() < 0.01
