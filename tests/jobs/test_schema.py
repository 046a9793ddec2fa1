"""The database under contention: waits for a short lock, gives up on a long one with a sentence."""

import sqlite3
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import pytest

from styletransfer.errors import StorageError
from styletransfer.jobs.job import JobState
from styletransfer.jobs.schema import Database, StoreBusy

from .fakes import paint, submit, wait_final, work


@pytest.fixture
def lock(store):
    """A foreign connection that can hold the database."""
    with closing(sqlite3.connect(store.root.parent / "jobs.sqlite3", isolation_level=None)) as connection:
        yield connection


def test_durability_settings(store):
    with store._database.read() as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone()[0] == "wal"
        assert connection.execute("PRAGMA synchronous").fetchone()[0] == 2  # FULL


def test_a_short_lock_is_waited_for(store, lock):
    lock.execute("BEGIN EXCLUSIVE")
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(submit, store)
        assert not waiting.done()
        threading.Event().wait(0.2)
        assert not waiting.done()
        lock.execute("COMMIT")
        job = waiting.result()
    assert store.get(job.id).state is JobState.QUEUED


def test_a_long_lock_is_a_sentence_and_changes_nothing(lock, open_store):
    store = open_store(busy_seconds=0.05)
    lock.execute("BEGIN EXCLUSIVE")
    with pytest.raises(StoreBusy, match=r"locked for 0\.05 seconds; try again") as caught:
        submit(store)
    assert isinstance(caught.value, StorageError)
    lock.execute("ROLLBACK")
    assert list(store.root.iterdir()) == []
    assert submit(store).position == 1


def test_a_lock_in_mid_job_costs_neither_the_job_nor_its_figures(lock, open_store):
    store = open_store(busy_seconds=0.05)
    job = submit(store)
    painting, painted = threading.Event(), threading.Event()

    def execute(recipe, inputs, on_progress):
        painting.set()
        assert painted.wait(30)
        return paint(recipe, inputs, on_progress, steps=50)

    with ThreadPoolExecutor(1) as pool:
        running = pool.submit(work, store, execute)
        assert painting.wait(30)
        lock.execute("BEGIN EXCLUSIVE")
        painted.set()
        threading.Event().wait(0.5)
        assert store.get(job.id).state is JobState.RUNNING
        lock.execute("ROLLBACK")
        assert running.result()
    assert wait_final(store, job.id).state is JobState.DONE
    assert [row["step"] for row in store.metrics(job.id)] == list(range(1, 51))


def test_a_raised_error_undoes_the_transaction(store):
    job = submit(store)

    def fail_midway():
        with store._database.write() as connection:
            connection.execute("DELETE FROM jobs")
            raise KeyError

    with pytest.raises(KeyError):
        fail_midway()
    assert store.get(job.id) == job


def test_many_may_open_a_new_store_at_once(open_store):
    with ThreadPoolExecutor(8) as pool:
        stores = list(pool.map(lambda _: open_store(), range(8)))
    job = submit(stores[0])
    assert all(store.get(job.id) == job for store in stores)


def test_a_full_disk_is_named(tmp_path):
    database = Database(tmp_path / "jobs.sqlite3")

    def overfill():
        with database.write() as connection:
            pages = connection.execute("PRAGMA page_count").fetchone()[0]
            connection.execute(f"PRAGMA max_page_count = {pages}")
            connection.execute("INSERT INTO turns VALUES (?, 1)", ("o" * 10**6,))

    with pytest.raises(StorageError, match="disk is full"):
        overfill()
