"""Write small safetensors files of our own: networks, sliders, readings."""

from collections.abc import Mapping
from pathlib import Path

import torch
from safetensors.torch import save_file
from torch import Tensor


def halved(tensors: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """Return tensors in half precision.

    Raises:
        ValueError: a number does not fit.
    """
    halves = {name: tensor.detach().to(torch.float16) for name, tensor in tensors.items()}
    broken = [name for name, tensor in halves.items() if not tensor.isfinite().all()]
    if broken:
        raise ValueError(f"Not finite in half precision: {', '.join(broken)}.")
    return halves


def write_tensors(path: Path, tensors: Mapping[str, Tensor], metadata: Mapping[str, str]) -> None:
    """Write tensors and words about them, replacing the file in one move."""
    partial = path.with_suffix(".partial")
    save_file({name: tensor.contiguous() for name, tensor in tensors.items()}, partial, metadata=dict(metadata))
    partial.chmod(0o644)  # safetensors leaves the file to its owner alone
    partial.replace(path)
