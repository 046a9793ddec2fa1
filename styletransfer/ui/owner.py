"""Who is visiting: a random id in a first-party cookie, so that a reload finds one's own jobs.

The id is a capability, not an account: 128 random bits, kept by the visitor's browser alone. The
server reads it from the cookies of the session's connection; until the browser holds it, the
session's own copy answers. `remember_owner` places the invisible element that writes the cookie:
`app.py` calls it once a run, and `current_owner` may then be called anywhere, callbacks included.
"""

import re
import secrets
from collections.abc import Mapping
from typing import Any

import streamlit as st

from styletransfer.ui.assets import read_assets

COOKIE = "styletransfer_owner"
YEAR_SECONDS = 365 * 24 * 3600
_KEY = "styletransfer_owner_cookie"
_PATTERN = re.compile(r"[A-Za-z0-9_-]{22}")  # what secrets.token_urlsafe(16) writes

# The element takes no room: out of the flow, it adds no gap to the page.
_CSS = f".st-key-{_KEY} {{ position: absolute; width: 0; height: 0; overflow: hidden; }}\n"

_mount = st.components.v2.component("styletransfer.owner", css=_CSS, js=read_assets("owner.js"), isolate_styles=False)


def valid_owner(value: object) -> bool:
    """Tell whether a value has the exact form of an owner id."""
    return isinstance(value, str) and _PATTERN.fullmatch(value) is not None


def current_owner() -> str:
    """Return the visitor's id: the browser's cookie, or a new one for this session.

    Returns:
        22 characters of the URL-safe base64 alphabet. Any other cookie value is ignored.
    """
    told = st.session_state.get(_KEY)
    adopted = told.get("owner") if isinstance(told, Mapping) else None
    held = st.session_state.get(COOKIE)
    cookie = st.context.cookies.get(COOKIE)
    owner = next((value for value in (adopted, held, cookie) if valid_owner(value)), None) or secrets.token_urlsafe(16)
    st.session_state[COOKIE] = owner
    return str(owner)


def remember_owner() -> str:
    """Keep the visitor's id in the browser for a year; call once a run, in `app.py`.

    A cookie that another tab wrote in the meantime wins, so that two tabs share one history.

    Returns:
        The id, as `current_owner` returns it.
    """
    owner = current_owner()
    data: dict[str, Any] = {"cookie": COOKIE, "owner": owner, "pattern": f"^{_PATTERN.pattern}$", "age": YEAR_SECONDS}
    _mount(key=_KEY, data=data, on_owner_change=lambda: None)
    return owner
