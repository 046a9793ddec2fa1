"""Mend typing errors: a word one letter away from a learnt one, by Damerau's and Levenshtein's count of edits.

Damerau (1964), "A technique for computer detection and correction of spelling errors": one letter too many, too few,
another one, or two neighbours exchanged. English words that the model never learnt are left as they are.
"""

import re
from functools import lru_cache
from string import ascii_lowercase

from styletransfer.algorithms.prompt_lexicon import COMMON, FUNCTION_WORDS
from styletransfer.algorithms.prompt_real_words import REAL_WORDS

SHORTEST = 4
"""Letters of the shortest word that is mended: shorter ones are one edit from half the dictionary."""

_SHORTEST_STEM = 3
_FREE_START = 7  # letters from which the first one may be wrong, too
_ENDINGS = re.compile(r"(?<!s)s$|es$|ed$|(?<=e)d$")


@lru_cache(maxsize=4096)
def mended(word: str, known: frozenset[str]) -> str | None:
    """Return the learnt word that was most likely meant, None when there is none.

    Args:
        word: lower case, not one of the known ones.
        known: learnt words and function words.
    """
    if len(word) < SHORTEST or word in REAL_WORDS:
        return None
    candidates = [other for other in _edits(word) & known if len(other) >= SHORTEST and _starts_alike(word, other)]
    return min(candidates, key=lambda other: _unlikeliness(word, other), default=None)


def inflected(word: str, known: frozenset[str]) -> str | None:
    """Return the learnt form of a word that was learnt in another one ("hats": "hat"), None when there is none."""
    if len(word) < SHORTEST:
        return None
    shorter = [word[: found.start()] for found in _ENDINGS.finditer(word)] + [_ENDINGS.sub("", word)]
    forms = [form for form in (*shorter, word + "s") if form in known and form != word and form not in FUNCTION_WORDS]
    return next((form for form in forms if len(form) >= _SHORTEST_STEM), None)


def _edits(word: str) -> set[str]:
    found = set()
    for place in range(len(word) + 1):
        start, rest = word[:place], word[place:]
        found |= {start + letter + rest for letter in ascii_lowercase}
        if rest:
            found.add(start + rest[1:])
            found |= {start + letter + rest[1:] for letter in ascii_lowercase}
        if len(rest) > 1:
            found.add(start + rest[1] + rest[0] + rest[2:])
    return found


def _starts_alike(word: str, other: str) -> bool:
    """Short words must begin alike; people seldom miss the first key, and too many words differ in it alone."""
    return len(word) >= _FREE_START or word[0] == other[0] or (word[0], word[1]) == (other[1], other[0])


def _unlikeliness(word: str, other: str) -> tuple[int, int, bool, str]:
    common = COMMON.index(other) if other in COMMON else len(COMMON)
    exchanged = sorted(word) == sorted(other)
    return common, 0 if exchanged else 1, other in FUNCTION_WORDS, other
