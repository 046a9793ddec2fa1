"""torchvision's VGG-19 to the part that is used: convolutions to conv5_1, input normalisation folded in, float16."""

import os
from pathlib import Path

import torch
from filelock import FileLock
from safetensors import SafetensorError, safe_open
from safetensors.torch import save_file
from torch import Tensor

from styletransfer.checkpoints import records
from styletransfer.errors import CheckpointCorrupt, StorageError
from styletransfer.models.vgg import BLOCK_LENGTHS, TAPS, conv_name, normalisation_folded

# What torchvision's weights expect of their input.
IMAGENET_MEAN = (0.485, 0.456, 0.406)
IMAGENET_STD = (0.229, 0.224, 0.225)

_SOURCE_KEY = "source_sha256"


def converted_file(source: Path, sha256: str, target: Path) -> Path:
    """Return the safetensors file made from torchvision's, making it when it is missing, damaged or of another file.

    Args:
        source: state dict of torchvision's VGG-19, already verified.
        sha256: its hash.
        target: where the converted file is kept.
    Returns:
        `target`.
    Raises:
        CheckpointCorrupt: the source holds something else than plain tensors, or not the layers of VGG-19.
        StorageError: the target cannot be written.
    """
    with FileLock(target.with_name(target.name + ".lock"), thread_local=False):
        if _is_current(target, sha256):
            return target
        state = read_torchvision(source)
        try:
            _write(state, target, sha256)
        except OSError as error:
            raise StorageError(f"Cannot write “{target}”: {error.strerror or error}.") from error
    return target


def read_torchvision(source: Path) -> dict[str, Tensor]:
    """Read the convolutions up to conv5_1 under the names of `models.vgg`, normalisation folded in, float16.

    Raises:
        CheckpointCorrupt: the file runs code, cannot be parsed, or lacks a layer.
    """
    try:
        loaded = torch.load(source, map_location="cpu", weights_only=True, mmap=True)
    except Exception as error:  # a refused pickle and a broken archive raise a dozen kinds
        raise CheckpointCorrupt(
            f"“{source.name}” cannot be read as plain weights and was not run. Remove it and download again."
        ) from error
    state: dict[str, Tensor] = {}
    for tap, index in torchvision_indices().items():
        for kind in ("weight", "bias"):
            value = loaded.get(f"features.{index}.{kind}") if isinstance(loaded, dict) else None
            if not isinstance(value, Tensor):
                raise CheckpointCorrupt(f"“{source.name}” lacks layer features.{index}. Remove it and download again.")
            state[f"{conv_name(tap)}.{kind}"] = value.float()
    first = conv_name(TAPS[0])
    weight, bias = normalisation_folded(state[f"{first}.weight"], state[f"{first}.bias"], IMAGENET_MEAN, IMAGENET_STD)
    state |= {f"{first}.weight": weight, f"{first}.bias": bias}
    return {name: value.to(torch.float16).contiguous() for name, value in state.items()}


def torchvision_indices() -> dict[str, int]:
    """Map every tap to the index of its convolution in torchvision's `features`: relu1_1 0, relu2_1 5, relu5_1 28."""
    indices, position = {}, 0
    for block, length in enumerate(BLOCK_LENGTHS, start=1):
        for number in range(1, length + 1):
            indices[f"relu{block}_{number}"] = position
            position += 2  # the convolution and its rectifier
        position += 1  # the pool
    return indices


def _is_current(target: Path, sha256: str) -> bool:
    record = records.read_record(target) if target.is_file() else None
    if record is None or records.sha256_of(target) != record.sha256:
        return False
    try:
        with safe_open(target, framework="pt") as opened:
            metadata: dict[str, str] = opened.metadata() or {}
            return metadata.get(_SOURCE_KEY) == sha256
    except SafetensorError:
        return False


def _write(state: dict[str, Tensor], target: Path, sha256: str) -> None:
    partial = target.with_name(target.name + ".partial")
    save_file(state, partial, metadata={_SOURCE_KEY: sha256})
    found = records.sha256_of(partial)
    with partial.open("rb") as file:
        os.fsync(file.fileno())
    partial.replace(target)
    records.write_record(target, found)
