"""A painting under way: how long it still takes, and how the loss falls."""

import time
from collections.abc import Sequence
from typing import Any

import streamlit as st

from styletransfer.jobs.job import Job
from styletransfer.progress import duration
from styletransfer.ui.progress import Making, remaining
from styletransfer.ui.resources import store

_POINTS = 150


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


def _wait(job: Job) -> str:
    left = remaining(job, time.time())
    return "" if left is None else f" · about {duration(left)} left"


def _losses(job: Job) -> None:
    st.caption(f"Step {job.step} of {job.total}")
    chart = loss_chart(store().metrics(job.id))
    if chart is not None:
        st.vega_lite_chart(spec=chart, alt="Loss falling step by step")


PAINTING = Making(wait=_wait, stop="Stop and keep the best so far", side=_losses, first=lambda _job: None)
