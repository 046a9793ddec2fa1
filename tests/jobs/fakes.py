"""A painter without models: a tiny picture, as many steps as asked for, any fault on demand."""

import io
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np
from PIL import Image

from styletransfer.errors import Cancelled
from styletransfer.jobs.job import Job, JobState
from styletransfer.jobs.store import JobStore
from styletransfer.jobs.worker import Execute, Worker
from styletransfer.progress import OnProgress, Progress
from styletransfer.recipes import NeuralStyleRecipe, Recipe

RECIPE = NeuralStyleRecipe()
INPUTS = {"content": b"photo", "style-0": b"painting"}
PATIENCE = 30.0


@dataclass
class FakePicture:
    pixels: np.ndarray
    alpha: np.ndarray | None = None


@dataclass
class FakeResult:
    recipe: Recipe
    finished: bool = True
    notes: tuple[str, ...] = ()
    state: bytes | None = b"resume"
    picture: FakePicture = field(default_factory=lambda: FakePicture(np.full((8, 12, 3), 90, np.uint8)))

    def encode(self, file_format: str, include_recipe: bool = True) -> bytes:
        assert include_recipe
        buffer = io.BytesIO()
        Image.fromarray(self.picture.pixels.astype(np.uint8)).save(buffer, file_format)
        return buffer.getvalue()


def paint(recipe: Recipe, inputs: Mapping[str, bytes], on_progress: OnProgress, steps: int = 3, pause: float = 0.0):
    """Report `steps` steps with figures and a preview each; a Cancelled keeps the best so far."""
    try:
        for step in range(1, steps + 1):
            time.sleep(pause)
            preview = np.full((6, 9, 3), step % 256, np.uint8)
            on_progress(Progress(step=step, total=steps, stage="painting", preview=preview, metrics={"loss": 1 / step}))
    except Cancelled:
        return FakeResult(recipe, finished=False)
    return FakeResult(recipe, notes=("painted",))


def submit(store: JobStore, owner: str = "ada", **more) -> Job:
    return store.submit(RECIPE, INPUTS, owner=owner, **more)


def work(store: JobStore, execute: Execute = paint) -> bool:
    """Run the next job in this thread."""
    return Worker(store, execute).run_next(threading.Event())


def wait_for(condition: Callable[[], bool]) -> None:
    """Wait until `condition` holds; fail after a time that only a hang can take."""
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.01)


def wait_final(store: JobStore, job_id: str) -> Job:
    wait_for(lambda: store.get(job_id).state.final)
    return store.get(job_id)


def states(store: JobStore, *jobs: Job) -> list[JobState]:
    return [store.get(job.id).state for job in jobs]
