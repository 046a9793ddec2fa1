"""Fill the form of photorealistic transfer from an earlier picture or from a recipe."""

import numpy as np

from styletransfer.imaging.masks import LabelMap, open_label_map
from styletransfer.jobs.job import Job
from styletransfer.recipes import PhotorealisticRecipe
from styletransfer.ui.at_hand import matched
from styletransfer.ui.canvas import map_size
from styletransfer.ui.form import Chosen
from styletransfer.ui.photo_draft import PhotoDraft
from styletransfer.ui.photo_region_set import RegionSet
from styletransfer.ui.resources import store


def fill_from_job(draft: PhotoDraft, recipe: PhotorealisticRecipe, job: Job) -> None:
    """Fill the form with the settings, pictures and regions of a job.

    Raises:
        JobError: its pictures were removed.
    """
    pictures = store().all_inputs(job.id)
    _start(draft, recipe)
    draft.content = Chosen(pictures["content"], recipe.content_name)
    for index, slot in enumerate(recipe.looks):
        draft.add_look(Chosen(pictures[f"style-{index}"], slot.name))
    draft.masks = recipe.masks
    if recipe.masks == "given":
        draft.regions = _regions(recipe, pictures)
    draft.remarks = ()


def fill_from_recipe(draft: PhotoDraft, recipe: PhotorealisticRecipe) -> None:
    """Fill the form with the settings of a recipe and with those of its pictures that are at hand."""
    found = matched(recipe, recipe.looks, draft.content, [choice.picture for choice in draft.looks])
    _start(draft, recipe)
    draft.content = found.content or draft.content
    for picture in found.pictures:
        if picture is not None:
            draft.add_look(picture)
    draft.masks = "none" if recipe.masks == "none" else "automatic"
    remarks = found.remarks(recipe, "Add the looks that are not at hand")
    if recipe.masks == "given":
        remarks.append("A recipe holds no label maps: the regions are found anew, or can be imported by hand.")
    draft.remarks = tuple(remarks)


def opened_maps(recipe: PhotorealisticRecipe, pictures: dict[str, bytes]) -> tuple[LabelMap, list[LabelMap]]:
    """Read the label maps of a job, at no more than 1024 px: of the photograph, and of each look."""
    content = open_label_map(pictures["mask"], size=map_size(pictures["content"]))
    looks = []
    for index in range(len(recipe.looks)):
        size = map_size(pictures[f"style-{index}"])
        role = f"style-mask-{index}"
        looks.append(open_label_map(pictures[role], size=size) if role in pictures else np.zeros(size, np.uint8))
    return content, looks


def _start(draft: PhotoDraft, recipe: PhotorealisticRecipe) -> None:
    draft.forget_regions()
    draft.looks = []
    draft.apply_recipe(recipe)


def _regions(recipe: PhotorealisticRecipe, pictures: dict[str, bytes]) -> RegionSet:
    content, looks = opened_maps(recipe, pictures)
    regions = RegionSet(content, looks, {rule.label: rule for rule in recipe.regions})
    regions.settle()
    return regions
