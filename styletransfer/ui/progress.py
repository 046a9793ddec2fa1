"""A job under way: its place in line, the picture so far, how far it is, and how to stop it."""

import io
import time
from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st
from PIL import Image

from styletransfer.jobs.job import Job, JobState
from styletransfer.ui.guard import plain_errors
from styletransfer.ui.owner import current_owner
from styletransfer.ui.resources import store
from styletransfer.ui.tools import tool_of
from styletransfer.ui.wording import escape

BOX = (640, 500)
"""Width and height that the picture so far fits into, px."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Making:
    """What a tool shows of its running jobs.

    Attributes:
        wait: words about the time, after those of the stage.
        stop: label of the button that stops the job.
        side: shows what is known beside the picture.
        first: returns what to show before the first preview, or None.
    """

    wait: Callable[[Job], str]
    stop: str
    side: Callable[[Job], None]
    first: Callable[[Job], bytes | None]


def live_job(job_id: str, making: Making) -> None:
    """Show a waiting or running job, renewed every second until it has ended."""
    st.fragment(_live, run_every=1)(job_id, making)


def share_done(job: Job) -> float:
    """Return how much of the work is done, 0 … 1: by effort where the run says so, else by steps."""
    share = job.metrics.get("work", job.step / job.total if job.total else 0.0)
    return min(max(share, 0.0), 1.0)


def passed(job: Job) -> float:
    """Return the seconds since a job was started; 0 before that."""
    return 0.0 if job.started is None else time.time() - job.started


def remaining(job: Job, now: float) -> float | None:
    """Estimate the seconds a running job still needs; None while it is too early to tell."""
    share = share_done(job)
    if job.started is None or share < 0.02 or now - job.started < 1:
        return None
    return (now - job.started) * (1 - share) / share


def _live(job_id: str, making: Making) -> None:
    with plain_errors():
        job = store().get(job_id)
        if job.state.final:
            st.rerun()
        if job.state is JobState.QUEUED:
            _waiting(job)
        else:
            _running(job, making)


def _waiting(job: Job) -> None:
    place = "Next in line." if job.position == 1 else f"Number {job.position} in line."
    st.info(f"{place} It starts by itself; this page may be closed meanwhile.", icon=":material/hourglass_top:")
    _stop_button(job, "Remove from the queue")


def _running(job: Job, making: Making) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.progress(share_done(job), text=f"{escape(job.stage or 'Getting ready')}{making.wait(job)}")
        _stop_button(job, making.stop)
    picture, side = st.columns([3, 2], gap="large")
    with picture:
        _so_far(job, making)
    with side:
        making.side(job)


def _so_far(job: Job, making: Making) -> None:
    """Show the preview of a running job."""
    preview = store().preview(job.id) or making.first(job)
    if preview is None:
        st.caption("The first preview comes in a moment.")
    else:
        st.image(preview, width=_width(preview), alt=f"{job.title}, {tool_of(job.tool).making}")


def _width(preview: bytes) -> int:
    """Return the width at which a preview fits its box, px; the same at every scale of the painting."""
    with Image.open(io.BytesIO(preview)) as header:
        width, height = header.size
    return round(min(BOX[0], BOX[1] * width / height))


def _stop_button(job: Job, label: str) -> None:
    """Offer to stop to whoever owns the job."""
    if job.owner != current_owner():
        st.caption("Somebody sent you this link; only its owner can stop the job.")
        return
    prefix = tool_of(job.tool).prefix
    if job.stop_asked:
        st.button("Stopping …", disabled=True, icon=":material/stop_circle:", key=f"{prefix}.stopping")
    elif st.button(label, icon=":material/stop_circle:", key=f"{prefix}.stop"):
        store().stop(job.id, current_owner())
        st.rerun()
