"""The trained networks as files that ship."""

from dataclasses import replace
from pathlib import Path

import torch

from scripts.weights_file import save_weights
from styletransfer.models.portrait_encoder import PortraitEncoder
from styletransfer.models.stylegan2 import StyleGAN2, StyleGAN2Config

LICENCE = "MIT; trained on generated portraits under MIT and CC0 licences"
MULTIPLIER = StyleGAN2Config.official(8).mapping_lr_multiplier


def write_generator(generator: StyleGAN2, path: Path, recipe: dict[str, str]) -> None:
    """Write the generator with the mapping network scaled as published ones are.

    The mapping network is trained with another learning rate multiplier than files of this layout imply, so its weights
    are multiplied by the ratio; what it computes stays the same.
    """
    written = StyleGAN2(replace(generator.config, mapping_lr_multiplier=MULTIPLIER))
    state = generator.state_dict()
    ratio = generator.config.mapping_lr_multiplier / MULTIPLIER
    for name, tensor in state.items():
        if name.startswith("style."):
            state[name] = tensor * ratio
        elif name.startswith("noises."):
            state[name] = torch.zeros_like(tensor)  # never painted with
    written.load_state_dict(state)
    save_weights(written, path, {"name": "face-generator", "licence": LICENCE, **recipe})


def write_encoder(encoder: PortraitEncoder, path: Path, recipe: dict[str, str]) -> None:
    """Write the encoder."""
    save_weights(encoder, path, {"name": "face-encoder", "licence": LICENCE, **recipe})
