"""Mix a finished picture with its photograph: small for the page, full size for a download."""

import io
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

import numpy as np
import streamlit as st
from numpy.typing import NDArray
from PIL import Image

from styletransfer.errors import JobError
from styletransfer.imaging.io import Picture, encode_image, open_image
from styletransfer.imaging.picture import Channels
from styletransfer.imaging.resize import resize
from styletransfer.ui.resources import VIEW_SIDE, reduce, store

FileFormat = Literal["png", "jpeg", "webp", "tiff"]
_STRIPE = 256  # rows mixed at once


@dataclass(frozen=True, slots=True)
class Views:
    """Photograph and result at the same small size, (H, W, 3) uint8, the result's true size, px, and its depth."""

    before: NDArray[np.uint8]
    after: NDArray[np.uint8]
    width: int
    height: int
    bits: int


@st.cache_resource(max_entries=24, show_spinner=False)
def views(job_id: str) -> Views:
    """Read the pictures of a finished job at view size.

    Raises:
        JobError: they were removed.
    """
    result = open_image(result_file(job_id))
    after = reduce(result, VIEW_SIDE, VIEW_SIDE).pixels
    height, width = after.shape[:2]
    photograph = Image.fromarray(reduce(open_image(store().input(job_id, "content")), VIEW_SIDE, VIEW_SIDE).pixels)
    before = np.asarray(photograph.resize((width, height), Image.Resampling.LANCZOS))
    return Views(before, after.astype(np.uint8), result.width, result.height, result.bits)


def view(job_id: str, strength: float) -> bytes:
    """Return the result at view size, mixed with the photograph; strength 0 is the photograph, 1 the result."""
    pair = views(job_id)
    mixed = pair.before + strength * (pair.after.astype(np.float32) - pair.before)
    return _jpeg((mixed + 0.5).astype(np.uint8))


def full_size(job_id: str, strength: float) -> Picture:
    """Return the result at its full size, mixed with the photograph.

    Raises:
        JobError: the pictures were removed.
    """
    result = open_image(result_file(job_id))
    if strength >= 1:
        return result
    photograph = open_image(store().input(job_id, "content"))
    if (photograph.height, photograph.width) == (result.height, result.width):
        return replace(result, pixels=_mixed(photograph.with_depth(_depth(result)).pixels, result.pixels, strength))
    before = resize(photograph.to_tensor(), (result.height, result.width))
    mixed = before + strength * (result.to_tensor() - before)
    return Picture.from_tensor(mixed, alpha=result.alpha, bits=_depth(result), name=result.name)


def download(job_id: str, file_format: FileFormat, strength: float, recipe: str | None) -> bytes:
    """Return the file a visitor downloads.

    Args:
        job_id: a finished job.
        file_format: "png" keeps every detail.
        strength: share of the result, 0 … 1.
        recipe: recipe JSON to embed, or None.
    """
    if strength >= 1 and file_format == "png" and recipe is not None:
        return result_file(job_id).read_bytes()  # as the run wrote it, with its recipe inside
    return encode_image(full_size(job_id, strength), file_format, recipe=recipe, quality=94)


def result_file(job_id: str) -> Path:
    """Return where the finished picture of a job lies.

    Raises:
        JobError: it was removed.
    """
    path = store().result(job_id)
    if path is None or not path.is_file():
        raise JobError("The picture of this job was removed.")
    return path


def _mixed(before: Channels, after: Channels, strength: float) -> Channels:
    """Mix two pictures of one size and depth, a stripe of rows at a time: they may be large."""
    mixed = np.empty_like(after)
    for top in range(0, after.shape[0], _STRIPE):
        first = before[top : top + _STRIPE].astype(np.float32)
        first += strength * (after[top : top + _STRIPE] - first)
        mixed[top : top + _STRIPE] = np.rint(first)
    return mixed


def _depth(picture: Picture) -> Literal[8, 16]:
    return 16 if picture.bits == 16 else 8


def _jpeg(pixels: NDArray[np.uint8]) -> bytes:
    stream = io.BytesIO()
    Image.fromarray(pixels).save(stream, "JPEG", quality=90)
    return stream.getvalue()
