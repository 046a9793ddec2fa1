"""The visitor's id without a browser; the cookie itself is tested in tests/e2e."""

import json
import re

import pytest
from streamlit.testing.v1 import AppTest

from styletransfer.ui.owner import COOKIE, valid_owner

KNOWN = "abcdefghijklmnopqrstu-"


def page() -> None:
    """Script of a page that says who is visiting."""
    import streamlit as st

    from styletransfer.ui.owner import current_owner, remember_owner

    st.text(remember_owner())
    st.text(current_owner())
    st.button("Again")


@pytest.mark.parametrize(
    ("value", "valid"),
    [
        (KNOWN, True),
        ("A0_-" * 5 + "zz", True),
        (KNOWN + "\n", False),
        (KNOWN[:-1], False),
        (KNOWN + "x", False),
        ("a b" * 7 + "c", False),
        ("é" * 22, False),
        ("", False),
        (None, False),
        (["a"] * 22, False),
    ],
)
def test_only_the_exact_form_is_an_owner(value: object, valid: bool) -> None:
    assert valid_owner(value) is valid


def test_one_session_keeps_one_id() -> None:
    app = AppTest.from_function(page).run()
    first, second = (element.value for element in app.text)
    assert first == second
    assert re.fullmatch(r"[A-Za-z0-9_-]{22}", first)
    app.button[0].click().run()
    assert app.text[0].value == first
    assert AppTest.from_function(page).run().text[0].value != first


def test_the_browser_is_told_the_id_and_how_to_check_it() -> None:
    app = AppTest.from_function(page).run()
    data = json.loads(app.get("bidi_component")[0].proto.json)
    assert data["cookie"] == COOKIE
    assert data["owner"] == app.text[0].value
    assert re.fullmatch(data["pattern"], data["owner"])
    assert data["age"] == 31_536_000


@pytest.mark.parametrize(
    ("cookies", "kept"),
    [({COOKIE: KNOWN}, True), ({COOKIE: "<script>"}, False), ({"other": KNOWN}, False), ({COOKIE: ""}, False)],
)
def test_a_cookie_counts_only_in_the_exact_form(
    monkeypatch: pytest.MonkeyPatch, cookies: dict[str, str], kept: bool
) -> None:
    monkeypatch.setattr("streamlit.runtime.context.ContextProxy.cookies", cookies)
    app = AppTest.from_function(page).run()
    assert (app.text[0].value == KNOWN) is kept
    assert valid_owner(app.text[0].value)


@pytest.mark.parametrize(("told", "adopted"), [({"owner": KNOWN}, True), ({"owner": "../x"}, False), ({}, False)])
def test_the_id_another_tab_wrote_is_adopted(told: dict[str, str], adopted: bool) -> None:
    app = AppTest.from_function(page)
    app.session_state["styletransfer_owner_cookie"] = told
    app.run()
    assert (app.text[0].value == KNOWN) is adopted
