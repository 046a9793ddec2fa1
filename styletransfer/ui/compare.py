"""Before/after slider over two encodings of one picture.

The slider is an ordinary range input, so the arrow keys and screen readers work; a drag anywhere
on the picture moves it too. A double click, a double tap or the button in the corner zooms to the
picture's own pixels, where a drag pans.
"""

import base64
from dataclasses import dataclass
from io import BytesIO

import streamlit as st
from PIL import Image, UnidentifiedImageError

from styletransfer.errors import ImageError
from styletransfer.ui.assets import read_assets

ORIENTATION_TAG = 0x0112
TURNED = (5, 6, 7, 8)  # EXIF orientations that swap width and height


def compare_html(more: str = "") -> str:
    """Return the slider's markup, `more` of it inside its frame."""
    return f"""
<figure class="compare">
  <div class="frame">
    <div class="layer after"><img draggable="false" alt=""><span class="chip"></span></div>
    <div class="layer before"><img draggable="false" alt=""><span class="chip"></span></div>
    <input type="range" min="0" max="100" step="1" value="50">
    <div class="handle" aria-hidden="true"><svg viewBox="0 0 24 24"><path d="M9 6l-6 6 6 6M15 6l6 6-6 6"/></svg></div>
    <button type="button" class="pill zoom" aria-pressed="false">
      <svg viewBox="0 0 24 24"><path d="M4 10.5a6.5 6.5 0 1 0 13 0a6.5 6.5 0 1 0-13 0 M15.5 15.5L21 21"/></svg>
      <span></span>
    </button>{more}
  </div>
</figure>
"""


_mount = st.components.v2.component(
    "styletransfer.compare",
    html=compare_html(),
    css=read_assets("compare.css"),
    js=read_assets("compare_slider.js", "compare.js"),
)


@dataclass(frozen=True, slots=True)
class WebImage:
    """An encoded picture a browser can show, with its displayed size in pixels."""

    url: str
    width: int
    height: int


def web_image(encoded: bytes) -> WebImage:
    """Wrap an encoded picture in a data URL; the type comes from its content.

    Args:
        encoded: PNG, JPEG, WebP or GIF file.

    Returns:
        The URL and the size the browser will show, EXIF orientation applied.

    Raises:
        ImageError: the bytes are no picture that every browser shows.
    """
    try:
        with Image.open(BytesIO(encoded), formats=("PNG", "JPEG", "WEBP", "GIF")) as header:
            media_type = Image.MIME[str(header.format)]
            width, height = header.size
            turned = header.getexif().get(ORIENTATION_TAG) in TURNED
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as error:
        message = "The picture cannot be shown: expected PNG, JPEG, WebP or GIF data. Save it again as PNG."
        raise ImageError(message) from error
    url = f"data:{media_type};base64,{base64.b64encode(encoded).decode('ascii')}"
    return WebImage(url, height, width) if turned else WebImage(url, width, height)


def compare_slider(
    before: bytes, after: bytes, *, key: str, labels: tuple[str, str] = ("Before", "After"), alt: str = ""
) -> None:
    """Show two pictures of the same motif under one slider.

    Args:
        before: encoded picture on the left of the handle.
        after: encoded picture on the right; its aspect ratio sets the frame.
        key: unique key of the element.
        labels: names of the two pictures, shown as chips.
        alt: what the pictures show, for screen readers.

    Raises:
        ImageError: one of the pictures cannot be shown by a browser.
    """
    left, right = web_image(before), web_image(after)
    _mount(
        key=key.replace("__", "_."),  # Streamlit keeps "__" to itself, and the id of a job may hold it
        data={
            "before": left.url,
            "after": right.url,
            "width": right.width,
            "height": right.height,
            "pixels": max(left.width, right.width),
            "labels": list(labels),
            "alt": alt,
        },
    )
