"""Read the published teachers into our own architecture, and give their channels one scale.

Teachers: Collaborative Distillation's 16x VGG-19 encoder (Wang et al., CVPR 2020, MIT licence) for every tap, and a
true VGG-19 up to relu3_1 (deep-transfer, Apache-2.0) for the shallow ones. Both start with a 1x1 convolution that
turns RGB in [0, 1] into BGR in [0, 255] less the mean colour; it is folded into the first 3x3 convolution here.
"""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from styletransfer.models.vgg import COMPACT_WIDTHS, TAPS, VGGConfig, VGGFeatures, conv_name

COMPACT_FILE = "Collaborative-Distillation/trained_models__wct_se_16x_new__20191109-211322_E20.pth"
SHALLOW_FILE = "pietrocarbo+deep-transfer/models__autoencoder_vgg19__vgg19_3__vgg_normalised_conv3_1.pth"
SHALLOW_INDICES = {"conv1_1": 2, "conv1_2": 5, "conv2_1": 9, "conv2_2": 12, "conv3_1": 16}
SHALLOW_TAPS = ("relu1_1", "relu2_1", "relu3_1")
SHALLOW_WIDTHS = (64, 128, 256, 1, 1)
ALIVE = 1e-6  # mean activation of a channel below which it is taken to be dead


def compact_teacher(teachers: Path, padding_mode: str = "reflect") -> VGGFeatures:
    """Read the 16x encoder as published: max pooling, reflection padding unless told otherwise."""
    stored = _read(teachers / COMPACT_FILE)["model"]
    state = {}
    for tap in TAPS:
        theirs = f"conv{tap[4]}{tap[6]}"
        state[f"{conv_name(tap)}.weight"] = stored[f"{theirs}.weight"]
        state[f"{conv_name(tap)}.bias"] = stored[f"{theirs}.bias"]
    _fold_colours(state, stored["conv0.weight"], stored["conv0.bias"])
    network = VGGFeatures(VGGConfig(widths=COMPACT_WIDTHS, pooling="max"))
    network.load_state_dict(state)
    return _frozen(network, padding_mode)


def shallow_teacher(teachers: Path) -> VGGFeatures:
    """Read the true VGG-19 up to relu3_1; what lies deeper stays random and must not be asked for."""
    stored = _read(teachers / SHALLOW_FILE)
    network = VGGFeatures(VGGConfig(widths=SHALLOW_WIDTHS, pooling="max"))
    state = dict(network.state_dict())
    for name, index in SHALLOW_INDICES.items():
        state[f"{name}.weight"], state[f"{name}.bias"] = stored[f"{index}.weight"], stored[f"{index}.bias"]
    _fold_colours(state, stored["0.weight"], stored["0.bias"])
    network.load_state_dict(state)
    return _frozen(network, "reflect")


@torch.no_grad()
def mean_activations(network: VGGFeatures, images: Iterable[Tensor]) -> dict[str, Tensor]:
    """Average every tap's channels over the images (each (1, 3, H, W)), in float32."""
    totals = {tap: torch.zeros(conv.out_channels) for tap, conv in _convolutions(network).items()}
    count = 0
    for image in images:
        count += 1
        for tap, features in network(image, TAPS).items():
            totals[tap] += features.float().mean(dim=(0, 2, 3))
    return {tap: total / count for tap, total in totals.items()}


@torch.no_grad()
def rescale_to_unit_mean(network: VGGFeatures, means: Mapping[str, Tensor]) -> None:
    """Divide every channel by its mean activation, in place, without changing what the network computes.

    A rectifier is positively homogeneous and both poolings are, so the division moves from the rows of one
    convolution to the columns of the next. A channel that never fires keeps its scale and its zeros.
    """
    earlier = torch.ones(3)
    for tap, conv in _convolutions(network).items():
        mean = torch.where(means[tap] > ALIVE, means[tap], torch.ones_like(means[tap]))
        conv.weight.mul_(earlier.view(1, -1, 1, 1)).div_(mean.view(-1, 1, 1, 1))
        conv.bias.div_(mean)
        earlier = mean


def _convolutions(network: VGGFeatures) -> dict[str, Any]:
    return {tap: network.get_submodule(conv_name(tap)) for tap in TAPS}


def _fold_colours(state: dict[str, Tensor], mixing: Tensor, shift: Tensor) -> None:
    first = state["conv1_1.weight"]
    state["conv1_1.bias"] = state["conv1_1.bias"] + torch.einsum("okyx,k->o", first, shift)
    state["conv1_1.weight"] = torch.einsum("okyx,ki->oiyx", first, mixing[:, :, 0, 0])


def _frozen(network: VGGFeatures, padding_mode: str) -> VGGFeatures:
    for conv in _convolutions(network).values():
        conv.padding_mode = padding_mode
    return network.requires_grad_(False).eval().to(memory_format=torch.channels_last)


def _read(path: Path) -> Any:
    return torch.load(path, map_location="cpu", weights_only=True)
