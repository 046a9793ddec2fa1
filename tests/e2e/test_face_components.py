"""The face desk and the face pickers, driven in a real browser: by mouse, by keys and by fingers."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from conftest import PHONE, Server
from playwright.sync_api import Locator, Page, expect

pytestmark = pytest.mark.e2e

SMALL = {**PHONE, "viewport": {"width": 360, "height": 740}}
APP = Path(__file__).parent / "apps" / "faces.py"


@pytest.fixture(scope="module")
def app(serve: Callable[..., Server]) -> Server:
    """One server for every test of this file."""
    return serve(APP)


def open_desk(page: Page, app: Server, more: str = "") -> None:
    """Open the page with the desk alone."""
    page.goto(f"{app.url}/?part=desk{more}")
    expect(page.locator(".desk .slider")).to_have_count(5, timeout=60_000)


def slider(page: Page, name: str) -> Locator:
    """Return the row of one slider."""
    return page.locator(f".slider[data-name={name}]")


def value(page: Page, name: str) -> str:
    """Return the words that say where a slider stands."""
    return str(slider(page, name).locator(".value").text_content()).replace("\u00a0", " ")


def asks(page: Page) -> list[dict[str, Any]]:
    """Return every question that Python received."""
    told: list[dict[str, Any]] = json.loads(page.locator("#report").text_content() or "[]")
    return told


def settled(page: Page, **values: float) -> list[dict[str, Any]]:
    """Wait until Python heard that sliders are let go at these values; return every question so far."""
    found: list[dict[str, Any]] = []
    for _ in range(75):
        found = asks(page)
        last = found[-1] if found else {}
        if last.get("settled") and {name: v for name, v in last["values"].items() if v} == values:
            return found
        page.wait_for_timeout(200)
    pytest.fail(f"expected {values} to be settled, got {found[-3:]}")


def grip(page: Page, name: str, share: float) -> tuple[float, float]:
    """Return the window point at a share of a slider's track."""
    box = slider(page, name).locator("input").bounding_box()
    assert box is not None
    return box["x"] + 9 + share * (box["width"] - 18), box["y"] + box["height"] / 2


def test_a_drag_asks_one_question_at_a_time_and_settles_once(page: Page, app: Server) -> None:
    open_desk(page, app, "&pause=2")
    before = page.locator(".after img").get_attribute("src")
    page.mouse.move(*grip(page, "age", 30 / 70))
    page.mouse.down()
    for step in range(61):
        page.mouse.move(*grip(page, "age", (30 + step / 2) / 70))
    assert value(page, "age") == "+30 years"
    page.mouse.up()
    told = settled(page, age=30)
    assert 1 <= [ask["settled"] for ask in told].count(False) <= 15  # 61 movements, each answer after two seconds
    assert [ask["settled"] for ask in told].count(True) == 1
    numbers = [ask["number"] for ask in told]
    assert numbers == sorted(set(numbers))
    expect(page.locator(".after img")).not_to_have_attribute("src", str(before))
    page.wait_for_timeout(1000)
    assert asks(page) == told


def test_zero_is_magnetic_and_a_double_click_or_a_button_brings_it_back(page: Page, app: Server) -> None:
    open_desk(page, app)
    x, y = grip(page, "smile", 0.5)
    page.mouse.move(*grip(page, "smile", 0.8))
    page.mouse.down()
    page.mouse.move(x + 40, y, steps=3)
    assert value(page, "smile") != "0 %"
    page.mouse.move(x + 4, y, steps=3)
    assert value(page, "smile") == "0 %"
    page.mouse.move(*grip(page, "smile", 0.75), steps=3)
    page.mouse.up()
    settled(page, smile=50)
    page.mouse.dblclick(*grip(page, "smile", 0.9))
    told = settled(page)
    assert [ask["settled"] for ask in told].count(True) == 2  # the double click is one act
    for name, share in (("age", 0.9), ("glasses", 0.4)):
        page.mouse.click(*grip(page, name, share))
    settled(page, age=33, glasses=40)
    page.get_by_role("button", name="Set Age back to zero").click()
    settled(page, glasses=40)
    page.get_by_role("button", name="Reset all").click()
    settled(page)
    expect(page.get_by_role("button", name="Reset all")).to_be_disabled()


def test_keys_move_a_slider_by_its_steps(page: Page, app: Server) -> None:
    open_desk(page, app)
    slider(page, "age").get_by_role("slider", name="Age", exact=True).focus()
    for key, expected in (
        ("ArrowRight", "+1 year"),
        ("PageUp", "+11 years"),
        ("ArrowDown", "+10 years"),
        ("End", "+40 years"),
        ("Home", "\u221230 years"),
    ):
        page.keyboard.press(key)
        assert value(page, "age") == expected
        expect(slider(page, "age").get_by_role("slider", name="Age", exact=True)).to_have_attribute(
            "aria-valuetext", re.compile(expected.replace(" ", "\\s")[1:])
        )
    settled(page, age=-30)
    page.keyboard.press("Tab")  # its own reset
    page.keyboard.press("Enter")
    settled(page)


def test_a_held_key_or_button_shows_the_original(page: Page, app: Server) -> None:
    open_desk(page, app)
    frame = page.locator(".frame")
    slider(page, "smile").get_by_role("slider", name="Smile", exact=True).focus()
    page.keyboard.down("v")
    expect(frame).to_have_class(re.compile("looking"))
    page.keyboard.up("v")
    expect(frame).not_to_have_class(re.compile("looking"))
    page.locator(".eye").hover()
    page.mouse.down()
    expect(frame).to_have_class(re.compile("looking"))
    page.mouse.up()
    expect(frame).not_to_have_class(re.compile("looking"))
    assert asks(page) == []


def test_a_rerun_keeps_the_sliders_and_a_new_revision_moves_them(page: Page, app: Server) -> None:
    open_desk(page, app)
    page.mouse.click(*grip(page, "smile", 0.75))
    settled(page, smile=50)
    page.get_by_role("button", name="Run again").click()
    expect(page.get_by_text("runs 2")).to_be_visible()
    assert (value(page, "age"), value(page, "smile")) == ("0 years", "+50 %")
    page.get_by_role("button", name="Ten years older").click()
    expect(slider(page, "age").locator(".value")).to_have_text(re.compile(r"\+10\syears"))
    assert value(page, "smile") == "0 %"
    page.mouse.click(*grip(page, "smile", 0.25))
    settled(page, age=10, smile=-50)


def test_a_click_elsewhere_finds_the_last_values(page: Page, app: Server) -> None:
    open_desk(page, app, "&pause=1.5")
    slider(page, "age").get_by_role("slider", name="Age", exact=True).focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    page.get_by_role("button", name="Run again").click()
    assert value(page, "age") == "+2 years"
    page.wait_for_timeout(1200)
    assert page.locator(".stElementContainer:has([data-testid^=stBidi])").last.evaluate("e => e.style.opacity") == "1"
    settled(page, age=2)


def test_an_answer_that_does_not_come_is_asked_for_again(page: Page, app: Server) -> None:
    open_desk(page, app, "&deaf=1")
    page.clock.install()
    slider(page, "age").get_by_role("slider", name="Age", exact=True).focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator("#report")).to_contain_text("unheard")
    expect(page.locator(".note")).to_be_empty()
    page.clock.run_for(400)
    expect(page.locator(".desk")).to_have_class(re.compile("waiting"))
    page.clock.run_for(10_000)
    page.clock.resume()
    settled(page, age=1)
    expect(page.locator(".note")).to_be_empty()
    expect(page.locator(".desk")).not_to_have_class(re.compile("waiting"))


def test_words_stay_words(page: Page, app: Server) -> None:
    open_desk(page, app)
    expect(slider(page, "hostile").locator(".label")).to_contain_text("<img src=x onerror=")
    assert page.locator(".panel img").count() == 0
    expect(page).to_have_title("Faces")
    expect(slider(page, "age").get_by_role("slider", name="Age", exact=True)).to_have_accessible_description(
        "Younger or older; hair and skin follow."
    )


@pytest.mark.browser_context_args(**SMALL)
def test_on_a_phone_the_face_stays_in_sight(page: Page, app: Server) -> None:
    open_desk(page, app)
    page.locator(".stMain").evaluate("e => e.scrollBy(0, 300)")
    picture, row = page.locator(".frame").bounding_box(), slider(page, "glasses").bounding_box()
    assert picture is not None
    assert row is not None
    assert 50 <= picture["y"] <= 70
    assert picture["y"] + picture["height"] <= 0.6 * 740
    assert picture["y"] + picture["height"] <= row["y"] <= 700
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.touchscreen.tap(*grip(page, "glasses", 0.5))
    expect(slider(page, "glasses")).to_have_class(re.compile("moved"))
    told = settled(page, glasses=float(value(page, "glasses").split()[0]))
    assert 40 <= told[-1]["values"]["glasses"] <= 60


# --- choosing and placing ----------------------------------------------------------------------


def test_a_face_is_chosen_by_click_and_by_keys(page: Page, app: Server) -> None:
    page.goto(f"{app.url}/?part=faces")
    expect(page.locator(".face")).to_have_count(3, timeout=60_000)
    expect(page.get_by_role("radio", name="Face 1")).to_be_checked()
    page.locator(".face").nth(2).click()
    expect(page.get_by_text("chosen 2")).to_be_visible()
    expect(page.get_by_role("radio", name="Face 3")).to_be_checked()
    page.keyboard.press("ArrowLeft")
    expect(page.get_by_text("chosen 1")).to_be_visible()
    assert page.locator(".photo img").count() == 1  # the label of the second face is no picture
    expect(page).to_have_title("Faces")


@pytest.mark.browser_context_args(**SMALL)
def test_a_finger_finds_a_tiny_face(page: Page, app: Server) -> None:
    page.goto(f"{app.url}/?part=faces")
    expect(page.locator(".face")).to_have_count(3, timeout=60_000)
    box = page.locator(".face").nth(2).bounding_box()
    assert box is not None
    assert box["width"] < 24
    page.touchscreen.tap(box["x"] - 9, box["y"] - 9)
    expect(page.get_by_text("chosen 2")).to_be_visible()


def open_points(page: Page, app: Server) -> dict[str, float]:
    """Open the page with the three points and return the photo's place in the window."""
    page.goto(f"{app.url}/?part=points")
    expect(page.locator(".point.active")).to_have_count(1, timeout=60_000)
    page.wait_for_timeout(500)
    box: dict[str, float] = page.locator(".stage").evaluate("e => e.getBoundingClientRect().toJSON()")
    return box


def arrives(page: Page, **points: list[float]) -> None:
    """Wait until Python holds these points, to a third of a percent of the photo."""
    told: dict[str, list[float]] = {}
    for _ in range(75):
        told = json.loads(page.locator("#report").text_content() or "{}")
        if all(told[name] == pytest.approx(point, abs=0.0033) for name, point in points.items()):
            return
        page.wait_for_timeout(200)
    pytest.fail(f"expected {points}, got {told}")


def test_points_are_dragged_tapped_and_nudged(page: Page, app: Server) -> None:
    box = open_points(page, app)

    def at(x: float, y: float) -> tuple[float, float]:
        return box["x"] + x * box["width"], box["y"] + y * box["height"]

    page.mouse.move(*at(0.3, 0.3))
    page.mouse.down()
    page.mouse.move(*at(0.4, 0.35), steps=4)
    expect(page.locator(".loupe")).to_be_visible()
    page.mouse.up()
    expect(page.locator(".loupe")).to_be_hidden()
    arrives(page, left_eye=[0.4, 0.35])
    page.get_by_role("button", name="Mouth", exact=True).click()
    page.mouse.click(*at(0.7, 0.8))
    arrives(page, mouth=[0.7, 0.8], left_eye=[0.4, 0.35])
    page.locator(".point[data-point=right_eye]").focus()
    for key in ("ArrowRight", "Shift+ArrowDown", "Shift+ArrowDown", "ArrowLeft", "Shift+ArrowRight"):
        page.keyboard.press(key)
    arrives(page, right_eye=[0.1 + 10 / box["width"], 0.3 + 20 / box["height"]])
    page.get_by_role("button", name="Start over").click()
    arrives(page, right_eye=[0.1, 0.3], left_eye=[0.3, 0.3], mouth=[0.2, 0.5])


@pytest.mark.browser_context_args(**SMALL)
def test_zoomed_in_a_tap_places_a_point_on_a_tiny_face(page: Page, app: Server) -> None:
    box = open_points(page, app)
    page.touchscreen.tap(box["x"] + 0.88 * box["width"], box["y"] + 0.45 * box["height"])  # beside the tiny face
    arrives(page, right_eye=[0.88, 0.45])
    for _ in range(4):
        page.get_by_role("button", name="Zoom in (+)").tap()
    handle = page.locator(".point[data-point=right_eye]").bounding_box()
    assert handle is not None
    x, y = handle["x"] + 22 - 30, handle["y"] + 22 - 25
    page.touchscreen.tap(x, y)
    zoom = 1.5**4
    arrives(page, right_eye=[0.88 - 30 / zoom / box["width"], 0.45 - 25 / zoom / box["height"]])
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


# --- the box for words -------------------------------------------------------------------------


def said(page: Page, act: str, **words: str) -> None:
    """Wait until Python heard this of the box."""
    told: list[dict[str, Any]] = []
    for _ in range(75):
        told = asks(page)
        if told and told[-1]["act"] == act and words.items() <= told[-1].items():
            return
        page.wait_for_timeout(200)
    pytest.fail(f"expected {act} {words}, got {told[-3:]}")


def open_box(page: Page, app: Server) -> Locator:
    """Open the page with the box alone and return its first field."""
    page.goto(f"{app.url}/?part=box")
    field = page.get_by_label("Wanted")
    expect(field).to_be_visible(timeout=60_000)
    return field


def test_words_are_told_when_the_typing_pauses_and_count_with_enter(page: Page, app: Server) -> None:
    field = open_box(page, app)
    expect(page.get_by_role("button", name="Add")).to_be_disabled()
    field.press_sequentially("old", delay=20)
    said(page, "type", target="old", neutral="")
    assert len(asks(page)) == 1  # three letters, one pause
    expect(page.get_by_label("Now")).to_have_attribute("placeholder", "from old")
    page.get_by_label("Now").fill("young")
    page.get_by_label("Now").press("Enter")
    said(page, "add", target="old", neutral="young")
    expect(field).to_have_value("")
    expect(page.get_by_label("Now")).to_have_value("")


def test_what_is_refused_stays_and_ready_made_words_leave_the_field_alone(page: Page, app: Server) -> None:
    field = open_box(page, app)
    field.fill("no")
    page.get_by_role("button", name="Add").click()
    expect(page.get_by_text("This is refused.")).to_be_visible()
    expect(field).to_have_value("no")
    page.get_by_role("button", name="Older").click()
    said(page, "chip", chip="older", target="no")
    expect(field).to_have_value("no")
    for example in ("blond hair", "a beard", "blond hair"):
        page.get_by_role("button", name="Example").click()
        said(page, "type", target=example)


def test_words_of_the_box_are_never_markup(page: Page, app: Server) -> None:
    field = open_box(page, app)
    field.fill("<b>old</b> <img src=x onerror=\"document.title='pwned'\">")
    expect(page.locator(".told")).to_contain_text("<b>old</b>")
    assert page.locator(".box img, .box b").count() == 0
    expect(page).to_have_title("Faces")
