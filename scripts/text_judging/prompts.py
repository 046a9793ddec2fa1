"""Sixty prompts as somebody would type them, with what each should change, and ten about things no portrait shows.

They were written before any model could answer them and without looking at the sentences it is trained with. A prompt
names the readings that count as its change and their signs: one as a rule, more where the words mean more than one
thing ("a sad look" is both less of a smile and corners of the mouth that fall). What the readings are, and which of
them are one attribute by meaning, stands in `scripts/text_judging/attributes.py`.

Left and right are the picture's, as somebody in front of the screen means them. What the shipped generator cannot
paint at all (clear glasses, hats, long hair) is left out here: it belongs to the prompts that must be refused.
"""

from dataclasses import dataclass

__all__ = ["HELD_OUT", "OUT_OF_DOMAIN", "HeldOutPrompt"]

SYNONYM, ORDER, CAPITALS, TYPO, SENTENCE, NEGATION = "synonym", "order", "capitals", "typo", "sentence", "negation"


@dataclass(frozen=True)
class HeldOutPrompt:
    """What is typed, what should change and which prompt says the opposite.

    Attributes:
        text: the prompt.
        changes: readings that count as the intended change, each with its sign.
        opposite: a prompt that should move the same readings the other way; empty when none is asked.
        neutral: what the face is now, where the person types it; empty: guessed by the program.
        kinds: what is unusual about the wording.
    """

    text: str
    changes: tuple[tuple[str, int], ...]
    opposite: str = ""
    neutral: str = ""
    kinds: tuple[str, ...] = ()


def _change(text: str, changes: str, *kinds: str, opposite: str = "", neutral: str = "") -> HeldOutPrompt:
    """Read changes written as "+age" or "-smile -happy"."""
    signed = tuple((word[1:], 1 if word[0] == "+" else -1) for word in changes.split())
    return HeldOutPrompt(text, signed, opposite, neutral, kinds)


AGE = (
    _change("an elderly person", "+age", SYNONYM, opposite="a young person"),
    _change("make him look much older", "+age", SENTENCE, opposite="make him look much younger"),
    _change("YOUNG", "-age", CAPITALS, opposite="OLD"),
    _change("a face that is old", "+age", ORDER, opposite="a face that is young"),
    _change("a youthful look", "-age", SYNONYM, opposite="an aged look"),
    _change("a pensioner", "+age", SYNONYM, opposite="a teenager"),
    _change("a very yuong woman", "-age", TYPO, neutral="a woman"),
    _change("She is not young any more.", "+age", NEGATION, SENTENCE),
)
GENDER = (
    _change("a woman", "-male", opposite="a man"),
    _change("Turn this person into a lady", "-male", SYNONYM, SENTENCE, opposite="Turn this person into a gentleman"),
    _change("masculine features", "+male", SYNONYM, opposite="feminine features"),
    _change("a face, female", "-male", ORDER, opposite="a face, male"),
)
MOOD = (
    _change("smiling", "+smile +happy", opposite="not smiling"),
    _change("a broad grin", "+smile +happy", SYNONYM),
    _change("Happy!", "+smile +happy", CAPITALS, opposite="Sad!"),
    _change("on his face a smile", "+smile +happy", ORDER),
    _change("a cheerful woman", "+smile +happy", SYNONYM, opposite="a gloomy woman", neutral="a woman"),
    _change("he looks very serious", "-smile -happy", SENTENCE, opposite="he looks very amused"),
    _change("a face without a smile", "-smile -happy", NEGATION),
    _change("a sad expresion", "-smile -happy", TYPO),
    _change("laughing", "+smile +happy +mouth_open"),
    _change("surprised", "+surprised +mouth_open +brows +eyes_open"),
)
MOUTH = (
    _change("mouth wide open", "+mouth_open", opposite="mouth closed"),
    _change("with parted lips", "+mouth_open", SYNONYM, opposite="with pressed lips"),
    _change("the mouth is shut", "-mouth_open", SENTENCE, opposite="the mouth is open"),
)
EYES = (
    _change("eyes closed", "-eyes_open", opposite="eyes wide open"),
    _change("shut are her eyes", "-eyes_open", ORDER),
    _change("a sleeping person", "-eyes_open", SYNONYM),
    _change("eyes wide open, not closed", "+eyes_open", NEGATION, ORDER),
)
BROWS = (
    _change("raised eyebrows", "+brows", opposite="lowered eyebrows"),
    _change("eyebrows pulled up high", "+brows", ORDER),
)
HAIR = (
    _change("blond hair", "+hair_light +hair_yellow", opposite="black hair"),
    _change("hair that is black", "-hair_light", ORDER, opposite="hair that is blond"),
    _change("fair-haired", "+hair_light +hair_yellow", SYNONYM, opposite="dark-haired"),
    _change("a brunette", "-hair_light", SYNONYM, opposite="a blonde"),
    _change("a man with GREY hair", "+hair_light -hair_yellow", CAPITALS, neutral="a man"),
    _change("hair silver and white", "+hair_light -hair_yellow", SYNONYM, ORDER),
    _change("red hair", "+hair_red"),
    _change("ginger", "+hair_red", SYNONYM),
    _change("drak hair", "-hair_light", TYPO),
    _change("the hair should be much lighter", "+hair_light", SENTENCE, opposite="the hair should be much darker"),
)
BEARD = (
    _change("a man with a beard", "+beard", opposite="a clean-shaven man", neutral="a man"),
    _change("A Big Bushy Beard", "+beard", CAPITALS),
    _change("bearded", "+beard", opposite="shaven"),
    _change("unshaven, with stubble on the chin", "+beard", SYNONYM),
    _change("a chin with whiskers on it", "+beard", SYNONYM, ORDER),
    _change("no beard", "-beard", NEGATION),
)
SUNGLASSES = (
    _change("wearing sunglasses", "+sunglasses"),
    _change("dark shades over the eyes", "+sunglasses", SYNONYM),
    _change("somebody in sunglases", "+sunglasses", TYPO),
)
SKIN = (
    _change("dark skin", "-skin", opposite="light skin"),
    _change("a face of pale complexion", "+skin", SYNONYM, ORDER, opposite="a face of swarthy complexion"),
    _change("skin that is brown and dark", "-skin", ORDER),
)
POSE = (
    _change("looking to the left", "-yaw", opposite="looking to the right"),
    _change("The head is turned to the right", "+yaw", SENTENCE, opposite="The head is turned to the left"),
    _change("chin up, looking upwards", "-pitch", SYNONYM, opposite="head bowed, looking down"),
)
LIGHT = (
    _change("light from the left side", "-light_x", opposite="light from the right side"),
    _change("a dark, underexposed photo", "-brightness", SYNONYM, opposite="a bright, overexposed photo"),
)
MAKE_UP = (
    _change("red lipstick", "+lips_red", opposite="bare lips without lipstick"),
    _change("on her lips bright red colour", "+lips_red", ORDER),
)
HELD_OUT: tuple[HeldOutPrompt, ...] = (
    *AGE,
    *GENDER,
    *MOOD,
    *MOUTH,
    *EYES,
    *BROWS,
    *HAIR,
    *BEARD,
    *SUNGLASSES,
    *SKIN,
    *POSE,
    *LIGHT,
    *MAKE_UP,
)
OUT_OF_DOMAIN = (
    "a zombie",
    "wearing a pirate hat",
    "a dog",
    "a man with a crown",
    "a young woman with a butterfly on her nose",
    "an old man smoking a cigar",
    "a red sports car",
    "a robot made of steel",
    "the Eiffel Tower at night",
    "a bowl of noodle soup",
)
