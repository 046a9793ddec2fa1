"""Several phrases joined to a caption: noun phrases, fragments, sentences, fronted clauses and orders."""

import re
from collections.abc import Sequence
from random import Random

from scripts.clip import grammar
from scripts.clip.degrees import with_article
from scripts.clip.phrases import Phrase, Said, bare, before, behind, clause, command, phrase_of, predicate

MOST_WORDS = 17
"""Longer captions are said again: the text tower reads 24 pieces of words, start and end included."""

OWN = {
    "m": ("his", "his", "his", "the"),
    "f": ("her", "her", "her", "the"),
    "": ("their", "the", "the", "its", "the", "my"),
}
SUBJECT = {"m": ("he", "he", "the man", "this man", "the guy", "it is a man and he"),
            "f": ("she", "she", "the woman", "this woman", "the lady", "it is a woman and she"),
            "": ("the person", "this person", "the face", "they", "the subject", "someone", "it", "this "
            "face")}  # fmt: skip
OBJECT = {"m": ("him", "him", "the man", "this man"), "f": ("her", "her", "the woman", "this woman", "the lady"),
           "": ("the person", "the face", "it", "them", "this person", "the subject", "me")}  # fmt: skip


FRAME = (
    "a an the this some who that whose is are not no has have had wears wear does do looks look seems seem appears "
    "appear "
    "looking wearing having with without in and but make makes turn into change to give add put on show let remove "
    "take off "
    "get rid of away erase delete lose please got any lacking free never longer at all more as on of that instead "
    "rather than with"
)
"""Words that join the phrases."""

_SPACES = re.compile(r"\s+")
_JOINTS = (" and ", " and ", ", ", " ", " with ")


def sentence(saids: Sequence[Said], seed: int) -> str:
    """Put what is said into one caption; the same seed gives the same build with other words exchanged.

    Raises:
        ValueError: no wording is short enough.
    """
    for attempt in range(40):
        text = _sentence(saids, seed + 7919 * attempt)
        if len(text.replace(",", " ,").split()) <= MOST_WORDS:
            return text
    raise ValueError(f"no short wording of {saids}")


def _sentence(saids: Sequence[Said], seed: int) -> str:
    random = Random(seed)
    order = list(range(len(saids)))
    random.shuffle(order)
    gender = next((said.meaning.gender for said in saids if said.meaning.gender and said.degree != "denied"), "")
    builders = (_noun_phrase, _fragments, _clauses, _fronted, _commands)
    build = random.choices(builders, (4.0, 2.6, 2.2, 1.3, 1.3))[0]
    text = build([saids[slot] for slot in order], [Random(seed * 31 + slot) for slot in order], gender, random)
    text = text.replace("THEIR", random.choice(OWN[gender]))
    if build in (_noun_phrase, _fronted) and random.random() < 0.15:
        text = f"{random.choice(grammar.WHOLES)} {text}"
    elif build is not _commands and random.random() < 0.25:
        text = random.choice(grammar.TEMPLATES).format(text)
    return _SPACES.sub(" ", text).replace(" ,", ",").strip(" ,")


def _noun_phrase(saids: Sequence[Said], randoms: Sequence[Random], gender: str, random: Random) -> str:
    head, phrases = "", []
    for said, own in zip(saids, randoms, strict=True):
        phrase = phrase_of(said, own, "nouns" if said.meaning.gender and own.random() < 0.8 else "")
        if phrase.place == "nouns" and not phrase.denied and not head:
            head = phrase.text
        else:
            phrases.append((phrase, own))
    if not head and not gender and random.random() < 0.12:
        return f"{random.choice(grammar.ONES)} {_tail(phrases, random)}"
    ahead = [(phrase, own) for phrase, own in phrases if before(phrase) and own.random() < 0.75]
    tail = _tail([pair for pair in phrases if pair not in ahead], random)
    comma = random.choice((" ", " ", ", "))
    front = comma.join(before(phrase) or "" for phrase, _ in ahead)
    named = f"{front} {head or random.choice(grammar.HEADS)}".strip()
    return f"{_determined(named, random)} {tail}"


def _determined(named: str, random: Random) -> str:
    match random.choices(("a", "the", "this", "some", ""), (5.5, 1.5, 0.7, 0.2, 2.0))[0]:
        case "a":
            return with_article(named)
        case "":
            return named
        case word:
            return f"{word} {named}"


def _tail(phrases: Sequence[tuple[Phrase, Random]], random: Random) -> str:
    text = ""
    for phrase, own in phrases:
        if own.random() < 0.25:
            joint, words = (", " if random.random() < 0.7 else " "), bare(phrase, own)
        else:
            joint, words = random.choice((" ", " and ", ", ", " but ")), behind(phrase, own)
        text = f"{text}{joint}{words}" if text else (f", {words}" if joint == ", " else words)
    return text


def _fragments(saids: Sequence[Said], randoms: Sequence[Random], gender: str, random: Random) -> str:
    texts = [_fragment(said, own) for said, own in zip(saids, randoms, strict=True)]
    joint = random.choice(_JOINTS[:4])
    return joint.join(texts)


def _fragment(said: Said, random: Random) -> str:
    """Return one phrase, now and then with what is meant not to be: "old, not young", "shaven instead of bearded"."""
    text = bare(phrase_of(said, random), random)
    others = said.meaning.opposites.split()
    if said.degree or not others or random.random() > 0.06:
        return text
    other = bare(phrase_of(Said(grammar.BY_NAME[random.choice(others)]), random), random)
    return f"{text}{random.choice((' not ', ', not ', ' instead of ', ' rather than ', ', no longer '))}{other}"


def _without_gender(saids: Sequence[Said], randoms: Sequence[Random], random: Random) -> list[tuple[Said, Random]]:
    """Leave out who it is where "he" and "she" say so already."""
    pairs = list(zip(saids, randoms, strict=True))
    others = [pair for pair in pairs if pair[0].meaning.name not in ("man", "woman") or pair[0].degree]
    return others if others and random.random() < 0.8 else pairs


def _clauses(saids: Sequence[Said], randoms: Sequence[Random], gender: str, random: Random) -> str:
    pairs = _without_gender(saids, randoms, random)
    subject = random.choice(SUBJECT[gender])
    plural = subject == "they"
    text = ""
    for said, own in pairs:
        phrase = phrase_of(said, own)
        if not text:
            text = clause(phrase, subject, plural, own)
        elif phrase.place == "states":
            text += random.choice((" and ", ", ", ", ")) + clause(phrase, "", plural, own)
        else:
            text += random.choice((" and ", " and ", ", ", " but ")) + predicate(phrase, own, plural)
    return text


def _fronted(saids: Sequence[Said], randoms: Sequence[Random], gender: str, random: Random) -> str:
    first = next((slot for slot, said in enumerate(saids) if not said.meaning.gender), None)
    if first is None:
        return _noun_phrase(saids, randoms, gender, random)
    phrase = phrase_of(saids[first], randoms[first])
    words = {"having": "with {}", "wearing": "wearing {}", "states": "THEIR {}"}.get(phrase.place, "{}")
    lead = bare(phrase, randoms[first]) if phrase.denied else words.format(" ".join(phrase.forms[: 2 if phrase.place ==
           "states" else 1]))  # fmt: skip
    rest = [slot for slot in range(len(saids)) if slot != first]
    named = _noun_phrase([saids[slot] for slot in rest], [randoms[slot] for slot in rest], gender, random)
    if phrase.place in ("having", "wearing") and not phrase.denied and random.random() < 0.3:
        return f"{phrase.text} on {random.choice(('', 'the face of '))}{named}"
    if phrase.place == "states" and not phrase.denied and random.random() < 0.3:
        subject, quality = phrase.forms
        return f"the {subject} of {named} {'are' if subject in grammar.PLURALS else 'is'} {quality}"
    return f"{lead}{random.choice((', ', ', ', ' '))}{named}"


def _commands(saids: Sequence[Said], randoms: Sequence[Random], gender: str, random: Random) -> str:
    pairs = _without_gender(saids, randoms, random)
    whom = random.choice(OBJECT[gender])
    texts = []
    for said, own in pairs:
        orders = said.meaning.wordings.get("orders", ())
        if orders and not said.degree and own.random() < 0.45:
            texts.append(own.choice(orders))
        else:
            texts.append(command(phrase_of(said, own), whom, own))
    return ("please " if random.random() < 0.08 else "") + random.choice((" and ", ", ", " and ")).join(texts)
