"""Fill the form of neural style from an earlier painting or from a recipe."""

from styletransfer.imaging.masks import open_label_map
from styletransfer.jobs.job import Job
from styletransfer.recipes import NeuralStyleRecipe, StyleSlot
from styletransfer.ui.at_hand import at_hand
from styletransfer.ui.draft import Draft
from styletransfer.ui.form import Chosen
from styletransfer.ui.resources import describe, store

_PAINTER_SIDE = 1024


def fill_from_job(draft: Draft, recipe: NeuralStyleRecipe, job: Job) -> None:
    """Fill the form with the settings and pictures of a job.

    Raises:
        JobError: its pictures were removed.
    """
    roles = store().roles(job.id)
    pictures = {role: store().input(job.id, role) for role in roles if role != "state"}
    draft.apply_recipe(recipe)
    draft.content = Chosen(pictures["content"], recipe.content_name)
    draft.styles = []
    for index, slot in enumerate(recipe.styles):
        draft.add_style(Chosen(pictures[f"style-{index}"], slot.name), slot)
    draft.start = Chosen(pictures["start"], "draft") if "start" in pictures else None
    draft.masked, draft.mask = "mask" in pictures, None
    if draft.masked:
        draft.given_mask = draft.mask = open_label_map(pictures["mask"], size=_painter_size(pictures["content"]))
    draft.remarks = ()


def fill_from_recipe(draft: Draft, recipe: NeuralStyleRecipe) -> None:
    """Fill the form with the settings of a recipe and with those of its pictures that are at hand."""
    earlier = [choice.picture for choice in draft.styles]
    known = at_hand([*earlier, *([draft.content] if draft.content else [])])
    draft.apply_recipe(recipe)
    content = known.get(recipe.inputs.get("content", ""))
    draft.content = content or draft.content
    draft.styles = []
    missing = []
    for index, slot in enumerate(recipe.styles):
        picture = known.get(recipe.inputs.get(f"style-{index}", ""))
        if picture is None:
            missing.append(slot)
            picture = earlier[index] if index < len(earlier) else None
        if picture is not None:
            draft.add_style(picture, slot)
    draft.masked, draft.given_mask, draft.mask = False, None, None
    draft.remarks = tuple(_remarks(recipe, missing, content is None))


def _remarks(recipe: NeuralStyleRecipe, missing: list[StyleSlot], no_content: bool) -> list[str]:
    remarks = []
    if no_content:
        named = f" “{recipe.content_name}”" if recipe.content_name else ""
        remarks.append(f"A recipe holds settings, not pictures: add its photograph{named} or another one.")
    if missing:
        named = ", ".join(f"“{slot.name}”" for slot in missing)
        remarks.append(f"Add the style pictures that are not in the gallery: {named}.")
    if "mask" in recipe.inputs:
        remarks.append("The regions were painted by hand; paint them again or import the mask.")
    return remarks


def _painter_size(content: bytes) -> tuple[int, int]:
    """Return (height, width) of the label map the painter would use for a photograph."""
    known = describe(content, "")
    factor = min(1.0, _PAINTER_SIDE / max(known.width, known.height))
    return max(1, round(known.height * factor)), max(1, round(known.width * factor))
