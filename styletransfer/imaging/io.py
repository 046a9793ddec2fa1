"""Reading and writing pictures: `open_image` is the one way in, whatever the source."""

import io
import os
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any, BinaryIO, Literal, get_args

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from styletransfer.errors import ImageError, StorageError
from styletransfer.imaging import metadata
from styletransfer.imaging.decode import decode_array, decode_file, decode_pillow
from styletransfer.imaging.limits import Limits
from styletransfer.imaging.picture import Channels, Picture, clean_name

__all__ = ["FileFormat", "ImageSource", "Limits", "Picture", "encode_image", "open_image", "save_image"]

ImageSource = str | Path | bytes | BinaryIO | Image.Image | NDArray[Any] | Picture
FileFormat = Literal["png", "jpeg", "webp", "tiff"]

SUFFIXES: dict[str, FileFormat] = {
    ".png": "png", ".jpg": "jpeg", ".jpeg": "jpeg", ".webp": "webp", ".tif": "tiff", ".tiff": "tiff",
}  # fmt: skip
LARGEST_SIDE: dict[str, int] = {"jpeg": 65_535, "webp": 16_383}


def open_image(source: ImageSource, *, name: str = "", limits: Limits | None = None) -> Picture:
    """Read a picture from anywhere, with the same checks for all.

    Args:
        source: path, encoded bytes, binary file, Pillow picture, array (H, W[, 1 … 4]), or a picture already open.
        name: title or file name for people; taken from the path when empty.
        limits: bounds on its size; those of the settings when None.
    Returns:
        The picture, upright in sRGB, its alpha aside.
    Raises:
        ImageError: missing, damaged, not a picture, or outside the limits.
    """
    bounds = limits or Limits.from_settings()
    title = clean_name(name or _own_name(source))
    subject = f"“{title}”" if title else "This picture"
    picture = _read(source, subject, bounds)
    return replace(picture, name=title or picture.name)


def encode_image(picture: Picture, file_format: FileFormat, *, recipe: str | None = None, quality: int = 92) -> bytes:
    """Encode a picture; the recipe is all the metadata that is written.

    Args:
        picture: 16 bits a channel are kept in PNG and TIFF and rounded in the others.
        file_format: "jpeg" puts transparent pictures on white.
        recipe: recipe JSON to embed, or None.
        quality: 1 … 100, of JPEG and WebP.
    Returns:
        The file.
    Raises:
        ImageError: the format is unknown, or cannot hold so large a picture or so long a recipe.
    """
    if file_format not in get_args(FileFormat):
        raise ImageError(f"Cannot write {file_format!r}; choose from {', '.join(get_args(FileFormat))}.")
    if not 1 <= quality <= 100:
        raise ImageError(f"The quality is {quality}; it must be between 1 and 100.")
    side = max(picture.width, picture.height)
    if side > LARGEST_SIDE.get(file_format, side):
        raise ImageError(f"A {file_format} file holds at most {LARGEST_SIDE[file_format]} px a side; save as PNG.")
    if file_format == "png":
        data = _encode_png(picture)
        return metadata.add_to_png(data, recipe) if recipe else data
    xmp = metadata.xmp_packet(recipe) if recipe else b""
    if file_format == "tiff":
        return _encode_tiff(picture, xmp)
    return _encode_lossy(picture, file_format, xmp, quality)


def save_image(picture: Picture, path: str | Path, *, recipe: str | None = None, quality: int = 92) -> None:
    """Write a picture, in the format of the path's suffix; a half-written file is never seen.

    Raises:
        ImageError: the suffix is unknown.
        StorageError: the folder is missing, full or read-only.
    """
    target = Path(path)
    file_format = SUFFIXES.get(target.suffix.lower())
    if file_format is None:
        raise ImageError(f"Cannot write “{target.name}”; its name must end in {', '.join(SUFFIXES)}.")
    data = encode_image(picture, file_format, recipe=recipe, quality=quality)
    try:
        _write(target, data)
    except OSError as error:
        raise StorageError(f"Cannot write “{target}”: {error.strerror or error}.") from error


def _read(source: ImageSource, subject: str, limits: Limits) -> Picture:
    if isinstance(source, Picture):
        limits.check_size(source.width, source.height, subject)
        return source
    if isinstance(source, np.ndarray):
        return decode_array(source, subject, limits)
    if isinstance(source, Image.Image):
        return decode_pillow(source, subject, limits)
    return decode_file(read_bytes(source, subject, limits), subject, limits)


def read_bytes(source: str | Path | bytes | BinaryIO, subject: str, limits: Limits) -> bytes:
    """Read a whole encoded file, or one byte more than is accepted.

    Raises:
        ImageError: missing or too large, or the source is of another kind.
    """
    if isinstance(source, str | Path):
        return _read_path(source, subject, limits)
    if isinstance(source, bytes | bytearray | memoryview):
        return bytes(source)
    if hasattr(source, "read"):
        return source.read(limits.max_bytes + 1)
    raise ImageError(f"Cannot read a picture from {type(source).__name__}; give a path, bytes or an array.")


def _read_path(source: str | Path, subject: str, limits: Limits) -> bytes:
    try:
        path = Path(source)
        if not path.is_file():
            shown = "".join(c for c in str(source) if c.isprintable())
            raise ImageError(f"There is no picture file at “{shown}”; check the path.")
        limits.check_file(path.stat().st_size, subject)
        return path.read_bytes()
    except (OSError, ValueError) as error:
        if isinstance(error, ImageError):
            raise
        raise ImageError(f"{subject} cannot be opened; check the path and that you may read it.") from error


def _own_name(source: ImageSource) -> str:
    found = source if isinstance(source, str | Path) else getattr(source, "name", "")
    return str(found) if isinstance(found, str | Path) else ""


def _channels(picture: Picture, *, blue_first: bool = False) -> Channels:
    """Join colours and alpha to (H, W, 3 or 4)."""
    pixels = picture.pixels[..., ::-1] if blue_first else picture.pixels
    joined = pixels if picture.alpha is None else np.dstack([pixels, picture.alpha])
    return np.ascontiguousarray(joined)


def _encode_png(picture: Picture) -> bytes:
    if picture.bits == 16:  # Pillow writes 16 bits of a single channel only
        done, encoded = cv2.imencode(".png", _channels(picture, blue_first=True))
        if not done:
            raise ImageError("The picture cannot be written as a 16-bit PNG; save it with 8 bits.")
        return bytes(encoded)
    stream = io.BytesIO()
    Image.fromarray(_channels(picture)).save(stream, "PNG")
    return stream.getvalue()


def _encode_tiff(picture: Picture, xmp: bytes) -> bytes:
    import tifffile  # slow to import; writes 16 bits a channel, which Pillow does not

    stream = io.BytesIO()
    tifffile.imwrite(
        stream, _channels(picture), photometric="rgb", compression="zlib", metadata=None, software=False,
        extrasamples=None if picture.alpha is None else ["unassalpha"],
        extratags=[(700, "B", len(xmp), xmp, True)] if xmp else (),
    )  # fmt: skip
    return stream.getvalue()


def _encode_lossy(picture: Picture, file_format: FileFormat, xmp: bytes, quality: int) -> bytes:
    small = picture.with_depth(8)
    if file_format == "jpeg":
        image = Image.fromarray(_on_white(small))
        settings: dict[str, Any] = {"subsampling": 0 if quality >= 90 else 2, "optimize": True}
    else:
        image = Image.fromarray(_channels(small))
        settings = {"exact": True}
    if xmp:
        settings["xmp"] = xmp
    stream = io.BytesIO()
    image.save(stream, file_format.upper(), quality=quality, **settings)
    return stream.getvalue()


def _on_white(picture: Picture) -> Channels:
    if picture.alpha is None:
        return picture.pixels
    cover = picture.alpha[..., None].astype(np.uint32)
    mixed = picture.pixels * cover + 255 * (255 - cover)
    return ((mixed + 127) // 255).astype(np.uint8)


def _write(target: Path, data: bytes) -> None:
    handle, partial = tempfile.mkstemp(dir=target.parent, prefix=".", suffix=target.suffix)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(partial).chmod(0o644)
        Path(partial).replace(target)
    except BaseException:
        Path(partial).unlink(missing_ok=True)
        raise
