"""Contact sheets of photorealistic results; the one in docs/ shows bundled photographs only."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageDraw
from torch import Tensor

from scripts.jpeg import save_small
from styletransfer.imaging.color import match_covariance
from styletransfer.imaging.io import Picture, open_image
from styletransfer.imaging.masks import LabelMap, encode_label_map
from styletransfer.imaging.samples import example_photo
from styletransfer.recipes import PhotorealisticRecipe
from styletransfer.run import run
from styletransfer.run.regions import reduced

EXAMPLES = (("china", "rocket"), ("rocket", "china"), ("chelsea", "coffee"), ("flower", "coffee"), ("coffee", "flower"))
LARGEST_BYTES = 400_000
GAP, TITLE = 6, 18
_SIDE = 640  # longest side of the pictures of the sheet in docs/, px

Cell = tuple[str, Tensor, Sequence[LabelMap]]
"""Title, picture (1, 3, H, W), and label maps to show small in its corner."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One pair of photographs and what was made of it."""

    name: str
    cells: tuple[Cell, ...]


def save_row(row: Row, folder: Path) -> None:
    """Write a sheet of one row at full size, named after it."""
    folder.mkdir(parents=True, exist_ok=True)
    sheet([row], 512).save(folder / f"{row.name}.png")


def save_all(rows: Sequence[Row], folder: Path) -> None:
    """Write a sheet of all rows."""
    folder.mkdir(parents=True, exist_ok=True)
    sheet(rows, 300).save(folder / "all.jpg", quality=90)


def sheet(rows: Sequence[Row], cell: int) -> Image.Image:
    """Lay rows out under each other.

    Args:
        rows: with equally many cells.
        cell: width of a cell, px.
    """
    strips = [_strip(row, cell) for row in rows]
    height = sum(strip.height for strip in strips)
    joined = Image.new("RGB", (strips[0].width, height), "white")
    top = 0
    for strip in strips:
        joined.paste(strip, (0, top))
        top += strip.height
    return joined


def write_docs_sheet(path: Path) -> None:
    """Make the sheet of bundled photographs, small enough for a repository."""
    rows = [_example(content, look) for content, look in EXAMPLES]
    picture = sheet(rows, 300)
    size = save_small(picture, path, LARGEST_BYTES, range(90, 30, -4))
    print(f"    {path}: {picture.width} × {picture.height} px, {size / 1000:.0f} kB")


def _example(content: str, look: str) -> Row:
    photo, style = (reduced(open_image(example_photo(name)), _SIDE) for name in (content, look))
    images = {"content": Picture.from_tensor(photo), "style": Picture.from_tensor(style)}
    cells: list[Cell] = [("photograph", photo, ()), ("look", style, ()), ("MKL", match_covariance(photo, style), ())]
    for title, preset, masks in (
        ("Strong, no masks", "strong", "none"), ("Strong", "strong", "automatic"), ("Natural", "natural", "automatic"),
    ):  # fmt: skip
        result = run(PhotorealisticRecipe.from_preset(preset, masks=masks), images)
        maps = tuple(result.masks.values()) if title == "Strong" else ()
        cells.append((title, result.picture.to_tensor(), maps))
    return Row(name=f"{content}-{look}", cells=tuple(cells))


def _strip(row: Row, cell: int) -> Image.Image:
    drawn = [(title, _drawn(image, maps, cell)) for title, image, maps in row.cells]
    height = max(picture.height for _, picture in drawn) + TITLE + GAP
    strip = Image.new("RGB", (len(drawn) * (cell + GAP), height), "white")
    pen = ImageDraw.Draw(strip)
    for column, (title, picture) in enumerate(drawn):
        left = column * (cell + GAP)
        pen.text((left + 2, 3), title, fill="black")
        strip.paste(picture, (left + (cell - picture.width) // 2, TITLE))
    return strip


def _drawn(image: Tensor, maps: Sequence[LabelMap], cell: int) -> Image.Image:
    picture = Image.fromarray(Picture.from_tensor(image).pixels)
    picture.thumbnail((cell, cell), Image.Resampling.LANCZOS)
    right = picture.width
    for label_map in reversed(maps):
        inset = Image.open(io.BytesIO(encode_label_map(label_map))).convert("RGB")
        inset.thumbnail((cell // 4, cell // 4), Image.Resampling.NEAREST)
        right -= inset.width + 3
        picture.paste(inset, (right, picture.height - inset.height - 3))
    return picture
