"""What the studio does, with examples that start at one click."""

import streamlit as st

from styletransfer.imaging.samples import example_photo, example_photos, face_photos, gallery
from styletransfer.ui.current_job import open_asked, open_form, open_job
from styletransfer.ui.draft import current_draft
from styletransfer.ui.faces_draft import current_faces_draft
from styletransfer.ui.form import Chosen
from styletransfer.ui.photo_submission import submit_photo_example
from styletransfer.ui.picker import Choice, picker
from styletransfer.ui.resources import example_thumbnail, gallery_thumbnail
from styletransfer.ui.styles import gallery_choices, gallery_style
from styletransfer.ui.submission import submit_example
from styletransfer.ui.tools import FACES, NEURAL_STYLE, PHOTOREALISTIC, Tool

PAINTINGS = {
    "astronaut": "cubist-table",
    "chelsea": "swirling-night",
    "china": "stained-glass",
    "flower": "watercolor-poppies",
    "coffee": "great-wave",
    "rocket": "pointillist-river",
}
TRANSFERS = {"china": "coffee", "astronaut": "chelsea", "flower": "rocket"}

photos = {sample.slug: sample.title for sample in example_photos()}
styles = {sample.slug: sample.title for sample in gallery()}


def tile(tool: Tool, photo: str, manner: str, inset: bytes, hint: str) -> Choice:
    """Return the tile of an example: a photograph, and in its corner the picture it takes its manner from."""
    return Choice(
        id=photo,
        title=f"{photos[photo]} × {manner}",
        detail=tool.title,
        image=example_thumbnail(photo),
        inset=inset,
        hint=hint.format(photos[photo], manner),
    )


open_asked()

st.title("Give a photograph another look", anchor=False)
left, middle, right = st.columns(3, gap="large")
with left:
    st.subheader(NEURAL_STYLE.title, anchor=False)
    st.markdown(
        "Repaint a photograph with the strokes, palette and texture of a painting, here on this machine, "
        "while you watch."
    )
    if st.button("Paint a photograph", type="primary", icon=NEURAL_STYLE.icon):
        open_form(NEURAL_STYLE)
with middle:
    st.subheader(PHOTOREALISTIC.title, anchor=False)
    st.markdown(
        "Give a photograph the light and colour of another, sky to sky and green to green. It stays a photograph, "
        "at its full size."
    )
    if st.button("Take over a look", type="primary", icon=PHOTOREALISTIC.icon):
        open_form(PHOTOREALISTIC)
with right:
    st.subheader(FACES.title, anchor=False)
    st.markdown(
        "Make somebody older, have them smile or look elsewhere: drag a slider and watch. The rest of the photograph "
        "stays as it is."
    )
    if st.button("Edit a face", type="primary", icon=FACES.icon):
        open_form(FACES)

st.subheader("Try one", anchor=False)
st.caption("A click starts at once.")
tried = picker(
    [
        tile(NEURAL_STYLE, photo, styles[style], gallery_thumbnail(style), "Paint {} in the manner of {}")
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
        tile(PHOTOREALISTIC, photo, photos[look], example_thumbnail(look), "Give {} the light and colour of {}")
        for photo, look in TRANSFERS.items()
    ],
    key="home.transfers",
    label="Photorealistic examples",
    tile=160,
    across=2,
)
if taken:
    open_job(submit_photo_example(taken, TRANSFERS[taken]))
people = {sample.slug: sample for sample in face_photos()}
face = picker(
    [
        Choice(
            id=sample.slug,
            title=sample.title,
            detail=FACES.title,
            image=example_thumbnail(sample.slug),
            hint=f"Edit faces: {sample.caption}",
        )
        for sample in people.values()
    ],
    key="home.faces",
    label="Photographs with faces",
    tile=160,
    across=2,
)
if face:
    current_faces_draft().take_photograph(Chosen(example_photo(face), people[face].title))
    open_form(FACES)

st.subheader("Styles in the gallery", anchor=False)
st.caption("Drawn for this studio. Choose one to paint with it.")
slug = picker(gallery_choices(), key="home.gallery", label="Gallery of styles", tile=130)
if slug:
    draft = current_draft()
    draft.styles = []
    draft.add_style(gallery_style(slug))
    open_form(NEURAL_STYLE)
