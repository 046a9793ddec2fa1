"""Paint regions over a picture: a label map with hard edges that Python reads exactly.

The browser keeps one byte a pixel and sends run lengths (`label_runs`) shortly after each stroke.
Strokes outlive reruns, page switches and a restarted server; a new picture or another initial
label map starts afresh.
"""

import base64
import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import numpy as np
import streamlit as st
from numpy.typing import NDArray
from PIL import Image

from styletransfer.imaging.io import open_image
from styletransfer.imaging.masks import open_label_map
from styletransfer.ui.assets import read_assets
from styletransfer.ui.label_runs import decode_runs, encode_runs
from styletransfer.ui.painter_markup import PAINTER_HTML

_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")

_mount = st.components.v2.component(
    "styletransfer.painter",
    html=PAINTER_HTML,
    css=read_assets("painter.css"),
    js=read_assets("labels.js", "label_view.js", "painter_input.js", "painter.js"),
)


@dataclass(frozen=True, slots=True)
class MaskClass:
    """One region a person can paint.

    Attributes:
        label: value in the label map, 1 to 255; 0 is the unpainted part.
        name: words on its button.
        colour: ``"#rrggbb"``.
    """

    label: int
    name: str
    colour: str

    def __post_init__(self) -> None:
        """Refuse labels and colours the painter cannot keep apart from "unpainted"."""
        if not 1 <= self.label <= 255:
            raise ValueError(f"A region's label must be 1 to 255, got {self.label}; 0 means unpainted.")
        if not _COLOUR.fullmatch(self.colour):
            raise ValueError(f"A region's colour must look like #rrggbb, got {self.colour!r}.")


@dataclass(frozen=True, slots=True)
class Canvas:
    """The picture under the paint, at the size of the label map."""

    url: str
    height: int
    width: int
    digest: str


def prepare_canvas(background: bytes, key: str, max_side: int) -> Canvas:
    """Decode and reduce the background once a session, not once a rerun."""
    digest = hashlib.sha256(background).hexdigest() + f":{max_side}"
    known = st.session_state.get(f"{key}:canvas")
    if isinstance(known, Canvas) and known.digest == digest:
        return known
    image = Image.fromarray(open_image(background).with_depth(8).pixels)
    image.thumbnail((max_side, max_side), Image.Resampling.LANCZOS)
    encoded = BytesIO()
    image.save(encoded, "JPEG", quality=92)
    url = "data:image/jpeg;base64," + base64.b64encode(encoded.getvalue()).decode("ascii")
    canvas = Canvas(url, image.height, image.width, digest)
    st.session_state[f"{key}:canvas"] = canvas
    return canvas


def _start(key: str, version: str, initial: NDArray[np.uint8]) -> str:
    """Return the runs the browser starts from; they stay the same from run to run.

    A painter that comes back (another page was open meanwhile) starts from its last strokes.
    """
    held = st.session_state.get(f"{key}:start")
    painted = st.session_state.get(f"{key}:painted")
    comes_back = key not in st.session_state
    if comes_back and painted is not None and painted[0] == version:
        held = painted
    elif held is None or held[0] != version:
        held = (version, encode_runs(initial))
    st.session_state[f"{key}:start"] = held
    runs: str = held[1]
    return runs


def mask_painter(
    background: bytes,
    *,
    classes: Sequence[MaskClass],
    key: str,
    label_map: NDArray[np.uint8] | None = None,
    max_side: int = 1024,
) -> NDArray[np.uint8] | None:
    """Let the visitor paint regions over a picture.

    Args:
        background: encoded picture.
        classes: regions on offer, at least one, each label once.
        key: unique key of the element.
        label_map: labels to start from; used again only when its content changes.
        max_side: longest side of the label map, px; larger pictures are reduced to it.

    Returns:
        Labels (H, W) at the picture's reduced size, or None while nothing is painted.

    Raises:
        ImageError: the picture cannot be read.
        MaskError: the label map does not fit the picture, or arrived damaged.
    """
    labels = [region.label for region in classes]
    if not labels or len(set(labels)) != len(labels):
        raise ValueError(f"The painter needs at least one region and each label once, got {labels}.")
    canvas = prepare_canvas(background, key, max_side)
    size = (canvas.height, canvas.width)
    initial = np.zeros(size, dtype=np.uint8) if label_map is None else open_label_map(label_map, size=size)
    edition = hashlib.sha256(canvas.digest.encode() + initial.tobytes())
    edition.update(str(st.session_state.get(f"{key}:edition", 0)).encode())
    version = edition.hexdigest()[:24]
    start = _start(key, version, initial)
    result = _mount(
        key=key,
        data={
            "key": key,
            "version": version,
            "picture": canvas.digest,
            "background": canvas.url,
            "width": canvas.width,
            "height": canvas.height,
            "classes": [{"label": c.label, "name": c.name, "colour": c.colour} for c in classes],
            "start": start,
            "alt": "Picture to paint regions on",
        },
        on_labels_change=lambda: None,
    )
    painted = _received(result.get("labels"), version, start, size)
    st.session_state[f"{key}:painted"] = (version, encode_runs(painted))
    return painted if painted.any() else None


def _received(message: Any, version: str, start: str, size: tuple[int, int]) -> NDArray[np.uint8]:
    """Decode what the browser sent, unless it belongs to an earlier picture or label map."""
    if isinstance(message, Mapping) and message.get("version") == version:
        return decode_runs(str(message.get("runs")), size)
    return decode_runs(start, size)
