"""The one way in: every kind of good picture arrives right, every kind of bad one as a sentence."""

import io
import os
import subprocess
import sys
import zlib
from pathlib import Path

import numpy as np
import pillow_heif
import pytest
import tifffile
import torch
from PIL import Image, ImageCms

from styletransfer.errors import ImageError, StorageError
from styletransfer.imaging.io import Limits, Picture, encode_image, open_image, save_image
from styletransfer.imaging.metadata import essential_chunks
from styletransfer.settings import settings

from .samples import HEIGHT, WIDTH, bomb, by_opencv, chunk, encoded, png, scene, smooth

SIZE = (HEIGHT, WIDTH)
ROWS = bytes((WIDTH + 1) * HEIGHT)
JPEG = encoded(smooth(), "JPEG")
CUT_JPEG = encoded(Image.fromarray(scene()), "JPEG")[:-200]
LOSSLESS = {"PNG": {}, "TIFF": {}, "BMP": {}, "WEBP": {"lossless": True}}


def heic(image: Image.Image) -> bytes:
    stream = io.BytesIO()
    pillow_heif.from_pillow(image).save(stream, quality=95)
    return stream.getvalue()


def tiff(pixels: np.ndarray, **settings: object) -> bytes:
    stream = io.BytesIO()
    tifffile.imwrite(stream, pixels, **settings)
    return stream.getvalue()


def with_orientation(number: int) -> Image.Exif:
    exif = Image.Exif()
    exif[0x0112] = number
    return exif


# -- good pictures ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("file_format", LOSSLESS)
def test_lossless_formats_are_exact(file_format: str) -> None:
    pixels = scene()
    picture = open_image(encoded(Image.fromarray(pixels), file_format, **LOSSLESS[file_format]))
    assert np.array_equal(picture.pixels, pixels)
    assert (picture.height, picture.width, picture.bits) == (*SIZE, 8)
    assert picture.alpha is None
    assert picture.notes == ()
    assert picture.recipe is None


@pytest.mark.parametrize("data", [JPEG, encoded(smooth(), "AVIF"), encoded(smooth(), "WEBP"), heic(smooth())])
def test_lossy_formats_are_close(data: bytes) -> None:
    difference = np.abs(open_image(data).pixels.astype(int) - np.asarray(smooth()))
    assert difference.mean() < 6


def test_every_source_gives_the_same(tmp_path: Path) -> None:
    data, path = encoded(smooth()), tmp_path / "photo.png"
    path.write_bytes(data)
    with path.open("rb") as file:
        for source in (data, path, str(path), io.BytesIO(data), file, smooth(), np.asarray(smooth()), open_image(data)):
            assert np.array_equal(open_image(source).pixels, np.asarray(smooth()))


@pytest.mark.parametrize("suffix", [".png", ".tiff"])
@pytest.mark.parametrize("channels", [3, 4])
def test_sixteen_bits_are_kept(suffix: str, channels: int) -> None:
    pixels = scene(channels, np.uint16)
    picture = open_image(by_opencv(suffix, pixels))
    assert picture.pixels.dtype == np.uint16
    assert np.array_equal(picture.pixels, pixels[..., :3])
    assert (picture.alpha is None) == (channels == 3)
    assert channels == 3 or np.array_equal(picture.alpha, pixels[..., 3])


@pytest.mark.parametrize("byteorder", ["<", ">"])
def test_sixteen_bit_tiff_of_either_byte_order(byteorder: str) -> None:
    grey, colour = scene(1, np.uint16)[..., 0], scene(3, np.uint16)
    opened = open_image(tiff(grey, photometric="minisblack", byteorder=byteorder))
    assert np.array_equal(opened.pixels, np.dstack([grey] * 3))
    assert np.array_equal(open_image(tiff(colour, photometric="rgb", byteorder=byteorder)).pixels, colour)


def test_sixteen_bit_png_with_one_channel_and_alpha() -> None:
    values = scene(2, np.uint16)
    rows = b"".join(b"\0" + row.astype(">u2").tobytes() for row in values)
    picture = open_image(png(WIDTH, HEIGHT, rows, depth=16, colour=4))
    assert np.array_equal(picture.pixels[..., 2], values[..., 0])
    assert np.array_equal(picture.alpha, values[..., 1])
    grey = open_image(encoded(Image.fromarray(values[..., 0])))
    assert np.array_equal(grey.pixels[..., 1], values[..., 0])


@pytest.mark.parametrize(("value", "level"), [(255, 255 / 65535), (32768, 0.5), (65535, 1.0)])
def test_sixteen_bits_scale_instead_of_clipping(value: int, level: float) -> None:
    picture = open_image(Image.fromarray(np.full(SIZE, value, np.uint16)))
    assert float(picture.to_tensor().mean()) == pytest.approx(level, abs=1e-4)


@pytest.mark.parametrize("white", [1, 255, 65535])
def test_floating_point_tiff_is_scaled(white: int) -> None:
    ramp = np.linspace(0, white, HEIGHT * WIDTH, dtype=np.float32).reshape(SIZE)
    tensor = open_image(tiff(ramp, photometric="minisblack")).to_tensor()
    torch.testing.assert_close(tensor[0, 0], torch.from_numpy(ramp / white), atol=1e-4, rtol=0)


@pytest.mark.parametrize("mode", ["1", "L", "P", "YCbCr", "HSV", "RGBX", "RGB"])
def test_opaque_modes_become_rgb(mode: str) -> None:
    source = smooth().convert(mode)
    picture = open_image(source)
    assert picture.alpha is None
    assert np.array_equal(picture.pixels, np.asarray(source.convert("RGB")))


@pytest.mark.parametrize("mode", ["LA", "RGBA", "PA"])
def test_alpha_is_kept_aside(mode: str) -> None:
    alpha = Image.linear_gradient("L").resize(SIZE[::-1])
    source = smooth().convert("RGBA" if mode == "RGBA" else mode)
    source.putalpha(alpha)
    picture = open_image(source)
    assert np.array_equal(picture.alpha, np.asarray(alpha))
    assert np.array_equal(picture.pixels, np.asarray(source.convert("RGBA"))[..., :3])


def test_transparent_palette_and_transparent_colour() -> None:
    palette = smooth().quantize(4)
    first = np.asarray(palette) == 0
    for data in (encoded(palette, transparency=0), encoded(palette, "GIF", transparency=0)):
        picture = open_image(data)
        assert picture.alpha is not None
        assert np.array_equal(picture.alpha == 0, first)
    rgb = Image.fromarray(scene())
    keyed = open_image(encoded(rgb, transparency=rgb.getpixel((3, 2))))
    assert keyed.alpha is not None
    assert keyed.alpha[2, 3] == 0


def test_opaque_alpha_is_none() -> None:
    assert open_image(encoded(smooth().convert("RGBA"))).alpha is None


def test_cmyk_is_converted_and_says_so() -> None:
    paper = Image.new("CMYK", SIZE[::-1], (0, 0, 0, 0))
    picture = open_image(encoded(paper, "JPEG"))
    assert picture.pixels.min() > 250
    assert "CMYK" in picture.notes[0]
    white = Image.new("LAB", SIZE[::-1], (255, 128, 128))
    assert open_image(white).pixels.min() > 240


def test_colour_profile_is_applied() -> None:
    linear = profile_with_gamma_one()
    grey = Image.new("RGB", SIZE[::-1], (55, 55, 55))
    converted = open_image(encoded(grey, icc_profile=linear))
    assert converted.notes == ()
    assert abs(int(converted.pixels[0, 0, 0]) - 128) <= 2  # linear 0.216 is half-way in sRGB
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    assert np.array_equal(open_image(encoded(smooth(), icc_profile=srgb)).pixels, np.asarray(smooth()))


def profile_with_gamma_one() -> bytes:
    """Turn the built-in sRGB profile into one of linear light, its curves replaced."""
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    count = int.from_bytes(profile[128:132])
    for index in range(count):
        entry = 132 + 12 * index
        offset = int.from_bytes(profile[entry + 4 : entry + 8])
        if profile[entry : entry + 4] in (b"rTRC", b"gTRC", b"bTRC"):
            profile[offset : offset + 16] = b"para" + bytes(8) + (65536).to_bytes(4)  # y = x ** 1
        elif profile[entry : entry + 4] == b"desc":
            text = "Line".encode("utf-16-be")
            profile[offset : offset + 28 + len(text)] = (
                b"mluc" + bytes(4) + (1).to_bytes(4) + (12).to_bytes(4) + b"enUS"
                + len(text).to_bytes(4) + (28).to_bytes(4) + text
            )  # fmt: skip
    return bytes(profile)


@pytest.mark.parametrize("profile", [b"nonsense", b"x" * 5000, profile_with_gamma_one()[:300]])
def test_damaged_profile_is_a_note_not_a_crash(profile: bytes) -> None:
    picture = open_image(encoded(smooth(), icc_profile=profile))
    assert np.array_equal(picture.pixels, np.asarray(smooth()))
    assert "profile" in picture.notes[0]


def test_profile_of_another_colour_model_is_a_note() -> None:
    picture = open_image(encoded(smooth().convert("L"), icc_profile=profile_with_gamma_one()))
    assert "does not fit" in picture.notes[0]


def test_sixteen_bits_with_a_profile_say_that_eight_were_used() -> None:
    data = by_opencv(".png", scene(3, np.uint16))
    tagged = data[:33] + chunk(b"iCCP", b"linear\0\0" + zlib.compress(profile_with_gamma_one())) + data[33:]
    picture = open_image(tagged)
    assert picture.bits == 8
    assert "8 bits" in picture.notes[0]


@pytest.mark.parametrize("number", range(1, 9))
@pytest.mark.parametrize("file_format", ["PNG", "JPEG", "WEBP", "TIFF", "AVIF"])
def test_all_orientations_load_alike(number: int, file_format: str) -> None:
    upright = np.asarray(smooth())
    stored = {
        1: upright, 2: upright[:, ::-1], 3: upright[::-1, ::-1], 4: upright[::-1], 5: upright.transpose(1, 0, 2),
        6: np.rot90(upright), 7: np.rot90(upright, 2).transpose(1, 0, 2), 8: np.rot90(upright, -1),
    }[number]  # fmt: skip
    data = encoded(Image.fromarray(np.ascontiguousarray(stored)), file_format, exif=with_orientation(number))
    picture = open_image(data)
    assert picture.pixels.shape == upright.shape
    assert np.abs(picture.pixels.astype(int) - upright).mean() < 6


@pytest.mark.parametrize("number", range(1, 9))
def test_sixteen_bit_tiff_is_turned_upright(number: int) -> None:
    pixels = scene(3, np.uint16)
    plain = open_image(encoded(Image.fromarray((pixels >> 8).astype(np.uint8)), exif=with_orientation(number)))
    picture = open_image(tiff(pixels, photometric="rgb", extratags=[(274, "H", 1, number, True)]))
    assert picture.bits == 16
    assert np.array_equal(picture.pixels >> 8, plain.pixels)


def test_damaged_exif_is_ignored() -> None:
    picture = open_image(encoded(smooth(), "JPEG", exif=b"Exif\0\0II*\0\xff\xff\xff\xff garbage"))
    assert picture.pixels.shape == (*SIZE, 3)


@pytest.mark.parametrize("file_format", ["GIF", "PNG", "WEBP", "AVIF"])
def test_animation_gives_its_first_frame_and_says_so(file_format: str) -> None:
    frames = [Image.new("RGB", SIZE[::-1], colour) for colour in ("red", "green", "blue")]
    picture = open_image(encoded(frames[0], file_format, save_all=True, append_images=frames[1:]))
    assert picture.pixels[0, 0, 0] > 240
    assert picture.pixels[0, 0, 2] < 20
    assert "first frame" in picture.notes[0]


def test_pages_of_a_tiff_are_mentioned() -> None:
    pages = encoded(smooth(), "TIFF", save_all=True, append_images=[smooth()])
    assert "several pictures" in open_image(pages).notes[0]


@pytest.mark.parametrize("tail", [b"PK\x03\x04 a zip", b"<html><script>alert(1)</script></html>"])
def test_a_jpeg_that_is_also_something_else_is_just_pixels(tail: bytes) -> None:
    picture = open_image(JPEG + tail)
    assert np.array_equal(picture.pixels, open_image(JPEG).pixels)
    assert tail not in encode_image(picture, "jpeg")


# -- bad pictures -----------------------------------------------------------------------------------------------------

NARROW = encoded(Image.new("L", (400, 17)))
BAD = {
    "empty": (b"", "empty"),
    "text": (b"hello " * 50, "cannot be read as a picture"),
    "truncated png": (encoded(Image.fromarray(scene()))[:-400], "damaged or incomplete"),
    "truncated jpeg": (CUT_JPEG, "damaged or incomplete"),
    "header only": (JPEG[:20], "cannot be read"),
    "svg": (b"<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg'/>", "an SVG drawing"),
    "pdf": (b"%PDF-1.7 ...", "a PDF document"),
    "eps": (encoded(smooth(), "EPS"), "a PostScript file"),
    "html": (b"<!DOCTYPE html><p>", "a web page"),
    "zip": (b"PK\x03\x04" + bytes(100), "a ZIP archive"),
    "ppm": (encoded(smooth(), "PPM"), "choose a PNG"),
    "ico": (encoded(smooth(), "ICO"), "choose a PNG"),
    "jpeg2000": (encoded(smooth(), "JPEG2000"), "choose a PNG"),
    "50000 x 50000": (png(50_000, 50_000, b"\0", depth=1), "50000 × 50000"),
    "13000 x 13000": (png(13_000, 13_000, b"\0", depth=1), "25 megapixels"),
    "12001 px": (png(12_001, 1000, b"\0", depth=1), "12000 px a side"),
    "1 x 1": (encoded(Image.new("L", (1, 1))), "at least 16 px"),
    "12000 x 2": (encoded(Image.new("L", (12_000, 2))), "at least 16 px"),
    "narrow": (NARROW, "20 times as long"),
    "zTXt bomb": (bomb(b"zTXt"), "damaged"),
    "iCCP bomb": (bomb(b"iCCP"), "damaged"),
    "damaged heic": (heic(smooth())[:200], "choose a PNG"),
    "floats out of range": (tiff(np.full(SIZE, 1e6, np.float32)), "0 to 1"),
    "not numbers": (tiff(np.full(SIZE, np.nan, np.float32)), "0 to 1"),
    "negative": (tiff(np.full(SIZE, -5, np.int32)), "-5"),
}


@pytest.mark.parametrize("case", BAD)
def test_a_bad_picture_gets_a_sentence(case: str) -> None:
    data, words = BAD[case]
    with pytest.raises(ImageError) as caught:
        open_image(data, name="/home/me/holiday.png")
    sentence = str(caught.value)
    assert words in sentence
    assert sentence.endswith(".")
    assert "/home/me" not in sentence


def test_huge_pictures_are_refused_before_they_take_memory() -> None:
    code = """
import io, resource, sys
from PIL import Image
from styletransfer.errors import ImageError
from styletransfer.imaging.io import open_image
open_image(Image.new("RGB", (32, 32)))
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
for line in sys.stdin.buffer.read().split(b"SPLIT"):
    try:
        open_image(line)
    except ImageError:
        continue
    sys.exit("accepted")
print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024)
"""
    gif = bytearray(encoded(smooth(), "GIF"))
    gif[6:10] = (16_000).to_bytes(2, "little") + (12_500).to_bytes(2, "little")
    cases = [png(50_000, 50_000, b"\0", depth=1), png(13_000, 13_000, b"\0", depth=1), bomb(b"zTXt"), bytes(gif)]
    done = subprocess.run(
        [sys.executable, "-c", code], input=b"SPLIT".join(cases), capture_output=True, check=True, env=dict(os.environ)
    )
    assert int(done.stdout) < 50


def test_a_chunk_that_claims_gigabytes_is_refused() -> None:
    data = bytearray(by_opencv(".png", scene(4, np.uint16)))
    at = data.index(b"IDAT") - 4
    data[at : at + 4] = (0x7FFF_0000).to_bytes(4)
    with pytest.raises(ImageError, match="damaged"):
        open_image(bytes(data))
    with pytest.raises(ValueError, match="beyond the end"):
        essential_chunks(bytes(data))


def test_file_size_is_checked_without_reading(tmp_path: Path) -> None:
    small = Limits(max_bytes=1000)
    path = tmp_path / "big.png"
    path.write_bytes(bytes(1001))
    for source in (path, bytes(1001), io.BytesIO(bytes(5000))):
        with pytest.raises(ImageError, match="larger than"):
            open_image(source, limits=small)


def test_limits_come_from_the_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STYLETRANSFER_MAX_SIDE", "39")
    settings.cache_clear()
    try:
        with pytest.raises(ImageError, match="at most 39 px"):
            open_image(smooth())
    finally:
        monkeypatch.undo()
        settings.cache_clear()


@pytest.mark.parametrize(
    "source",
    [
        np.zeros((20,), np.uint8), np.zeros((20, 20, 5), np.uint8), np.zeros((20, 20), np.int64),
        np.full((20, 20), np.nan), np.full((20, 20), 1.5), np.full((20, 20), np.inf), np.zeros((8, 8), np.uint8),
        np.zeros((20, 800), np.uint8), Image.new("L", (4, 4)), Image.new("L", (16, 500)), 7, None,
        "/nowhere/picture.png", "bad\0name.png", Path("/"), "x" * 5000,
    ],
    ids=lambda source: str(getattr(source, "shape", source))[:20],
)  # fmt: skip
def test_other_bad_sources_get_a_sentence(source: object) -> None:
    with pytest.raises(ImageError) as caught:
        open_image(source)  # type: ignore[arg-type]
    assert str(caught.value).endswith(".")
    assert "\0" not in str(caught.value)


def test_a_picture_opened_by_the_caller_passes_the_same_gate() -> None:
    with pytest.raises(ImageError, match="EPS"):
        open_image(Image.open(io.BytesIO(encoded(smooth(), "EPS"))))
    with pytest.raises(ImageError, match="damaged"):
        open_image(Image.open(io.BytesIO(CUT_JPEG)))


def test_arrays_of_other_types() -> None:
    eighths = np.linspace(0, 1, HEIGHT * WIDTH).reshape(SIZE)
    assert np.array_equal(open_image(eighths).pixels[..., 0], np.rint(eighths * 255))
    assert set(open_image(np.eye(32, dtype=bool)).pixels.flat) == {0, 255}
    deep = scene(4, np.uint16)
    assert np.array_equal(open_image(deep).alpha, deep[..., 3])


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\me\\photo.final.JPG", "photo.final"),
        ("a\0b\nc.png", "abc"),
        ("cafe\u0301 👩\u200d🎨.png", "caf\u00e9 👩\u200d🎨"),
        ("evil\u202egnp.exe", "evilgnp"),
        ("x" * 300 + ".png", "x" * 200),
        (".png", ".png"),
    ],
)
def test_names_are_cleaned(given: str, shown: str) -> None:
    assert open_image(smooth(), name=given).name == shown


def test_name_comes_from_the_path(tmp_path: Path) -> None:
    smooth().save(tmp_path / "my holiday.png")
    assert open_image(tmp_path / "my holiday.png").name == "my holiday"
    assert open_image(encoded(smooth())).name == ""


# -- writing ----------------------------------------------------------------------------------------------------------

RECIPE = '{"tool": "neural-style", "name": "é 😀 <&> &amp; \\u202e"}'


@pytest.mark.parametrize("file_format", ["png", "jpeg", "webp", "tiff"])
@pytest.mark.parametrize("bits", [8, 16])
@pytest.mark.parametrize("transparent", [False, True])
def test_recipe_and_pixels_round_trip(file_format: str, bits: int, transparent: bool) -> None:
    dtype = np.uint8 if bits == 8 else np.uint16
    values = scene(4, dtype)
    picture = Picture(pixels=values[..., :3], alpha=values[..., 3] if transparent else None)
    data = encode_image(picture, file_format, recipe=RECIPE)
    again = open_image(data)
    assert again.recipe == RECIPE
    assert open_image(encode_image(picture, file_format)).recipe is None
    if file_format in ("png", "tiff"):
        assert again.bits == bits
        assert np.array_equal(again.pixels, picture.pixels)
        assert (again.alpha is None) == (not transparent)
        assert not transparent or np.array_equal(again.alpha, picture.alpha)
    else:
        assert again.bits == 8
        assert (again.alpha is not None) == (transparent and file_format == "webp")


def test_jpeg_puts_transparency_on_white() -> None:
    pixels = np.zeros((*SIZE, 3), np.uint8)
    half = np.full(SIZE, 128, np.uint8)
    shown = open_image(encode_image(Picture(pixels=pixels, alpha=half), "jpeg")).pixels
    assert abs(int(shown[5, 5, 0]) - 127) <= 2


def test_no_metadata_survives(tmp_path: Path) -> None:
    exif = with_orientation(1)
    exif[0x010F] = "SecretCamera"
    exif.get_ifd(0x8825)[2] = (51.0, 30.0, 0.0)
    source = encoded(smooth(), "JPEG", exif=exif, comment=b"SecretComment")
    assert b"SecretCamera" in source
    for file_format in ("png", "jpeg", "webp", "tiff"):
        data = encode_image(open_image(source), file_format, recipe=RECIPE)
        assert b"Secret" not in data
        opened = Image.open(io.BytesIO(data))
        assert not opened.getexif().get_ifd(0x8825)
        assert 0x010F not in opened.getexif()


@pytest.mark.parametrize(
    "text", ["x" * 70_000, "<styletransfer:recipe>" * 100, "\ud800", "<styletransfer:recipe>" + "y" * 70_000]
)
def test_hostile_recipe_in_the_metadata_is_ignored(text: str) -> None:
    extra = chunk(b"iTXt", b"styletransfer\0\0\0\0\0" + text.encode(errors="surrogatepass"))
    picture = open_image(png(WIDTH, HEIGHT, ROWS, extra=extra))
    assert picture.recipe is None or len(picture.recipe.encode()) <= 65_536
    packet = b"<styletransfer:recipe>" + text.encode(errors="surrogatepass")[:60_000] + b"\xff</styletransfer:recipe>"
    assert open_image(encoded(smooth(), "JPEG", xmp=packet)).recipe is None


@pytest.mark.parametrize("file_format", ["png", "jpeg"])
def test_too_long_a_recipe_is_refused(file_format: str) -> None:
    with pytest.raises(ImageError, match="save without it"):
        encode_image(open_image(smooth()), file_format, recipe="x" * 70_000)
    fits = "x" * 60_000
    assert open_image(encode_image(open_image(smooth()), file_format, recipe=fits)).recipe == fits


def test_unknown_format_and_quality_are_refused(tmp_path: Path) -> None:
    picture = open_image(smooth())
    with pytest.raises(ImageError, match="choose from png"):
        encode_image(picture, "exr")  # type: ignore[arg-type]
    with pytest.raises(ImageError, match="quality"):
        encode_image(picture, "jpeg", quality=0)
    with pytest.raises(ImageError, match="must end in"):
        save_image(picture, tmp_path / "out.exe")
    wide = Picture(pixels=np.zeros((16, 16_384, 3), np.uint8))
    with pytest.raises(ImageError, match="16383"):
        encode_image(wide, "webp")


@pytest.mark.parametrize("suffix", [".png", ".jpg", ".JPEG", ".webp", ".tif", ".tiff"])
def test_save_writes_the_format_of_the_suffix(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"out{suffix}"
    path.write_bytes(b"older")
    save_image(open_image(smooth()), path, recipe=RECIPE)
    assert open_image(path).recipe == RECIPE
    assert list(tmp_path.iterdir()) == [path]


def test_a_failed_save_leaves_what_was_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "out.png"
    path.write_bytes(b"older")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(StorageError, match="No space left"):
        save_image(open_image(smooth()), path)
    assert path.read_bytes() == b"older"
    assert list(tmp_path.iterdir()) == [path]
    with pytest.raises(StorageError):
        save_image(open_image(smooth()), tmp_path / "missing" / "out.png")


# -- tensors ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("bits", [8, 16])
def test_tensor_round_trip_is_exact(bits: int) -> None:
    picture = Picture(pixels=scene(3, np.uint8 if bits == 8 else np.uint16))
    tensor = picture.to_tensor()
    assert tensor.shape == (1, 3, *SIZE)
    assert tensor.dtype == torch.float32
    assert np.array_equal(Picture.from_tensor(tensor, bits=bits).pixels, picture.pixels)  # type: ignore[arg-type]


def test_from_tensor_clamps_rounds_and_converts_alpha() -> None:
    tensor = torch.tensor([-1.0, 0.4999, 2.0]).view(1, 3, 1, 1).expand(1, 3, 16, 16)
    picture = Picture.from_tensor(tensor, alpha=np.full((16, 16), 255, np.uint8), bits=16)
    assert tuple(picture.pixels[0, 0]) == (0, round(0.4999 * 65535), 65535)
    assert set(picture.alpha.flat) == {65535}
    assert set(picture.with_depth(8).alpha.flat) == {255}


@pytest.mark.parametrize("tensor", [torch.full((1, 3, 4, 4), float("nan")), torch.zeros(2, 3, 4, 4), torch.zeros(4, 4)])
def test_from_tensor_refuses_what_is_no_picture(tensor: torch.Tensor) -> None:
    with pytest.raises(ImageError):
        Picture.from_tensor(tensor)
