"""Files of weights into networks: whichever file, its conversion where it has one, and the shape the weights have."""

import math
from collections.abc import Callable
from functools import partial
from typing import TypeVar

import torch
from safetensors import SafetensorError, safe_open
from torch import Tensor, nn

from styletransfer.checkpoints import store
from styletransfer.checkpoints.clip_files import load_clip, network_of
from styletransfer.checkpoints.convert import Read, converted_file
from styletransfer.checkpoints.convert_clip import read_clip
from styletransfer.checkpoints.convert_face_encoder import ENCODER, GENERATOR, read_face_encoder, styles_of
from styletransfer.checkpoints.convert_segmenter import read_segmenter
from styletransfer.checkpoints.convert_stylegan2 import generator_config, read_stylegan2
from styletransfer.checkpoints.convert_vgg import read_torchvision
from styletransfer.checkpoints.convert_wavelet import read_decoder, read_encoder
from styletransfer.checkpoints.manifest import bundle, checkpoint
from styletransfer.errors import CheckpointCorrupt, InputError
from styletransfer.models.clip import Clip
from styletransfer.models.clip_tokens import Tokenizer
from styletransfer.models.face_encoder import EncoderKind, FaceEncoder
from styletransfer.models.portrait_encoder import PortraitEncoder, PortraitEncoderConfig
from styletransfer.models.scene_parser import SceneParser
from styletransfer.models.segmenters import Segmenter, new_segmenter
from styletransfer.models.stylegan2 import StyleGAN2
from styletransfer.models.text_templates import IMAGENET_TEMPLATES
from styletransfer.models.vgg import VGGConfig, VGGFeatures
from styletransfer.models.wavelet_vgg import Variant, WaveletConfig, WaveletVGG

State = dict[str, Tensor]
Network = TypeVar("Network", bound=nn.Module)

FACE_ENCODERS: dict[str, EncoderKind] = {"e4e-ffhq": "e4e", "psp-ffhq": "psp"}
"""Entries that hold an encoder and its generator."""

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


def generator(name: str) -> StyleGAN2:
    """Load a generator of faces, of the shape that its weights have, by itself or out of an encoder's file."""
    if name in FACE_ENCODERS:
        state = _state(name, partial(read_face_encoder, kind=FACE_ENCODERS[name]), GENERATOR)
    else:
        state = _state(name, read_stylegan2)
    return _filled(name, lambda: StyleGAN2(generator_config(state)), state)


def face_encoder(name: str) -> FaceEncoder | PortraitEncoder:
    """Load "e4e-ffhq" or "psp-ffhq", or the encoder that ships, of the shape that its weights have."""
    if name not in FACE_ENCODERS:
        return _portrait_encoder(name)
    kind = FACE_ENCODERS[name]
    state = _state(name, partial(read_face_encoder, kind=kind), ENCODER)
    return _filled(name, lambda: FaceEncoder(kind, 2 ** (styles_of(state) // 2 + 1)), state)


def clip(name: str) -> Clip:
    """Load "clip-vit-b32", or the CLIP that ships."""
    if not checkpoint(name).converted:
        return load_clip(store.find(name), name)
    tokenizer = Tokenizer()
    network = network_of(checkpoint(name).file, _state(name, read_clip), tokenizer)
    return Clip(name=name, network=network, tokenizer=tokenizer, templates=IMAGENET_TEMPLATES)


def _portrait_encoder(name: str) -> PortraitEncoder:
    state = _state(name, None)

    def build() -> PortraitEncoder:
        stages = len({key.split(".")[1] for key in state if key.startswith("stages.")})
        blocks = [{key.split(".")[2] for key in state if key.startswith(f"stages.{stage}.")} for stage in range(stages)]
        widths = tuple(state[f"stages.{stage}.0.conv1.weight"].shape[0] for stage in range(stages))
        style_dim, flat = state["to_w.weight"].shape
        config = PortraitEncoderConfig(
            size=math.isqrt(flat // widths[-1]) * 2**stages,
            widths=widths,
            depths=tuple(map(len, blocks)),
            reduced=math.isqrt(state["linear.weight"].shape[1] // 3),
            bottleneck=state["seen.weight"].shape[0],
            style_dim=style_dim,
            num_ws=state["to_offsets.weight"].shape[0] // style_dim,
        )
        return PortraitEncoder(config)

    return _filled(name, build, state)


def _filled(name: str, build: Callable[[], Network], state: State) -> Network:
    """Make a network and give it weights; on "meta" first, which spends neither time nor random numbers on others."""
    try:
        with torch.device("meta"):
            network = build()
        network.load_state_dict(state, assign=True)
    except (IndexError, InputError, KeyError, RuntimeError) as error:
        raise CheckpointCorrupt(f"The file does not hold the layers of {bundle(name).title}; get it again.") from error
    return network


def _state(name: str, read: Read | None, part: str = "") -> State:
    """Read a file of the manifest, converted by `read` where its entry says so; all, or what begins with `part`."""
    path = store.find(name)
    entry = checkpoint(name)
    if entry.converted and read is not None:
        path = converted_file(path, store.status(name).sha256 or "", path.with_name(entry.converted), read)
    try:
        with safe_open(path, framework="pt") as opened:
            names = [key for key in opened.keys() if key.startswith(part)]  # noqa: SIM118 - it is no dict
            return {key.removeprefix(part): opened.get_tensor(key).float() for key in names}
    except (SafetensorError, OSError) as error:
        raise CheckpointCorrupt(f"“{path.name}” is damaged or cut short; remove it and get it again.") from error


def _prefixed(part: str, state: State) -> State:
    return {f"{part}.{name}": value for name, value in state.items()}
