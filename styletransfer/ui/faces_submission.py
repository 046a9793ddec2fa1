"""Put the edited faces back into the photograph, as a job like those of the other tools."""

import streamlit as st

from styletransfer.errors import ImageError, InputError
from styletransfer.jobs.job import Job
from styletransfer.recipes import MAX_FACES
from styletransfer.ui.current_job import open_job
from styletransfer.ui.faces_draft import FacesDraft
from styletransfer.ui.faces_text import check_prompts
from styletransfer.ui.guard import plain_errors
from styletransfer.ui.owner import current_owner
from styletransfer.ui.resources import store
from styletransfer.ui.start import start_button


def submit_faces(draft: FacesDraft) -> Job:
    """Queue the photograph with its edited faces.

    Raises:
        InputError: there is no photograph, nothing was changed, or a prompt cannot be read.
        CheckpointError: what reads prompts is not on this machine.
        JobError, StorageError: the store takes no job now.
    """
    if draft.content is None:
        raise ImageError("Choose a photograph first.")
    edited = draft.edited()
    if not edited:
        raise InputError("Nothing has been changed yet; move a slider or describe a change first.")
    if len(edited) > MAX_FACES:
        raise InputError(f"{len(edited)} faces are edited; at most {MAX_FACES} go into one picture.")
    for part in edited:
        check_prompts(draft, part.history.edit.prompts)
    return store().submit(draft.recipe(), draft.images(), owner=current_owner(), title=draft.title())


def put_back(draft: FacesDraft) -> None:
    """Draw the button that makes the whole photograph, ask whether every face takes the edit, and do it when pressed.

    What is wrong is said right below: the page goes on for long.
    """
    found = [part for part in draft.parts if part.number is not None]
    part = draft.part
    if len(found) > 1 and part is not None and part.number is not None:
        draft.every = st.toggle(
            "The same edit for every face",
            draft.every,
            key=draft.key("every"),
            help="What is set on the desk is made on all faces found; edits of single faces wait until this is off.",
        )
    else:
        draft.every = False
    start_button(draft, "Put it back into the photo", "")
    if draft.take_asked():
        with plain_errors():
            open_job(submit_faces(draft))
