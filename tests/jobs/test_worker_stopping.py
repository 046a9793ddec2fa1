"""Runs that end before they are finished: stopped, deleted, or left by their worker."""

import pytest

from styletransfer.errors import Cancelled
from styletransfer.jobs.job import JobState
from styletransfer.jobs.worker import Worker

from .fakes import paint, submit, wait_final, wait_for, work


def endless(recipe, inputs, on_progress):
    return paint(recipe, inputs, on_progress, steps=10**6, pause=0.005)


def stubborn(recipe, inputs, on_progress):
    """Have no picture to show when stopped."""
    result = endless(recipe, inputs, on_progress)
    raise Cancelled if not result.finished else AssertionError


@pytest.mark.parametrize(("execute", "state"), [(endless, JobState.STOPPED), (stubborn, JobState.CANCELLED)])
def test_stopping_a_running_job(store, run_workers, execute, state):
    job, following = submit(store), submit(store, owner="grace")
    run_workers(Worker(store, execute))
    wait_for(lambda: store.get(job.id).step > 0)
    store.stop(job.id, "ada")
    stopped = wait_final(store, job.id)
    assert (stopped.state, stopped.has_result) == (state, state is JobState.STOPPED)
    assert stopped.step < stopped.total
    wait_for(lambda: store.get(following.id).step > 0)
    store.stop(following.id, "grace")
    assert wait_final(store, following.id).state is state


def test_a_job_deleted_in_mid_run_leaves_nothing(store, run_workers):
    job = submit(store)
    run_workers(Worker(store, endless))
    wait_for(lambda: store.get(job.id).step > 0)
    store.delete(job.id, "ada")
    following = submit(store)
    wait_for(lambda: store.get(following.id).step > 0)
    assert [path.name for path in store.root.iterdir()] == [following.id]
    store.stop(following.id, "ada")
    wait_final(store, following.id)


def test_a_leaving_worker_gives_its_job_back(store, run_workers):
    job = submit(store)
    leave = run_workers(Worker(store, endless))
    wait_for(lambda: store.get(job.id).step > 0)
    leave.set()
    wait_for(lambda: store.get(job.id).state is JobState.QUEUED)
    assert (store.metrics(job.id), store.get(job.id).has_preview) == ([], False)
    work(store)
    assert store.get(job.id).state is JobState.DONE
