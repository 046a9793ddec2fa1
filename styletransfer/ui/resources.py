"""What all visitors of one process share: the job store and small versions of pictures."""

import io
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import streamlit as st
from PIL import Image, ImageOps

from styletransfer.imaging.io import Picture, encode_image, open_image
from styletransfer.imaging.samples import example_photo, gallery_picture
from styletransfer.jobs import hosts
from styletransfer.jobs.store import JobStore
from styletransfer.settings import settings

# Python keeps the hash of a bytes object: a large file is read once, not at every look into a cache.
BY_HASH: dict[str | type[Any], Callable[[Any], Any]] = {bytes: hash}

VIEW_SIDE = 1280
THUMBNAIL_SIDE = 240


@dataclass(frozen=True, slots=True)
class Description:
    """What a page says about a picture file: its size in px, notes on reading it, the recipe found inside."""

    width: int
    height: int
    notes: tuple[str, ...]
    recipe: str | None


def store() -> JobStore:
    """Return the job store, with one worker in this process.

    `embedded` itself keeps one store a data folder and replaces a worker that died, which a cached
    value would not.
    """
    return hosts.embedded(settings())


@st.cache_data(max_entries=128, show_spinner=False, hash_funcs=BY_HASH)
def describe(data: bytes, name: str) -> Description:
    """Read a picture file as a run would.

    Raises:
        ImageError: it cannot be used; the sentence says why.
    """
    picture = open_image(data, name=name)
    return Description(picture.width, picture.height, picture.notes, picture.recipe)


@st.cache_data(max_entries=128, show_spinner=False, hash_funcs=BY_HASH)
def fitted(data: bytes, width: int = VIEW_SIDE, height: int = VIEW_SIDE) -> bytes:
    """Return a picture file as a JPEG that fits into a box, px."""
    return encode_image(reduce(open_image(data), width, height), "jpeg", quality=88)


@st.cache_data(max_entries=64, show_spinner=False)
def gallery_thumbnail(slug: str) -> bytes:
    """Return a small square JPEG of a gallery style."""
    return square(gallery_picture(slug))


@st.cache_data(max_entries=64, show_spinner=False)
def example_thumbnail(slug: str) -> bytes:
    """Return a small square JPEG of an example photograph."""
    return square(example_photo(slug))


@st.cache_data(max_entries=256, show_spinner=False, hash_funcs=BY_HASH)
def square(data: bytes, side: int = THUMBNAIL_SIDE) -> bytes:
    """Return the middle of a picture file as a square JPEG."""
    image = _image(open_image(data))
    side = min(side, *image.size)
    stream = io.BytesIO()
    ImageOps.fit(image, (side, side), Image.Resampling.LANCZOS).save(stream, "JPEG", quality=85)
    return stream.getvalue()


def reduce(picture: Picture, width: int, height: int) -> Picture:
    """Return an opaque 8-bit picture that fits into a box; a smaller one keeps its size."""
    image = _image(picture)
    image.thumbnail((max(width, 1), max(height, 1)), Image.Resampling.LANCZOS, reducing_gap=3)
    return open_image(image)


def _image(picture: Picture) -> Image.Image:
    small = picture.with_depth(8)
    image = Image.fromarray(small.pixels)
    if small.alpha is None:
        return image
    paper = Image.new("RGB", image.size, "white")
    paper.paste(image, mask=Image.fromarray(small.alpha))
    return paper
