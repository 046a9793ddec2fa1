"""Paint a sheet of bundled photographs in gallery styles with the defaults, for docs/.

    python scripts/make_sheet.py --out docs/sheet.jpg

Rows are photographs, columns are styles; the styles stand on top, the photographs on the left.
"""

import sys
import time
from pathlib import Path
from typing import Annotated

import typer
from PIL import Image

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from styletransfer.imaging.io import open_image
from styletransfer.imaging.samples import example_photo, gallery_picture
from styletransfer.recipes import NeuralStyleRecipe
from styletransfer.run import run

PHOTOS = ("astronaut", "chelsea", "coffee", "rocket", "china", "flower")
STYLES = ("swirling-night", "sea-mosaic", "watercolor-poppies", "linocut-forest")
GAP = 8


def main(
    out: Annotated[Path, typer.Option(help="picture to write")] = Path("docs/sheet.jpg"),
    cell: Annotated[int, typer.Option(help="side of a cell, px")] = 360,
    photos: Annotated[str, typer.Option(help="example photographs, comma-separated")] = ",".join(PHOTOS),
    styles: Annotated[str, typer.Option(help="gallery styles, comma-separated")] = ",".join(STYLES),
    singles: Annotated[Path | None, typer.Option(help="also keep every result in this folder")] = None,
) -> None:
    """Paint every photograph in every style with the Balanced preset and lay the results out."""
    rows, columns = photos.split(","), styles.split(",")
    sheet = Image.new("RGB", ((len(columns) + 1) * (cell + GAP), (len(rows) + 1) * (cell + GAP)), "white")
    for column, style in enumerate(columns, start=1):
        _put(sheet, _opened(gallery_picture(style)), (0, column), cell)
    for row, photo in enumerate(rows, start=1):
        _put(sheet, _opened(example_photo(photo)), (row, 0), cell)
        for column, style in enumerate(columns, start=1):
            start = time.perf_counter()
            result = run(
                NeuralStyleRecipe.from_preset("balanced"),
                {"content": example_photo(photo), "style": gallery_picture(style)},
            )
            print(f"{photo} × {style}: {time.perf_counter() - start:.1f} s", flush=True)
            _put(sheet, Image.fromarray(result.picture.pixels), (row, column), cell)
            if singles is not None:
                singles.mkdir(parents=True, exist_ok=True)
                result.save(singles / f"{photo}_{style}.png")
            out.parent.mkdir(parents=True, exist_ok=True)
            sheet.save(out, quality=88)


def _opened(data: bytes) -> Image.Image:
    return Image.fromarray(open_image(data).pixels)


def _put(sheet: Image.Image, picture: Image.Image, place: tuple[int, int], cell: int) -> None:
    picture = picture.copy()
    picture.thumbnail((cell, cell), Image.Resampling.LANCZOS)
    left = place[1] * (cell + GAP) + (cell - picture.width) // 2
    top = place[0] * (cell + GAP) + (cell - picture.height) // 2
    sheet.paste(picture, (left, top))


if __name__ == "__main__":
    typer.run(main)
