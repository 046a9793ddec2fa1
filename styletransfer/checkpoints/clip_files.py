"""Files of small CLIPs: safetensors in half precision, with words and templates in the metadata as JSON.

The shape of the network is read off its weights, as clip's `build_model` does.
"""

import json
import math
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import torch
from safetensors import SafetensorError, safe_open
from torch import Tensor, nn

from styletransfer.checkpoints.tensor_files import halved, write_tensors
from styletransfer.errors import CheckpointCorrupt, CheckpointMissing, InputError
from styletransfer.models.clip import Clip
from styletransfer.models.clip_parts import ClipShape, new_network
from styletransfer.models.clip_tokens import Tokenizer

FORMAT = "clip 1"
_VOCABULARY = "vocabulary"
_TEMPLATE = re.compile(r"[^{}]*\{\}[^{}]*")  # templates are formatted: nothing else may stand in braces
_BLOCK = re.compile(r"transformer\.resblocks\.(\d+)\.")
_VISION_BLOCK = re.compile(r"visual\.transformer\.resblocks\.(\d+)\.")


def save_clip(
    path: Path, network: nn.Module, vocabulary: Tensor | None, words: Iterable[str] | None, templates: Iterable[str]
) -> None:
    """Write a CLIP into one file, in half precision, replacing it in one move.

    Args:
        path: the file.
        network: clip-anytorch's CLIP.
        vocabulary: (V,) original ids of the tokens that it has, as `Tokenizer` takes them; None for all.
        words: that it learnt, in lower case; None when any word means something to it.
        templates: sentences with “{}” that it was trained with.
    Raises:
        ValueError: a weight does not fit into half precision; nothing is written.
        InputError: the vocabulary is no vocabulary, or does not fit the network.
    """
    tensors = halved({name: value for name, value in network.state_dict().items() if value.is_floating_point()})
    _check_size(Tokenizer(vocabulary), shape_of(tensors))
    if vocabulary is not None:
        tensors |= {_VOCABULARY: vocabulary.to("cpu", torch.int32)}
    known = None if words is None else sorted(words)
    metadata = {"format": FORMAT, "words": json.dumps(known), "templates": json.dumps(list(templates))}
    write_tensors(path, tensors, metadata)


def load_clip(path: Path, name: str = "face-clip") -> Clip:
    """Read what `save_clip` wrote, in float32 on the CPU.

    Args:
        path: the file.
        name: what the CLIP is called.
    Raises:
        CheckpointMissing: there is no such file.
        CheckpointCorrupt: it is damaged, or no file of a CLIP.
        CheckpointError: clip-anytorch is not installed.
    """
    if not path.is_file():
        raise CheckpointMissing(f"The file of the text model {path.name} is not on this machine.")
    try:
        with safe_open(path, framework="pt") as file:
            metadata = file.metadata() or {}
            tensors = {key: file.get_tensor(key) for key in file.keys()}  # noqa: SIM118 - it is no dict
        if metadata.get("format") != FORMAT:
            raise ValueError(f"its format is {metadata.get('format')!r} instead of {FORMAT!r}")
        tokenizer = Tokenizer(tensors.pop(_VOCABULARY, None))
        words = None if metadata["words"] == "null" else frozenset(_texts(metadata["words"]))
        templates = tuple(_texts(metadata["templates"]))
        if not templates or not all(_TEMPLATE.fullmatch(text) for text in templates):
            raise ValueError(f"its templates do not have one “{{}}” each: {templates}")
        state = {key: value.float() for key, value in tensors.items()}
    except (SafetensorError, OSError, KeyError, TypeError, ValueError) as error:
        raise CheckpointCorrupt(f"“{path.name}” is no file of a text model: {error}. Get it again.") from error
    network = network_of(path.name, state, tokenizer)
    return Clip(name=name, network=network, tokenizer=tokenizer, words=words, templates=templates)


def network_of(file: str, state: Mapping[str, Tensor], tokenizer: Tokenizer) -> nn.Module:
    """Make the network of some weights: frozen, in evaluation mode.

    Args:
        file: name of the file that they come from, for messages.
        state: the weights by clip's names, in the precision to compute in.
        tokenizer: gives the tokens that it is to read.
    Raises:
        CheckpointCorrupt: they are not those of a CLIP, or of one for other tokens.
        CheckpointError: clip-anytorch is not installed.
    """
    try:
        shape = shape_of(state)
        _check_size(tokenizer, shape)
        network = _fresh(shape)
        network.load_state_dict(dict(state), assign=True)
    except (InputError, RuntimeError) as error:
        reason = " ".join(str(error).split())[:200].rstrip(".")
        raise CheckpointCorrupt(f"“{file}” does not hold the layers of a CLIP: {reason}. Get it again.") from error
    clip: Any = network
    mask = clip.build_attention_mask()  # is no buffer: it was made on "meta", and nothing has filled it
    for block in clip.transformer.resblocks:
        block.attn_mask = mask
    return network.requires_grad_(False).eval()


def expected_shapes(shape: ClipShape) -> dict[str, torch.Size]:
    """Return the shapes of the weights of a network by their names; counters are left out."""
    state = _fresh(shape).state_dict()
    return {name: value.shape for name, value in state.items() if value.is_floating_point()}


def shape_of(state: Mapping[str, Tensor]) -> ClipShape:
    """Tell the shape of a CLIP by its weights.

    Raises:
        InputError: they are not those of a CLIP.
    """
    try:
        return _shape_of(state)
    except (KeyError, IndexError, TypeError, ValueError) as error:
        raise InputError(f"no shape fits its weights ({error})") from error


def _shape_of(state: Mapping[str, Tensor]) -> ClipShape:
    transformer = "visual.proj" in state
    vision = state["visual.conv1.weight" if transformer else "visual.layer1.0.conv1.weight"]
    positions = state["visual.positional_embedding" if transformer else "visual.attnpool.positional_embedding"]
    patch = vision.shape[-1] if transformer else None
    one, two, three, four = (_count(state, rf"visual\.layer{stage}\.(\d+)\.") for stage in (1, 2, 3, 4))
    return ClipShape(
        embed_dim=state["text_projection"].shape[1],
        image_resolution=math.isqrt(len(positions) - 1) * (patch or 32),
        vision_layers=_count(state, _VISION_BLOCK) if transformer else (one, two, three, four),
        vision_width=vision.shape[0],
        vision_patch_size=patch,
        context_length=state["positional_embedding"].shape[0],
        vocab_size=state["token_embedding.weight"].shape[0],
        transformer_width=state["ln_final.weight"].shape[0],
        transformer_layers=_count(state, _BLOCK),
    )


def _count(state: Mapping[str, Tensor], pattern: str | re.Pattern[str]) -> int:
    """Count the numbers that begin names of weights after a prefix."""
    return len({found[1] for name in state if (found := re.match(pattern, name))})


def _fresh(shape: ClipShape) -> nn.Module:
    """Make a network on "meta", which spends neither time nor random numbers on weights that are replaced."""
    with torch.device("meta"):
        return new_network(shape)


def _check_size(tokenizer: Tokenizer, shape: ClipShape) -> None:
    if tokenizer.size != shape.vocab_size:
        raise InputError(f"A vocabulary of {tokenizer.size} tokens does not fit a network for {shape.vocab_size}.")


def _texts(encoded: str) -> list[str]:
    texts = json.loads(encoded)
    if not isinstance(texts, list) or not all(isinstance(text, str) for text in texts):
        raise ValueError("its words and templates are no lists of texts")
    return texts
