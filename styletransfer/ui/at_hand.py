"""Pictures that a recipe can name by the hash of their file and that are at hand without an upload."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from styletransfer.imaging.samples import example_photo, example_photos, face_photos, gallery, gallery_picture
from styletransfer.recipes import LookSlot, Recipe, StyleSlot
from styletransfer.ui.form import Chosen


def at_hand(held: Iterable[Chosen]) -> dict[str, Chosen]:
    """Find pictures by their sha256: the gallery, the examples, and what a form holds."""
    pictures = [Chosen(gallery_picture(sample.slug), sample.title) for sample in gallery()]
    samples = dict.fromkeys((*example_photos(), *face_photos()))
    pictures += [Chosen(example_photo(sample.slug), sample.title) for sample in samples]
    return {hashlib.sha256(picture.data).hexdigest(): picture for picture in (*pictures, *held)}


@dataclass(frozen=True, slots=True)
class Matched:
    """The pictures of a recipe, as far as they are at hand.

    Attributes:
        content: the photograph of the recipe.
        pictures: for each style or look its picture, else the one that the form holds in its place.
        missing: titles, in quotation marks, of the styles or looks that are not at hand.
    """

    content: Chosen | None
    pictures: list[Chosen | None]
    missing: list[str]

    def remarks(self, recipe: Recipe, missing: str) -> list[str]:
        """Say which pictures have to be added, the styles or looks in a sentence that begins with `missing`."""
        remarks = []
        if self.content is None:
            named = f" “{recipe.content_name}”" if recipe.content_name else ""
            remarks.append(f"A recipe holds settings, not pictures: add its photograph{named} or another one.")
        if self.missing:
            remarks.append(f"{missing}: {', '.join(self.missing)}.")
        return remarks


def matched(
    recipe: Recipe, slots: Sequence[StyleSlot | LookSlot], content: Chosen | None, earlier: Sequence[Chosen]
) -> Matched:
    """Find the pictures of a recipe.

    Args:
        recipe: with the hashes of its pictures.
        slots: its styles or looks.
        content: the photograph that the form holds.
        earlier: the styles or looks that the form holds.
    """
    known = at_hand([*earlier, *([content] if content else [])])
    found = [known.get(recipe.inputs.get(f"style-{index}", "")) for index in range(len(slots))]
    return Matched(
        known.get(recipe.inputs.get("content", "")),
        [picture or (earlier[index] if index < len(earlier) else None) for index, picture in enumerate(found)],
        [f"“{slot.name}”" for slot, picture in zip(slots, found, strict=True) if picture is None],
    )
