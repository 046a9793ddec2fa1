"""A page that shows the studio's own components and what Python received from them."""

import json
from io import BytesIO

import numpy as np
import streamlit as st
from PIL import Image

from styletransfer.ui.canvas import prepare_canvas
from styletransfer.ui.compare import compare_slider
from styletransfer.ui.label_runs import encode_runs
from styletransfer.ui.mask_editor import mask_editor
from styletransfer.ui.owner import remember_owner
from styletransfer.ui.painter import MaskClass, Pane, mask_painter
from styletransfer.ui.paste import paste_picture

HOSTILE = "<img src=x onerror=\"document.title='pwned'\">"
CLASSES = (
    MaskClass(1, "Sky", "#3b82f6"),
    MaskClass(2, "Buildings and everything else", "#f59e0b"),
    MaskClass(3, HOSTILE, "#10b981"),
)


def picture(width: int, height: int, tint: tuple[float, float, float]) -> bytes:
    """Draw smooth hills under a gradient, so that a screenshot is worth looking at."""
    y, x = np.mgrid[0:height, 0:width] / np.array([height, width]).reshape(2, 1, 1)
    hills = (y > 0.62 + 0.12 * np.sin(7 * x) + 0.05 * np.sin(19 * x)).astype(float)
    light = 0.25 + 0.6 * (1 - y) * (1 - hills) + 0.25 * hills * (0.5 + 0.5 * np.sin(40 * x + 30 * y))
    pixels = np.clip(light[..., None] * np.array(tint) * 255, 0, 255).astype(np.uint8)
    file = BytesIO()
    Image.fromarray(pixels).save(file, "PNG")
    return file.getvalue()


st.set_page_config(page_title="Components", layout="wide")
st.text(f"owner {remember_owner()}")
runs = st.session_state["runs"] = st.session_state.get("runs", 0) + 1
clicked = st.button("Run again")
st.text(f"runs {runs}")

part = st.query_params.get("part")
if part == "compare":
    compare_slider(
        picture(640, 400, (0.5, 0.8, 1.3)),
        picture(1280, 800, (1.3, 0.8, 0.5)),
        key="compare",
        labels=("Photograph", HOSTILE),
        alt="Hills",
    )
if part == "painter":
    show = st.toggle("Painter", value=True)
    tall = st.toggle("Another picture")
    background = picture(300, 400, (1.0, 1.0, 1.0)) if tall else picture(600, 400, (0.9, 1.0, 1.1))
    preset = np.zeros((400, 600), dtype=np.uint8)
    preset[:, :300] = 2
    given = preset if st.toggle("Start from a mask") else None
    if show:
        pane = Pane(key="mask", canvas=prepare_canvas(background), label_map=given)
        [painted] = mask_painter([pane], classes=CLASSES, key="mask")
        labels = painted if painted.any() else None
        report = None if labels is None else {"size": labels.shape, "runs": encode_runs(labels)}
        st.html(f"<pre id='report' hidden>{json.dumps(report)}</pre>")
        if clicked:
            st.session_state["at_click"] = 0 if labels is None else int((labels > 0).sum())
        st.text(f"at the click {st.session_state.get('at_click')}")
        st.text("nothing painted" if labels is None else f"painted {int((labels > 0).sum())}")
if part == "editor":
    edited = mask_editor(picture(600, 400, (1.0, 0.9, 0.9)), classes=CLASSES, key="editor")
    st.text("editor empty" if edited is None else f"editor {np.unique(edited).tolist()}")
if part == "paste":
    for name in ("first", "second"):
        pasted = paste_picture(key=name, label=f"Paste {name}")
        st.text(f"{name}: {None if pasted is None else Image.open(BytesIO(pasted)).size}")
