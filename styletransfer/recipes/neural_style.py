"""The recipe of a neural style picture."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal, Self

from annotated_types import Interval
from pydantic import Field

from styletransfer.algorithms.neural_style_config import NeuralStyleConfig
from styletransfer.errors import RecipeError
from styletransfer.recipes.base import Name, RecipeModel, ToolRecipe, build

MAX_STYLES = 8
KEEP_LABEL = 255


class StyleSlot(RecipeModel):
    """One style picture and how it is used.

    Attributes:
        name: title for people.
        weight: share among the styles of the same region.
        scale: size of the strokes; 2 makes them twice as large.
        rotation: turn of the style picture, degrees counter-clockwise.
        label: region of the mask that takes this style; 0 is the unpainted part.
    """

    name: Name = "style"
    weight: Annotated[float, Interval(ge=0, le=10)] = 1.0
    scale: Annotated[float, Interval(ge=0.25, le=4)] = 1.0
    rotation: Annotated[float, Interval(ge=-180, le=180)] = 0.0
    label: Annotated[int, Interval(ge=0, le=KEEP_LABEL - 1)] = 0


class NeuralStyleRecipe(ToolRecipe):
    """Everything but the pixels that makes one neural style picture.

    Attributes:
        network: which perceptual network, a name of the checkpoint manifest.
        size: longest side of the result, px.
        styles: one slot a style picture, in the order of the pictures.
        config: the settings of the optimisation.
        preset: name of the preset the settings came from, for display.
        content_name: title of the photograph, for display.
        inputs: role of each picture -> sha256 of its file, filled in by a run.
    """

    tool: Literal["neural-style"] = "neural-style"
    version: Literal[1] = 1
    network: Literal["compact", "vgg19"] = "compact"
    size: Annotated[int, Interval(ge=64, le=8192)] = 512
    styles: Annotated[tuple[StyleSlot, ...], Field(min_length=1, max_length=MAX_STYLES)] = (StyleSlot(),)
    config: NeuralStyleConfig = NeuralStyleConfig()
    preset: Name = ""
    content_name: Name = ""
    inputs: Mapping[Name, Name] = Field(default_factory=dict)

    @classmethod
    def from_preset(cls, preset: str, **changes: Any) -> Self:
        """Build the recipe of a preset of `PRESETS`, with other fields changed.

        Raises:
            RecipeError: the preset is unknown or a field does not fit.
        """
        if preset not in PRESETS:
            raise RecipeError(f"Preset {preset!r} is unknown; choose from {', '.join(PRESETS)}.")
        chosen = PRESETS[preset]
        fields = {"size": chosen.size, "config": chosen.config, "preset": preset} | changes
        return build(cls, fields)


class Preset(RecipeModel):
    """A named starting point: a title, one sentence of help, a size and settings."""

    title: str
    help: str
    size: int
    config: NeuralStyleConfig


PRESETS: dict[str, Preset] = {
    "draft": Preset(
        title="Draft", help="A first look in a few seconds, 320 px.", size=320,
        config=NeuralStyleConfig(coarse_steps=60, steps=20),
    ),
    "balanced": Preset(
        title="Balanced", help="Good strokes at 512 px without a long wait.", size=512,
        config=NeuralStyleConfig(),
    ),
    "fine": Preset(
        title="Fine", help="More steps at 1024 px, for a picture to keep.", size=1024,
        config=NeuralStyleConfig(coarse_steps=200, steps=60),
    ),
    "print": Preset(
        title="Print", help="2048 px, painted tile by tile; allow several minutes.", size=2048,
        config=NeuralStyleConfig(coarse_steps=200, steps=30, tile=1024),
    ),
}  # fmt: skip
