"""What prompts of the page of faces mean: the models that read them, and a reading in plain words."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from styletransfer.errors import CheckpointError, StyleTransferError
from styletransfer.recipes import DEFAULT_DISENTANGLEMENT, FacePrompt
from styletransfer.ui.faces_draft import FacesDraft
from styletransfer.ui.faces_edits import Words
from styletransfer.ui.prompt_box import Tone

if TYPE_CHECKING:
    from styletransfer.run.face_text import PromptReading, TextModels

_SHIPPED = ("face-generator", "face-clip")
_CLEARLY = 1.5  # times the match from which on a prompt fits at all
_MOSTLY = 0.5  # cosine from which on a slider is the better part of a prompt

FITS_HELP = (
    "How well the best of the generator's channels fits the words, from 0 to 1. Where nothing fits, the face stays as "
    "it is, or changes in some other way than the words say."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """How well a prompt fits what the generator can paint: a number in words, and whether that is good."""

    words: str
    tone: Tone


def text_of(draft: FacesDraft) -> "TextModels":
    """Return the models that read prompts; they are loaded when first needed and shared.

    Raises:
        CheckpointError: a file is missing or damaged; the sentence says what to do.
    """
    from styletransfer.run import face_photo

    return face_photo.text_models(draft.generator, draft.clip)


def text_or_why(draft: FacesDraft, needed: bool) -> "TextModels | str | None":
    """Return the models that read prompts, or why they cannot be had; None where nobody needs them yet.

    Those that ship are there and are loaded with the first words; of others it is said at once when they are not.
    """
    if not needed and (draft.generator, draft.clip) == _SHIPPED:
        return None
    try:
        return text_of(draft)
    except CheckpointError as error:
        return str(error)


def read(
    text: "TextModels", target: str, neutral: str, beta: float = DEFAULT_DISENTANGLEMENT
) -> "PromptReading | str":
    """Return what a prompt means, or the sentence why it cannot be read."""
    from styletransfer.run import face_photo

    try:
        return face_photo.read_prompt(text, target, neutral, beta)
    except StyleTransferError as error:
        return str(error)


def readable_prompts(text: "TextModels", prompts: Sequence[FacePrompt]) -> tuple[FacePrompt, ...]:
    """Return the prompts that can be read: one of a recipe may be in letters that the model does not know."""
    return tuple(one for one in prompts if not isinstance(read(text, one.target, one.neutral), str))


def check_prompts(draft: FacesDraft, prompts: Sequence[FacePrompt]) -> None:
    """Raise the error of the first prompt that cannot be read, or that of the models that read them."""
    from styletransfer.run import face_photo

    for prompt in prompts:
        face_photo.read_prompt(text_of(draft), prompt.target, prompt.neutral, prompt.disentanglement)


def fit(text: "TextModels", reading: "PromptReading") -> Fit:
    """Say how well a prompt fits: "match 0.31, good"."""
    told, floor = f"match {reading.match:.2f}", text.relevance.floor
    if not reading.fits:
        return Fit(words=f"{told}, nothing fits", tone="doubt")
    if floor <= 0:  # nobody measured from where on a prompt fits
        return Fit(words=told, tone="plain")
    if reading.match < _CLEARLY * floor:
        return Fit(words=f"{told}, weak", tone="plain")
    return Fit(words=f"{told}, good", tone="good")


def like_sliders(reading: "PromptReading", words: Words) -> str:
    """Say which sliders do much the same: "mostly Age +, a little Gender −"; nothing when none does."""
    told: list[str] = []
    said = ""
    for name, cosine in reading.sliders:
        how = "mostly " if abs(cosine) >= _MOSTLY else "a little "
        label = words.get(name, (name, ""))[0]
        told.append(f"{'' if how == said else how}{label} {'+' if cosine > 0 else '−'}")
        said = how
    return ", ".join(told)


def explained(text: "TextModels", reading: "PromptReading", words: Words) -> str:
    """Explain a prompt in one line: "from “a man” (a guess) · match 0.31, good · mostly Age +"."""
    present = f"from “{reading.neutral}” (a guess)" if reading.guessed else ""
    return " · ".join(filter(None, [present, fit(text, reading).words, like_sliders(reading, words)]))


def doubts(reading: "PromptReading") -> Sequence[tuple[Tone, str]]:
    """Return what the user should know of a prompt, for the box."""
    return [("doubt", sentence) for sentence in reading.sentences]
