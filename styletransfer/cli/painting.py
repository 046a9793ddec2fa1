"""Make one picture after the other with a bar; a bad one does not stop the rest, Ctrl-C ends early and in order."""

import time
import traceback
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from styletransfer.cli.display import Display
from styletransfer.cli.files import Pair, check_output
from styletransfer.cli.stopping import Stop
from styletransfer.errors import Cancelled, StyleTransferError
from styletransfer.progress import Progress
from styletransfer.recipes import Recipe, build

if TYPE_CHECKING:
    from styletransfer.run.result import Result

DONE, SOME_FAILED, STOPPED = 0, 1, 130
_STOPPING = {
    "neural-style": "Stopping; the best picture so far is kept. Ctrl-C again ends at once.",
    "photorealistic": "Stopping; the picture in the making is not kept. Ctrl-C again ends at once.",
}


class Extras(Protocol):
    """What is written beside a picture."""

    def check(self, photo: Path) -> None:
        """Raise `StyleTransferError` when it could not be written; called before the work."""

    def write(self, photo: Path, result: "Result") -> Sequence[str]:
        """Write it and return sentences for the user."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Painting:
    """What to paint.

    Attributes:
        recipe: settings, the same for every photograph.
        images: role -> picture, but for the photograph.
        pairs: photographs and where their results go.
        folder: a folder was asked for: failures are listed at the end instead of ending the run.
        example: JPEG of the photograph when it is an example, else None.
        notes: sentences to show first.
        extras: what else is written of each picture, or None.
    """

    recipe: Recipe
    images: Mapping[str, Path | bytes]
    pairs: Sequence[Pair]
    folder: bool = False
    example: bytes | None = None
    force: bool = False
    include_recipe: bool = True
    quiet: bool = False
    notes: tuple[str, ...] = ()
    extras: Extras | None = None


@dataclass(slots=True)
class _Outcome:
    failures: list[str] = field(default_factory=list)
    stopped: bool = False


def paint(painting: Painting) -> int:
    """Paint every photograph and return the exit code.

    Raises:
        StyleTransferError: the only photograph cannot be painted.
    """
    outcome = _Outcome()
    with Display(quiet=painting.quiet, pictures=len(painting.pairs)) as display:
        for note in painting.notes:
            display.say(note)
        with Stop(lambda: display.say(_STOPPING[painting.recipe.tool])) as stop:
            for pair in painting.pairs:
                display.begin(pair[0].name)
                good = _paint_safely(painting, pair, display, stop, outcome)
                display.end(good=good)
                if stop.asked:
                    outcome.stopped = True
                    break
    _summarize(painting, display, outcome)
    if outcome.stopped:
        return STOPPED
    return SOME_FAILED if outcome.failures else DONE


def _paint_safely(painting: Painting, pair: Pair, display: Display, stop: Stop, outcome: _Outcome) -> bool:
    """Paint one photograph; of a folder, note a failure instead of raising it."""
    try:
        _paint_one(painting, pair, display, stop)
    except Cancelled:
        display.say(f"{pair[0].name}: stopped before there was a picture.")
        return False
    except StyleTransferError as error:
        if not painting.folder:
            raise
        outcome.failures.append(f"{pair[0].name}: {error}")
        return False
    except Exception as error:  # a defect of the program must not cost a night's pictures; its trace is shown
        if not painting.folder:
            raise
        display.complain(traceback.format_exc())
        outcome.failures.append(f"{pair[0].name}: unexpected {type(error).__name__}, see above.")
        return False
    return True


def _paint_one(painting: Painting, pair: Pair, display: Display, stop: Stop) -> None:
    from styletransfer.imaging.io import SUFFIXES
    from styletransfer.run import run

    photo, output = pair
    read = [photo, *(image for image in painting.images.values() if isinstance(image, Path))]
    check_output(output, read, force=painting.force, suffixes=tuple(SUFFIXES))
    if painting.extras is not None:
        painting.extras.check(photo)
    recipe = build(type(painting.recipe), {**painting.recipe.model_dump(), "content_name": photo.stem[:200]})
    content = photo if painting.example is None else painting.example

    def follow(progress: Progress) -> None:
        display.show(progress)
        stop.check()

    started = time.monotonic()
    result = run(recipe, {"content": content, **painting.images}, follow)
    result.save(output, include_recipe=painting.include_recipe)
    for note in result.notes:
        display.say(f"{photo.name}: {note}")
    seconds = time.monotonic() - started
    extra = painting.extras.write(photo, result) if painting.extras is not None else ()
    display.say(f"Saved {output} ({result.picture.width} × {result.picture.height} px, {seconds:.1f} s).")
    for sentence in extra:
        display.say(sentence)


def _summarize(painting: Painting, display: Display, outcome: _Outcome) -> None:
    planned = len(painting.pairs)
    if outcome.stopped and planned > 1:
        left = planned - display.finished - display.failed
        display.complain(f"Stopped; {left} of {planned} pictures were not begun.")
    list_failures(display, outcome.failures, planned)


def list_failures(display: Display, failures: Sequence[str], planned: int) -> None:
    """Show what went wrong with which picture, even when quiet."""
    if failures:
        display.complain(f"{len(failures)} of {planned} pictures failed:")
    for failure in failures:
        display.complain(f"  {failure}")
