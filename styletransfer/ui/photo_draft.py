"""The photorealistic picture a visitor is preparing: kept for the session, whatever page is open."""

from dataclasses import asdict, dataclass, field
from typing import Any, ClassVar, Literal

import streamlit as st

from styletransfer.algorithms.photorealistic_config import PhotorealisticConfig
from styletransfer.imaging.masks import LabelMap, encode_label_map
from styletransfer.recipes import MAX_LOOKS, PHOTO_PRESETS, LookSlot, PhotorealisticRecipe, build
from styletransfer.ui.form import Chosen, Form
from styletransfer.ui.photo_region_set import RegionSet
from styletransfer.ui.tools import PHOTOREALISTIC, Tool

FIRST_PRESET = "natural"
_KEY = "photo.draft"
_VARIED = tuple(
    name
    for name, default in asdict(PhotorealisticConfig()).items()
    if any(getattr(preset.config, name) != default for preset in PHOTO_PRESETS.values())
)

Masks = Literal["automatic", "given", "none"]


@dataclass(slots=True)
class LookChoice:
    """A picture whose light and colour are wanted; `serial` tells its widgets apart from those of others."""

    picture: Chosen
    serial: int


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
        start: the maps of photograph and look that the painter started from.
    """

    tool: ClassVar[Tool] = PHOTOREALISTIC

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
    start: tuple[LabelMap, LabelMap] | None = None
    basis: object = None

    def take_photograph(self, chosen: Chosen | None) -> None:
        """Change the photograph, or take it out; regions of another one are dropped."""
        self.content = chosen
        self.forget_regions()

    def add_look(self, picture: Chosen, shape: tuple[int, int]) -> bool:
        """Add a look of that height and width unless there are as many as a recipe holds; return whether it was."""
        if len(self.looks) >= MAX_LOOKS:
            return False
        self.serial += 1
        self.looks.append(LookChoice(picture, self.serial))
        self.by_hand = None
        if self.masks == "given" and self.regions is not None:
            self.regions.add_look(shape)
        return True

    def remove_look(self, choice: LookChoice) -> None:
        """Take a look out."""
        index = self.looks.index(choice)
        del self.looks[index]
        self.beside, self.start, self.by_hand = 0, None, None
        if not self.looks:
            self.forget_regions()
        elif self.masks == "given" and self.regions is not None:
            self.regions.drop_look(index)

    def forget_regions(self) -> None:
        """Drop the regions; they are found anew."""
        self.regions, self.by_hand, self.basis = None, None, None
        self.start, self.editing, self.beside = None, False, 0
        if self.masks == "given":
            self.masks = "automatic"
            self.edition += 1

    def apply_preset(self, name: str) -> None:
        """Take over what presets are about and leave the rest as it is."""
        self.preset = name
        self.values |= {field_name: getattr(PHOTO_PRESETS[name].config, field_name) for field_name in _VARIED}
        self.edition += 1

    def apply_recipe(self, recipe: PhotorealisticRecipe) -> None:
        """Take over the settings of a recipe; its pictures and regions are a matter of their own."""
        self.network, self.segmenter = recipe.network, recipe.segmenter
        self.size, self.values = recipe.size, asdict(recipe.config)
        self.preset = recipe.preset if recipe.preset in PHOTO_PRESETS else ""
        self.edition += 1

    def recipe(self) -> PhotorealisticRecipe:
        """Return the recipe of the form: with regions, exactly those that are shown.

        Raises:
            RecipeError: a setting is out of range.
        """
        shown = self.regions if self.masks != "none" else None
        return build(
            PhotorealisticRecipe,
            {
                "network": self.network,
                "segmenter": self.segmenter,
                "size": self.size,
                "masks": "none" if self.masks == "none" else "automatic" if shown is None else "given",
                "looks": [LookSlot(name=choice.picture.name[:200]) for choice in self.looks] or (LookSlot(),),
                "regions": () if shown is None else shown.recipe_rules(),
                "config": PhotorealisticConfig(**self.values),
                "preset": self.preset,
                "content_name": self.content.name[:200] if self.content else "",
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
        look = " + ".join(choice.picture.name for choice in self.looks[:3])
        subject = self.content.name if self.content and self.content.name else "Photograph"
        return f"{subject} × {look or 'look'}"


def current_photo_draft() -> PhotoDraft:
    """Return the visitor's draft."""
    draft: PhotoDraft = st.session_state.setdefault(_KEY, PhotoDraft())
    return draft
