"""torchvision's VGG-19 to the part that is used: convolutions to conv5_1, input normalisation folded in, float16."""

from pathlib import Path

import torch
from torch import Tensor

from styletransfer.checkpoints.convert import read_plain
from styletransfer.errors import CheckpointCorrupt
from styletransfer.models.imagenet import IMAGENET_MEAN, IMAGENET_STD
from styletransfer.models.vgg import BLOCK_LENGTHS, TAPS, conv_name, normalisation_folded


def read_torchvision(source: Path) -> dict[str, Tensor]:
    """Read the convolutions up to conv5_1 under the names of `models.vgg`, normalisation folded in, float16.

    Raises:
        CheckpointCorrupt: the file runs code, cannot be parsed, or lacks a layer.
    """
    loaded = read_plain(source)
    state: dict[str, Tensor] = {}
    for tap, index in torchvision_indices().items():
        for kind in ("weight", "bias"):
            value = loaded.get(f"features.{index}.{kind}")
            if value is None:
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
