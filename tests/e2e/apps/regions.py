"""A page with the editor of two photographs' regions, and what Python received from it."""

import json
from io import BytesIO

import numpy as np
import streamlit as st
from numpy.typing import NDArray
from PIL import Image

from styletransfer.ui.label_runs import encode_runs
from styletransfer.ui.painter import MaskClass
from styletransfer.ui.region_editor import region_colour, region_editor


def landscape(width: int, height: int, seed: int) -> bytes:
    """Draw a noisy sky over dark hills: two parts that can be told apart."""
    y, x = np.mgrid[0:height, 0:width] / np.array([height, width]).reshape(2, 1, 1)
    hills = (y > 0.6 + 0.1 * np.sin(7 * x + seed))[..., None]
    sky, ground = np.array([120, 170, 230]) * (1.1 - 0.4 * y[..., None]), np.array([60, 90, 40])
    pixels = np.where(hills, ground, sky) + np.random.default_rng(seed).normal(0, 6, (height, width, 3))
    file = BytesIO()
    Image.fromarray(pixels.clip(0, 255).astype(np.uint8)).save(file, "PNG")
    return file.getvalue()


def blocks(width: int, height: int, seed: int) -> NDArray[np.uint8]:
    """Label the sky 0 and the hills 1, in stairs as rough as an automatic map's."""
    stairs = (np.arange(width) // 40 + 0.5) * 40 / width
    return (np.arange(height)[:, None] / height > 0.6 + 0.1 * np.sin(7 * stairs + seed)[None]).astype(np.uint8)


st.set_page_config(page_title="Regions", layout="wide")
runs = st.session_state["runs"] = st.session_state.get("runs", 0) + 1
st.button("Run again")
more = st.toggle("A third region")
if st.toggle("Editor", value=True):
    classes = [MaskClass(0, "Sky", region_colour(0)), MaskClass(1, "Ground", region_colour(1))]
    if more:
        classes.append(MaskClass(2, "Water", region_colour(2)))
    maps = region_editor(
        landscape(600, 400, 1),
        landscape(400, 500, 2),
        classes=classes,
        content_labels=blocks(600, 400, 1),
        style_labels=blocks(400, 500, 2),
        key="regions",
    )
    report = [{"size": labels.shape, "runs": encode_runs(labels)} for labels in maps]
    st.html(f"<pre id='report' hidden>{json.dumps(report)}</pre>")
st.text(f"runs {runs}")
