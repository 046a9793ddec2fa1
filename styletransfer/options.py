"""Ranges, labels and help of the settings, kept where the settings are declared.

A config is a frozen dataclass whose fields are annotated like

    content_weight: Annotated[float, Interval(ge=0, le=10), Option("Content", "How closely …", step=0.05)] = 1.0

`check` enforces the ranges from ``__post_init__``, pydantic enforces the same ones in a recipe
(it knows `Interval`), and the studio and the command line read labels and help from here:
there is no second place where a range is written down.
"""

import math
from dataclasses import dataclass, fields
from typing import Annotated, Any, Literal, get_args, get_origin, get_type_hints

from annotated_types import Interval

from styletransfer.errors import RecipeError


@dataclass(frozen=True, slots=True)
class Option:
    """What a person reads about one setting.

    Attributes:
        label: a few words, title of the control.
        help: one sentence that says what the setting does.
        step: smallest useful change of a number, or None.
        level: "simple", "more" or "expert": how deep the studio folds it away.
    """

    label: str
    help: str
    step: float | None = None
    level: Literal["simple", "more", "expert"] = "more"


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """One field of a config, as an interface needs it.

    Attributes:
        name: field name.
        kind: the plain Python type (float, int, bool, str, tuple).
        option: label, help, step, level.
        default: default value.
        low, high: inclusive range of a number, or None.
        choices: allowed words of a choice (of each element, for a tuple), or empty.
    """

    name: str
    kind: type
    option: Option
    default: Any
    low: float | None
    high: float | None
    choices: tuple[str, ...]


def settings_of(config: type) -> dict[str, Setting]:
    """Read the annotated fields of a config dataclass, in order."""
    hints = get_type_hints(config, include_extras=True)
    found = {}
    for item in fields(config):
        hint = hints[item.name]
        if get_origin(hint) is not Annotated:
            continue
        plain, *notes = get_args(hint)
        option = next((note for note in notes if isinstance(note, Option)), None)
        if option is None:
            continue
        span = next((note for note in notes if isinstance(note, Interval)), Interval())
        found[item.name] = Setting(
            name=item.name, kind=_plain_type(plain), option=option, default=item.default,
            low=_number(span.ge), high=_number(span.le), choices=_choices(plain),
        )  # fmt: skip
    return found


def check(config: Any) -> None:
    """Raise `RecipeError` when a field of a config dataclass is outside its declared range."""
    for setting in settings_of(type(config)).values():
        value = getattr(config, setting.name)
        _check_choice(setting, value)
        if isinstance(value, int | float) and not isinstance(value, bool):
            _check_number(setting, value)
        _check_kind(setting, value)


def _check_kind(setting: Setting, value: object) -> None:
    fits = isinstance(value, setting.kind) or (setting.kind is float and isinstance(value, int))
    if not fits or (isinstance(value, bool) and setting.kind is not bool):
        title = f"{setting.option.label} ({setting.name})"
        raise RecipeError(f"{title} is {value!r}; it must be of type {setting.kind.__name__}.")


def _check_number(setting: Setting, value: float) -> None:
    low = -math.inf if setting.low is None else setting.low
    high = math.inf if setting.high is None else setting.high
    if not (math.isfinite(value) and low <= value <= high):
        title = f"{setting.option.label} ({setting.name})"
        raise RecipeError(f"{title} is {value}; it must be between {low:g} and {high:g}.")


def _check_choice(setting: Setting, value: object) -> None:
    if not setting.choices:
        return
    given = value if isinstance(value, tuple) else (value,)
    unknown = [item for item in given if item not in setting.choices]
    if unknown or not given:
        got = ", ".join(map(str, unknown)) or "nothing"
        raise RecipeError(
            f"{setting.option.label} ({setting.name}) is {got}; choose from {', '.join(setting.choices)}."
        )


def _plain_type(plain: Any) -> type:
    origin = get_origin(plain)
    if origin is Literal:
        return str
    return origin if isinstance(origin, type) else plain


def _choices(plain: Any) -> tuple[str, ...]:
    if get_origin(plain) is Literal:
        return get_args(plain)
    if get_origin(plain) is tuple:
        return _choices(get_args(plain)[0])
    return ()


def _number(bound: Any) -> float | None:
    return None if bound is None else float(bound)
