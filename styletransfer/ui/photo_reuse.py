"""Fill the form of photorealistic transfer from an earlier picture or from a recipe."""

import numpy as np

from styletransfer.imaging.masks import LabelMap, open_label_map
from styletransfer.jobs.job import Job
from styletransfer.recipes import PhotorealisticRecipe
from styletransfer.ui.at_hand import at_hand
from styletransfer.ui.form import Chosen
from styletransfer.ui.photo_draft import LookChoice, PhotoDraft
from styletransfer.ui.photo_region_set import RegionSet
from styletransfer.ui.resources import describe, store

_MAP_SIDE = 1024


def fill_from_job(draft: PhotoDraft, recipe: PhotorealisticRecipe, job: Job) -> None:
    """Fill the form with the settings, pictures and regions of a job.

    Raises:
        JobError: its pictures were removed.
    """
    pictures = {role: store().input(job.id, role) for role in store().roles(job.id)}
    _start(draft, recipe)
    draft.content = Chosen(pictures["content"], recipe.content_name)
    for index, slot in enumerate(recipe.looks):
        _add(draft, Chosen(pictures[f"style-{index}"], slot.name))
    draft.masks = recipe.masks
    if recipe.masks == "given":
        draft.regions = _regions(recipe, pictures)
    draft.remarks = ()


def fill_from_recipe(draft: PhotoDraft, recipe: PhotorealisticRecipe) -> None:
    """Fill the form with the settings of a recipe and with those of its pictures that are at hand."""
    content, earlier = draft.content, [choice.picture for choice in draft.looks]
    known = at_hand([*earlier, *([content] if content else [])])
    _start(draft, recipe)
    draft.content = known.get(recipe.inputs.get("content", "")) or content
    missing = []
    for index, slot in enumerate(recipe.looks):
        picture = known.get(recipe.inputs.get(f"style-{index}", ""))
        if picture is None:
            missing.append(slot.name)
            picture = earlier[index] if index < len(earlier) else None
        if picture is not None:
            _add(draft, picture)
    draft.masks = "none" if recipe.masks == "none" else "automatic"
    remarks = []
    if recipe.inputs.get("content", "") not in known:
        named = f" “{recipe.content_name}”" if recipe.content_name else ""
        remarks.append(f"A recipe holds settings, not pictures: add its photograph{named} or another one.")
    if missing:
        remarks.append(f"Add the looks that are not at hand: {', '.join(f'“{name}”' for name in missing)}.")
    if recipe.masks == "given":
        remarks.append("A recipe holds no label maps: the regions are found anew, or can be imported by hand.")
    draft.remarks = tuple(remarks)


def opened_maps(recipe: PhotorealisticRecipe, pictures: dict[str, bytes]) -> tuple[LabelMap, list[LabelMap]]:
    """Read the label maps of a job, at no more than 1024 px: of the photograph, and of each look."""
    content = open_label_map(pictures["mask"], size=_map_size(pictures["content"]))
    looks = []
    for index in range(len(recipe.looks)):
        size = _map_size(pictures[f"style-{index}"])
        role = f"style-mask-{index}"
        looks.append(open_label_map(pictures[role], size=size) if role in pictures else np.zeros(size, np.uint8))
    return content, looks


def _start(draft: PhotoDraft, recipe: PhotorealisticRecipe) -> None:
    draft.forget_regions()
    draft.looks = []
    draft.apply_recipe(recipe)


def _add(draft: PhotoDraft, picture: Chosen) -> None:
    draft.serial += 1
    draft.looks.append(LookChoice(picture, draft.serial))


def _regions(recipe: PhotorealisticRecipe, pictures: dict[str, bytes]) -> RegionSet:
    content, looks = opened_maps(recipe, pictures)
    regions = RegionSet(content, looks, {rule.label: rule for rule in recipe.regions})
    regions.settle()
    return regions


def _map_size(picture: bytes) -> tuple[int, int]:
    """Return (height, width) of the label map of a picture."""
    known = describe(picture, "")
    factor = min(1.0, _MAP_SIDE / max(known.width, known.height))
    return max(1, round(known.height * factor)), max(1, round(known.width * factor))
