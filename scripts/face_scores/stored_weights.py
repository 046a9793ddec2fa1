"""Read the weights of a TensorFlow.js model: a manifest in JSON and files of raw numbers.

The manifest lists name, shape and number format in the order in which the numbers lie in the files. A quantised
array holds 8-bit steps: value = step * scale + min.
"""

import json
import math
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor

FORMATS = {"float32": "<f4", "uint8": "u1"}


def read_weights(folder: Path, model: str) -> dict[str, Tensor]:
    """Return the arrays of a model by name, float32, in TensorFlow's layout (height, width, in, out).

    Args:
        folder: where `weights__MODEL_model-weights_manifest.json` and its files lie.
        model: "age_gender", "face_expression" or "face_landmark_68".
    Raises:
        FileNotFoundError: the manifest or one of its files is missing.
        ValueError: the files hold more or fewer numbers than the manifest lists.
    """
    manifest = json.loads((folder / f"weights__{model}_model-weights_manifest.json").read_text())
    weights: dict[str, Tensor] = {}
    for group in manifest:
        raw = b"".join((folder / f"weights__{path}").read_bytes() for path in group["paths"])
        start = 0
        for entry in group["weights"]:
            array, start = _array(raw, start, entry)
            weights[entry["name"]] = torch.from_numpy(array)
        if start != len(raw):
            raise ValueError(f"{model}: {start} bytes are listed and its files hold {len(raw)}; fetch them anew")
    return weights


def _array(raw: bytes, start: int, entry: dict[str, Any]) -> tuple[np.ndarray[Any, np.dtype[np.float32]], int]:
    steps = entry.get("quantization")
    form = np.dtype(FORMATS[steps["dtype"] if steps else entry["dtype"]])
    count = math.prod(entry["shape"])
    values = np.frombuffer(raw, form, count, start).astype(np.float32).reshape(entry["shape"])
    if steps:
        values = values * np.float32(steps["scale"]) + np.float32(steps["min"])
    return values, start + count * form.itemsize
