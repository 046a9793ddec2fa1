"""Ctrl-C: the first one ends the run and keeps the best picture, the second one ends the program."""

import signal
from collections.abc import Callable
from types import FrameType, TracebackType
from typing import Self

from styletransfer.errors import Cancelled
from styletransfer.progress import OnProgress, Progress


class Stop:
    """Catches the first Ctrl-C while it is entered.

    Args:
        on_asked: called at that moment, for instance to say so.
    """

    def __init__(self, on_asked: Callable[[], None]) -> None:
        self.asked = False
        self._on_asked = on_asked

    def __enter__(self) -> Self:
        """Listen."""
        self._before = signal.signal(signal.SIGINT, self._note)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop listening."""
        signal.signal(signal.SIGINT, self._before)

    def check(self) -> None:
        """Raise `Cancelled` once Ctrl-C was pressed; called from a progress callback."""
        if self.asked:
            raise Cancelled("Stopped by Ctrl-C.")

    def following(self, show: OnProgress) -> OnProgress:
        """Return a progress callback that shows each step and then ends the run once Ctrl-C was pressed."""

        def follow(progress: Progress) -> None:
            show(progress)
            self.check()

        return follow

    def _note(self, number: int, frame: FrameType | None) -> None:
        self.asked = True
        signal.signal(signal.SIGINT, signal.default_int_handler)
        self._on_asked()
