"""The words that the captions can say, collected from the tables and the sentences."""

import re
from collections.abc import Iterator

from scripts.clip import grammar, sentences
from styletransfer.algorithms.prompt_lexicon import FUNCTION_WORDS

_WORD = re.compile(r"[a-z]+")


def content_words() -> frozenset[str]:
    """Return every word that a caption can contain and that is not a function word."""
    words = {word for text in spoken_texts() for word in _WORD.findall(text.replace("THEIR", " "))}
    return frozenset(word for word in words - FUNCTION_WORDS if len(word) > 1)


def spoken_texts() -> Iterator[str]:
    """Yield every piece of text that captions are made of."""
    for meaning in grammar.MEANINGS:
        for texts in meaning.wordings.values():
            for text in texts:
                yield text.replace("/", " ").replace(":", " ")
    for table in (grammar.TEMPLATES, grammar.HEADS, grammar.ONES, grammar.WHOLES, grammar.NEUTRALS, grammar.STRONG,
                  grammar.WEAK, grammar.MUCH, grammar.STRONG_DOING, grammar.WEAK_DOING):  # fmt: skip
        yield from table
    for by_gender in (sentences.OWN, sentences.SUBJECT, sentences.OBJECT):
        for table in by_gender.values():
            yield from table
    yield sentences.FRAME
