"""Bring the generator's face closer to the photograph, in the background, for as long as the visitor likes."""

import threading
from typing import TYPE_CHECKING

import streamlit as st

from styletransfer.errors import Cancelled, StyleTransferError
from styletransfer.imaging.io import Picture
from styletransfer.progress import Progress
from styletransfer.ui.faces_draft import FacePart, FacesDraft
from styletransfer.ui.faces_models import opened_photo
from styletransfer.ui.guard import logged, plain_errors
from styletransfer.ui.wording import escape

if TYPE_CHECKING:
    from styletransfer.run.face_photo import FaceModels

STEPS = 100


class Refining(threading.Thread):
    """One refinement; read its fields from any thread.

    Attributes:
        progress: the latest word from it, or None.
        latent: the codes it found, as a file, once it has ended.
        error: sentence when it failed, else "".
    """

    def __init__(self, photo: Picture, part: FacePart, models: "FaceModels", steps: int) -> None:
        """Prepare to refine the codes of a face; `start` begins."""
        super().__init__(name="refinement of a face", daemon=True)
        self.progress: Progress | None = None
        self.latent: bytes | None = None
        self.error = ""
        self._photo, self._part, self._models, self._steps = photo, part, models, steps
        self._stopped = threading.Event()

    def run(self) -> None:
        """Refine; whatever goes wrong becomes a sentence."""
        from styletransfer.checkpoints.latent_files import encode_latent
        from styletransfer.run import face_photo

        opening = face_photo.Opening(latent=self._part.latent, refinement=self._steps)
        try:
            codes = face_photo.codes_of(self._photo, self._part.found, self._models, opening, self._note)
            self.latent = encode_latent(codes, self._models.name)
        except StyleTransferError as error:
            self.error = str(error)
        except Exception:
            self.error = logged("refinement failed")

    def stop(self) -> None:
        """Ask it to end; the best codes so far are kept."""
        self._stopped.set()

    def _note(self, progress: Progress) -> None:
        self.progress = progress
        if self._stopped.is_set():
            raise Cancelled("The refinement was stopped; the best so far is kept.")


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
            part.latent = thread.latent or part.latent
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
        part.refining = Refining(photo, part, models, int(steps))
        part.refining.start()
        st.rerun()


def _under_way(thread: Refining) -> None:
    progress = thread.progress
    with st.container(horizontal=True, vertical_alignment="center"):
        told = "Getting ready …" if progress is None else f"Step {progress.step} of {progress.total}"
        st.progress(0.0 if progress is None else progress.fraction, text=told)
        if st.button("Stop and keep the best so far", icon=":material/stop_circle:", key="faces.refine.stop"):
            thread.stop()
