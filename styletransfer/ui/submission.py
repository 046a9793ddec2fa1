"""Turn what the visitor prepared into a job."""

from styletransfer.errors import ImageError, JobError, MaskError, RecipeError
from styletransfer.imaging.samples import example_photo, example_photos, gallery, gallery_picture
from styletransfer.jobs.job import Job
from styletransfer.recipes import NeuralStyleRecipe, StyleSlot, parse_recipe
from styletransfer.ui.draft import Draft
from styletransfer.ui.owner import current_owner
from styletransfer.ui.resources import store


def submit_draft(draft: Draft) -> Job:
    """Queue the picture of the form.

    Raises:
        InputError: something is missing or contradictory.
        JobError, StorageError: the store takes no job now.
    """
    if draft.content is None:
        raise ImageError("Choose a photograph first.")
    if not draft.styles:
        raise ImageError("Choose at least one style first.")
    if draft.values["start"] == "draft" and draft.start is None:
        raise ImageError("The settings start from a picture of your own; add it below “Start from”, or choose another.")
    recipe, images = draft.recipe(), draft.images()
    if "mask" in images and draft.mask is not None:
        painted = set(draft.mask.ravel().tolist())
        if not painted & {slot.label for slot in recipe.styles}:
            raise MaskError("No style is meant for any part of the painted picture; choose where each style goes.")
    return store().submit(recipe, images, owner=current_owner(), title=draft.title())


def submit_example(photo: str, style: str) -> Job:
    """Queue an example photograph in the manner of a gallery style, with the quickest settings."""
    photo_title = next(sample.title for sample in example_photos() if sample.slug == photo)
    style_title = next(sample.title for sample in gallery() if sample.slug == style)
    recipe = NeuralStyleRecipe.from_preset("draft", styles=(StyleSlot(name=style_title),), content_name=photo_title)
    images = {"content": example_photo(photo), "style-0": gallery_picture(style)}
    return store().submit(recipe, images, owner=current_owner(), title=f"{photo_title} × {style_title}")


def continue_job(job: Job, steps: int) -> Job:
    """Queue more steps of a finished picture, from where it stopped.

    Raises:
        JobError: its pictures were removed.
    """
    recipe = parse_recipe(job.recipe)
    if not isinstance(recipe, NeuralStyleRecipe):
        raise RecipeError("Only a painting can be continued.")
    state = store().state(job.id)
    if state is None:
        raise JobError("What is needed to continue this picture was removed; start it again instead.")
    return store().submit(
        recipe.with_config(steps=steps), store().all_inputs(job.id) | {"state": state},
        owner=current_owner(), title=job.title, parent=job.id,
    )  # fmt: skip
