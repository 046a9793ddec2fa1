"""The mask painter's Python side; the strokes themselves are tested in tests/e2e."""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from styletransfer.ui.label_runs import decode_runs, encode_runs
from styletransfer.ui.painter import MaskClass

from . import browser
from .browser import answer, png


@pytest.fixture(autouse=True)
def full_messages() -> Iterator[None]:
    """Let an error say what it says, which the studio's own configuration keeps from pages."""
    chosen = st.config.get_option("client.showErrorDetails")
    st.config.set_option("client.showErrorDetails", "full")
    yield
    st.config.set_option("client.showErrorDetails", chosen)


def page() -> None:
    """Script of a page with one painter; its arguments come from the session."""
    import streamlit as st

    from styletransfer.ui.canvas import prepare_canvas
    from styletransfer.ui.painter import MaskClass, Pane, mask_painter

    classes = (MaskClass(1, "Sky", "#3b82f6"), MaskClass(2, "<b>Ground</b>", "#f59e0b"))
    given = st.session_state.get("given")
    if not st.session_state.get("hidden"):
        pane = Pane(
            key="mask",
            canvas=prepare_canvas(st.session_state["picture"], 64),
            label_map=given,
        )
        eraser = st.session_state.get("eraser", 0)
        [st.session_state["labels"]] = mask_painter([pane], classes=classes, key="mask", eraser=eraser)


def visit(picture: bytes, script: Callable[[], None] = page, **state: Any) -> AppTest:
    """Run a page once, whatever comes of it."""
    app = AppTest.from_function(script)
    app.session_state["picture"] = picture
    for name, value in state.items():
        app.session_state[name] = value
    return app.run()


def open_page(picture: bytes, **state: Any) -> AppTest:
    """Run the page once, without an error."""
    app = visit(picture, **state)
    assert not app.exception
    return app


def sent(app: AppTest) -> dict[str, Any]:
    """Return what the browser was given, the only picture's part along with the rest."""
    data = browser.sent(app)
    [pane] = data.pop("panes")
    return {**data, **pane}


def paint(app: AppTest, labels: np.ndarray[Any, Any], version: str | None = None) -> None:
    """Answer as the browser does after a stroke."""
    answer(app, "mask", version or sent(app)["version"], encode_runs(labels))


@pytest.mark.parametrize(
    ("size", "expected"), [((50, 40), (40, 50)), ((128, 64), (32, 64)), ((64, 640), (64, 6)), ((16, 16), (16, 16))]
)
def test_the_map_has_the_size_of_the_reduced_picture(size: tuple[int, int], expected: tuple[int, int]) -> None:
    data = sent(open_page(png(*size)))
    assert (data["height"], data["width"]) == expected
    assert (decode_runs(data["start"], expected) == 0).all()
    assert data["background"].startswith("data:image/jpeg;base64,")


def test_strokes_arrive_exactly() -> None:
    app = open_page(png(50, 40))
    assert not app.session_state["labels"].any()
    labels = np.random.default_rng(0).integers(0, 3, (40, 50)).astype(np.uint8)
    paint(app, labels)
    assert np.array_equal(app.session_state["labels"], labels)
    paint(app, np.zeros_like(labels))
    assert not app.session_state["labels"].any()


def test_a_rerun_sends_the_browser_the_same_data() -> None:
    app = open_page(png(50, 40))
    first = sent(app)
    paint(app, np.ones((40, 50), dtype=np.uint8))
    assert sent(app) == first


def test_a_given_map_is_the_start_until_strokes_replace_it() -> None:
    given = np.repeat(np.array([1, 2], dtype=np.uint8), 25)[None].repeat(40, axis=0)
    app = open_page(png(50, 40), given=given)
    assert np.array_equal(app.session_state["labels"], given)
    painted = np.full((40, 50), 2, dtype=np.uint8)
    paint(app, painted)
    assert np.array_equal(app.session_state["labels"], painted)
    app.session_state["given"] = given.copy()
    app.run()
    assert np.array_equal(app.session_state["labels"], painted)
    app.session_state["given"] = given[:, ::-1]
    app.run()
    assert np.array_equal(app.session_state["labels"], given[:, ::-1])


def test_another_picture_starts_afresh() -> None:
    app = open_page(png(50, 40))
    paint(app, np.ones((40, 50), dtype=np.uint8))
    app.session_state["picture"] = png(40, 50)
    app.run()
    assert not app.exception
    assert not app.session_state["labels"].any()
    assert (sent(app)["height"], sent(app)["width"]) == (50, 40)


def test_a_painter_that_comes_back_starts_from_its_last_strokes() -> None:
    app = open_page(png(50, 40))
    painted = np.zeros((40, 50), dtype=np.uint8)
    painted[5:9, 5:9] = 2
    paint(app, painted)
    app.session_state["hidden"] = True
    app.run()
    app.session_state["hidden"] = False
    app.run()
    assert np.array_equal(decode_runs(sent(app)["start"], (40, 50)), painted)
    assert np.array_equal(app.session_state["labels"], painted)


@pytest.mark.parametrize("runs", ["", "AAAA", "not base64!", None])
def test_a_damaged_message_is_a_mask_error(runs: str | None) -> None:
    app = open_page(png(50, 40))
    answer(app, "mask", sent(app)["version"], runs)
    assert "painted mask" in app.exception[0].message


def test_words_of_a_message_without_a_version_are_ignored() -> None:
    app = open_page(png(50, 40))
    paint(app, np.ones((40, 50), dtype=np.uint8), version="earlier")
    assert not app.session_state["labels"].any()


def test_names_travel_as_data_only() -> None:
    app = open_page(png(50, 40))
    proto = app.get("bidi_component")[0].proto
    assert "Ground" not in proto.html_content + proto.js_content
    assert sent(app)["classes"][1] == {"label": 2, "name": "<b>Ground</b>", "colour": "#f59e0b"}


@pytest.mark.parametrize(
    ("label", "colour"),
    [(-1, "#000000"), (256, "#000000"), (1, "red"), (1, "#12345"), (1, "#000000;x"), (1, "#12345g")],
)
def test_impossible_regions_are_refused(label: int, colour: str) -> None:
    with pytest.raises(ValueError, match="region's"):
        MaskClass(label, "Sky", colour)


def test_a_smaller_map_is_enlarged_without_new_labels() -> None:
    given = np.random.default_rng(1).integers(0, 3, (20, 25)).astype(np.uint8)
    app = open_page(png(50, 40), given=given)
    assert np.array_equal(app.session_state["labels"], given.repeat(2, axis=0).repeat(2, axis=1))


def test_a_map_of_another_shape_is_refused() -> None:
    app = visit(png(50, 40), given=np.ones((50, 40), dtype=np.uint8))
    assert "another shape" in app.exception[0].message


def test_a_partition_starts_from_a_region_and_knows_what_was_there_first() -> None:
    app = visit(png(50, 40), partition)
    assert not app.exception
    data = sent(app)
    assert data["eraser"] is None
    assert data["base"] == ""
    assert (decode_runs(data["start"], (40, 50)) == 5).all()
    first = np.full((40, 50), 5, dtype=np.uint8)
    first[:9] = 0
    app.session_state["base"] = first
    app.run()
    assert np.array_equal(decode_runs(sent(app)["base"], (40, 50)), first)
    answer(app, "mask", data["version"], encode_runs(first * 0))
    assert app.session_state["labels"].shape == (40, 50)
    assert not app.session_state["labels"].any()


def partition() -> None:
    """Script of a page whose painter has no unpainted part."""
    import streamlit as st

    from styletransfer.ui.canvas import prepare_canvas
    from styletransfer.ui.painter import MaskClass, Pane, mask_painter

    classes = (MaskClass(5, "Sky", "#3b82f6"), MaskClass(0, "Ground", "#f59e0b"))
    pane = Pane(
        key="mask",
        canvas=prepare_canvas(st.session_state["picture"]),
        base=st.session_state.get("base"),
    )
    [st.session_state["labels"]] = mask_painter([pane], classes=classes, key="mask", eraser=None)


@pytest.mark.parametrize("eraser", [1, 2])
def test_the_unpainted_part_is_no_region(eraser: int) -> None:
    app = visit(png(50, 40), eraser=eraser)
    assert f"none {eraser}" in app.exception[0].message


def test_another_label_can_stand_for_the_unpainted_part() -> None:
    app = open_page(png(50, 40), eraser=255)
    assert (app.session_state["labels"] == 255).all()
    assert sent(app)["eraser"] == 255
