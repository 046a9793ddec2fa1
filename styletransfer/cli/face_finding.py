"""`faces sliders`: find the sliders of a generator that comes without, once, or one for a prompt, for any."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal

import typer

from styletransfer.cli.display import Display
from styletransfer.cli.face_prompts import CLIPS
from styletransfer.cli.face_request import Force, Quiet
from styletransfer.cli.files import check_output
from styletransfer.cli.parameters import command_of
from styletransfer.cli.request import about
from styletransfer.errors import InputError

_SHIPPED = "face-generator"
GENERATORS = (_SHIPPED, "e4e-ffhq", "psp-ffhq", "stylegan2-ffhq", "stylegan2-ada-ffhq")
_WEIGHTS = (".safetensors",)
_PROMPTS = "A slider for a prompt"


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
    prompt: Annotated[
        str | None,
        about(_PROMPTS, "Find one slider, for what a face should become, like “an old person”; it comes beside the "
              "others of the generator. Only this is looked for then."),
    ] = None  # fmt: skip
    neutral: Annotated[str | None, about(_PROMPTS, "What the face is now.", shown="guessed")] = None
    name: Annotated[str | None, about(_PROMPTS, "What the slider is called.", shown="the prompt")] = None
    clip: Annotated[
        Literal[CLIPS],  # type: ignore[valid-type]
        about(_PROMPTS, "What reads prompts and looks at faces; see “weights list”."),
    ] = CLIPS[0]
    remove: Annotated[str | None, about(_PROMPTS, "Forget the slider of this name that was found for a prompt.")] = None
    quiet: Quiet = False
    force: Force = False


def find(request: SlidersRequest, given: Mapping[str, Any], /) -> None:
    """Find the sliders of a published generator on its own faces, once; a 1024-px one takes an hour or so on a CPU.

    With --prompt, find one slider for these words; for the generator that ships this takes about a minute.
    """
    if request.remove is not None:
        _forget(request, request.remove)
    elif request.prompt is not None:
        _for_prompt(request, request.prompt)
    elif request.generator == _SHIPPED:
        raise InputError("The sliders of face-generator ship; say with --prompt what another one should do.")
    else:
        _for_generator(request)


def _for_generator(request: SlidersRequest) -> None:
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


def _for_prompt(request: SlidersRequest, target: str) -> None:
    from styletransfer.run.prompt_sliders import save_slider, slider_from_prompt

    if request.published or request.output:
        raise InputError("--published and --output belong to a search for all sliders; leave --prompt out for that.")
    with Display(quiet=request.quiet) as display:
        display.begin(request.generator)
        found = slider_from_prompt(
            request.generator, request.clip, target, request.neutral or "", request.name or "", display.show
        )
        display.end(good=True)
        kept = save_slider(request.generator, found)
        display.say(f"{kept.label}: {kept.low:+g} to {kept.high:+g} {kept.unit}. {kept.help}")
        display.say(f"Use it as --set {kept.name}=50; --remove {kept.name} forgets it.")


def _forget(request: SlidersRequest, name: str) -> None:
    from styletransfer.run.prompt_sliders import remove_slider

    remove_slider(request.generator, name)
    with Display(quiet=request.quiet) as display:
        display.say(f"Forgot {name}.")


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
