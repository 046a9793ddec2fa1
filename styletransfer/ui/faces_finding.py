"""Find the faces of the photograph, or take one that eyes and mouth were placed for, and keep the edits of each."""

from typing import TYPE_CHECKING

import streamlit as st

from styletransfer.errors import FaceNotFound
from styletransfer.imaging.io import Picture
from styletransfer.recipes import FacePlacement
from styletransfer.ui.faces_draft import FacePart, FacesDraft, WaitingEdit
from styletransfer.ui.faces_edits import EditHistory, FaceEdit, OtherPerson, summary
from styletransfer.ui.faces_models import opened_photo
from styletransfer.ui.form import Chosen

if TYPE_CHECKING:
    from styletransfer.run.face_photo import FaceModels


def seek(draft: FacesDraft, content: Chosen, models: "FaceModels") -> None:
    """Find the faces of the photograph, unless they are known; keep the reason when there is none.

    Faces keep their edits when other networks look for them anew.
    """
    sought = (hash(content.data), draft.generator, draft.landmarks)
    if draft.sought == sought:
        return
    photo = opened_photo(content.data, content.name)
    earlier, draft.told, draft.sought = draft.parts, "", sought
    try:
        with st.spinner("Looking for faces …"):
            draft.parts = _found(draft, photo, models)
    except FaceNotFound as error:
        draft.parts, draft.told = [], str(error)
    known = {part.number: part.history for part in earlier if part.placement is None}
    for part in draft.parts:
        part.history = known.get(part.number, part.history)
    for part in earlier:
        if part.placement is not None:
            add_placed(draft, photo, part.placement, models, part.history)
    waiting, draft.waiting = draft.waiting, []
    remarks = draft.remarks
    for edit in waiting:
        _apply(draft, photo, edit, models)
    draft.choose(min(draft.chosen, max(0, len(draft.parts) - 1)))
    if draft.remarks != remarks:
        st.rerun()  # they stand above, where this run has been already


def add_placed(
    draft: FacesDraft,
    photo: Picture,
    placement: FacePlacement,
    models: "FaceModels",
    history: EditHistory | None = None,
) -> FacePart:
    """Add a face whose eyes and mouth were placed by hand.

    Raises:
        FaceNotFound: the points lie in one line, or the eyes are exchanged.
    """
    from styletransfer.run import face_photo

    found = face_photo.placed(photo, placement, models)
    part = FacePart(found=found, placement=placement, history=history or EditHistory())
    draft.parts.append(part)
    return part


def _found(draft: FacesDraft, photo: Picture, models: "FaceModels") -> list[FacePart]:
    from styletransfer.run import face_photo

    if draft.person is not None:
        return [FacePart(found=face_photo.whole(photo, models), latent=draft.person)]
    return [FacePart(found=face, number=face.number) for face in face_photo.find(photo, models)]


def _apply(draft: FacesDraft, photo: Picture, waiting: WaitingEdit, models: "FaceModels") -> None:
    """Give a face what a recipe says of it; one that is not found is left out, with a remark."""
    slot = waiting.slot
    number = None if slot.whole else slot.face
    if slot.placement is not None:
        part = add_placed(draft, photo, slot.placement, models)
    else:
        fitting = [part for part in draft.parts if part.placement is None and part.number == number]
        if not fitting:
            draft.remarks = (*draft.remarks, f"Face {slot.face + 1} of the recipe is not in this photograph.")
            return
        part = fitting[0]
    other = None
    if slot.mix is not None and waiting.other is not None:
        other = OtherPerson(
            name="another person", latent=waiting.other, tile=b"", share=slot.mix.share, part=slot.mix.part
        )
    known = {name: value for name, value in slot.sliders.items() if name in draft.words}
    edit = FaceEdit(known, other, slot.prompts)
    part.history = EditHistory.of(edit, summary(edit, draft.words))
    part.latent = waiting.latent if waiting.latent is not None else part.latent
