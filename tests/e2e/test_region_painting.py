"""The editor of two photographs' regions, driven in a real browser."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from conftest import PHONE, Server, reported
from numpy.typing import NDArray
from playwright.sync_api import Locator, Page, expect

from styletransfer.imaging.masks import encode_label_map, open_label_map
from styletransfer.ui.label_runs import decode_runs

pytestmark = pytest.mark.e2e

APP = Path(__file__).parent / "apps" / "regions.py"
PHOTOGRAPH, LOOK = 0, 1
Map = NDArray[np.uint8]


@pytest.fixture(scope="module")
def app(serve: Callable[..., Server]) -> Server:
    """One server for every test of this file."""
    return serve(APP)


@pytest.fixture
def editor(page: Page, app: Server) -> Page:
    """Open the page and wait until the superpixels are there."""
    page.goto(app.url)
    expect(page.locator("#report")).to_have_count(1)
    expect(page.locator(".painter canvas")).to_have_count(2)
    page.wait_for_timeout(1000)  # the layout settles, the superpixels unpack
    return page


def held(page: Page) -> list[Map]:
    """Return the label maps Python holds, as the page reports them."""
    report = json.loads(page.locator("#report").text_content() or "[]")
    return [decode_runs(one["runs"], tuple(one["size"])) for one in report]


def after(page: Page, act: Callable[[], object]) -> list[Map]:
    """Do something that changes a map and return what Python holds once it heard of it."""
    reported(page, act)
    return held(page)


def spot(page: Page, pane: int, x: float, y: float) -> tuple[float, float]:
    """Return the window's place of a point of a picture, given as shares of its sides."""
    canvas = page.locator(".painter canvas").nth(pane)
    canvas.scroll_into_view_if_needed()
    box: dict[str, float] = canvas.evaluate("e => e.getBoundingClientRect().toJSON()")
    return box["x"] + x * box["width"], box["y"] + y * box["height"]


def click(page: Page, pane: int, x: float, y: float) -> None:
    """Click on a picture."""
    page.mouse.click(*spot(page, pane, x, y))


def button(page: Page, name: str, pane: int = 0) -> Locator:
    """Return a button of the painter, in one of its panes where both have it."""
    return page.locator(".painter").get_by_role("button", name=name).nth(pane)


def compact(changed: NDArray[np.bool_]) -> bool:
    """Tell whether pixels form one piece of about a superpixel's size."""
    ys, xs = np.nonzero(changed)
    share = changed.mean()
    return 0.0003 < share < 0.01 and np.ptp(ys) < 100 and np.ptp(xs) < 100


def test_one_click_fills_a_superpixel_and_undo_follows_the_work(editor: Page) -> None:
    start = held(editor)
    first = after(editor, lambda: click(editor, PHOTOGRAPH, 0.3, 0.85))
    assert compact(first[PHOTOGRAPH] != start[PHOTOGRAPH])
    assert first[PHOTOGRAPH][340, 180] == 0
    assert np.array_equal(first[LOOK], start[LOOK])
    editor.keyboard.press("2")
    second = after(editor, lambda: click(editor, LOOK, 0.5, 0.2))
    assert compact(second[LOOK] != start[LOOK])
    assert second[LOOK][100, 200] == 1
    one_back = after(editor, button(editor, "Undo").click)
    assert np.array_equal(one_back[LOOK], start[LOOK])
    assert np.array_equal(one_back[PHOTOGRAPH], first[PHOTOGRAPH])
    two_back = after(editor, lambda: editor.keyboard.press("Control+z"))
    assert np.array_equal(two_back[PHOTOGRAPH], start[PHOTOGRAPH])
    expect(button(editor, "Undo")).to_be_disabled()
    assert np.array_equal(after(editor, button(editor, "Redo").click)[PHOTOGRAPH], first[PHOTOGRAPH])


def test_a_drag_fills_what_it_passes_and_the_eraser_brings_back(editor: Page) -> None:
    start = held(editor)
    editor.mouse.move(*spot(editor, PHOTOGRAPH, 0.2, 0.9))
    editor.mouse.down()
    editor.mouse.move(*spot(editor, PHOTOGRAPH, 0.8, 0.9), steps=3)
    filled = after(editor, editor.mouse.up)[PHOTOGRAPH]
    assert (filled[360, 125:475] == 0).all()
    editor.keyboard.press("e")
    erased = after(editor, lambda: click(editor, PHOTOGRAPH, 0.5, 0.9))[PHOTOGRAPH]
    assert erased[360, 300] == 1
    assert erased[360, 150] == 0
    restored = after(editor, button(editor, "Bring back the first regions everywhere", PHOTOGRAPH).click)
    assert np.array_equal(restored[PHOTOGRAPH], start[PHOTOGRAPH])


def test_refined_edges_follow_the_picture_and_can_be_undone(editor: Page) -> None:
    start = held(editor)[PHOTOGRAPH]
    y, x = np.mgrid[0:400, 0:600]
    hills = y / 400 > 0.6 + 0.1 * np.sin(7 * x / 600 + 1)
    before = after(editor, lambda: click(editor, PHOTOGRAPH, 0.3, 0.95))[PHOTOGRAPH]
    refined = after(editor, button(editor, "Refine edges", PHOTOGRAPH).click)[PHOTOGRAPH]
    assert ((refined == 1) != hills).mean() < 0.5 * ((start == 1) != hills).mean()
    expect(editor.locator(".busy").first).to_be_hidden()
    assert np.array_equal(after(editor, button(editor, "Undo").click)[PHOTOGRAPH], before)
    assert np.array_equal(after(editor, button(editor, "Undo").click)[PHOTOGRAPH], start)


def test_strokes_outlive_a_hidden_editor_and_a_new_region(editor: Page) -> None:
    painted = after(editor, lambda: click(editor, PHOTOGRAPH, 0.3, 0.85))
    editor.locator("label", has_text="A third region").click()
    expect(editor.locator(".chip")).to_have_count(3)
    assert np.array_equal(held(editor)[PHOTOGRAPH], painted[PHOTOGRAPH])
    editor.locator("label", has_text="Editor").click()
    expect(editor.locator("#report")).to_have_count(0)
    editor.locator("label", has_text="Editor").click()
    expect(editor.locator("#report")).to_have_count(1)
    editor.wait_for_timeout(1000)
    assert np.array_equal(held(editor)[PHOTOGRAPH], painted[PHOTOGRAPH])
    editor.locator(".chip", has_text="Water").click()
    more = after(editor, lambda: click(editor, LOOK, 0.5, 0.8))
    assert set(np.unique(more[LOOK])) == {0, 1, 2}
    assert np.array_equal(more[PHOTOGRAPH], painted[PHOTOGRAPH])


def test_files_go_out_and_come_in_with_their_own_regions(editor: Page) -> None:
    label_map = np.full((500, 400), 6, dtype=np.uint8)
    label_map[:250] = 0
    editor.get_by_role("button", name="Import look regions").click()
    file: Any = {"name": "mask.png", "mimeType": "image/png", "buffer": encode_label_map(label_map)}
    imported = after(editor, lambda: editor.get_by_test_id("stFileUploaderDropzoneInput").set_input_files(file))
    assert np.array_equal(imported[LOOK], label_map)
    expect(editor.locator(".chip", has_text="Region 7")).to_be_visible()
    with editor.expect_download() as download:
        editor.get_by_role("button", name="Export look regions").click()
    assert np.array_equal(open_label_map(download.value.path(), size=(500, 400)), label_map)
    back = after(editor, button(editor, "Undo").click)
    assert set(np.unique(back[LOOK])) == {0, 1}


def test_holding_a_key_or_the_eye_shows_the_picture_alone(editor: Page) -> None:
    def pixel() -> list[int]:
        editor.wait_for_timeout(150)
        script = "e => [...e.getContext('2d').getImageData(e.width / 2, e.height * 0.95, 1, 1).data]"
        return list(editor.locator(".painter canvas").first.evaluate(script))

    covered = pixel()
    editor.locator(".painter canvas").first.focus()
    editor.keyboard.down("v")
    plain = pixel()
    assert plain != covered
    assert np.abs(np.array(plain[:3]) - [60, 90, 40]).max() < 40
    editor.keyboard.up("v")
    assert pixel() == covered
    button(editor, "Hold to see").hover()
    editor.mouse.down()
    assert pixel() == plain
    editor.mouse.up()
    assert pixel() == covered


def test_the_keyboard_alone_fills_a_superpixel(editor: Page) -> None:
    start = held(editor)
    editor.locator(".painter canvas").nth(LOOK).focus()
    editor.keyboard.press("s")
    for key in ("2", "ArrowUp", "ArrowUp", "Shift+ArrowUp"):
        editor.keyboard.press(key)
    filled = after(editor, lambda: editor.keyboard.press("Enter"))
    assert compact(filled[LOOK] != start[LOOK])


@pytest.mark.browser_context_args(**PHONE)
def test_a_finger_fills_and_the_regions_stay_in_reach_on_a_phone(editor: Page) -> None:
    start = held(editor)
    editor.locator(".chip", has_text="Ground").tap()
    filled = after(editor, lambda: editor.touchscreen.tap(*spot(editor, LOOK, 0.5, 0.2)))
    assert compact(filled[LOOK] != start[LOOK])
    boxes = [canvas.bounding_box() for canvas in editor.locator(".painter canvas").all()]
    assert boxes[0] is not None
    assert boxes[1] is not None
    assert boxes[1]["y"] > boxes[0]["y"] + boxes[0]["height"]
    editor.locator(".painter canvas").nth(LOOK).evaluate("e => e.scrollIntoView({ block: 'center' })")
    editor.wait_for_timeout(300)
    chip = editor.locator(".chip").first.bounding_box()
    assert chip is not None
    assert 0 <= chip["y"] < 200
    assert editor.evaluate("document.documentElement.scrollWidth") <= 390
