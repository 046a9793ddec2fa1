"""The picture under the paint: decoded and reduced once, sent to the browser as a JPEG."""

import base64
import hashlib
from dataclasses import dataclass
from io import BytesIO

import numpy as np
import streamlit as st
from numpy.typing import NDArray
from PIL import Image

from styletransfer.imaging.io import open_image
from styletransfer.recipes import MAP_SIDE
from styletransfer.ui.resources import BY_HASH, describe

_PREFIX = "data:image/jpeg;base64,"


@dataclass(frozen=True, slots=True)
class Canvas:
    """A picture at the size of its label map."""

    url: str
    height: int
    width: int
    digest: str

    @property
    def size(self) -> tuple[int, int]:
        """Height and width, px."""
        return self.height, self.width

    @property
    def jpeg(self) -> bytes:
        """The file that the browser shows."""
        return base64.b64decode(self.url.removeprefix(_PREFIX))

    def pixels(self) -> NDArray[np.uint8]:
        """Decode the sRGB pixels (H, W, 3)."""
        return np.array(Image.open(BytesIO(self.jpeg)).convert("RGB"), dtype=np.uint8)


def map_size(picture: bytes) -> tuple[int, int]:
    """Return (height, width) of the label map of an encoded picture.

    Raises:
        ImageError: the picture cannot be read.
    """
    known = describe(picture, "")
    factor = min(1.0, MAP_SIDE / max(known.width, known.height))
    return max(1, round(known.height * factor)), max(1, round(known.width * factor))


@st.cache_data(max_entries=32, show_spinner=False, hash_funcs=BY_HASH)
def prepare_canvas(background: bytes, side: int = MAP_SIDE) -> Canvas:
    """Return the canvas of a picture.

    Args:
        background: encoded picture.
        side: longest side of the label map, px; larger pictures are reduced to it.

    Raises:
        ImageError: the picture cannot be read.
    """
    image = Image.fromarray(open_image(background).with_depth(8).pixels)
    image.thumbnail((side, side), Image.Resampling.LANCZOS)
    encoded = BytesIO()
    image.save(encoded, "JPEG", quality=90, subsampling=0)  # full colour: borders are refined on it
    url = _PREFIX + base64.b64encode(encoded.getvalue()).decode("ascii")
    digest = hashlib.sha256(background).hexdigest() + f":{side}"
    return Canvas(url, image.height, image.width, digest)
