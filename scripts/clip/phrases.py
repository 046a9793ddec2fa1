"""One meaning put into words for each role in a sentence: bare, before or behind a noun, as predicate, as command."""

from dataclasses import dataclass
from random import Random

from scripts.clip import grammar
from scripts.clip.claims import Claim
from scripts.clip.degrees import graded, with_article, without_article
from scripts.clip.meanings import Meaning


@dataclass(frozen=True)
class Said:
    """A meaning with the degree it is said in: "", "strong", "weak", "more" or "denied"."""

    meaning: Meaning
    degree: str = ""

    @property
    def claims(self) -> tuple[Claim, ...]:
        """What the picture must show for this to be true."""
        meaning = self.meaning
        by_degree = {"strong": meaning.strong_claims, "weak": meaning.weak_claims, "more": meaning.weak_claims}
        return meaning.denied_claims if self.degree == "denied" else by_degree.get(self.degree, meaning.claims)


@dataclass(frozen=True)
class Phrase:
    """Words for a meaning, of the place in the sentence that they fit; several forms for verbs and for states."""

    place: str
    forms: tuple[str, ...]
    denied: bool = False

    @property
    def text(self) -> str:
        """The first form."""
        return self.forms[0]


_SHARES = {"adjectives": 3.0, "comparatives": 3.0, "nouns": 1.2, "having": 3.0, "wearing": 1.6, "doing": 2.2,
"states": 2.2,
           "after": 1.6, "lacking": 1.0}  # fmt: skip
_DENIALS = ("no ", "not ", "without")
_DENIABLE = ("adjectives", "nouns", "having", "wearing", "doing", "states", "after")


def phrase_of(said: Said, random: Random, wanted: str = "") -> Phrase:
    """Choose words for what is said, in the wanted place where it has words there."""
    wordings = said.meaning.wordings
    places = [place for place in wordings if place in _SHARES and _fits(place, said)]
    places = places or [place for place in wordings if place in _DENIABLE]
    place = wanted if wanted in places else random.choices(places, [_SHARES[name] for name in places])[0]
    texts = wordings[place]
    if said.degree == "denied":
        texts = tuple(text for text in texts if not text.startswith(_DENIALS)) or texts
    forms = graded(place, random.choice(texts), said.degree, random)
    return Phrase(place, forms, said.degree == "denied" and place != "lacking")


def bare(phrase: Phrase, random: Random) -> str:
    """Return the phrase as a fragment of its own: "smiling", "no beard", "with eyes closed"."""
    text = phrase.text
    if phrase.denied:
        return _denied(phrase, random)
    match phrase.place:
        case "nouns":
            one = with_article(text)
            options = (one, one, text, text, f"as {one}", f"the face of {one}", f"{text} face")
        case "having":
            options = (text, text, f"with {text}", f"having {text}", without_article(text))
        case "wearing":
            options = (f"wearing {text}", f"in {text}", f"wears {text}", f"with {text}")
        case "doing":
            options = (text, text, *phrase.forms[1:])
        case "states":
            options = (
                *_state_nouns(phrase),
                f"with THEIR {' '.join(phrase.forms)}",
                _clause(phrase, "the"),
                _inverted(phrase),
                _relative(phrase),
            )
        case _:
            options = (text,)
    return random.choice(options)


def before(phrase: Phrase) -> str | None:
    """Return the phrase as it stands before a noun; None where it cannot."""
    if phrase.denied:
        return None
    if phrase.place in ("adjectives", "comparatives", "lacking"):
        return phrase.text
    return phrase.text if phrase.place == "doing" and " " not in phrase.text else None


def behind(phrase: Phrase, random: Random) -> str:
    """Return the phrase as it stands behind a noun: "with a beard", "who is smiling", "whose eyes are closed"."""
    who, text = random.choice(("who", "who", "that")), phrase.text
    if phrase.denied:
        return random.choice((_denied(phrase, random), f"{who} {predicate(phrase, random)}"))
    match phrase.place:
        case "having":
            options = (*(f"with {text}",) * 4, f"{who} has {text}", f"having {text}")
        case "wearing":
            wearing = f"wearing {text}"
            options = (wearing, wearing, f"in {text}", f"{who} wears {text}", f"with {text}", f"{who} is {wearing}")
        case "doing":
            options = (text, text, f"{who} is {text}", f"{who} {phrase.forms[1]}")
        case "states":
            noun = _state_nouns(phrase)[-1]
            options = (
                f"with THEIR {' '.join(phrase.forms)}",
                f"with {' '.join(phrase.forms)}",
                f"with {noun}",
                f"whose {_clause(phrase, '')}",
                f"{who} has {noun}",
                f"with {_relative(phrase)}",
            )
        case "after":
            options = (text, text, text, f"{who} is {text}")
        case _:
            options = (f"{who} {predicate(phrase, random)}",)
    return random.choice(options)


def predicate(phrase: Phrase, random: Random, plural: bool = False) -> str:
    """Return the phrase as it follows a subject: "is old", "has a beard", "smiles", "does not smile"."""
    be, have, wear, do = ("are", "have", "wear", "do") if plural else ("is", "has", "wears", "does")
    denied, text = phrase.denied, phrase.text
    nay = f"{be} not" if denied else be
    match phrase.place:
        case "nouns":
            options = (f"{nay} {with_article(text)}",)
        case "having":
            lacks = (f"{do} not have {text}", f"{have} no {without_article(text)}")
            options = lacks if denied else (f"{have} {text}", f"{have} {text}", f"{have} got {text}")
        case "wearing":
            lacks = (f"{nay} wearing {text}", f"{do} not wear {text}", f"{be} without {text}")
            options = lacks if denied else (f"{wear} {text}", f"{be} wearing {text}", f"{have} {text}")
        case "doing":
            finite = f"{do} not {phrase.forms[2]}" if denied else phrase.forms[2 if plural else 1]
            options = (f"{nay} {text}", f"{nay} {text}", finite)
        case "states":
            options = (f"{have} THEIR {_state_bare(phrase)}", f"{have} {_state_nouns(phrase)[-1]}")
        case "after":
            options = (f"{nay} {text}",)
        case _:
            seeming = ("look", "seem", "appear") if plural else ("looks", "seems", "appears")
            options = (f"{nay} {text}", f"{nay} {text}", *(() if denied else (f"{verb} {text}" for verb in seeming)))
    return random.choice(options)


def clause(phrase: Phrase, subject: str, plural: bool, random: Random) -> str:
    """Return a whole sentence about the subject: "she is old", "her eyes are closed"."""
    if phrase.place == "states" and random.random() < 0.7:
        return _clause(phrase, random.choice(("THEIR", "the")))
    return f"{subject} {predicate(phrase, random, plural)}"


def command(phrase: Phrase, whom: str, random: Random) -> str:
    """Return the phrase as an order: "make her older", "add a beard", "remove the glasses"."""
    text = phrase.text
    if phrase.denied:
        return _forbidden(phrase, whom, random)
    match phrase.place:
        case "nouns":
            one = with_article(text)
            options = (f"make {whom} {one}", f"turn {whom} into {one}", f"change {whom} to {one}")
        case "having":
            options = (f"give {whom} {text}", f"add {text}", f"make {whom} have {text}", f"put {text} on {whom}")
        case "wearing":
            options = (f"put {text} on {whom}", f"add {text}", f"make {whom} wear {text}", f"give {whom} {text}")
        case "doing":
            plain = phrase.forms[2]
            options = (f"make {whom} {plain}", f"let {whom} {plain}", plain)
        case "states":
            subject, quality = phrase.forms
            options = (
                f"make the {subject} {quality}",
                f"make THEIR {subject} {quality}",
                f"change the {subject} to {quality}",
                f"turn THEIR {subject} {quality}",
            )
        case "after":
            options = (f"put {whom} {text}", f"make {whom} {text}", f"show {whom} {text}")
        case _:
            options = (f"make {whom} {text}", f"make {whom} look {text}", f"make {whom} appear {text}")
    return random.choice(options)


def _fits(place: str, said: Said) -> bool:
    match said.degree:
        case "more":
            return place == "comparatives" or (place == "doing" and not said.meaning.comparatives)
        case "denied":
            texts = said.meaning.wordings[place]
            some = any(not text.startswith(_DENIALS) for text in texts)
            return place == "lacking" or (place in _DENIABLE and some)
        case "":
            return place not in ("comparatives", "lacking")
        case _:
            return place in ("adjectives", "doing", "states", "having")


def _denied(phrase: Phrase, random: Random) -> str:
    text = phrase.text
    plain = without_article(text)
    match phrase.place:
        case "nouns":
            options = (f"not {with_article(text)}",)
        case "having":
            lacks = (f"without {text}", f"without {text}", f"no {plain}", f"with no {plain}", f"without any {plain}")
            options = (*lacks, f"not with {text}", f"lacking {text}", f"free of {text}")
        case "wearing":
            options = (f"without {text}", f"not wearing {text}", f"no {plain}")
        case "doing":
            options = (f"not {text}", f"not {text}", f"without {text}", f"no longer {text}", f"never {text}")
        case "states":
            options = (_state_bare(phrase), _clause(phrase, "the"))
        case _:
            options = (f"not {text}", f"not {text}", f"no longer {text}", f"not at all {text}")
    return random.choice(options)


def _forbidden(phrase: Phrase, whom: str, random: Random) -> str:
    if phrase.place not in ("having", "wearing"):
        return f"make {whom} {_denied(phrase, random)}"
    verb = random.choice(("remove", "take off", "get rid of", "take away", "erase", "delete", "lose"))
    return f"{verb} {random.choice(('the ', 'THEIR ', ''))}{without_article(phrase.text)}"


def _state_bare(phrase: Phrase) -> str:
    subject, quality = phrase.forms
    return f"{subject} {'not ' if phrase.denied else ''}{quality}"


def _state_nouns(phrase: Phrase) -> tuple[str, ...]:
    subject, quality = phrase.forms
    plain, words = _state_bare(phrase), quality.split()
    if phrase.denied or len(words) > 2 or "to" in words or words[-1] in ("up", "down", "on", "off"):
        return (plain, plain)
    joined = f"{quality} {subject}"
    singular = subject not in grammar.PLURALS and subject.split()[-1] not in ("hair", "skin", "lip")
    return (plain, joined, with_article(joined) if singular else joined)


def _be(phrase: Phrase) -> str:
    return "are" if phrase.forms[0] in grammar.PLURALS else "is"


def _relative(phrase: Phrase) -> str:
    return f"{phrase.forms[0]} that {_be(phrase)} {'not ' if phrase.denied else ''}{phrase.forms[1]}"


def _inverted(phrase: Phrase) -> str:
    return f"{phrase.forms[1]} {_be(phrase)} THEIR {phrase.forms[0]}"


def _clause(phrase: Phrase, whose: str) -> str:
    return f"{whose} {phrase.forms[0]} {_be(phrase)} {'not ' if phrase.denied else ''}{phrase.forms[1]}".strip()
