"""Files of jobs: names made by the server, written whole or not at all.

A job's folder, ``<data>/jobs/<id>/``, holds ``inputs/<role>.bin``, which its owner gave, and
``preview.jpg``, ``result.png``, ``thumbnail.jpg`` and ``state.bin``, which its run made.
"""

import os
import re
import secrets
import shutil
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from styletransfer.errors import InputError, StorageError

PREVIEW = "preview.jpg"
RESULT = "result.png"
THUMBNAIL = "thumbnail.jpg"
RESUME = "state.bin"
_ID = re.compile(r"[A-Za-z0-9_-]{22}", re.ASCII)
_ROLE = re.compile(r"[a-z]{1,20}(-[a-z]{1,20})?(-[0-9]{1,2})?", re.ASCII)


def new_id() -> str:
    """Return an unguessable id: 128 random bits, 22 characters that are safe in a path and a link."""
    return secrets.token_urlsafe(16)


def is_id(text: str) -> bool:
    """Tell whether `text` could be the id of a job; only then may it become part of a path."""
    return _ID.fullmatch(text) is not None


def check_roles(roles: Mapping[str, bytes]) -> None:
    """Raise `InputError` for a role that is not a plain word with an optional number ("style-3")."""
    for role in roles:
        if _ROLE.fullmatch(role) is None:
            raise InputError(
                f"The picture role {role[:40]!r} is unknown; expected a word such as 'content' or 'style-0'."
            )


def input_name(role: str) -> str:
    """Return where, below a job's folder, the input of a checked role lies."""
    return f"inputs/{role}.bin"


def write_inputs(folder: Path, inputs: Mapping[str, bytes]) -> None:
    """Create the folder of a new job with its inputs; leave nothing behind on failure.

    Raises:
        StorageError: the disk refuses.
    """
    try:
        (folder / "inputs").mkdir(parents=True)
        with staged(folder, {input_name(role): data for role, data in inputs.items()}) as publish:
            publish()
        _sync_folder(folder.parent)
    except OSError as error:
        remove(folder)
        raise refused(error) from error


@contextmanager
def staged(folder: Path, contents: Mapping[str, bytes]) -> Iterator[Callable[[], None]]:
    """Write files under hidden names; the function handed out moves all of them to their final names.

    Whatever was not published is gone when the block ends. The folder must exist: a deleted
    job is not brought back by a late worker.
    """
    waiting: dict[Path, Path] = {}

    def publish() -> None:
        for part, final in waiting.items():
            os.replace(part, final)
        for parent in {final.parent for final in waiting.values()}:
            _sync_folder(parent)

    try:
        for name, data in contents.items():
            final = folder / name
            part = final.with_name(f".{final.name}.{secrets.token_hex(6)}.part")
            waiting[part] = final
            with part.open("xb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
        yield publish
    finally:
        for part in waiting:
            part.unlink(missing_ok=True)


def read(path: Path) -> bytes | None:
    """Return a file's bytes, or None when it has gone.

    Raises:
        StorageError: it is there and cannot be read.
    """
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise StorageError(f"A stored picture cannot be read ({error.strerror}).") from error


def remove(folder: Path) -> None:
    """Remove a job's folder; what a busy file keeps alive is swept later."""
    shutil.rmtree(folder, ignore_errors=True)


def remove_parts(folder: Path) -> None:
    """Remove what a killed worker left half written."""
    for part in folder.glob(".*.part"):
        part.unlink(missing_ok=True)


def size(folder: Path) -> int:
    """Return the bytes of the files of one job."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def strangers(root: Path, known: set[str], min_age: float = 3600.0) -> list[Path]:
    """Find folders without a job, old enough that no submission is still filling them."""
    limit = time.time() - min_age
    return [path for path in root.iterdir() if path.name not in known and is_id(path.name) and _changed(path) < limit]


def check_free(root: Path, needed: int) -> None:
    """Raise `StorageError` when less than `needed` bytes are free on the disk of `root`."""
    free = shutil.disk_usage(root).free
    if free < needed:
        raise StorageError(
            f"Only {free / 1e9:.2f} GB of disk space are free and {needed / 1e9:.2f} GB are needed for a new picture; "
            "delete old results or free some space."
        )


def refused(error: OSError) -> StorageError:
    """Say in words for the user that the disk refused to write."""
    return StorageError(f"The data folder could not be written ({error.strerror or error}); free some disk space.")


def _changed(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except FileNotFoundError:
        return float("inf")


def _sync_folder(folder: Path) -> None:
    """Make renames in a folder durable; Windows has no such call and needs none."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
