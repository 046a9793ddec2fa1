"""The store as its users see it: what is accepted, listed, kept, refused."""

import shutil
import sqlite3
from collections import namedtuple
from pathlib import Path

import pytest

from styletransfer.errors import InputError, JobError, JobForbidden, JobNotFound, QueueFull, StorageError
from styletransfer.jobs import files
from styletransfer.jobs.job import JobState
from styletransfer.jobs.store import clean_title
from styletransfer.recipes import parse_recipe

from .fakes import INPUTS, RECIPE, states, submit, work


def test_a_job_is_kept_as_it_was_given(store, open_store):
    parent = submit(store)
    job = submit(store, owner="grace", title="Harbour", parent=parent.id)
    again = open_store().get(job.id)
    assert again == job
    assert (again.owner, again.title, again.parent, again.tool) == ("grace", "Harbour", parent.id, "neural-style")
    assert (again.state, again.position, again.attempts) == (JobState.QUEUED, 2, 0)
    assert parse_recipe(again.recipe) == RECIPE
    assert store.roles(job.id) == ("content", "style-0")
    assert {role: store.input(job.id, role) for role in INPUTS} == store.all_inputs(job.id) == INPUTS
    assert again.bytes == sum(map(len, INPUTS.values()))


def test_nothing_is_shown_before_it_is_there(store):
    job = submit(store)
    asked = (store.preview, store.result, store.thumbnail, store.state)
    assert [ask(job.id) for ask in asked] == [None] * 4
    assert store.metrics(job.id) == []
    assert (job.has_preview, job.has_result) == (False, False)


def test_a_finished_job_shows_everything(store):
    job = submit(store)
    assert work(store)
    done = store.get(job.id)
    assert (done.state, done.step, done.total, done.notes) == (JobState.DONE, 3, 3, ("painted",))
    assert store.result(job.id).read_bytes().startswith(b"\x89PNG")
    assert store.thumbnail(job.id).startswith(b"\xff\xd8")
    assert store.preview(job.id).startswith(b"\xff\xd8")
    assert store.state(job.id) == b"resume"
    assert [(row["step"], row["loss"]) for row in store.metrics(job.id)] == [(1, 1), (2, 1 / 2), (3, 1 / 3)]
    assert done.bytes == files.size(store.folder(job.id)) > 0
    assert done.created <= done.started <= done.finished


@pytest.mark.parametrize(
    "job_id", ["", "x", "../../etc/passwd", "a" * 22, "\0" * 22, "é" * 22, "\ud800" * 22, "a" * 300]
)
def test_unknown_ids(store, job_id):
    submit(store)
    reading = (store.get, store.all_inputs, store.result, store.preview, store.metrics)
    for ask in (*reading, lambda i: store.stop(i, "ada")):
        with pytest.raises(JobNotFound, match="no job with this id"):
            ask(job_id)


@pytest.mark.parametrize(
    "role",
    ["", "../content", "a/b", "a\\b", "content\0", "content\n", "C:x", ".", "style-100", "Content", "a" * 300, "é"],
)
def test_bad_roles_leave_nothing_behind(store, role):
    with pytest.raises(InputError, match="picture role"):
        store.submit(RECIPE, {"content": b"x", role: b"y"}, owner="ada")
    assert list(store.root.iterdir()) == []
    assert store.usage().jobs == 0


def test_an_unknown_role_is_not_opened(store):
    job = submit(store)
    for role in ("mask", "../content", "\0", "r" * 300):
        with pytest.raises(JobError, match="has no picture"):
            store.input(job.id, role)


@pytest.mark.parametrize("owner", ["", "o" * 201, "a\0b", "\ud800", "a\nb"])
def test_bad_owners(store, owner):
    with pytest.raises(InputError, match="owner"):
        submit(store, owner=owner)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd", "../../etc/passwd"),
        ("a\0b\nc\u2028d", "a b c d"),
        ("x" * 300, "x" * 200),
        ("\ud800 lone", "lone"),
        ("Cafe\u0301", "Café"),
        ("שלום 👩‍🎨", "שלום 👩‍🎨"),
    ],
)
def test_titles_are_words_and_never_paths(store, tmp_path, given, kept):
    assert clean_title(given) == kept
    job = submit(store, title=given)
    assert store.get(job.id).title == kept
    assert {path.name for path in tmp_path.iterdir()} == {"data"}


def test_listing(store):
    boat, tree, other = submit(store, title="Boat"), submit(store, title="TREE 100%"), submit(store, owner="grace")
    store.stop(boat.id, "ada")
    assert [job.id for job in store.jobs("ada")] == [tree.id, boat.id]
    assert [job.id for job in store.jobs("grace")] == [other.id]
    assert [job.id for job in store.jobs("ada", limit=1)] == [tree.id]
    assert [job.id for job in store.jobs("ada", states=[JobState.CANCELLED])] == [boat.id]
    assert store.jobs("ada", states=[]) == []
    assert [job.id for job in store.jobs("ada", text="tree")] == [tree.id]
    assert [job.id for job in store.jobs("ada", text="0%")] == [tree.id]
    assert len(store.jobs("ada", text="Neural")) == 2
    assert store.jobs("ada", text="\ud800'; DROP TABLE jobs") == []


def test_stopping_a_waiting_job(store):
    first, second = submit(store), submit(store)
    store.stop(first.id, "ada")
    assert store.get(first.id).state is JobState.CANCELLED
    assert store.get(second.id).position == 1
    work(store)
    assert not work(store)
    store.stop(second.id, "ada")
    assert states(store, first, second) == [JobState.CANCELLED, JobState.DONE]


def test_foreign_owners_may_look_but_not_touch(store):
    job = submit(store)
    for act in (store.stop, store.delete):
        with pytest.raises(JobForbidden, match="somebody else"):
            act(job.id, "mallory")
    assert store.get(job.id).state is JobState.QUEUED


def test_deleting(store):
    job = submit(store)
    work(store)
    store.delete(job.id, "ada")
    with pytest.raises(JobNotFound):
        store.get(job.id)
    assert list(store.root.iterdir()) == []
    assert store.usage().bytes == 0


def served(store, count):
    order = []
    for _ in range(count):
        order.append(store.claim("w").job_id)
    return order


def test_round_robin_between_owners(store):
    heavy = [submit(store, owner="heavy").id for _ in range(4)]
    assert served(store, 1) == heavy[:1]
    light = [submit(store, owner="light").id for _ in range(2)]
    third = submit(store, owner="third").id
    expected = [light[0], third, heavy[1], light[1], heavy[2], heavy[3]]
    position = {store.get(job_id).position: job_id for job_id in expected}
    assert [position[place] for place in range(1, 7)] == expected
    assert served(store, 6) == expected


def test_positions_stay_true_after_each_claim(store):
    owners = ["a", "a", "b", "c", "a", "b", "b", "c"]
    jobs = [submit(store, owner=owner) for owner in owners]
    while waiting := [job.id for job in jobs if store.get(job.id).position]:
        order = sorted(waiting, key=lambda job_id: store.get(job_id).position)
        assert served(store, 1) == order[:1]
        left = sorted(order[1:], key=lambda job_id: store.get(job_id).position)
        assert left == order[1:]


def test_queue_cap(open_store):
    store = open_store(max_queue=2)
    submit(store)
    submit(store)
    with pytest.raises(QueueFull, match="2 jobs are waiting"):
        submit(store)
    assert len(list(store.root.iterdir())) == 2
    work(store)
    assert submit(store).position == 2


def test_low_disk(open_store, monkeypatch):
    store = open_store(min_free_bytes=10**9)
    monkeypatch.setattr(shutil, "disk_usage", lambda path: namedtuple("Usage", "free")(250_000_000))
    with pytest.raises(StorageError, match=r"0\.25 GB .* are free and 1\.00 GB are needed"):
        submit(store)
    assert list(store.root.iterdir()) == []


def test_a_refused_write_leaves_nothing_behind(store, monkeypatch):
    def full(handle):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(files.os, "fsync", full)
    with pytest.raises(StorageError, match="No space left on device"):
        submit(store)
    assert list(store.root.iterdir()) == []
    assert store.jobs("ada") == []


def test_the_oldest_results_make_room(store, open_store):
    jobs = [submit(store) for _ in range(4)]
    for _ in range(3):
        work(store)
    one = store.get(jobs[0].id).bytes
    small = open_store(max_result_bytes=2 * one + 2 * jobs[3].bytes)
    newest = submit(small)
    assert small.usage().evicted == 1
    work(small)
    assert [small.get(job.id).removed for job in jobs] == [True, True, False, False]
    gone = small.get(jobs[0].id)
    assert (gone.state, gone.has_result, gone.bytes) == (JobState.DONE, False, 0)
    assert "to make room" in gone.notes[-1]
    assert small.result(gone.id) is None
    assert small.preview(gone.id) is None
    assert not small.folder(gone.id).exists()
    with pytest.raises(JobError, match="were removed"):
        small.input(gone.id, "content")
    with pytest.raises(JobError, match="were removed"):
        small.all_inputs(gone.id)
    assert small.usage().bytes <= small.limits.max_result_bytes
    assert small.get(newest.id).state is JobState.QUEUED


def test_waiting_and_running_jobs_are_never_evicted(open_store):
    store = open_store(max_result_bytes=1)
    waiting = [submit(store), submit(store), submit(store)]
    work(store)
    assert store.claim("w").job_id == waiting[1].id
    submit(store)
    assert [store.get(job.id).removed for job in waiting] == [True, False, False]
    assert [store.folder(job.id).exists() for job in waiting] == [False, True, True]


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (lambda path: path.write_bytes(b"not a database, certainly not one" * 40), "cannot be used"),
        (lambda path: sqlite3.connect(path).execute("PRAGMA user_version = 99").connection.close(), "newer version"),
    ],
)
def test_a_foreign_database_is_refused(tmp_path, open_store, spoil, sentence):
    path = tmp_path / "data" / "jobs.sqlite3"
    path.parent.mkdir()
    spoil(path)
    before = path.read_bytes()
    with pytest.raises(StorageError, match=sentence):
        open_store()
    assert sentence == "newer version" or path.read_bytes() == before


def test_a_data_folder_that_cannot_be_one(tmp_path, open_store):
    (tmp_path / "data").write_text("a file")
    with pytest.raises(StorageError, match="data folder"):
        open_store()


def test_the_sweep_removes_only_old_strangers(store, monkeypatch):
    job = submit(store)
    stranger, other = store.root / files.new_id(), store.root / "notes"
    stranger.mkdir()
    other.mkdir()
    store.sweep()
    assert stranger.exists()
    now = files.time.time()
    monkeypatch.setattr(files.time, "time", lambda: now + 7200)
    store.sweep()
    assert not stranger.exists()
    assert other.exists()
    assert Path(store.folder(job.id) / "inputs" / "content.bin").exists()
