"""What the studio does, with examples that start at one click."""

import streamlit as st

from styletransfer.imaging.samples import example_photos, gallery
from styletransfer.ui.current_job import PARAMETER, open_form, open_job
from styletransfer.ui.draft import current_draft
from styletransfer.ui.picker import Choice, picker
from styletransfer.ui.resources import example_thumbnail, gallery_thumbnail
from styletransfer.ui.styles import gallery_choices, gallery_style
from styletransfer.ui.submission import submit_example

EXAMPLES = {
    "astronaut": "cubist-table",
    "chelsea": "swirling-night",
    "china": "stained-glass",
    "flower": "watercolor-poppies",
    "coffee": "great-wave",
    "rocket": "pointillist-river",
}

if asked := st.query_params.get(PARAMETER):
    open_job(asked)

photos = {sample.slug: sample.title for sample in example_photos()}
styles = {sample.slug: sample.title for sample in gallery()}

st.title("Paint a photograph", anchor=False)
st.markdown(
    "Give the studio a photograph and a painting. **Neural style** repaints the one with the strokes, "
    "palette and texture of the other, here on this machine, while you watch."
)
if st.button("Start with your own photograph", type="primary", icon=":material/brush:"):
    open_form()

st.subheader("Try one", anchor=False)
st.caption("A click starts painting at once, in draft quality.")
tried = picker(
    [
        Choice(
            id=photo,
            title=f"{photos[photo]} × {styles[style]}",
            image=example_thumbnail(photo),
            inset=gallery_thumbnail(style),
            hint=f"Paint {photos[photo]} in the manner of {styles[style]}",
        )
        for photo, style in EXAMPLES.items()
    ],
    key="home.examples",
    label="Examples",
    tile=160,
    across=2,
)
if tried:
    open_job(submit_example(tried, EXAMPLES[tried]).id)

st.subheader("Styles in the gallery", anchor=False)
st.caption("Drawn for this studio. Choose one to paint with it.")
slug = picker(gallery_choices(), key="home.gallery", label="Gallery of styles", tile=130)
if slug:
    draft = current_draft()
    draft.styles = []
    draft.add_style(gallery_style(slug))
    open_form()
