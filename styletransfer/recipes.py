"""Recipes: the one wire format of the studio, the command line, the API, a job row and a picture's metadata."""

import json
import reprlib
import unicodedata
from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated, Any, Literal, Self, TypeVar

from annotated_types import Interval
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, TypeAdapter, ValidationError

from styletransfer.algorithms.neural_style_config import NeuralStyleConfig
from styletransfer.errors import RecipeError
from styletransfer.options import settings_of

_Model = TypeVar("_Model", bound=BaseModel)

MAX_RECIPE_BYTES = 64 * 1024
MAX_STYLES = 8
KEEP_LABEL = 255


def _clean_name(text: str) -> str:
    """Return NFC text without control characters: it is shown and stored, never used as a path."""
    return "".join(c for c in unicodedata.normalize("NFC", text) if unicodedata.category(c)[0] != "C")


Name = Annotated[str, StringConstraints(max_length=200), AfterValidator(_clean_name)]


class _Base(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class StyleSlot(_Base):
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


class NeuralStyleRecipe(_Base):
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

    def with_config(self, **changes: Any) -> Self:
        """Return a copy with some settings of `config` changed and checked."""
        return self.model_copy(update={"config": replace(self.config, **changes)})


class Preset(_Base):
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

Recipe = NeuralStyleRecipe
"""Any recipe; tools join here as they arrive, told apart by their `tool` field."""

_ADAPTER: TypeAdapter[Recipe] = TypeAdapter(Recipe)


def build(model: type[_Model], fields: Mapping[str, Any]) -> _Model:
    """Validate `fields` as a model; raise `RecipeError` with one plain sentence instead of a list."""
    try:
        return model.model_validate(fields)
    except ValidationError as error:
        raise RecipeError(_sentence(error)) from error


def parse_recipe(source: str | bytes | Mapping[str, Any]) -> Recipe:
    """Read a recipe from JSON text or a mapping.

    Raises:
        RecipeError: not JSON, too long, unknown tool, unknown field or a value out of range.
    """
    if isinstance(source, str | bytes):
        if len(source) > MAX_RECIPE_BYTES:
            raise RecipeError(f"The recipe is {len(source)} characters long; at most {MAX_RECIPE_BYTES} are read.")
        try:
            source = json.loads(source)
        except (ValueError, RecursionError) as error:
            raise RecipeError(f"The recipe is not valid JSON ({error}).") from error
    if not isinstance(source, Mapping):
        raise RecipeError("A recipe must be a JSON object with a field 'tool'.")
    try:
        return _ADAPTER.validate_python(source)
    except ValidationError as error:
        raise RecipeError(_sentence(error)) from error


# What a field must be, by the kind of pydantic's complaint; filled in from its context.
_WANTED = {
    "greater_than_equal": "must be at least {ge:g}",
    "less_than_equal": "must be at most {le:g}",
    "finite_number": "must be a finite number",
    "int_type": "must be a whole number",
    "int_parsing": "must be a whole number",
    "int_from_float": "must be a whole number",
    "float_type": "must be a number",
    "float_parsing": "must be a number",
    "literal_error": "must be {expected}",
    "string_type": "must be text",
    "string_unicode": "must be text",
    "string_too_long": "may have at most {max_length} characters",
    "too_short": "needs at least {min_length}",
    "too_long": "may have at most {max_length}",
    "tuple_type": "must be a list",
    "dict_type": "must be an object",
    "mapping_type": "must be an object",
    "model_type": "must be an object",
    "model_attributes_type": "must be an object",
    "dataclass_type": "must be an object",
    "missing": "is missing",
}
_UNKNOWN = ("extra_forbidden", "unexpected_keyword_argument")


def _sentence(error: ValidationError) -> str:
    """Say what is wrong with the first bad field, in words."""
    first, *others = error.errors(include_url=False)
    message = first["msg"].removeprefix("Value error, ").rstrip(".")
    if first["type"] == "value_error":  # written by `options.check`, names its field
        return f"{message}."
    where = _in_words(first["loc"])
    if first["type"] in _UNKNOWN:
        return f"The recipe has an unknown field, {where}; remove it or correct its name."
    given = first["input"]
    got = f" is {reprlib.repr(given)}; it" if isinstance(given, int | float | str) else ""
    wanted = _WANTED.get(first["type"], "does not fit: " + message).format(**first.get("ctx", {}))
    further = sum(1 for other in others if other["loc"] != first["loc"][: len(other["loc"])])
    more = f" {further} more {'field is' if further == 1 else 'fields are'} wrong." if further else ""
    return f"In the recipe, {where}{got} {wanted}.{more}"


def _in_words(location: tuple[int | str, ...]) -> str:
    """Name a field: ("styles", 0, "weight") is "weight of styles, item 1"."""
    if not location:
        return "the recipe"
    labels = settings_of(NeuralStyleConfig)
    *outer, last = (part if isinstance(part, str) else f"item {part + 1}" for part in location)
    name = f"{labels[last].option.label} ({last})" if last in labels else last.replace("_", " ")
    return f"{name} of {', '.join(outer)}" if outer else name
