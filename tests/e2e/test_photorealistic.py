"""Journeys through photorealistic transfer, in a real browser on a real server that really computes."""

import io
import json
import re
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from conftest import PHONE, ROOT, Server, finished, job_in, overflow
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, expect

from styletransfer.imaging.io import open_image
from styletransfer.imaging.lut import parse_cube
from styletransfer.imaging.masks import open_label_map

pytestmark = pytest.mark.e2e

PATIENCE = 60_000
PAIR = ("Pavilion", "Rocket")


@pytest.fixture(scope="module")
def app(serve: Callable[..., Server]) -> Server:
    """One studio for every journey of this file."""
    return serve(ROOT / "app.py")


def choose(page: Page, app: Server) -> None:
    """Choose two example photographs and wait for their regions."""
    page.goto(f"{app.url}/photorealistic")
    page.locator(".tile", has_text=PAIR[0]).first.click(timeout=PATIENCE)
    expect(page.get_by_alt_text(f"Photograph: {PAIR[0]}")).to_be_visible(timeout=PATIENCE)
    page.locator(".tile", has_text=PAIR[1]).first.click()
    expect(page.get_by_alt_text(f"Look: {PAIR[1]}")).to_be_visible(timeout=PATIENCE)
    expect(page.get_by_alt_text(f"Regions of {PAIR[0]}")).to_be_visible(timeout=PATIENCE)


def start(page: Page) -> None:
    """Queue the picture and wait for its result."""
    expect(page.get_by_test_id("stStatusWidget")).to_have_count(0)
    page.get_by_role("button", name=re.compile("^Transfer the look")).click()
    finished(page, PATIENCE)


def inputs_of(page: Page, app: Server) -> Path:
    """Return the folder of the files that the job in the address was given."""
    return app.data / "jobs" / job_in(page) / "inputs"


def saved(page: Page, button: str) -> bytes:
    """Click a download button and return the file."""
    with page.expect_download(timeout=PATIENCE) as started:
        page.get_by_role("button", name=button).click()
    return Path(started.value.path()).read_bytes()


@pytest.fixture(scope="module")
def made(browser: Browser, app: Server) -> Iterator[Page]:
    """Make one picture whose first region takes the whole look."""
    context: BrowserContext = browser.new_context(accept_downloads=True)
    page = context.new_page()
    choose(page, app)
    takes = page.get_by_role("combobox", name=re.compile(" takes")).first
    takes.scroll_into_view_if_needed()
    page.wait_for_timeout(500)  # a list that opens while the page still scrolls closes again
    takes.click()
    page.get_by_role("option", name="takes the whole look").click()
    start(page)
    yield page
    context.close()


def test_a_changed_mapping_arrives_in_a_result_of_the_photographs_size(made: Page) -> None:
    recipe = json.loads(saved(made, "Recipe as JSON"))
    assert recipe["regions"][0]["source"] is None
    assert recipe["masks"] == "given"
    picture = open_image(saved(made, "Download"), name="result")
    assert (picture.width, picture.height) == (640, 427)
    expect(made.get_by_text(re.compile(r"Carrying the look over · [\d.]+ s"))).to_be_visible()


def test_the_look_is_a_lut_that_others_can_read_and_that_other_photographs_take(made: Page) -> None:
    made.get_by_text("The look as a LUT").click()
    assert parse_cube(saved(made, "LUT (.cube)")).size == 33
    with zipfile.ZipFile(io.BytesIO(saved(made, "A LUT for each region (.zip)"))) as archive:
        names = archive.namelist()
        cubes = [name for name in names if name.endswith(".cube")]
        assert cubes
        assert {name.removesuffix(".cube") for name in cubes} == {
            name.removesuffix(".png") for name in names if name.endswith(".png")
        }
    stream = io.BytesIO()
    Image.new("RGB", (90, 60), "tan").save(stream, "PNG")
    made.get_by_text("Apply this look to other photos").click()
    made.locator("input[type=file]").set_input_files(
        [{"name": f"{name}.png", "mimeType": "image/png", "buffer": stream.getvalue()} for name in ("one", "two")]
    )
    with zipfile.ZipFile(io.BytesIO(saved(made, "Download 2 photographs"))) as archive:
        assert sorted(archive.namelist()) == ["one.png", "two.png"]
        assert open_image(archive.read("one.png")).width == 90


def test_a_link_opens_the_picture_for_somebody_else_on_its_own_page(made: Page, app: Server, browser: Browser) -> None:
    job = job_in(made)
    with browser.new_context() as elsewhere:
        other = elsewhere.new_page()
        other.goto(f"{app.url}/neural_style?job={job}")
        expect(other.get_by_role("button", name="Download", exact=True)).to_be_visible(timeout=PATIENCE)
        expect(other).to_have_url(re.compile(f"/photorealistic.*job={job}"))


def test_a_piece_is_filled_by_one_click(page: Page, app: Server) -> None:
    choose(page, app)
    page.get_by_role("button", name="Edit regions").click()
    canvas = page.locator(".painter canvas").first
    expect(canvas).to_be_visible(timeout=PATIENCE)
    page.locator(".painter").get_by_role("button", name=re.compile("^Fill segment")).click()
    page.locator(".painter button", has_text="Building").first.click()
    canvas.scroll_into_view_if_needed()
    box = canvas.bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + 0.9 * box["width"], box["y"] + 0.1 * box["height"])
    page.wait_for_timeout(700)  # strokes are sent shortly after they end
    start(page)
    labels = open_label_map((inputs_of(page, app) / "mask.bin").read_bytes(), size=(427, 640))
    assert labels[42, 576] != labels[10, 320]


def test_a_bad_upload_is_explained(page: Page, app: Server) -> None:
    page.goto(f"{app.url}/photorealistic")
    fields = page.locator("input[type=file]")
    expect(fields).to_have_count(2, timeout=PATIENCE)
    for number, name in ((0, "cat"), (1, "dusk")):
        bad = {"name": f"{name}.jpg", "mimeType": "image/jpeg", "buffer": b"this is no picture"}
        fields.nth(number).set_input_files(bad)
        expect(page.get_by_test_id("stAlert").filter(has_text=name)).to_be_visible(timeout=PATIENCE)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_form_and_result_fit_a_phone(browser: Browser, app: Server, made: Page, scheme: str) -> None:
    with browser.new_context(**PHONE, color_scheme=scheme) as context:
        page = context.new_page()
        choose(page, app)
        for sign in ("Transfer the look", "Recipe as JSON"):
            expect(page.get_by_role("button", name=re.compile(sign))).to_be_visible(timeout=PATIENCE)
            assert overflow(page) <= 0, sign
            page.goto(made.url)
