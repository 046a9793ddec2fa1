"""Write a trained network as half-precision safetensors, and read such a file into a network."""

from collections.abc import Mapping
from pathlib import Path
from typing import TypeVar

import torch
from safetensors.torch import load_file, save_file
from torch import nn

Network = TypeVar("Network", bound=nn.Module)


def save_weights(network: nn.Module, path: Path, metadata: Mapping[str, str]) -> None:
    """Write the state dict in float16, replacing the file in one move.

    Raises:
        ValueError: a weight does not fit into half precision; nothing is written.
    """
    state = {name: tensor.detach().to(torch.float16).contiguous() for name, tensor in network.state_dict().items()}
    broken = [name for name, tensor in state.items() if not tensor.isfinite().all()]
    if broken:
        raise ValueError(f"Not finite in half precision: {', '.join(broken)}.")
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_suffix(".partial")
    save_file(state, partial, metadata=dict(metadata))
    partial.chmod(0o644)  # safetensors leaves the file to its owner alone
    partial.replace(path)


def fill(network: Network, path: Path) -> Network:
    """Read the file into a network, in float32, and freeze it."""
    network.load_state_dict({name: tensor.float() for name, tensor in load_file(path).items()})
    return network.requires_grad_(False).eval()
