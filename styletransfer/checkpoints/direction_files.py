"""Files of face directions: ours, and those that others publish.

Ours is safetensors with a tensor for each slider and one for the spread of w; what the sliders are called and their
tables stand in its metadata as JSON. Published ones hold a bare vector of w or w+ (InterFaceGAN, e4e and their kin);
sign and length mean nothing there, see `algorithms.face_directions.calibrated`. Nothing in any file is executed.
"""

import json
from pathlib import Path
from typing import Any

import numpy as np
import torch
from safetensors import SafetensorError, safe_open
from torch import Tensor

from styletransfer.checkpoints.tensor_files import halved, write_tensors
from styletransfer.errors import CheckpointCorrupt, CheckpointMissing, InputError
from styletransfer.models.face_directions import Direction, Directions

FORMAT = "face-directions 1"
_SPREAD = "spread"
_WORDS = ("name", "label", "unit", "help")
_LARGEST = 64 * 2**20  # bytes; a direction of the largest generator has 36 kB
_MOST_ROWS, _LONGEST = 64, 4096


def save_directions(path: Path, directions: Directions) -> None:
    """Write directions into one file, in half precision, replacing it in one move.

    Raises:
        ValueError: a vector does not fit into half precision; nothing is written.
    """
    tensors = {name: direction.vector for name, direction in directions.items.items()} | {_SPREAD: directions.spread}
    sliders = [_described(direction) for direction in directions.items.values()]
    metadata = {"format": FORMAT, "generator": directions.generator, "sliders": json.dumps(sliders)}
    write_tensors(path, halved(tensors), metadata)


def load_directions(path: Path) -> Directions:
    """Read what `save_directions` wrote.

    Raises:
        CheckpointMissing: there is no such file.
        CheckpointCorrupt: it is damaged, or no file of directions.
    """
    if not path.is_file():
        raise CheckpointMissing(f"The file of face directions {path.name} is not on this machine.")
    try:
        with safe_open(path, framework="pt") as file:
            metadata = file.metadata() or {}
            tensors = {name: file.get_tensor(name).float() for name in file.keys()}  # noqa: SIM118 - it is no dict
        if metadata.get("format") != FORMAT:
            raise ValueError(f"its format is {metadata.get('format')!r} instead of {FORMAT!r}")
        items = [_direction(slider, tensors) for slider in json.loads(metadata["sliders"])]
        return Directions(
            generator=metadata["generator"], items={each.name: each for each in items}, spread=tensors[_SPREAD]
        )
    except (SafetensorError, OSError, KeyError, TypeError, AttributeError, ValueError) as error:
        raise CheckpointCorrupt(f"“{path.name}” is no file of face directions: {error}. Get it again.") from error


def read_published(path: Path) -> Tensor:
    """Read a bare direction: a tensor of torch's (.pt, .pth), or an array of NumPy's (.npy).

    Args:
        path: holds one array of shape (style_dim,), (1, style_dim) or (num_ws, style_dim), with or without a leading
            dimension of 1; or, of torch's, a dict with one such tensor.
    Returns:
        (style_dim,) or (num_ws, style_dim), float32.
    Raises:
        CheckpointMissing: there is no such file.
        CheckpointCorrupt: it holds something else, or programs, which are not run.
    """
    if not path.is_file():
        raise CheckpointMissing(f"The direction {path.name} is not on this machine.")
    if path.stat().st_size > _LARGEST:
        raise CheckpointCorrupt(f"“{path.name}” is larger than {_LARGEST // 2**20} MB; a direction is a few kB.")
    try:
        vector = torch.from_numpy(_array(path)) if path.suffix == ".npy" else _tensor(path)
    except Exception as error:  # a refused pickle and a broken file raise a dozen kinds
        raise CheckpointCorrupt(
            f"“{path.name}” cannot be read as a plain array and was not run. Save the direction as .npy or .pt."
        ) from error
    while vector.ndim > 1 and vector.shape[0] == 1:
        vector = vector[0]
    rows = vector.shape[0] if vector.ndim == 2 else 1
    if not 1 <= vector.ndim <= 2 or rows > _MOST_ROWS or not 8 <= vector.shape[-1] <= _LONGEST:
        raise CheckpointCorrupt(
            f"“{path.name}” holds an array {tuple(vector.shape)}; a direction is (style_dim,) or (num_ws, style_dim)."
        )
    if not vector.isfinite().all() or not vector.any():
        raise CheckpointCorrupt(f"“{path.name}” holds numbers that lead nowhere: all 0, or not finite.")
    return vector


def _array(path: Path) -> Any:
    return np.load(path, allow_pickle=False).astype(np.float32)


def _tensor(path: Path) -> Tensor:
    loaded = torch.load(path, map_location="cpu", weights_only=True)
    if isinstance(loaded, dict):
        (loaded,) = loaded.values()
    if not isinstance(loaded, Tensor):
        raise TypeError(f"a {type(loaded).__name__} is no tensor")
    return loaded.float()


def _described(direction: Direction) -> dict[str, Any]:
    words = {word: getattr(direction, word) for word in _WORDS}
    effects = {name: round(value, 3) for name, value in direction.side_effects.items()}
    return words | {
        "values": direction.values, "amounts": direction.amounts, "step": direction.step, "side_effects": effects,
    }  # fmt: skip


def _direction(slider: dict[str, Any], tensors: dict[str, Tensor]) -> Direction:
    words = {word: slider[word] for word in _WORDS}
    if not all(isinstance(word, str) for word in words.values()):
        raise ValueError(f"words of a slider are missing: {words}")
    try:
        return Direction(
            **words,
            vector=tensors[slider["name"]],
            values=tuple(float(value) for value in slider["values"]),
            amounts=tuple(float(amount) for amount in slider["amounts"]),
            step=float(slider["step"]),
            side_effects={str(name): float(value) for name, value in slider["side_effects"].items()},
        )
    except InputError as error:
        raise ValueError(str(error)) from error
