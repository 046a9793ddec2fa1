"""Pictures that a recipe can name by the hash of their file and that are at hand without an upload."""

import hashlib
from collections.abc import Iterable

from styletransfer.imaging.samples import example_photo, example_photos, gallery, gallery_picture
from styletransfer.ui.form import Chosen


def at_hand(held: Iterable[Chosen]) -> dict[str, Chosen]:
    """Find pictures by their sha256: the gallery, the examples, and what a form holds."""
    pictures = [Chosen(gallery_picture(sample.slug), sample.title) for sample in gallery()]
    pictures += [Chosen(example_photo(sample.slug), sample.title) for sample in example_photos()]
    return {hashlib.sha256(picture.data).hexdigest(): picture for picture in (*pictures, *held)}
