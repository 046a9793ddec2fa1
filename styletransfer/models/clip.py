"""CLIP (Radford et al. 2021, arXiv 2103.00020): texts and pictures to embeddings that can be compared.

The network is clip-anytorch's class, whether its weights are the published ones or those of the small network that
ships. Departures from clip's `encode_text` and `preprocess`, each marked `Departure` in the code:
  1. columns of padding that no text of a batch reaches are left out; attention is causal, so they change nothing;
  2. pictures are tensors, resized without rounding to whole levels in between.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import cast

import torch
from torch import Tensor, nn
from torch.nn import functional

from styletransfer.devices import autocast
from styletransfer.errors import ImageError
from styletransfer.models.clip_parts import ClipNetwork
from styletransfer.models.clip_tokens import Tokenizer

MEAN = (0.48145466, 0.4578275, 0.40821073)
DEVIATION = (0.26862954, 0.26130258, 0.27577711)
SMALLEST_SIDE = 8
_TEXTS_AT_ONCE = 256
_MANY_TEXTS = 32  # from here on bfloat16 is quicker, and its rounding, 1 %, averages out over the templates


@dataclass(frozen=True, kw_only=True, eq=False)
class Clip:
    """A frozen CLIP on one device.

    Attributes:
        name: "face-clip", which ships, or "clip-vit-b32".
        network: clip-anytorch's CLIP, float32, in evaluation mode.
        tokenizer: cuts texts into the tokens of the network.
        words: the words that it learnt, in lower case; None when it knows any word.
        templates: sentences with “{}” that a prompt is put into, as it was trained with.
    """

    name: str
    network: nn.Module
    tokenizer: Tokenizer
    words: frozenset[str] | None = None
    templates: tuple[str, ...] = ("{}",)

    @property
    def _clip(self) -> ClipNetwork:
        return cast(ClipNetwork, self.network)

    @property
    def dim(self) -> int:
        """Length of the embeddings."""
        return self._clip.text_projection.shape[1]

    @property
    def image_size(self) -> int:
        """Side of the pictures that the network sees."""
        return int(cast(int, self._clip.visual.input_resolution))

    @property
    def context_length(self) -> int:
        """Most tokens of a text, start and end included."""
        return self._clip.context_length

    @property
    def device(self) -> torch.device:
        """Where it computes."""
        return self._clip.positional_embedding.device

    def to(self, device: torch.device) -> "Clip":
        """Return the same CLIP with its network moved to a device, its convolutions laid out as they are fastest."""
        network = self.network.to(device)
        return replace(self, network=network.to(memory_format=torch.channels_last))  # type: ignore[call-overload]

    @torch.no_grad()
    def encode_text(self, texts: Sequence[str]) -> Tensor:
        """Embed texts; one with too many tokens is cut.

        Args:
            texts: N of them.
        Returns:
            (N, dim) float32 on the CPU, not normalised.
        Raises:
            CheckpointError: the package of the tokenizer is not installed.
        """
        tokens = self.tokenizer.encode(texts, self.context_length)
        reached = int(tokens.argmax(dim=1).max()) + 1 if len(tokens) else 1
        tokens = tokens[:, :reached]  # Departure 1
        parts = torch.split(tokens, _TEXTS_AT_ONCE)
        with autocast(self.device, "auto" if len(tokens) >= _MANY_TEXTS else "float32"):
            embedded = [self._clip.encode_text(part.to(self.device)).float().cpu() for part in parts if len(part)]
        return torch.cat([torch.zeros(0, self.dim), *embedded])

    @torch.no_grad()
    def encode_image(self, pictures: Tensor) -> Tensor:
        """Embed pictures; of one that is not square, the square in the middle.

        Args:
            pictures: (B, 3, H, W), sRGB in [0, 1], both sides at least `SMALLEST_SIDE`, on any device.
        Returns:
            (B, dim) float32 on the CPU, not normalised.
        Raises:
            ImageError: the pictures have another shape.
        """
        if not len(pictures):
            return torch.zeros(0, self.dim)
        seen = preprocessed(pictures.to(self.device), self.image_size)
        with autocast(self.device, "auto"):
            return self._clip.encode_image(seen).float().cpu()


def preprocessed(pictures: Tensor, size: int) -> Tensor:
    """Resize, cut square and normalise pictures as CLIP's published preprocessing does.

    Args:
        pictures: (B, 3, H, W), sRGB in [0, 1].
        size: side of the result.
    Returns:
        (B, 3, size, size), each channel shifted and scaled by CLIP's mean and standard deviation.
    Raises:
        ImageError: the pictures have another shape.
    """
    if pictures.ndim != 4 or pictures.shape[1] != 3 or min(pictures.shape[2:]) < SMALLEST_SIDE:
        raise ImageError(
            f"CLIP reads pictures (B, 3, H, W) of at least {SMALLEST_SIDE} px a side, got {tuple(pictures.shape)}."
        )
    height, width = pictures.shape[2:]
    pictures = pictures.float()
    if (height, width) != (size, size):
        short = min(height, width)
        sides = (size * height // short, size * width // short)
        for target in ((height, sides[1]), sides):  # across, then down, each into the range again, as Pillow does
            pictures = functional.interpolate(pictures, target, mode="bicubic", antialias=True)  # Departure 2
            pictures = pictures.clamp(0, 1)
        top, left = (round((side - size) / 2) for side in sides)
        pictures = pictures[:, :, top : top + size, left : left + size]
    mean, deviation = (torch.tensor(values, device=pictures.device).view(3, 1, 1) for values in (MEAN, DEVIATION))
    return (pictures.clamp(0, 1) - mean) / deviation
