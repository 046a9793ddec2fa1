"""The painting a visitor is preparing: kept for the session, whatever page is open."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, ClassVar

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from styletransfer.algorithms.neural_style_config import NeuralStyleConfig
from styletransfer.imaging.masks import encode_label_map
from styletransfer.recipes import MAX_STYLES, PRESETS, NeuralStyleRecipe, Preset, StyleSlot, build
from styletransfer.ui.form import Chosen, Form
from styletransfer.ui.tools import NEURAL_STYLE, Tool

FIRST_PRESET = "balanced"
_KEY = "neural.draft"


@dataclass(slots=True)
class StyleChoice:
    """A style picture and how it is used; `serial` tells its widgets apart from those of others."""

    picture: Chosen
    slot: StyleSlot
    serial: int


@dataclass(slots=True)
class Draft(Form):
    """What the form of neural style holds.

    Attributes:
        styles: the styles, in order.
        start: picture to start from, when the settings ask for one.
        masked: whether regions are painted at all.
        given_mask: labels the painter starts from.
        mask: labels as painted.
    """

    tool: ClassVar[Tool] = NEURAL_STYLE
    presets: ClassVar[Mapping[str, Preset]] = PRESETS

    preset: str = FIRST_PRESET
    size: int = PRESETS[FIRST_PRESET].size
    values: dict[str, Any] = field(default_factory=lambda: asdict(PRESETS[FIRST_PRESET].config))
    styles: list[StyleChoice] = field(default_factory=list)
    start: Chosen | None = None
    masked: bool = False
    given_mask: NDArray[np.uint8] | None = None
    mask: NDArray[np.uint8] | None = None

    def take_photograph(self, chosen: Chosen | None) -> None:
        """Change the photograph, or take it out; regions painted over another one are dropped."""
        self.content, self.mask, self.given_mask = chosen, None, None

    def add_style(self, picture: Chosen, slot: StyleSlot | None = None) -> bool:
        """Add a style unless there are as many as a recipe holds; return whether it was added."""
        if len(self.styles) >= MAX_STYLES:
            return False
        self.serial += 1
        used = slot or StyleSlot()
        self.styles.append(StyleChoice(picture, used.model_copy(update={"name": picture.name[:200]}), self.serial))
        return True

    def remove_style(self, choice: StyleChoice) -> None:
        """Take a style out."""
        self.styles = [other for other in self.styles if other is not choice]

    def apply_preset(self, name: str) -> None:
        """Take over what presets are about, size and steps, and leave the rest as it is."""
        Form.apply_preset(self, name)
        self.size = PRESETS[name].size

    def apply_recipe(self, recipe: NeuralStyleRecipe) -> None:
        """Take over the settings of a recipe; its pictures are a matter of their own."""
        self._take_over(recipe)

    def recipe(self) -> NeuralStyleRecipe:
        """Return the recipe of the form.

        Raises:
            RecipeError: a setting is out of range, or two contradict each other.
        """
        unmasked = {} if self._mask_used() else {"label": 0}
        return build(
            NeuralStyleRecipe,
            self._shared_fields()
            | {
                "styles": [choice.slot.model_copy(update=unmasked) for choice in self.styles],
                "config": NeuralStyleConfig(**self.values),
            },
        )

    def images(self) -> dict[str, bytes]:
        """Return the files of the form by role."""
        images = {f"style-{index}": choice.picture.data for index, choice in enumerate(self.styles)}
        if self.content is not None:
            images["content"] = self.content.data
        if self.mask is not None and self._mask_used():
            images["mask"] = encode_label_map(self.mask)
        if self.start is not None and self.values["start"] == "draft":
            images["start"] = self.start.data
        return images

    def title(self) -> str:
        """Name the picture to be."""
        return self._titled([choice.picture for choice in self.styles], "style")

    def _mask_used(self) -> bool:
        return self.masked and self.mask is not None


def current_draft() -> Draft:
    """Return the visitor's draft."""
    draft: Draft = st.session_state.setdefault(_KEY, Draft())
    return draft
