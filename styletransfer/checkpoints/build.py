"""From a name of the manifest to a ready model, once per process."""

from functools import cache
from pathlib import Path
from threading import Lock

import torch
from safetensors import SafetensorError
from safetensors.torch import load_file
from torch import Tensor

from styletransfer.checkpoints import store
from styletransfer.checkpoints.convert import converted_file
from styletransfer.checkpoints.manifest import checkpoint
from styletransfer.errors import CheckpointCorrupt
from styletransfer.models.vgg import Pooling, VGGConfig, VGGFeatures

_networks: dict[tuple[str, str], VGGFeatures] = {}


def perceptual_network(name: str, device: torch.device, pooling: Pooling = "average") -> VGGFeatures:
    """Return the perceptual network of a name: frozen, float32, channels last, shared by the whole process.

    Args:
        name: "compact" or "vgg19".
        device: where it is to be.
        pooling: "average" or "max"; networks of both kinds share their weights.
    Raises:
        CheckpointMissing: its weights are not on this machine.
        CheckpointCorrupt: they are not what they should be.
    """
    key = (name, str(device))
    with _lock_of(key):
        if key not in _networks:
            _networks[key] = _load(name).to(device)
    return _networks[key].with_pooling(pooling)


@cache
def _lock_of(key: tuple[str, str]) -> Lock:
    return Lock()


def _load(name: str) -> VGGFeatures:
    entry = checkpoint(name)
    path = store.find(name)
    if entry.converted:
        sha256 = store.status(name).sha256 or ""
        path = converted_file(path, sha256, path.with_name(entry.converted))
    state = _read(path)
    try:
        one, two, three, four, five = (state[f"conv{block}_1.weight"].shape[0] for block in range(1, 6))
        network = VGGFeatures(VGGConfig(widths=(one, two, three, four, five)))
        network.load_state_dict(state)
    except (KeyError, RuntimeError) as error:
        raise CheckpointCorrupt(f"“{path.name}” does not hold the layers of {entry.title}; get it again.") from error
    network.to(memory_format=torch.channels_last)  # type: ignore[call-overload]
    return network.requires_grad_(False).eval()


def _read(path: Path) -> dict[str, Tensor]:
    try:
        return {name: value.float() for name, value in load_file(path).items()}
    except (SafetensorError, OSError) as error:
        raise CheckpointCorrupt(f"“{path.name}” is damaged or cut short; remove it and get it again.") from error
