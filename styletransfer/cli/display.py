"""What a person sees while pictures are painted: a bar with loss and time left, sentences, nothing when quiet."""

import sys
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import (
    BarColumn,
    ProgressColumn,
    TaskProgressColumn,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)
from rich.progress import Progress as Bar

from styletransfer.progress import Progress


class Display:
    """Bar and sentences on stderr; the bar only when that is a terminal.

    Args:
        quiet: show neither; complaints are still shown.
        pictures: how many are planned; more than one adds a line for the whole.
    """

    def __init__(self, *, quiet: bool = False, pictures: int = 1) -> None:
        self.console = Console(stderr=True, quiet=quiet, highlight=False, markup=False, emoji=False)
        self.bar = Bar(
            *_columns(), console=self.console, transient=True, disable=quiet or not self.console.is_terminal
        )
        self.pictures, self.finished, self.failed, self.title = pictures, 0, 0, ""
        self.whole = self.bar.add_task("All pictures", total=pictures, figure="", visible=pictures > 1)
        self.current = self.bar.add_task("Preparing", total=1.0, figure="")

    def __enter__(self) -> Self:
        """Start the bar."""
        self.bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Take the bar away."""
        self.bar.stop()

    def begin(self, title: str) -> None:
        """Start the line of the next picture."""
        self.title = title
        self.bar.reset(self.current, total=1.0, description=f"{title}: preparing", figure="")

    def show(self, progress: Progress) -> None:
        """Show a step; the share of the work counts pixels, so that the time left is honest across scales."""
        share = progress.metrics.get("work", progress.fraction)
        loss = progress.metrics.get("loss")
        figure = "" if loss is None else f"loss {loss:.4g}"
        self.bar.update(self.current, completed=share, description=f"{self.title}: {progress.stage}", figure=figure)
        self.bar.update(self.whole, completed=self.finished + self.failed + share)

    def end(self, *, good: bool) -> None:
        """Count a picture as finished or failed."""
        self.finished += good
        self.failed += not good
        counted = f"{self.finished} of {self.pictures} done" + (f", {self.failed} failed" if self.failed else "")
        self.bar.update(self.whole, completed=self.finished + self.failed, figure=counted)

    def say(self, sentence: str) -> None:
        """Write a sentence above the bar."""
        self.console.print(sentence, soft_wrap=True)

    def complain(self, sentence: str) -> None:
        """Write a sentence that is shown even when quiet."""
        if self.console.quiet:
            print(sentence, file=sys.stderr)
        else:
            self.say(sentence)


def _columns() -> tuple[ProgressColumn, ...]:
    return (
        TextColumn("{task.description}"),
        BarColumn(),
        TaskProgressColumn(),
        TextColumn("{task.fields[figure]}"),
        TimeElapsedColumn(),
        TimeRemainingColumn(compact=True),
    )
