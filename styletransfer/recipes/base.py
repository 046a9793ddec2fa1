"""What all recipes share, and how a mistake in one becomes a sentence."""

import reprlib
import unicodedata
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated, Any, Self, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, StringConstraints, ValidationError

from styletransfer.errors import RecipeError
from styletransfer.options import Setting, settings_of

_Model = TypeVar("_Model", bound=BaseModel)


def clean_name(text: str) -> str:
    """Return NFC text without control characters: it is shown and stored, never used as a path."""
    return "".join(c for c in unicodedata.normalize("NFC", text) if unicodedata.category(c)[0] != "C")


Name = Annotated[str, StringConstraints(max_length=200), AfterValidator(clean_name)]


class RecipeModel(BaseModel):
    """Frozen, strict about unknown fields and about numbers that are none."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class ToolRecipe(RecipeModel):
    """A recipe with a field `config`: the settings of its tool's algorithm."""

    if TYPE_CHECKING:  # each tool declares it, with its own type and in its own place among the fields
        config: Any

    def with_config(self, **changes: Any) -> Self:
        """Return a copy with some settings of `config` changed and checked."""
        return self.model_copy(update={"config": replace(self.config, **changes)})


def build(model: type[_Model], fields: Mapping[str, Any]) -> _Model:
    """Validate `fields` as a model; raise `RecipeError` with one plain sentence instead of a list."""
    try:
        return model.model_validate(fields)
    except ValidationError as error:
        raise RecipeError(_sentence(error, model)) from error


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


def _sentence(error: ValidationError, model: type[BaseModel]) -> str:
    """Say what is wrong with the first bad field, in words."""
    first, *others = error.errors(include_url=False)
    message = first["msg"].removeprefix("Value error, ").rstrip(".")
    if first["type"] == "value_error":  # written by `options.check`, names its field
        return f"{message}."
    where = _in_words(first["loc"], model)
    if first["type"] in _UNKNOWN:
        return f"The recipe has an unknown field, {where}; remove it or correct its name."
    given = first["input"]
    got = f" is {reprlib.repr(given)}; it" if isinstance(given, int | float | str) else ""
    wanted = _WANTED.get(first["type"], "does not fit: " + message).format(**first.get("ctx", {}))
    further = sum(1 for other in others if other["loc"] != first["loc"][: len(other["loc"])])
    more = f" {further} more {'field is' if further == 1 else 'fields are'} wrong." if further else ""
    return f"In the recipe, {where}{got} {wanted}.{more}"


def _in_words(location: tuple[int | str, ...], model: type[BaseModel]) -> str:
    """Name a field: ("styles", 0, "weight") is "weight of styles, item 1"; settings have labels of their own."""
    if not location:
        return "the recipe"
    labels = _settings(model) if location[0] == "config" else {}
    *outer, last = (part if isinstance(part, str) else f"item {part + 1}" for part in location)
    name = f"{labels[last].option.label} ({last})" if last in labels else last.replace("_", " ")
    return f"{name} of {', '.join(outer)}" if outer else name


def _settings(model: type[BaseModel]) -> dict[str, Setting]:
    config: Any = model.model_fields["config"].annotation if issubclass(model, ToolRecipe) else None
    return {} if config is None else settings_of(config)
