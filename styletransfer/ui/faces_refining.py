"""Bring the generator's face closer to the photograph, in the background, for as long as the visitor likes."""

from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from styletransfer.imaging.io import Picture
from styletransfer.progress import OnProgress
from styletransfer.ui.background import Task
from styletransfer.ui.faces_draft import FacePart, FacesDraft
from styletransfer.ui.faces_models import opened_photo
from styletransfer.ui.guard import plain_errors
from styletransfer.ui.wording import escape

if TYPE_CHECKING:
    from styletransfer.run.face_photo import FaceModels

STEPS = 100


def _codes(photo: Picture, part: FacePart, models: "FaceModels", steps: int, on_progress: OnProgress) -> bytes:
    """Refine the codes of a face and return them as a file; when stopped, the best so far."""
    from styletransfer.checkpoints.latent_files import encode_latent
    from styletransfer.run import face_photo

    opening = face_photo.Opening(latent=part.latent, refinement=steps)
    return encode_latent(face_photo.codes_of(photo, part.found, models, opening, on_progress), models.name)


def refining(draft: FacesDraft, part: FacePart, models: "FaceModels") -> None:
    """Offer to refine the face on the desk, and show how far that is."""
    thread = part.refining
    st.fragment(_refining, run_every=0.5 if thread is not None else None)(draft, part, models)


def _refining(draft: FacesDraft, part: FacePart, models: "FaceModels") -> None:
    with plain_errors():
        thread = part.refining
        if thread is None:
            _offer(draft, part, models)
        elif thread.is_alive():
            _under_way(thread)
        else:
            part.refining = None
            part.told = thread.error or "Refined: the model's face is closer to the photo now."
            part.latent = thread.result or part.latent
            st.rerun()


def _offer(draft: FacesDraft, part: FacePart, models: "FaceModels") -> None:
    st.caption("Brings the model's own picture of the face closer to the photo, step by step; stop it at any time.")
    with st.container(horizontal=True, vertical_alignment="bottom"):
        steps = st.number_input("Steps", 10, 500, STEPS, 10, key=draft.key("steps"), width=140)
        start = st.button("Refine", icon=":material/auto_fix_high:", key="faces.refine")
    if part.told:
        st.caption(escape(part.told))
    if start and draft.content is not None:
        photo = opened_photo(draft.content.data, draft.content.name)
        work = partial(_codes, photo, part, models, int(steps))
        part.refining = Task("refinement of a face", work)
        part.refining.start()
        st.rerun()


def _under_way(thread: Task[bytes]) -> None:
    progress = thread.progress
    with st.container(horizontal=True, vertical_alignment="center"):
        told = "Getting ready …" if progress is None else f"Step {progress.step} of {progress.total}"
        st.progress(0.0 if progress is None else progress.fraction, text=told)
        if st.button("Stop and keep the best so far", icon=":material/stop_circle:", key="faces.refine.stop"):
            thread.stop()
