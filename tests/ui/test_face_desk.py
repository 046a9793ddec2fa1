"""The face desk's Python side: what it tells the browser and how it reads the questions; drags are in tests/e2e."""

from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from styletransfer.errors import ImageError
from styletransfer.ui.face_desk import DeskSlider, face_desk

from .browser import png, sent


def page() -> None:
    """Script of a page with one desk; its arguments come from the session."""
    import streamlit as st

    from styletransfer.ui.face_desk import DeskSlider, desk_ask, face_desk

    age = st.session_state.get("age", 0.0)
    sliders = (
        DeskSlider(name="age", label="<b>Age</b>", unit="years", low=-30, high=40, step=1, value=age, help="Older."),
        DeskSlider(name="smile", label="Smile", unit="%", low=0, high=100, step=5),
    )
    revision = st.session_state.get("revision", 0)
    first, after = st.session_state["pictures"]

    @st.fragment
    def desk() -> None:
        ask = desk_ask(sliders, key="desk", revision=revision)
        st.session_state["asked"] = ask
        number = ask.number if ask else 0
        told = face_desk(first, after, sliders, answered=number, key="desk", revision=revision, alt="A face")
        st.session_state["told"] = told

    desk()


def open_page() -> AppTest:
    """Run the page once."""
    app = AppTest.from_function(page)
    app.session_state["pictures"] = (png(64, 64), png(32, 48))
    app.run()
    assert not app.exception
    return app


def ask(app: AppTest, values: object, **more: Any) -> None:
    """Ask as the browser does, and run the page."""
    app.session_state["desk"] = {"ask": {"number": 7, "values": values, "settled": False, "revision": 0, **more}}
    app.run()
    assert not app.exception


def test_the_browser_is_told_the_sliders_and_the_pictures() -> None:
    data = sent(open_page())
    assert [slider["name"] for slider in data["sliders"]] == ["age", "smile"]
    assert data["sliders"][0] == {
        "name": "age",
        "label": "<b>Age</b>",
        "unit": "years",
        "low": -30,
        "high": 40,
        "step": 1,
        "value": 0.0,
        "help": "Older.",
        "rest": 0.0,
        "of": "",
    }
    assert (data["width"], data["height"], data["pixels"]) == (32, 48, 64)
    assert (data["answered"], data["revision"], data["labels"], data["alt"]) == (0, 0, ["Before", "After"], "A face")
    assert data["before"].startswith("data:image/png;base64,")
    assert data["after"].startswith("data:image/png;base64,")


def test_nobody_asked_at_first() -> None:
    app = open_page()
    assert app.session_state["asked"] is None
    assert app.session_state["told"] is None


@pytest.mark.parametrize("settled", [False, True])
def test_a_question_arrives_before_the_desk_is_mounted(settled: bool) -> None:
    app = open_page()
    ask(app, {"age": 12, "smile": 35.0}, settled=settled)
    asked = app.session_state["asked"]
    assert (asked.number, asked.values, asked.settled) == (7, {"age": 12.0, "smile": 35.0}, settled)
    assert app.session_state["told"] == asked
    assert sent(app)["answered"] == 7


def test_a_desk_that_comes_back_stands_where_it_was() -> None:
    app = open_page()
    ask(app, {"age": 12, "smile": 35.0})
    assert [slider["value"] for slider in sent(app)["sliders"]] == [12, 35]


def test_a_question_from_before_an_undo_is_void() -> None:
    app = open_page()
    ask(app, {"age": 12, "smile": 35.0})
    app.session_state["age"] = -5.0
    app.session_state["revision"] = 1
    app.run()
    assert app.session_state["asked"] is None
    assert [slider["value"] for slider in sent(app)["sliders"]] == [-5, 0]
    ask(app, {"age": 3, "smile": 0}, revision=1)
    assert app.session_state["asked"].values == {"age": 3, "smile": 0}


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"age": 999, "smile": -1}, {"age": 40, "smile": 0}),
        ({"age": -999, "smile": 1e300}, {"age": -30, "smile": 100}),
        ({"age": float("nan"), "smile": "much"}, {"age": 0, "smile": 0}),
        ({"age": None, "unknown": 4}, {"age": 0, "smile": 0}),
        ({}, {"age": 0, "smile": 0}),
    ],
)
def test_values_stay_within_their_sliders(values: dict[str, Any], expected: dict[str, float]) -> None:
    app = open_page()
    ask(app, values)
    assert app.session_state["asked"].values == expected


@pytest.mark.parametrize("message", ["words", {"ask": "words"}, {"ask": {"number": "7", "values": {}, "revision": 0}}])
def test_what_is_no_question_is_none(message: object) -> None:
    app = open_page()
    app.session_state["desk"] = message
    app.run()
    assert not app.exception
    assert app.session_state["asked"] is None


def test_the_first_picture_travels_once() -> None:
    app = open_page()
    first = sent(app)
    ask(app, {"age": 1}, holds=first["digest"])
    assert sent(app)["before"] is None
    assert sent(app)["digest"] == first["digest"]
    ask(app, {"age": 1}, holds="")
    assert sent(app)["before"] == first["before"]
    ask(app, {"age": 1}, holds=first["digest"])
    app.session_state["pictures"] = (png(64, 64, (1, 2, 3)), png(32, 48))
    app.run()
    assert sent(app)["before"].startswith("data:image/png;base64,")
    assert sent(app)["digest"] != first["digest"]


def test_a_bad_picture_is_an_input_error() -> None:
    slider = DeskSlider(name="age", label="Age", unit="", low=-1, high=1, step=0.1)
    with pytest.raises(ImageError):
        face_desk(png(8, 8), b"nothing", [slider], answered=0, key="desk")


@pytest.mark.parametrize("names", [(), ("age", "age")])
def test_a_desk_needs_sliders_that_can_be_told_apart(names: tuple[str, ...]) -> None:
    sliders = [DeskSlider(name=name, label="Age", unit="", low=-1, high=1, step=0.1) for name in names]
    with pytest.raises(ValueError, match="at least one slider"):
        face_desk(png(8, 8), png(8, 8), sliders, answered=0, key="desk")


@pytest.mark.parametrize(
    ("low", "high", "step", "value"),
    [(1, 2, 0.1, 1), (-2, -1, 0.1, -1), (0, 0, 0.1, 0), (-1, 1, 0.1, 2), (-1, 1, 0, 0), (-1, 1, 3, 0)],
)
def test_a_slider_holds_zero_and_its_value(low: float, high: float, step: float, value: float) -> None:
    with pytest.raises(ValueError, match="The slider 'age' needs"):
        DeskSlider(name="age", label="Age", unit="", low=low, high=high, step=step, value=value)


@pytest.mark.parametrize("rest", [-0.5, 1.5])
def test_a_slider_rests_within_its_range(rest: float) -> None:
    with pytest.raises(ValueError, match="must rest within"):
        DeskSlider(name="beta", label="Disentanglement", unit="", low=0, high=1, step=0.1, rest=rest)
