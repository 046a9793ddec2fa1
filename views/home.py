"""What the studio does, with examples that start at one click."""

import streamlit as st

from styletransfer.imaging.samples import example_photos, gallery
from styletransfer.ui.current_job import open_asked, open_form, open_job
from styletransfer.ui.draft import current_draft
from styletransfer.ui.photo_regions import find
from styletransfer.ui.photo_submission import example_draft, submit_photo
from styletransfer.ui.picker import Choice, picker
from styletransfer.ui.resources import example_thumbnail, gallery_thumbnail
from styletransfer.ui.styles import gallery_choices, gallery_style
from styletransfer.ui.submission import submit_example
from styletransfer.ui.tools import NEURAL_STYLE, PHOTOREALISTIC

PAINTINGS = {
    "astronaut": "cubist-table",
    "chelsea": "swirling-night",
    "china": "stained-glass",
    "flower": "watercolor-poppies",
    "coffee": "great-wave",
    "rocket": "pointillist-river",
}
TRANSFERS = {"china": "coffee", "astronaut": "chelsea", "flower": "rocket"}

open_asked()
photos = {sample.slug: sample.title for sample in example_photos()}
styles = {sample.slug: sample.title for sample in gallery()}

st.title("Give a photograph another look", anchor=False)
left, right = st.columns(2, gap="large")
with left:
    st.subheader(NEURAL_STYLE.title, anchor=False)
    st.markdown(
        "Repaint a photograph with the strokes, palette and texture of a painting, here on this machine, "
        "while you watch."
    )
    if st.button("Paint a photograph", type="primary", icon=NEURAL_STYLE.icon):
        open_form(NEURAL_STYLE)
with right:
    st.subheader(PHOTOREALISTIC.title, anchor=False)
    st.markdown(
        "Give a photograph the light and colour of another, sky to sky and green to green. It stays a photograph, "
        "at its full size."
    )
    if st.button("Take over a look", type="primary", icon=PHOTOREALISTIC.icon):
        open_form(PHOTOREALISTIC)

st.subheader("Try one", anchor=False)
st.caption("A click starts at once.")
tried = picker(
    [
        Choice(
            id=photo,
            title=f"{photos[photo]} × {styles[style]}",
            detail=NEURAL_STYLE.title,
            image=example_thumbnail(photo),
            inset=gallery_thumbnail(style),
            hint=f"Paint {photos[photo]} in the manner of {styles[style]}",
        )
        for photo, style in PAINTINGS.items()
    ],
    key="home.examples",
    label="Examples of neural style",
    tile=160,
    across=2,
)
if tried:
    open_job(submit_example(tried, PAINTINGS[tried]))
taken = picker(
    [
        Choice(
            id=photo,
            title=f"{photos[photo]} × {photos[look]}",
            detail=PHOTOREALISTIC.title,
            image=example_thumbnail(photo),
            inset=example_thumbnail(look),
            hint=f"Give {photos[photo]} the light and colour of {photos[look]}",
        )
        for photo, look in TRANSFERS.items()
    ],
    key="home.transfers",
    label="Photorealistic examples",
    tile=160,
    across=2,
)
if taken:
    filled = example_draft(taken, TRANSFERS[taken])
    if filled.content is not None:
        filled.regions = find(filled, filled.content)
    open_job(submit_photo(filled))

st.subheader("Styles in the gallery", anchor=False)
st.caption("Drawn for this studio. Choose one to paint with it.")
slug = picker(gallery_choices(), key="home.gallery", label="Gallery of styles", tile=130)
if slug:
    draft = current_draft()
    draft.styles = []
    draft.add_style(gallery_style(slug))
    open_form(NEURAL_STYLE)
