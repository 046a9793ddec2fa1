"""The captions that teach the small CLIP: true of what they are about, short enough, the same for a seed."""

import numpy as np
import pytest

from scripts.clip import grammar
from scripts.clip.captions import TEMPLATES, WORDS, Caption, CaptionSampler, truth
from scripts.clip.claims import Claim, claims, truth_of
from scripts.clip.phrases import Said
from scripts.clip.vocabulary import MOST, kept_ids
from styletransfer.algorithms.prompt_cleaning import cleaned
from styletransfer.algorithms.prompt_real_words import REAL_WORDS
from styletransfer.algorithms.prompt_words import read_words
from styletransfer.models.clip_tokens import END, START, Tokenizer

CONTEXT = 24
OLD_MAN = {
    "age": 70.0, "male": 0.95, "smile": 1.3, "beard": 0.9, "moustache": 0.9, "stubble": 0.1, "sunglasses": 0.0,
    "glasses": 0.0, "hat": 0.0, "hair_light": 60.0, "hair_red": 2.0, "hair_yellow": 3.0, "bald": 0.0, "hair_long": 0.1,
    "skin": 70.0, "skin_red": 17.0, "yaw": 20.0, "pitch": 0.0, "eyes_open": 0.3, "background": 20.0, "sad": 0.0,
}  # fmt: skip


def column(values: dict[str, float]) -> dict[str, np.ndarray]:
    """Make tables of one picture."""
    return {name: np.array([value]) for name, value in values.items()}


def test_what_is_said_about_a_picture_is_true_of_it() -> None:
    sampler = CaptionSampler(3)
    told = [sampler.about(OLD_MAN) for _ in range(400)]
    assert (truth(told, column(OLD_MAN)) == 1.0).all()
    assert {len(caption.saids) for caption in told} == {1, 2, 3}


def test_the_opposite_of_a_true_caption_is_not_true() -> None:
    sampler = CaptionSampler(4)
    turned = [found for _ in range(300) if (found := sampler.opposite(sampler.about(OLD_MAN)))]
    values = truth(turned, column(OLD_MAN))[0]
    known = values[~np.isnan(values)]
    assert len(turned) > 250
    assert (known < 1.0).mean() > 0.97
    assert (known < 0.5).mean() > 0.9


def test_the_opposite_keeps_every_other_claim() -> None:
    sampler = CaptionSampler(5)
    for caption in (sampler.about(OLD_MAN) for _ in range(100)):
        turned = sampler.opposite(caption)
        if turned is not None:
            assert sum(a != b for a, b in zip(caption.saids, turned.saids, strict=True)) == 1
            assert turned.text != caption.text


def test_a_paraphrase_claims_the_same_in_other_words() -> None:
    sampler = CaptionSampler(6)
    pairs = [(caption, sampler.paraphrase(caption)) for caption in (sampler.any() for _ in range(100))]
    assert all(a.claims == b.claims for a, b in pairs)
    assert sum(a.text != b.text for a, b in pairs) > 90


def test_a_seed_draws_the_same_captions() -> None:
    first, second, other = CaptionSampler(7), CaptionSampler(7), CaptionSampler(8)
    texts = [first.any().text for _ in range(30)]
    assert texts == [second.any().text for _ in range(30)]
    assert texts != [other.any().text for _ in range(30)]


def test_unknown_values_are_never_claimed() -> None:
    sampler = CaptionSampler(9)
    for _ in range(100):
        assert {claim.attribute for claim in sampler.about({"age": 70.0, "male": np.nan}).claims} <= {"age"}
    assert sampler.about({}).claims == ()


def test_captions_fit_the_text_tower_and_its_vocabulary() -> None:
    kept = kept_ids()
    assert len(kept) <= MOST
    assert kept[-2:].tolist() == [START, END]
    sampler, whole, small = CaptionSampler(10), Tokenizer(), Tokenizer(kept)
    for caption in [sampler.any() for _ in range(800)] + [sampler.neutral() for _ in range(50)]:
        pieces = whole.pieces(caption.text)
        assert len(pieces) == len(small.pieces(caption.text)), f"not in the vocabulary: {caption.text}"
        assert len(pieces) <= CONTEXT - 2, caption.text


def test_captions_are_what_the_reader_makes_of_a_prompt() -> None:
    sampler = CaptionSampler(11)
    for _ in range(300):
        text = sampler.any().text
        assert cleaned(text) == text
        assert read_words(text, WORDS).text == text


def test_no_real_word_that_is_kept_from_mending_was_learnt() -> None:
    assert WORDS.isdisjoint(REAL_WORDS)


@pytest.mark.parametrize("word", ["pirate", "zombie", "robot", "tattoo", "earrings", "scar", "dog", "hijab", "cartoon"])
def test_what_no_picture_shows_stays_unlearnt(word: str) -> None:
    assert word not in WORDS


def test_every_opposite_is_a_meaning_that_excludes_it() -> None:
    for meaning in grammar.MEANINGS:
        for name in meaning.opposites.split():
            opposite = grammar.BY_NAME[name]
            shared = {claim.attribute for claim in meaning.claims} & {claim.attribute for claim in opposite.claims}
            mine = {claim.attribute: claim for claim in meaning.claims}
            other = {claim.attribute: claim for claim in opposite.claims}
            apart = [mine[key].high < other[key].low or other[key].high < mine[key].low for key in shared]
            assert any(apart) or not shared, f"{meaning.name} and {name} can both be true"


@pytest.mark.parametrize("degree", ["", "strong", "weak", "denied"])
def test_degrees_agree_with_the_plain_claim(degree: str) -> None:
    for meaning in grammar.MEANINGS:
        for said in Said(meaning, degree).claims:
            plain = next((claim for claim in meaning.claims if claim.attribute == said.attribute), None)
            if plain is None:
                continue
            if degree == "strong":
                assert plain.low <= said.low, meaning.name
                assert said.high <= plain.high, meaning.name
            if degree == "denied" and len(meaning.claims) == 1:
                assert said.high < plain.low or said.low > plain.high, meaning.name


def test_claims_are_read_from_text() -> None:
    assert claims("age>58 male<0.3 yaw:-6..6") == (
        Claim("age", low=58.0), Claim("male", high=0.3), Claim("yaw", -6.0, 6.0),
    )  # fmt: skip
    with pytest.raises(ValueError, match="not a claim"):
        claims("age=3")


def test_truth_falls_softly_beside_a_band() -> None:
    found = truth_of(Claim("age", low=58.0), np.array([70.0, 58.0, 52.0, 46.0, 20.0, np.nan]))
    np.testing.assert_allclose(found, [1.0, 1.0, 0.5, 0.0, 0.0, np.nan])


def test_a_false_claim_makes_the_whole_false_and_a_missing_one_unknown() -> None:
    both = Caption("old and bearded", claims("age>58 beard>0.6"))
    found = truth([both], {"age": np.array([70.0, 20.0, 70.0]), "beard": np.array([np.nan, np.nan, 1.0])})
    np.testing.assert_array_equal(found[:, 0], [np.nan, 0.0, 1.0])


def test_neutral_captions_claim_nothing_and_templates_hold_a_prompt() -> None:
    assert CaptionSampler(1).neutral().claims == ()
    assert all(template.count("{}") == 1 for template in TEMPLATES)
