"""The edits of one face, one after the other: undone, done again, and returned to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import takewhile

from styletransfer.algorithms.latent_parts import Part
from styletransfer.recipes import FacePrompt
from styletransfer.ui.faces_wording import amount, quoted

MOST_STEPS = 60
Words = Mapping[str, tuple[str, str]]
"""Label and unit of every slider, by its name."""

PROMPT_SLIDERS = ("strength", "disentanglement")
"""What of a prompt has a slider."""

_SHARE = "share of another person"
_JOINED_SECONDS = 1.0
"""Changes of the same slider that follow within this time are one step: a key that is held down sends many."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherPerson:
    """Somebody whose features are mixed in.

    Attributes:
        name: words for people.
        latent: their codes, as a file.
        tile: small JPEG of them, empty when there is none.
        share: how much of them, 0 … 1.
        part: which rows of the codes are mixed.
    """

    name: str
    latent: bytes
    tile: bytes
    share: float = 0.5
    part: Part = "all"


@dataclass(frozen=True, slots=True)
class FaceEdit:
    """What is changed about a face: the sliders that are not at 0, who is mixed in, and what it should be in words."""

    sliders: Mapping[str, float] = field(default_factory=dict)
    other: OtherPerson | None = None
    prompts: tuple[FacePrompt, ...] = ()

    def __post_init__(self) -> None:
        """Leave out sliders at 0, so that equal edits are equal."""
        moved = {name: float(value) for name, value in self.sliders.items() if value}
        object.__setattr__(self, "sliders", moved)

    def with_values(self, values: Mapping[str, float]) -> "FaceEdit":
        """Return the edit with the desk's sliders at these values, by the names that `prompt_slider` gives."""
        prompts = tuple(
            prompt.model_copy(
                update={
                    which: values.get(prompt_slider(number, which), getattr(prompt, which)) for which in PROMPT_SLIDERS
                }
            )
            for number, prompt in enumerate(self.prompts)
        )
        taken = {prompt_slider(number, which) for number in range(len(prompts)) for which in PROMPT_SLIDERS}
        sliders = {name: value for name, value in values.items() if name not in taken}
        return replace(self, sliders=sliders, prompts=prompts)

    @property
    def empty(self) -> bool:
        """Tell whether nothing is changed."""
        mixed = self.other is not None and self.other.share != 0
        return not (self.sliders or mixed or any(prompt.strength for prompt in self.prompts))


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step of the history: the edit as it then was, what changed in words, a small JPEG, and when it was made."""

    edit: FaceEdit
    words: str
    tile: bytes | None = None
    moment: float = 0.0
    slider: str = ""


@dataclass(slots=True)
class EditHistory:
    """Steps of one face; `at` is the one that holds at present, 0 the face as it was found."""

    steps: list[Step] = field(default_factory=lambda: [Step(edit=FaceEdit(), words="As it was")])
    at: int = 0

    @classmethod
    def of(cls, edit: FaceEdit, words: str) -> "EditHistory":
        """Begin with an edit that was made elsewhere."""
        history = cls()
        history.note(edit, words)
        return history

    @property
    def edit(self) -> FaceEdit:
        """Return the edit that holds at present."""
        return self.steps[self.at].edit

    def note(self, edit: FaceEdit, words: str, *, tile: bytes | None = None, moment: float = 0.0) -> bool:
        """Add a step, unless nothing changed; steps that were undone are dropped.

        Args:
            edit: as it is now.
            words: what changed.
            tile: small JPEG of the face.
            moment: seconds on some clock, to join quick changes of one slider.
        Returns:
            Whether there is another step, or the last one changed.
        """
        if edit == self.edit:
            return False
        slider = _only_change(self.edit, edit)
        step = Step(edit=edit, words=words, tile=tile, moment=moment, slider=slider)
        last = self.steps[self.at]
        joined = self.at > 0 and slider != "" and last.slider == slider and moment - last.moment < _JOINED_SECONDS
        del self.steps[self.at + (0 if joined else 1) :]
        self.steps.append(step)
        if len(self.steps) > MOST_STEPS:
            del self.steps[1]  # the face as it was found stays the first
        self.at = len(self.steps) - 1
        return True

    def show(self, tile: bytes) -> None:
        """Keep a picture of the present step."""
        self.steps[self.at] = replace(self.steps[self.at], tile=tile)

    def fit(self, ranges: Mapping[str, tuple[float, float]]) -> None:
        """Leave out of the present step what the sliders of another generator cannot show."""
        fitted = {
            name: min(max(value, ranges[name][0]), ranges[name][1])
            for name, value in self.edit.sliders.items()
            if name in ranges
        }
        if fitted != self.edit.sliders:
            self.steps[self.at] = replace(self.steps[self.at], edit=replace(self.edit, sliders=fitted), tile=None)

    def go(self, number: int) -> None:
        """Go to a step; one that does not exist changes nothing."""
        if 0 <= number < len(self.steps):
            self.at = number


def prompt_slider(number: int, which: str) -> str:
    """Name the slider of a prompt: "prompt.0.strength"."""
    return f"prompt.{number}.{which}"


def in_words(before: FaceEdit, after: FaceEdit, words: Words) -> str:
    """Say what changed between two edits: "Age +20 years", "3 sliders", "Removed “smiling”", "As it was".

    Args:
        before: the edit before.
        after: the edit after.
        words: label and unit of every slider.
    """
    counts = len(before.prompts), len(after.prompts)
    if counts[0] != counts[1]:
        return _added_or_removed(before.prompts, after.prompts)
    if after.empty:
        return "As it was"
    if after.other != before.other:
        if after.other is None:
            return "Nobody mixed in"
        return f"{round(100 * after.other.share)} % {after.other.name}"
    changed = _changed(before, after)
    if len(changed) != 1:
        return f"{len(changed)} sliders"
    return _said(changed[0], after, words)


def summary(edit: FaceEdit, words: Words, most: int = 3) -> str:
    """Say all that is changed about a face: "Age +20 years, “smiling” +4"; only the first few changes are named."""
    if edit.empty:
        return "As it was"
    prompts = [prompt for prompt in edit.prompts if prompt.strength]
    told = [_prompted(prompt) for prompt in prompts]
    told = [*(_moved(name, edit, words) for name in edit.sliders), *told]
    if len(told) > most:
        told[most:] = ["…"]
    if edit.other is not None:
        told.append(f"{round(100 * edit.other.share)} % {edit.other.name}")
    return ", ".join(told)


def _moved(name: str, edit: FaceEdit, words: Words) -> str:
    label, unit = words.get(name, (name, ""))
    return f"{label} {amount(edit.sliders.get(name, 0.0), unit)}"


def _changed(before: FaceEdit, after: FaceEdit) -> Sequence[str]:
    """Return the sliders that differ, those of prompts included: "age", "prompt.0.strength"."""
    names = [*before.sliders, *(name for name in after.sliders if name not in before.sliders)]
    moved = [name for name in names if before.sliders.get(name, 0.0) != after.sliders.get(name, 0.0)]
    pairs = enumerate(zip(before.prompts, after.prompts, strict=False))
    prompts = [
        prompt_slider(number, which)
        for number, (old, new) in pairs
        for which in PROMPT_SLIDERS
        if getattr(old, which) != getattr(new, which)
    ]
    return [*moved, *prompts]


def _said(name: str, edit: FaceEdit, words: Words) -> str:
    for number, prompt in enumerate(edit.prompts):
        if name == prompt_slider(number, "strength"):
            return _prompted(prompt)
        if name == prompt_slider(number, "disentanglement"):
            return f"{quoted(prompt.target)} disentanglement {prompt.disentanglement:g}"
    return _moved(name, edit, words)


def _prompted(prompt: FacePrompt) -> str:
    return f"{quoted(prompt.target)} {amount(prompt.strength, '')}"


def _added_or_removed(before: Sequence[FacePrompt], after: Sequence[FacePrompt]) -> str:
    """Say which prompt came or went; those before it stay where they are."""
    same = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(before, after, strict=False)))
    if len(after) > len(before):
        return _prompted(after[same])
    return f"Removed {quoted(before[same].target)}"


def _only_change(before: FaceEdit, after: FaceEdit) -> str:
    """Return the only slider that differs, that of the share of another person included, or nothing."""
    changed = _changed(before, after)
    if len(before.prompts) != len(after.prompts):
        return ""
    if before.other == after.other:
        return changed[0] if len(changed) == 1 else ""
    if changed or before.other is None or after.other is None:
        return ""
    return _SHARE if before.other.latent == after.other.latent else ""
