"""The recipe of a photorealistic transfer."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal, Self

from annotated_types import Interval
from pydantic import Field, model_validator

from styletransfer.algorithms.photorealistic_config import PhotorealisticConfig
from styletransfer.errors import RecipeError
from styletransfer.recipes.base import Name, RecipeModel, ToolRecipe, build

MAX_LOOKS = 4
MAX_REGIONS = 32
MAP_SIDE = 1024
"""Longest side of the label maps that are found, px."""


class LookSlot(RecipeModel):
    """One picture whose light and colour are taken, and its title for people."""

    name: Name = "look"


class RegionRule(RecipeModel):
    """What one region of the photograph takes.

    Attributes:
        label: the region, by its number in the photograph's label map.
        name: words for people.
        look: which look, counted from 0.
        source: region of that look, by its number in the look's label map; None takes the whole look.
        strength: 0 leaves the region as it is.
    """

    label: Annotated[int, Interval(ge=0, le=255)]
    name: Name = ""
    look: Annotated[int, Interval(ge=0, le=MAX_LOOKS - 1)] = 0
    source: Annotated[int, Interval(ge=0, le=255)] | None = None
    strength: Annotated[float, Interval(ge=0, le=1)] = 1.0


class PhotorealisticRecipe(ToolRecipe):
    """Everything but the pixels that makes one photorealistic picture, always of the photograph's own size.

    Attributes:
        network: which wavelet network.
        segmenter: what helps to tell regions apart when masks are made automatically.
        size: longest side at which the network works, px; details come from the photograph at its own size.
        masks: "automatic" tells regions apart itself, "given" takes the pictures "mask" and "style-mask-0" …,
            "none" carries over the look of the whole.
        looks: one slot a look, in the order of the pictures.
        regions: who takes what; empty lets regions of the same number correspond.
        config: the settings of the transfer.
        preset: name of the preset the settings came from, for display.
        content_name: title of the photograph, for display.
        inputs: role of each picture -> sha256 of its file, filled in by a run.
    """

    tool: Literal["photorealistic"] = "photorealistic"
    version: Literal[1] = 1
    network: Literal["compact", "wct2-cat5", "wct2-sum"] = "compact"
    segmenter: Literal["compact", "lraspp", "deeplabv3", "deeplabv3-resnet50"] = "compact"
    size: Annotated[int, Interval(ge=64, le=4096)] = 1024
    masks: Literal["automatic", "given", "none"] = "automatic"
    looks: Annotated[tuple[LookSlot, ...], Field(min_length=1, max_length=MAX_LOOKS)] = (LookSlot(),)
    regions: Annotated[tuple[RegionRule, ...], Field(max_length=MAX_REGIONS)] = ()
    config: PhotorealisticConfig = PhotorealisticConfig()
    preset: Name = ""
    content_name: Name = ""
    inputs: Mapping[Name, Name] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        labels = [rule.label for rule in self.regions]
        if len(set(labels)) != len(labels):
            raise ValueError("The regions of the recipe name a label twice; one rule a region is meant")
        missing = sorted({rule.look for rule in self.regions} - set(range(len(self.looks))))
        if missing:
            raise ValueError(f"A region takes look {missing[0] + 1}, and the recipe has {len(self.looks)}")
        return self

    @classmethod
    def from_preset(cls, preset: str, **changes: Any) -> Self:
        """Build the recipe of a preset of `PHOTO_PRESETS`, with other fields changed.

        Raises:
            RecipeError: the preset is unknown or a field does not fit.
        """
        if preset not in PHOTO_PRESETS:
            raise RecipeError(f"Preset {preset!r} is unknown; choose from {', '.join(PHOTO_PRESETS)}.")
        return build(cls, {"config": PHOTO_PRESETS[preset].config, "preset": preset} | changes)


class PhotoPreset(RecipeModel):
    """A named starting point: a title, one sentence of help, and settings."""

    title: str
    help: str
    config: PhotorealisticConfig


PHOTO_PRESETS: dict[str, PhotoPreset] = {
    "natural": PhotoPreset(
        title="Natural", help="The look at a strength that few would notice as edited; skin keeps its colour.",
        config=PhotorealisticConfig(strength=0.6, skin=0.7),
    ),
    "strong": PhotoPreset(
        title="Strong", help="All of the look's light and colour.",
        config=PhotorealisticConfig(strength=1.0, skin=0.3),
    ),
    "colours": PhotoPreset(
        title="Colours only", help="The look's colours in the photograph's own light.",
        config=PhotorealisticConfig(strength=1.0, light=0.0, skin=0.5),
    ),
}  # fmt: skip
