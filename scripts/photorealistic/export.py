"""Read the trained network back, and say what its file holds."""

import json
from dataclasses import asdict
from pathlib import Path

import torch

from scripts.photorealistic.training import TrainingConfig
from scripts.weights_file import fill
from styletransfer.models.wavelet_vgg import COMPACT_WIDTHS, WaveletConfig, WaveletVGG


def load_weights(path: Path) -> WaveletVGG:
    """Read the file into a compact network in float32."""
    network = fill(WaveletVGG(WaveletConfig(widths=COMPACT_WIDTHS, variant="sum")), path)
    return network.to(memory_format=torch.channels_last)  # type: ignore[call-overload, no-any-return]


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
