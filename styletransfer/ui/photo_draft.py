"""The photorealistic picture a visitor is preparing: kept for the session, whatever page is open."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, ClassVar, Literal

import streamlit as st

from styletransfer.algorithms.photorealistic_config import PhotorealisticConfig
from styletransfer.imaging.masks import LabelMap, encode_label_map
from styletransfer.recipes import MAX_LOOKS, PHOTO_PRESETS, LookSlot, PhotoPreset, PhotorealisticRecipe, build
from styletransfer.ui.canvas import map_size
from styletransfer.ui.form import Chosen, Form
from styletransfer.ui.photo_region_set import RegionSet
from styletransfer.ui.tools import PHOTOREALISTIC, Tool

FIRST_PRESET = "natural"
_KEY = "photo.draft"

Masks = Literal["automatic", "given", "none"]


@dataclass(slots=True)
class LookChoice:
    """A picture whose light and colour are wanted; `serial` tells its widgets apart from those of others."""

    picture: Chosen
    serial: int


@dataclass(frozen=True, slots=True, eq=False)
class PainterStart:
    """The maps that the painter started from, and what they belong to.

    Attributes:
        serial: of the regions.
        beside: the look shown.
        content: labels of the photograph, (H, W).
        look: labels of that look.
    """

    serial: int
    beside: int
    content: LabelMap
    look: LabelMap


@dataclass(slots=True)
class PhotoDraft(Form):
    """What the form of photorealistic transfer holds.

    Attributes:
        looks: the looks, in order.
        segmenter: what helps to find regions.
        masks: where the regions come from: found, made by hand, or none.
        regions: as found or as edited.
        by_hand: regions made by hand that others take the place of at present.
        editing: whether the painter is open.
        beside: which look the painter shows.
        start: what the painter started from.
        basis: what the regions were found for.
    """

    tool: ClassVar[Tool] = PHOTOREALISTIC
    presets: ClassVar[Mapping[str, PhotoPreset]] = PHOTO_PRESETS

    preset: str = FIRST_PRESET
    size: int = PhotorealisticRecipe().size
    values: dict[str, Any] = field(default_factory=lambda: asdict(PHOTO_PRESETS[FIRST_PRESET].config))
    looks: list[LookChoice] = field(default_factory=list)
    segmenter: str = "compact"
    masks: Masks = "automatic"
    regions: RegionSet | None = None
    by_hand: RegionSet | None = None
    editing: bool = False
    beside: int = 0
    start: PainterStart | None = None
    basis: object = None

    def take_photograph(self, chosen: Chosen | None) -> None:
        """Change the photograph, or take it out; regions of another one are dropped."""
        self.content = chosen
        self.forget_regions()

    def add_look(self, picture: Chosen) -> bool:
        """Add a look unless there are as many as a recipe holds; return whether it was added."""
        if len(self.looks) >= MAX_LOOKS:
            return False
        self.serial += 1
        self.looks.append(LookChoice(picture, self.serial))
        self.by_hand = None
        if self.masks != "automatic" and self.regions is not None:
            self.regions.add_look(map_size(picture.data))
        return True

    def remove_look(self, choice: LookChoice) -> None:
        """Take a look out."""
        index = self.looks.index(choice)
        del self.looks[index]
        self.beside, self.by_hand = 0, None
        if not self.looks:
            self.forget_regions()
        elif self.masks != "automatic" and self.regions is not None:
            self.regions.drop_look(index)

    def forget_regions(self) -> None:
        """Drop the regions; they are found anew."""
        self.regions, self.by_hand, self.basis = None, None, None
        self.start, self.editing, self.beside = None, False, 0
        if self.masks == "given":
            self.masks = "automatic"
            self.edition += 1

    def apply_recipe(self, recipe: PhotorealisticRecipe) -> None:
        """Take over the settings of a recipe; its pictures and regions are a matter of their own."""
        self._take_over(recipe)
        self.segmenter = recipe.segmenter

    def recipe(self) -> PhotorealisticRecipe:
        """Return the recipe of the form: with regions, exactly those that are shown.

        Raises:
            RecipeError: a setting is out of range.
        """
        shown = self.regions if self.masks != "none" else None
        return build(
            PhotorealisticRecipe,
            self._shared_fields()
            | {
                "segmenter": self.segmenter,
                "masks": "none" if self.masks == "none" else "automatic" if shown is None else "given",
                "looks": [LookSlot(name=choice.picture.name[:200]) for choice in self.looks] or (LookSlot(),),
                "regions": () if shown is None else shown.recipe_rules(),
                "config": PhotorealisticConfig(**self.values),
            },
        )

    def images(self) -> dict[str, bytes]:
        """Return the files of the form by role."""
        images = {f"style-{index}": choice.picture.data for index, choice in enumerate(self.looks)}
        if self.content is not None:
            images["content"] = self.content.data
        if self.masks != "none" and self.regions is not None:
            images["mask"] = encode_label_map(self.regions.content)
            maps = {f"style-mask-{index}": encode_label_map(look) for index, look in enumerate(self.regions.looks)}
            images |= maps
        return images

    def title(self) -> str:
        """Name the picture to be."""
        return self._titled([choice.picture for choice in self.looks], "look")


def current_photo_draft() -> PhotoDraft:
    """Return the visitor's draft."""
    draft: PhotoDraft = st.session_state.setdefault(_KEY, PhotoDraft())
    return draft
