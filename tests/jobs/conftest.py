"""Stores in a temporary folder, with limits that a test can change."""

import threading
from collections.abc import Callable
from pathlib import Path

import pytest
import structlog

from styletransfer.jobs.job import StoreLimits
from styletransfer.jobs.store import JobStore

OpenStore = Callable[..., JobStore]


@pytest.fixture(autouse=True)
def plain_logs():
    """Undo what a host has set for the logs of this process."""
    yield
    structlog.reset_defaults()


@pytest.fixture
def open_store(tmp_path: Path) -> OpenStore:
    """Open the store of this test once more, as another process would."""

    def open_it(**limits: float) -> JobStore:
        usual = {"max_result_bytes": 2**30, "min_free_bytes": 0, "max_queue": 100}
        return JobStore(tmp_path / "data", StoreLimits(**(usual | limits)))  # type: ignore[arg-type]

    return open_it


@pytest.fixture
def store(open_store: OpenStore) -> JobStore:
    return open_store()


@pytest.fixture
def run_workers():
    """Run workers in threads until the test ends."""
    leave, threads = threading.Event(), []

    def start(*workers):
        for worker in workers:
            threads.append(threading.Thread(target=worker.run, args=(leave,)))
            threads[-1].start()
        return leave

    yield start
    leave.set()
    for thread in threads:
        thread.join(30)
        assert not thread.is_alive()
