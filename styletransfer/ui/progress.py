"""A job under way: its place in line, the picture so far, how far it is, and how to stop it."""

import io
import time
from collections.abc import Sequence
from typing import Any

import streamlit as st
from PIL import Image

from styletransfer.errors import JobError
from styletransfer.jobs.job import Job, JobState
from styletransfer.ui.guard import plain_errors
from styletransfer.ui.owner import current_owner
from styletransfer.ui.resources import fitted, store
from styletransfer.ui.stages import stages, told
from styletransfer.ui.tools import PHOTOREALISTIC, tool_of
from styletransfer.ui.wording import duration, escape

_POINTS = 150
_BOX = (640, 500)


def live_job(job_id: str) -> None:
    """Show a waiting or running job, renewed every second until it has ended."""
    st.fragment(_live, run_every=1)(job_id)


def share_done(job: Job) -> float:
    """Return how much of the work is done, 0 … 1: by effort where the run says so, else by steps."""
    share = job.metrics.get("work", job.step / job.total if job.total else 0.0)
    return min(max(share, 0.0), 1.0)


def remaining(job: Job, now: float) -> float | None:
    """Estimate the seconds a running job still needs; None while it is too early to tell."""
    share = share_done(job)
    if job.started is None or share < 0.02 or now - job.started < 1:
        return None
    return (now - job.started) * (1 - share) / share


def loss_chart(rows: Sequence[dict[str, float]]) -> dict[str, Any] | None:
    """Describe, in Vega-Lite, how the loss fell; None while there is nothing to draw."""
    losses = [(number, row["loss"]) for number, row in enumerate(rows, 1) if row.get("loss", 0) > 0]
    if len(losses) < 3:
        return None
    stride = max(1, len(losses) // _POINTS)
    return {
        "data": {"values": [{"step": step, "loss": loss} for step, loss in losses[::stride]]},
        "height": 130,
        "mark": {"type": "line", "strokeWidth": 2, "interpolate": "monotone"},
        "encoding": {
            "x": {"field": "step", "type": "quantitative", "title": "Step", "axis": {"tickCount": 4, "grid": False}},
            "y": {
                "field": "loss",
                "type": "quantitative",
                "title": "Loss",
                "scale": {"type": "log"},
                "axis": {"tickCount": 3, "grid": False},
            },
        },
    }


def _live(job_id: str) -> None:
    with plain_errors():
        job = store().get(job_id)
        if job.state.final:
            st.rerun()
        if job.state is JobState.QUEUED:
            _waiting(job)
        else:
            _running(job)


def _waiting(job: Job) -> None:
    place = "Next in line." if job.position == 1 else f"Number {job.position} in line."
    st.info(f"{place} It starts by itself; this page may be closed meanwhile.", icon=":material/hourglass_top:")
    _stop_button(job, "Remove from the queue")


def _running(job: Job) -> None:
    painting = job.tool != PHOTOREALISTIC.name
    passed = 0.0 if job.started is None else time.time() - job.started
    left = remaining(job, time.time()) if painting else None
    wait = f" · {passed:.0f} s" if not painting else "" if left is None else f" · about {duration(left)} left"
    with st.container(horizontal=True, vertical_alignment="center"):
        st.progress(share_done(job), text=f"{escape(job.stage or 'Getting ready')}{wait}")
        _stop_button(job, "Stop and keep the best so far" if painting else "Stop")
    picture, side = st.columns([3, 2], gap="large")
    with picture:
        _so_far(job)
    with side:
        if painting:
            _losses(job)
        else:
            _stages(job, passed)


def _so_far(job: Job) -> None:
    """Show the preview of a running job; before there is one, the photograph where that is known."""
    preview = store().preview(job.id)
    if preview is None and job.tool == PHOTOREALISTIC.name:
        try:
            preview = fitted(store().input(job.id, "content"), *_BOX)
        except JobError:
            preview = None
    if preview is None:
        st.caption("The first preview comes in a moment.")
    else:
        st.image(preview, width=_width(preview), alt=f"{job.title}, {tool_of(job.tool).making}")


def _losses(job: Job) -> None:
    st.caption(f"Step {job.step} of {job.total}")
    chart = loss_chart(store().metrics(job.id))
    if chart is not None:
        st.vega_lite_chart(spec=chart, alt="Loss falling step by step")


def _stages(job: Job, passed: float) -> None:
    for stage in stages(store().metrics(job.id), passed):
        icon = ":material/check:" if stage.over else ":material/hourglass_top:"
        st.markdown(f"{icon} {escape(told(stage))}")


def _width(preview: bytes) -> int:
    """Return the width at which a preview fits its box, px; the same at every scale of the painting."""
    with Image.open(io.BytesIO(preview)) as header:
        width, height = header.size
    return round(min(_BOX[0], _BOX[1] * width / height))


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
