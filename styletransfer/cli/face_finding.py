"""`faces sliders`: find the sliders of a generator that comes without, once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal

import typer

from styletransfer.cli.display import Display
from styletransfer.cli.face_request import Force, Quiet
from styletransfer.cli.files import check_output
from styletransfer.cli.parameters import command_of
from styletransfer.errors import InputError

GENERATORS = ("e4e-ffhq", "psp-ffhq", "stylegan2-ffhq", "stylegan2-ada-ffhq")
_WEIGHTS = (".safetensors",)


@dataclass(frozen=True, slots=True, kw_only=True)
class SlidersRequest:
    """The arguments of one call."""

    generator: Annotated[
        Literal[GENERATORS],  # type: ignore[valid-type]
        typer.Argument(metavar="GENERATOR", help="Its name in “weights list”."),
    ]
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="File to write.", show_default="where the studio looks for it"),
    ] = None
    published: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME=FILE", help="Take a direction that others found (.pt, .npy) for this slider; its "
                                               "sign and length are measured. Repeat it for several."),
    ] = None  # fmt: skip
    faces: Annotated[
        int, typer.Option(min=100, max=50_000, help="Random faces to learn from; more than w has entries.")
    ] = 3000
    quiet: Quiet = False
    force: Force = False


def find(request: SlidersRequest, given: Mapping[str, Any], /) -> None:
    """Find the sliders of a published generator on its own faces, once; a 1024-px one takes an hour or so on a CPU."""
    from styletransfer.checkpoints.build import directions_file
    from styletransfer.checkpoints.direction_files import save_directions
    from styletransfer.run.face_sliders import find_sliders

    published = published_of(request.published or ())
    output = request.output or directions_file(request.generator)
    if request.output is None:
        output.parent.mkdir(parents=True, exist_ok=True)
    check_output(output, (), force=request.force, suffixes=_WEIGHTS)
    with Display(quiet=request.quiet) as display:
        display.begin(request.generator)
        found = find_sliders(request.generator, published, request.faces, display.show)
        display.end(good=True)
        save_directions(output, found)
        for each in found.items.values():
            unit = f" {each.unit}" if each.unit else ""
            display.say(f"{each.label}: {each.low:+g} to {each.high:+g}{unit}")
        display.say(f"Saved {output}.")


def published_of(words: Sequence[str]) -> dict[str, Path]:
    """Split "age=age.pt" into the slider's name and the file.

    Raises:
        InputError: a word has no "=".
    """
    pairs = [word.partition("=") for word in words]
    wrong = [word for word, (name, _, file) in zip(words, pairs, strict=True) if not (name and file)]
    if wrong:
        raise InputError(f"--published is {wrong[0]!r}; write the slider's name and a file, like age=age.pt.")
    return {name.strip(): Path(file) for name, _, file in pairs}


sliders_command = command_of(SlidersRequest, None, find)
