"""The pieces of words that the captions are made of: the vocabulary that the small CLIP keeps of CLIP's 49,408.

    python -m scripts.clip.vocabulary

prints how many there are. Pieces never cross a word, so the words of the grammar's tables give all of them.
"""

import re

import torch
from torch import Tensor

from scripts.clip.spoken_words import spoken_texts
from styletransfer.models.clip_tokens import END, START, Tokenizer

MARKS = ",0123456789"
MOST = 2048
_WORD = re.compile(r"[a-z]+")


def spoken_words() -> frozenset[str]:
    """Return every word that a caption can contain, function words too."""
    return frozenset(word for text in spoken_texts() for word in _WORD.findall(text.replace("THEIR", " ")))


def kept_ids() -> Tensor:
    """Return the ids (V,) of all pieces of all captions, ascending, with the marks of start and end last.

    Raises:
        ValueError: there are more than the small network has room for.
    """
    tokenizer = Tokenizer()
    pieces = {piece for word in (*spoken_words(), *MARKS) for piece in tokenizer.pieces(word)}
    if len(pieces) + 2 > MOST:
        raise ValueError(f"the captions need {len(pieces) + 2} pieces of words, more than {MOST}")
    return torch.tensor([*sorted(pieces), START, END])


def main() -> None:
    """Print the size of the vocabulary and the words of the most pieces."""
    tokenizer = Tokenizer()
    print(f"{len(kept_ids())} pieces, {len(spoken_words())} words")
    counted = sorted(((len(tokenizer.pieces(word)), word) for word in spoken_words()), reverse=True)
    print(", ".join(f"{word} {count}" for count, word in counted[:60]))


if __name__ == "__main__":
    main()
