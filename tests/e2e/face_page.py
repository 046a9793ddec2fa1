"""The page of faces in a browser, for its journeys: to its desk, and what is done there."""

import re

from conftest import Server
from playwright.sync_api import Locator, Page, expect

PATIENCE = 60_000


def take(page: Page, app: Server, photo: str) -> None:
    """Take an example photograph and wait for the desk."""
    page.goto(f"{app.url}/faces")
    page.locator(".tile", has_text=photo).first.click(timeout=PATIENCE)
    expect(slider(page, "Age")).to_be_visible(timeout=PATIENCE)
    quiet(page)


def quiet(page: Page) -> None:
    """Wait until the page has settled."""
    page.wait_for_timeout(300)
    expect(page.get_by_test_id("stStatusWidget")).to_have_count(0, timeout=PATIENCE)


def slider(page: Page, label: str) -> Locator:
    """Return a slider of the desk."""
    return page.locator(".desk").get_by_role("slider", name=label, exact=True)


def drag(page: Page, label: str, distance: float) -> None:
    """Drag a slider of the desk from the middle of its thumb by some pixels."""
    thumb = slider(page, label)
    thumb.scroll_into_view_if_needed()
    box = thumb.bounding_box()
    assert box is not None
    low, high = (float(thumb.get_attribute(end) or 0) for end in ("min", "max"))
    x = box["x"] + 9 + (box["width"] - 18) * (float(thumb.input_value()) - low) / (high - low)
    y = box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    for step in range(1, 9):
        page.mouse.move(x + distance * step / 8, y)
    page.mouse.up()


def steps(page: Page, *words: str) -> None:
    """Wait until the history shows steps that begin like this."""
    tiles = page.locator(".tile .title").filter(has_not_text=re.compile(r"^No\. "))
    expect(tiles).to_have_text([re.compile(f"^{word}") for word in words], timeout=PATIENCE)
