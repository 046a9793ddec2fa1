"""Linear readings of codes."""

import pytest
import torch
from torch import Tensor

from styletransfer.errors import InputError
from styletransfer.models.face_readings import FaceReadings


def readings(weights: Tensor | None = None, names: tuple[str, ...] = ("age", "smile")) -> FaceReadings:
    weights = torch.tensor([[2.0, 0.0], [0.0, -1.0], [1.0, 1.0]]) if weights is None else weights
    return FaceReadings(names=names, weights=weights, offsets=torch.tensor([30.0, 0.5]))


def test_rows_are_averaged_and_read() -> None:
    codes = torch.tensor([[[1.0, 2.0, 3.0], [3.0, 4.0, 5.0]], [[0.0, 0.0, 0.0], [0.0, 0.0, 0.0]]])
    found = readings().read(codes)
    assert found["age"].tolist() == [2 * 2 + 4 + 30, 30]
    assert found["smile"].tolist() == [-3 + 4 + 0.5, 0.5]


@pytest.mark.parametrize("shape", [(2, 3), (1, 4, 4)])
def test_other_codes_are_refused(shape: tuple[int, ...]) -> None:
    with pytest.raises(InputError, match=r"\(B, num_ws, 3\)"):
        readings().read(torch.zeros(shape))


@pytest.mark.parametrize(
    ("weights", "names", "words"),
    [
        (torch.zeros(3, 3), ("age", "smile"), "2 readings need"),
        (torch.zeros(3, 2), ("age", "age"), "names of their own"),
        (torch.full((3, 2), torch.nan), ("age", "smile"), "finite"),
    ],
)
def test_parts_that_do_not_fit_are_refused(weights: Tensor, names: tuple[str, ...], words: str) -> None:
    with pytest.raises(InputError, match=words):
        readings(weights, names)
