"""Readings of prompts in plain words."""

from types import SimpleNamespace
from typing import Any, cast

import pytest

from styletransfer.ui.faces_text import explained, fit, like_sliders

WORDS = {"age": ("Age", "years"), "gender": ("Gender", "%"), "smile": ("Smile", "%")}


def reading(match: float = 0.3, **more: Any) -> Any:
    """Return a reading as `face_text.read_prompt` gives it."""
    known = {"match": match, "fits": True, "sliders": (), "neutral": "a man", "guessed": True}
    return SimpleNamespace(**{**known, **more})


def text(floor: float) -> Any:
    """Return models with this floor."""
    return cast(Any, SimpleNamespace(relevance=SimpleNamespace(floor=floor)))


@pytest.mark.parametrize(
    ("match", "fits", "floor", "words", "tone"),
    [
        (0.30, True, 0.1, "match 0.30, good", "good"),
        (0.12, True, 0.1, "match 0.12, weak", "plain"),
        (0.05, False, 0.1, "match 0.05, nothing fits", "doubt"),
        (0.05, True, 0.0, "match 0.05", "plain"),  # nobody measured from where on a prompt fits
    ],
)
def test_the_match_is_a_number_and_a_word(match: float, fits: bool, floor: float, words: str, tone: str) -> None:
    told = fit(text(floor), reading(match, fits=fits))
    assert (told.words, told.tone) == (words, tone)


@pytest.mark.parametrize(
    ("sliders", "told"),
    [
        ((), ""),
        ((("age", 0.9),), "mostly Age +"),
        ((("age", -0.9), ("gender", 0.6), ("smile", 0.3)), "mostly Age −, Gender +, a little Smile +"),
        ((("smile", 0.3), ("gender", -0.3), ("age", 0.26)), "a little Smile +, Gender −, Age +"),
        ((("unheard", 0.5),), "mostly unheard +"),
    ],
)
def test_sliders_that_do_the_same_are_named(sliders: tuple[tuple[str, float], ...], told: str) -> None:
    assert like_sliders(reading(sliders=sliders), WORDS) == told


def test_an_explanation_says_what_was_guessed() -> None:
    told = explained(text(0.1), reading(sliders=(("age", 0.9),)), WORDS)
    assert told == "from “a man” (a guess) · match 0.30, good · mostly Age +"
    assert explained(text(0.1), reading(guessed=False), WORDS) == "match 0.30, good"
