"""Write the trained network as half-precision safetensors and read it back."""

from collections.abc import Mapping
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file

from styletransfer.models.vgg import COMPACT_WIDTHS, VGGConfig, VGGFeatures


def save_weights(network: VGGFeatures, path: Path, metadata: Mapping[str, str]) -> None:
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


def load_weights(path: Path) -> VGGFeatures:
    """Read the file into a compact network in float32, average pooling."""
    network = VGGFeatures(VGGConfig(widths=COMPACT_WIDTHS))
    network.load_state_dict({name: tensor.float() for name, tensor in load_file(path).items()})
    return network.requires_grad_(False).eval().to(memory_format=torch.channels_last)
