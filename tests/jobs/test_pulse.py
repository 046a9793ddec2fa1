"""The pulse of one attempt, without an algorithm."""

import threading

import numpy as np
import pytest
from structlog.testing import capture_logs

from styletransfer.errors import Cancelled
from styletransfer.jobs.job import LeaseLost
from styletransfer.jobs.pulse import Pulse
from styletransfer.progress import Progress

from .fakes import submit, wait_for


@pytest.fixture
def job(store):
    return submit(store)


@pytest.fixture
def leaving():
    return threading.Event()


@pytest.fixture
def pulse(store, job, leaving):
    with Pulse(store, store.claim("w"), leaving) as beating:
        yield beating


def tell(pulse, step=1, preview=None, **metrics):
    pulse.on_progress(Progress(step=step, total=9, stage="painting", preview=preview, metrics=metrics))


def test_it_writes_of_its_own_accord(store, job, pulse):
    for step in range(1, 6):
        tell(pulse, step, np.zeros((4, 4, 3), np.uint8), loss=step)
    wait_for(lambda: store.get(job.id).step == 5)
    assert [row["loss"] for row in store.metrics(job.id)] == [1, 2, 3, 4, 5]
    assert store.get(job.id).metrics == {"loss": 5}
    assert store.preview(job.id).startswith(b"\xff\xd8")


def test_many_steps_are_few_writes(store, job, pulse, monkeypatch):
    written, report = [], store.report

    def counted(claim, told):
        written.append(len(told.rows))
        return report(claim, told)

    monkeypatch.setattr(store, "report", counted)
    for step in range(1, 2001):
        tell(pulse, step, loss=step)
    pulse.drain()
    assert [row["step"] for row in store.metrics(job.id)] == list(range(1, 2001))
    assert len(written) < 200


def test_it_prolongs_the_lease_of_a_silent_run(store, job, pulse):
    def lease():
        with store._database.read() as connection:
            return connection.execute("SELECT lease FROM jobs").fetchone()[0]

    first = lease()
    wait_for(lambda: lease() > first)


def test_it_hears_of_a_stop(store, job, pulse):
    tell(pulse)
    store.stop(job.id, "ada")
    wait_for(lambda: pulse.stop_asked)
    with pytest.raises(Cancelled):
        tell(pulse)


def test_it_hears_of_a_loss(store, job, pulse):
    store.delete(job.id, "ada")
    wait_for(lambda: pulse.lost)
    with pytest.raises(Cancelled):
        tell(pulse)
    with pytest.raises(LeaseLost):
        pulse.drain()


def test_a_leaving_worker_ends_the_run(pulse, leaving):
    leaving.set()
    with pytest.raises(Cancelled):
        tell(pulse)


def test_the_message_of_the_last_step_is_kept_though_it_raises(store, job, pulse, leaving):
    leaving.set()
    with pytest.raises(Cancelled):
        tell(pulse, loss=3)
    pulse.drain()
    assert store.metrics(job.id) == [{"step": 1, "loss": 3}]


@pytest.mark.parametrize(
    "preview", [np.zeros((4, 4, 7), np.uint8), np.zeros((0, 0, 3), np.uint8), np.zeros(3, np.uint8)]
)
def test_a_bad_preview_costs_only_itself(store, job, pulse, preview):
    with capture_logs() as logs:
        tell(pulse, 2, preview, loss=1)
        pulse.drain()
    assert [entry["event"] for entry in logs] == ["preview left out"]
    assert (store.get(job.id).step, store.preview(job.id), pulse.lost) == (2, None, False)


def test_a_restart_forgets(store, job, pulse):
    tell(pulse, loss=1)
    pulse.drain()
    tell(pulse, 2, loss=1)
    pulse.restart()
    tell(pulse, 1, loss=7)
    pulse.drain()
    assert store.metrics(job.id) == [{"step": 1, "loss": 7}]
