"""Draw the style pictures that ship with the studio, and the list that names them."""

from __future__ import annotations

import argparse
import io
import json
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from gallery.catalogue import MANNERS, Manner
from gallery.sheet import Field
from PIL import Image

QUALITY, LOWEST_QUALITY, FILE_BUDGET = 88, 70, 162_000


def to_image(picture: Field) -> Image.Image:
    """Round a picture (H, W, 3) in [0, 1] to 8 bits."""
    return Image.fromarray((np.clip(picture, 0, 1) * 255 + 0.5).astype(np.uint8), "RGB")


def encode(image: Image.Image) -> bytes:
    """Compress to JPEG at the usual quality, or at the best one below it that fits the budget."""
    for quality in range(QUALITY, LOWEST_QUALITY - 1, -2):
        buffer = io.BytesIO()
        image.save(buffer, "JPEG", quality=quality, optimize=True, progressive=True)
        if buffer.tell() <= FILE_BUDGET:
            break
    return buffer.getvalue()


def entry(manner: Manner) -> dict[str, object]:
    """Describe one picture for styles.json."""
    return {"slug": manner.slug, "title": manner.title, "manner": manner.manner, "palette": list(manner.palette)}


def write_gallery(out: Path, size: int, seed: int, only: Sequence[str] = ()) -> None:
    """Paint the manners (all, or those named in `only`) into `out`/styles and list all of them in styles.json."""
    folder = out / "styles"
    folder.mkdir(parents=True, exist_ok=True)
    for manner in MANNERS:
        if only and manner.slug not in only:
            continue
        start = time.perf_counter()
        data = encode(to_image(manner.picture(size, seed)))
        (folder / f"{manner.slug}.jpg").write_bytes(data)
        print(f"{manner.slug:20s} {len(data) / 1000:6.0f} kB {time.perf_counter() - start:6.1f} s")
    listing = json.dumps([entry(manner) for manner in MANNERS], indent=2, ensure_ascii=False)
    (out / "styles.json").write_text(listing + "\n", encoding="utf-8")


def main() -> None:
    """Read the command line and paint."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=Path("styletransfer/gallery"))
    parser.add_argument("--size", type=int, default=640, help="pixels on the short side")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--only", nargs="*", default=[], choices=[manner.slug for manner in MANNERS], metavar="SLUG")
    arguments = parser.parse_args()
    write_gallery(arguments.out, arguments.size, arguments.seed, arguments.only)


if __name__ == "__main__":
    main()
