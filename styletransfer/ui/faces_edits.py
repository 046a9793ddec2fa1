"""The edits of one face, one after the other: undone, done again, and returned to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from styletransfer.algorithms.latent_parts import Part

MOST_STEPS = 60
Words = Mapping[str, tuple[str, str]]
"""Label and unit of every slider, by its name."""

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
    """What is changed about a face: the sliders that are not at 0, and who is mixed in."""

    sliders: Mapping[str, float] = field(default_factory=dict)
    other: OtherPerson | None = None

    def __post_init__(self) -> None:
        """Leave out sliders at 0, so that equal edits are equal."""
        moved = {name: float(value) for name, value in self.sliders.items() if value}
        object.__setattr__(self, "sliders", moved)

    @property
    def empty(self) -> bool:
        """Tell whether nothing is changed."""
        return not self.sliders and (self.other is None or self.other.share == 0)


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


def in_words(before: FaceEdit, after: FaceEdit, words: Words) -> str:
    """Say what changed between two edits: "Age +20 years", "3 sliders", "As it was".

    Args:
        before: the edit before.
        after: the edit after.
        words: label and unit of every slider.
    """
    if after.empty:
        return "As it was"
    if after.other != before.other:
        if after.other is None:
            return "Nobody mixed in"
        return f"{round(100 * after.other.share)} % {after.other.name}"
    changed = _changed(before, after)
    if len(changed) != 1:
        return f"{len(changed)} sliders"
    return _moved(changed[0], after, words)


def summary(edit: FaceEdit, words: Words, most: int = 3) -> str:
    """Say all that is changed about a face: "Age +20 years, Smile +40 %"; only the first few sliders are named."""
    if edit.empty:
        return "As it was"
    told = [_moved(name, edit, words) for name in list(edit.sliders)[:most]]
    if len(edit.sliders) > most:
        told.append("…")
    if edit.other is not None:
        told.append(f"{round(100 * edit.other.share)} % {edit.other.name}")
    return ", ".join(told)


def amount(value: float, unit: str) -> str:
    """Say how far a slider is: "+20 years", "+1 year", "−5°", "0"."""
    number = f"{abs(value):g}"
    if number == "1" and len(unit) > 2:
        unit = unit.removesuffix("s")
    sign = "" if value == 0 else "+" if value > 0 else "−"
    gap = "" if unit in ("", "°") else " "
    return f"{sign}{number}{gap}{unit}"


def _moved(name: str, edit: FaceEdit, words: Words) -> str:
    label, unit = words.get(name, (name, ""))
    return f"{label} {amount(edit.sliders.get(name, 0.0), unit)}"


def _changed(before: FaceEdit, after: FaceEdit) -> Sequence[str]:
    names = [*before.sliders, *(name for name in after.sliders if name not in before.sliders)]
    return [name for name in names if before.sliders.get(name, 0.0) != after.sliders.get(name, 0.0)]


def _only_change(before: FaceEdit, after: FaceEdit) -> str:
    """Return the only slider that differs, that of the share of another person included, or nothing."""
    changed = _changed(before, after)
    if before.other == after.other:
        return changed[0] if len(changed) == 1 else ""
    if changed or before.other is None or after.other is None:
        return ""
    return _SHARE if before.other.latent == after.other.latent else ""
