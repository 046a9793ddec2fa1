"""Write a trained network as half-precision safetensors, and read such a file into a network."""

from collections.abc import Mapping
from pathlib import Path
from typing import TypeVar

from safetensors.torch import load_file
from torch import nn

from styletransfer.checkpoints.tensor_files import halved, write_tensors

Network = TypeVar("Network", bound=nn.Module)


def save_weights(network: nn.Module, path: Path, metadata: Mapping[str, str]) -> None:
    """Write the state dict in float16, replacing the file in one move.

    Raises:
        ValueError: a weight does not fit into half precision; nothing is written.
    """
    state = halved(network.state_dict())
    path.parent.mkdir(parents=True, exist_ok=True)
    write_tensors(path, state, metadata)


def fill(network: Network, path: Path) -> Network:
    """Read the file into a network, in float32, and freeze it."""
    network.load_state_dict({name: tensor.float() for name, tensor in load_file(path).items()})
    return network.requires_grad_(False).eval()
