"""Read a prompt as a small CLIP can: cleaned, typing errors mended, words it never learnt named and left out.

The shipped CLIP knows the words of its training captions alone. What is typed comes out in the form of those captions:
lower case, no hyphens, contractions spelt out, no mark but the comma.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from styletransfer.algorithms.prompt_cleaning import WORD, cleaned
from styletransfer.algorithms.prompt_lexicon import (
    CARRIERS,
    FEMALE_NOUNS,
    FUNCTION_WORDS,
    MALE_NOUNS,
    NEUTRAL_NOUNS,
    SAID_OTHERWISE,
    word_set,
)
from styletransfer.algorithms.prompt_spelling import inflected, mended
from styletransfer.errors import PromptError

_DANGLING = word_set("a an the with and or in of on to like as by from but wearing having has is no without")
_DENIALS = (
    ("without any", "with"),
    ("without", "with"),
    ("with no", "with"),
    ("has no", "has"),
    ("have no", "have"),
    ("does not have", "has"),
    ("do not have", "have"),
    ("is not", "is"),
    ("are not", "are"),
    ("does not", ""),
    ("do not", ""),
    ("no longer", ""),
    ("not", ""),
    ("no", ""),
    ("never", ""),
    ("remove", ""),
    ("take off", ""),
    ("get rid of", ""),
    ("lose", ""),
    ("stop", ""),
)
_HAVING = re.compile(r"\b(?:with|wearing)\b")
_BETWEEN = re.compile(r"\b(?:with|wearing|and|but)\b|,|\b(?:who|that|which)\b.*")
_PRONOUNS = frozenset(("he", "him", "his", "she", "her", "hers"))
_SUBJECTS = word_set("a an the this some he she it they his her their its")


@dataclass(frozen=True)
class PromptWords:
    """A prompt as the network gets it, what was mended in it, and the content words that it never learnt."""

    text: str
    corrected: tuple[tuple[str, str], ...] = ()
    unknown: tuple[str, ...] = ()


def read_words(text: str, words: Collection[str] | None) -> PromptWords:
    """Clean a prompt, mend typing errors of one letter, and leave out what was never learnt.

    Args:
        text: what was typed, at most 300 characters.
        words: content words that the network learnt, lower case; None knows every word, and nothing is mended.
    Raises:
        PromptError: nothing was typed, too much was, nothing of it can be read, or none of it was ever learnt.
    """
    plain = cleaned(text)
    if words is None:
        return PromptWords(plain)
    known = frozenset(words) | FUNCTION_WORDS | NEUTRAL_NOUNS
    kept: list[str] = []
    corrected: dict[str, str] = {}
    unknown: dict[str, None] = {}
    for part in plain.replace(",", " ,").split():
        found = _learnt(part, known)
        if found is None and (meant := mended(part, known)):
            corrected[part] = found = meant
        if found is None:
            unknown[part] = None
        else:
            kept.append(found)
    if unknown and not _content(" ".join(kept)):
        raise PromptError(f"{never_learnt(tuple(unknown))}, and nothing else of the prompt is a change.")
    return PromptWords(_joined(kept, bool(unknown)), tuple(corrected.items()), tuple(unknown))


def read_both(target: str, neutral: str, words: Collection[str] | None) -> tuple[PromptWords, PromptWords]:
    """Read what a face should be and what it is now, which is guessed where nothing is said.

    Args:
        target, neutral: as somebody typed them.
        words: as in `read_words`.
    Raises:
        PromptError: as `read_words`.
    """
    wanted = read_words(target, words)
    return wanted, read_words(neutral if neutral.strip() else guessed_neutral(wanted.text), words)


def guessed_neutral(text: str) -> str:
    """Guess what the face is now from what it should be.

    "an old man with glasses" is changed from "a man", "smiling" from "a face", "a man" from "a person", "without a
    beard" from "with a beard".

    Raises:
        PromptError: nothing of the text can be read.
    """
    plain = cleaned(text)
    parts = [part for part in plain.replace(",", " ").split() if part not in _SUBJECTS]
    named = set(WORD.findall(plain))
    who = _gender(named)
    if not _content(plain):
        pronouns, nouns = named & _PRONOUNS, named & (MALE_NOUNS | FEMALE_NOUNS) - _PRONOUNS
        return who if pronouns and nouns else "a person" if nouns or "face" in named else "a face"
    asserted = _asserted(plain)
    if asserted:
        return asserted
    return who if len(parts) > 1 else "a face"


def things(text: str) -> tuple[str, ...]:
    """Return what a face is to have or wear, beside what it is to be, in the words of `read_words`.

    "an old man with glasses and a hat" has "glasses" and "a hat". Where there is nothing else, there is nothing beside.
    """
    first, *rest = _HAVING.split(text, maxsplit=1)
    found = [part.strip() for part in _BETWEEN.split(rest[0])] if rest else []
    found = [part for part in dict.fromkeys(found) if _content(part)]
    return tuple(found) if _content(first) or len(found) > 1 else ()


def _gender(named: set[str]) -> str:
    pronouns = named & _PRONOUNS
    male, female = (pronouns or named) & MALE_NOUNS, (pronouns or named) & FEMALE_NOUNS
    return "a man" if male and not female else "a woman" if female and not male else "a face"


def _asserted(plain: str) -> str:
    """Return a text that denies one thing with the denial taken out; empty for any other text."""
    if "," in plain or " and " in plain or " but " in plain:
        return ""
    padded = f" {plain} "
    for denial, instead in _DENIALS:
        at = padded.find(f" {denial} ")
        if at < 0:
            continue
        ahead = {part for part in padded[:at].split() if part not in FUNCTION_WORDS}
        if ahead - NEUTRAL_NOUNS - MALE_NOUNS - FEMALE_NOUNS - CARRIERS:
            return ""
        return " ".join(f"{padded[:at]} {instead} {padded[at + len(denial) + 2 :]}".split())
    return ""


def _learnt(part: str, known: frozenset[str]) -> str | None:
    """Return a word as the captions have it; None when they do not have it."""
    if part in known or len(part) == 1 or part.rstrip("s").isdigit():
        return part
    other = SAID_OTHERWISE.get(part)
    if other and all(word in known or word.isdigit() for word in other.split()):
        return other
    return inflected(part, known)


def _content(text: str) -> set[str]:
    return {part for part in text.replace(",", " ").split() if len(part) > 1} - FUNCTION_WORDS - CARRIERS - _DANGLING


def _joined(kept: list[str], cut: bool) -> str:
    """Join words to a text; where some were left out, what now hangs at the ends goes too."""
    while cut and kept and kept[-1] in (*_DANGLING, ","):
        kept = kept[:-1]
    return " ".join(kept).replace(" ,", ",").strip(" ,")


def never_learnt(unknown: Sequence[str]) -> str:
    """Say that a model does not know some words, at least one, in the beginning of a sentence."""
    *first, last = (f"“{word}”" for word in unknown)
    named = f"words {', '.join(first)} and {last}" if first else f"word {last}"
    return f"The shipped model never learnt the {named}"
