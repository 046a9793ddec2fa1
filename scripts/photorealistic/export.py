"""Write the trained network as half-precision safetensors and read it back."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file

from scripts.photorealistic.training import TrainingConfig
from styletransfer.models.wavelet_vgg import COMPACT_WIDTHS, WaveletConfig, WaveletVGG


def save_weights(network: WaveletVGG, path: Path, metadata: Mapping[str, str]) -> None:
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


def load_weights(path: Path) -> WaveletVGG:
    """Read the file into a compact network in float32."""
    network = WaveletVGG(WaveletConfig(widths=COMPACT_WIDTHS, variant="sum"))
    network.load_state_dict({name: tensor.float() for name, tensor in load_file(path).items()})
    return network.requires_grad_(False).eval().to(memory_format=torch.channels_last)  # type: ignore[call-overload]


def description(*stages: TrainingConfig) -> dict[str, str]:
    """Compose the metadata of the weights file from the stages of training, in their order."""
    return {
        "name": "compact wavelet network",
        "architecture": "WCT² with widths 16/32/64/128, sum unpooling, reflection padding",
        "input": "sRGB in [0, 1]",
        "recipe": json.dumps([asdict(stage) for stage in stages]),
        "seed": ", ".join(str(stage.seed) for stage in stages),
        "licence": "MIT; starts from the compact perceptual network, see weights/README.md",
    }
