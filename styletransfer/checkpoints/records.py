"""Is a file the published one: its hash, and a note of it beside the file so that starting stays fast."""

import hashlib
import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path

from styletransfer.checkpoints.manifest import Checkpoint
from styletransfer.errors import CheckpointCorrupt

_CHUNK = 2**20
_AGAIN = "Remove it and download again."


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """What was found when a file was last hashed.

    Attributes:
        sha256: hash of the whole file.
        bytes: its size then.
        mtime_ns: its time of change then.
        pinned: no hash is published, so this one, of the first use, is what later files are held against.
    """

    sha256: str
    bytes: int
    mtime_ns: int
    pinned: bool = False


def sha256_of(path: Path) -> str:
    """Hash a file."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def read_record(path: Path) -> Record | None:
    """Return the note beside a file of weights, or None when there is none that can be read."""
    try:
        fields = json.loads(_note(path).read_text())
        return Record(**fields)
    except (OSError, ValueError, TypeError):
        return None


def write_record(path: Path, sha256: str, *, pinned: bool = False) -> Record:
    """Note the hash of a file beside it."""
    stat = path.stat()
    record = Record(sha256=sha256, bytes=stat.st_size, mtime_ns=stat.st_mtime_ns, pinned=pinned)
    partial = _note(path).with_suffix(".partial")
    partial.write_text(json.dumps(asdict(record)))
    os.replace(partial, _note(path))
    return record


def drop_record(path: Path) -> None:
    """Forget the note of a file."""
    _note(path).unlink(missing_ok=True)


def is_unchanged(path: Path, record: Record | None) -> bool:
    """Tell whether a file has the size and time of its note."""
    stat = path.stat()
    return record is not None and (record.bytes, record.mtime_ns) == (stat.st_size, stat.st_mtime_ns)


def check(entry: Checkpoint, path: Path, *, pinned: str | None = None) -> str:
    """Hash a file and hold it against the manifest, before anything parses it.

    Args:
        entry: what it should be.
        path: the file.
        pinned: hash of the first use, for an entry without a published one.
    Returns:
        Its sha256.
    Raises:
        CheckpointCorrupt: a web page, cut short, or another hash.
    """
    size = path.stat().st_size
    subject = f"“{path.name}” is not {entry.title}"
    if _is_web_page(path):
        raise CheckpointCorrupt(f"{subject}: it is a web page that was saved under that name. {_AGAIN}")
    if entry.bytes is not None and size != entry.bytes:
        raise CheckpointCorrupt(f"{subject}: it has {size} bytes instead of {entry.bytes}. {_AGAIN}")
    found = sha256_of(path)
    expected = entry.sha256 or pinned or entry.sha256_prefix
    if not found.startswith(expected):
        raise CheckpointCorrupt(
            f"{subject}: its sha256 begins with {found[:12]} instead of {expected[:12]}, "
            f"so it is damaged or another file. {_AGAIN}"
        )
    return found


def _note(path: Path) -> Path:
    return path.with_name(path.name + ".json")


def _is_web_page(path: Path) -> bool:
    with path.open("rb") as file:
        start = file.read(512).lstrip().lower()
    return start.startswith((b"<!doctype html", b"<html", b"<?xml"))
