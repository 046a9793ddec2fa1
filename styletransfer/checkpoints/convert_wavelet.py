"""The published encoders and decoders of WCT²: the convolutions, without the Haar filters, which are constants."""

import re
from collections.abc import Callable
from pathlib import Path

import torch
from torch import Tensor, nn

from styletransfer.checkpoints.convert import checked, read_plain
from styletransfer.models.wavelet_vgg import WaveletConfig, WaveletDecoder, WaveletEncoder

_HAAR_FILTER = re.compile(r"(pool|recon_block)[123]\.(LL|LH|HL|HH)\.weight")


def read_encoder(source: Path, config: WaveletConfig) -> dict[str, Tensor]:
    """Read a published encoder under the names of `models.wavelet_vgg`, float32.

    Args:
        source: a verified file, a plain state dict.
        config: the network it shall fit.
    Raises:
        CheckpointCorrupt: the file runs code, cannot be parsed, or does not hold the layers of this network.
    """
    return _read(source, lambda: WaveletEncoder(config))


def read_decoder(source: Path, config: WaveletConfig) -> dict[str, Tensor]:
    """Read a published decoder; everything else as in `read_encoder`."""
    return _read(source, lambda: WaveletDecoder(config))


def _read(source: Path, make: Callable[[], nn.Module]) -> dict[str, Tensor]:
    with torch.device("meta"):
        expected = {name: value.shape for name, value in make().state_dict().items()}
    state = {name: value for name, value in read_plain(source).items() if not _HAAR_FILTER.fullmatch(name)}
    return checked(source, state, expected)
