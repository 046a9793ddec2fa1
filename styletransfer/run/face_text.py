"""Prompts of faces: what a text says to a generator, how well it fits, and how far it moves which channels.

The maths is StyleCLIP's (Patashnik et al. 2021, arXiv 2103.17249, global directions), in `algorithms.text_directions`.
What a text means is read once and remembered, so that a slider for strength or disentanglement answers at once.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import torch
from torch import Tensor

from styletransfer import devices
from styletransfer.algorithms.prompt_words import guessed_neutral, never_learnt, read_words, things
from styletransfer.algorithms.text_directions import StyleDirection, direction_of, explained, style_direction
from styletransfer.checkpoints import build
from styletransfer.errors import PromptError
from styletransfer.models.clip import Clip
from styletransfer.models.text_relevance import Relevance
from styletransfer.recipes.faces import DEFAULT_DISENTANGLEMENT, FacePrompt
from styletransfer.settings import settings

SHIPPED_CLIP = "face-clip"

_REMEMBERED = 256  # prompts; a direction is a few hundred numbers


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class TextModels:
    """What prompts need besides the generator; everything is loaded once a process and shared.

    Attributes:
        clip: reads texts.
        relevance: what each channel of the generator does to a picture, as that model sees it.
    """

    clip: Clip
    relevance: Relevance


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PromptReading:
    """What was made of a prompt.

    Attributes:
        target: what the face should be, as the model got it.
        neutral: what it is now, as the model got it.
        guessed: nobody said what it is now.
        corrected: words that were written otherwise, and what they were taken for.
        unknown: words that the model never learnt.
        match: how well the most relevant channel fits, 0 to 1.
        fits: it is enough for an edit that means something.
        sliders: names of sliders that do much the same, with the signed cosine, the closest first.
        channels: how many channels it moves.
        direction: from neutral to target, (dim,), of length 1.
        sentences: what the user should know.
    """

    target: str
    neutral: str
    guessed: bool
    corrected: tuple[tuple[str, str], ...]
    unknown: tuple[str, ...]
    match: float
    fits: bool
    sliders: tuple[tuple[str, float], ...]
    channels: int
    direction: Tensor
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Meaning:
    """What a prompt says, whatever its strength and disentanglement."""

    target: str
    neutral: str
    corrected: tuple[tuple[str, str], ...]
    unknown: tuple[str, ...]
    direction: Tensor
    sliders: tuple[tuple[str, float], ...]
    unpainted: tuple[str, ...]


def text_models(generator: str, clip: str = SHIPPED_CLIP, device: torch.device | None = None) -> TextModels:
    """Load what prompts need; whatever is loaded already is used again.

    Args:
        generator: "face-generator", "e4e-ffhq" or "psp-ffhq".
        clip: "face-clip", which ships, or "clip-vit-b32".
        device: where the model is to be; that of the settings when None.
    Raises:
        CheckpointMissing: a file is not on this machine; the sentence says how to get it.
        CheckpointCorrupt: a file is not what it should be.
    """
    chosen = device or devices.pick_device(settings().device)
    return TextModels(clip=build.clip(clip, chosen), relevance=build.relevance(generator, clip))


def read_prompt(
    text: TextModels, target: str, neutral: str = "", beta: float = DEFAULT_DISENTANGLEMENT
) -> PromptReading:
    """Say what a prompt means to a generator.

    Args:
        text: from `text_models`.
        target: what the face should be.
        neutral: what it is now; guessed when empty.
        beta: how relevant a channel must be to be moved.
    Raises:
        PromptError: there is nothing to read, or target and neutral mean the same.
    """
    meaning = _meaning(text.clip, text.relevance, target, neutral)
    found = style_direction(text.relevance, meaning.direction, beta)
    fits = found.match >= text.relevance.floor
    return PromptReading(
        target=meaning.target,
        neutral=meaning.neutral,
        guessed=not neutral.strip(),
        corrected=meaning.corrected,
        unknown=meaning.unknown,
        match=found.match,
        fits=fits,
        sliders=meaning.sliders if fits else (),
        channels=found.channels,
        direction=meaning.direction,
        sentences=tuple(_sentences(text, meaning, found)),
    )


def style_moves(text: TextModels, prompts: Sequence[FacePrompt]) -> list[tuple[StyleDirection, float]]:
    """Return what prompts add to the styles: a direction and its strength for each.

    Raises:
        PromptError: one of them cannot be read.
    """
    moves = []
    for prompt in prompts:
        meaning = _meaning(text.clip, text.relevance, prompt.target, prompt.neutral)
        moves.append((style_direction(text.relevance, meaning.direction, prompt.disentanglement), prompt.strength))
    return moves


def unheard(text: TextModels, prompts: Sequence[FacePrompt]) -> list[str]:
    """Say which prompts changed nothing, or nothing that they meant."""
    told = []
    for prompt in prompts:
        reading = read_prompt(text, prompt.target, prompt.neutral, prompt.disentanglement)
        if not reading.channels:
            told.append(f"The prompt “{prompt.target}” changed nothing (match {reading.match:.2f}).")
        elif not reading.fits:
            told.append(f"The prompt “{prompt.target}” fits nothing that is painted (match {reading.match:.2f}).")
    return told


@lru_cache(maxsize=_REMEMBERED)
def _meaning(clip: Clip, relevance: Relevance, target: str, neutral: str) -> _Meaning:
    wanted = read_words(target, clip.words)
    present = read_words(neutral if neutral.strip() else guessed_neutral(wanted.text), clip.words)
    if wanted.text == present.text:
        raise PromptError(
            f"“{wanted.text}” is what the face is already, so that nothing would change; say what it should become."
        )
    direction = direction_of(_embedded(clip, wanted.text), _embedded(clip, present.text))
    return _Meaning(
        target=wanted.text,
        neutral=present.text,
        corrected=(*wanted.corrected, *present.corrected),
        unknown=tuple(dict.fromkeys((*wanted.unknown, *present.unknown))),
        direction=direction,
        sliders=explained(relevance, direction),
        unpainted=tuple(part for part in things(wanted.text) if not _painted(clip, relevance, part)),
    )


def _painted(clip: Clip, relevance: Relevance, part: str) -> bool:
    """Tell whether a part of a prompt fits anything by itself; in the whole a hat hides behind an old man."""
    neutral = guessed_neutral(part)
    if part == neutral or not relevance.floor:  # without a floor everything fits; a large CLIP need not read it
        return True
    direction = direction_of(_embedded(clip, part), _embedded(clip, neutral))
    return style_direction(relevance, direction, 0.0).match >= relevance.floor


@lru_cache(maxsize=_REMEMBERED)
def _embedded(clip: Clip, text: str) -> Tensor:
    """Encode a text in all of a model's templates, (T, dim)."""
    return clip.encode_text([template.replace("{}", text) for template in clip.templates])


def _sentences(text: TextModels, meaning: _Meaning, found: StyleDirection) -> list[str]:
    shipped = text.clip.words is not None
    told = [f"“{wrong}” was read as “{right}”." for wrong, right in meaning.corrected]
    if meaning.unknown:
        told.append(f"{never_learnt(meaning.unknown)}.")
    if found.match < text.relevance.floor:
        why = "the shipped model has never seen this; fetch the official models for it" if shipped else (
            "say it in other words, or use less of it at once"
        )  # fmt: skip
        told.append(
            f"Nothing that this generator paints fits “{meaning.target}” (match {found.match:.2f}, below "
            f"{text.relevance.floor:.2f}): {why}."
        )
    elif meaning.unpainted:
        parts = " and ".join(f"“{part}”" for part in meaning.unpainted)
        told.append(f"Nothing that this generator paints fits {parts}; the rest of the prompt counts.")
    if found.match >= text.relevance.floor and not found.channels:
        told.append("At this disentanglement no channel is left; lower it.")
    return told
