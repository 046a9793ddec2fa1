"""The mask painter with import, export and refinement of a mask."""

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import replace
from functools import partial

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from styletransfer.errors import InputError
from styletransfer.imaging.grabcut import refine
from styletransfer.imaging.masks import LabelMap, encode_label_map, open_label_map
from styletransfer.ui.canvas import Canvas, prepare_canvas
from styletransfer.ui.painter import MaskClass, Pane, mask_painter, refine_requests


def mask_editor(
    background: bytes,
    *,
    classes: Sequence[MaskClass],
    key: str,
    label_map: NDArray[np.uint8] | None = None,
) -> NDArray[np.uint8] | None:
    """Let the visitor paint, refine, import and export a mask.

    Args:
        background: encoded picture.
        classes: regions on offer, at least one, each label once and none 0, which is the unpainted part.
        key: unique key of the element.
        label_map: labels to start from, until a file is imported.

    Returns:
        Labels (H, W) at the picture's reduced size, or None while nothing is painted.

    Raises:
        ImageError: the picture cannot be read.
        MaskError: `label_map` does not fit the picture.
    """
    pane = Pane(key=key, canvas=prepare_canvas(background), label_map=label_map)
    [pane] = current([pane], key)
    [painted] = mask_painter([pane], classes=classes, key=key, can_refine=True)
    drawn = painted if painted.any() else None
    with st.container(horizontal=True):
        import_menu(pane, "Import mask", [0, *(region.label for region in classes)])
        export_button(pane, "Export mask", drawn, "mask.png")
    show_remark(pane)
    return drawn


def current(panes: Sequence[Pane], key: str) -> list[Pane]:
    """Put in the maps that were imported or refined since a pane's own `label_map` came.

    Args:
        panes: with the maps to start from.
        key: of the painter, whose wishes for refined edges are answered first.
    """
    origins = [_origin(pane) for pane in panes]
    for wish in refine_requests(panes, key):
        refined = refine(panes[wish.pane].canvas.pixels(), wish.label_map, wish.label)
        _take(panes[wish.pane].key, origins[wish.pane], refined)
        if np.array_equal(refined, wish.label_map):
            st.toast("This region has no edges here that could be refined.", icon=":material/info:")
    replaced = []
    for pane, origin in zip(panes, origins, strict=True):
        st.session_state[f"{pane.key}:origin"] = origin
        taken = st.session_state.get(f"{pane.key}:taken")
        label_map = taken[1] if taken is not None and taken[0] == origin else pane.label_map
        replaced.append(replace(pane, label_map=label_map, base=pane.label_map))
    return replaced


def import_menu(pane: Pane, name: str, known: Collection[int] | None) -> None:
    """Offer to replace a pane's map by a file.

    Args:
        pane: the picture.
        name: words on the button.
        known: labels that are kept, all others become 0; None keeps every label.
    """
    with st.popover(name, icon=":material/upload:"):
        st.file_uploader(
            "Mask",
            type=["png"],
            key=f"{pane.key}:file",
            on_change=_import,
            args=(pane.key, pane.canvas, known),
            help="A PNG of the picture's shape whose grey values, colour numbers or mask colours are the regions.",
        )


def export_button(pane: Pane, name: str, label_map: LabelMap | None, file_name: str) -> None:
    """Offer a pane's map as a file; None disables the button."""
    st.download_button(
        name,
        data=b"" if label_map is None else partial(encode_label_map, label_map),
        file_name=file_name,
        mime="image/png",
        icon=":material/download:",
        key=f"{pane.key}:export",
        disabled=label_map is None,
        on_click="ignore",
        help="A PNG with one colour number a region; it can be imported again.",
    )


def show_remark(pane: Pane) -> None:
    """Say what was wrong with the last file."""
    remark = st.session_state.get(f"{pane.key}:remark")
    if remark:
        st.warning(remark)


def _origin(pane: Pane) -> str:
    """Name what a pane starts from by itself: an imported map gives way when this changes."""
    known = hashlib.sha256(pane.canvas.digest.encode())
    if pane.label_map is not None:
        known.update(pane.label_map.tobytes())
    return known.hexdigest()


def _take(key: str, origin: str, label_map: LabelMap) -> None:
    """Let a pane go on from another map."""
    st.session_state[f"{key}:taken"] = (origin, label_map)
    st.session_state[f"{key}:edition"] = int(st.session_state.get(f"{key}:edition", 0)) + 1


def _import(key: str, canvas: Canvas, known: Collection[int] | None) -> None:
    """Take in the uploaded mask; Streamlit calls it before the run that shows it."""
    st.session_state.pop(f"{key}:remark", None)
    file = st.session_state.get(f"{key}:file")
    if file is None:
        return
    try:
        label_map = open_label_map(file.getvalue(), size=canvas.size)
    except InputError as error:
        st.session_state[f"{key}:remark"] = str(error)
        return
    strange = [] if known is None else sorted(set(np.unique(label_map).tolist()) - set(known))
    if strange:
        named = ", ".join(str(label) for label in strange[:8]) + (" …" if len(strange) > 8 else "")
        st.session_state[f"{key}:remark"] = f"The mask also holds {named}, which no region here has: left unpainted."
        label_map = np.where(np.isin(label_map, strange), 0, label_map).astype(np.uint8)
    _take(key, st.session_state[f"{key}:origin"], label_map)
