"""Texts to ids of tokens: CLIP's byte-pair pieces, all 49,408 of them or those that a small network has kept.

Departures from clip's `tokenize`, each marked `Departure` in the code:
  1. what is too long is cut, as with its `truncate`, and no text is read beyond `MOST_CHARACTERS`;
  2. the marks of start and end are dropped when a text spells them out, which would end it there;
  3. with a vocabulary of its own, a network drops pieces that it does not have.
"""

from collections.abc import Sequence
from itertools import pairwise
from threading import Lock

import torch
from torch import Tensor

from styletransfer.errors import InputError
from styletransfer.models.clip_parts import simple_tokenizer

START, END = 49_406, 49_407
"""Ids that begin and end a text, the largest of all: the network finds the end as the largest id."""

MOST_CHARACTERS = 1000
_MOST_CACHED = 20_000  # words whose pieces are remembered
_turn = Lock()  # all tokenizers of the process share the memory of words


class Tokenizer:
    """Cuts texts as CLIP does; a `vocabulary` keeps some of the pieces and numbers them anew."""

    def __init__(self, vocabulary: Tensor | None = None) -> None:
        """Prepare a tokenizer.

        Args:
            vocabulary: (V,) whole numbers, the original ids that are kept, ascending, the last two `START` and `END`;
                None keeps all.
        Raises:
            InputError: the vocabulary is another one.
        """
        self.vocabulary = vocabulary
        self._ids: dict[int, int] | None = None
        self.start, self.end = START, END
        if vocabulary is not None:
            kept = _checked(vocabulary)
            self._ids = {original: index for index, original in enumerate(kept)}
            self.start, self.end = len(kept) - 2, len(kept) - 1

    @property
    def size(self) -> int:
        """Number of tokens."""
        return self.end + 1

    def encode(self, texts: Sequence[str], context_length: int) -> Tensor:
        """Number the tokens of texts.

        Args:
            texts: N of them, of any length.
            context_length: tokens of a row, at least 2; what a text has more is cut off.
        Returns:
            (N, context_length) int64: start, pieces, end, then zeros.
        """
        rows = torch.zeros(len(texts), context_length, dtype=torch.int64)
        for row, text in zip(rows, texts, strict=True):
            ids = [self.start, *self.pieces(text)[: context_length - 2], self.end]  # Departure 1
            row[: len(ids)] = torch.tensor(ids)
        return rows

    def pieces(self, text: str) -> list[int]:
        """Return the ids of the pieces of a text, without start and end."""
        with _turn:
            tokenizer = simple_tokenizer()
            if len(tokenizer.cache) > _MOST_CACHED:  # its memory of words would grow for ever
                for word in [word for word in tokenizer.cache if not word.startswith("<|")]:
                    del tokenizer.cache[word]
            original = [piece for piece in tokenizer.encode(text[:MOST_CHARACTERS]) if piece < START]  # Departure 2
        if self._ids is None:
            return original
        return [self._ids[piece] for piece in original if piece in self._ids]  # Departure 3


def _checked(vocabulary: Tensor) -> list[int]:
    """List the ids of a vocabulary."""
    if vocabulary.ndim != 1 or vocabulary.is_floating_point() or vocabulary.is_complex():
        raise InputError(f"A vocabulary is a row of whole numbers, got {vocabulary.dtype} {tuple(vocabulary.shape)}.")
    kept = [int(original) for original in vocabulary.tolist()]
    ascending = all(low < high for low, high in pairwise(kept))
    if kept[-2:] != [START, END] or kept[0] < 0 or not ascending:
        raise InputError(f"A vocabulary holds ascending ids from 0 on, and ends with {START} and {END}.")
    return kept
