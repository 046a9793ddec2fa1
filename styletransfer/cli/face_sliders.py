"""The sliders of faces as options: one for each that ships, and `--set` for those of every generator."""

from collections.abc import Mapping, Sequence
from dataclasses import field, fields, make_dataclass
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup

from styletransfer.cli.request import about
from styletransfer.errors import InputError

if TYPE_CHECKING:
    from styletransfer.models.face_directions import Direction

PANEL = "Sliders"
_SHIPPED = "face-generator"
_PREFIX = "slider_"


class LateGroup(TyperGroup):
    """Commands of which some are made when they are called: their options stand in a file of weights.

    Attributes:
        late: name of a command -> what makes the function that typer reads it from.
    """

    late: Mapping[str, Any] = {}

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Make the command that is called, if it is one of those."""
        name, command, rest = super().resolve_command(ctx, args)
        if name is None or name not in self.late:
            return name, command, rest
        app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)
        app.command(name)(self.late[name]())
        return name, typer.main.get_command(app), rest


def with_sliders(request: type) -> type:
    """Return the dataclass of a command's arguments with an option for each slider that ships.

    Args:
        request: dataclass of arguments, all keywords.
    Raises:
        CheckpointError: the file of the directions is missing or damaged.
    """
    from styletransfer.checkpoints.build import face_directions

    taken = {item.name.replace("_", "-") for item in fields(request)}
    sliders = [
        (f"{_PREFIX}{name}", Annotated[float | None, _option(direction)], field(default=None))
        for name, direction in face_directions(_SHIPPED).items.items()
        if name.replace("_", "-") not in taken  # --set reaches these
    ]
    return make_dataclass(request.__name__, sliders, bases=(request,), frozen=True, kw_only=True)


def sliders_of(request: Any, sets: Sequence[str]) -> dict[str, float]:
    """Collect the sliders that were given, those of `--set` last.

    Raises:
        InputError: one of `--set` is not like name=value.
    """
    names = [item.name for item in fields(request) if item.name.startswith(_PREFIX)]
    given = {name.removeprefix(_PREFIX): getattr(request, name) for name in names}
    found = {name: value for name, value in given.items() if value is not None}
    return found | dict(_set(text) for text in sets)


def _set(text: str) -> tuple[str, float]:
    name, _, value = text.partition("=")
    try:
        return name.strip(), float(value)
    except ValueError as error:
        raise InputError(f"--set is {text!r}; it must be a slider and a number, like smile=0.5.") from error


def _option(direction: "Direction") -> Any:
    unit = f" {direction.unit}" if direction.unit else ""
    sentence = f"{direction.help} From {direction.low:g} to {direction.high:g}{unit}."
    return about(PANEL, sentence, f"--{direction.name.replace('_', '-')}")
