"""Whole journeys through the studio, in a real browser on a real server that really paints."""

import io
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from conftest import PHONE, ROOT, Server, finished, job_in, overflow
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from styletransfer.imaging.io import open_image
from styletransfer.imaging.masks import open_label_map

pytestmark = pytest.mark.e2e

PATIENCE = 40_000


@pytest.fixture(scope="module")
def app(serve: Callable[..., Server]) -> Server:
    """One studio for every journey of this file."""
    return serve(ROOT / "app.py")


@pytest.fixture
def form(page: Page, app: Server) -> Page:
    """Open the empty form."""
    page.goto(f"{app.url}/neural_style")
    expect(page.get_by_text("Choose a photograph and a style first.")).to_be_visible(timeout=PATIENCE)
    return page


def test_a_link_can_be_the_first_thing_a_new_server_is_asked_for(page: Page, app: Server) -> None:
    page.goto(f"{app.url}/neural_style?job={'A' * 22}")
    expect(page.get_by_text("There is no picture under this link")).to_be_visible(timeout=PATIENCE)
    expect(page.get_by_role("dialog")).to_have_count(0)
    pages = ("Home", "Neural style", "Photorealistic", "Faces", "History", "Models")
    titles = [re.compile(f"{title}$") for title in pages]
    expect(page.get_by_role("navigation").get_by_role("link")).to_have_text(titles)


@pytest.fixture(scope="module")
def painted(browser: Browser, app: Server) -> Iterator[tuple[Page, BrowserContext]]:
    """Paint one small picture, for the journeys that begin with a finished one."""
    context = browser.new_context(accept_downloads=True)
    page = context.new_page()
    page.goto(f"{app.url}/neural_style")
    choose(page, "Coffee", "Sea mosaic")
    settle(page, size=96, steps=4)
    start_button(page).click()
    expect(page.get_by_role("button", name="Download", exact=True)).to_be_visible(timeout=PATIENCE)
    yield page, context
    context.close()


def choose(page: Page, photo: str, *styles: str) -> None:
    """Choose an example photograph and styles of the gallery."""
    page.locator(".tile", has_text=photo).click(timeout=PATIENCE)
    expect(page.get_by_role("button", name="Change")).to_be_visible(timeout=PATIENCE)
    for style in styles:
        page.locator(".tile", has_text=style).click()
        expect(page.locator(".tile[aria-pressed=true]", has_text=style)).to_be_visible()
        expect(page.get_by_alt_text(f"Style: {style}")).to_be_visible(timeout=PATIENCE)


def settle(page: Page, size: int, steps: int) -> None:
    """Make the job small: its size, and the steps at both ends."""
    page.get_by_text("More settings").click()
    wanted = {"Longest side, px": size, "Steps at full size": steps, "Steps at the coarsest scale": steps}
    for label, value in wanted.items():
        number = page.get_by_label(label, exact=True)
        number.fill(str(value))
        number.press("Tab")
        expect(page.locator("[data-testid=stStatusWidget]")).to_have_count(0)


def start_button(page: Page) -> Locator:
    """Return the button that queues the picture, once the page has settled around it."""
    button = page.get_by_role("button", name=re.compile("^Start Shortcut"))
    expect(button).to_have_count(1, timeout=PATIENCE)
    expect(button).to_be_enabled(timeout=PATIENCE)
    return button


def test_one_click_paints_and_can_be_stopped_and_found_by_its_link(page: Page, app: Server, browser: Browser) -> None:
    page.goto(app.url)
    page.locator(".tile", has_text="Flower × Watercolour poppies").click(timeout=PATIENCE)
    expect(page.get_by_text("Stop and keep the best so far")).to_be_visible(timeout=PATIENCE)
    expect(page.get_by_text(re.compile(r"Step \d+ of \d+"))).to_be_visible(timeout=PATIENCE)
    expect(page.get_by_alt_text("being painted")).to_be_visible(timeout=PATIENCE)
    page.get_by_text("Stop and keep the best so far").click()
    finished(page, PATIENCE)
    expect(page.get_by_text("Stopped early; this is the best picture so far.")).to_be_visible()
    page.reload()
    finished(page, PATIENCE)
    with browser.new_context() as elsewhere:
        other = elsewhere.new_page()
        other.goto(f"{app.url}/neural_style?job={job_in(page)}")
        finished(other, PATIENCE)
        other.goto(f"{app.url}/history")
        expect(other.get_by_text("Nothing here yet")).to_be_visible(timeout=PATIENCE)


def test_a_download_carries_its_recipe_back_into_the_form(
    painted: tuple[Page, BrowserContext], app: Server, tmp_path: Path
) -> None:
    page, context = painted
    with page.expect_download() as started:
        page.get_by_role("button", name="Download", exact=True).click()
    file = tmp_path / "painted.png"
    started.value.save_as(file)
    picture = open_image(file)
    assert max(picture.width, picture.height) == 96
    assert json.loads(picture.recipe or "")["size"] == 96
    again = context.new_page()
    again.goto(f"{app.url}/neural_style")
    again.get_by_text("Load settings").click(timeout=PATIENCE)
    again.get_by_test_id("stPopoverBody").locator("input[type=file]").set_input_files(file)
    expect(again.get_by_alt_text("Style: Sea mosaic")).to_be_visible(timeout=PATIENCE)
    expect(again.get_by_label("Longest side, px", exact=True)).to_have_value("96")
    expect(again.get_by_alt_text("Photograph: Coffee")).to_be_visible()
    again.close()


def test_the_slider_moves_and_strength_blends(painted: tuple[Page, BrowserContext]) -> None:
    page, _ = painted
    slider = finished(page, PATIENCE)
    after = slider.locator(".after img")
    full = after.get_attribute("src")
    page.get_by_role("slider", name="Strength").press("ArrowLeft")
    expect(after).not_to_have_attribute("src", full or "", timeout=PATIENCE)
    slider.locator("input").press("Home")
    assert slider.locator("input").input_value() == "0"


def test_history_compares_two_and_deletes_one(painted: tuple[Page, BrowserContext], app: Server) -> None:
    page, context = painted
    page.get_by_role("button", name="Continue").click()
    page.get_by_label("More steps", exact=True).fill("2")
    page.get_by_label("More steps", exact=True).press("Tab")
    first = job_in(page)
    page.get_by_role("button", name="Paint on").click()
    expect(page).not_to_have_url(re.compile(first), timeout=PATIENCE)
    finished(page, PATIENCE)
    history = context.new_page()
    history.goto(f"{app.url}/history")
    tiles = history.locator(".tile")
    expect(tiles).to_have_count(2, timeout=PATIENCE)
    tiles.nth(1).click()  # the older one, which is deleted below
    expect(history.get_by_role("button", name="Open")).to_have_count(1, timeout=PATIENCE)
    tiles.first.click()
    expect(history.locator(".compare .frame")).to_be_visible(timeout=PATIENCE)
    history.get_by_role("button", name="Delete").first.click()
    history.get_by_role("button", name="Delete for good").click()
    expect(tiles).to_have_count(1, timeout=PATIENCE)
    history.close()


def test_regions_are_painted_and_arrive(form: Page, app: Server) -> None:
    choose(form, "Coffee", "Great wave", "Stained glass")
    settle(form, size=96, steps=2)
    form.get_by_text("Paint regions").click()
    form.get_by_role("button", name=re.compile("1: Stained glass")).click(timeout=PATIENCE)
    canvas = form.locator(".painter canvas")
    canvas.scroll_into_view_if_needed()
    box = canvas.bounding_box()
    assert box is not None
    form.mouse.move(box["x"] + box["width"] * 0.2, box["y"] + box["height"] * 0.5)
    form.mouse.down()
    form.mouse.move(box["x"] + box["width"] * 0.8, box["y"] + box["height"] * 0.5, steps=8)
    form.mouse.up()
    expect(form.get_by_text("Nothing is painted yet")).to_have_count(0, timeout=PATIENCE)
    start_button(form).click()
    finished(form, PATIENCE)
    mask = app.data / "jobs" / job_in(form) / "inputs" / "mask.bin"
    labels = set(open_label_map(mask.read_bytes(), size=(400, 600)).ravel().tolist())
    assert labels == {0, 1}


def test_a_bad_upload_is_explained_and_a_good_one_accepted(form: Page) -> None:
    picker = form.locator("input[type=file]").first
    picker.set_input_files({"name": "cat.jpg", "mimeType": "image/jpeg", "buffer": b"this is no picture"})
    expect(form.get_by_test_id("stAlert")).to_contain_text("cat", timeout=PATIENCE)
    stream = io.BytesIO()
    Image.new("RGB", (80, 60), "teal").save(stream, "PNG")
    picker.set_input_files({"name": "sea.png", "mimeType": "image/png", "buffer": stream.getvalue()})
    expect(form.get_by_text("sea · 80 × 60 px")).to_be_visible(timeout=PATIENCE)
    expect(form.get_by_test_id("stAlert")).to_have_count(0)


def test_keys_alone_start_a_picture(form: Page) -> None:
    form.locator(".tile", has_text="Coffee").focus()
    form.keyboard.press("Enter")
    expect(form.get_by_role("button", name="Change")).to_be_visible(timeout=PATIENCE)
    form.locator(".tile", has_text="Lily pond").focus()
    form.keyboard.press("Space")
    expect(form.get_by_alt_text("Style: Lily pond")).to_be_visible(timeout=PATIENCE)
    start_button(form)
    form.keyboard.press("Control+Enter")
    expect(form).to_have_url(re.compile("job="), timeout=PATIENCE)
    form.get_by_text(re.compile("Stop and keep|Remove from the queue")).click(timeout=PATIENCE)
    expect(form.get_by_text(re.compile("Stopped early|Cancelled")).first).to_be_visible(timeout=PATIENCE)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_fits_a_phone_in_both_themes(
    browser: Browser, app: Server, painted: tuple[Page, BrowserContext], scheme: str
) -> None:
    finished_page, _ = painted
    with browser.new_context(**PHONE, color_scheme=scheme) as context:
        page = context.new_page()
        pages = {
            "": "Give a photograph another look",
            "neural_style": "Choose a photograph and a style first.",
            f"neural_style?job={job_in(finished_page)}": "Recipe as JSON",
            "history": "Nothing here yet",
            "models": "Compact perceptual network",
        }
        for path, sign in pages.items():
            page.goto(f"{app.url}/{path}")
            expect(page.get_by_text(sign).first).to_be_visible(timeout=PATIENCE)
            assert page.evaluate("document.documentElement.scrollWidth") <= 390
            assert overflow(page) <= 0, path
        ground = page.evaluate("getComputedStyle(document.querySelector('.stApp')).backgroundColor")
        bright = sum(map(int, re.findall(r"\d+", ground)[:3])) > 384
        assert bright == (scheme == "light")
