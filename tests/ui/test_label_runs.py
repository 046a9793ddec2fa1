"""Label maps as runs: exact both ways, and strict about what arrives."""

import base64
import zlib

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from numpy.typing import NDArray

from styletransfer.errors import MaskError
from styletransfer.ui.label_runs import LONGEST_RUN, decode_runs, encode_runs, encode_segments


def words(*runs: tuple[int, int]) -> str:
    """Write (label, length) runs by hand."""
    return base64.b64encode(b"".join((length << 8 | label).to_bytes(4, "little") for label, length in runs)).decode()


@given(arrays.arrays(np.uint8, arrays.array_shapes(min_dims=2, max_dims=2, max_side=12), elements=st.integers(0, 255)))
def test_a_map_comes_back_exactly(label_map: NDArray[np.uint8]) -> None:
    decoded = decode_runs(encode_runs(label_map), label_map.shape)
    assert decoded.dtype == np.uint8
    assert np.array_equal(decoded, label_map)


def test_the_format_is_the_published_one() -> None:
    label_map = np.array([[0, 0, 5], [5, 5, 255]], dtype=np.uint8)
    assert encode_runs(label_map) == words((0, 2), (5, 3), (255, 1))


def test_a_run_longer_than_its_field_is_split() -> None:
    label_map = np.full((4097, 4096), 7, dtype=np.uint8)
    text = encode_runs(label_map)
    assert text == words((7, LONGEST_RUN), (7, label_map.size - LONGEST_RUN))
    assert np.array_equal(decode_runs(text, label_map.shape), label_map)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "not base64!",
        base64.b64encode(b"abc").decode(),
        words((1, 5)),
        words((1, 7)),
        words((1, LONGEST_RUN), (1, LONGEST_RUN)),
        words((1, 6))[:-2],
        "é",
    ],
)
def test_damaged_runs_are_refused(text: str) -> None:
    with pytest.raises(MaskError):
        decode_runs(text, (2, 3))


def test_superpixels_are_differences_of_rows() -> None:
    ids = np.array([[0, 65535], [3, 2], [3, 0]], dtype=np.int32)
    raw = zlib.decompress(base64.b64decode(encode_segments(ids)))
    assert raw == np.array([[0, 65535], [3, 3], [0, 65534]], dtype="<u2").tobytes()


@pytest.mark.parametrize("wrong", [-1, 65536])
def test_superpixels_beyond_16_bits_are_refused(wrong: int) -> None:
    with pytest.raises(ValueError, match="numbered 0 to 65535"):
        encode_segments(np.array([[0, wrong]], dtype=np.int32))


def test_600_superpixels_stay_small() -> None:
    y, x = np.mgrid[0:768, 0:1024]
    noise = np.random.default_rng(0).integers(-4, 5, (2, 768, 1024))  # borders far rougher than any picture's
    ids = ((y + noise[0]).clip(0, 767) * 20 // 768 * 30 + (x + noise[1]).clip(0, 1023) * 30 // 1024).astype(np.int32)
    assert ids.max() == 599
    assert len(encode_segments(ids)) < 200_000
