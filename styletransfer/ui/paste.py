"""Take a picture from the clipboard: a button, or Ctrl+V anywhere on the page.

With several of these on one page, Ctrl+V goes to the one under the pointer or with the focus, else
to the first.
"""

import base64
import binascii
from collections.abc import Mapping

import streamlit as st

from styletransfer.errors import ImageError
from styletransfer.settings import settings
from styletransfer.ui.assets import read_assets

_HTML = """
<div class="paste">
  <button type="button">
    <svg viewBox="0 0 24 24" aria-hidden="true"><path d="M9 4h6v3H9z M9 5.5H6V20h12V5.5h-3 M9 12h6 M9 16h4"/></svg>
    <span class="label"></span>
  </button>
  <span class="status" role="status"></span>
</div>
"""

_mount = st.components.v2.component(
    "styletransfer.paste", html=_HTML, css=read_assets("paste.css"), js=read_assets("paste.js")
)


def paste_picture(*, key: str, label: str = "Paste picture") -> bytes | None:
    """Offer to paste a picture.

    Args:
        key: unique key of the element.
        label: words on the button.

    Returns:
        The pasted file, not yet decoded, until another one or `forget_paste` replaces it; None before.

    Raises:
        ImageError: what arrived is damaged or too large.
    """
    limit = settings().max_file_bytes
    # A trigger travels once, unlike state, which the browser would send again with every click.
    _mount(key=key, data={"key": key, "label": label, "limit": limit}, on_picture_change=lambda: _keep(key))
    arrived = st.session_state.get(f"{key}:pasted")
    return None if arrived is None else decode_paste(arrived, limit)


def forget_paste(key: str) -> None:
    """Drop the pasted picture, for instance because the visitor removed it."""
    st.session_state.pop(f"{key}:pasted", None)


def _keep(key: str) -> None:
    """Store what the browser sent; Streamlit calls it before the run that uses it."""
    message = st.session_state.get(key)
    if isinstance(message, Mapping) and isinstance(message.get("picture"), str):
        st.session_state[f"{key}:pasted"] = message["picture"]


def decode_paste(text: str, limit: int) -> bytes:
    """Read a pasted file from base64.

    Args:
        text: what the browser sent.
        limit: most bytes accepted.

    Returns:
        The file.

    Raises:
        ImageError: damaged, empty or too large.
    """
    if len(text) * 3 // 4 > limit + 2:
        raise ImageError(f"The pasted picture is larger than {limit // 2**20} MB. Make it smaller and paste it again.")
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise ImageError("The pasted picture arrived damaged. Paste it again.") from error
    if not data:
        raise ImageError("The clipboard held an empty picture. Copy it again, then paste.")
    return data
