"""Words of degree before adjectives, nouns, verbs and states: "very old", "smiles a bit", "much older"."""

from random import Random

from scripts.clip import grammar


def with_article(text: str) -> str:
    """Return "an old man" for "old man"."""
    sounds_like_vowel = text[0] in "aeiou8" or text.startswith(("18 ", "hour", "honest"))
    return f"{'an' if sounds_like_vowel and not text.startswith(('uni', 'one')) else 'a'} {text}"


def without_article(text: str) -> str:
    """Return "old man" for "an old man"."""
    return text.removeprefix("a ").removeprefix("an ").removeprefix("the ").removeprefix("THEIR ")


def graded(place: str, text: str, degree: str, random: Random) -> tuple[str, ...]:
    """Return the forms of a wording with a degree: "strong", "weak", "more"; as they are for any other."""
    forms = tuple(text.split({"doing": "/", "states": ":"}.get(place, "|")))
    if degree == "more":
        return _compared(place, forms, random)
    if degree not in ("strong", "weak"):
        return forms
    word = random.choice(grammar.STRONG if degree == "strong" else grammar.WEAK)
    match place:
        case "adjectives":
            return (f"{word} {text}",)
        case "states":
            return forms[0], f"{word} {forms[1]}"
        case "doing":
            pattern = random.choice(grammar.STRONG_DOING if degree == "strong" else grammar.WEAK_DOING)
            return tuple(pattern.format(form) for form in forms)
        case _:
            return (_graded_noun(text, word),)


def _compared(place: str, forms: tuple[str, ...], random: Random) -> tuple[str, ...]:
    if place == "doing":
        return tuple(f"{form} more" for form in forms)
    much = random.choice(grammar.MUCH + grammar.WEAK[:5])
    return (f"{much} {forms[0]}",) if place == "comparatives" and random.random() < 0.5 else forms


def _graded_noun(text: str, word: str) -> str:
    """Return "a very long beard" for "a long beard", and a noun that no degree fits as it was."""
    plain = without_article(text)
    if plain.split(maxsplit=1)[0] not in grammar.GRADED_WORDS or word.startswith("a "):
        return text
    return f"{word} {plain}" if plain == text else with_article(f"{word} {plain}")
