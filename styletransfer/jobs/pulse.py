"""The sign of life of one attempt: its heartbeat, its progress, and the owner's wish to stop.

The algorithm's callback only leaves its message here and looks at three flags. A thread of its
own prolongs the lease and writes, a few times a second, whatever has come in since.
"""

import threading
import time
from types import TracebackType
from typing import Self

import numpy as np
import structlog
from numpy.typing import NDArray

from styletransfer.errors import Cancelled, StorageError
from styletransfer.jobs import pictures
from styletransfer.jobs.claims import Claims
from styletransfer.jobs.job import Claim, LeaseLost, Report
from styletransfer.progress import Progress

BEAT = 0.5
WRITE_EVERY = 0.25
LOOK_EVERY = 0.2

log = structlog.get_logger(__name__)


class Pulse:
    """Keep a claim alive within a `with` block.

    Attributes:
        stop_asked: the owner wants the job to end.
        lost: the attempt is no longer this worker's.
    """

    def __init__(self, store: Claims, claim: Claim, leaving: threading.Event) -> None:
        """Prepare; `leaving` is set when the worker itself has to end."""
        self.stop_asked = False
        self.lost = False
        self._store = store
        self._claim = claim
        self._leaving = leaving
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._beat, name=f"pulse {claim.job_id}", daemon=True)
        self._inbox = threading.Lock()
        self._sending = threading.Lock()
        self._written = time.monotonic()
        self._latest: Progress | None = None
        self._rows: list[dict[str, float]] = []
        self._preview: NDArray[np.uint8] | None = None

    def __enter__(self) -> Self:
        """Begin to beat."""
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """Stop beating."""
        self._ended.set()
        self._store.changes.notify()
        self._thread.join()

    @property
    def interrupted(self) -> bool:
        """Whether the run should end now."""
        return self.stop_asked or self.lost or self._leaving.is_set()

    def on_progress(self, progress: Progress) -> None:
        """Take a message of the algorithm; every step counts for the curve, only the last preview is kept.

        Raises:
            Cancelled: the run should end now.
        """
        with self._inbox:
            self._latest = progress
            if progress.metrics:
                figures = {name: float(value) for name, value in progress.metrics.items()}
                self._rows.append({"step": float(progress.step), **figures})
            if progress.preview is not None:
                self._preview = progress.preview
        if self.interrupted:
            raise Cancelled("The run was stopped; the best picture so far is kept.")

    def drain(self) -> None:
        """Write what has not been written yet.

        Raises:
            LeaseLost: the attempt is no longer this worker's.
            StorageError: the store cannot be written; nothing is lost, call again.
        """
        with self._sending:
            with self._inbox:
                latest, count, preview = self._latest, len(self._rows), self._preview
                rows = tuple(self._rows[:count])
            if latest is None:
                return
            self._written = time.monotonic()
            report = Report(
                step=latest.step, total=latest.total, stage=latest.stage, rows=rows,
                metrics=dict(latest.metrics), preview=self._encode(preview),
            )  # fmt: skip
            self.stop_asked = self._store.report(self._claim, report)
            with self._inbox:
                del self._rows[:count]
                self._latest = None if self._latest is latest else self._latest
                self._preview = None if self._preview is preview else self._preview

    def restart(self) -> None:
        """Forget the progress of this attempt, in memory and in the store."""
        with self._sending:
            with self._inbox:
                self._latest, self._preview = None, None
                self._rows.clear()
            self._store.restart(self._claim)

    def _beat(self) -> None:
        while not self._ended.is_set():
            seen = self._store.changes.count
            try:
                self._look()
            except LeaseLost:
                self.lost = True
                return
            except StorageError as error:
                log.warning("heartbeat failed", job=self._claim.job_id, error=str(error))
            except Exception:
                log.exception("heartbeat failed", job=self._claim.job_id)
            if not self._ended.is_set():
                self._store.changes.wait(seen, LOOK_EVERY)

    def _look(self) -> None:
        silent = time.monotonic() - self._written
        if self._latest is not None and silent >= WRITE_EVERY:
            self.drain()
        elif silent >= BEAT:
            self._written = time.monotonic()
            self.stop_asked = self._store.heartbeat(self._claim)
        else:
            self.stop_asked = self._store.stop_asked(self._claim)

    def _encode(self, preview: NDArray[np.uint8] | None) -> bytes | None:
        """Encode a preview; a bad one is logged and left out, for it must not cost the lease."""
        if preview is None:
            return None
        try:
            return pictures.preview(preview)
        except (ValueError, OSError) as error:
            log.warning("preview left out", job=self._claim.job_id, error=str(error))
            return None
