"""The worker under every fault a run can bring."""

import threading
from collections import Counter

import pytest
import torch
from structlog.testing import capture_logs

from styletransfer.errors import (
    CheckpointMissing,
    FaceNotFound,
    ImageError,
    OutOfMemory,
    QueueFull,
    StorageError,
)
from styletransfer.jobs import files
from styletransfer.jobs.job import JobState
from styletransfer.jobs.worker import Worker
from styletransfer.recipes import FacesRecipe, parse_recipe

from .fakes import INPUTS, RECIPE, FakeResult, paint, states, submit, wait_final, work


class Failing:
    """Raises the given errors one after the other, then paints."""

    def __init__(self, *errors):
        self.errors = list(errors)
        self.sizes = []

    def __call__(self, recipe, inputs, on_progress):
        self.sizes.append(recipe.size)
        if self.errors:
            raise self.errors.pop(0)
        return paint(recipe, inputs, on_progress)


def exhaust(store, execute):
    while work(store, execute):
        pass


def test_the_run_gets_what_was_given_and_leaves_what_it_made(store):
    seen = []

    def execute(recipe, inputs, on_progress):
        seen.append((recipe, dict(inputs)))
        return FakeResult(recipe.model_copy(update={"content_name": "harbour"}), state=None)

    job = submit(store)
    work(store, execute)
    assert seen == [(RECIPE, INPUTS)]
    assert parse_recipe(store.get(job.id).recipe).content_name == "harbour"
    assert store.state(job.id) is None
    assert sorted(path.name for path in store.folder(job.id).iterdir()) == ["inputs", "result.png", "thumbnail.jpg"]


def test_what_a_killed_worker_left_half_written_goes(store):
    job = submit(store)
    part = store.folder(job.id) / ".result.png.abc.part"
    part.write_bytes(b"half")
    work(store)
    assert not part.exists()
    assert store.get(job.id).bytes == files.size(store.folder(job.id))


@pytest.mark.parametrize(
    "error", [ImageError("Too small."), FaceNotFound("No face."), CheckpointMissing("Fetch it."), StorageError("Full.")]
)
def test_errors_that_another_attempt_cannot_mend(store, error):
    job, following = submit(store), submit(store)
    execute = Failing(error)
    exhaust(store, execute)
    assert states(store, job, following) == [JobState.FAILED, JobState.DONE]
    failed = store.get(job.id)
    assert (failed.error, failed.attempts, failed.has_result) == (str(error), 1, False)


POISON = [RuntimeError("secret detail"), KeyError(3), SystemExit(1), RecursionError("deep")]


@pytest.mark.parametrize("error", POISON)
def test_a_poison_job_is_given_up_after_three_attempts(store, error):
    job = submit(store, title="poison")
    following = [submit(store) for _ in range(2)]

    def execute(recipe, inputs, on_progress):
        if store.get(job.id).state is JobState.RUNNING:
            raise error
        return paint(recipe, inputs, on_progress)

    with capture_logs() as logs:
        exhaust(store, execute)
    assert states(store, job, *following) == [JobState.FAILED, JobState.DONE, JobState.DONE]
    failed = store.get(job.id)
    assert failed.attempts == 3
    assert "secret" not in failed.error
    references = [entry["reference"] for entry in logs if entry["event"] == "job failed"]
    assert len(references) == 3
    assert f"quote reference {references[-1]}" in failed.error


def test_a_passing_error_is_forgotten(store):
    job = submit(store)
    exhaust(store, Failing(RuntimeError(), QueueFull("Busy.")))
    done = store.get(job.id)
    assert (done.state, done.attempts, done.error) == (JobState.DONE, 3, None)


def test_a_lasting_error_of_ours_keeps_its_sentence(store):
    job = submit(store)
    exhaust(store, Failing(*[QueueFull("Busy.")] * 3))
    assert (store.get(job.id).state, store.get(job.id).error) == (JobState.FAILED, "Busy.")


@pytest.mark.parametrize("error", [MemoryError(), torch.OutOfMemoryError("CUDA"), OutOfMemory("No more.")])
def test_out_of_memory_is_tried_once_more_and_smaller(store, error):
    job = store.submit(RECIPE.model_copy(update={"size": 2048}), INPUTS, owner="ada")
    execute = Failing(error)
    work(store, execute)
    done = store.get(job.id)
    assert (done.state, done.attempts, execute.sizes) == (JobState.DONE, 1, [2048, 1433])
    assert done.notes[0] == "Memory ran out at 2048 px, so the picture was made at 1433 px."
    assert parse_recipe(done.recipe).size == 1433


def test_the_curve_begins_again_at_the_smaller_size(store):
    job = submit(store)

    def execute(recipe, inputs, on_progress):
        result = paint(recipe, inputs, on_progress, steps=4)
        if recipe.size == RECIPE.size:
            raise MemoryError
        return result

    work(store, execute)
    assert [row["step"] for row in store.metrics(job.id)] == [1, 2, 3, 4]


@pytest.mark.parametrize(("size", "tries"), [(2048, [2048, 1433]), (64, [64])])
def test_out_of_memory_for_good(store, size, tries):
    job = store.submit(RECIPE.model_copy(update={"size": size}), INPUTS, owner="ada")
    following = [submit(store) for _ in range(10)]
    execute = Failing(*[MemoryError()] * len(tries))
    exhaust(store, execute)
    failed = store.get(job.id)
    assert (failed.state, failed.attempts, execute.sizes[: len(tries)]) == (JobState.FAILED, 1, tries)
    assert failed.error.startswith(f"Memory ran out at {size} px")
    assert states(store, *following) == [JobState.DONE] * 10


def test_faces_have_no_smaller_size_to_try(store):
    job = store.submit(FacesRecipe(), INPUTS, owner="ada")

    def execute(recipe, inputs, on_progress):
        raise MemoryError

    exhaust(store, execute)
    failed = store.get(job.id)
    assert (failed.state, failed.attempts, failed.tool) == (JobState.FAILED, 1, "faces")
    assert failed.error == "Memory ran out; close other programs, or choose a smaller photograph."


def test_edited_faces_are_kept_with_what_continues_them(store):
    job = store.submit(FacesRecipe(every=True), {"content": b"photo", "latent-0": b"codes"}, owner="ada")
    work(store)
    done = store.get(job.id)
    assert (done.state, done.tool, store.state(job.id)) == (JobState.DONE, "faces", b"resume")
    assert parse_recipe(done.recipe) == FacesRecipe(every=True)


def test_a_recipe_of_another_version(store):
    job = submit(store)
    with store._database.write() as connection:
        connection.execute("""UPDATE jobs SET recipe = '{"tool": "watercolour"}'""")
    work(store)
    assert store.get(job.id).state is JobState.FAILED
    assert "ecipe" in store.get(job.id).error


def test_inputs_that_vanished(store):
    job = submit(store)
    (store.folder(job.id) / "inputs" / "content.bin").unlink()
    work(store)
    assert (store.get(job.id).state, store.get(job.id).attempts) == (JobState.FAILED, 1)
    assert "content" in store.get(job.id).error


def test_a_result_that_cannot_be_written(store, monkeypatch):
    job, following = submit(store), submit(store)
    real = files.os.fsync
    broken = threading.Event()

    def fsync(handle):
        if broken.is_set():
            raise OSError(28, "No space left on device")
        real(handle)

    monkeypatch.setattr(files.os, "fsync", fsync)
    broken.set()
    work(store, lambda recipe, inputs, on_progress: FakeResult(recipe))
    failed = store.get(job.id)
    assert (failed.state, failed.has_result) == (JobState.FAILED, False)
    assert "No space left" in failed.error
    assert [path.name for path in store.folder(job.id).iterdir()] == ["inputs"]
    broken.clear()
    work(store)
    assert store.get(following.id).state is JobState.DONE


def test_an_attempt_that_was_given_up_records_nothing(store):
    job = submit(store)

    def overtaken(recipe, inputs, on_progress):
        with store._database.write() as connection:
            connection.execute("UPDATE jobs SET lease = 0, worker = 'lost'")
        store.requeue_lost()
        work(store, lambda recipe, inputs, on_progress: FakeResult(recipe, notes=("by the second worker",)))
        return FakeResult(recipe, notes=("by the first worker",))

    with capture_logs() as logs:
        work(store, overtaken)
    done = store.get(job.id)
    assert (done.state, done.attempts, done.notes) == (JobState.DONE, 2, ("by the second worker",))
    assert "attempt abandoned" in [entry["event"] for entry in logs]


def test_two_workers_share_twenty_jobs_and_finish_each_once(store, open_store, run_workers):
    runs: Counter[str] = Counter()

    def execute(recipe, inputs, on_progress):
        runs[inputs["content"].decode()] += 1
        return paint(recipe, inputs, on_progress)

    jobs = [store.submit(RECIPE, {"content": str(n).encode()}, owner=f"owner {n % 3}") for n in range(20)]
    run_workers(Worker(store, execute), Worker(open_store(), execute))
    done = [wait_final(store, job.id) for job in jobs]
    assert [job.state for job in done] == [JobState.DONE] * 20
    assert [job.attempts for job in done] == [1] * 20
    assert sorted(runs.values()) == [1] * 20
    assert [len(store.metrics(job.id)) for job in jobs] == [3] * 20


def test_a_light_user_starts_within_two_jobs(store):
    served = []

    def execute(recipe, inputs, on_progress):
        served.append(inputs["content"])
        if len(served) == 2:
            store.submit(RECIPE, {"content": b"light"}, owner="light")
        return paint(recipe, inputs, on_progress)

    for _ in range(6):
        store.submit(RECIPE, {"content": b"heavy"}, owner="heavy")
    exhaust(store, execute)
    assert served.index(b"light") == 2
    assert len(served) == 7


def test_the_worker_outlives_a_store_that_fails(store, monkeypatch, run_workers):
    claim, failures = store.claim, iter([StorageError("locked"), ZeroDivisionError("bug")])

    def failing(worker):
        for error in failures:
            raise error
        return claim(worker)

    monkeypatch.setattr(store, "claim", failing)
    job = submit(store)
    run_workers(Worker(store, paint))
    assert wait_final(store, job.id).state is JobState.DONE
