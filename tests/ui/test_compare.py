"""The before/after slider: what the browser is given."""

import base64
import json
from io import BytesIO

import pytest
from PIL import Image
from streamlit.testing.v1 import AppTest

from styletransfer.errors import ImageError
from styletransfer.ui.compare import compare_slider, web_image


def encoded(file_format: str, size: tuple[int, int] = (8, 6), orientation: int | None = None) -> bytes:
    """Write a plain picture, with an EXIF orientation on request."""
    file = BytesIO()
    exif = Image.Exif()
    if orientation is not None:
        exif[0x0112] = orientation
    Image.new("RGB", size, "teal").save(file, file_format, exif=exif)
    return file.getvalue()


@pytest.mark.parametrize(
    ("file_format", "media_type"), [("PNG", "image/png"), ("JPEG", "image/jpeg"), ("WEBP", "image/webp")]
)
def test_the_type_comes_from_the_content(file_format: str, media_type: str) -> None:
    data = encoded(file_format)
    image = web_image(data)
    head, _, body = image.url.partition(",")
    assert head == f"data:{media_type};base64"
    assert base64.b64decode(body) == data
    assert (image.width, image.height) == (8, 6)


@pytest.mark.parametrize(("orientation", "size"), [(1, (8, 6)), (3, (8, 6)), (6, (6, 8)), (8, (6, 8))])
def test_the_size_is_the_one_a_browser_shows(orientation: int, size: tuple[int, int]) -> None:
    image = web_image(encoded("JPEG", orientation=orientation))
    assert (image.width, image.height) == size


@pytest.mark.parametrize("data", [b"", b"<svg onload=alert(1)>", b"\x89PNG\r\n\x1a\n", encoded("TIFF"), encoded("BMP")])
def test_what_browsers_cannot_show_is_refused(data: bytes) -> None:
    with pytest.raises(ImageError, match="PNG, JPEG, WebP or GIF"):
        web_image(data)


def page(before: bytes, after: bytes) -> None:
    """Script of a page with one slider."""
    from styletransfer.ui.compare import compare_slider

    compare_slider(before, after, key="pair", labels=("Photo", "Painting"), alt="A lake")


def test_the_larger_picture_decides_the_zoom_and_the_result_the_frame() -> None:
    app = AppTest.from_function(page, args=(encoded("PNG", (8, 6)), encoded("JPEG", (16, 12)))).run()
    assert not app.exception
    data = json.loads(app.get("bidi_component")[0].proto.json)
    assert (data["width"], data["height"], data["pixels"]) == (16, 12, 16)
    assert data["labels"] == ["Photo", "Painting"]
    assert data["alt"] == "A lake"
    assert data["before"].startswith("data:image/png;base64,")
    assert data["after"].startswith("data:image/jpeg;base64,")


def test_a_bad_picture_is_an_input_error_before_anything_is_shown() -> None:
    with pytest.raises(ImageError):
        compare_slider(encoded("PNG"), b"nothing", key="pair")
