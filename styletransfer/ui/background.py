"""Work beside the page: a thread that tells how far it is, can be stopped, and says what goes wrong in a sentence."""

import threading
from collections.abc import Callable
from typing import Generic, TypeVar

from styletransfer.errors import Cancelled, StyleTransferError
from styletransfer.progress import OnProgress, Progress
from styletransfer.ui.guard import logged

Made = TypeVar("Made")


class Task(threading.Thread, Generic[Made]):
    """One piece of work; read its fields from any thread.

    Attributes:
        progress: the latest word from it, or None.
        result: what it made, once it has ended; None when it was stopped or failed.
        error: sentence when it failed, else "".
    """

    def __init__(self, name: str, work: Callable[[OnProgress], Made]) -> None:
        """Prepare some work; `start` begins.

        Args:
            name: what it is, for the log.
            work: is told what to call after each step; that raises `Cancelled` once somebody has stopped the task.
        """
        super().__init__(name=name, daemon=True)
        self.progress: Progress | None = None
        self.result: Made | None = None
        self.error = ""
        self._work = work
        self._stopped = threading.Event()

    @property
    def stopped(self) -> bool:
        """Whether somebody asked it to end."""
        return self._stopped.is_set()

    def run(self) -> None:
        """Do the work; whatever goes wrong becomes a sentence."""
        try:
            self.result = self._work(self._note)
        except Cancelled:
            pass  # whoever stopped it knows
        except StyleTransferError as error:
            self.error = str(error)
        except Exception:
            self.error = logged(f"{self.name} failed")

    def stop(self) -> None:
        """Ask it to end; it does so after its present step."""
        self._stopped.set()

    def _note(self, progress: Progress) -> None:
        self.progress = progress
        if self._stopped.is_set():
            raise Cancelled(f"{self.name} was stopped.")
