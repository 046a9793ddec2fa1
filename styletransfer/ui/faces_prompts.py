"""Say in words what a face should be: a box that explains what it reads, and ready-made prompts."""

import time
from dataclasses import replace
from typing import TYPE_CHECKING

from styletransfer.errors import InputError, StyleTransferError
from styletransfer.recipes import MAX_PROMPTS, FacePrompt, build
from styletransfer.ui.faces_draft import FacePart, FacesDraft
from styletransfer.ui.faces_edits import in_words
from styletransfer.ui.faces_presets import EXAMPLES, PRESETS
from styletransfer.ui.faces_text import doubts, explained, read, text_of
from styletransfer.ui.faces_wording import quoted
from styletransfer.ui.prompt_box import BoxSaid, BoxWords, Chip, Tone, box_said, prompt_box

if TYPE_CHECKING:
    from styletransfer.run.face_text import TextModels

BOX = "faces.box"
_LABELS = ("Describe the change: what it should be", "What it is now (optional)", "Add")
_FULL = f"A face takes {MAX_PROMPTS} descriptions at most; remove one first."
_FROM = "Guessed when left empty"


def heed(draft: FacesDraft, part: FacePart) -> bool:
    """Do what the box asks for, once, and tell whether the edit of the face is another one now."""
    said, box = box_said(key=BOX), draft.box
    if said is None or said.number <= box.heard:
        return False
    box.typed, box.told = (said.target, said.neutral), ()
    changed = False
    try:
        if said.act == "add":
            changed = _add(draft, part, said)
        elif said.act == "chip" and said.chip in PRESETS:
            changed = _toggle(draft, part, PRESETS[said.chip].prompt)
    except StyleTransferError as error:
        box.told = (("wrong", str(error)),)
    box.heard = said.number
    return changed


def describe(draft: FacesDraft, part: FacePart, text: "TextModels | str | None") -> None:
    """Show the box, with what is to be said of the words in it."""
    prompts = part.history.edit.prompts
    present = {(prompt.target, prompt.neutral) for prompt in prompts}
    guess, told = _reading(draft, text)
    words = BoxWords(
        labels=_LABELS,
        placeholders=(f"For example “{EXAMPLES[0]}”", guess),
        told=told,
        chips=[
            Chip(name=name, label=one.label, pressed=(one.target, one.neutral) in present, hint=f"“{one.target}”")
            for name, one in PRESETS.items()
        ],
        examples=EXAMPLES,
        closed=len(prompts) >= MAX_PROMPTS,
    )
    prompt_box(words, answered=draft.box.heard, key=BOX, revision=draft.box.revision, typed=draft.box.typed)


def remove(draft: FacesDraft, part: FacePart, number: int) -> None:
    """Take a prompt out, as a step of the history."""
    prompts = part.history.edit.prompts
    draft.box.told = ()
    _note(draft, part, (*prompts[:number], *prompts[number + 1 :]))


def _add(draft: FacesDraft, part: FacePart, said: BoxSaid) -> bool:
    """Add what is typed and empty the box; raise an error of the project's own when it cannot be."""
    from styletransfer.run import face_photo

    face_photo.read_prompt(text_of(draft), said.target, said.neutral)
    prompt = build(FacePrompt, {"target": said.target, "neutral": said.neutral})
    _take(draft, part, prompt)
    draft.box.empty()
    return True


def _toggle(draft: FacesDraft, part: FacePart, prompt: FacePrompt) -> bool:
    """Add a ready-made prompt, or take it out when it is there."""
    for number, other in enumerate(part.history.edit.prompts):
        if (other.target, other.neutral) == (prompt.target, prompt.neutral):
            remove(draft, part, number)
            return True
    _take(draft, part, prompt)
    return True


def _take(draft: FacesDraft, part: FacePart, prompt: FacePrompt) -> None:
    from styletransfer.run import face_photo

    prompts = part.history.edit.prompts
    if any((other.target, other.neutral) == (prompt.target, prompt.neutral) for other in prompts):
        raise InputError(f"{quoted(prompt.target)} is there already; move its slider instead.")
    if len(prompts) >= MAX_PROMPTS:
        raise InputError(_FULL)
    text = text_of(draft)
    reading = face_photo.read_prompt(text, prompt.target, prompt.neutral, prompt.disentanglement)
    _note(draft, part, (*prompts, prompt))
    added: Tone = "good" if reading.fits else "plain"
    draft.box.told = (
        (added, f"Added {quoted(prompt.target)}: {explained(text, reading, draft.words)}"),
        *doubts(reading),
    )


def _note(draft: FacesDraft, part: FacePart, prompts: tuple[FacePrompt, ...]) -> None:
    edit = replace(part.history.edit, prompts=prompts)
    part.history.note(edit, in_words(part.history.edit, edit, draft.words), moment=time.monotonic())
    draft.renew()


def _reading(draft: FacesDraft, text: "TextModels | str | None") -> tuple[str, list[tuple[Tone, str]]]:
    """Return what the box says in its second field, and below both."""
    box = draft.box
    told: list[tuple[Tone, str]] = list(box.told)
    if isinstance(text, str):
        return _FROM, [("wrong", text)]
    target, neutral = box.typed
    if text is None or not target.strip():
        return _FROM, told
    reading = read(text, target, neutral)
    if isinstance(reading, str):
        return _FROM, told or [("doubt", reading)]
    guess = f"A guess: {reading.neutral}" if reading.guessed else _FROM
    return guess, told or [("plain", _sentence(explained(text, reading, draft.words))), *doubts(reading)]


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:]
