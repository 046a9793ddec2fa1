"""From a name of the manifest to a ready model, once per process."""

from collections.abc import Callable
from functools import cache
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, TypeVar, cast

import torch
from torch import nn

from styletransfer.checkpoints import load, store
from styletransfer.checkpoints.direction_files import load_directions
from styletransfer.checkpoints.landmark_choices import landmark_file
from styletransfer.checkpoints.own_sliders import load_own, with_own
from styletransfer.checkpoints.reading_files import load_readings
from styletransfer.checkpoints.relevance_files import load_relevance
from styletransfer.errors import CheckpointCorrupt, CheckpointMissing
from styletransfer.models.clip import Clip
from styletransfer.models.clip_parts import simple_tokenizer
from styletransfer.models.face_directions import Directions
from styletransfer.models.face_encoder import FaceEncoder
from styletransfer.models.face_readings import FaceReadings
from styletransfer.models.portrait_encoder import PortraitEncoder
from styletransfer.models.scene_parser import SceneParser
from styletransfer.models.segmenters import Segmenter
from styletransfer.models.stylegan2 import StyleGAN2
from styletransfer.models.text_relevance import Relevance
from styletransfer.models.vgg import Pooling, VGGFeatures
from styletransfer.models.wavelet_vgg import WaveletVGG
from styletransfer.settings import settings

if TYPE_CHECKING:
    import dlib

Model = TypeVar("Model", bound=nn.Module)

_CPU = torch.device("cpu")
_SHIPPED_GENERATOR = "face-generator"
_SHIPPED_CLIP = "face-clip"

_networks: dict[tuple[str, str], nn.Module] = {}
_clips: dict[tuple[str, str], Clip] = {}

# Recipes call the network that ships "compact", whichever tool they are of.
_WAVELET_ENTRIES = {"compact": "photorealistic-compact"}


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
    return _shared(name, device, load.perceptual, torch.channels_last).with_pooling(pooling)


def wavelet_network(name: str, device: torch.device) -> WaveletVGG:
    """Return the wavelet network of a name: frozen, float32, shared by the whole process.

    In bfloat16 the narrow one is a third faster with channels last; the wide ones are faster the other way round.

    Args:
        name: "compact", "wct2-cat5" or "wct2-sum".
        device: where it is to be.
    Raises:
        CheckpointMissing: its weights are not on this machine.
        CheckpointCorrupt: they are not what they should be.
    """
    layout = torch.channels_last if name == "compact" else torch.contiguous_format
    return _shared(_WAVELET_ENTRIES.get(name, name), device, load.wavelet, layout)


def scene_parser(device: torch.device) -> SceneParser:
    """Return the scene parser that ships, which reads the perceptual network "compact"; otherwise as above."""
    return _shared("scene", device, load.scene)


def segmenter(name: str, device: torch.device) -> Segmenter:
    """Return an official segmentation network: frozen, float32, channels last, shared by the whole process.

    Args:
        name: "lraspp", "deeplabv3" or "deeplabv3-resnet50".
        device: where it is to be.
    Raises:
        CheckpointMissing: its weights are not on this machine.
        CheckpointCorrupt: they are not what they should be.
    """
    return _shared(name, device, load.segmenter, torch.channels_last)


def generator(name: str, device: torch.device) -> StyleGAN2:
    """Return a generator of faces: frozen, float32, shared by the whole process.

    Args:
        name: "face-generator", "stylegan2-ffhq", "stylegan2-ada-ffhq", or an encoder whose file brings its generator
            along, "e4e-ffhq" or "psp-ffhq".
        device: where it is to be.
    Raises:
        CheckpointMissing: its weights are not on this machine.
        CheckpointCorrupt: they are not what they should be.
    """
    return _shared(name, device, load.generator)


def face_encoder(name: str, device: torch.device) -> FaceEncoder | PortraitEncoder:
    """Return an encoder of faces: frozen, float32, channels last, shared by the whole process.

    Args:
        name: "face-encoder", which ships and goes with "face-generator"; or "e4e-ffhq" or "psp-ffhq", which go with the
            generators of these names.
        device: where it is to be.
    Raises:
        CheckpointMissing: its weights are not on this machine.
        CheckpointCorrupt: they are not what they should be.
    """
    return _shared(name, device, load.face_encoder, torch.channels_last)


@cache
def landmark_predictor(name: str) -> "dlib.shape_predictor":
    """Return a predictor of 68 landmarks, shared by the whole process; its file is checked before dlib reads it.

    Args:
        name: "face-landmarks", which ships, "dlib-landmarks", "debian" for the file of Debian's package, or "own" for
            that of the settings; `landmark_choices` tells which are here.
    Raises:
        InputError: there is no such predictor.
        CheckpointMissing: the file is not on this machine.
        CheckpointCorrupt: it is not what it should be.
    """
    from styletransfer.checkpoints.landmark_predictor import load_predictor

    return load_predictor(landmark_file(name))


def clip(name: str, device: torch.device = _CPU) -> Clip:
    """Return a CLIP: frozen, float32, shared by the whole process.

    Args:
        name: "face-clip", which ships, or "clip-vit-b32".
        device: where it is to be.
    Raises:
        CheckpointMissing: its weights are not on this machine.
        CheckpointCorrupt: they are not what they should be.
        CheckpointError: the package of its class is not installed.
    """
    key = (f"clip {name}", str(device))
    with _lock_of(key):
        if key not in _clips:
            simple_tokenizer()  # takes longer to read than the small network: better now than at the first prompt
            _clips[key] = load.clip(name).to(device)
        return _clips[key]


def directions_file(generator_name: str) -> Path:
    """Return where sliders are kept that were found on this machine."""
    return settings().models / f"face_directions_{generator_name}.safetensors"


@cache
def face_directions(generator_name: str) -> Directions:
    """Return the sliders of a generator, shared by the whole process: its own ones, then those found for prompts.

    Those of "face-generator" ship. Those of another one are read from a file in the folder of models, which
    `styletransfer faces sliders` writes. `run.prompt_sliders` adds to them and has them read again.

    Args:
        generator_name: as in `generator`.
    Raises:
        CheckpointMissing: there is no file of directions of this generator; the sentence says how to make one.
        CheckpointCorrupt: it is not what it should be.
    """
    own = load_own(generator_name)
    if own is not None and not has_base_directions(generator_name):
        return own
    base = base_directions(generator_name)
    return base if own is None else with_own(base, own)


def has_base_directions(generator_name: str) -> bool:
    """Whether sliders of a generator ship or were found on this machine, prompts left aside."""
    return generator_name == _SHIPPED_GENERATOR or directions_file(generator_name).is_file()


def base_directions(generator_name: str) -> Directions:
    """Return the sliders of a generator without those for prompts; otherwise as `face_directions`."""
    if generator_name == _SHIPPED_GENERATOR:
        return load_directions(store.find("face-directions"))
    path = directions_file(generator_name)
    if not path.is_file():
        raise CheckpointMissing(
            f"No sliders of the generator “{generator_name}” are on this machine. Find them once with "
            f"`python -m styletransfer faces sliders {generator_name}`."
        )
    found = load_directions(path)
    if found.generator != generator_name:
        raise CheckpointCorrupt(f"“{path.name}” holds the sliders of {found.generator}, not of {generator_name}.")
    return found


def relevance_file(generator_name: str, clip_name: str) -> Path:
    """Return where the relevance of a generator's channels to a CLIP is kept that was measured on this machine."""
    return settings().models / f"relevance_{generator_name}_{clip_name}.safetensors"


@cache
def relevance(generator_name: str, clip_name: str) -> Relevance:
    """Return what a generator's channels mean to a CLIP, shared by the whole process.

    That of "face-generator" to "face-clip" ships. Others are read from a file in the folder of models, which
    `styletransfer faces relevance` writes.

    Raises:
        CheckpointMissing: nobody has measured it on this machine; the sentence says how.
        CheckpointCorrupt: the file is not what it should be.
    """
    if (generator_name, clip_name) == (_SHIPPED_GENERATOR, _SHIPPED_CLIP):
        return load_relevance(store.find("face-relevance"))
    path = relevance_file(generator_name, clip_name)
    if not path.is_file():
        raise CheckpointMissing(
            f"What the channels of “{generator_name}” mean to “{clip_name}” has not been measured on this machine. "
            "Measure it once on the page Models, or with "
            f"`python -m styletransfer faces relevance {generator_name} --clip {clip_name}`."
        )
    found = load_relevance(path)
    if (found.generator, found.clip) != (generator_name, clip_name):
        raise CheckpointCorrupt(
            f"“{path.name}” holds what the channels of {found.generator} mean to {found.clip}, "
            f"not those of {generator_name} to {clip_name}."
        )
    return found


@cache
def face_readings() -> FaceReadings:
    """Return the readings of the compact encoder's codes, shared by the whole process.

    Raises:
        CheckpointMissing: their file is not on this machine.
        CheckpointCorrupt: it is not what it should be.
    """
    return load_readings(store.find("face-readings"))


def _shared(
    name: str,
    device: torch.device,
    make: Callable[[str], Model],
    layout: torch.memory_format = torch.contiguous_format,
) -> Model:
    """Make a model once; `layout` is the one in which its convolutions are faster on a CPU, found by timing."""
    key = (f"{make.__name__} {name}", str(device))  # one file may make several networks
    with _lock_of(key):
        if key not in _networks:
            network = make(name).requires_grad_(False).eval().to(device)
            _networks[key] = network.to(memory_format=layout)  # type: ignore[call-overload]
        return cast(Model, _networks[key])


@cache
def _lock_of(key: tuple[str, str]) -> Lock:
    return Lock()
