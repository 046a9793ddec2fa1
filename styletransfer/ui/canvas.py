"""The picture under the paint: decoded and reduced once a session, sent to the browser as a JPEG."""

import base64
import hashlib
from dataclasses import dataclass
from io import BytesIO

import numpy as np
import streamlit as st
from numpy.typing import NDArray
from PIL import Image

from styletransfer.imaging.io import open_image

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


def prepare_canvas(background: bytes, key: str, max_side: int = 1024) -> Canvas:
    """Return the canvas of a picture.

    Args:
        background: encoded picture.
        key: of the pane, under which the session keeps the canvas.
        max_side: longest side of the label map, px; larger pictures are reduced to it.

    Raises:
        ImageError: the picture cannot be read.
    """
    digest = hashlib.sha256(background).hexdigest() + f":{max_side}"
    known = st.session_state.get(f"{key}:canvas")
    if isinstance(known, Canvas) and known.digest == digest:
        return known
    image = Image.fromarray(open_image(background).with_depth(8).pixels)
    image.thumbnail((max_side, max_side), Image.Resampling.LANCZOS)
    encoded = BytesIO()
    image.save(encoded, "JPEG", quality=90, subsampling=0)  # full colour: borders are refined on it
    url = _PREFIX + base64.b64encode(encoded.getvalue()).decode("ascii")
    canvas = Canvas(url, image.height, image.width, digest)
    st.session_state[f"{key}:canvas"] = canvas
    return canvas
