"""Mix a finished picture with its photograph: small for the page, full size for a download."""

import io
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np
import streamlit as st
from numpy.typing import NDArray
from PIL import Image

from styletransfer.errors import JobError
from styletransfer.imaging.io import Picture, encode_image, open_image
from styletransfer.imaging.resize import resize
from styletransfer.ui.resources import VIEW_SIDE, reduce, store

FileFormat = Literal["png", "jpeg", "webp"]


@dataclass(frozen=True, slots=True)
class Views:
    """Photograph and result at the same small size, (H, W, 3) uint8, and the result's true size, px."""

    before: NDArray[np.uint8]
    after: NDArray[np.uint8]
    width: int
    height: int


@st.cache_resource(max_entries=24, show_spinner=False)
def views(job_id: str) -> Views:
    """Read the pictures of a finished job at view size.

    Raises:
        JobError: they were removed.
    """
    result = open_image(_result(job_id))
    after = reduce(result, VIEW_SIDE, VIEW_SIDE).pixels
    height, width = after.shape[:2]
    photograph = Image.fromarray(reduce(open_image(store().input(job_id, "content")), VIEW_SIDE, VIEW_SIDE).pixels)
    before = np.asarray(photograph.resize((width, height), Image.Resampling.LANCZOS))
    return Views(before, after.astype(np.uint8), result.width, result.height)


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
    result = open_image(_result(job_id))
    if strength >= 1:
        return result
    photograph = open_image(store().input(job_id, "content")).to_tensor()
    before = resize(photograph, (result.height, result.width))
    mixed = before + strength * (result.to_tensor() - before)
    return Picture.from_tensor(mixed, alpha=result.alpha, bits=16 if result.bits == 16 else 8, name=result.name)


def download(job_id: str, file_format: FileFormat, strength: float, recipe: str | None) -> bytes:
    """Return the file a visitor downloads.

    Args:
        job_id: a finished job.
        file_format: "png" keeps every detail.
        strength: share of the result, 0 … 1.
        recipe: recipe JSON to embed, or None.
    """
    return encode_image(full_size(job_id, strength), file_format, recipe=recipe, quality=94)


def _result(job_id: str) -> Path:
    path = store().result(job_id)
    if path is None or not path.is_file():
        raise JobError("The picture of this job was removed.")
    return path


def _jpeg(pixels: NDArray[np.uint8]) -> bytes:
    stream = io.BytesIO()
    Image.fromarray(pixels).save(stream, "JPEG", quality=90)
    return stream.getvalue()
