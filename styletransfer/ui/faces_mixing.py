"""Mix another person in: from a second photograph, or somebody who does not exist."""

import time
from dataclasses import replace
from typing import TYPE_CHECKING

import streamlit as st

from styletransfer.algorithms.latent_parts import Part
from styletransfer.ui.faces_draft import FacePart, FacesDraft
from styletransfer.ui.faces_edits import OtherPerson, in_words
from styletransfer.ui.faces_inputs import PEOPLE, person_choices
from styletransfer.ui.faces_models import opened_photo, random_person, tile
from styletransfer.ui.form import Chosen
from styletransfer.ui.inputs import uploaded, usable
from styletransfer.ui.paste import forget_paste
from styletransfer.ui.picker import picker
from styletransfer.ui.resources import square

if TYPE_CHECKING:
    from styletransfer.run.face_photo import FaceModels

PARTS: dict[Part, str] = {"all": "Everything", "coarse": "Pose and shape", "middle": "Features", "fine": "Colours"}


def mixing(draft: FacesDraft, part: FacePart, models: "FaceModels") -> None:
    """Offer to mix another person into the face on the desk."""
    other = part.history.edit.other
    if other is None:
        _choose(draft, part, models)
    else:
        _how_much(draft, part, other)


def codes_from(chosen: Chosen, models: "FaceModels") -> OtherPerson:
    """Read the largest face of a photograph.

    Raises:
        FaceNotFound: there is none.
    """
    from styletransfer.checkpoints.latent_files import encode_latent
    from styletransfer.run import face_photo

    photo = opened_photo(chosen.data, chosen.name)
    found = face_photo.find(photo, models)[0]
    face = face_photo.opened(photo, found, models)
    return OtherPerson(
        name=chosen.name[:60] or "another person",
        latent=encode_latent(face.w_plus, models.name),
        tile=tile(face.preview),
    )


def _choose(draft: FacesDraft, part: FacePart, models: "FaceModels") -> None:
    st.caption("Somebody from a second photo, or one of these people who do not exist.")
    picked = picker(
        person_choices(draft.generator, draft.other_seed),
        key="faces.mix.people",
        label="People to mix in",
        tile=96,
    )
    if st.button("Other people", icon=":material/casino:", key="faces.mix.others"):
        draft.other_seed += PEOPLE
        st.rerun()
    own = uploaded("Second photograph", "faces.mix")
    if picked:
        picture, latent = random_person(draft.generator, int(picked))
        _take(draft, part, OtherPerson(name=f"Person {picked}", latent=latent, tile=square(picture)))
    elif own is not None and usable(own):
        taken = codes_from(own, models)
        forget_paste("faces.mix.paste")
        _take(draft, part, taken)


def _how_much(draft: FacesDraft, part: FacePart, other: OtherPerson) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        if other.tile:
            st.image(other.tile, width=72, alt=other.name)
        percent = st.slider(
            f"Share of {other.name}",
            0,
            100,
            round(100 * other.share),
            5,
            format="%d %%",
            key=draft.desk_key("mix.share"),
        )
        chosen = st.segmented_control(
            "What is taken",
            list(PARTS),
            default=other.part,
            required=True,
            format_func=lambda name: PARTS[name],
            key=draft.desk_key("mix.part"),
        )
        removed = st.button("Remove", icon=":material/close:", key="faces.mix.remove", type="tertiary")
    changed = OtherPerson(name=other.name, latent=other.latent, tile=other.tile, share=percent / 100, part=chosen)
    if removed:
        _take(draft, part, None)
    elif changed != other:
        _take(draft, part, changed)


def _take(draft: FacesDraft, part: FacePart, other: OtherPerson | None) -> None:
    """Note who is mixed in as a step of the history, and draw the page anew."""
    edit = replace(part.history.edit, other=other)
    part.history.note(edit, in_words(part.history.edit, edit, draft.words), moment=time.monotonic())
    st.rerun()
