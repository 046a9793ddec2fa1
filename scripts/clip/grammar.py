"""Everything the captions can say, joined: the meanings, the heads of noun phrases and the words of degree."""

from dataclasses import replace

from scripts.clip import (
    words_ages,
    words_expression,
    words_eyes,
    words_hair,
    words_more_eyes,
    words_more_feelings,
    words_more_hair,
    words_more_people,
    words_more_scene,
    words_more_skin,
    words_more_worn,
    words_people,
    words_scene,
    words_skin,
    words_worn,
)
from scripts.clip.meanings import Meaning

_MORE = (words_more_people, words_more_hair, words_more_feelings, words_more_eyes, words_more_worn, words_more_skin,
         words_more_scene)  # fmt: skip
MORE = {name: places for table in _MORE for name, places in table.MORE.items()}


def _joined(meaning: Meaning) -> Meaning:
    """Add the rarer wordings of a meaning to its common ones, which come first."""
    places = {
        place: f"{getattr(meaning, place)}|{texts}".strip("|") for place, texts in MORE.get(meaning.name, {}).items()
    }
    return replace(meaning, **places)  # type: ignore[arg-type]


_MEANINGS = (
    *words_people.ALL,
    *words_ages.ALL,
    *words_hair.ALL,
    *words_expression.ALL,
    *words_eyes.ALL,
    *words_worn.ALL,
    *words_skin.ALL,
    *words_scene.ALL,
)
MEANINGS = tuple(_joined(meaning) for meaning in _MEANINGS)
BY_NAME = {meaning.name: meaning for meaning in MEANINGS}

TEMPLATES = ("{}", "a photo of {}", "a portrait of {}", "a picture of {}", "the face of {}", "this is {}")
"""What a prompt is put into before it is embedded; the captions are put into the same."""

HEADS = ("person", "person", "face", "face", "human", "individual", "human being", "head", "subject", "model")
ONES = ("someone", "somebody")
WHOLES = (
    "a photograph of",
    "portrait of",
    "picture of",
    "close up of",
    "a close up photo of",
    "an image of",
    "photo of",
    "image of",
    "a headshot of",
    "a selfie of",
    "a studio portrait of",
    "a snapshot of",
    "a picture showing",
    "a photo showing",
    "a photo with",
    "the portrait of",
    "here is",
    "we see",
    "there is",
    "i see",
    "it shows",
    "a painting of",
    "the head of",
    "a view of",
    "i want",
    "show me",
    "a good photo of",
)
NEUTRALS = (
    "a face",
    "a person",
    "face",
    "person",
    "a human face",
    "a photo of a face",
    "a portrait",
    "someone",
    "a human",
    "the face of a person",
    "a head",
    "a photo",
    "a picture of a person",
    "an individual",
    "this person",
    "a normal face",
    "an ordinary person",
    "an average face",
    "they",
    "a usual face",
    "a portrait of somebody",
    "a typical person",
)
STRONG = ("very", "very", "extremely", "really", "so", "super", "incredibly", "totally", "truly", "quite", "too",
"highly",
          "very very", "completely", "strongly", "remarkably", "much too", "unusually")  # fmt: skip
WEAK = ("slightly", "a bit", "a little", "somewhat", "a little bit", "rather", "fairly", "mildly", "kind of",
"moderately",
        "a touch", "sort of", "subtly", "almost")  # fmt: skip
MUCH = ("much", "a lot", "far", "way", "even", "considerably", "clearly", "noticeably")
STRONG_DOING = ("{} a lot", "really {}", "{} strongly", "clearly {}", "visibly {}", "{} very much", "obviously {}")
WEAK_DOING = (
    "{} a bit",
    "{} a little",
    "slightly {}",
    "{} slightly",
    "{} gently",
    "faintly {}",
    "almost {}",
    "{} softly",
)
GRADED_WORDS = frozenset(
    ("long", "short", "dark", "light", "pale", "fair", "black", "red", "thick", "wide", "broad", "bright", "old",
    "young",
     "big", "sad", "happy", "angry", "serious", "rosy", "bushy", "narrow", "white", "warm", "feminine", "masculine",
     "tired", "heavy", "large", "ginger", "blond", "blonde", "grey", "gray", "raised", "small", "strong", "dim",
     "wrinkled", "smooth", "stern", "surprised", "tanned", "brown", "toothy", "friendly")
)  # fmt: skip
PLURALS = frozenset(
    ("eyes", "lips", "brows", "eyebrows", "eyelids", "lids", "cheeks", "teeth", "locks", "lashes", "eyelashes",
    "features",
     "glasses", "sunglasses", "shades", "lenses", "pupils", "strands", "tresses", "curls", "temples", "whiskers",
     "shadows",
     "lights", "spectacles", "looks", "surroundings", "corners of the mouth")
)  # fmt: skip
