"""Fill the page of faces from an earlier picture or from a recipe."""

from styletransfer.jobs.job import Job
from styletransfer.recipes import FacesRecipe
from styletransfer.ui.at_hand import at_hand
from styletransfer.ui.faces_draft import FacesDraft, WaitingEdit
from styletransfer.ui.form import Chosen
from styletransfer.ui.resources import store


def fill_from_job(draft: FacesDraft, recipe: FacesRecipe, job: Job) -> None:
    """Fill the form with the settings, the photograph and the edits of a job.

    Raises:
        JobError: its pictures were removed.
    """
    files = store().all_inputs(job.id)
    draft.take_photograph(Chosen(files["content"], recipe.content_name))
    draft.apply_recipe(recipe)
    draft.waiting = [
        WaitingEdit(slot=slot, latent=files.get(f"latent-{index}"), other=files.get(f"mix-{index}"))
        for index, slot in enumerate(recipe.faces)
    ]
    _whole(draft, recipe)
    draft.remarks = ()


def fill_from_recipe(draft: FacesDraft, recipe: FacesRecipe) -> None:
    """Fill the form with the settings and edits of a recipe, and with its photograph if that is at hand."""
    held = [draft.content] if draft.content else []
    found = at_hand(held).get(recipe.inputs.get("content", ""))
    draft.take_photograph(found or draft.content)
    draft.apply_recipe(recipe)
    draft.waiting = [WaitingEdit(slot=slot) for slot in recipe.faces]
    remarks = []
    if found is None:
        named = f" “{recipe.content_name}”" if recipe.content_name else ""
        remarks.append(f"A recipe holds settings, not pictures: add its photograph{named} or another one.")
    if any(role.startswith("latent-") for role in recipe.inputs):
        remarks.append("A recipe holds no codes: those of the face are read from the photo, or can be loaded below.")
    if any(slot.mix is not None for slot in recipe.faces):
        remarks.append("Another person was mixed in; choose somebody again.")
    draft.remarks = tuple(remarks)


def _whole(draft: FacesDraft, recipe: FacesRecipe) -> None:
    """Take the photograph as an aligned face where the recipe says so."""
    if recipe.faces[0].whole and draft.waiting[0].latent is not None:
        draft.person = draft.waiting[0].latent
