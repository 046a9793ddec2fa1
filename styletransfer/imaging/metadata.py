"""The recipe inside a picture file: an iTXt chunk of a PNG, an XMP packet of a JPEG, WebP or TIFF.

Nothing else is ever written: no EXIF, no position. What is read from a stranger's file is bounded,
searched for one marker and never handed to an XML parser.
"""

import struct
import zlib

from PIL import Image

from styletransfer.errors import ImageError

KEY = "styletransfer"
PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
MAX_RECIPE_BYTES = 64 * 1024
# A JPEG keeps its XMP packet in a single segment of 64 KB, header included.
MAX_JPEG_RECIPE_BYTES = 64_500

_OPEN, _CLOSE = f"<{KEY}:recipe>".encode(), f"</{KEY}:recipe>".encode()
_PACKET = (
    '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">'
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
    f'<rdf:Description rdf:about="" xmlns:{KEY}="urn:{KEY}:recipe:1">',
    '</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="r"?>',
)
_IHDR_END = 8 + 4 + 4 + 13 + 4  # signature, then length, type, data and checksum of IHDR


def xmp_packet(recipe: str) -> bytes:
    """Wrap a recipe in an XMP packet.

    Raises:
        ImageError: the recipe is too long for a file.
    """
    text = recipe.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").encode()
    _check_length(len(text), MAX_JPEG_RECIPE_BYTES)
    return _PACKET[0].encode() + _OPEN + text + _CLOSE + _PACKET[1].encode()


def add_to_png(png: bytes, recipe: str) -> bytes:
    """Insert a recipe into an encoded PNG, right behind its header.

    Raises:
        ImageError: the recipe is too long for a file.
    """
    text = recipe.encode()
    _check_length(len(text), MAX_RECIPE_BYTES)
    # Key, then: uncompressed, no language, no translated key.
    body = b"iTXt" + KEY.encode() + b"\0" + b"\0\0" + b"\0" + b"\0" + text
    chunk = struct.pack(">I", len(body) - 4) + body + struct.pack(">I", zlib.crc32(body))
    return png[:_IHDR_END] + chunk + png[_IHDR_END:]


def essential_chunks(png: bytes) -> bytes:
    """Return a PNG with nothing but its header and pixels.

    OpenCV reserves as much memory as a chunk says that it is long, so every length is held against the file first.

    Raises:
        ValueError: a chunk is longer than the file.
    """
    kept, position = [PNG_SIGNATURE], len(PNG_SIGNATURE)
    while position < len(png):
        end = position + 12 + int.from_bytes(png[position : position + 4])  # length, type, data, checksum
        if end > len(png):
            raise ValueError("a chunk reaches beyond the end of the file")
        kind = png[position + 4 : position + 8]
        if kind in (b"IHDR", b"IDAT", b"IEND"):
            kept.append(png[position:end])
        if kind == b"IEND":
            break
        position = end
    return b"".join(kept)


def read_recipe(image: Image.Image) -> str | None:
    """Return the recipe that a loaded picture carries, or None; it may be anything and must be validated."""
    plain = image.info.get(KEY)
    if isinstance(plain, str):
        return plain if len(plain.encode(errors="replace")) <= MAX_RECIPE_BYTES else None
    return _from_xmp(image.info.get("xmp"))


def _from_xmp(packet: object) -> str | None:
    data = packet.encode(errors="replace") if isinstance(packet, str) else packet
    if not isinstance(data, bytes):
        return None
    start = data.find(_OPEN)
    end = data.find(_CLOSE, start + len(_OPEN))
    if start < 0 or end < 0 or end - start > MAX_RECIPE_BYTES:
        return None
    try:
        text = data[start + len(_OPEN) : end].decode()
    except UnicodeDecodeError:
        return None
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _check_length(length: int, limit: int) -> None:
    if length > limit:
        raise ImageError(
            f"The recipe is {length} bytes long and a picture file holds at most {limit}; save without it."
        )
