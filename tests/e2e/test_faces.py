"""Journeys through face editing, in a real browser on a real server that really edits faces."""

import io
import json
import re
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from conftest import PHONE, ROOT, Server, finished, overflow
from face_page import PATIENCE, drag, quiet, slider, steps, take
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from styletransfer.imaging.io import open_image

pytestmark = pytest.mark.e2e

@pytest.fixture(scope="module")
def app(serve: Callable[..., Server], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One studio for every journey of this file, whose e4e file is damaged."""
    models = tmp_path_factory.mktemp("models")
    (models / "e4e_ffhq_encode.pt").write_bytes(b"this is no checkpoint" * 100)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("STYLETRANSFER_MODELS", str(models))
        yield serve(ROOT / "app.py")


def saved(page: Page, button: str) -> bytes:
    """Click a download button and return the file."""
    quiet(page)  # a button that is drawn anew meanwhile forgets the click
    with page.expect_download(timeout=PATIENCE) as started:
        page.get_by_role("button", name=button, exact=True).click()
    return Path(started.value.path()).read_bytes()


def unfold(page: Page, title: str) -> Locator:
    """Open an expander and return it."""
    expander = page.get_by_test_id("stExpander").filter(has_text=title)
    expander.locator("summary").click()
    return expander


def choose_model(page: Page, begins: str) -> None:
    """Choose a model; its list closes again when it opens while the page still moves."""
    model = page.get_by_role("combobox", name="Model")
    option = page.get_by_role("option", name=re.compile(f"^{begins}"))
    model.scroll_into_view_if_needed()
    for _ in range(6):
        quiet(page)
        model.click()
        page.wait_for_timeout(500)
        if option.is_visible():
            break
    option.click()


@pytest.fixture(scope="module")
def made(browser: Browser, app: Server) -> Iterator[Page]:
    """Edit two of six faces and put them back into the photograph."""
    context: BrowserContext = browser.new_context(accept_downloads=True, viewport={"width": 1280, "height": 900})
    page = context.new_page()
    take(page, app, "Portraits")
    drag(page, "Age", 60)
    steps(page, "As it was", "Age ")
    page.get_by_role("radio", name="Face 3").click()
    steps(page)  # it has a history of its own
    quiet(page)
    drag(page, "Smile", 50)
    steps(page, "As it was", "Smile ")
    page.get_by_role("button", name=re.compile("^Put it back into the photo")).click()
    finished(page, PATIENCE)
    yield page
    context.close()


def test_two_faces_of_six_come_back_in_the_whole_photograph(made: Page) -> None:
    recipe = json.loads(saved(made, "Recipe as JSON"))
    assert [(slot["face"], list(slot["sliders"])) for slot in recipe["faces"]] == [(0, ["age"]), (2, ["smile"])]
    picture = open_image(saved(made, "Download"), name="result")
    assert (picture.width, picture.height) == (1080, 720)
    assert json.loads(picture.recipe or "")["tool"] == "faces"
    unfold(made, "Faces and codes")
    with zipfile.ZipFile(io.BytesIO(saved(made, "Faces alone (.zip)"))) as archive:
        assert archive.namelist() == ["face-1.png", "face-2.png"]
        assert open_image(archive.read("face-2.png")).width >= 64
    with zipfile.ZipFile(io.BytesIO(saved(made, "Codes (.zip)"))) as archive:
        assert archive.namelist() == ["face-1.safetensors", "face-2.safetensors"]


def test_editing_goes_on_where_the_picture_was_made(made: Page) -> None:
    page = made.context.new_page()
    page.goto(made.url)
    finished(page, PATIENCE)
    page.get_by_role("button", name="Use these settings again").click()
    expect(page.get_by_role("radio", name="Face 3, edited")).to_be_visible(timeout=PATIENCE)
    expect(slider(page, "Age")).not_to_have_value("0", timeout=PATIENCE)
    page.close()


def test_undo_animation_and_codes_of_one_face(page: Page, app: Server) -> None:
    take(page, app, "Astronaut")
    drag(page, "Age", 50)
    steps(page, "As it was", "Age ")
    page.get_by_role("button", name=re.compile("^Undo")).click()
    expect(slider(page, "Age")).to_have_value("0", timeout=PATIENCE)
    page.get_by_role("button", name=re.compile("^Redo")).click()
    expect(slider(page, "Age")).not_to_have_value("0", timeout=PATIENCE)
    codes = unfold(page, "Codes of the face")
    kept = saved(page, "Codes")
    codes.locator("input[type=file]").set_input_files(
        {"name": "face.safetensors", "mimeType": "application/octet-stream", "buffer": kept[:-100]}
    )
    expect(page.get_by_text("damaged or cut short")).to_be_visible(timeout=PATIENCE)
    codes.locator("input[type=file]").set_input_files(
        {"name": "face.safetensors", "mimeType": "application/octet-stream", "buffer": kept}
    )
    expect(page.get_by_role("button", name="Read them from the photo again")).to_be_visible(timeout=PATIENCE)
    expect(slider(page, "Age")).not_to_have_value("0")
    unfold(page, "Animation")
    page.get_by_role("button", name="Animate", exact=True).click()
    expect(page.get_by_alt_text("Age, there and back")).to_be_visible(timeout=PATIENCE)
    with Image.open(io.BytesIO(saved(page, "Download GIF"))) as animated:
        assert getattr(animated, "n_frames", 1) > 10
    assert saved(page, "Download MP4")[4:8] == b"ftyp"


def test_a_photograph_without_a_face_is_explained_and_a_face_placed_by_hand(page: Page, app: Server) -> None:
    stream = io.BytesIO()
    Image.linear_gradient("L").convert("RGB").resize((320, 240)).save(stream, "PNG")
    page.goto(f"{app.url}/faces")
    field = page.locator("input[type=file]").first
    field.set_input_files({"name": "fog.png", "mimeType": "image/png", "buffer": stream.getvalue()})
    expect(page.get_by_test_id("stAlert").filter(has_text="No face")).to_be_visible(timeout=PATIENCE)
    page.get_by_role("button", name="Place eyes and mouth by hand").click()
    point = page.locator(".point").first
    expect(point).to_be_visible(timeout=PATIENCE)
    point.focus()
    for _ in range(3):
        page.keyboard.press("ArrowLeft")
    page.wait_for_timeout(500)  # where a point is, is sent shortly after it moved
    page.get_by_role("button", name="Take this face").click()
    expect(slider(page, "Age")).to_be_visible(timeout=PATIENCE)
    expect(page.get_by_role("button", name="Remove this face")).to_be_visible()


def test_a_broken_checkpoint_is_explained_and_another_model_takes_its_place(page: Page, app: Server) -> None:
    take(page, app, "Astronaut")
    unfold(page, "Settings")
    choose_model(page, "e4e")
    expect(page.get_by_test_id("stAlert").filter(has_text="e4e_ffhq_encode.pt")).to_be_visible(timeout=PATIENCE)
    expect(slider(page, "Age")).to_have_count(0, timeout=PATIENCE)
    choose_model(page, "Compact")
    expect(slider(page, "Age")).to_be_visible(timeout=PATIENCE)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_page_and_result_fit_a_phone(browser: Browser, app: Server, made: Page, scheme: str) -> None:
    with browser.new_context(**PHONE, color_scheme=scheme) as context:
        page = context.new_page()
        page.goto(f"{app.url}/faces")
        expect(page.locator(".tile", has_text="No. 6")).to_be_visible(timeout=PATIENCE)
        assert overflow(page) <= 0
        take(page, app, "Astronaut")
        expect(page.get_by_role("button", name=re.compile("^Put it back"))).to_be_visible(timeout=PATIENCE)
        assert overflow(page) <= 0
        page.goto(made.url)
        expect(page.get_by_role("button", name="Recipe as JSON")).to_be_visible(timeout=PATIENCE)
        assert overflow(page) <= 0
