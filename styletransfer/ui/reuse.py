"""Fill a form from an earlier picture: a job of the store, a recipe file, or a picture with its recipe inside."""

import streamlit as st

from styletransfer.errors import InputError, RecipeError
from styletransfer.imaging.io import open_image
from styletransfer.imaging.picture import clean_name
from styletransfer.jobs.job import Job
from styletransfer.recipes import FacesRecipe, PhotorealisticRecipe, Recipe, parse_recipe
from styletransfer.ui import faces_reuse, neural_reuse, photo_reuse
from styletransfer.ui.current_job import open_form
from styletransfer.ui.draft import current_draft
from styletransfer.ui.faces_draft import current_faces_draft
from styletransfer.ui.form import Form
from styletransfer.ui.photo_draft import current_photo_draft
from styletransfer.ui.tools import tool_of
from styletransfer.ui.wording import escape

_JSON_STARTS = (b"{", b"[", b"\xef\xbb\xbf{")


def load_job(job: Job) -> None:
    """Fill the form of a job's tool with its settings and pictures.

    Raises:
        JobError: its pictures were removed.
    """
    recipe = parse_recipe(job.recipe)
    if isinstance(recipe, PhotorealisticRecipe):
        photo_reuse.fill_from_job(current_photo_draft(), recipe, job)
    elif isinstance(recipe, FacesRecipe):
        faces_reuse.fill_from_job(current_faces_draft(), recipe, job)
    else:
        neural_reuse.fill_from_job(current_draft(), recipe, job)


def load_recipe(recipe: Recipe) -> None:
    """Fill the form of a recipe's tool with its settings and with those of its pictures that are at hand."""
    if isinstance(recipe, PhotorealisticRecipe):
        photo_reuse.fill_from_recipe(current_photo_draft(), recipe)
    elif isinstance(recipe, FacesRecipe):
        faces_reuse.fill_from_recipe(current_faces_draft(), recipe)
    else:
        neural_reuse.fill_from_recipe(current_draft(), recipe)


def read_recipe(data: bytes, name: str) -> Recipe:
    """Read a recipe out of a JSON file or a picture this studio made.

    Raises:
        RecipeError: there is none, or it does not fit.
        ImageError: the picture cannot be read.
    """
    if data.lstrip().startswith(_JSON_STARTS):
        return parse_recipe(data.decode("utf-8-sig", errors="replace"))
    found = open_image(data, name=name).recipe
    if found is None:
        raise RecipeError("This picture holds no recipe; choose one that was downloaded with its recipe inside.")
    return parse_recipe(found)


def recipe_import(form: Form) -> None:
    """Offer to load the settings of an earlier picture from a file, whichever tool made it."""
    with st.popover("Load settings", icon=":material/upload_file:", type="tertiary"):
        file = st.file_uploader(
            "Recipe file, or a picture made here",
            type=["json", "png", "jpg", "jpeg", "webp", "tif", "tiff"],
            key=form.key("recipe"),
            help="Downloads carry their recipe inside, unless you chose otherwise.",
        )
        if file is None:
            return
        try:
            recipe = read_recipe(file.getvalue(), clean_name(file.name))
        except InputError as error:
            st.error(escape(str(error)), icon=":material/error:")
            return
        tool = tool_of(recipe.tool)
        if tool != form.tool:
            st.info(f"These are settings of {tool.title}, which has a page of its own.", icon=tool.icon)
            if st.button(f"Open {tool.title} with them", type="primary", key=form.key("elsewhere")):
                load_recipe(recipe)
                open_form(tool)
            return
    load_recipe(recipe)
    st.rerun()
