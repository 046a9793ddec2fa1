"""A finished job: compare it with the photograph, soften it, download it, go on from it."""

import json
from functools import partial
from typing import Literal

import streamlit as st

from styletransfer.jobs.job import Job
from styletransfer.recipes import parse_recipe
from styletransfer.ui.blending import FileFormat, download, view, views
from styletransfer.ui.compare import compare_slider
from styletransfer.ui.current_job import job_link, open_form, open_job
from styletransfer.ui.draft import current_draft
from styletransfer.ui.guard import plain_errors
from styletransfer.ui.progress import loss_chart
from styletransfer.ui.resources import store
from styletransfer.ui.reuse import load_job
from styletransfer.ui.submission import continue_job
from styletransfer.ui.wording import duration, escape, file_stem

_FORMATS: dict[str, FileFormat] = {"PNG": "png", "JPEG": "jpeg", "WebP": "webp"}
_MORE_STEPS = 40


def show_result(job: Job) -> None:
    """Show the picture of a finished job and what can be done with it."""
    picture, side = st.columns([5, 3], gap="large")
    with side:
        strength = _strength(job)
        _downloads(job, strength)
        _next_steps(job)
        _link(job)
    with picture:
        compare_slider(
            view(job.id, 0.0), view(job.id, strength), key=f"compare.{job.id}", labels=("Photograph", "Painted"),
            alt=job.title,
        )  # fmt: skip
        _facts(job)


def _strength(job: Job) -> float:
    percent = st.slider(
        "Strength",
        0,
        100,
        100,
        5,
        format="%d %%",
        key=f"strength.{job.id}",
        help="Mixes the painted picture with the photograph; downloads follow.",
    )
    return percent / 100


def _downloads(job: Job, strength: float) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        chosen = st.segmented_control(
            "File format",
            list(_FORMATS),
            default="PNG",
            required=True,
            key=f"format.{job.id}",
            label_visibility="collapsed",
        )
        inside = st.checkbox(
            "Recipe inside",
            value=True,
            key=f"inside.{job.id}",
            help="The settings travel with the picture, so that it can be made again. No other metadata is written.",
        )
    if inside and strength < 1:
        st.caption("The recipe inside makes the picture at full strength.")
    file_format = _FORMATS[chosen or "PNG"]
    stem = file_stem(job.title)
    st.download_button(
        "Download",
        data=partial(download, job.id, file_format, strength, job.recipe if inside else None),
        file_name=f"{stem}.{'jpg' if file_format == 'jpeg' else file_format}",
        mime=f"image/{file_format}",
        icon=":material/download:",
        type="primary",
        on_click="ignore",
        key=f"download.{job.id}",
        width="stretch",
    )
    st.download_button(
        "Recipe as JSON",
        data=json.dumps(json.loads(job.recipe), indent=2, ensure_ascii=False),
        file_name=f"{stem}.json",
        mime="application/json",
        icon=":material/data_object:",
        on_click="ignore",
        key=f"recipe.{job.id}",
        width="stretch",
    )


def _next_steps(job: Job) -> None:
    reuse_button(job)
    if store().state(job.id) is None:
        return
    with st.popover("Continue", icon=":material/play_arrow:", width="stretch"):
        steps = st.number_input(
            "More steps",
            1,
            3000,
            _MORE_STEPS,
            key=f"steps.{job.id}",
            help="Painting goes on from where this picture stopped, as a new picture.",
        )
        if st.button("Paint on", type="primary", key=f"continue.{job.id}"):
            open_job(continue_job(job, int(steps)).id)


def reuse_button(job: Job, width: Literal["stretch", "content"] = "stretch") -> None:
    """Offer to fill the form with the settings and pictures of a job."""
    if st.button("Use these settings again", icon=":material/replay:", key=f"reuse.{job.id}", width=width):
        load_job(current_draft(), job)
        open_form()


def _link(job: Job) -> None:
    st.caption("Link to this picture, for any browser that reaches this studio")
    st.code(job_link(job.id), language=None, wrap_lines=True)


def _facts(job: Job) -> None:
    pair = views(job.id)
    told = [f"{pair.width} × {pair.height} px", f"{job.step} steps"]
    if job.started is not None and job.finished is not None:
        told.append(duration(job.finished - job.started))
    told.append(f"network {parse_recipe(job.recipe).network}")
    st.caption(" · ".join(told))
    for note in job.notes:
        st.caption(escape(note))
    chart = loss_chart(store().metrics(job.id))
    if chart is not None:
        with st.expander("How the loss fell"):
            st.vega_lite_chart(spec=chart, alt="Loss falling step by step")


def show_result_live(job: Job) -> None:
    """Show a finished job in a fragment, so that its sliders redraw nothing else."""

    def body() -> None:
        with plain_errors():
            show_result(job)

    st.fragment(body)()
