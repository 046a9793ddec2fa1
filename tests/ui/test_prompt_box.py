"""The box for words: what the browser is told, and how its messages are read; typing itself is in tests/e2e."""

import pytest
from streamlit.testing.v1 import AppTest

from styletransfer.ui.prompt_box import LONGEST, BoxSaid, BoxState

from .browser import sent

MARKUP = "<img src=x onerror=alert(1)> **bold** [x](y) $x$"


def page() -> None:
    """Script of a page with one box; what it shows comes from the session."""
    import streamlit as st

    from styletransfer.ui.prompt_box import BoxWords, Chip, box_said, prompt_box

    st.session_state["heard"] = box_said(key="box")
    words = BoxWords(
        labels=("Wanted", "Now", "Add"),
        placeholders=("an old man", "guessed"),
        told=[("doubt", st.session_state["told"])],
        chips=[Chip(name="older", label="Older", pressed=True)],
        examples=("blond hair",),
    )
    prompt_box(words, answered=3, key="box", revision=2, typed=("half", ""))


def open_page() -> AppTest:
    """Run the page once."""
    app = AppTest.from_function(page, default_timeout=20)
    app.session_state["told"] = MARKUP
    app.run()
    assert not app.exception
    return app


def test_the_browser_gets_words_as_data_and_not_as_markup() -> None:
    data = sent(open_page())
    assert data["told"] == [["doubt", MARKUP]]
    assert data["chips"] == [{"name": "older", "label": "Older", "pressed": True, "hint": ""}]
    assert (data["answered"], data["revision"], data["typed"], data["closed"]) == (3, 2, ["half", ""], False)
    assert data["placeholders"] == ["an old man", "guessed"]


@pytest.mark.parametrize(
    ("message", "heard"),
    [
        (None, None),
        ("nonsense", None),
        ({"target": "old"}, None),
        ({"number": "7"}, None),
        ({"number": 7}, BoxSaid(number=7)),
        (
            {"number": 7, "target": "old", "neutral": "a man", "act": "add"},
            BoxSaid(number=7, target="old", neutral="a man", act="add"),
        ),
        ({"number": 7, "target": 5, "neutral": None, "act": "explode"}, BoxSaid(number=7)),
        ({"number": 7, "act": "chip", "chip": "older"}, BoxSaid(number=7, act="chip", chip="older")),
        ({"number": 7, "target": "x" * 30_000}, BoxSaid(number=7, target="x" * LONGEST)),
    ],
)
def test_messages_are_read_with_care(message: object, heard: BoxSaid | None) -> None:
    app = open_page()
    app.session_state["box"] = {"said": message}
    app.run()
    assert not app.exception
    assert app.session_state["heard"] == heard


def test_an_emptied_box_has_another_revision() -> None:
    state = BoxState(typed=("old", "a man"))
    state.empty()
    assert (state.revision, state.typed) == (1, ("", ""))
