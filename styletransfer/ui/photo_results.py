"""A finished photorealistic picture: compare it, soften it, download it, and take its look to other photographs."""

from collections.abc import Sequence

import streamlit as st

from styletransfer.errors import JobError
from styletransfer.jobs.job import Job
from styletransfer.recipes import PhotorealisticRecipe, RegionRule
from styletransfer.ui.blending import views
from styletransfer.ui.photo_look import look_downloads
from styletransfer.ui.photo_overlay import chip, show_regions
from styletransfer.ui.photo_reuse import opened_maps
from styletransfer.ui.resources import store
from styletransfer.ui.results import comparison, download_buttons, link, notes, reuse_button, strength_slider
from styletransfer.ui.stages import stages, told
from styletransfer.ui.wording import duration, escape


def show_photograph(job: Job) -> None:
    """Show the picture of a finished photorealistic job and what can be done with it."""
    recipe = PhotorealisticRecipe.model_validate_json(job.recipe)
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
    what = "the whole look" if rule.source is None else names.get(rule.source) or f"region {rule.source + 1}"
    of = f" of look {rule.look + 1}" if looks > 1 and rule.source is not None else ""
    numbered = f" {rule.look + 1}" if looks > 1 and rule.source is None else ""
    softened = "" if rule.strength == 1 else f", at {round(100 * rule.strength)} %"
    return f"takes {what}{numbered}{of}{softened}"


def _facts(job: Job, recipe: PhotorealisticRecipe) -> None:
    pair = views(job.id)
    facts = [f"{pair.width} × {pair.height} px"] + (["16 bits"] if pair.bits == 16 else [])
    if job.started is not None and job.finished is not None:
        facts.append(duration(job.finished - job.started))
    facts.append(f"network {recipe.network}")
    st.caption(" · ".join(facts))
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
            pictures = {role: store().input(job.id, role) for role in store().roles(job.id)}
        except JobError as error:
            st.caption(escape(str(error)))
            return
        names = {rule.label: rule.name or f"Region {rule.label + 1}" for rule in recipe.regions}
        content, looks = opened_maps(recipe, pictures)
        columns = st.columns(1 + len(looks))
        with columns[0]:
            show_regions(pictures["content"], content, names, "Regions of the photograph")
        for index, label_map in enumerate(looks):
            with columns[index + 1]:
                show_regions(pictures[f"style-{index}"], label_map, names, f"Regions of look {index + 1}")
        _list(recipe.regions, names, len(looks))


def _list(rules: Sequence[RegionRule], names: dict[int, str], looks: int) -> None:
    for rule in rules:
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            chip(rule.label)
            st.markdown(f"**{escape(names[rule.label])}** {escape(sentence(rule, names, looks))}")
