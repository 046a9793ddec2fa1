"""Pointing at faces, the Python side: what the browser is given and how it is read; clicks are in tests/e2e."""

from collections.abc import Callable
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from styletransfer.errors import ImageError
from styletransfer.ui.face_picker import Box, FacePoints, pick_face, place_points
from styletransfer.ui.face_picker_markup import POINTS

from .browser import png, sent

PLACED = {"right_eye": [0.25, 0.5], "left_eye": [0.75, 0.5], "mouth": [0.5, 0.9]}


def faces() -> None:
    """Script of a page with three faces to choose from."""
    import streamlit as st

    from styletransfer.ui.face_picker import Box, pick_face

    boxes = [Box(0.2, 0.5, 0.1, -4, "Face 1"), Box(0.5, 0.5, 0.2, 0, "<b>Face 2</b>"), Box(0.8, 0.5, 0.1)]
    picked = pick_face(st.session_state["photo"], boxes, st.session_state.get("chosen", 1), key="pick")
    st.session_state["picked"] = picked


def points() -> None:
    """Script of a page with three points to place."""
    import streamlit as st

    from styletransfer.ui.face_picker import FacePoints, place_points

    first = FacePoints((0.4, 0.4), (0.6, 0.4), (0.5, 0.6))
    revision = st.session_state.get("revision", 0)
    st.session_state["placed"] = place_points(st.session_state["photo"], first, key="place", revision=revision)


def open_page(script: Callable[[], None], photo: bytes) -> AppTest:
    """Run a page once."""
    app = AppTest.from_function(script)
    app.session_state["photo"] = photo
    app.run()
    assert not app.exception
    return app


def place(app: AppTest, message: object) -> FacePoints:
    """Answer as the browser does when a point is let go, and return what Python makes of it."""
    app.session_state["place"] = {"placed": message}
    app.run()
    assert not app.exception
    placed: FacePoints = app.session_state["placed"]
    return placed


def test_the_browser_is_told_the_frames_and_the_chosen_one() -> None:
    data = sent(open_page(faces, png(60, 40)))
    assert (data["width"], data["height"], data["chosen"]) == (60, 40, 1)
    assert data["photo"].startswith("data:image/jpeg;base64,")
    assert data["boxes"][0] == {"x": 0.2, "y": 0.5, "side": 0.1, "tilt": -4, "label": "Face 1"}
    assert data["boxes"][1]["label"] == "<b>Face 2</b>"


def test_without_a_click_the_chosen_face_stays() -> None:
    app = open_page(faces, png(60, 40))
    assert app.session_state["picked"] == 1
    app.session_state["chosen"] = 2
    app.run()
    assert app.session_state["picked"] == 2


def test_a_large_photo_travels_reduced() -> None:
    data = sent(open_page(faces, png(2600, 1300)))
    assert (data["width"], data["height"]) == (1280, 640)


def test_the_points_start_where_python_says() -> None:
    app = open_page(points, png(60, 40))
    assert app.session_state["placed"] == FacePoints((0.4, 0.4), (0.6, 0.4), (0.5, 0.6))
    assert sent(app)["points"] == {"right_eye": [0.4, 0.4], "left_eye": [0.6, 0.4], "mouth": [0.5, 0.6]}


def test_placed_points_arrive_and_are_where_a_remount_begins() -> None:
    app = open_page(points, png(60, 40))
    placed = place(app, {"version": sent(app)["version"], "points": PLACED})
    assert placed == FacePoints((0.25, 0.5), (0.75, 0.5), (0.5, 0.9))
    assert sent(app)["points"] == PLACED


@pytest.mark.parametrize("change", [{"photo": png(40, 60)}, {"revision": 1}])
def test_another_photo_or_revision_starts_afresh(change: dict[str, Any]) -> None:
    app = open_page(points, png(60, 40))
    place(app, {"version": sent(app)["version"], "points": PLACED})
    for name, value in change.items():
        app.session_state[name] = value
    app.run()
    assert app.session_state["placed"] == FacePoints((0.4, 0.4), (0.6, 0.4), (0.5, 0.6))


@pytest.mark.parametrize(
    "told",
    [
        None,
        {"right_eye": [0.1, 0.2]},
        {**PLACED, "mouth": [0.5]},
        {**PLACED, "mouth": "low"},
        {**PLACED, "mouth": [0.5, None]},
        {**PLACED, "mouth": [0.5, float("nan")]},
    ],
)
def test_damaged_points_are_as_good_as_none(told: object) -> None:
    app = open_page(points, png(60, 40))
    placed = place(app, {"version": sent(app)["version"], "points": told})
    assert placed == FacePoints((0.4, 0.4), (0.6, 0.4), (0.5, 0.6))


def test_points_stay_on_the_photo() -> None:
    app = open_page(points, png(60, 40))
    placed = place(app, {"version": sent(app)["version"], "points": {**PLACED, "mouth": [-3, 7]}})
    assert placed.mouth == (0.0, 1.0)


def test_every_point_has_a_handle() -> None:
    assert tuple(POINTS) == FacePoints.__slots__


def test_what_is_no_photo_is_refused() -> None:
    with pytest.raises(ImageError):
        pick_face(b"nothing", [Box(0.5, 0.5, 0.5)], 0, key="pick")
    with pytest.raises(ImageError):
        place_points(b"nothing", FacePoints((0, 0), (1, 0), (0.5, 1)), key="place")
