"""Codes of faces by an encoder, and mixing of codes."""

import pytest
import torch
from torch import Tensor

from styletransfer.algorithms.inversion import encode, pooled, with_rows
from styletransfer.errors import ImageError, InputError
from styletransfer.models.face_encoder import FaceEncoder


class Means(FaceEncoder):
    """An encoder whose codes are the picture's smallest and largest values, its mean, and its side."""

    def __init__(self) -> None:
        torch.nn.Module.__init__(self)

    def forward(self, image: Tensor) -> Tensor:
        low, high, mean = image.amin((1, 2, 3)), image.amax((1, 2, 3)), image.mean((1, 2, 3))
        return torch.stack((low, high, mean, torch.full_like(low, image.shape[-1])), dim=1)[:, None]


def codes(seed: int = 0) -> Tensor:
    return torch.randn(2, 4, 3, generator=torch.Generator().manual_seed(seed))


@pytest.mark.parametrize("side", [64, 256, 300])
def test_faces_come_to_256_px_and_minus_1_to_1(side: int) -> None:
    face = torch.zeros(1, 3, side, side)
    face[..., side // 2 :] = 1
    found = encode(Means(), torch.zeros(4), face)
    torch.testing.assert_close(found, torch.tensor([[[-1.0, 1.0, 0.0, 256.0]]]), atol=1e-5, rtol=0)


def test_the_average_is_added() -> None:
    average = torch.tensor([1.0, 2.0, 3.0, 4.0])
    found = encode(Means(), average, torch.full((2, 3, 256, 256), 0.5))
    torch.testing.assert_close(found[:, 0], torch.tensor([[1.0, 2.0, 3.0, 260.0]]).expand(2, -1))


@pytest.mark.parametrize("shape", [(3, 256, 256), (1, 4, 256, 256), (1, 3, 256, 200)])
def test_other_pictures_are_refused(shape: tuple[int, ...]) -> None:
    with pytest.raises(ImageError, match="squares"):
        encode(Means(), torch.zeros(4), torch.zeros(shape))


def test_rows_are_replaced_in_part() -> None:
    own, other = codes(), codes(1)
    kept = own.clone()
    found = with_rows(own, [1, 3], other, 0.25)
    assert torch.equal(own, kept)
    torch.testing.assert_close(found[:, [0, 2]], own[:, [0, 2]])
    torch.testing.assert_close(found[:, [1, 3]], 0.75 * own[:, [1, 3]] + 0.25 * other[:, [1, 3]])
    torch.testing.assert_close(with_rows(own, [1], other[:1])[:, 1], other[:1, 1].expand(2, -1))


def test_without_a_source_rows_become_zero() -> None:
    found = with_rows(codes(), [2])
    assert not found[:, 2].any()
    torch.testing.assert_close(found[:, :2], codes()[:, :2])


@pytest.mark.parametrize(
    ("w_plus", "rows", "source", "words"),
    [
        (codes(), [4], None, r"rows \[4\]"),
        (codes(), [-1], None, r"rows \[-1\]"),
        (codes()[0], [0], None, r"\(4, 3\) do not have"),
        (codes(), [0], codes()[:, :3], r"must be \(2, 4, 3\) like the codes, got \(2, 3, 3\)"),
        (codes(), [0], codes().repeat(2, 1, 1), r"got \(4, 4, 3\)"),
    ],
)
def test_rows_and_sources_that_do_not_fit_are_refused(
    w_plus: Tensor, rows: list[int], source: Tensor | None, words: str
) -> None:
    with pytest.raises(InputError, match=words):
        with_rows(w_plus, rows, source)


def test_pooling_averages_blocks() -> None:
    image = torch.arange(16.0).reshape(1, 1, 4, 4)
    torch.testing.assert_close(pooled(image, 2)[0, 0], torch.tensor([[2.5, 4.5], [10.5, 12.5]]))
    assert pooled(image, 8) is image
    with pytest.raises(ImageError, match="multiple of 3"):
        pooled(image, 3)
