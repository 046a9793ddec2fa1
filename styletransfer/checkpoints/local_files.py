"""Official weights that a person has already: copied to where they are looked for, and checked as downloads are."""

from pathlib import Path

from styletransfer.checkpoints import store
from styletransfer.checkpoints.manifest import Checkpoint, bundle
from styletransfer.errors import CheckpointError, CheckpointMissing, StorageError
from styletransfer.progress import OnProgress, Progress, ignore

_CHUNK = 2**24


def add(name: str, file: Path, on_progress: OnProgress = ignore) -> Path:
    """Copy a file of weights of this machine to its place; the given one stays as it is.

    Args:
        name: a model of one file, or one file of a model ("wct2-cat5-encoder").
        file: what was published under that name.
        on_progress: receives megabytes; may raise `Cancelled`.
    Returns:
        Path of the verified copy.
    Raises:
        CheckpointMissing: no such model, or no such file.
        CheckpointCorrupt: the file is not the published one; nothing was kept.
        CheckpointError: the model ships with the project, or has several files.
        StorageError: the folder cannot be written or is too full.
        Cancelled: from `on_progress`.
    """
    entry = _entry(name)
    if not file.is_file():
        raise CheckpointMissing(f"There is no file “{file}”.")
    path = store.path_of(entry)
    copy = path.with_name(path.name + ".added")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with store.locked(path, entry, on_progress):
            if path.is_file() and path.samefile(file):
                store.check_and_note(entry, path)
                return path
            try:
                _copy(entry, file, copy, on_progress)
                store.check_and_note(entry, path, content=copy)
            finally:
                copy.unlink(missing_ok=True)
    except OSError as error:
        raise StorageError(f"Cannot copy “{file}” to “{path.parent}”: {error.strerror or error}.") from error
    return path


def _entry(name: str) -> Checkpoint:
    model = bundle(name)
    if model.embedded:
        raise CheckpointError(f"{model.title} ships with the project; there is nothing to add.")
    if len(model.files) > 1:
        names = ", ".join(file.name for file in model.files)
        raise CheckpointError(f"{model.title} has several files; add each by its name: {names}.")
    return model.files[0]


def _copy(entry: Checkpoint, source: Path, target: Path, on_progress: OnProgress) -> None:
    total, have = source.stat().st_size, 0
    store.check_space(entry, target.parent, 0)
    with source.open("rb") as given, target.open("wb") as kept:
        while chunk := given.read(_CHUNK):
            kept.write(chunk)
            have += len(chunk)
            figures = {"megabytes": have / 1e6, "megabytes_total": total / 1e6}
            stage = f"Copying {entry.title}"
            on_progress(Progress(step=have // 10**6, total=total // 10**6, stage=stage, metrics=figures))
