"""`faces relevance`: measure once what the channels of a generator mean to a CLIP, which its prompts need."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal

import typer

from styletransfer.algorithms.text_relevance_config import MOST_IMAGES
from styletransfer.cli.display import Display
from styletransfer.cli.face_finding import GENERATORS
from styletransfer.cli.face_prompts import CLIPS
from styletransfer.cli.face_request import Force, Quiet
from styletransfer.cli.files import check_output
from styletransfer.cli.parameters import command_of
from styletransfer.cli.stopping import Stop
from styletransfer.errors import Cancelled, InputError
from styletransfer.progress import Progress, duration

SHIPPED = ("face-generator", "face-clip")
_STOPPED = 130


@dataclass(frozen=True, slots=True, kw_only=True)
class RelevanceRequest:
    """The arguments of one call."""

    generator: Annotated[
        Literal[GENERATORS],  # type: ignore[valid-type]
        typer.Argument(metavar="GENERATOR", help="Its name in “weights list”."),
    ]
    clip: Annotated[
        Literal[CLIPS],  # type: ignore[valid-type]
        typer.Option(help="Which CLIP reads the prompts."),
    ] = "clip-vit-b32"
    images: Annotated[
        int,
        typer.Option(min=1, max=MOST_IMAGES, help="Random faces on which every channel is tried. Fewer take less time "
                                                  "and are less exact."),
    ] = 100  # fmt: skip
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="File to write.", show_default="where the studio looks for it"),
    ] = None
    quiet: Quiet = False
    force: Force = False


def measure(request: RelevanceRequest, given: Mapping[str, Any], /) -> None:
    """Measure what the channels of a generator mean to a CLIP, once; prompts need it. Stopped, it goes on next time.

    Hours on a GPU for a 1024-px generator, and weeks on a CPU unless --images is small: the time is measured and told.
    """
    from styletransfer.checkpoints.build import relevance_file
    from styletransfer.run.face_relevance import compute_relevance, estimate

    if (request.generator, request.clip) == SHIPPED and request.output is None:
        raise InputError(
            f"What {SHIPPED[0]} means to {SHIPPED[1]} ships with the project; name another CLIP, or a file with -o."
        )
    output = request.output or relevance_file(request.generator, request.clip)
    if request.output is None:
        output.parent.mkdir(parents=True, exist_ok=True)
    check_output(output, (), force=request.force, suffixes=(".safetensors",))
    stopping = "Stopping; what is measured is kept for the next time. Ctrl-C again ends at once."
    with Display(quiet=request.quiet) as display, Stop(lambda: display.say(stopping)) as stop:
        display.begin(request.generator)
        seconds = estimate(request.generator, request.clip, request.images, output=output)
        display.say(f"It takes about {duration(seconds)} on this machine.")
        follow = stop.following(lambda progress: display.show(_told(progress)))
        try:
            path = compute_relevance(request.generator, request.clip, request.images, follow, output)
        except Cancelled:
            display.complain("Stopped; the same command goes on where it was.")
            raise typer.Exit(_STOPPED) from None
        display.end(good=True)
        display.say(f"Saved {path}.")


def _told(progress: Progress) -> Progress:
    """Add the measured time that is left to what is happening."""
    left = progress.metrics.get("seconds_left")
    if left is None:
        return progress
    return Progress(
        step=progress.step, total=progress.total, metrics=progress.metrics,
        stage=f"{progress.stage}, {duration(left)} left",
    )  # fmt: skip


relevance_command = command_of(RelevanceRequest, None, measure)
