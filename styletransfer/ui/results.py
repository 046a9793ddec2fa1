"""What every finished picture offers: a comparison, its strength, downloads, its settings and its link."""

import json
from functools import partial
from typing import Literal

import streamlit as st

from styletransfer.jobs.job import Job
from styletransfer.progress import duration
from styletransfer.ui.blending import FileFormat, download, view, views
from styletransfer.ui.compare import compare_slider
from styletransfer.ui.current_job import job_link, open_form
from styletransfer.ui.reuse import load_job
from styletransfer.ui.tools import tool_of
from styletransfer.ui.wording import escape, file_stem

_FORMATS: dict[str, FileFormat] = {"PNG": "png", "JPEG": "jpeg", "WebP": "webp"}
_DEEP: dict[str, FileFormat] = {**_FORMATS, "TIFF": "tiff"}
_SUFFIX = {"jpeg": "jpg", "tiff": "tif"}


def comparison(job: Job, strength: float) -> None:
    """Show photograph and result under one slider."""
    compare_slider(
        view(job.id, 0.0), view(job.id, strength), key=f"compare.{job.id}",
        labels=("Photograph", tool_of(job.tool).result), alt=job.title,
    )  # fmt: skip


def strength_slider(job: Job, told: str) -> float:
    """Ask how far the result is mixed into the photograph, 0 … 1; nothing is computed anew."""
    percent = st.slider("Strength", 0, 100, 100, 5, format="%d %%", key=f"strength.{job.id}", help=told)
    return percent / 100


def download_buttons(job: Job, strength: float) -> None:
    """Offer the picture in several formats, and its recipe."""
    deep = views(job.id).bits == 16
    formats = _DEEP if deep else _FORMATS
    with st.container(horizontal=True, vertical_alignment="center"):
        chosen = st.segmented_control(
            "File format",
            list(formats),
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
    file_format = formats[chosen or "PNG"]
    if deep:
        st.caption("16 bits a channel" if file_format in ("png", "tiff") else "8 bits a channel; PNG and TIFF keep 16.")
    stem = file_stem(job.title)
    st.download_button(
        "Download",
        data=partial(download, job.id, file_format, strength, job.recipe if inside else None),
        file_name=f"{stem}.{_SUFFIX.get(file_format, file_format)}",
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


def reuse_button(job: Job, width: Literal["stretch", "content"] = "stretch") -> None:
    """Offer to fill the form of the job's tool with its settings and pictures."""
    if st.button("Use these settings again", icon=":material/replay:", key=f"reuse.{job.id}", width=width):
        load_job(job)
        open_form(tool_of(job.tool))


def link(job: Job) -> None:
    """Show the address that opens this job."""
    st.caption("Link to this picture, for any browser that reaches this studio")
    st.code(job_link(job.id), language=None, wrap_lines=True)


def facts(job: Job, network: str, *extra: str) -> None:
    """Say in one line how large a finished picture is, what else there is to say, how long it took and what made it."""
    pair = views(job.id)
    told = [f"{pair.width} × {pair.height} px", *extra]
    if job.started is not None and job.finished is not None:
        told.append(duration(job.finished - job.started))
    told.append(f"network {network}")
    st.caption(" · ".join(told))


def notes(job: Job) -> None:
    """Show what the run had to say."""
    for note in job.notes:
        st.caption(escape(note))
