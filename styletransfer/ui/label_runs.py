"""Label maps as runs: the exact, compact form in which they travel between Python and the browser.

A map is read row by row. Each run is one little-endian 32-bit word: the label in the low byte, the
length in the other three; longer runs are split. The words are sent in base64.
"""

import base64
import binascii
import zlib

import numpy as np
from numpy.typing import NDArray

from styletransfer.errors import MaskError

LONGEST_RUN = 2**24 - 1
LARGEST_SEGMENT = 2**16 - 1


def encode_runs(label_map: NDArray[np.uint8]) -> str:
    """Write a label map as base64 runs.

    Args:
        label_map: labels (H, W), not empty.

    Returns:
        ASCII text.
    """
    flat = np.ascontiguousarray(label_map, dtype=np.uint8).reshape(-1)
    starts = np.concatenate(([0], np.flatnonzero(np.diff(flat)) + 1))
    lengths = np.diff(np.append(starts, flat.size))
    pieces = -(-lengths // LONGEST_RUN)
    last = np.cumsum(pieces) - 1
    split = np.full(int(pieces.sum()), LONGEST_RUN, dtype=np.int64)
    split[last] = lengths - (pieces - 1) * LONGEST_RUN
    words = np.repeat(flat[starts].astype(np.uint32), pieces) | (split.astype(np.uint32) << np.uint32(8))
    return base64.b64encode(words.astype("<u4").tobytes()).decode("ascii")


def decode_runs(text: str, size: tuple[int, int]) -> NDArray[np.uint8]:
    """Read a label map from base64 runs.

    Args:
        text: what `encode_runs` or the painter wrote.
        size: height and width the runs must fill exactly.

    Returns:
        Labels (H, W).

    Raises:
        MaskError: the text is damaged or fills another size.
    """
    height, width = size
    try:
        raw = base64.b64decode(text, validate=True)
        words = np.frombuffer(raw, dtype="<u4")
    except (binascii.Error, ValueError) as error:
        raise MaskError("The painted mask arrived damaged. Paint one more stroke to send it again.") from error
    lengths = (words >> np.uint32(8)).astype(np.int64)
    if int(lengths.sum()) != height * width:
        message = (
            f"The painted mask has {int(lengths.sum())} pixels, but its picture has {height * width}. Paint it again."
        )
        raise MaskError(message)
    return np.repeat((words & np.uint32(255)).astype(np.uint8), lengths).reshape(height, width)


def encode_segments(segments: NDArray[np.int32]) -> str:
    """Write superpixels as base64 text for the browser.

    Every row holds the differences from the row above as little-endian 16-bit words, which are nearly all 0;
    zlib packs them. 600 superpixels of 1024 × 768 px take 30 to 70 kB.

    Args:
        segments: ids (H, W), 0 to 65535, not empty.

    Returns:
        ASCII text.

    Raises:
        ValueError: an id does not fit.
    """
    low, high = int(segments.min()), int(segments.max())
    if low < 0 or high > LARGEST_SEGMENT:
        raise ValueError(f"Superpixels are numbered 0 to {LARGEST_SEGMENT}, got {low} to {high}.")
    words = segments.astype(np.uint16)
    words[1:] -= words[:-1].copy()  # wraps around, as the browser's addition does
    return base64.b64encode(zlib.compress(words.astype("<u2").tobytes(), 9)).decode("ascii")
