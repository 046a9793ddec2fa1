"""The mask painter with import and export of PNG files."""

from collections.abc import Sequence

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from styletransfer.errors import InputError
from styletransfer.imaging.masks import encode_label_map, open_label_map
from styletransfer.ui.painter import Canvas, MaskClass, mask_painter, prepare_canvas


def mask_editor(
    background: bytes,
    *,
    classes: Sequence[MaskClass],
    key: str,
    label_map: NDArray[np.uint8] | None = None,
    max_side: int = 1024,
) -> NDArray[np.uint8] | None:
    """Let the visitor paint, import and export a mask.

    Args:
        background: encoded picture.
        classes: regions on offer, at least one, each label once.
        key: unique key of the element.
        label_map: labels to start from, until a file is imported.
        max_side: longest side of the label map, px.

    Returns:
        Labels (H, W) as `mask_painter` returns them.

    Raises:
        ImageError: the picture cannot be read.
        MaskError: `label_map` does not fit the picture.
    """
    canvas = prepare_canvas(background, key, max_side)
    imported = st.session_state.get(f"{key}:imported")
    start = imported[1] if imported is not None and imported[0] == canvas.digest else label_map
    painted = mask_painter(background, classes=classes, key=key, label_map=start, max_side=max_side)
    with st.container(horizontal=True):
        with st.popover("Import mask", icon=":material/upload:"):
            st.file_uploader(
                "Mask",
                type=["png"],
                key=f"{key}:file",
                on_change=_import,
                args=(key, canvas, [region.label for region in classes]),
                help="A PNG of the picture's shape whose grey values or colour numbers are the regions.",
            )
        st.download_button(
            "Export mask",
            data=b"" if painted is None else encode_label_map(painted),
            file_name="mask.png",
            mime="image/png",
            icon=":material/download:",
            key=f"{key}:export",
            disabled=painted is None,
            on_click="ignore",
            help="A PNG with one colour number a region; it can be imported again.",
        )
    remark = st.session_state.get(f"{key}:remark")
    if remark:
        st.warning(remark)
    return painted


def _import(key: str, canvas: Canvas, labels: Sequence[int]) -> None:
    """Take in the uploaded mask; Streamlit calls it before the run that shows it."""
    st.session_state.pop(f"{key}:remark", None)
    file = st.session_state.get(f"{key}:file")
    if file is None:
        return
    try:
        label_map = open_label_map(file.getvalue(), size=(canvas.height, canvas.width))
    except InputError as error:
        st.session_state[f"{key}:remark"] = str(error)
        return
    strange = sorted(set(np.unique(label_map).tolist()) - {0, *labels})
    if strange:
        named = ", ".join(str(label) for label in strange[:8]) + (" …" if len(strange) > 8 else "")
        st.session_state[f"{key}:remark"] = f"The mask also holds {named}, which no region here has: left unpainted."
        label_map = np.where(np.isin(label_map, labels), label_map, 0).astype(np.uint8)
    st.session_state[f"{key}:imported"] = (canvas.digest, label_map)
    st.session_state[f"{key}:edition"] = int(st.session_state.get(f"{key}:edition", 0)) + 1
