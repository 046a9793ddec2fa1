"""Ways to bring in a face: a photograph of one's own, the camera, an example, or somebody who does not exist."""

import streamlit as st

from styletransfer.imaging.samples import example_photo, face_photos
from styletransfer.ui.faces_draft import FacesDraft
from styletransfer.ui.faces_models import random_person
from styletransfer.ui.form import Chosen
from styletransfer.ui.guard import plain_errors
from styletransfer.ui.inputs import OWN, camera, choose_photograph, uploaded
from styletransfer.ui.picker import Choice, picker
from styletransfer.ui.resources import example_thumbnail, square

PEOPLE = 6
"""Random faces on offer at once."""


def photograph(draft: FacesDraft) -> None:
    """Let the visitor bring in a photograph; the page is drawn anew when there is one."""
    st.subheader("Photograph", anchor=False)
    choose_photograph(draft, {OWN: _own, "Camera": camera})


def people(draft: FacesDraft) -> None:
    """Offer faces of people who do not exist, and others."""
    st.subheader("Or a random face", anchor=False)
    st.caption("Painted by the studio's own model; these people do not exist.")
    st.fragment(_people)(draft)


def person_choices(generator: str, first: int, count: int = PEOPLE) -> list[Choice]:
    """Return tiles of random faces, the first one with this seed."""
    seeds = range(first, first + count)
    return [
        Choice(id=str(seed), title=f"No. {seed}", image=square(random_person(generator, seed)[0])) for seed in seeds
    ]


def _people(draft: FacesDraft) -> None:
    with plain_errors():
        with st.spinner("Painting …"):
            choices = person_choices(draft.generator, draft.seed)
        picked = picker(choices, key="faces.people", label="People who do not exist", tile=130)
        if st.button("Other people", icon=":material/casino:", key="faces.others", on_click=_others, args=(draft,)):
            picked = None
        if picked:
            picture, latent = random_person(draft.generator, int(picked))
            draft.take_person(Chosen(picture, f"Person {picked}"), latent)
            st.rerun()


def _others(draft: FacesDraft) -> None:
    draft.seed += PEOPLE


def _own(prefix: str) -> Chosen | None:
    own = uploaded("Photograph", prefix)
    st.caption("Or one of these:")
    samples = {sample.slug: sample for sample in face_photos()}
    choices = [
        Choice(id=sample.slug, title=sample.title, image=example_thumbnail(sample.slug), hint=sample.caption)
        for sample in samples.values()
    ]
    slug = picker(choices, key=f"{prefix}.examples", label="Example photographs", tile=130)
    return Chosen(example_photo(slug), samples[slug].title) if slug else own
