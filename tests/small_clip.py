"""CLIPs that are small and untrained, and an archive of one as the real file is: traced, in half precision."""

import io
import warnings
from dataclasses import replace
from typing import Any, cast

import torch
from torch import nn

from styletransfer.models.clip import Clip
from styletransfer.models.clip_parts import ClipShape, new_network, simple_tokenizer
from styletransfer.models.clip_tokens import END, START, Tokenizer

WORDS = frozenset({"man", "woman", "old", "young", "smiling", "face", "blond", "hair"})
TEMPLATES = ("{}", "a photo of {}")

TRANSFORMER = ClipShape(
    embed_dim=32,
    image_resolution=32,
    vision_layers=2,
    vision_width=64,
    vision_patch_size=8,
    context_length=77,
    vocab_size=END + 1,
    transformer_width=64,
    transformer_layers=2,
)
"""The layout of the published one."""

RESNET = ClipShape(
    embed_dim=32,
    image_resolution=64,
    vision_layers=(1, 1, 2, 1),
    vision_width=4,
    vision_patch_size=None,
    context_length=20,
    vocab_size=12,
    transformer_width=64,
    transformer_layers=1,
)
"""Another layout that clip's class has."""


def small_vocabulary() -> torch.Tensor:
    """Return the ids of the pieces of the words and templates, start and end."""
    pieces = {piece for text in (*WORDS, "a photo of") for piece in simple_tokenizer().encode(text)}
    return torch.tensor([*sorted(pieces), START, END])


def network(shape: ClipShape, seed: int = 0) -> nn.Module:
    """Make a CLIP whose weights are random, the same every time, and whose averages are not those of a fresh one."""
    with torch.random.fork_rng():
        torch.manual_seed(seed)
        made = new_network(shape).requires_grad_(False).eval()
        for name, value in made.state_dict().items():
            if name.endswith(("running_mean", "bias")):
                value.normal_(0, 0.1)
            elif name.endswith(("running_var", "bn3.weight", "ln_1.weight")):
                value.uniform_(0.8, 1.2)
            elif value.ndim == 4:
                value.normal_(0, (2 / value[0].numel()) ** 0.5)  # what differs at the input differs at the output
    return made


def small_clip(name: str = "face-clip") -> Clip:
    """Return a CLIP that knows a few words."""
    vocabulary = small_vocabulary()
    made = network(replace(RESNET, vocab_size=len(vocabulary)))
    return Clip(name=name, network=made, tokenizer=Tokenizer(vocabulary), words=WORDS, templates=TEMPLATES)


def archive(clip: nn.Module) -> bytes:
    """Save a CLIP as the published ones are, which notes three numbers and turns matrices to half precision."""
    shape = cast(Any, clip)
    side = shape.visual.input_resolution
    for name, value in (
        ("input_resolution", side), ("context_length", shape.context_length), ("vocab_size", shape.vocab_size)
    ):  # fmt: skip
        if hasattr(clip, name):
            delattr(clip, name)
        clip.register_buffer(name, torch.tensor(value))
    _in_half(clip)
    pictures, texts = torch.zeros(1, 3, side, side), torch.zeros(1, int(shape.context_length), dtype=torch.int64)
    methods = {"encode_image": pictures, "encode_text": texts, "forward": (pictures, texts)}
    stream = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.jit.save(torch.jit.trace_module(clip, methods, check_trace=False), stream)
    return stream.getvalue()


def _in_half(clip: nn.Module) -> None:
    for part in clip.modules():
        if isinstance(part, nn.Conv2d | nn.Linear):
            part.half()
        if isinstance(part, nn.MultiheadAttention):
            part.in_proj_weight.data = part.in_proj_weight.data.half()
            part.in_proj_bias.data = part.in_proj_bias.data.half()
        for name in ("text_projection", "proj"):
            if isinstance(getattr(part, name, None), nn.Parameter):
                getattr(part, name).data = getattr(part, name).data.half()
