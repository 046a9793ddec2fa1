"""Files of weights into networks: whichever file, its conversion where it has one, and the shape the weights have."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TypeVar

import torch
from safetensors import SafetensorError
from safetensors.torch import load_file
from torch import Tensor, nn

from styletransfer.checkpoints import store
from styletransfer.checkpoints.convert import Read, converted_file
from styletransfer.checkpoints.convert_segmenter import read_segmenter
from styletransfer.checkpoints.convert_vgg import read_torchvision
from styletransfer.checkpoints.convert_wavelet import read_decoder, read_encoder
from styletransfer.checkpoints.manifest import bundle, checkpoint
from styletransfer.errors import CheckpointCorrupt
from styletransfer.models.scene_parser import SceneParser
from styletransfer.models.segmenters import Segmenter, new_segmenter
from styletransfer.models.vgg import VGGConfig, VGGFeatures
from styletransfer.models.wavelet_vgg import Variant, WaveletConfig, WaveletVGG

State = dict[str, Tensor]
Network = TypeVar("Network", bound=nn.Module)

_OFFICIAL_WAVELETS: dict[str, Variant] = {"wct2-cat5": "cat5", "wct2-sum": "sum"}


def perceptual(name: str) -> VGGFeatures:
    """Load "compact" or "vgg19", of the widths that the weights have."""
    state = _state(name, read_torchvision)

    def build() -> VGGFeatures:
        one, two, three, four, five = (state[f"conv{block}_1.weight"].shape[0] for block in range(1, 6))
        return VGGFeatures(VGGConfig(widths=(one, two, three, four, five)))

    return _filled(name, build, state)


def wavelet(name: str) -> WaveletVGG:
    """Load "photorealistic-compact", "wct2-cat5" or "wct2-sum", of the widths and the variant that the weights have."""
    if name in _OFFICIAL_WAVELETS:
        config = WaveletConfig(variant=_OFFICIAL_WAVELETS[name])
        encoder = _state(f"{name}-encoder", partial(read_encoder, config=config))
        decoder = _state(f"{name}-decoder", partial(read_decoder, config=config))
        state = _prefixed("encoder", encoder) | _prefixed("decoder", decoder)
        return _filled(name, lambda: WaveletVGG(config), state)
    shipped = _state(name, None)

    def build() -> WaveletVGG:
        one, two, three, four = (shipped[f"encoder.conv{block}_1.weight"].shape[0] for block in range(1, 5))
        variant: Variant = "cat5" if "decoder.conv3_4_2.weight" in shipped else "sum"
        return WaveletVGG(WaveletConfig(widths=(one, two, three, four), variant=variant))

    return _filled(name, build, shipped)


def scene(name: str) -> SceneParser:
    """Load the scene parser."""
    return _filled(name, SceneParser, _state(name, None))


def segmenter(name: str) -> Segmenter:
    """Load "lraspp", "deeplabv3" or "deeplabv3-resnet50"."""
    state = _state(name, partial(read_segmenter, name=name))
    return _filled(name, lambda: new_segmenter(name), state)


def _filled(name: str, build: Callable[[], Network], state: State) -> Network:
    """Make a network and give it weights; on "meta" first, which spends neither time nor random numbers on others."""
    try:
        with torch.device("meta"):
            network = build()
        network.load_state_dict(state, assign=True)
    except (KeyError, RuntimeError) as error:
        raise CheckpointCorrupt(f"The file does not hold the layers of {bundle(name).title}; get it again.") from error
    return network


def _state(name: str, read: Read | None) -> State:
    """Read a file of the manifest, converted by `read` where its entry says so."""
    path = store.find(name)
    entry = checkpoint(name)
    if entry.converted and read is not None:
        path = converted_file(path, store.status(name).sha256 or "", path.with_name(entry.converted), read)
    return _read(path)


def _read(path: Path) -> State:
    try:
        return {name: value.float() for name, value in load_file(path).items()}
    except (SafetensorError, OSError) as error:
        raise CheckpointCorrupt(f"“{path.name}” is damaged or cut short; remove it and get it again.") from error


def _prefixed(part: str, state: State) -> State:
    return {f"{part}.{name}": value for name, value in state.items()}
