"""Pictures that are always at hand: the shipped gallery, and photographs that other libraries bundle."""

import io
import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from styletransfer.errors import ImageError

_STYLES = files("styletransfer") / "gallery" / "styles"
_OWN_PHOTOS = files("styletransfer") / "gallery" / "photos"


@dataclass(frozen=True, slots=True)
class Sample:
    """One picture at hand.

    Attributes:
        slug: its name in code.
        title: its name for people.
        caption: one short sentence.
    """

    slug: str
    title: str
    caption: str


@cache
def gallery() -> tuple[Sample, ...]:
    """List the shipped style pictures, in the order they should be shown."""
    entries = json.loads((files("styletransfer") / "gallery" / "styles.json").read_text(encoding="utf-8"))
    return tuple(Sample(entry["slug"], entry["title"], entry["manner"]) for entry in entries)


def gallery_picture(slug: str) -> bytes:
    """Return a style picture as a JPEG file; raise `ImageError` for an unknown name."""
    if slug not in {sample.slug for sample in gallery()}:
        raise ImageError(f"There is no gallery style {slug!r}; choose from {', '.join(s.slug for s in gallery())}.")
    return (_STYLES / f"{slug}.jpg").read_bytes()


def example_photos() -> tuple[Sample, ...]:
    """List the example photographs that suit every tool."""
    return tuple(sample for sample, _ in _PHOTOS.values())


def face_photos() -> tuple[Sample, ...]:
    """List the example photographs with faces: of one person, and of several."""
    return (_PHOTOS["astronaut"][0], *_OWN.values())


@cache
def example_photo(slug: str) -> bytes:
    """Return an example photograph as a JPEG file; raise `ImageError` for an unknown name."""
    if slug in _OWN:
        return (_OWN_PHOTOS / f"{slug}.jpg").read_bytes()
    if slug not in _PHOTOS:
        known = ", ".join([*_PHOTOS, *_OWN])
        raise ImageError(f"There is no example photograph {slug!r}; choose from {known}.")
    buffer = io.BytesIO()
    Image.fromarray(_PHOTOS[slug][1]()).save(buffer, "JPEG", quality=95)
    return buffer.getvalue()


def _from_skimage(name: str) -> Callable[[], NDArray[np.uint8]]:
    def read() -> NDArray[np.uint8]:
        import skimage.data

        array: NDArray[np.uint8] = getattr(skimage.data, name)()
        return array

    return read


def _from_sklearn(name: str) -> Callable[[], NDArray[np.uint8]]:
    def read() -> NDArray[np.uint8]:
        from sklearn.datasets import load_sample_image

        array: NDArray[np.uint8] = load_sample_image(name)
        return array

    return read


_PHOTOS: dict[str, Any] = {
    "astronaut": (Sample("astronaut", "Astronaut", "Portrait of Eileen Collins, NASA."), _from_skimage("astronaut")),
    "chelsea": (Sample("chelsea", "Chelsea", "A cat, by Stéfan van der Walt."), _from_skimage("chelsea")),
    "coffee": (Sample("coffee", "Coffee", "A cup of coffee, by Pikolo Espresso Bar."), _from_skimage("coffee")),
    "rocket": (Sample("rocket", "Rocket", "A rocket on its pad, by SpaceX."), _from_skimage("rocket")),
    "china": (Sample("china", "Pavilion", "A pavilion in Beijing."), _from_sklearn("china.jpg")),
    "flower": (Sample("flower", "Flower", "A dahlia."), _from_sklearn("flower.jpg")),
}

_OWN = {"portraits": Sample("portraits", "Portraits", "Six people who do not exist, on a wall.")}
