"""Where a worker lives: so far, in a thread of the process that serves the pages.

A process of its own, or an actor of a cluster, runs the same `Worker.run` on the same store.
"""

import atexit
import sys
import threading
from pathlib import Path

import structlog

from styletransfer.jobs.job import StoreLimits
from styletransfer.jobs.store import JobStore
from styletransfer.jobs.worker import Execute, Worker
from styletransfer.settings import Settings
from styletransfer.settings import settings as current_settings

_threads: dict[Path, "WorkerThread"] = {}
_starting = threading.Lock()


class WorkerThread(threading.Thread):
    """A worker in a daemon thread."""

    def __init__(self, store: JobStore, execute: Execute | None = None) -> None:
        """Prepare a worker for `store`; `start` begins."""
        super().__init__(name=f"worker of {store.root.parent}", daemon=True)
        self.store = store
        self._worker = Worker(store, execute)
        self._leave = threading.Event()

    def run(self) -> None:
        """Work until `stop` is called."""
        self._worker.run(self._leave)

    def stop(self, timeout: float = 5.0) -> None:
        """Give the present job back and end; wait at most `timeout` seconds for that."""
        self._leave.set()
        self.store.changes.notify()
        self.join(timeout)


def open_store(settings: Settings | None = None) -> JobStore:
    """Open the store of an installation, without a worker.

    Raises:
        StorageError: the data folder cannot be used.
    """
    chosen = settings or current_settings()
    limits = StoreLimits(
        max_result_bytes=chosen.max_result_bytes, min_free_bytes=chosen.min_free_bytes, max_queue=chosen.max_queue
    )
    return JobStore(chosen.data, limits)


def start_thread(store: JobStore, execute: Execute | None = None) -> WorkerThread:
    """Take up what dead workers left in `store` and start one more worker in this process."""
    _log_plainly()
    store.requeue_lost()
    thread = WorkerThread(store, execute)
    thread.start()
    return thread


def embedded(settings: Settings | None = None, execute: Execute | None = None) -> JobStore:
    """Return the store of an installation, with exactly one worker for it in this process.

    Safe to call at every rerun of a page and from any thread. A clean exit of the process gives
    a job under way back, so that it counts neither as a failure nor as a loss.

    Raises:
        StorageError: the data folder cannot be used.
    """
    chosen = settings or current_settings()
    folder = chosen.data.resolve()
    with _starting:
        thread = _threads.get(folder)
        if thread is None or not thread.is_alive():
            thread = start_thread(open_store(chosen), execute)
            atexit.register(thread.stop)
            _threads[folder] = thread
    return thread.store


def _log_plainly() -> None:
    """Log tracebacks as text, unless the application has decided otherwise.

    By default they come with the values of all variables: seconds of work, and people's pictures in the log.
    """
    if not structlog.is_configured():
        structlog.configure(
            processors=[
                structlog.processors.add_log_level,
                structlog.processors.TimeStamper("iso"),
                structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback),
            ],
            logger_factory=lambda *_: structlog.PrintLogger(sys.stderr),
        )
