"""Prompts as they are typed: cleaned, mended, unlearnt words named, what the face is now guessed."""

import pytest

from styletransfer.algorithms.prompt_cleaning import MOST_CHARACTERS, cleaned
from styletransfer.algorithms.prompt_spelling import inflected, mended
from styletransfer.algorithms.prompt_words import PromptWords, guessed_neutral, read_words, things
from styletransfer.errors import PromptError

_LEARNT = """
    old young man woman hair blond blonde smile smiling grinning beard moustache glasses sunglasses hat eyes
    closed open mouth shut serious surprised angry laughing wearing left right black brown white grey bald
    long short pale tanned skin female male feminine teenager stubble shaven clean eyebrows raised background
    bright lips cheeks wrinkles shades year elderly lady older younger light dark lipstick makeup wide asleep
    tired happy sad head turned shadow clock ginger five lit child girl boy grandmother curls platinum eyed
    hairy scary fire boat fever share spectacles seventy
"""
LEARNT = frozenset(_LEARNT.split())
_TYPOS = """
    smilng:smiling smiing:smiling smiliing:smiling smilling:smiling smiilng:smiling galsses:glasses
    glases:glasses glassses:glasses glasess:glasses glassess:glasses beardd:beard baerd:beard berad:beard
    beaerd:beard moustahce:moustache moustche:moustache sunglases:sunglasses sunglassses:sunglasses
    sunglesses:sunglasses susnglasses:sunglasses unglasses:sunglasses blnod:blond blodn:blond blound:blond
    blonnd:blond bloned:blond blnode:blonde womman:woman womna:woman wman:woman yonug:young yuong:young
    yung:young yougn:young elederly:elderly eldrly:elderly eldely:elderly laughng:laughing laguhing:laughing
    laughin:laughing suprised:surprised surprsed:surprised seroius:serious serius:serious agnry:angry
    angyr:angry closd:closed cloesd:closed cloed:closed wearng:wearing waering:wearing weaaring:wearing
    feminin:feminine femnine:feminine teenger:teenager tenager:teenager stuble:stubble stubbble:stubble
    wrinkels:wrinkles wrinles:wrinkles eyebrws:eyebrows eyebows:eyebrows backgroud:background
    backgronud:background lipstik:lipstick lipstcik:lipstick grinnning:grinning grining:grinning
    tannned:tanned platinm:platinum witout:without wihtout:without olderr:older yunger:younger
"""
TYPOS = _TYPOS.split()
_REAL = """
    scar mask bead beads bread bear horse house mouse cape crown smell smelly smelling snail heard sword shirt
    skirt coat boot goat frog clown pirate zombie robot tattoo scarf chain ring rings wings horn tail fangs
    necklace sinking thinking stinking speaking burning bean beak bench lamp lamb boss glove elbow
"""
REAL = _REAL.split()


@pytest.mark.parametrize("pair", TYPOS)
def test_one_wrong_letter_is_mended(pair: str) -> None:
    typed, meant = pair.split(":")
    found = read_words(f"old {typed}", LEARNT)
    assert (found.text, found.corrected, found.unknown) == (f"old {meant}", ((typed, meant),), ())


@pytest.mark.parametrize("word", REAL)
def test_real_words_are_not_mended_but_named(word: str) -> None:
    found = read_words(f"old man {word}", LEARNT)
    assert (found.text, found.corrected, found.unknown) == ("old man", (), (word,))


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("An OLD man\n with glasses!", "an old man with glasses"),
        ("she's smiling", "she is smiling"),
        ("isn’t smiling", "is not smiling"),
        ("he doesn't smile", "he does not smile"),
        ("the woman’s eyes are closed", "the woman eyes are closed"),
        ("<b>smiling</b>", "smiling"),
        ("<script>alert('old')</script> young", "young"),
        ("&lt;i&gt;young&lt;/i&gt;", "young"),
        ("clean-shaven", "clean shaven"),
        ("clean‑shaven", "clean shaven"),
        ("five o'clock shadow", "five o clock shadow"),
        ("65-year-old", "65 year old"),
        ("65yo woman", "65 year old woman"),
        ("in her 60s", "in her 60s"),
        ("  old    man  ", "old man"),
        ("old 😀 man", "old man"),
        ("öld mán", "old man"),
        ("𝗼𝗹𝗱 man", "old man"),
        ("old & bald", "old and bald"),
        ("old,,, bald.", "old, bald"),
        ("old\u200b man", "old man"),
        ("رجل old", "old"),
        ("hats", "hat"),
        ("septuagenarian lady", "seventy year old lady"),
    ],
)
def test_text_takes_the_form_of_the_captions(typed: str, text: str) -> None:
    assert read_words(typed, LEARNT) == PromptWords(text)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "empty"),
        ("  \n\t ", "empty"),
        ("😀😀", "English words"),
        ("مرحبا بالعالم", "English words"),
        ("<b></b>", "English words"),
        ("1234567", "English words"),
        ("old " * 2500, "10,000 characters"),
        ("a zombie", "“zombie”"),
        ("green skin", "“green”"),
        ("a man with a tattoo and earrings", "“tattoo” and “earrings”"),
    ],
)
def test_what_cannot_be_read_is_a_sentence(typed: str, sentence: str) -> None:
    with pytest.raises(PromptError, match=sentence):
        read_words(typed, LEARNT)


def test_unlearnt_words_are_left_out_and_named_once() -> None:
    found = read_words("a pirate hat, pirate", LEARNT)
    assert found == PromptWords("a hat", (), ("pirate",))


def test_a_model_that_knows_every_word_gets_them_all() -> None:
    assert read_words("A Pirate with a smilng face", None) == PromptWords("a pirate with a smilng face")


def test_the_longest_prompt_is_still_read() -> None:
    text = ("old " * 100)[:MOST_CHARACTERS]
    assert cleaned(text) == text.strip()


@pytest.mark.parametrize(
    ("target", "neutral"),
    [
        ("an old man with glasses", "a man"),
        ("smiling", "a face"),
        ("a man", "a person"),
        ("woman", "a person"),
        ("grandmother", "a person"),
        ("a person", "a face"),
        ("a face", "a person"),
        ("she looks exhausted", "a woman"),
        ("his hair is grey", "a man"),
        ("a lady in her sixties", "a woman"),
        ("turn him into a woman", "a man"),
        ("older", "a face"),
        ("without a beard", "with a beard"),
        ("a man without glasses", "a man with glasses"),
        ("not smiling", "smiling"),
        ("she is not old", "she is old"),
        ("no beard", "beard"),
        ("an old man, no beard", "a man"),
    ],
)
def test_what_the_face_is_now_is_guessed(target: str, neutral: str) -> None:
    assert guessed_neutral(target) == neutral


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("an old man with glasses and a hat", ("glasses", "a hat")),
        ("a smiling woman wearing a hat, red lipstick and a hat", ("a hat", "red lipstick")),
        ("an old man with a beard who smiles with an open mouth", ("a beard",)),
        ("with glasses", ()),
        ("wearing a hat and glasses", ("a hat", "glasses")),
        ("an old man", ()),
        ("a face without a beard", ()),
        ("an old man with", ()),
    ],
)
def test_things_are_told_from_what_a_face_is(text: str, found: tuple[str, ...]) -> None:
    assert things(text) == found


def test_short_words_and_other_first_letters_are_left_alone() -> None:
    assert mended("hst", LEARNT) is None
    assert mended("rold", LEARNT) is None
    assert mended("zmiling", LEARNT) == "smiling"


def test_other_forms_of_a_learnt_word_are_that_word() -> None:
    assert inflected("beards", LEARNT) == "beard"
    assert inflected("wrinkle", LEARNT) == "wrinkles"
    assert inflected("zombies", LEARNT) is None
