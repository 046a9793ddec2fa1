"""Clean what was typed: markup, emoji, other scripts, contractions and hyphens go; plain lower-case words stay."""

import html
import re
import unicodedata

from styletransfer.errors import PromptError

MOST_CHARACTERS = 300
"""Longest prompt; longer ones are refused."""

WORD = re.compile(r"[a-z]+")

_TAG = re.compile(r"<(script|style)\b.*?</\1\s*>|<[^<>]*>", re.IGNORECASE | re.DOTALL)
_CONTRACTIONS = (
    (re.compile(r"\bwon'?t\b"), "will not"),
    (re.compile(r"\bcan'?t\b|\bcannot\b"), "can not"),
    (re.compile(r"\b(is|are|was|do|does|did|has|have|should|would|could)n'?t\b"), r"\1 not"),
    (re.compile(r"\b(she|he|it|who|that|there|what|here)'s\b"), r"\1 is"),
    (re.compile(r"'s\b|s'(?=\s)"), " "),
    (re.compile(r"'(re|m)\b"), " are"),
    (re.compile(r"'ve\b"), " have"),
    (re.compile(r"'(ll|d)\b"), " "),
)
_APOSTROPHES = re.compile(r"[’‘´`ʼ′]")
_STOPS = re.compile(r"[.,;:!?()\[\]{}|/\\…—–]+")
_PLUS = re.compile(r"[&+]")
_OTHER = re.compile(r"[^a-z0-9, ]+")
_FIGURES = re.compile(r"\d+s\b|(\d+)([a-z]+)")
_YEARS = re.compile(r"(?<=\d) ?y ?o\b")
_LONGEST_NUMBER = re.compile(r"\d{4,}")


def cleaned(text: str) -> str:
    """Return a prompt in the form of the captions.

    Args:
        text: what was typed, at most 300 characters.
    Raises:
        PromptError: nothing was typed, too much was, or nothing of it can be read.
    """
    if len(text) > MOST_CHARACTERS:
        raise PromptError(
            f"The prompt has {len(text):,} characters; write at most {MOST_CHARACTERS}, a few words are enough."
        )
    if not text.strip():
        raise PromptError("The prompt is empty; write what the face should be, for example “an old man with glasses”.")
    plain = _latin(_TAG.sub(" ", html.unescape(text))).lower()
    plain = _YEARS.sub(" year old", plain.replace("y/o", "yo"))
    for pattern, instead in _CONTRACTIONS:
        plain = pattern.sub(instead, plain)
    plain = _PLUS.sub(" and ", _STOPS.sub(", ", plain))
    plain = _LONGEST_NUMBER.sub(" ", _decades(_OTHER.sub(" ", plain)))
    plain = re.sub(r"\s*,[\s,]*", ", ", re.sub(r"\s+", " ", plain)).strip(" ,")
    if not WORD.search(plain):
        raise PromptError("Nothing of the prompt can be read; describe the face in English words.")
    return plain


def _latin(text: str) -> str:
    """Take accents and styled letters back to plain ones, and curly apostrophes to straight ones."""
    straight = unicodedata.normalize("NFKD", _APOSTROPHES.sub("'", text))
    return "".join(mark for mark in straight if not unicodedata.combining(mark) and unicodedata.category(mark) != "Cf")


def _decades(text: str) -> str:
    """Part figures from letters, except in "60s"."""
    return _FIGURES.sub(lambda found: " ".join(filter(None, found.groups())) or found.group(), text)
