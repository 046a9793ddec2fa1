"""A grid of pictures to choose from: buttons with a picture and a title, for mouse, fingers and keys."""

import base64
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import streamlit as st

from styletransfer.ui.assets import read_assets

_mount = st.components.v2.component(
    "styletransfer.picker",
    html='<div class="grid" role="group"></div>',
    css=read_assets("picker.css"),
    js=read_assets("picker.js"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One picture on offer.

    Attributes:
        id: what `picker` returns when it is clicked.
        title: words below it.
        image: JPEG, shown as a square.
        detail: a second, quieter line.
        hint: sentence shown under the pointer.
        inset: JPEG shown small in its corner.
    """

    id: str
    title: str
    image: bytes
    detail: str = ""
    hint: str = ""
    inset: bytes | None = None


def picker(
    choices: Sequence[Choice],
    *,
    key: str,
    label: str,
    selected: Collection[str] | None = None,
    tile: int = 96,
    across: int = 3,
) -> str | None:
    """Show pictures to click on.

    Args:
        choices: what is on offer.
        key: unique key of the element.
        label: what is chosen here, for screen readers.
        selected: ids of the chosen ones, shown as pressed; None when a click is an act, not a choice.
        tile: least width of a tile, px.
        across: how many always fit beside each other, however narrow the window.

    Returns:
        Id of the picture clicked on in this run, else None.
    """
    items = [
        {
            "id": choice.id,
            "title": choice.title,
            "detail": choice.detail,
            "hint": choice.hint,
            "image": _url(choice.image),
            "inset": _url(choice.inset) if choice.inset else None,
        }
        for choice in choices
    ]
    pressed = None if selected is None else list(selected)
    result = _mount(
        key=key,
        data={"items": items, "label": label, "selected": pressed, "tile": tile, "share": 88 / across},
        on_picked_change=lambda: None,
    )
    picked = result.get("picked")
    return picked if picked in {choice.id for choice in choices} else None


def _url(jpeg: bytes) -> str:
    return "data:image/jpeg;base64," + base64.b64encode(jpeg).decode("ascii")
