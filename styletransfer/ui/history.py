"""The visitor's own jobs: a gallery to choose one from, or two to compare."""

import io
from collections.abc import Sequence

import streamlit as st
from PIL import Image

from styletransfer.errors import StyleTransferError
from styletransfer.jobs.job import Job, JobState
from styletransfer.settings import settings
from styletransfer.ui.blending import view
from styletransfer.ui.compare import compare_slider
from styletransfer.ui.current_job import open_job
from styletransfer.ui.owner import current_owner
from styletransfer.ui.picker import Choice, picker
from styletransfer.ui.resources import square, store
from styletransfer.ui.results import reuse_button
from styletransfer.ui.tools import tool_of
from styletransfer.ui.wording import STATE_WORDS, ago, escape, size_of

FILTERS: dict[str, tuple[JobState, ...] | None] = {
    "All": None,
    "Finished": (JobState.DONE, JobState.STOPPED),
    "Under way": (JobState.QUEUED, JobState.RUNNING),
    "No picture": (JobState.FAILED, JobState.CANCELLED),
}
PAGE_LENGTH = 24
_SELECTED = "history.selected"
_LENGTH = "history.length"


def find_jobs() -> tuple[list[Job], bool]:
    """Ask what to look for; return the jobs found, newest first, and whether there are more."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        shown = st.segmented_control(
            "Show", list(FILTERS), default="All", required=True, key="history.filter", label_visibility="collapsed"
        )
        text = st.text_input(
            "Search", placeholder="Search titles", key="history.text", label_visibility="collapsed", width=240
        )
    length = st.session_state.get(_LENGTH, PAGE_LENGTH)
    found = store().jobs(current_owner(), limit=length + 1, states=FILTERS[shown or "All"], text=text)
    return found[:length], len(found) > length


def show_more() -> None:
    """Offer the next page of jobs."""
    if st.button("Show more", icon=":material/expand_more:", key="history.more"):
        st.session_state[_LENGTH] = st.session_state.get(_LENGTH, PAGE_LENGTH) + PAGE_LENGTH
        st.rerun()


def select_jobs(jobs: Sequence[Job]) -> None:
    """Show the jobs as a gallery; a click selects or unselects one, two at most."""
    selected = selected_ids()
    choices = [
        Choice(
            id=job.id,
            title=job.title or "Picture",
            detail=f"{tool_of(job.tool).title} · {_state(job)} · {ago(job.created)}",
            image=_tile(job),
        )
        for job in jobs
    ]
    clicked = picker(choices, key="history.gallery", label="Your pictures", selected=selected, tile=150, across=2)
    if clicked is None:
        return
    rest = [job_id for job_id in selected if job_id != clicked]
    st.session_state[_SELECTED] = rest if clicked in selected else [*rest, clicked][-2:]
    st.rerun()


def selected_ids() -> list[str]:
    """Return the ids of the selected jobs, the first selected first."""
    selected: list[str] = st.session_state.setdefault(_SELECTED, [])
    return selected


def selection(jobs: Sequence[Job]) -> None:
    """Show what can be done with the one or two selected jobs."""
    by_id = {job.id: job for job in jobs}
    chosen = [by_id[job_id] for job_id in selected_ids() if job_id in by_id]
    if not chosen:
        st.caption("Select a picture to open it, or two to compare them.")
    if len(chosen) == 2:
        _compare(*chosen)
    for job in chosen:
        _actions(job)


def storage() -> None:
    """Say how much space the stored pictures take, and what was removed."""
    used = store().usage()
    told = f"This studio stores {size_of(used.bytes)} of at most {size_of(settings().max_result_bytes)}."
    if used.evicted:
        what = "picture was" if used.evicted == 1 else "pictures were"
        told += f" The {used.evicted} oldest {what} removed to make room; their settings are kept."
    st.caption(told)


def _compare(first: Job, second: Job) -> None:
    if not (first.has_result and second.has_result):
        st.info("Only finished pictures can be compared.")
        return
    left, right = (f"{job.title[:30]} ({number})" for number, job in enumerate((first, second), 1))
    compare_slider(
        view(first.id, 1.0), view(second.id, 1.0), key="history.compare", labels=(left, right), alt="Two pictures"
    )


def _actions(job: Job) -> None:
    with st.container(horizontal=True, vertical_alignment="center", border=True):
        st.markdown(escape(job.title or "Picture"), width="stretch")
        if st.button("Open", icon=":material/open_in_full:", key=f"open.{job.id}", type="primary"):
            open_job(job)
        if not job.removed:
            reuse_button(job, width="content")
        with st.popover("Delete", icon=":material/delete:"):
            st.markdown("Delete this picture and its settings for good?")
            if st.button("Delete for good", type="primary", key=f"delete.{job.id}"):
                store().delete(job.id, current_owner())
                st.session_state[_SELECTED] = [other for other in selected_ids() if other != job.id]
                st.rerun()


def _state(job: Job) -> str:
    return STATE_WORDS[job.state].lower() + (", removed" if job.removed else "")


def _tile(job: Job) -> bytes:
    """Return a small picture of a job: the result, the preview, else the photograph."""
    data = store().thumbnail(job.id) or store().preview(job.id)
    if data is None and not job.removed:
        try:
            data = store().input(job.id, "content")
        except StyleTransferError:
            data = None
    return _blank() if data is None else square(data)


@st.cache_data(show_spinner=False)
def _blank() -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", (32, 32), (128, 128, 128)).save(stream, "JPEG")
    return stream.getvalue()
