"""Files of face readings: safetensors, with the names of the readings in the metadata."""

import json
from pathlib import Path

import torch
from safetensors import SafetensorError, safe_open

from styletransfer.checkpoints.tensor_files import write_tensors
from styletransfer.errors import CheckpointCorrupt, CheckpointMissing
from styletransfer.models.face_readings import FaceReadings

_WEIGHTS, _OFFSETS, _NAMES = "weights", "offsets", "names"


def save_readings(path: Path, readings: FaceReadings) -> None:
    """Write readings into one file, replacing it in one move."""
    tensors = {_WEIGHTS: readings.weights.float(), _OFFSETS: readings.offsets.float()}
    write_tensors(path, tensors, {_NAMES: json.dumps(readings.names)})


def load_readings(path: Path) -> FaceReadings:
    """Read what `save_readings` wrote.

    Raises:
        CheckpointMissing: there is no such file.
        CheckpointCorrupt: it is damaged, or no file of readings.
    """
    if not path.is_file():
        raise CheckpointMissing(f"The file of face readings {path.name} is not on this machine.")
    try:
        with safe_open(path, framework="pt") as file:
            names = tuple(str(name) for name in json.loads((file.metadata() or {})[_NAMES]))
            weights, offsets = (file.get_tensor(name).to(torch.float32) for name in (_WEIGHTS, _OFFSETS))
        return FaceReadings(names=names, weights=weights, offsets=offsets)
    except (SafetensorError, OSError, KeyError, TypeError, ValueError) as error:
        raise CheckpointCorrupt(f"“{path.name}” is no file of face readings: {error}. Get it again.") from error
