"""Tokens are those of clip's own `tokenize`; a smaller vocabulary drops what it lacks and keeps the end last."""

import pytest
import torch

from styletransfer.errors import InputError
from styletransfer.models import clip_tokens
from styletransfer.models.clip_parts import simple_tokenizer
from styletransfer.models.clip_tokens import END, MOST_CHARACTERS, START, Tokenizer

TEXTS = ["An old man with glasses.", "smiling", "a woman's BLOND hair, 3 times", "naïve café &amp; crème", "", " \n "]


def published(texts: list[str], context_length: int) -> torch.Tensor:
    """Tokenize as clip does: start, pieces, end, zeros; cut, with the end in the last place, when too long."""
    rows = []
    for text in texts:
        ids = [START, *simple_tokenizer().encode(text), END]
        if len(ids) > context_length:
            ids = [*ids[: context_length - 1], END]
        rows.append(ids + [0] * (context_length - len(ids)))
    return torch.tensor(rows)


def vocabulary_of(*words: str) -> torch.Tensor:
    return torch.tensor([*sorted({piece for word in words for piece in simple_tokenizer().encode(word)}), START, END])


@pytest.mark.parametrize("context_length", [77, 8, 2])
def test_tokens_are_those_of_clip(context_length: int) -> None:
    texts = [*TEXTS, " ".join(["long"] * 200)]
    assert torch.equal(Tokenizer().encode(texts, context_length), published(texts, context_length))


def test_known_ids_are_those_of_the_published_tokenizer() -> None:
    tokenizer = simple_tokenizer()
    assert (tokenizer.encoder["<|startoftext|>"], tokenizer.encoder["<|endoftext|>"]) == (START, END)
    rows = Tokenizer().encode(["a photo of a cat"], 8)
    assert rows.tolist() == [[49406, 320, 1125, 539, 320, 2368, 49407, 0]]  # as in clip's own notebook


def test_no_texts_make_no_rows() -> None:
    assert Tokenizer().encode([], 5).shape == (0, 5)


def test_marks_that_a_text_spells_out_do_not_end_it() -> None:
    assert Tokenizer().pieces("a <|endoftext|> man <|startoftext|>") == Tokenizer().pieces("a man")


def test_a_vocabulary_numbers_its_pieces_anew_and_drops_others() -> None:
    tokenizer = Tokenizer(vocabulary_of("an", "old", "man", "face"))
    assert tokenizer.size == 6
    with_pirate, without = tokenizer.encode(["an old pirate man", "an old man"], 7)
    assert torch.equal(with_pirate, without)
    kept = tokenizer.vocabulary
    assert kept is not None
    found = [simple_tokenizer().decoder[int(kept[index])] for index in without[:5]]
    assert found == ["<|startoftext|>", "an</w>", "old</w>", "man</w>", "<|endoftext|>"]


@pytest.mark.parametrize("text", ["", "pirate", "face " * 50, "face man", "old <|endoftext|> man"])
def test_the_end_is_the_largest_id_and_stands_last(text: str) -> None:
    tokenizer = Tokenizer(vocabulary_of("old", "man", "face"))
    (row,) = tokenizer.encode([text], 6)
    place = int(row.argmax())
    assert row[place] == tokenizer.end == tokenizer.size - 1
    assert (row == tokenizer.end).sum() == 1
    assert not row[place + 1 :].any()


@pytest.mark.parametrize(
    "vocabulary",
    [
        torch.tensor([]), torch.tensor([320.0, START, END]), torch.tensor([[320, START, END]]),
        torch.tensor([320, START]), torch.tensor([320, END, START]), torch.tensor([320, 320, START, END]),
        torch.tensor([400, 320, START, END]), torch.tensor([-1, START, END]), torch.tensor([START, END, END + 1]),
    ],
)  # fmt: skip
def test_other_vocabularies_are_refused(vocabulary: torch.Tensor) -> None:
    with pytest.raises(InputError, match="vocabulary"):
        Tokenizer(vocabulary)


def test_endless_texts_and_new_words_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clip_tokens, "_MOST_CACHED", 20)
    tokenizer = Tokenizer()
    assert tokenizer.pieces("man " * 10_000) == tokenizer.pieces(("man " * 10_000)[:MOST_CHARACTERS])
    expected = tokenizer.pieces("unforgettable")
    for number in range(100):
        tokenizer.pieces(f"word{chr(97 + number % 26)}{chr(97 + number // 26)}")
        assert len(simple_tokenizer().cache) < 25
    assert tokenizer.pieces("unforgettable") == expected
    assert simple_tokenizer().encode("<|endoftext|>") == [END]
