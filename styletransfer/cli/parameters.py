"""Options of a command, made from what they describe: a dataclass of arguments and the settings of a config."""

import inspect
from collections.abc import Callable, Mapping, Sequence
from dataclasses import MISSING, fields, replace
from typing import Annotated, Any, Literal, Protocol, get_type_hints

import typer

from styletransfer.errors import InputError
from styletransfer.options import Setting, settings_of

PANELS = {"simple": "Settings", "more": "More settings", "expert": "Settings for experts"}
_EMPTY = inspect.Parameter.empty
_NO_ALIASES: Mapping[str, str] = {}


class Command(Protocol):
    """What a command does with its arguments and with the settings that were given explicitly."""

    def __call__(self, request: Any, given: Mapping[str, Any], /) -> None:
        """Run the command."""


def command_of(
    request: type, config: object | None, action: Command, aliases: Mapping[str, str] = _NO_ALIASES
) -> Callable[..., None]:
    """Make the function that typer reads a command from.

    Args:
        request: dataclass whose fields are annotated with `typer.Argument` or `typer.Option`.
        config: instance of a dataclass whose settings (`styletransfer.options`) become one option each, unset by
            default; the help shows its values as defaults. None for a command without settings.
        action: receives the request and the settings that were given.
        aliases: name of a setting -> a second flag for it.
    Returns:
        A function with one keyword parameter for each of them and the docstring of `action`.
    """
    known = {} if config is None else settings_of(type(config))
    settings = {name: replace(setting, default=getattr(config, name)) for name, setting in known.items()}
    hints = get_type_hints(request, include_extras=True)
    defaults = {field.name: _EMPTY if field.default is MISSING else field.default for field in fields(request)}
    own = [_parameter(name, hints[name], default) for name, default in defaults.items()]
    added = [_parameter(name, _hint(setting, aliases.get(name)), None) for name, setting in settings.items()]

    def command(**values: Any) -> None:
        given = {name: _plain(setting, values.pop(name)) for name, setting in settings.items()}
        action(request(**values), {name: value for name, value in given.items() if value is not None})

    command.__doc__ = action.__doc__
    command.__annotations__ = {parameter.name: parameter.annotation for parameter in (*own, *added)}
    command.__signature__ = inspect.Signature([*own, *added])  # type: ignore[attr-defined]
    return command


def numbers(option: str, text: str | None) -> tuple[float, ...]:
    """Read "1,0.5" as numbers; nothing as none.

    Raises:
        InputError: a part is not a number; the sentence names the option.
    """
    try:
        return tuple(float(part) for part in text.split(",")) if text else ()
    except ValueError as error:
        raise InputError(f"{option} is {text!r}; it must be numbers with commas between them, like 1,0.5.") from error


def spread(option: str, values: Sequence[float], count: int) -> tuple[float, ...]:
    """Return one value for each of `count` styles; a single value serves them all.

    Raises:
        InputError: there are more or fewer values than styles.
    """
    if len(values) not in (1, count):
        styles = "1 style" if count == 1 else f"{count} styles"
        raise InputError(f"{option} has {len(values)} numbers for {styles}; give one for each, or one for all.")
    return tuple(values) * count if len(values) == 1 else tuple(values)


def _parameter(name: str, hint: Any, default: Any) -> inspect.Parameter:
    return inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=hint)


def _hint(setting: Setting, alias: str | None) -> Any:
    """Write the annotation of a setting's option: its type, range, help and default."""
    flag = f"--{setting.name.replace('_', '-')}"
    flags = [flag, *([alias] if alias else []), *([f"--no-{flag[2:]}"] if setting.kind is bool else [])]
    several = setting.kind is tuple
    help_text = setting.option.help
    if several:
        help_text = f"{help_text} Separate with commas: {', '.join(setting.choices)}."
    shown = ",".join(setting.default) if several else str(setting.default)
    limits = {"min": setting.low, "max": setting.high}
    bounds: dict[str, Any] = {name: setting.kind(limit) for name, limit in limits.items() if limit is not None}
    described = typer.Option(
        *flags, help=help_text, show_default=shown, rich_help_panel=PANELS[setting.option.level], **bounds
    )
    if several:
        plain: Any = str
    else:
        plain = Literal[setting.choices] if setting.choices else setting.kind
    return Annotated[plain | None, described]


def _plain(setting: Setting, value: Any) -> Any:
    if value is None or setting.kind is not tuple:
        return value
    return tuple(part.strip() for part in value.split(",") if part.strip())
