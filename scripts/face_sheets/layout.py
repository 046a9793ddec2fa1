"""Pictures in a grid, with words above the columns and beside the rows."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

Pixels = NDArray[np.uint8]

GAP = 3
NARROW = 14  # width of a column, or height of a row, without pictures, px
LINE = 18
MARGIN = 6
FONT = ImageFont.load_default(size=12)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row of pictures (H, W, 3), with a name; None leaves a cell empty."""

    name: str
    pictures: Sequence[Pixels | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A grid of pictures.

    Attributes:
        title: one or more sentences above it.
        rows: with equally many cells; a row without pictures is a narrow gap, and so is such a column.
        columns: a word above each column, or nothing.
        cell: side of a picture, px.
    """

    title: str
    rows: Sequence[Row]
    columns: Sequence[str] = ()
    cell: int = 128

    def __post_init__(self) -> None:
        """Raise `ValueError` when rows or words do not fit each other."""
        lengths = {len(row.pictures) for row in self.rows} | ({len(self.columns)} if self.columns else set())
        if len(lengths) != 1:
            raise ValueError(f"Rows and words above the columns must be equally many, got {sorted(lengths)}.")


def drawn(sheet: Sheet) -> Image.Image:
    """Lay a sheet out on white."""
    filled = [any(row.pictures[column] is not None for row in sheet.rows) for column in range(_width(sheet))]
    names = max(_length(row.name) for row in sheet.rows)
    lefts = _starts(filled, sheet.cell, names + 2 * MARGIN if names else MARGIN)
    lines = _lines(sheet.title, lefts[-1] - 2 * MARGIN)
    above = MARGIN + LINE * (len(lines) + bool(sheet.columns)) + GAP
    tops = _starts([any(each is not None for each in row.pictures) for row in sheet.rows], sheet.cell, above)
    page = Image.new("RGB", (lefts[-1] + MARGIN, tops[-1] + MARGIN), "white")
    pen = ImageDraw.Draw(page)
    for number, line in enumerate(lines):
        pen.text((MARGIN, MARGIN + LINE * number), line, fill="black", font=FONT)
    for left, word in zip(lefts, sheet.columns, strict=False):
        pen.text((left + sheet.cell / 2, above - GAP - 3), word, fill="black", font=FONT, anchor="ms")
    for top, row in zip(tops, sheet.rows, strict=False):
        pen.text((MARGIN, top + sheet.cell / 2), row.name, fill="black", font=FONT, anchor="lm")
        for left, picture in zip(lefts, row.pictures, strict=False):
            if picture is not None:
                page.paste(_fitted(picture, sheet.cell), (left, top))
    return page


def _width(sheet: Sheet) -> int:
    return len(sheet.rows[0].pictures)


def _starts(filled: Sequence[bool], cell: int, first: int) -> list[int]:
    """Return where cells begin, and where the last one ends."""
    starts = [first]
    for each in filled:
        starts.append(starts[-1] + (cell + GAP if each else NARROW))
    return starts


def _length(text: str) -> int:
    return round(FONT.getlength(text))


def _lines(text: str, width: int) -> list[str]:
    """Break a text into lines of at most a width in px."""
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and _length(longer) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _fitted(picture: Pixels, cell: int) -> Image.Image:
    image = Image.fromarray(picture)
    return image if image.size == (cell, cell) else image.resize((cell, cell), Image.Resampling.LANCZOS)
