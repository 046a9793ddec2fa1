"""A process with a worker, for tests of its end.

`python -m jobs.killed FOLDER PAUSE` works until it is killed and notes each finished run;
`python -m jobs.killed FOLDER PAUSE leave` ends cleanly in the middle of its first job.
"""

import sys
import threading
import time
from pathlib import Path

from styletransfer.jobs.hosts import embedded
from styletransfer.jobs.job import JobState, StoreLimits
from styletransfer.jobs.store import JobStore
from styletransfer.jobs.worker import Execute, Worker
from styletransfer.settings import Settings

from .fakes import paint


def slow_painter(folder: Path, pause: float) -> Execute:
    def execute(recipe, inputs, on_progress):
        result = paint(recipe, inputs, on_progress, steps=20, pause=pause)
        with (folder / "finished.txt").open("a") as log:
            log.write(inputs["content"].decode() + "\n")
        return result

    return execute


def work_until_killed(folder: Path, pause: float) -> None:
    """The lease is so long that only the death of the process gives a job free."""
    limits = StoreLimits(max_result_bytes=2**30, min_free_bytes=0, max_queue=100, lease_seconds=3600.0)
    Worker(JobStore(folder, limits), slow_painter(folder, pause)).run(threading.Event())


def leave_in_mid_job(folder: Path, pause: float) -> None:
    """As a page's process does when it is told to end."""
    store = embedded(Settings(data=folder, min_free_bytes=0), slow_painter(folder, pause))
    while not store.jobs("ada", states=[JobState.RUNNING]):
        time.sleep(0.01)


if __name__ == "__main__":
    action = leave_in_mid_job if "leave" in sys.argv else work_until_killed
    action(Path(sys.argv[1]), float(sys.argv[2]))
