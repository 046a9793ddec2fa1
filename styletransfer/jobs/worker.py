"""The worker: takes one job after another, whatever happens to them.

The same `Worker.run` is meant for a thread of the studio, a process of its own, or one actor a
GPU of a cluster; see `hosts`.
"""

import gc
import secrets
import sys
import threading
from collections.abc import Callable, Mapping
from functools import partial
from typing import Literal, Protocol, TypeVar

import structlog

from styletransfer.errors import (
    Cancelled,
    CheckpointError,
    InputError,
    OutOfMemory,
    StorageError,
    StyleTransferError,
)
from styletransfer.jobs import pictures, processes
from styletransfer.jobs.claims import Claims
from styletransfer.jobs.job import Claim, Failure, JobState, LeaseLost, Outcome
from styletransfer.jobs.pulse import Pulse
from styletransfer.jobs.schema import StoreBusy
from styletransfer.progress import OnProgress
from styletransfer.recipes import FacesRecipe, Recipe, parse_recipe

POLL = 0.5
SHRINK = 0.7
MIN_SIZE = 64

log = structlog.get_logger(__name__)
_T = TypeVar("_T")


class Painted(Protocol):
    """What the worker needs of a run's result."""

    @property
    def picture(self) -> pictures.Pixels: ...

    @property
    def recipe(self) -> Recipe: ...

    @property
    def finished(self) -> bool: ...

    @property
    def notes(self) -> tuple[str, ...]: ...

    @property
    def state(self) -> bytes | None: ...

    def encode(self, file_format: Literal["png"], *, include_recipe: bool = True) -> bytes:
        """Return the picture as a file."""
        ...


Execute = Callable[[Recipe, Mapping[str, bytes], OnProgress], Painted]


class Worker:
    """Runs the jobs of a store, one at a time."""

    def __init__(self, store: Claims, execute: Execute | None = None) -> None:
        """Work for `store`; `execute` makes the picture and is `styletransfer.run.run` unless given."""
        self.name = processes.worker_name()
        self._store = store
        self._execute = execute or _run

    def run(self, stop: threading.Event) -> None:
        """Work until `stop` is set; a job under way is then given back for the next worker."""
        self._survive(self._store.sweep)
        while not stop.is_set():
            seen = self._store.changes.count
            if not self._survive(lambda: self.run_next(stop)):
                self._store.changes.wait(seen, POLL)

    def run_next(self, stop: threading.Event) -> bool:
        """Run the next job in line; return whether there was one."""
        self._store.requeue_lost()
        claim = self._store.claim(self.name)
        if claim is None:
            return False
        try:
            with Pulse(self._store, claim, stop) as pulse:
                ending = self._attempt(claim, pulse)
                self._record(claim, ending, pulse, stop)
        except LeaseLost as error:
            log.warning("attempt abandoned", job=claim.job_id, reason=str(error))
        return True

    def _attempt(self, claim: Claim, pulse: Pulse) -> Outcome | Failure | None:
        """Run a job to some end; None when it has to be given back."""
        try:
            return self._paint(claim, pulse)
        except LeaseLost:
            raise
        except Cancelled:
            return Outcome(state=JobState.CANCELLED) if pulse.stop_asked else None
        except (InputError, CheckpointError, StorageError) as error:
            return Failure(str(error), retry=False)
        except StyleTransferError as error:
            return Failure(str(error), retry=True)
        except (Exception, SystemExit):
            reference = secrets.token_hex(4).upper()
            log.exception("job failed", job=claim.job_id, attempt=claim.attempt, reference=reference)
            return Failure(
                f"Something went wrong that should not have; please quote reference {reference}.", retry=True
            )

    def _paint(self, claim: Claim, pulse: Pulse) -> Outcome | Failure | None:
        recipe = parse_recipe(claim.recipe)
        inputs = self._store.inputs(claim)
        try:
            return self._make(recipe, inputs, pulse)
        except Exception as error:
            if not _is_out_of_memory(error):
                raise
            log.warning("memory ran out", job=claim.job_id, tool=recipe.tool)
        # Outside of the handler nothing holds the failed attempt's tensors any more.
        _release_memory()
        if isinstance(recipe, FacesRecipe):
            return Failure("Memory ran out; close other programs, or choose a smaller photograph.", retry=False)
        size = int(recipe.size * SHRINK)
        if size < MIN_SIZE:
            return Failure(f"Memory ran out at {recipe.size} px; close other programs and try again.", retry=False)
        pulse.restart()
        note = f"Memory ran out at {recipe.size} px, so the picture was made at {size} px."
        try:
            return self._make(recipe.model_copy(update={"size": size}), inputs, pulse, note)
        except Exception as error:
            if not _is_out_of_memory(error):
                raise
        _release_memory()
        return Failure(
            f"Memory ran out at {recipe.size} px and again at {size} px; choose a smaller size.", retry=False
        )

    def _make(self, recipe: Recipe, inputs: Mapping[str, bytes], pulse: Pulse, *notes: str) -> Outcome | None:
        result = self._execute(recipe, inputs, pulse.on_progress)
        if pulse.lost or (not result.finished and not pulse.stop_asked and pulse.interrupted):
            return None
        return Outcome(
            state=JobState.DONE if result.finished else JobState.STOPPED,
            recipe=result.recipe.model_dump_json(),
            result=result.encode("png", include_recipe=True),
            thumbnail=pictures.thumbnail(result.picture),
            resume=result.state,
            notes=(*notes, *result.notes),
        )

    def _record(self, claim: Claim, ending: Outcome | Failure | None, pulse: Pulse, stop: threading.Event) -> None:
        """Write the end of an attempt; a locked store is waited for, because a finished picture is worth it."""
        if isinstance(ending, Outcome):
            try:
                _patiently(pulse.drain, stop)
                return _patiently(partial(self._store.finish, claim, ending), stop)
            except StoreBusy:
                raise
            except StorageError as error:
                ending = Failure(str(error), retry=False)
        if ending is None:
            return _patiently(partial(self._store.release, claim), stop)
        return _patiently(partial(self._store.fail, claim, ending), stop)

    def _survive(self, action: Callable[[], _T]) -> _T | None:
        """Carry out `action`; an error is logged and the worker goes on."""
        try:
            return action()
        except StorageError as error:
            log.warning("the store cannot be used", worker=self.name, error=str(error))
        except Exception:
            log.exception("worker error", worker=self.name)
        return None


def _patiently(action: Callable[[], None], stop: threading.Event) -> None:
    """Repeat `action` while the store is locked; when the worker has to leave, only once."""
    while True:
        try:
            return action()
        except StoreBusy:
            if stop.wait(POLL):
                raise


def _run(recipe: Recipe, inputs: Mapping[str, bytes], on_progress: OnProgress) -> Painted:
    from styletransfer.run import run  # heavy: only a process that works loads the models' code

    return run(recipe, inputs, on_progress)


def _is_out_of_memory(error: Exception) -> bool:
    if isinstance(error, OutOfMemory | MemoryError):
        return True
    if isinstance(error, StyleTransferError) or "torch" not in sys.modules:
        return False
    from styletransfer import devices

    return devices.is_out_of_memory(error)


def _release_memory() -> None:
    from styletransfer import devices

    gc.collect()
    devices.release_memory()
