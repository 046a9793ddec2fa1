"""CLIP's class and tokenizer (Radford et al. 2021, arXiv 2103.00020), out of the package clip-anytorch.

Only two files of the package are run, `clip/model.py` and `clip/simple_tokenizer.py`, each as a module of its own. The
package as a whole cannot be counted on: its `__init__` imports torchvision, whose plain wheels need the CUDA build of
PyTorch, and pkg_resources, which new setuptools lack. The two files need neither. They are looked up by the name of
the distribution, because anything called “clip” on the path of modules would answer to the name of the package.
"""

import sys
from dataclasses import dataclass
from functools import cache
from importlib.metadata import PackageNotFoundError, distribution
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from threading import Lock
from types import ModuleType
from typing import Protocol, cast

from torch import Tensor, nn

from styletransfer.errors import CheckpointError, InputError

MOST_TOKENS = 1024
"""Longest text of any network; the mask of its attention grows with the square."""

_DISTRIBUTION = "clip-anytorch"
_FILES = {"model": "clip/model.py", "simple_tokenizer": "clip/simple_tokenizer.py"}
_loading = Lock()


class ClipNetwork(Protocol):
    """What is used of clip-anytorch's class CLIP."""

    context_length: int
    vocab_size: int
    visual: nn.Module
    transformer: nn.Module
    token_embedding: nn.Embedding
    positional_embedding: Tensor
    text_projection: Tensor
    logit_scale: Tensor

    def encode_image(self, image: Tensor) -> Tensor:
        """Map normalised pictures (B, 3, S, S) to (B, dim)."""

    def encode_text(self, text: Tensor) -> Tensor:
        """Map ids of tokens (N, L), L at most `context_length`, to (N, dim)."""

    def build_attention_mask(self) -> Tensor:
        """Make the causal mask (context_length, context_length)."""


class SimpleTokenizer(Protocol):
    """What is used of clip-anytorch's class SimpleTokenizer."""

    encoder: dict[str, int]
    decoder: dict[int, str]
    cache: dict[str, str]

    def encode(self, text: str) -> list[int]:
        """Cut a text into ids of its pieces, without start and end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClipShape:
    """Shape of a CLIP, as clip's `build_model` infers it from weights; every head has 64 channels.

    Attributes:
        embed_dim: length of the embeddings that pictures and texts share.
        image_resolution: side of the pictures; a multiple of the patch size, or of 32 without patches.
        vision_layers: layers of a vision transformer, or blocks of the four stages of a ResNet.
        vision_width: width of the transformer, a multiple of 64, or of the ResNet's first stage, a multiple of 2.
        vision_patch_size: side of the transformer's patches; None for a ResNet.
        context_length: most tokens of a text, start and end included.
        vocab_size: number of tokens.
        transformer_width: width of the text transformer, a multiple of 64.
        transformer_layers: its layers.
    """

    embed_dim: int
    image_resolution: int
    vision_layers: int | tuple[int, int, int, int]
    vision_width: int
    vision_patch_size: int | None
    context_length: int
    vocab_size: int
    transformer_width: int
    transformer_layers: int

    def __post_init__(self) -> None:
        """Raise `InputError` when the numbers do not make a CLIP."""
        layers = self.vision_layers if isinstance(self.vision_layers, tuple) else (self.vision_layers,)
        if isinstance(self.vision_layers, tuple) != (self.vision_patch_size is None):
            raise InputError("A ResNet has four stages and no patches, a vision transformer patches and no stages.")
        multiples = {
            "image_resolution": (self.image_resolution, self.vision_patch_size or 32),
            "vision_width": (self.vision_width, 64 if self.vision_patch_size else 2),
            "transformer_width": (self.transformer_width, 64),
        }
        for name, (value, step) in multiples.items():
            if value < step or value % step:
                raise InputError(f"{name} must be a multiple of {step}, got {value}.")
        patch = 32 if self.vision_patch_size is None else self.vision_patch_size
        if min(*layers, patch, self.embed_dim, self.vocab_size, self.transformer_layers) < 1:
            raise InputError(f"Layers, patches, dimensions and tokens must be positive; got {self}.")
        if not 2 <= self.context_length <= MOST_TOKENS:
            raise InputError(
                f"A text holds 2 to {MOST_TOKENS} tokens, start and end included; got {self.context_length}."
            )


def new_network(shape: ClipShape) -> nn.Module:
    """Make a CLIP with random weights, clip-anytorch's class.

    Raises:
        CheckpointError: clip-anytorch is not installed.
    """
    network = _module("model").CLIP(
        shape.embed_dim,
        shape.image_resolution,
        shape.vision_layers,
        shape.vision_width,
        shape.vision_patch_size,
        shape.context_length,
        shape.vocab_size,
        shape.transformer_width,
        shape.transformer_width // 64,
        shape.transformer_layers,
    )
    return cast(nn.Module, network)


@cache
def simple_tokenizer() -> SimpleTokenizer:
    """Return CLIP's byte-pair tokenizer with its 49,408 tokens, read once for the process.

    Raises:
        CheckpointError: clip-anytorch, ftfy or regex is not installed.
    """
    return cast(SimpleTokenizer, _module("simple_tokenizer").SimpleTokenizer())


def _module(name: str) -> ModuleType:
    """Run one of the two files, once for the process."""
    known = f"styletransfer_clip_{name}"
    with _loading:
        if known in sys.modules:
            return sys.modules[known]
        spec = spec_from_file_location(known, _path(name))
        if spec is None or spec.loader is None:
            raise _missing(f"its file {_FILES[name]} is no Python file")
        module = module_from_spec(spec)
        sys.modules[known] = module  # classes are looked up there, when they are copied or traced
        try:
            spec.loader.exec_module(module)
        except ImportError as error:
            del sys.modules[known]
            raise _missing(f"{error.name or error} is not installed") from error
        return module


def _path(name: str) -> Path:
    try:
        path = Path(str(distribution(_DISTRIBUTION).locate_file(_FILES[name])))
    except PackageNotFoundError as error:
        raise _missing("it is not installed") from error
    if not path.is_file():
        raise _missing(f"its file {_FILES[name]} is missing")
    return path


def _missing(reason: str) -> CheckpointError:
    return CheckpointError(
        f"Text prompts need the Python package {_DISTRIBUTION} with ftfy and regex, but {reason}. "
        "Install them with “pip install -r requirements.txt”."
    )
