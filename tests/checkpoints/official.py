"""Files in the layout of the published ones: WCT²'s with their Haar filters, torchvision's with what trained them."""

import io
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import replace

import pytest
import torch
from torch import Tensor, nn

from styletransfer.checkpoints.manifest import MANIFEST
from styletransfer.models.segmenters import new_segmenter
from styletransfer.models.wavelet_vgg import WaveletConfig, WaveletDecoder, WaveletEncoder

from .published import Server

HAAR = {"LL": (1, 1, 1, 1), "LH": (-1, 1, -1, 1), "HL": (-1, -1, 1, 1), "HH": (1, -1, -1, 1)}


def in_old_format(value: object) -> bytes:
    """Save as before 2020, when weights were no archives."""
    stream = io.BytesIO()
    torch.save(value, stream, _use_new_zipfile_serialization=False)
    return stream.getvalue()


def with_filters(part: str, state: Mapping[str, Tensor], widths: tuple[int, ...]) -> dict[str, Tensor]:
    """Add the constant filters that the published files of a part hold besides the convolutions."""
    group = {"encoder": "pool", "decoder": "recon_block"}[part]
    filters = {
        f"{group}{level}.{band}.weight": torch.tensor(signs).view(1, 1, 2, 2).expand(widths[level - 1], 1, 2, 2) / 2
        for level in (1, 2, 3)
        for band, signs in HAAR.items()
    }
    return OrderedDict(**state, **filters)


def wavelet_state(part: str, config: WaveletConfig) -> dict[str, Tensor]:
    """Make random weights of an encoder or a decoder in the published layout."""
    network = WaveletEncoder(config) if part == "encoder" else WaveletDecoder(config)
    return with_filters(part, noise(network), config.widths)


def segmenter_state(name: str) -> dict[str, Tensor]:
    """Make random weights of a segmentation network in torchvision's layout."""
    state = noise(new_segmenter(name))
    if name != "lraspp":
        state |= {"aux_classifier.0.weight": torch.ones(10, 40, 3, 3), "aux_classifier.4.bias": torch.ones(21)}
        state |= {"aux_classifier.1.num_batches_tracked": torch.tensor(7)}
    return OrderedDict(state)


def noise(network: nn.Module) -> dict[str, Tensor]:
    """Make a state dict whose features neither die nor explode."""
    generator = torch.Generator().manual_seed(0)
    state = {}
    for name, value in network.state_dict().items():
        if not value.is_floating_point():
            state[name] = torch.tensor(5)
        elif name.endswith("running_var") or (value.ndim == 1 and name.endswith("weight")):
            state[name] = 1 + 0.1 * torch.rand(value.shape, generator=generator)
        elif value.ndim == 1:
            state[name] = 0.1 * torch.randn(value.shape, generator=generator)
        else:
            state[name] = torch.randn(value.shape, generator=generator) * (2 / value[0].numel()) ** 0.5
    return state


def serve(server: Server, monkeypatch: pytest.MonkeyPatch, name: str, body: bytes, **changes: object) -> None:
    """Let an entry of the manifest be fetched from the loopback."""
    entry = MANIFEST[name]
    server.bodies[entry.file] = body
    changed = replace(entry, urls=(server.address(entry.file),), **changes)  # type: ignore[arg-type]
    monkeypatch.setitem(MANIFEST, name, changed)
