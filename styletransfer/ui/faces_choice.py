"""Which face is on the desk: chosen by a click on the photograph, or placed by hand."""

from dataclasses import replace
from typing import TYPE_CHECKING

import streamlit as st

from styletransfer.errors import FaceNotFound
from styletransfer.recipes import MAX_FACES, FacePlacement
from styletransfer.ui.face_picker import Box, FacePoints, pick_face, place_points
from styletransfer.ui.faces_draft import FacePart, FacesDraft
from styletransfer.ui.faces_finding import add_placed
from styletransfer.ui.faces_models import opened_photo
from styletransfer.ui.form import Chosen
from styletransfer.ui.inputs import describe_chosen
from styletransfer.ui.resources import fitted
from styletransfer.ui.wording import escape

if TYPE_CHECKING:
    from styletransfer.run.face_photo import FaceModels

_SMALL = 150  # width of a photograph with one face, px
_FIRST_POINTS = FacePoints(right_eye=(0.42, 0.42), left_eye=(0.58, 0.42), mouth=(0.5, 0.6))


def face_choice(draft: FacesDraft, content: Chosen, models: "FaceModels") -> None:
    """Show the photograph with its faces, what there is to say about the chosen one, and other ways to find one."""
    if draft.placing:
        _place(draft, content, models)
        return
    if len(draft.parts) == 1:  # a single face is seen well enough on the desk
        row = st.container(horizontal=True, vertical_alignment="center", gap="medium")
        picture, side = row.container(width=_SMALL), row.container(width="stretch")
    else:
        picture, side = st.columns([3, 4], gap="medium", vertical_alignment="center")
    with picture:
        _boxes(draft, content)
    with side:
        with st.container(horizontal=True, vertical_alignment="center"):
            describe_chosen(content)
            if st.button("Change", key="faces.change", icon=":material/swap_horiz:", type="tertiary"):
                draft.take_photograph(None)
                st.rerun()
        _words(draft)
        if (
            draft.person is None
            and len(draft.parts) < MAX_FACES
            and st.button(
                "Place eyes and mouth by hand",
                key="faces.place",
                icon=":material/ads_click:",
                type="secondary" if draft.parts else "primary",
            )
        ):
            draft.placing = True
            st.rerun()


def box_of(part: FacePart, name: str) -> Box:
    """Return the square around a face, as shares of its photograph."""
    height, width = part.found.frame.photo
    box = part.found.box
    x, y = box.centre
    label = name if part.history.edit.empty else f"{name}, edited"
    return Box(x=x / width, y=y / height, side=box.side / width, tilt=box.tilt, label=label)


def _boxes(draft: FacesDraft, content: Chosen) -> None:
    small = fitted(content.data)
    boxes = [box_of(part, draft.name_of(part)) for part in draft.parts]
    if len(boxes) == 1:  # it needs no number, and its picture has no room for words
        boxes = [replace(boxes[0], label="Face")]
    picked = pick_face(small, boxes, draft.chosen, key="faces.boxes")
    if boxes and picked != draft.chosen:
        draft.choose(picked)
        st.rerun()


def _words(draft: FacesDraft) -> None:
    """Say what was found, and what makes the chosen face hard to edit."""
    part = draft.part
    if part is None:
        st.warning(escape(draft.told), icon=":material/face:")
        return
    if len(draft.parts) > 1:
        st.markdown(f"**{len(draft.parts)} faces.** Click on the one to edit; each keeps its own edits.")
    for remark in part.found.remarks:
        st.info(escape(remark), icon=":material/info:")
    if part.placement is not None and st.button(
        "Remove this face", key="faces.remove", icon=":material/close:", type="tertiary"
    ):
        draft.parts.remove(part)
        draft.choose(0)
        st.rerun()


def _place(draft: FacesDraft, content: Chosen, models: "FaceModels") -> None:
    """Let the visitor put a point on each eye and one on the mouth."""
    with st.container(width=640):
        points = place_points(fitted(content.data), _start(draft), key="faces.points")
    with st.container(horizontal=True):
        done = st.button("Take this face", type="primary", icon=":material/check:", key="faces.placed")
        if st.button("Cancel", type="tertiary", key="faces.placing.cancel"):
            draft.placing = False
            st.rerun()
    if not done:
        return
    placement = FacePlacement(right_eye=points.right_eye, left_eye=points.left_eye, mouth=points.mouth)
    try:
        add_placed(draft, opened_photo(content.data, content.name), placement, models)
    except FaceNotFound as error:
        st.error(escape(str(error)), icon=":material/error:")
        return
    draft.placing = False
    draft.choose(len(draft.parts) - 1)
    st.rerun()


def _start(draft: FacesDraft) -> FacePoints:
    """Return where the points are at first: on the chosen face, if there is one."""
    placement = None if draft.part is None else draft.part.placement or draft.part.found.placement
    if placement is None:
        return _FIRST_POINTS
    return FacePoints(right_eye=placement.right_eye, left_eye=placement.left_eye, mouth=placement.mouth)
