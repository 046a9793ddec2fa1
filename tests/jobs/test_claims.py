"""The worker's side of the store: every write is fenced, every loss is noticed, every end is final."""

import subprocess
import sys
from dataclasses import replace

import pytest

from styletransfer.errors import JobNotFound
from styletransfer.jobs import processes
from styletransfer.jobs.job import Claim, Failure, JobState, LeaseLost, Outcome, Report

from .fakes import submit

REPORT = Report(step=1, total=9, stage="painting", metrics={"loss": 2.0}, rows=({"loss": 2.0},), preview=b"jpeg")
DONE = Outcome(state=JobState.DONE, result=b"png", thumbnail=b"jpeg", resume=b"state")
OPERATIONS = {
    "inputs": lambda store, claim: store.inputs(claim),
    "heartbeat": lambda store, claim: store.heartbeat(claim),
    "stop_asked": lambda store, claim: store.stop_asked(claim),
    "report": lambda store, claim: store.report(claim, REPORT),
    "restart": lambda store, claim: store.restart(claim),
    "finish": lambda store, claim: store.finish(claim, DONE),
    "fail": lambda store, claim: store.fail(claim, Failure("late", retry=True)),
    "release": lambda store, claim: store.release(claim),
}


@pytest.fixture
def name():
    return processes.worker_name()


def expired(open_store):
    """The same store, on which every lease has already run out when it is given."""
    return open_store(lease_seconds=-1.0)


def test_an_empty_queue(store, name):
    assert store.claim(name) is None
    assert store.requeue_lost() == 0


def test_a_claim_is_given_once(store, name):
    job = submit(store)
    claim = store.claim(name)
    assert claim == Claim(job_id=job.id, attempt=1, recipe=job.recipe)
    assert store.claim(name) is None
    running = store.get(job.id)
    assert (running.state, running.attempts, running.position) == (JobState.RUNNING, 1, None)
    assert store.inputs(claim) == {"content": b"photo", "style-0": b"painting"}


@pytest.mark.parametrize("operation", OPERATIONS)
def test_an_earlier_attempt_can_do_nothing(store, name, operation):
    job = submit(store)
    stale = store.claim(name)
    store.release(stale)
    fresh = store.claim(name)
    store.report(fresh, REPORT)
    before, files_before = store.get(job.id), sorted(store.folder(job.id).rglob("*"))
    with pytest.raises(LeaseLost):
        OPERATIONS[operation](store, stale)
    assert store.get(job.id) == before
    assert sorted(store.folder(job.id).rglob("*")) == files_before
    assert store.metrics(job.id) == [{"loss": 2.0}]
    assert fresh.attempt == stale.attempt + 1


@pytest.mark.parametrize("operation", OPERATIONS)
def test_a_finished_job_is_final(store, name, operation):
    job = submit(store)
    claim = store.claim(name)
    store.finish(claim, DONE)
    before = store.get(job.id)
    with pytest.raises(LeaseLost):
        OPERATIONS[operation](store, claim)
    assert store.get(job.id) == before
    assert store.result(job.id).read_bytes() == b"png"


@pytest.mark.parametrize("operation", OPERATIONS)
def test_a_deleted_job_is_not_brought_back(store, name, operation):
    job = submit(store)
    claim = store.claim(name)
    store.delete(job.id, "ada")
    with pytest.raises(LeaseLost):
        OPERATIONS[operation](store, claim)
    assert list(store.root.iterdir()) == []
    with pytest.raises(JobNotFound):
        store.get(job.id)


def test_a_result_is_invisible_until_it_is_recorded(store, name, monkeypatch):
    job = submit(store)
    claim = store.claim(name)

    def crash(*_):
        raise RuntimeError("power cut")

    monkeypatch.setattr(store, "_record", crash)
    with pytest.raises(RuntimeError, match="power cut"):
        store.finish(claim, DONE)
    assert store.result(job.id) is None
    assert store.get(job.id).state is JobState.RUNNING
    monkeypatch.undo()
    store.finish(claim, replace(DONE, result=b"second"))
    assert store.result(job.id).read_bytes() == b"second"
    assert not list(store.folder(job.id).glob(".*"))


def test_a_silent_worker_loses_its_job(open_store, store, name):
    job = submit(store)
    claim = expired(open_store).claim(name)
    store_with_leases = open_store(lease_seconds=60.0)
    assert store_with_leases.requeue_lost() == 1
    with pytest.raises(LeaseLost):
        store.heartbeat(claim)
    again = store.get(job.id)
    assert (again.state, again.position, again.has_preview) == (JobState.QUEUED, 1, False)


def test_a_heartbeat_keeps_a_job(open_store, store, name):
    job = submit(store)
    claim = expired(open_store).claim(name)
    assert open_store(lease_seconds=60.0).heartbeat(claim) is False
    assert store.requeue_lost() == 0
    assert store.get(job.id).state is JobState.RUNNING


@pytest.mark.skipif(sys.platform != "linux", reason="needs /proc")
def test_a_dead_process_loses_its_job_at_once(open_store, name):
    store = open_store(lease_seconds=3600.0)
    job = submit(store)
    with subprocess.Popen([sys.executable, "-S", "-c", ""]) as ended:
        pass
    host, _, started, tail = name.split(":")
    assert store.claim(f"{host}:{ended.pid}:{started}:{tail}") is not None
    assert store.requeue_lost() == 1
    assert store.get(job.id).state is JobState.QUEUED


def test_figures_of_a_lost_attempt_are_dropped(open_store, store, name):
    job = submit(store)
    store.report(store.claim(name), REPORT)
    assert store.get(job.id).has_preview
    with store._database.write() as connection:
        connection.execute("UPDATE jobs SET lease = 0")
    assert store.requeue_lost() == 1
    assert store.metrics(job.id) == []
    assert store.preview(job.id) is None
    assert (store.get(job.id).step, store.get(job.id).metrics) == (0, {})


def test_a_lost_job_goes_first_again_but_only_once(open_store, name):
    store = expired(open_store)
    first, other = submit(store), submit(store, owner="grace")
    assert store.claim(name).job_id == first.id
    assert store.requeue_lost() == 1
    assert (store.get(first.id).position, store.get(other.id).position) == (1, 2)
    assert store.claim(name).job_id == first.id
    assert store.requeue_lost() == 1
    assert (store.get(other.id).position, store.get(first.id).position) == (1, 2)


def test_a_job_that_kills_its_worker_is_given_up(open_store, name):
    store = expired(open_store)
    job = submit(store)
    for _ in range(5):
        assert store.get(job.id).state is JobState.QUEUED
        store.claim(name)
        assert store.requeue_lost() == 1
    given_up = store.get(job.id)
    assert given_up.state is JobState.FAILED
    assert "ended unexpectedly 5 times" in given_up.error
    assert store.claim(name) is None


def test_losses_do_not_count_as_failures(open_store, name):
    store = expired(open_store)
    job = submit(store)
    for _ in range(4):
        store.claim(name)
        store.requeue_lost()
    for _ in range(2):
        store.fail(store.claim(name), Failure("no luck", retry=True))
        assert store.get(job.id).state is JobState.QUEUED
    store.fail(store.claim(name), Failure("no luck", retry=True))
    assert (store.get(job.id).state, store.get(job.id).error) == (JobState.FAILED, "no luck")


def test_a_release_counts_as_nothing(store, name):
    job = submit(store)
    for _ in range(8):
        store.release(store.claim(name))
    assert store.get(job.id).state is JobState.QUEUED


def test_a_failure_without_hope_is_final(store, name):
    job = submit(store)
    store.fail(store.claim(name), Failure("The picture is empty.", retry=False))
    assert (store.get(job.id).state, store.get(job.id).error) == (JobState.FAILED, "The picture is empty.")


def test_stopping_a_running_job_is_passed_on(store, name):
    job = submit(store)
    claim = store.claim(name)
    assert store.heartbeat(claim) is False
    store.stop(job.id, "ada")
    assert store.get(job.id).stop_asked
    assert (store.heartbeat(claim), store.stop_asked(claim), store.report(claim, REPORT)) == (True, True, True)


def test_a_job_asked_to_stop_is_not_started_again(open_store, name):
    store = expired(open_store)
    job = submit(store)
    store.claim(name)
    store.stop(job.id, "ada")
    store.requeue_lost()
    assert store.get(job.id).state is JobState.CANCELLED
