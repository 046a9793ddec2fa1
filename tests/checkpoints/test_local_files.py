"""A file that a person has already takes the place of a download, after the same checks."""

from pathlib import Path

import pytest

from styletransfer.checkpoints import local_files, store
from styletransfer.checkpoints.manifest import Checkpoint
from styletransfer.errors import Cancelled, CheckpointCorrupt, CheckpointError, CheckpointMissing, StorageError
from styletransfer.progress import Progress

from .published import Server, publish


@pytest.fixture
def mine(tmp_path: Path, official: Checkpoint, server: Server) -> Path:
    """Return a copy of the published file, anywhere on this machine."""
    path = tmp_path / "downloads" / "some name.pth"
    path.parent.mkdir()
    path.write_bytes(server.body)
    return path


def test_a_right_file_is_copied_verified_and_left(mine: Path, models: Path, server: Server) -> None:
    told: list[Progress] = []
    path = local_files.add("vgg19", mine, told.append)
    assert path == models / "official.pth"
    assert path.read_bytes() == mine.read_bytes() == server.body
    assert store.status("vgg19").verified
    assert store.find("vgg19") == path
    assert told[-1].metrics["megabytes"] == told[-1].metrics["megabytes_total"] == len(server.body) / 1e6
    assert told[-1].stage == "Copying VGG-19"
    assert server.paths == []  # nothing was fetched
    assert [file.name for file in models.glob("*.added")] == []


def test_another_file_is_refused_and_what_was_there_stays(mine: Path, models: Path) -> None:
    local_files.add("vgg19", mine)
    good = mine.read_bytes()
    for bad in (good[:-1], good[:-1] + b"x", b"<!DOCTYPE html>" + good):
        mine.write_bytes(bad)
        with pytest.raises(CheckpointCorrupt, match="is not VGG-19"):
            local_files.add("vgg19", mine)
    assert (models / "official.pth").read_bytes() == good
    assert [file.name for file in models.glob("*.added")] == []


def test_without_a_published_hash_the_first_file_is_pinned(
    mine: Path, models: Path, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(server, models, monkeypatch, sha256=None, bytes=None)
    local_files.add("vgg19", mine)
    assert store.status("vgg19").pinned
    mine.write_bytes(b"another")
    with pytest.raises(CheckpointCorrupt, match="sha256"):
        local_files.add("vgg19", mine)


def test_the_file_itself_is_only_checked(mine: Path) -> None:
    path = local_files.add("vgg19", mine)
    assert local_files.add("vgg19", path) == path
    assert path.is_file()


def test_an_interrupted_download_is_left_alone(mine: Path, models: Path) -> None:
    part = models / "official.pth.part"
    part.write_bytes(b"begun")
    local_files.add("vgg19", mine)
    assert part.read_bytes() == b"begun"


@pytest.mark.usefixtures("models")
@pytest.mark.parametrize(
    ("name", "complaint"),
    [
        ("compact", "ships with the project"),
        ("wct2-cat5", r"several files; add each by its name: wct2-cat5-encoder, wct2-cat5-decoder"),
        ("nonsense", "no weights called"),
    ],
)
def test_models_that_cannot_be_added_are_told(mine: Path, name: str, complaint: str) -> None:
    with pytest.raises(CheckpointError, match=complaint):
        local_files.add(name, mine)


def test_a_file_that_is_not_there_is_told(mine: Path, tmp_path: Path) -> None:
    for path in (tmp_path / "nothing.pth", tmp_path):
        with pytest.raises(CheckpointMissing, match="no file"):
            local_files.add("vgg19", path)


def test_copying_can_be_cancelled(mine: Path, models: Path) -> None:
    def stop(_progress: Progress) -> None:
        raise Cancelled("Enough.")

    with pytest.raises(Cancelled):
        local_files.add("vgg19", mine, stop)
    assert not (models / "official.pth").exists()
    assert [file.name for file in models.glob("*.added")] == []


def test_a_folder_that_cannot_be_written_is_told(mine: Path, models: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_arguments: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(local_files, "_copy", full)
    with pytest.raises(StorageError, match="No space left"):
        local_files.add("vgg19", mine)
