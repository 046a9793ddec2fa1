"""Captions with what they claim: true ones of a picture, their hard negatives, neutral ones, and how true each is.

The captions name attributes independently of each other, so that in language "old" does not imply "grey hair".
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from random import Random

import numpy as np
from numpy.typing import NDArray

from scripts.clip import grammar
from scripts.clip.claims import Claim, joint_truth
from scripts.clip.grammar import TEMPLATES
from scripts.clip.phrases import Said
from scripts.clip.sentences import sentence
from scripts.clip.spoken_words import content_words

__all__ = ["TEMPLATES", "WORDS", "Caption", "CaptionSampler", "Claim", "truth"]

WORDS: frozenset[str] = content_words()
"""The content words that the captions can say."""

_ATTRIBUTES = sorted(
    {claim.attribute for meaning in grammar.MEANINGS for claim in meaning.claims + meaning.denied_claims}
)
_DEGREES = {"": 0.62, "strong": 0.12, "weak": 0.06, "more": 0.07, "denied": 0.13}
_COUNTS = (1, 2, 3), (0.42, 0.36, 0.22)
_GENDER_NAMED = 0.45


@dataclass(frozen=True)
class Caption:
    """A text, what it claims, and how it was made, so that it can be said again or turned."""

    text: str
    claims: tuple[Claim, ...]
    saids: tuple[Said, ...] = field(default=(), compare=False)
    seed: int = field(default=0, compare=False)


def truth(captions: Sequence[Caption], values: Mapping[str, NDArray[np.float64]]) -> NDArray[np.float64]:
    """Return how true captions (M) are of pictures (N): (N, M) in [0, 1], nan where a value is not known.

    Args:
        captions: what is said.
        values: attribute -> values (N,) in the units of `scripts.clip.claims`; a missing attribute is not known.
    """
    known = {name: np.asarray(column, np.float64) for name, column in values.items()}
    count = len(next(iter(known.values())))
    columns = [joint_truth(caption.claims, known, count) for caption in captions]
    return np.stack(columns, axis=1) if columns else np.zeros((count, 0))


class CaptionSampler:
    """Draws captions; the same seed draws the same ones."""

    def __init__(self, seed: int) -> None:
        self._random = Random(seed)
        self._choices = {degree: _Choices(degree) for degree in _DEGREES}

    def about(self, values: Mapping[str, float]) -> Caption:
        """Return a caption of one to three claims that are true of a picture with these values; nan is unknown."""
        vector = np.array([values.get(name, math.nan) for name in _ATTRIBUTES])
        return self._told(lambda degree: self._choices[degree].holding(vector)) or self.neutral()

    def any(self) -> Caption:
        """Return a caption that need not be true of anything, without contradictions in itself."""
        return self._told(lambda degree: self._choices[degree].saids) or self.neutral()

    def neutral(self) -> Caption:
        """Return a caption that claims nothing: "a face", "a photo of a person"."""
        text = self._random.choice(grammar.NEUTRALS)
        if self._random.random() < 0.3:
            text = self._random.choice(TEMPLATES).format(text)
        return Caption(text, ())

    def opposite(self, caption: Caption) -> Caption | None:
        """Return the caption with one claim turned and the rest as it was; None where nothing can be turned."""
        slots = list(range(len(caption.saids)))
        self._random.shuffle(slots)
        for slot in slots:
            turned = self._turned(caption.saids[slot])
            if turned is not None:
                saids = (*caption.saids[:slot], turned, *caption.saids[slot + 1 :])
                return _caption(saids, caption.seed)
        return None

    def paraphrase(self, caption: Caption) -> Caption:
        """Return the same claims in other words."""
        return _caption(caption.saids, self._random.getrandbits(40)) if caption.saids else self.neutral()

    def _turned(self, said: Said) -> Said | None:
        meaning = said.meaning
        deniable = bool(meaning.denied_claims)
        if said.degree == "denied":
            return Said(meaning, self._random.choice(("", "strong")) if self._random.random() < 0.3 else "")
        if deniable and self._random.random() < 0.35:
            return Said(meaning, "denied")
        others = meaning.opposites.split()
        if not others:
            return Said(meaning, "denied") if deniable else None
        return Said(grammar.BY_NAME[self._random.choice(others)], "" if said.degree == "more" else said.degree)

    def _told(self, held: Callable[[str], Sequence[Said]]) -> Caption | None:
        saids: list[Said] = []
        taken: set[str] = set()
        wanted = self._random.choices(*_COUNTS)[0]
        if self._random.random() < _GENDER_NAMED:
            self._add([said for said in held("") if said.meaning.name in ("man", "woman")], saids, taken)
        for _ in range(6):
            if len(saids) >= wanted:
                break
            degree = self._random.choices(list(_DEGREES), list(_DEGREES.values()))[0]
            self._add([said for said in held(degree) if taken.isdisjoint(said.meaning.groups)], saids, taken)
        self._random.shuffle(saids)
        return _caption(tuple(saids), self._random.getrandbits(40)) if saids else None

    def _add(self, open_to: Sequence[Said], saids: list[Said], taken: set[str]) -> None:
        if open_to:
            said = self._random.choices(open_to, [said.meaning.weight for said in open_to])[0]
            saids.append(said)
            taken.update(said.meaning.groups)


class _Choices:
    """Everything that can be said in one degree, with its bands as arrays, so that a picture is checked at once."""

    def __init__(self, degree: str) -> None:
        saids = [Said(meaning, degree) for meaning in grammar.MEANINGS]
        self.saids = [said for said in saids if _sayable(said)]
        claims = [(claim, number) for number, said in enumerate(self.saids) for claim in said.claims]
        self._columns = np.array([_ATTRIBUTES.index(claim.attribute) for claim, _ in claims])
        self._low = np.array([claim.low for claim, _ in claims])
        self._high = np.array([claim.high for claim, _ in claims])
        self._starts = np.array([number for number, (_, owner) in enumerate(claims) if not number or
                                 claims[number - 1][1] != owner])  # fmt: skip

    def holding(self, values: NDArray[np.float64]) -> list[Said]:
        """Return what is true of a picture (attributes): every claim known and in its band."""
        found = values[self._columns]
        held = np.logical_and.reduceat((found >= self._low) & (found <= self._high), self._starts)
        return [self.saids[number] for number in np.flatnonzero(held).tolist()]


def _sayable(said: Said) -> bool:
    meaning, wordings = said.meaning, said.meaning.wordings
    match said.degree:
        case "denied":
            return bool(meaning.denied_claims)
        case "more":
            return bool(meaning.weak) and ("comparatives" in wordings or "doing" in wordings)
        case "strong":
            return bool(meaning.strong)
        case "weak":
            return bool(meaning.weak)
        case _:
            return True


def _caption(saids: tuple[Said, ...], seed: int) -> Caption:
    claims = tuple(claim for said in saids for claim in said.claims)
    return Caption(sentence(saids, seed), claims, saids, seed)
