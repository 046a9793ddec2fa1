"""Journeys through editing faces by description, in a real browser on a real server with the models that ship."""

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from conftest import PHONE, ROOT, Server, finished, overflow
from face_page import PATIENCE, drag, quiet, slider, steps, take
from playwright.sync_api import Browser, Locator, Page, expect

pytestmark = pytest.mark.e2e

MARKUP = "<b>smiling</b> **x** [x](y) $x$"


@pytest.fixture(scope="module")
def app(serve: Callable[..., Server], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One studio for every journey of this file, with a folder of models of its own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("STYLETRANSFER_MODELS", str(tmp_path_factory.mktemp("models")))
        yield serve(ROOT / "app.py")


def described(page: Page) -> Locator:
    """Return the field for what the face should be."""
    return page.get_by_label("Describe the change")


def add(page: Page, target: str) -> None:
    """Describe a change and wait for its slider."""
    described(page).fill(target)
    described(page).press("Enter")
    start = f"“{target[:20]}"  # long ones are shortened
    expect(page.locator(".desk").get_by_role("slider", name=start).first).to_be_visible(timeout=PATIENCE)
    expect(described(page)).to_have_value("")
    quiet(page)


def after(page: Page) -> str:
    """Return the edited picture."""
    return str(page.locator(".desk .after img").get_attribute("src"))


def line(page: Page, words: str) -> Locator:
    """Return a line under the desk."""
    return page.get_by_test_id("stMain").get_by_text(words)


def test_words_change_the_face_and_are_explained(page: Page, app: Server) -> None:
    take(page, app, "Astronaut")
    before = after(page)
    described(page).fill("an old man")
    expect(page.locator(".box .told")).to_contain_text("match", timeout=PATIENCE)
    expect(page.get_by_label("What it is now")).to_have_attribute("placeholder", re.compile("guess: "))
    add(page, "an old man")
    expect(line(page, "channels move")).to_contain_text("Age", timeout=PATIENCE)
    described_face = after(page)
    assert described_face != before
    drag(page, "“an old man”", 40)
    steps(page, "As it was", "“an old man” ", "“an old man” ")
    expect(page.locator(".desk .after img")).not_to_have_attribute("src", described_face, timeout=PATIENCE)
    add(page, "smiling")
    steps(page, "As it was", "“an old man” ", "“an old man” ", "“smiling” ")
    page.get_by_role("button", name="Remove", exact=True).first.click()
    expect(slider(page, "“an old man”")).to_have_count(0, timeout=PATIENCE)
    expect(slider(page, "“smiling”")).to_be_visible()
    page.get_by_role("button", name=re.compile("^Undo")).click()
    expect(slider(page, "“an old man”")).to_be_visible(timeout=PATIENCE)


def test_what_is_entered_while_another_description_is_dealt_with_counts_too(page: Page, app: Server) -> None:
    take(page, app, "Astronaut")
    for words in ("smiling", "an old man", "an old man"):  # a second Enter on the same words changes nothing
        described(page).fill(words)
        described(page).press("Enter")
    page.get_by_role("button", name="Dark hair", exact=True).click()
    for words in ("“smiling”", "“an old man”"):
        expect(slider(page, words)).to_be_visible(timeout=PATIENCE)
    expect(page.get_by_role("button", name="Dark hair", exact=True)).to_have_attribute(
        "aria-pressed", "true", timeout=PATIENCE
    )
    expect(described(page)).to_have_value("")
    quiet(page)
    expect(page.locator(".box .told .wrong")).to_have_count(0)
    expect(page.locator(".desk").get_by_role("slider", name=re.compile("^“"))).to_have_count(3, timeout=PATIENCE)


def test_what_cannot_be_painted_or_read_is_said_in_a_sentence(page: Page, app: Server) -> None:
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.message), dialog.dismiss()))
    take(page, app, "Astronaut")
    told = page.locator(".box .told")
    add(page, "wearing a hat")
    expect(told).to_contain_text("Nothing that this generator paints fits", timeout=PATIENCE)
    for words in ("🙂🙂", "رجل عجوز", "old " * 2500):
        described(page).fill(words)
        described(page).press("Enter")
        expect(told.locator(".wrong")).to_be_visible(timeout=PATIENCE)
        expect(described(page)).to_have_value(words.strip("\n"))
    add(page, MARKUP)
    expect(line(page, f"“{MARKUP}”").first).to_be_visible()
    described(page).fill("<img src=x onerror=alert(1)><script>alert(2)</script> old")
    described(page).press("Enter")
    quiet(page)
    assert page.locator(".box img, .desk .sliders img, .stMarkdown img").count() == 0
    assert asked == []


def test_a_description_comes_back_with_its_picture(page: Page, app: Server) -> None:
    take(page, app, "Astronaut")
    page.get_by_role("button", name="Smiling", exact=True).click()
    expect(page.get_by_role("button", name="Smiling", exact=True)).to_have_attribute("aria-pressed", "true")
    quiet(page)
    page.get_by_role("button", name=re.compile("^Put it back into the photo")).click()
    finished(page, PATIENCE)
    with page.expect_download(timeout=PATIENCE) as started:
        page.get_by_role("button", name="Recipe as JSON", exact=True).click()
    recipe = json.loads(Path(started.value.path()).read_text())
    (prompt,) = recipe["faces"][0]["prompts"]
    page.get_by_role("button", name="Use these settings again").click()
    expect(slider(page, f"“{prompt['target']}”")).to_have_value(f"{prompt['strength']:g}", timeout=PATIENCE)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_box_fits_a_phone(browser: Browser, app: Server, scheme: str) -> None:
    with browser.new_context(**PHONE, color_scheme=scheme) as context:
        page = context.new_page()
        take(page, app, "Astronaut")
        add(page, "an old man with very long grey hair and a broad smile who looks to the left")
        assert overflow(page) <= 0
        box = page.get_by_role("button", name="Add", exact=True).bounding_box()
        assert box is not None
        assert box["height"] >= 40
        assert box["x"] + box["width"] <= 390
        offer = page.get_by_role("button", name="Find a slider for this")
        offer.click()
        expect(page.get_by_label("Name of the slider")).to_be_visible()
        colours = [each.evaluate("e => getComputedStyle(e).color") for each in (offer, page.locator("body"))]
        assert colours[0] == colours[1]
