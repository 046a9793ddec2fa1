"""Square pictures side by side."""

from collections.abc import Sequence

from PIL import Image


def tiled(pictures: Sequence[Image.Image], columns: int, side: int) -> Image.Image:
    """Lay pictures of at most `side` px out in rows, each in the top left corner of its cell."""
    sheet = Image.new("RGB", (columns * side, -(-len(pictures) // columns) * side))
    for index, picture in enumerate(pictures):
        sheet.paste(picture, (index % columns * side, index // columns * side))
    return sheet
