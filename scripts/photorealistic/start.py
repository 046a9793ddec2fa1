"""First weights of the compact wavelet network: the perceptual network, with the picture itself in three channels.

Narrow features of VGG lose colour and tone long before relu4_1, and a decoder trained on them stays below 20 dB. Three
channels of every block are therefore given to the picture: convolutions that pass red, green and blue on, scaled to a
variance of the order of the other channels'. Haar pooling and unpooling are exact inverses, so the network starts as an
exact autoencoder whose colours are matched to the look's at every scale, together with the features.
"""

from collections.abc import Mapping

import torch
from torch import Tensor, nn

from styletransfer.models.vgg import VGGFeatures
from styletransfer.models.wavelet_vgg import COMPACT_WIDTHS, WaveletConfig, WaveletVGG

PICTURE = 3
SCALE = 8.0
"""Of the picture's channels. A pooling doubles it, the convolution after it halves it; the decoder does the reverse."""

_AFTER_POOLING = ("conv2_1", "conv3_1", "conv4_1")
_BEFORE_UNPOOLING = ("conv4_1", "conv3_1", "conv2_1")
_DECODER_SPREAD = 0.5


def first_network(perceptual: VGGFeatures, seed: int) -> WaveletVGG:
    """Build the network to start from.

    Args:
        perceptual: the shipped perceptual network; its averages become Haar's smoothed subbands, twice as large.
        seed: of the decoder's random part.
    """
    torch.manual_seed(seed)
    network = WaveletVGG(WaveletConfig(widths=COMPACT_WIDTHS, variant="sum"))
    with torch.no_grad():
        _start_encoder(network, perceptual.state_dict())
        _start_decoder(network)
    return network.to(memory_format=torch.channels_last)  # type: ignore[call-overload, no-any-return]


def _start_encoder(network: WaveletVGG, features: Mapping[str, Tensor]) -> None:
    first = network.encoder.get_submodule("conv0")
    first.weight.copy_(torch.eye(PICTURE)[:, :, None, None])  # type: ignore[operator]
    first.bias.zero_()  # type: ignore[operator]
    order = None  # of the channels of the layer before, the least used first
    for name, layer in network.encoder.named_children():
        if name == "conv0":
            continue
        weight, bias = features[f"{name}.weight"].clone(), features[f"{name}.bias"].clone()
        if name in _AFTER_POOLING:
            weight /= 2
        if order is not None:
            weight = weight[:, order]
            weight[:, :PICTURE] = 0
        order = _least_used(name, features)
        weight, bias = weight[order], bias[order]
        _pass_picture(weight, bias, SCALE if name == "conv1_1" else 0.5 if name in _AFTER_POOLING else 1.0)
        layer.weight.copy_(weight)  # type: ignore[operator]
        layer.bias.copy_(bias)  # type: ignore[operator]


def _least_used(name: str, features: Mapping[str, Tensor]) -> Tensor:
    """Order channels by how much the next convolution makes of them."""
    names = [key.removesuffix(".weight") for key in features if key.endswith(".weight")]
    following = features[f"{names[names.index(name) + 1]}.weight"]
    return following.square().sum(dim=(0, 2, 3)).argsort()


def _start_decoder(network: WaveletVGG) -> None:
    for name, layer in network.decoder.named_children():
        assert isinstance(layer, nn.Conv2d)
        nn.init.kaiming_normal_(layer.weight)
        layer.weight.mul_(_DECODER_SPREAD)
        nn.init.zeros_(layer.bias)
        factor = 1 / SCALE if name == "conv1_1" else 2.0 if name in _BEFORE_UNPOOLING else 1.0
        _pass_picture(layer.weight, layer.bias, factor)


def _pass_picture(weight: Tensor, bias: Tensor, factor: float) -> None:
    """Let the first three channels through and nothing else into them, in place."""
    weight[:PICTURE] = 0
    bias[:PICTURE] = 0
    for channel in range(PICTURE):
        weight[channel, channel, 1, 1] = factor
