"""Workers in threads of this process, and in processes that are killed."""

import os
import signal
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from styletransfer.errors import StorageError
from styletransfer.jobs import hosts
from styletransfer.jobs.job import JobState
from styletransfer.settings import Settings

from .fakes import RECIPE, paint, submit, wait_final, wait_for

linux = pytest.mark.skipif(sys.platform != "linux", reason="a killed process is noticed at once only with /proc")


@pytest.fixture
def settings(tmp_path):
    chosen = Settings(data=tmp_path / "data", min_free_bytes=0)
    yield chosen
    thread = hosts._threads.pop(chosen.data.resolve(), None)
    if thread is not None:
        thread.stop(30)
        assert not thread.is_alive()


def workers(folder: Path) -> int:
    return sum(isinstance(t, hosts.WorkerThread) and t.store.root.parent == folder for t in threading.enumerate())


def test_one_worker_however_many_pages_ask(settings):
    together = threading.Barrier(8)

    def page(_):
        together.wait(30)
        return hosts.embedded(settings, paint)

    with ThreadPoolExecutor(8) as pool:
        stores = list(pool.map(page, range(8)))
    assert len({id(store) for store in stores}) == 1
    assert workers(settings.data) == 1
    job = submit(stores[0])
    assert wait_final(stores[0], job.id).state is JobState.DONE


def test_folders_have_workers_of_their_own(settings, tmp_path):
    other = Settings(data=tmp_path / "other", min_free_bytes=0)
    first, second = hosts.embedded(settings, paint), hosts.embedded(other, paint)
    assert first is not second
    assert (workers(settings.data), workers(other.data)) == (1, 1)
    hosts._threads.pop(other.data.resolve()).stop(30)


def test_a_stopped_worker_is_replaced(settings):
    store = hosts.embedded(settings, paint)
    hosts._threads[settings.data.resolve()].stop(30)
    job = submit(store)
    assert store.get(job.id).state is JobState.QUEUED
    assert wait_final(hosts.embedded(settings, paint), job.id).state is JobState.DONE


def test_limits_come_from_the_settings(settings):
    store = hosts.open_store(settings)
    assert store.limits.max_result_bytes == settings.max_result_bytes
    assert store.limits.max_queue == settings.max_queue
    assert store.limits.min_free_bytes == 0
    assert workers(settings.data) == 0


def test_an_unusable_folder_is_an_error_and_not_remembered(tmp_path):
    chosen = Settings(data=tmp_path / "data", min_free_bytes=0)
    chosen.data.write_text("in the way")
    with pytest.raises(StorageError):
        hosts.embedded(chosen, paint)
    assert chosen.data.resolve() not in hosts._threads


@pytest.fixture
def start_process(tmp_path):
    """Start processes with a worker; whatever still runs when the test ends is killed."""
    tests = Path(__file__).parents[1]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join((str(tests.parent), str(tests)))}
    started = []

    def start(pause: float, *words: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "jobs.killed", str(tmp_path / "data"), str(pause), *words]
        started.append(subprocess.Popen(command, env=environment))
        return started[-1]

    yield start
    for process in started:
        process.kill()
        process.wait()


@linux
def test_kill_9_loses_no_job_and_finishes_each_once(store, start_process):
    jobs = [store.submit(RECIPE, {"content": name.encode()}, owner="ada") for name in ("first", "second")]
    first, second = jobs
    process = start_process(pause=0.2)
    wait_for(lambda: store.get(first.id).step > 2)
    assert store.get(first.id).state is JobState.RUNNING
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert store.result(first.id) is None

    start_process(pause=0.0)
    done = [wait_final(store, job.id) for job in jobs]
    assert [job.state for job in done] == [JobState.DONE, JobState.DONE]
    assert [job.attempts for job in done] == [2, 1]
    assert done[0].finished < done[1].started
    assert [row["step"] for row in store.metrics(first.id)] == list(range(1, 21))
    assert store.result(second.id).read_bytes().startswith(b"\x89PNG")
    assert (store.root.parent / "finished.txt").read_text().split() == ["first", "second"]


@linux
def test_a_living_process_takes_over_from_a_killed_one(store, start_process):
    job = store.submit(RECIPE, {"content": b"only"}, owner="ada")
    process = start_process(pause=0.2)
    wait_for(lambda: store.get(job.id).step > 0)
    survivor = hosts.start_thread(store, paint)
    assert store.get(job.id).attempts == 1
    process.kill()  # not waited for: a zombie is as dead
    assert wait_final(store, job.id).state is JobState.DONE
    assert store.get(job.id).attempts == 2
    survivor.stop(30)


def test_a_clean_exit_gives_the_job_back(store, start_process):
    job = store.submit(RECIPE, {"content": b"only"}, owner="ada")
    for _ in range(2):
        assert start_process(0.1, "leave").wait(60) == 0
        assert store.get(job.id).state is JobState.QUEUED
    with store._database.read() as connection:
        assert tuple(connection.execute("SELECT attempt, losses, failures FROM jobs").fetchone()) == (2, 0, 0)


def test_logs_show_the_traceback_and_not_the_pictures(settings, capsys):
    def broken(recipe, inputs, on_progress):
        secret = inputs["content"]
        raise RuntimeError(len(secret))

    store = hosts.embedded(settings, broken)
    job = store.submit(RECIPE, {"content": b"private pixels"}, owner="ada")
    reference = wait_final(store, job.id).error.split()[-1].rstrip(".")
    shown = capsys.readouterr().err
    assert reference in shown
    assert "RuntimeError: 14" in shown
    assert "private" not in shown


def test_importing_jobs_loads_no_models():
    root = Path(__file__).parents[2]
    code = "import sys, styletransfer.jobs; sys.exit('torch' in sys.modules)"
    subprocess.run([sys.executable, "-c", code], cwd=root, check=True)
