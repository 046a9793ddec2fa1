"""Files of weights on this machine: find, check, download when asked, remove.

Nothing but `fetch` opens a network connection, and nothing but a person's explicit act calls it.
"""

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock, Timeout

from styletransfer.checkpoints import records
from styletransfer.checkpoints.download import download
from styletransfer.checkpoints.manifest import MANIFEST, Checkpoint, checkpoint
from styletransfer.errors import CheckpointCorrupt, CheckpointError, CheckpointMissing, DownloadFailed, StorageError
from styletransfer.progress import OnProgress, Progress, ignore
from styletransfer.settings import settings

LOCK_POLL_SECONDS = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """What is known of a file of weights without hashing a large one.

    Attributes:
        entry: its row of the manifest.
        path: where it is, or would be.
        present: there is a file.
        verified: it has been found to be the right one and has not changed since.
        bytes: its size, 0 when absent.
        sha256: its hash when verified, else the published one, else None.
        pinned: no hash is published; `sha256` is that of the first use.
        partial_bytes: what an interrupted download has left, 0 when nothing.
    """

    entry: Checkpoint
    path: Path
    present: bool
    verified: bool
    bytes: int
    sha256: str | None
    pinned: bool
    partial_bytes: int


def path_of(entry: Checkpoint) -> Path:
    """Return where a file of weights is, or would be."""
    if not entry.embedded:
        return settings().models / entry.file
    folders = _embedded_folders()
    return next((folder / entry.file for folder in folders if (folder / entry.file).is_file()), folders[0] / entry.file)


def find(name: str) -> Path:
    """Return the path of a file of weights that is present and right.

    A downloaded file is hashed once and again when its size or time changes; an embedded one every time.

    Raises:
        CheckpointMissing: it is not on this machine; the sentence says how to get it.
        CheckpointCorrupt: it is another file, or damaged.
    """
    entry, path = _present(name)
    if entry.embedded:
        records.check(entry, path)
    elif not records.is_unchanged(path, records.read_record(path)):
        check_and_note(entry, path)
    return path


def _present(name: str) -> tuple[Checkpoint, Path]:
    """Return an entry and its file, or say how to get a file that is not here."""
    entry = checkpoint(name)
    path = path_of(entry)
    if not path.is_file():
        raise CheckpointMissing(_how_to_get(entry, path))
    return entry, path


def verify(name: str) -> Status:
    """Hash a file of weights again, whatever is noted of it.

    Raises:
        CheckpointMissing, CheckpointCorrupt: as `find`.
    """
    entry, path = _present(name)
    if entry.embedded:
        records.check(entry, path)
    else:
        check_and_note(entry, path)
    return status(name)


def status(name: str) -> Status:
    """Describe a file of weights, present or not."""
    entry = checkpoint(name)
    path = path_of(entry)
    present = path.is_file()
    found = _known_hash(entry, path) if present else None
    record = None if entry.embedded else records.read_record(path)
    part = _part_of(path)
    return Status(
        entry=entry,
        path=path,
        present=present,
        verified=found is not None,
        bytes=path.stat().st_size if present else 0,
        sha256=found or entry.sha256,
        pinned=record is not None and record.pinned,
        partial_bytes=part.stat().st_size if part.is_file() else 0,
    )


def statuses() -> list[Status]:
    """Describe every file of the manifest."""
    return [status(name) for name in MANIFEST]


def fetch(name: str, on_progress: OnProgress = ignore) -> Path:
    """Download a file of weights, unless it is there and right; the only function that uses the network.

    What has arrived is kept when the download is interrupted, and the next call goes on from there. Two calls at
    once, of any processes, make one download.

    Args:
        name: entry of the manifest.
        on_progress: receives megabytes; may raise `Cancelled`.
    Returns:
        Path of the verified file.
    Raises:
        DownloadFailed: no address could be read to the end.
        CheckpointCorrupt: what arrived is not the published file; it was deleted.
        StorageError: the folder cannot be written or is too full.
        Cancelled: from `on_progress`.
    """
    entry = checkpoint(name)
    if entry.embedded:
        return find(name)
    path = path_of(entry)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with locked(path, entry, on_progress):
            if not _is_right(name):
                _download_and_check(entry, path, on_progress)
    except OSError as error:
        raise StorageError(f"Cannot write to “{path.parent}”: {error.strerror or error}.") from error
    return path


def remove(name: str) -> None:
    """Delete a downloaded file of weights and all that was made from it.

    Raises:
        CheckpointError: it ships with the project.
    """
    entry = checkpoint(name)
    if entry.embedded:
        raise CheckpointError(f"{entry.title} ships with the project and cannot be removed.")
    path = path_of(entry)
    made = [path.with_name(entry.converted)] if entry.converted else []
    for file in (path, _part_of(path), *made):
        file.unlink(missing_ok=True)
        records.drop_record(file)


def _embedded_folders() -> list[Path]:
    """List where the shipped weights may be: as set, in the repository, or beside an installed package."""
    chosen = os.environ.get("STYLETRANSFER_WEIGHTS")
    beside = Path(__file__).parents[2] / "weights"
    installed = Path(sys.prefix) / "share" / "styletransfer" / "weights"
    return [Path(chosen)] if chosen else [beside, installed]


def _part_of(path: Path) -> Path:
    return path.with_name(path.name + ".part")


def _known_hash(entry: Checkpoint, path: Path) -> str | None:
    """Return the hash of a file that is known to be right, else None."""
    if not entry.embedded:
        record = records.read_record(path)
        return record.sha256 if record is not None and records.is_unchanged(path, record) else None
    try:
        return records.check(entry, path)
    except CheckpointCorrupt:
        return None


def _is_right(name: str) -> bool:
    try:
        find(name)
    except (CheckpointMissing, CheckpointCorrupt):
        return False
    return True


def check_and_note(entry: Checkpoint, path: Path, *, content: Path | None = None) -> None:
    """Hash a file and note it; `content` is where it lies for now, before it gets its name.

    Raises:
        CheckpointCorrupt: it is another file, or damaged.
    """
    record = records.read_record(path)
    pinned = record.sha256 if record is not None and record.pinned else None
    try:
        found = records.check(entry, content or path, pinned=pinned)
    except CheckpointCorrupt:
        if pinned is None:  # a pin outlives the file that it was taken from
            records.drop_record(path)
        raise
    if content is not None:
        content.replace(path)
    records.write_record(path, found, pinned=entry.sha256 is None)


def _download_and_check(entry: Checkpoint, path: Path, on_progress: OnProgress) -> None:
    part = _part_of(path)
    have = part.stat().st_size if part.exists() else 0
    check_space(entry, path.parent, have)
    reasons = []
    for url in entry.urls:
        try:
            download(url, part, entry.bytes, _reporter(entry, on_progress))
            break
        except DownloadFailed as error:
            reasons.append(f"{url}: {error}")
    else:
        raise DownloadFailed(
            f"Could not download {entry.title} ({entry.file}, {entry.megabytes}) from {'; '.join(reasons)}. "
            f"Check the network and try again, which goes on where it stopped; or fetch the file elsewhere and put it "
            f"at {path}, or add it with “styletransfer weights add {entry.name} FILE”."
        )
    try:
        check_and_note(entry, path, content=part)
    except CheckpointCorrupt:
        part.unlink(missing_ok=True)
        raise


def check_space(entry: Checkpoint, folder: Path, have: int) -> None:
    """Make sure that the rest of a file, of which `have` bytes are there, has room in a folder.

    Raises:
        StorageError: it has not.
    """
    needed = max((entry.bytes or 0) - have, 0) + settings().min_free_bytes
    free = shutil.disk_usage(folder).free
    if free < needed:
        raise StorageError(
            f"{entry.title} needs {needed / 1e6:.0f} MB of free space in “{folder}”, reserve included; "
            f"there are {free / 1e6:.0f} MB. Make room, or set STYLETRANSFER_MODELS to another folder."
        )


def _reporter(entry: Checkpoint, on_progress: OnProgress) -> Callable[[int, int | None], None]:
    def report(have: int, total: int | None) -> None:
        megabytes = {"megabytes": have / 1e6, "megabytes_total": (total or 0) / 1e6}
        stage = f"Downloading {entry.title}"
        on_progress(Progress(step=have // 10**6, total=(total or 0) // 10**6, stage=stage, metrics=megabytes))

    return report


@contextmanager
def locked(path: Path, entry: Checkpoint, on_progress: OnProgress) -> Iterator[None]:
    """Wait until nobody else downloads or adds this file; a waiting caller can cancel."""
    lock = FileLock(path.with_name(path.name + ".lock"), thread_local=False)
    while True:
        try:
            lock.acquire(timeout=LOCK_POLL_SECONDS)
            break
        except Timeout:
            on_progress(Progress(step=0, total=0, stage=f"Waiting for another download of {entry.title}"))
    try:
        yield
    finally:
        lock.release()


def _how_to_get(entry: Checkpoint, path: Path) -> str:
    if entry.embedded:
        return (
            f"{entry.title} (weights/{entry.file}), which ships with the project, is missing. "
            "Get a complete copy, or set STYLETRANSFER_WEIGHTS to the folder that holds it."
        )
    return (
        f"{entry.title} ({entry.file}, {entry.megabytes}) is not on this machine. Fetch it on the Models page or with "
        f"“styletransfer weights fetch {entry.bundle or entry.name}”; or download {entry.urls[0]} and put it at {path} "
        f"or add it with “styletransfer weights add {entry.name} FILE”."
    )
