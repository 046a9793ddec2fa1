"""Files of weights: fetched, resumed, checked, refused, removed."""

import os
import socket
import threading
from dataclasses import replace
from pathlib import Path

import pytest

from styletransfer.checkpoints import records, store
from styletransfer.checkpoints.manifest import MANIFEST, Checkpoint
from styletransfer.errors import (
    Cancelled,
    CheckpointCorrupt,
    CheckpointError,
    CheckpointMissing,
    DownloadFailed,
    StorageError,
)
from styletransfer.progress import Progress
from styletransfer.settings import settings

from .published import Server, publish

pytestmark = pytest.mark.usefixtures("models")


def test_fetch_verifies_and_find_knows_it(official: Checkpoint, server: Server, models: Path) -> None:
    seen: list[Progress] = []
    path = store.fetch("vgg19", seen.append)
    assert path == models / "official.pth" == store.find("vgg19")
    assert path.read_bytes() == server.body
    assert seen[-1].metrics["megabytes"] == len(server.body) / 1e6 == seen[-1].metrics["megabytes_total"]
    status = store.status("vgg19")
    assert status.present
    assert status.verified
    assert (status.bytes, status.sha256, status.partial_bytes) == (len(server.body), official.sha256, 0)


def test_nothing_is_fetched_twice(official: Checkpoint, server: Server) -> None:
    store.fetch("vgg19")
    store.fetch("vgg19")
    store.find("vgg19")
    assert len(server.ranges) == 1


def test_missing_file_says_how_to_get_it(official: Checkpoint, models: Path) -> None:
    with pytest.raises(CheckpointMissing) as caught:
        store.find("vgg19")
    for part in (official.file, official.megabytes, official.urls[0], str(models / official.file), "weights fetch"):
        assert part in str(caught.value)
    with pytest.raises(CheckpointMissing):
        store.verify("vgg19")
    assert not store.status("vgg19").present
    with pytest.raises(CheckpointMissing, match="choose from compact, vgg19"):
        store.find("vgg99")


def test_a_connection_that_breaks_off_is_resumed_at_once(official: Checkpoint, server: Server) -> None:
    server.cut_after = [1000, 2000]
    assert store.fetch("vgg19").read_bytes() == server.body
    assert server.ranges == [None, "bytes=1000-", "bytes=3000-"]


def test_an_interrupted_download_goes_on_in_the_next_call(official: Checkpoint, server: Server, models: Path) -> None:
    server.cut_after = [100, 100, 100]
    with pytest.raises(DownloadFailed, match=f"after 300 of {len(server.body)} bytes"):
        store.fetch("vgg19")
    assert not (models / official.file).exists()
    assert store.status("vgg19").partial_bytes == 300
    assert store.fetch("vgg19").read_bytes() == server.body
    assert server.ranges[-1] == "bytes=300-"


def test_cancel_keeps_what_has_arrived(official: Checkpoint, server: Server, models: Path) -> None:
    def stop(progress: Progress) -> None:
        if progress.metrics["megabytes"] > 0:
            raise Cancelled("stopped")

    with pytest.raises(Cancelled):
        store.fetch("vgg19", stop)
    assert not (models / official.file).exists()
    kept = store.status("vgg19").partial_bytes
    assert kept > 0
    store.fetch("vgg19")
    assert store.find("vgg19").read_bytes() == server.body


def test_a_server_without_ranges_starts_again(official: Checkpoint, server: Server, models: Path) -> None:
    models.mkdir(exist_ok=True)
    (models / "official.pth.part").write_bytes(b"x" * 50)
    server.honours_ranges = False
    assert store.fetch("vgg19").read_bytes() == server.body


def test_a_part_longer_than_the_file_starts_again(official: Checkpoint, server: Server, models: Path) -> None:
    (models / "official.pth.part").write_bytes(b"x" * (len(server.body) + 1))
    assert store.fetch("vgg19").read_bytes() == server.body
    assert server.ranges == [None]


def test_a_part_of_another_file_is_caught_by_the_hash(official: Checkpoint, server: Server, models: Path) -> None:
    (models / "official.pth.part").write_bytes(b"x" * 50)
    with pytest.raises(CheckpointCorrupt, match=r"[Dd]ownload again"):
        store.fetch("vgg19")
    assert not list(models.glob("official.pth*t"))
    assert store.fetch("vgg19").read_bytes() == server.body


def test_two_at_once_make_one_download(official: Checkpoint, server: Server) -> None:
    server.gate.clear()
    results: list[Path] = []
    waiting = threading.Event()

    def watch(progress: Progress) -> None:
        if "Waiting" in progress.stage:
            waiting.set()

    threads = [threading.Thread(target=lambda: results.append(store.fetch("vgg19", watch))) for _ in range(2)]
    for thread in threads:
        thread.start()
    assert server.started.wait(10)
    assert waiting.wait(10)
    server.gate.set()
    for thread in threads:
        thread.join(10)
    assert len(results) == 2
    assert len(server.ranges) == 1


def test_a_waiting_caller_can_cancel(official: Checkpoint, server: Server) -> None:
    def refuse_to_wait(progress: Progress) -> None:
        if "Waiting" in progress.stage:
            raise Cancelled("stopped")

    server.gate.clear()
    first = threading.Thread(target=store.fetch, args=("vgg19",))
    first.start()
    assert server.started.wait(10)
    with pytest.raises(Cancelled):
        store.fetch("vgg19", refuse_to_wait)
    server.gate.set()
    first.join(10)
    assert store.status("vgg19").verified


@pytest.mark.parametrize("size", [None, 0])
def test_a_wrong_file_is_refused_and_deleted(
    server: Server, models: Path, monkeypatch: pytest.MonkeyPatch, size: int | None
) -> None:
    server.body = b"something else" * 100
    publish(server, models, monkeypatch, sha256="0" * 64, bytes=None if size is None else len(server.body))
    with pytest.raises(CheckpointCorrupt, match=r"sha256 begins with [0-9a-f]{12} instead of 000000000000"):
        store.fetch("vgg19")
    assert not list(models.glob("official.pth*t"))
    assert not (models / "official.pth").exists()


def test_a_web_page_is_not_taken_for_weights(official: Checkpoint, server: Server, models: Path) -> None:
    page = b"<!DOCTYPE html><html>Log in to the network</html>"
    server.body, server.content_type = page, "text/html; charset=utf-8"
    with pytest.raises(DownloadFailed, match="web page"):
        store.fetch("vgg19")
    (models / official.file).write_bytes(page)
    with pytest.raises(CheckpointCorrupt, match=r"web page .*[Dd]ownload again"):
        store.find("vgg19")


def test_a_truncated_file_is_refused(official: Checkpoint, server: Server, models: Path) -> None:
    (models / official.file).write_bytes(server.body[:-1])
    with pytest.raises(CheckpointCorrupt, match=f"{len(server.body) - 1} bytes instead of {len(server.body)}"):
        store.find("vgg19")
    assert not store.status("vgg19").verified
    assert store.fetch("vgg19").read_bytes() == server.body


def test_an_endless_answer_is_cut_off(official: Checkpoint, server: Server) -> None:
    server.body += b"more"
    with pytest.raises(DownloadFailed, match="more than"):
        store.fetch("vgg19")


@pytest.mark.parametrize("code", [403, 404, 503])
def test_a_refusal_names_the_code(official: Checkpoint, server: Server, code: int) -> None:
    server.code = code
    with pytest.raises(DownloadFailed, match=f"answered {code}"):
        store.fetch("vgg19")


def test_no_network_names_file_size_address_and_place(
    official: Checkpoint, server: Server, models: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{closed.getsockname()[1]}/official.pth"
    entry = publish(server, models, monkeypatch, urls=(url,))
    with pytest.raises(DownloadFailed) as caught:
        store.fetch("vgg19")
    for part in (entry.file, entry.megabytes, url, str(models / entry.file), "refused"):
        assert part in str(caught.value)


def test_the_second_address_is_tried(server: Server, models: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    server.body = b"weights" * 100
    publish(server, models, monkeypatch, urls=("ftp://127.0.0.1/x", "http://example.org/x", server.url))
    assert store.fetch("vgg19").read_bytes() == server.body


def test_a_file_put_there_by_hand_is_found(official: Checkpoint, server: Server, models: Path) -> None:
    (models / official.file).write_bytes(server.body)
    assert not store.status("vgg19").verified
    assert store.find("vgg19") == models / official.file
    assert store.status("vgg19").verified
    assert server.ranges == []


def test_verify_finds_a_flipped_bit(official: Checkpoint, models: Path) -> None:
    path = store.fetch("vgg19")
    stat, data = path.stat(), bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
    os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))  # as a failing disk would: nothing else changes
    with pytest.raises(CheckpointCorrupt):
        store.verify("vgg19")
    assert not store.status("vgg19").verified
    with pytest.raises(CheckpointCorrupt):
        store.find("vgg19")


def test_a_changed_file_is_hashed_again(official: Checkpoint) -> None:
    path = store.fetch("vgg19")
    path.write_bytes(b"x" * path.stat().st_size)
    with pytest.raises(CheckpointCorrupt):
        store.find("vgg19")


def test_without_a_published_hash_the_first_is_pinned(
    server: Server, models: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.body = b"first" * 100
    entry = publish(server, models, monkeypatch)
    publish(server, models, monkeypatch, sha256=None, bytes=None, sha256_prefix=str(entry.sha256)[:8])
    path = store.fetch("vgg19")
    status = store.status("vgg19")
    assert status.pinned
    assert status.sha256 == entry.sha256
    path.write_bytes(b"other" * 100)
    with pytest.raises(CheckpointCorrupt):
        store.find("vgg19")
    with pytest.raises(CheckpointCorrupt):  # the pin is still what counts
        store.find("vgg19")


def test_a_wrong_prefix_is_refused(server: Server, models: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    server.body = b"first" * 100
    publish(server, models, monkeypatch, sha256=None, sha256_prefix="ffffffff")
    with pytest.raises(CheckpointCorrupt):
        store.fetch("vgg19")


def test_full_disk_is_refused_before_the_download(
    official: Checkpoint, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STYLETRANSFER_MIN_FREE_BYTES", str(2**62))
    settings.cache_clear()
    with pytest.raises(StorageError, match="free space"):
        store.fetch("vgg19")
    assert server.ranges == []


def test_a_folder_that_cannot_be_written_is_named(official: Checkpoint, models: Path) -> None:
    models.rmdir()
    models.write_text("a file in the way")
    with pytest.raises(StorageError, match="models"):
        store.fetch("vgg19")


def test_remove_deletes_everything_of_it(official: Checkpoint, models: Path) -> None:
    store.fetch("vgg19")
    (models / official.converted).write_bytes(b"made from it")
    (models / "official.pth.part").write_bytes(b"rest")
    store.remove("vgg19")
    assert {path.suffix for path in models.iterdir()} <= {".lock"}
    store.remove("vgg19")  # nothing to do is no error
    with pytest.raises(CheckpointError, match="ships"):
        store.remove("compact")


def test_embedded_file_is_verified_every_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STYLETRANSFER_WEIGHTS", str(tmp_path))
    with pytest.raises(CheckpointMissing, match="ships with the project"):
        store.fetch("compact")
    path = tmp_path / MANIFEST["compact"].file
    path.write_bytes(b"weights")
    entry = replace(MANIFEST["compact"], sha256=records.sha256_of(path), bytes=7)
    monkeypatch.setitem(MANIFEST, "compact", entry)
    assert store.fetch("compact") == store.find("compact") == path
    assert store.verify("compact").verified
    assert store.status("compact").sha256 == entry.sha256
    path.write_bytes(b"weighty")
    assert not store.status("compact").verified
    with pytest.raises(CheckpointCorrupt):
        store.find("compact")
    assert list(tmp_path.iterdir()) == [path]  # nothing is written beside shipped files
