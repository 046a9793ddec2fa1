"""From words to a direction of StyleSpace: StyleCLIP's global directions (Patashnik et al. 2021, section 6).

Departures, each marked `Departure` in the code:
  1. a threshold above every channel's relevance moves nothing, where the published program divides 0 by 0;
  2. two texts that mean the same are refused, where it divides by their difference of about 0;
  3. the largest relevance, which the method divides by and so forgets, is returned as the match of the prompt: without
     it nonsense moves a face as far as a prompt that the generator can paint;
  4. offsets are multiplied by the scale of the relevance, which is 1 unless a file says otherwise;
  5. where a file has moves, they say how far channels go; the threshold is a share of the farthest, since what goes
     along only a little may hold a face together.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

import torch
from torch import Tensor
from torch.nn import functional

from styletransfer.errors import InputError, PromptError
from styletransfer.models.stylegan2 import Styles
from styletransfer.models.text_relevance import Relevance

_SAME = 1e-3  # distance of two unit vectors that differ by rounding alone
_RELATED = 0.25  # cosine below which a slider is no explanation


class TextEncoder(Protocol):
    """What a CLIP must have to read a prompt."""

    @property
    def templates(self) -> Sequence[str]:
        """Sentences with "{}" in the place of the prompt."""

    def encode_text(self, texts: Sequence[str], /) -> Tensor:
        """Return embeddings (N, dim), float32, of any length."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class StyleDirection:
    """What a prompt adds to StyleSpace.

    Attributes:
        layers, sizes: as in `Relevance`.
        offsets: what is added to each channel for an alpha of 1, (C,); the channels' deviations are included.
        match: the largest relevance of a channel to the prompt, 0 to 1, before any division.
        channels: how many are moved.
    """

    layers: tuple[str, ...]
    sizes: tuple[int, ...]
    offsets: Tensor
    match: float
    channels: int

    def within(self, layers: Collection[str]) -> "StyleDirection":
        """Return the part of the direction that acts in some layers.

        Raises:
            InputError: there is no such layer.
        """
        unknown = [layer for layer in layers if layer not in self.layers]
        if unknown:
            raise InputError(f"There is no layer {', '.join(unknown)}; choose from {', '.join(self.layers)}.")
        parts = zip(self.layers, torch.split(self.offsets, list(self.sizes)), strict=True)
        kept = torch.cat([part if layer in layers else torch.zeros_like(part) for layer, part in parts])
        return replace(self, offsets=kept, channels=int(kept.count_nonzero()))


def text_direction(clip: TextEncoder, target: str, neutral: str) -> Tensor:
    """Return the direction from one text to another in the space of a CLIP (section 6.1, with the template ensemble).

    Args:
        clip: encodes the texts.
        target: what the face is to be.
        neutral: what it is now.
    Returns:
        Unit vector (dim,), float32.
    Raises:
        PromptError: both texts mean the same to this CLIP.
    """
    texts = [template.replace("{}", text) for text in (target, neutral) for template in clip.templates]
    embeddings = clip.encode_text(texts)
    return direction_of(*embeddings.chunk(2))


def direction_of(target: Tensor, neutral: Tensor) -> Tensor:
    """Return the direction between two texts, each the mean of several sentences.

    Args:
        target: embeddings (T, dim) of the sentences about what is wanted, of any length.
        neutral: likewise of what there is.
    Returns:
        Unit vector (dim,).
    Raises:
        PromptError: both mean the same.
    """
    ends = [functional.normalize(functional.normalize(each, dim=1).mean(dim=0), dim=0) for each in (target, neutral)]
    difference = ends[0] - ends[1]
    if float(torch.linalg.vector_norm(difference)) < _SAME:  # Departure 2
        raise PromptError(
            "Both texts mean the same to the text model. Describe a change: what the face should be and what it is now."
        )
    return functional.normalize(difference, dim=0)


def style_direction(relevance: Relevance, delta_t: Tensor, beta: float) -> StyleDirection:
    """Turn a text's direction into one of StyleSpace (section 6.2).

    Args:
        relevance: of the generator's channels to the CLIP.
        delta_t: unit direction of the text, (dim,).
        beta: channels of a smaller absolute relevance stay as they are; 0 moves all.
    Returns:
        The direction; where no channel reaches `beta` it moves nothing.
    Raises:
        InputError: the direction has another length than the relevance, or beta is no number of at least 0.
    """
    if tuple(delta_t.shape) != (relevance.dim,):
        raise InputError(f"The direction of the text must be ({relevance.dim},), got {tuple(delta_t.shape)}.")
    if not beta >= 0:
        raise InputError(f"The disentanglement (beta) is {beta}; it must be at least 0.")
    relevances = relevance.matrix @ delta_t.to(relevance.fs3)
    match = float(relevances.abs().max())
    if relevance.moves is None:
        amounts = torch.where(relevances.abs() >= beta, relevances, 0)
        amounts = amounts / (float(amounts.abs().max()) or 1.0)  # Departure 1
    else:  # Departure 5
        amounts = relevance.moves @ delta_t.to(relevance.moves)
        amounts = torch.where((amounts.abs() >= beta * amounts.abs().max()) & (match >= beta), amounts, 0)
    offsets = relevance.scale * amounts * relevance.deviation  # Departure 4
    return StyleDirection(
        layers=relevance.layers, sizes=relevance.sizes, offsets=offsets,
        match=match, channels=int(amounts.count_nonzero()),  # Departure 3
    )  # fmt: skip


def moved(names: Sequence[str], styles: Styles, moves: Sequence[tuple[StyleDirection, float]]) -> Styles:
    """Move a point of StyleSpace along directions.

    Args:
        names: layers of StyleSpace, the generator's `style_names`.
        styles: (B, channels) for each of them; they stay as they are.
        moves: directions and how often each is added (alpha).
    Returns:
        New styles; layers that no direction covers, all to_rgb among them, are the same tensors.
    Raises:
        InputError: a direction is of another generator.
    """
    found = dict(zip(names, styles, strict=True))
    for direction, alpha in moves:
        parts = torch.split(direction.offsets, list(direction.sizes))
        for layer, part in zip(direction.layers, parts, strict=True):
            if layer not in found or found[layer].shape[1] != len(part):
                raise InputError(f"The prompt was made for another generator: the layer {layer} does not fit.")
            found[layer] = found[layer] + alpha * part.to(found[layer])
    return tuple(found[name] for name in names)


def explained(relevance: Relevance, delta_t: Tensor, most: int = 3) -> tuple[tuple[str, float], ...]:
    """Name the sliders that do what a text asks for.

    Args:
        relevance: with the directions of sliders.
        delta_t: unit direction of the text, (dim,).
        most: how many to name.
    Returns:
        Name and cosine of each, the nearest first; negative where the slider goes down. Unrelated ones are left out.
    """
    cosines = {name: float(direction @ delta_t.to(direction)) for name, direction in relevance.sliders.items()}
    related = [(name, cosine) for name, cosine in cosines.items() if abs(cosine) >= _RELATED]
    return tuple(sorted(related, key=lambda pair: -abs(pair[1]))[:most])
