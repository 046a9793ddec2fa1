"""Bytes, Pillow pictures and arrays to a `Picture`: every colour model, depth, orientation and kind of alpha."""

import io
from collections.abc import Callable
from functools import cache
from typing import Any, TypeVar

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import ExifTags, Image, UnidentifiedImageError

from styletransfer.errors import ImageError
from styletransfer.imaging.channels import grey_levels, split, to_integers, turn, unless_opaque
from styletransfer.imaging.limits import Limits
from styletransfer.imaging.metadata import PNG_SIGNATURE, essential_chunks, read_recipe
from styletransfer.imaging.picture import Channels, Picture
from styletransfer.imaging.profiles import needs_conversion, to_srgb

_Result = TypeVar("_Result")

# Only these decoders ever run: nothing that interprets a language (EPS, WMF) or is rarely tested.
FORMATS: tuple[str, ...] = ("PNG", "JPEG", "WEBP", "AVIF", "TIFF", "GIF", "BMP")
NAMES = "PNG, JPEG, WebP, AVIF, HEIC, TIFF, GIF or BMP"

_KNOWN_OTHERS = (
    (b"%PDF", "a PDF document"),
    (b"%!PS", "a PostScript file"),
    (b"\xc5\xd0\xd3\xc6", "a PostScript file"),
    (b"<svg", "an SVG drawing"),
    (b"<!doctype html", "a web page"),
    (b"<html", "a web page"),
    (b"PK\x03\x04", "a ZIP archive"),
)
_GREY_MODES = ("I", "F", "I;16", "I;16L", "I;16B", "I;16N")
_TIFF_BITS, _TIFF_EXTRA, _TIFF_FORMAT = 258, 338, 339


def decode_file(data: bytes, subject: str, limits: Limits) -> Picture:
    """Decode an encoded picture; see `read_file`."""
    return read_file(data, subject, limits, lambda image: _decode(image, data))


def read_file(data: bytes, subject: str, limits: Limits, convert: Callable[[Image.Image], _Result]) -> _Result:
    """Open an encoded picture and convert it; its size is checked before its pixels are touched.

    Args:
        data: the file.
        subject: what to call it in a message.
        limits: bounds on its size.
        convert: receives the picture with only its header read.
    Returns:
        What `convert` returns.
    Raises:
        ImageError: not a picture, damaged, or outside the limits.
    """
    limits.check_file(len(data), subject)
    early = _early_size(data)
    if early:
        limits.check_size(*early, subject)
    try:
        with _open_header(data) as image:
            limits.check_size(*image.size, subject)
            return convert(image)
    except (ImageError, MemoryError):
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise ImageError(f"{subject} is too large; at most {limits.largest()} are accepted.") from error
    except UnidentifiedImageError as error:
        raise ImageError(f"{subject} {_verdict(data)}; choose a {NAMES} picture.") from error
    except Exception as error:  # decoders raise whatever they meet in a damaged file
        raise ImageError(f"{subject} is damaged or incomplete and cannot be read; save or send it again.") from error


def decode_pillow(image: Image.Image, subject: str, limits: Limits) -> Picture:
    """Convert a Pillow picture.

    Raises:
        ImageError: outside the limits, or its file is damaged or of a kind that is not read.
    """
    limits.check_size(*image.size, subject)
    if image.format not in (None, "MPO", "HEIF", *FORMATS):
        raise ImageError(f"{subject} is a {image.format} file; choose a {NAMES} picture.")
    try:
        return _decode(image, None)
    except (ImageError, MemoryError):
        raise
    except Exception as error:  # a lazily opened file is decoded here
        raise ImageError(f"{subject} is damaged or incomplete and cannot be read; save or send it again.") from error


def decode_array(array: NDArray[Any], subject: str, limits: Limits) -> Picture:
    """Convert an array (H, W), (H, W, 1), (H, W, 2), (H, W, 3) or (H, W, 4): uint8, uint16, bool, or float in [0, 1].

    Raises:
        ImageError: another shape or type, values out of range, or outside the limits.
    """
    values = array[..., None] if array.ndim == 2 else array
    if values.ndim != 3 or not 1 <= values.shape[2] <= 4:
        raise ImageError(f"{subject} is an array {array.shape}; expected (H, W), (H, W, 3) or (H, W, 4).")
    limits.check_size(values.shape[1], values.shape[0], subject)
    whole = to_integers(values, subject)
    pixels, alpha = split(whole)
    return Picture(pixels=pixels, alpha=alpha)


def _early_size(data: bytes) -> tuple[int, int] | None:
    """Read (width, height) of the formats whose decoder reserves memory, or warns, as soon as it sees the header."""
    if data.startswith(PNG_SIGNATURE) and data[12:16] == b"IHDR":
        return int.from_bytes(data[16:20]), int.from_bytes(data[20:24])
    if data[:4] == b"RIFF" and data[8:16] == b"WEBPVP8X":
        return 1 + int.from_bytes(data[24:27], "little"), 1 + int.from_bytes(data[27:30], "little")
    return None


def _open_header(data: bytes) -> Image.Image:
    formats = FORMATS
    if data[4:8] == b"ftyp" and data[8:12] not in (b"avif", b"avis"):
        _register_heif()
        formats = (*FORMATS, "HEIF")
    return Image.open(io.BytesIO(data), formats=formats)


@cache
def _register_heif() -> None:
    import pillow_heif  # slow to import and rarely needed

    pillow_heif.register_heif_opener(thumbnails=False, depth_images=False, aux_images=False, decode_threads=1)


def _verdict(data: bytes) -> str:
    start = data[:1024].lower()
    for mark, kind in _KNOWN_OTHERS:
        if mark.lower() in (start if mark.startswith(b"<") else start[: len(mark)]):
            return f"is {kind}"
    return "cannot be read as a picture"


def _decode(image: Image.Image, data: bytes | None) -> Picture:
    notes = [_frames_note(image)]
    size = image.size
    image.load()
    if image.size != size:  # a frame that is larger than its header said
        raise ValueError(f"header says {size}, decoded {image.size}")
    turned, recipe = orientation(image), read_recipe(image)
    if data is not None and _has_deep_channels(image, data, notes):
        image.close()  # its 8-bit pixels were the check of the file; free them first
        pixels, alpha = _sixteen_bit_channels(data, size)
    else:
        pixels, alpha = _plain_channels(image, notes)
    return Picture(
        pixels=turn(pixels, turned),
        alpha=None if alpha is None else turn(alpha, turned),
        notes=tuple(note for note in notes if note),
        recipe=recipe,
    )


def _frames_note(image: Image.Image) -> str | None:
    if image.format == "MPO" or not getattr(image, "is_animated", False):
        return None
    if image.format in ("TIFF", "HEIF"):
        return "This file holds several pictures; only the main one is used."
    return "This is an animation; its first frame is used."


def orientation(image: Image.Image) -> int:
    """Read the EXIF orientation, 1 … 8; a TIFF has to be loaded first, which turns it upright."""
    try:
        return int(image.getexif().get(ExifTags.Base.Orientation, 1))
    except Exception:  # damaged EXIF: as stored is the best guess
        return 1


def _plain_channels(image: Image.Image, notes: list[str | None]) -> tuple[Channels, Channels | None]:
    if image.mode in _GREY_MODES:
        return split(grey_levels(np.asarray(image))[..., None])
    base, alpha = _without_alpha(image)
    converted, note = to_srgb(base, image.info.get("icc_profile"))
    notes.append(note)
    pixels: NDArray[Any] = np.asarray(converted)
    return pixels, unless_opaque(None if alpha is None else np.asarray(alpha))


def _without_alpha(image: Image.Image) -> tuple[Image.Image, Image.Image | None]:
    if not image.has_transparency_data:
        return image, None
    if image.mode in ("LA", "La"):
        grey = image.convert("LA")
        return grey.getchannel("L"), grey.getchannel("A")
    colour = image if image.mode == "RGBA" else image.convert("RGBA")
    return colour.convert("RGB"), colour.getchannel("A")


def _has_deep_channels(image: Image.Image, data: bytes, notes: list[str | None]) -> bool:
    """Tell whether Pillow has cut 16 bits a channel to 8, and they can be had otherwise."""
    if image.mode not in ("RGB", "RGBA", "LA") or not _says_sixteen_bits(image, data):
        return False
    if needs_conversion(image.info.get("icc_profile")):
        notes.append("The colour profile of this picture was applied with 8 bits a channel.")
        return False
    return True


def _sixteen_bit_channels(data: bytes, size: tuple[int, int]) -> tuple[Channels, Channels | None]:
    plain = essential_chunks(data) if data.startswith(PNG_SIGNATURE) else data
    array: NDArray[Any] | None = cv2.imdecode(np.frombuffer(plain, np.uint8), cv2.IMREAD_UNCHANGED)
    if array is None or array.dtype != np.uint16 or array.shape[1::-1] != size:
        raise ValueError("the two decoders disagree about this file")
    values = array if array.ndim == 3 else array[..., None]
    pixels, alpha = split(values)
    colours: NDArray[Any] = np.ascontiguousarray(pixels[..., ::-1])
    return colours, alpha  # OpenCV keeps blue first


def _says_sixteen_bits(image: Image.Image, data: bytes) -> bool:
    if image.format == "PNG":
        return data[24] == 16 and "transparency" not in image.info
    tags = getattr(image, "tag_v2", None)
    if image.format != "TIFF" or tags is None:
        return False
    unsigned = set(tags.get(_TIFF_FORMAT, (1,))) == {1}
    premultiplied = 1 in tags.get(_TIFF_EXTRA, ())
    return unsigned and not premultiplied and set(tags.get(_TIFF_BITS, (8,))) == {16}
