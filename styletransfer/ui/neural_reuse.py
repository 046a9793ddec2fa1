"""Fill the form of neural style from an earlier painting or from a recipe."""

from styletransfer.imaging.masks import open_label_map
from styletransfer.jobs.job import Job
from styletransfer.recipes import NeuralStyleRecipe
from styletransfer.ui.at_hand import matched
from styletransfer.ui.canvas import map_size
from styletransfer.ui.draft import Draft
from styletransfer.ui.form import Chosen
from styletransfer.ui.resources import store


def fill_from_job(draft: Draft, recipe: NeuralStyleRecipe, job: Job) -> None:
    """Fill the form with the settings and pictures of a job.

    Raises:
        JobError: its pictures were removed.
    """
    pictures = store().all_inputs(job.id)
    draft.apply_recipe(recipe)
    draft.content = Chosen(pictures["content"], recipe.content_name)
    draft.styles = []
    for index, slot in enumerate(recipe.styles):
        draft.add_style(Chosen(pictures[f"style-{index}"], slot.name), slot)
    draft.start = Chosen(pictures["start"], "draft") if "start" in pictures else None
    draft.masked, draft.mask = "mask" in pictures, None
    if draft.masked:
        draft.given_mask = draft.mask = open_label_map(pictures["mask"], size=map_size(pictures["content"]))
    draft.remarks = ()


def fill_from_recipe(draft: Draft, recipe: NeuralStyleRecipe) -> None:
    """Fill the form with the settings of a recipe and with those of its pictures that are at hand."""
    found = matched(recipe, recipe.styles, draft.content, [choice.picture for choice in draft.styles])
    draft.apply_recipe(recipe)
    draft.content = found.content or draft.content
    draft.styles = []
    for picture, slot in zip(found.pictures, recipe.styles, strict=True):
        if picture is not None:
            draft.add_style(picture, slot)
    draft.masked, draft.given_mask, draft.mask = False, None, None
    remarks = found.remarks(recipe, "Add the style pictures that are not in the gallery")
    if "mask" in recipe.inputs:
        remarks.append("The regions were painted by hand; paint them again or import the mask.")
    draft.remarks = tuple(remarks)
