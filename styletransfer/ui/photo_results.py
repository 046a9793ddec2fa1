"""A finished photorealistic picture: compare it, soften it, download it, and take its look to other photographs."""

from collections.abc import Sequence
from typing import cast

import streamlit as st

from styletransfer.errors import JobError
from styletransfer.jobs.job import Job
from styletransfer.recipes import PhotorealisticRecipe, RegionRule, parse_recipe
from styletransfer.ui.blending import views
from styletransfer.ui.photo_look import look_downloads
from styletransfer.ui.photo_overlay import Tinted, chip, show_tinted, tinted
from styletransfer.ui.photo_region_set import region_name
from styletransfer.ui.photo_reuse import opened_maps
from styletransfer.ui.photo_rules import taken
from styletransfer.ui.resources import store
from styletransfer.ui.results import comparison, download_buttons, facts, link, notes, reuse_button, strength_slider
from styletransfer.ui.stages import stages, told
from styletransfer.ui.wording import escape


def show_photograph(job: Job) -> None:
    """Show the picture of a finished photorealistic job and what can be done with it."""
    recipe = cast(PhotorealisticRecipe, parse_recipe(job.recipe))  # the job is one of this tool
    picture, side = st.columns([5, 3], gap="large")
    with side:
        strength = strength_slider(job, "Mixes the result with the photograph; nothing is computed anew.")
        download_buttons(job, strength)
        look_downloads(job, recipe, strength)
        reuse_button(job)
        link(job)
    with picture:
        comparison(job, strength)
        _facts(job, recipe)
        _regions(job, recipe)


def sentence(rule: RegionRule, names: dict[int, str], looks: int) -> str:
    """Say what a region took: "takes Sky of look 2, at 60 %"."""
    if rule.strength == 0:
        return "stays as it is"
    softened = "" if rule.strength == 1 else f", at {round(100 * rule.strength)} %"
    return f"{taken(rule.look, rule.source, names, looks)}{softened}"


@st.cache_resource(max_entries=24, show_spinner=False)
def regions_used(job_id: str, _recipe: PhotorealisticRecipe) -> tuple[Tinted, ...]:
    """Draw the regions of a finished job, whose recipe is given, over its photograph and then over each look.

    Raises:
        JobError: its pictures were removed.
    """
    pictures = store().all_inputs(job_id)
    content, looks = opened_maps(_recipe, pictures)
    drawn = [tinted(pictures[f"style-{index}"], label_map) for index, label_map in enumerate(looks)]
    return (tinted(pictures["content"], content), *drawn)


def _facts(job: Job, recipe: PhotorealisticRecipe) -> None:
    facts(job, recipe.network, *(["16 bits"] if views(job.id).bits == 16 else []))
    timed = [told(stage) for stage in stages(store().metrics(job.id)) if stage.over]
    if timed:
        st.caption(", ".join(timed))
    notes(job)


def _regions(job: Job, recipe: PhotorealisticRecipe) -> None:
    """Show which regions were used and what each took."""
    if recipe.masks != "given" or job.removed:
        return
    with st.expander("Regions used"):
        try:
            content, *looks = regions_used(job.id, recipe)
        except JobError as error:
            st.caption(escape(str(error)))
            return
        names = {rule.label: region_name(rule.label, rule.name) for rule in recipe.regions}
        columns = st.columns(1 + len(looks))
        with columns[0]:
            show_tinted(content, names, "Regions of the photograph")
        for index, look in enumerate(looks):
            with columns[index + 1]:
                show_tinted(look, names, f"Regions of look {index + 1}")
        _list(recipe.regions, names, len(looks))


def _list(rules: Sequence[RegionRule], names: dict[int, str], looks: int) -> None:
    for rule in rules:
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            chip(rule.label)
            st.markdown(f"**{escape(names[rule.label])}** {escape(sentence(rule, names, looks))}")
