"""One job on its page, in whatever state it is."""

from collections.abc import Callable

import streamlit as st

from styletransfer.errors import JobNotFound
from styletransfer.jobs.job import Job, JobState
from styletransfer.ui.current_job import leave_job, open_job
from styletransfer.ui.faces_progress import EDITING
from styletransfer.ui.faces_results import show_faces
from styletransfer.ui.guard import plain_errors
from styletransfer.ui.neural_progress import PAINTING
from styletransfer.ui.neural_results import show_painting
from styletransfer.ui.photo_progress import TRANSFER
from styletransfer.ui.photo_results import show_photograph
from styletransfer.ui.progress import Making, live_job
from styletransfer.ui.resources import store
from styletransfer.ui.results import reuse_button
from styletransfer.ui.tools import FACES, NEURAL_STYLE, PHOTOREALISTIC, Tool
from styletransfer.ui.wording import STATE_WORDS, ago, escape

_PROGRESS: dict[str, Making] = {
    NEURAL_STYLE.name: PAINTING,
    PHOTOREALISTIC.name: TRANSFER,
    FACES.name: EDITING,
}
_RESULTS: dict[str, Callable[[Job], None]] = {
    NEURAL_STYLE.name: show_painting,
    PHOTOREALISTIC.name: show_photograph,
    FACES.name: show_faces,
}


def show_job(job_id: str, tool: Tool) -> None:
    """Show the job with this id, on the page of its own tool, or say that there is none."""
    try:
        job = store().get(job_id)
    except JobNotFound:
        _heading("Picture", tool)
        st.warning("There is no picture under this link; it may have been deleted by its owner.")
        return
    if job.tool != tool.name:
        open_job(job)
    _heading(job.title or "Picture", tool)
    if not job.state.final:
        live_job(job.id, _PROGRESS[job.tool])
        return
    continued = " · continues an earlier picture" if job.parent else ""
    st.caption(f"{STATE_WORDS[job.state]} · {ago(job.created)}{continued}")
    if job.has_result:
        _show_result(job)
    else:
        _without_picture(job)


def _heading(title: str, tool: Tool) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.title(escape(title), anchor=False, width="stretch")
        if st.button("New picture", icon=":material/add:", key=f"{tool.prefix}.leave"):
            leave_job(tool)
            st.rerun()


def _show_result(job: Job) -> None:
    """Show a finished job in a fragment, so that its sliders redraw nothing else."""

    def body() -> None:
        with plain_errors():
            _RESULTS[job.tool](job)

    st.fragment(body)()


def _without_picture(job: Job) -> None:
    """Say why there is no picture, and what can be done."""
    if job.state is JobState.FAILED:
        st.error(escape(job.error or "The picture could not be made."), icon=":material/error:")
    elif job.state is JobState.CANCELLED:
        st.info("This job was stopped before there was a picture.")
    for note in job.notes:
        st.info(escape(note))
    if not job.removed:
        with st.container(width=280):
            reuse_button(job)
