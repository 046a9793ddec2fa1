"""The grid of pictures: what Python tells it; clicking is tested in tests/e2e."""

import json

import pytest
from streamlit.testing.v1 import AppTest


def page() -> None:
    """Script of a page with one picker."""
    import streamlit as st

    from styletransfer.ui.picker import Choice, picker

    choices = [
        Choice(id="a", title="First", image=b"one", inset=b"two"),
        Choice(id="b", title="<b>Second</b>", image=b"one", detail="quiet"),
    ]
    st.text(repr(picker(choices, key="pick", label="Pictures", selected=st.session_state.get("selected"))))


def told(app: AppTest) -> dict:
    """Return the data of the component."""
    (element,) = app.get("bidi_component")
    return json.loads(element.proto.json or element.proto.mixed.json)


def test_nothing_is_picked_before_a_click() -> None:
    app = AppTest.from_function(page).run()
    assert not app.exception
    assert app.text[0].value == "None"


@pytest.mark.parametrize(("selected", "pressed"), [(None, None), ([], []), (["b"], ["b"])])
def test_a_choice_can_be_pressed_and_an_act_cannot(selected: list[str] | None, pressed: list[str] | None) -> None:
    app = AppTest.from_function(page)
    app.session_state["selected"] = selected
    data = told(app.run())
    assert data["selected"] == pressed
    assert [item["title"] for item in data["items"]] == ["First", "<b>Second</b>"]
    assert [bool(item["inset"]) for item in data["items"]] == [True, False]
