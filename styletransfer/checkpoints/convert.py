"""From a published file to plain tensors under our names, read once without running code and kept as safetensors."""

import os
from collections.abc import Callable, Sequence
from pathlib import Path
from threading import Lock
from zipfile import is_zipfile

import torch
from filelock import FileLock
from safetensors import SafetensorError, safe_open
from safetensors.torch import save_file
from torch import Tensor

from styletransfer.checkpoints import records
from styletransfer.errors import CheckpointCorrupt, StorageError

Read = Callable[[Path], dict[str, Tensor]]
"""Reads a verified file into the tensors that are kept; raises `CheckpointCorrupt` when it holds something else."""

_SOURCE_KEY = "source_sha256"
_PARTIAL = ".partial"
_allowing = Lock()  # torch keeps what is allowed besides tensors for the whole process


def converted_file(source: Path, sha256: str, target: Path, read: Read) -> Path:
    """Return the safetensors file made from a published one, making it when it is missing, damaged or of another file.

    Args:
        source: the published file, already verified.
        sha256: its hash.
        target: where the converted file is kept.
        read: what is taken from the source.
    Returns:
        `target`.
    Raises:
        CheckpointCorrupt: the source holds something else than the expected plain tensors.
        StorageError: the target cannot be written.
    """
    with FileLock(target.with_name(target.name + ".lock"), thread_local=False):
        if _is_current(target, sha256):
            return target
        state = read(source)
        try:
            _write(state, target, sha256)
        except (OSError, SafetensorError) as error:
            target.with_name(target.name + _PARTIAL).unlink(missing_ok=True)
            reason = getattr(error, "strerror", None) or error
            raise StorageError(f"Cannot write “{target}”: {reason}. Is there room?") from error
    return target


def read_plain(source: Path) -> dict[str, Tensor]:
    """Read the dense tensors of a state dict without running code; counters and other whole numbers are left out.

    Raises:
        CheckpointCorrupt: the file runs code, cannot be parsed, or is no dict of named tensors.
    """
    return plain_tensors(read_dict(source))


def read_dict(source: Path, allowed: Sequence[tuple[type, str]] = ()) -> dict[object, object]:
    """Read a dict of tensors and plain values without running code.

    Args:
        source: a verified file, an archive of torch's or of the older form.
        allowed: stand-ins for classes that the file may name besides tensors, and the names that they stand in for.
    Raises:
        CheckpointCorrupt: the file runs code, cannot be parsed, or is no dict.
    """
    try:  # files of before 2020 are no archives, and only archives can be mapped instead of read as a whole
        with _allowing, torch.serialization.safe_globals(list(allowed)):
            loaded = torch.load(source, map_location="cpu", weights_only=True, mmap=is_zipfile(source))
    except Exception as error:  # a refused pickle and a broken archive raise a dozen kinds
        raise CheckpointCorrupt(
            f"“{source.name}” cannot be read as plain weights and was not run. Remove it and download again."
        ) from error
    if not isinstance(loaded, dict):
        raise CheckpointCorrupt(f"“{source.name}” holds no named weights. Remove it and download again.")
    return loaded


def plain_tensors(state: object) -> dict[str, Tensor]:
    """Return the dense tensors of a dict by their names; counters and other whole numbers are left out."""
    items = state.items() if isinstance(state, dict) else ()
    return {name: value.detach() for name, value in items if isinstance(name, str) and _is_plain(value)}


def checked(source: Path, state: dict[str, Tensor], expected: dict[str, torch.Size]) -> dict[str, Tensor]:
    """Return the expected tensors in float32, once nothing is missing, misshapen or left over and all are numbers.

    Raises:
        CheckpointCorrupt: the layers are not those of the architecture.
    """
    check_layers(source, state, expected)
    return {name: state[name].to(torch.float32, memory_format=torch.contiguous_format, copy=True) for name in expected}


def check_layers(source: Path, state: dict[str, Tensor], expected: dict[str, torch.Size]) -> None:
    """Make sure that nothing is missing, misshapen or left over and that all are numbers.

    Raises:
        CheckpointCorrupt: the layers are not those of the architecture.
    """
    for name, shape in expected.items():
        if name not in state:
            raise CheckpointCorrupt(f"“{source.name}” lacks layer {name}. Remove it and download again.")
        if state[name].shape != shape:
            raise CheckpointCorrupt(
                f"“{source.name}” has layer {name} of {tuple(state[name].shape)} instead of {tuple(shape)}. "
                "Remove it and download again."
            )
        if not state[name].isfinite().all():
            raise CheckpointCorrupt(
                f"“{source.name}” has values that are no numbers in layer {name}. Remove it and download again."
            )
    strange = sorted(state.keys() - expected.keys())
    if strange:
        raise CheckpointCorrupt(f"“{source.name}” has a layer that is not known, {strange[0]}. Download again.")


def _is_plain(value: object) -> bool:
    return isinstance(value, Tensor) and value.layout == torch.strided and value.is_floating_point()


def _is_current(target: Path, sha256: str) -> bool:
    record = records.read_record(target) if target.is_file() else None
    if record is None:
        return False
    if not records.is_unchanged(target, record) and records.sha256_of(target) != record.sha256:
        return False
    try:
        with safe_open(target, framework="pt") as opened:
            metadata: dict[str, str] = opened.metadata() or {}
            return metadata.get(_SOURCE_KEY) == sha256
    except SafetensorError:
        return False


def _write(state: dict[str, Tensor], target: Path, sha256: str) -> None:
    partial = target.with_name(target.name + _PARTIAL)
    save_file(state, partial, metadata={_SOURCE_KEY: sha256})
    found = records.sha256_of(partial)
    with partial.open("rb") as file:
        os.fsync(file.fileno())
    partial.replace(target)
    records.write_record(target, found)
