"""A finished painting: compare it with the photograph, soften it, download it, paint on."""

from typing import cast

import streamlit as st

from styletransfer.jobs.job import Job
from styletransfer.recipes import NeuralStyleRecipe, parse_recipe
from styletransfer.ui.current_job import open_job
from styletransfer.ui.neural_progress import loss_chart
from styletransfer.ui.resources import store
from styletransfer.ui.results import comparison, download_buttons, facts, link, notes, reuse_button, strength_slider
from styletransfer.ui.submission import continue_job

_MORE_STEPS = 40


def show_painting(job: Job) -> None:
    """Show the picture of a finished job of neural style and what can be done with it."""
    picture, side = st.columns([5, 3], gap="large")
    with side:
        strength = strength_slider(job, "Mixes the painted picture with the photograph; downloads follow.")
        download_buttons(job, strength)
        reuse_button(job)
        _continue(job)
        link(job)
    with picture:
        comparison(job, strength)
        _facts(job)


def _continue(job: Job) -> None:
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
            open_job(continue_job(job, int(steps)))


def _facts(job: Job) -> None:
    recipe = cast(NeuralStyleRecipe, parse_recipe(job.recipe))  # the job is one of this tool
    facts(job, recipe.network, f"{job.step} steps")
    notes(job)
    chart = loss_chart(store().metrics(job.id))
    if chart is not None:
        with st.expander("How the loss fell"):
            st.vega_lite_chart(spec=chart, alt="Loss falling step by step")
