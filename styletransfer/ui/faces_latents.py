"""The codes of the face on the desk as a file: to keep, and to bring back."""

from typing import TYPE_CHECKING

import streamlit as st

from styletransfer.errors import InputError
from styletransfer.ui.faces_draft import FacePart, FacesDraft
from styletransfer.ui.faces_models import opened_face
from styletransfer.ui.wording import escape, file_stem

if TYPE_CHECKING:
    from styletransfer.run.face_photo import FaceModels


def latents(draft: FacesDraft, part: FacePart, models: "FaceModels") -> None:
    """Offer the codes of a face as a file, and to take those of another file."""
    st.caption(
        "The codes are what the model knows of this face. Keep them, and load them again with the same photo "
        "to go on exactly where you were."
    )
    file = st.file_uploader("Codes (.safetensors)", type=["safetensors"], key=draft.key(f"latent.{draft.serial}"))
    if file is not None:
        _take(draft, part, models, file.getvalue())
    with st.container(horizontal=True):
        download(draft, part, models)
        if part.latent is None or draft.person is not None:
            return
        if st.button("Read them from the photo again", key="faces.latent.forget", icon=":material/restart_alt:"):
            part.latent, part.told = None, ""
            st.rerun()


def download(draft: FacesDraft, part: FacePart, models: "FaceModels") -> None:
    """Offer the codes with the present edit, the codes as they were found, and the face alone."""
    from styletransfer.checkpoints.latent_files import encode_latent

    face = opened_face(draft, part, models)
    edit = part.history.edit
    stem = file_stem(f"{draft.content.name if draft.content else 'face'} {draft.name_of(part)}")
    st.download_button(
        "Codes",
        data=lambda: encode_latent(face.w_plus, models.name),
        file_name=f"{stem}.safetensors",
        mime="application/octet-stream",
        icon=":material/download:",
        on_click="ignore",
        key="faces.latent.download",
        help="Of the face as it was found.",
    )
    if edit.sliders or edit.other is not None:
        st.download_button(
            "Codes with the edit",
            data=lambda: encode_latent(models.directions.moved(face.start, edit.sliders, draft.limit), models.name),
            file_name=f"{stem}-edited.safetensors",
            mime="application/octet-stream",
            icon=":material/download:",
            on_click="ignore",
            key="faces.latent.edited",
            help="With the sliders and the other person; descriptions act later and are no part of the codes.",
        )


def _take(draft: FacesDraft, part: FacePart, models: "FaceModels", data: bytes) -> None:
    try:
        models.read_latent(data)
    except InputError as error:
        st.error(escape(str(error)), icon=":material/error:")
        return
    part.latent, part.told = data, "These codes come from a file."
    draft.serial += 1  # an empty uploader takes the place of the one whose file is taken over
    draft.renew()
    st.rerun()
