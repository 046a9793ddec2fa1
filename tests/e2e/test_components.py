"""The studio's own components, driven in a real browser: by mouse, by keys and by fingers."""

import json
import re
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

APP = Path(__file__).parent / "apps" / "components.py"
WIDTH, HEIGHT = 600, 400
Point = tuple[float, float]


@pytest.fixture(scope="module")
def app(serve: Callable[..., Server]) -> Server:
    """One server for every test of this file."""
    return serve(APP)


@pytest.fixture
def slider(page: Page, app: Server) -> Locator:
    """Open the page with the before/after slider alone."""
    page.goto(f"{app.url}/?part=compare")
    expect(page.locator(".frame")).to_be_visible(timeout=20_000)
    return page.locator(".frame")


@pytest.fixture
def canvas(page: Page, app: Server) -> Locator:
    """Open the page with the painter alone."""
    page.goto(f"{app.url}/?part=painter")
    expect(page.get_by_text("nothing painted")).to_be_visible(timeout=20_000)
    expect(page.locator(".chip").first).to_be_visible()
    page.locator(".painter canvas").scroll_into_view_if_needed()
    return at_rest(page.locator(".painter canvas"))


def at_rest(target: Locator) -> Locator:
    """Wait until an element stays where it is: the page may still be laying itself out."""
    before: dict[str, float] | None = None
    for _ in range(50):
        box = box_of(target)
        if box == before:
            break
        before = box
        target.page.wait_for_timeout(200)
    return target


def comes_true(page: Page, holds: Callable[[], bool]) -> bool:
    """Wait until something holds that no locator can wait for, ten seconds at most."""
    for _ in range(50):
        if holds():
            return True
        page.wait_for_timeout(200)
    return False


def box_of(target: Locator) -> dict[str, float]:
    """Return where an element lies in the window, unrounded."""
    box: dict[str, float] = target.evaluate("e => e.getBoundingClientRect().toJSON()")
    return box


def split(page: Page) -> float:
    """Return where the handle stands, in percent."""
    return float(page.locator(".frame input").input_value())


def received(page: Page) -> NDArray[np.uint8] | None:
    """Return the label map Python holds, as the page reports it."""
    report = json.loads(page.locator("#report").text_content() or "null")
    return None if report is None else decode_runs(report["runs"], tuple(report["size"]))


def after(page: Page, act: Callable[[], object]) -> NDArray[np.uint8] | None:
    """Do something that changes the mask and return what Python holds once it heard of it."""
    reported(page, act, timeout=10_000)
    return received(page)


def on_map(canvas: Locator, x: float, y: float) -> Point:
    """Return whole window coordinates next to a point of the map."""
    box = box_of(canvas)
    return round(box["x"] + x / WIDTH * box["width"]), round(box["y"] + y / HEIGHT * box["height"])


def drag(page: Page, start: Point, end: Point, steps: int = 1) -> None:
    """Press the mouse at one point of the window and let it go at another."""
    page.mouse.move(*start)
    page.mouse.down()
    page.mouse.move(*end, steps=steps)
    page.mouse.up()


def capsule(canvas: Locator, start: Point, end: Point, size: float) -> NDArray[np.bool_]:
    """Tell which pixel centres lie within half a brush of a line between two window points."""
    box = box_of(canvas)
    scale = box["width"] / WIDTH
    (ax, ay), (bx, by) = (((x - box["x"]) / scale, (y - box["y"]) / scale) for x, y in (start, end))
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH] + 0.5
    dx, dy = bx - ax, by - ay
    length = dx * dx + dy * dy
    along = np.clip(((x - ax) * dx + (y - ay) * dy) / length, 0, 1) if length else np.zeros_like(x)
    inside: NDArray[np.bool_] = (x - ax - along * dx) ** 2 + (y - ay - along * dy) ** 2 <= (size / 2) ** 2
    return inside


def brush_size(page: Page) -> int:
    """Return the brush's diameter in pixels of the map."""
    return int(page.locator(".painter .size").input_value())


# --- before/after slider -----------------------------------------------------------------------


def test_drag_anywhere_moves_the_handle(page: Page, slider: Locator) -> None:
    box = box_of(slider)
    y = box["y"] + box["height"] * 0.3
    drag(page, (box["x"] + box["width"] * 0.8, y), (box["x"] + box["width"] * 0.25, y), steps=5)
    assert split(page) == pytest.approx(25, abs=1)
    clip = page.locator(".layer.before").evaluate("e => getComputedStyle(e).clipPath")
    assert clip.startswith("inset(0px ")
    handle = box_of(page.locator(".handle"))
    assert handle["x"] + 1 == pytest.approx(box["x"] + box["width"] * 0.25, abs=box["width"] * 0.01)


@pytest.mark.parametrize(
    ("key", "expected"), [("ArrowLeft", 49), ("ArrowRight", 51), ("Home", 0), ("End", 100), ("PageUp", 60)]
)
def test_keys_move_the_handle(page: Page, slider: Locator, key: str, expected: float) -> None:
    page.locator(".frame input").focus()
    page.keyboard.press(key)
    assert split(page) == expected
    style = slider.evaluate("e => e.style.getPropertyValue('--split')")
    assert style == f"{expected}%"


def test_both_pictures_fill_the_same_frame(page: Page, slider: Locator) -> None:
    frame = box_of(slider)
    assert frame["width"] / frame["height"] == pytest.approx(1.6, abs=0.01)
    assert frame["height"] <= 0.751 * page.viewport_size["height"]  # type: ignore[index]
    for layer in ("before", "after"):
        image = box_of(page.locator(f".{layer} img"))
        assert image["width"] == pytest.approx(frame["width"])
        assert image["height"] == pytest.approx(frame["height"])


def test_words_stay_words(page: Page, slider: Locator) -> None:
    expect(page.locator(".after .chip")).to_contain_text("<img src=x onerror=")
    assert page.locator(".chip img").count() == 0
    expect(page).to_have_title("Components")
    expect(page.locator(".frame input")).to_have_attribute("aria-label", re.compile("^Compare Photograph with <img"))
    expect(page.locator(".before img")).to_have_attribute("alt", "Photograph: Hills")


def test_a_rerun_keeps_the_handle(page: Page, slider: Locator) -> None:
    page.locator(".frame input").focus()
    page.keyboard.press("End")
    page.get_by_role("button", name="Run again").click()
    expect(page.get_by_text("runs 2")).to_be_visible()
    assert split(page) == 100


def test_double_click_shows_the_own_pixels_and_a_drag_pans(page: Page, slider: Locator) -> None:
    box = box_of(slider)
    page.mouse.dblclick(box["x"] + box["width"] * 0.25, box["y"] + box["height"] / 2)
    expect(slider).to_have_class(re.compile("zoomed"))
    before = box_of(page.locator(".after img"))
    ratio = float(page.evaluate("devicePixelRatio"))
    assert before["width"] * ratio == pytest.approx(1280, rel=0.01) or before["width"] == pytest.approx(
        2 * box["width"]
    )
    start = (box["x"] + box["width"] * 0.7, box["y"] + box["height"] * 0.5)
    drag(page, start, (start[0] - 40, start[1] - 30), steps=3)
    moved = box_of(page.locator(".after img"))
    assert (moved["x"] - before["x"], moved["y"] - before["y"]) == pytest.approx((-40, -30), abs=1)
    page.get_by_role("button", name="Fit the picture").click()
    assert box_of(page.locator(".after img"))["width"] == pytest.approx(box["width"])


@pytest.mark.browser_context_args(**PHONE)
def test_a_finger_drags_the_handle_on_a_phone(page: Page, slider: Locator) -> None:
    box = box_of(slider)
    y = box["y"] + box["height"] * 0.4
    swipe(page, [(box["x"] + box["width"] * share, y) for share in (0.5, 0.6, 0.7, 0.8)])
    assert split(page) == pytest.approx(80, abs=1)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def swipe(page: Page, path: list[Point]) -> None:
    """Move one finger along a path."""
    touches(page, [[point] for point in path])


def touches(page: Page, path: list[list[Point]]) -> None:
    """Move several fingers at once; each step lists where they are."""
    session = page.context.new_cdp_session(page)
    for kind, points in zip(["touchStart"] + ["touchMove"] * (len(path) - 1), path, strict=True):
        places: list[dict[str, Any]] = [{"x": x, "y": y, "id": number} for number, (x, y) in enumerate(points)]
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": places})
    session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    session.detach()


# --- mask painter ------------------------------------------------------------------------------


def test_python_gets_exactly_what_was_painted(page: Page, canvas: Locator) -> None:
    one, two = (on_map(canvas, 100, 80), on_map(canvas, 420, 150)), (on_map(canvas, 300, 60), on_map(canvas, 300, 350))
    size = brush_size(page)
    after(page, lambda: drag(page, *one))
    page.locator(".chip", has_text="Buildings").click()
    painted = after(page, lambda: drag(page, *two))
    expected = np.zeros((HEIGHT, WIDTH), dtype=np.uint8)
    expected[capsule(canvas, *one, size)] = 1
    expected[capsule(canvas, *two, size)] = 2
    assert painted is not None
    assert np.count_nonzero(painted != expected) == 0
    assert set(np.unique(painted)) == {0, 1, 2}


def test_eraser_and_brush_keys(page: Page, canvas: Locator) -> None:
    line = (on_map(canvas, 100, 200), on_map(canvas, 500, 200))
    size = brush_size(page)
    after(page, lambda: drag(page, *line))
    page.keyboard.press("[")
    page.keyboard.press("[")
    small = brush_size(page)
    assert small < size
    page.keyboard.press("e")
    cut = (on_map(canvas, 300, 150), on_map(canvas, 300, 250))
    painted = after(page, lambda: drag(page, *cut))
    expected = capsule(canvas, *line, size) & ~capsule(canvas, *cut, small)
    assert painted is not None
    assert np.array_equal(painted, expected.astype(np.uint8))


def test_undo_and_redo(page: Page, canvas: Locator) -> None:
    first = after(page, lambda: drag(page, on_map(canvas, 100, 100), on_map(canvas, 300, 100)))
    second = after(page, lambda: drag(page, on_map(canvas, 100, 300), on_map(canvas, 300, 300)))
    undone = after(page, lambda: page.keyboard.press("Control+z"))
    assert first is not None
    assert undone is not None
    assert np.array_equal(undone, first)
    redone = after(page, lambda: page.keyboard.press("Control+Shift+z"))
    assert redone is not None
    assert second is not None
    assert np.array_equal(redone, second)
    undo = page.get_by_role("button", name="Undo")
    after(page, undo.click)
    assert after(page, undo.click) is None
    expect(undo).to_be_disabled()


def test_fill_an_area_and_the_whole(page: Page, canvas: Locator) -> None:
    wall = (on_map(canvas, 300, 4), on_map(canvas, 300, 430))
    after(page, lambda: drag(page, *wall))
    page.get_by_role("button", name="Fill an area").click()
    page.locator(".chip", has_text="Buildings").click()
    painted = after(page, lambda: page.mouse.click(*on_map(canvas, 500, 200)))
    assert painted is not None
    assert (painted[:, :250] == 0).all()
    assert (painted[:, 350:] == 2).all()
    whole = after(page, page.get_by_role("button", name="Give the whole picture").click)
    assert whole is not None
    assert (whole == 2).all()
    assert after(page, page.get_by_role("button", name="Clear everything").click) is None


def test_painting_with_the_keyboard_alone(page: Page, canvas: Locator) -> None:
    canvas.focus()
    page.keyboard.press("2")
    for key in ("ArrowRight", "ArrowRight", "ArrowUp"):
        page.keyboard.press(key)
    painted = after(page, lambda: page.keyboard.press("Enter"))
    assert painted is not None
    rows, columns = np.nonzero(painted == 2)
    size = brush_size(page)
    assert columns.mean() + 0.5 == pytest.approx(WIDTH / 2 + size, abs=0.5)
    assert rows.mean() + 0.5 == pytest.approx(HEIGHT / 2 - size / 2, abs=0.5)


def test_painting_while_zoomed_and_moved(page: Page, canvas: Locator) -> None:
    canvas.focus()
    page.mouse.move(*on_map(canvas, 0, 0))
    for _ in range(4):
        page.get_by_role("button", name="Zoom in").click()
    canvas.focus()
    middle = on_map(canvas, 300, 200)
    page.keyboard.down("Space")
    drag(page, middle, (middle[0] + 10_000, middle[1] + 10_000))
    page.keyboard.up("Space")
    painted = after(page, lambda: page.mouse.click(*on_map(canvas, 300, 200)))
    assert painted is not None
    rows, columns = np.nonzero(painted)
    zoom = 1.5**4  # the top left corner is in view: half of a window is half of a share of the map
    assert columns.mean() + 0.5 == pytest.approx(300 / zoom, abs=1)
    assert rows.mean() + 0.5 == pytest.approx(200 / zoom, abs=1)


def test_strokes_outlive_reruns_and_a_hidden_painter(page: Page, canvas: Locator) -> None:
    painted = after(page, lambda: drag(page, on_map(canvas, 100, 100), on_map(canvas, 300, 100)))
    page.get_by_role("button", name="Run again").click()
    expect(page.get_by_text("runs 3")).to_be_visible()
    assert np.array_equal(received(page), painted)  # type: ignore[arg-type]
    page.locator("label", has_text="Painter").click()
    expect(page.locator("#report")).to_have_count(0)
    page.locator("label", has_text="Painter").click()
    expect(page.locator("#report")).to_have_count(1)
    assert np.array_equal(received(page), painted)  # type: ignore[arg-type]
    canvas.scroll_into_view_if_needed()
    more = after(page, lambda: drag(page, on_map(canvas, 100, 300), on_map(canvas, 300, 300)))
    assert more is not None
    assert painted is not None
    assert (more[painted == 1] == 1).all()
    assert np.count_nonzero(more) > np.count_nonzero(painted)


@pytest.mark.browser_context_args(viewport={"width": 1280, "height": 1600})
def test_a_click_on_the_page_takes_the_last_stroke_along(page: Page, canvas: Locator) -> None:
    button = page.get_by_role("button", name="Run again")
    place = box_of(button)
    start, end = on_map(canvas, 100, 100), on_map(canvas, 300, 100)
    drag(page, start, end)
    page.mouse.click(place["x"] + 5, place["y"] + 5)
    expect(page.get_by_text(re.compile(r"^painted \d+"))).to_be_visible()
    stroke = capsule(canvas, start, end, brush_size(page))
    expect(page.get_by_text(f"at the click {np.count_nonzero(stroke)}")).to_be_visible()


def test_a_given_mask_and_another_picture_start_afresh(page: Page, canvas: Locator) -> None:
    after(page, lambda: drag(page, on_map(canvas, 400, 100), on_map(canvas, 500, 100)))
    preset = after(page, page.locator("label", has_text="Start from a mask").click)
    assert preset is not None
    assert (preset[:, :300] == 2).all()
    assert (preset[:, 300:] == 0).all()
    erased = after(page, lambda: (page.keyboard.press("e"), drag(page, on_map(canvas, 50, 50), on_map(canvas, 90, 50))))
    assert erased is None or (erased <= 2).all()
    page.locator("label", has_text="Start from a mask").click()
    page.locator("label", has_text="Another picture").click()
    expect(page.get_by_text("nothing painted")).to_be_visible()
    upright = "e => Math.abs(e.clientWidth / e.clientHeight - 0.75) < 0.01"
    assert comes_true(page, lambda: bool(canvas.evaluate(upright)))


def test_names_of_regions_stay_words(page: Page, canvas: Locator) -> None:
    expect(page.locator(".chip .name").nth(2)).to_contain_text("<img src=x onerror=")
    assert page.locator(".painter img").count() == 0
    expect(page).to_have_title("Components")


@pytest.mark.browser_context_args(**PHONE)
def test_a_finger_paints_and_two_fingers_zoom(page: Page, canvas: Locator) -> None:
    start, end = on_map(canvas, 100, 100), on_map(canvas, 400, 100)
    painted = after(page, lambda: swipe(page, [start, end]))
    assert painted is not None
    assert np.array_equal(painted == 1, capsule(canvas, start, end, brush_size(page)))
    x, y = on_map(canvas, 300, 200)
    touches(page, [[(x, y)], [(x, y), (x + 30, y)], [(x - 30, y), (x + 60, y)]])
    expect(page.get_by_role("button", name="Zoom out")).to_be_enabled()
    page.get_by_role("button", name="Run again").click()
    expect(page.get_by_text("runs 3")).to_be_visible()
    assert np.array_equal(received(page), painted)  # type: ignore[arg-type]
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_controls_can_be_read_in_both_themes(page: Page, app: Server, scheme: Any) -> None:
    page.emulate_media(color_scheme=scheme)
    page.goto(f"{app.url}/?part=painter")
    chip = page.locator(".chip").nth(1)
    expect(chip).to_be_visible(timeout=20_000)
    colours = chip.evaluate("e => [getComputedStyle(e).color, getComputedStyle(e).backgroundColor]")
    ink, paper = (sum(map(float, re.findall(r"[\d.]+", colour)[:3])) / 765 for colour in colours)
    assert abs(ink - paper) > 0.6
    assert (paper < 0.5) == (scheme == "dark")


@pytest.fixture
def editor(page: Page, app: Server) -> Page:
    """Open the page with the painter that imports and exports."""
    page.goto(f"{app.url}/?part=editor")
    expect(page.get_by_text("editor empty")).to_be_visible(timeout=20_000)
    return page


def import_mask(page: Page, label_map: NDArray[np.uint8]) -> None:
    """Upload a mask through the editor's menu."""
    page.get_by_role("button", name="Import mask").click()
    file = {"name": "mask.png", "mimeType": "image/png", "buffer": encode_label_map(label_map)}
    page.get_by_test_id("stFileUploaderDropzoneInput").set_input_files(file)  # type: ignore[arg-type]


def test_a_mask_goes_out_and_comes_in_unchanged(editor: Page) -> None:
    expect(editor.get_by_role("button", name="Export mask")).to_be_disabled()
    label_map = np.random.default_rng(0).choice(np.array([0, 1, 2, 3], dtype=np.uint8), (HEIGHT, WIDTH))
    import_mask(editor, label_map)
    expect(editor.get_by_text("editor [0, 1, 2, 3]")).to_be_visible()
    with editor.expect_download() as download:
        editor.get_by_role("button", name="Export mask").click()
    exported = open_label_map(download.value.path(), size=(HEIGHT, WIDTH))
    assert np.array_equal(exported, label_map)


def test_an_imported_mask_names_what_it_cannot_use(editor: Page) -> None:
    label_map = np.zeros((HEIGHT, WIDTH), dtype=np.uint8)
    label_map[:100], label_map[100:200] = 2, 77
    import_mask(editor, label_map)
    expect(editor.get_by_text("The mask also holds 77")).to_be_visible()
    expect(editor.get_by_text("editor [0, 2]")).to_be_visible()


def test_a_mask_of_another_shape_is_explained(editor: Page) -> None:
    import_mask(editor, np.ones((100, 400), dtype=np.uint8))
    expect(editor.get_by_text("another shape")).to_be_visible()
    expect(editor.get_by_text("editor empty")).to_be_visible()


# --- clipboard -----------------------------------------------------------------------------------

COPY = """async ([width, height]) => {
  const canvas = Object.assign(document.createElement('canvas'), { width, height });
  canvas.getContext('2d').fillRect(0, 0, width, height);
  const blob = await new Promise((resolve) => canvas.toBlob(resolve, 'image/png'));
  await navigator.clipboard.write([new ClipboardItem({ 'image/png': blob })]);
}"""


@pytest.fixture
def clipboard(page: Page, app: Server) -> Page:
    """Open the page with two paste buttons and a picture of 40 × 30 px in the clipboard."""
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(f"{app.url}/?part=paste")
    expect(page.get_by_role("button", name="Paste second")).to_be_visible(timeout=20_000)
    page.evaluate(COPY, [40, 30])
    return page


def test_the_button_pastes(clipboard: Page) -> None:
    clipboard.get_by_role("button", name="Paste second").click()
    expect(clipboard.get_by_text("second: (40, 30)")).to_be_visible()
    clipboard.get_by_role("button", name="Run again").click()
    expect(clipboard.get_by_text("runs 3")).to_be_visible()
    expect(clipboard.get_by_text("second: (40, 30)")).to_be_visible()
    expect(clipboard.get_by_text("first: None")).to_be_visible()


def test_ctrl_v_goes_to_the_first_or_to_the_one_pointed_at(clipboard: Page) -> None:
    clipboard.keyboard.press("Control+v")
    expect(clipboard.get_by_text("first: (40, 30)")).to_be_visible()
    clipboard.evaluate(COPY, [20, 60])
    clipboard.get_by_role("button", name="Paste second").hover()
    clipboard.keyboard.press("Control+v")
    expect(clipboard.get_by_text("second: (20, 60)")).to_be_visible()
    expect(clipboard.get_by_text("first: (40, 30)")).to_be_visible()


def test_a_clipboard_without_a_picture_is_said(clipboard: Page) -> None:
    clipboard.evaluate("navigator.clipboard.writeText('words')")
    clipboard.get_by_role("button", name="Paste first").click()
    expect(clipboard.get_by_text("The clipboard holds no picture.")).to_be_visible()


# --- owner -------------------------------------------------------------------------------------


def owner(page: Page) -> str:
    """Return the visitor's id the page shows."""
    line = page.get_by_text(re.compile("^owner "))
    expect(line).to_be_visible(timeout=20_000)
    return str(line.text_content()).removeprefix("owner ")


def cookie(page: Page) -> dict[str, Any]:
    """Wait for the owner's cookie and return it."""
    page.wait_for_function("document.cookie.includes('styletransfer_owner=')")
    return next(dict(entry) for entry in page.context.cookies() if entry["name"] == "styletransfer_owner")


def test_the_visitor_is_known_after_a_reload(page: Page, app: Server) -> None:
    page.goto(f"{app.url}/?part=compare")
    first = owner(page)
    kept = cookie(page)
    assert (kept["value"], kept["sameSite"], kept["path"]) == (first, "Strict", "/")
    page.reload()
    expect(page.get_by_text("runs 1")).to_be_visible()
    assert owner(page) == first
    other = page.context.new_page()
    other.goto(f"{app.url}/?part=compare")
    assert owner(other) == first


@pytest.mark.parametrize("value", ["short", "<script>alert(1)</script>", "a" * 23, "../../../../etc/passwd"])
def test_a_hostile_cookie_is_replaced(page: Page, app: Server, value: str) -> None:
    page.context.add_cookies([{"name": "styletransfer_owner", "value": value, "url": app.url}])
    page.goto(f"{app.url}/?part=compare")
    shown = owner(page)
    assert re.fullmatch(r"[A-Za-z0-9_-]{22}", shown)
    page.wait_for_function("value => document.cookie.includes(value)", arg=shown)
    assert cookie(page)["value"] == shown


def test_an_id_another_tab_wrote_meanwhile_wins(page: Page, app: Server) -> None:
    theirs = "A" * 22
    page.add_init_script(f"document.cookie = 'styletransfer_owner={theirs}; Path=/; SameSite=Strict'")
    page.goto(f"{app.url}/?part=compare")
    expect(page.get_by_text(f"owner {theirs}")).to_be_visible(timeout=20_000)
    assert cookie(page)["value"] == theirs
