"""Turn the photorealistic picture that the visitor prepared into a job."""

from styletransfer.errors import ImageError, MaskError
from styletransfer.imaging.samples import example_photo, example_photos
from styletransfer.jobs.job import Job
from styletransfer.ui.form import Chosen
from styletransfer.ui.owner import current_owner
from styletransfer.ui.photo_draft import PhotoDraft
from styletransfer.ui.photo_regions import find
from styletransfer.ui.resources import store


def submit_photo(draft: PhotoDraft) -> Job:
    """Queue the picture of the form.

    Raises:
        InputError: something is missing or contradictory.
        JobError, StorageError: the store takes no job now.
    """
    if draft.content is None:
        raise ImageError("Choose a photograph first.")
    if not draft.looks:
        raise ImageError("Choose a look first.")
    if draft.masks != "none":
        if draft.regions is None:
            raise MaskError("The regions are not known yet; wait until they are found, or choose “None”.")
        if not any(rule.strength > 0 for rule in draft.regions.recipe_rules()):
            raise MaskError("Every region is left as it is, so nothing would change; raise the strength of one.")
    return store().submit(draft.recipe(), draft.images(), owner=current_owner(), title=draft.title())


def submit_photo_example(photo: str, look: str) -> Job:
    """Queue an example photograph that takes the look of another, region by region."""
    titles = {sample.slug: sample.title for sample in example_photos()}
    content = Chosen(example_photo(photo), titles[photo])
    draft = PhotoDraft(content=content)
    draft.add_look(Chosen(example_photo(look), titles[look]))
    draft.regions = find(draft, content)
    return submit_photo(draft)
