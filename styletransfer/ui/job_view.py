"""One job on its page, in whatever state it is."""

import streamlit as st

from styletransfer.errors import JobNotFound
from styletransfer.jobs.job import Job, JobState
from styletransfer.ui.current_job import leave_job
from styletransfer.ui.progress import live_job
from styletransfer.ui.resources import store
from styletransfer.ui.results import reuse_button, show_result_live
from styletransfer.ui.wording import ago, escape

STATE_WORDS = {
    JobState.QUEUED: "Waiting",
    JobState.RUNNING: "Painting",
    JobState.DONE: "Finished",
    JobState.STOPPED: "Stopped early",
    JobState.CANCELLED: "Cancelled",
    JobState.FAILED: "Failed",
}


def show_job(job_id: str) -> None:
    """Show the job with this id, or say that there is none."""
    try:
        job = store().get(job_id)
    except JobNotFound:
        _heading("Picture")
        st.warning("There is no picture under this link; it may have been deleted by its owner.")
        return
    _heading(job.title or "Picture")
    if not job.state.final:
        live_job(job.id)
        return
    continued = " · continues an earlier picture" if job.parent else ""
    st.caption(f"{STATE_WORDS[job.state]} · {ago(job.created)}{continued}")
    if job.has_result:
        show_result_live(job)
    else:
        _without_picture(job)


def _heading(title: str) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.title(escape(title), anchor=False, width="stretch")
        if st.button("New picture", icon=":material/add:", key="neural.leave"):
            leave_job()
            st.rerun()


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
