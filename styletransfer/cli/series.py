"""Make one picture after the other with a bar; a bad one does not stop the rest, Ctrl-C ends early and in order."""

import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from styletransfer.cli.display import Display
from styletransfer.cli.files import Pair
from styletransfer.cli.stopping import Stop
from styletransfer.errors import Cancelled, StyleTransferError
from styletransfer.progress import OnProgress

if TYPE_CHECKING:
    from styletransfer.imaging.io import Picture

DONE, SOME_FAILED, STOPPED = 0, 1, 130

Work = Callable[[Pair], None]
"""Reads a photograph and writes its result; raises what went wrong."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """What is made.

    Attributes:
        pairs: photographs and where their results go.
        alone: what goes wrong ends the run, instead of costing one picture and being listed at the end.
        stopping: sentence at the first Ctrl-C.
        left: what the pictures were not that Ctrl-C leaves out.
        quiet: say nothing but what went wrong.
        notes: sentences to show first.
    """

    pairs: Sequence[Pair]
    alone: bool = False
    stopping: str = "Stopping; finished pictures are kept. Ctrl-C again ends at once."
    left: str = "made"
    quiet: bool = False
    notes: tuple[str, ...] = ()


def make_all(series: Series, prepare: Callable[[Display, OnProgress], Work]) -> int:
    """Make every picture and return the exit code.

    Args:
        series: what is made.
        prepare: called once, before the first picture, with the display and with a progress callback that Ctrl-C
            stops; returns how one picture is made.
    Raises:
        StyleTransferError: the preparation failed, or the only picture did.
    """
    failures: list[str] = []
    stopped = False
    with Display(quiet=series.quiet, pictures=len(series.pairs)) as display:
        for note in series.notes:
            display.say(note)
        with Stop(lambda: display.say(series.stopping)) as stop:
            try:
                work = prepare(display, stop.following(display.show))
                for pair in series.pairs:
                    stop.check()
                    display.begin(pair[0].name)
                    display.end(good=_made(series, work, pair, display, failures))
                stop.check()
            except Cancelled:
                stopped = True
    _summarize(series, display, failures, stopped=stopped)
    if stopped:
        return STOPPED
    return SOME_FAILED if failures else DONE


def saved(output: Path, picture: "Picture", seconds: float | None = None) -> str:
    """Say that a picture was written, and how long it took."""
    took = "" if seconds is None else f", {seconds:.1f} s"
    return f"Saved {output} ({picture.width} × {picture.height} px{took})."


def _made(series: Series, work: Work, pair: Pair, display: Display, failures: list[str]) -> bool:
    """Make one picture; unless it is alone, note a failure instead of raising it."""
    try:
        work(pair)
    except Cancelled:
        display.say(f"{pair[0].name}: stopped before there was a picture.")
        return False
    except StyleTransferError as error:
        if series.alone:
            raise
        failures.append(f"{pair[0].name}: {error}")
        return False
    except Exception as error:  # a defect of the program must not cost a night's pictures; its trace is shown
        if series.alone:
            raise
        display.complain(traceback.format_exc())
        failures.append(f"{pair[0].name}: unexpected {type(error).__name__}, see above.")
        return False
    return True


def _summarize(series: Series, display: Display, failures: Sequence[str], *, stopped: bool) -> None:
    """Say what is left and what went wrong with which picture, even when quiet."""
    planned = len(series.pairs)
    left = planned - display.finished - display.failed
    if stopped and (left or planned > 1):
        display.complain(f"Stopped; {left} of {planned} pictures were not {series.left}.")
    if failures:
        display.complain(f"{len(failures)} of {planned} pictures failed:")
    for failure in failures:
        display.complain(f"  {failure}")
