"""Paint the example photograph with several faces: a wall with portraits of people who do not exist.

    python scripts/make_portrait_wall.py

The faces are random ones of the shipped generator, by their seeds; wall, frames and shadows are drawn.
"""

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import cv2
import numpy as np
import torch
import typer
from numpy.typing import NDArray
from PIL import Image

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from scripts.jpeg import save_small
from styletransfer.checkpoints import build
from styletransfer.models.stylegan2 import StyleGAN2

OUT = Path("styletransfer/gallery/photos/portraits.jpg")
LARGEST_BYTES = 110_000
WIDTH, HEIGHT = 1080, 720
PSI = 0.7

Levels = NDArray[np.float32]


@dataclass(frozen=True, slots=True, kw_only=True)
class Hung:
    """A portrait on the wall: whose, where its middle is, its side (px), how it leans (degrees), its frame's colour."""

    seed: int
    x: int
    y: int
    side: int
    wood: tuple[int, int, int]
    lean: float = 0.0


WALL = (
    Hung(seed=19, x=215, y=225, side=256, wood=(74, 52, 38)),
    Hung(seed=43, x=545, y=190, side=210, wood=(40, 38, 36)),
    Hung(seed=57, x=865, y=235, side=236, wood=(126, 92, 56), lean=3.0),
    Hung(seed=27, x=535, y=510, side=196, wood=(126, 92, 56), lean=-2.0),
    Hung(seed=46, x=235, y=545, side=160, wood=(40, 38, 36)),
    Hung(seed=56, x=835, y=555, side=160, wood=(74, 52, 38)),
)


def painted_face(generator: StyleGAN2, seed: int, side: int) -> Levels:
    """Return a random face (side, side, 3), 0 to 255."""
    z = torch.randn(1, generator.config.style_dim, generator=torch.Generator().manual_seed(seed))
    with torch.inference_mode():
        w_plus = generator.broadcast(generator.truncated(generator.mapping(z), PSI))
        face = generator.synthesis(w_plus, "none")[0].clamp(-1, 1)
    levels = Image.fromarray(((face + 1) * 127.5).permute(1, 2, 0).round().byte().numpy())
    return np.asarray(levels.resize((side, side), Image.Resampling.LANCZOS), dtype=np.float32)


def framed(face: Levels, wood: tuple[int, int, int]) -> Levels:
    """Put a face behind a white mount into a bevelled frame."""
    side = len(face)
    mount, bar = round(0.07 * side), round(0.045 * side)
    page = np.pad(face, ((mount, mount), (mount, mount), (0, 0)), constant_values=236.0)
    whole = np.pad(page, ((bar, bar), (bar, bar), (0, 0)))
    rows, columns = np.mgrid[0 : len(whole), 0 : len(whole)]
    depth = np.minimum.reduce([rows, columns, len(whole) - 1 - rows, len(whole) - 1 - columns])
    lit = np.where((rows == depth) | (columns == depth), 1.18, 0.82) * (0.9 + 0.2 * depth / bar)
    outer = depth < bar
    whole[outer] = (np.array(wood) * lit[..., None])[outer]
    return whole.astype(np.float32)


def wall() -> Levels:
    """Return plaster with light from the upper left."""
    rows, columns = np.mgrid[0:HEIGHT, 0:WIDTH].astype(np.float32)
    light = 1.06 - 0.20 * np.hypot(rows / HEIGHT, columns / WIDTH)
    grain = np.random.default_rng(0).normal(size=(HEIGHT, WIDTH)).astype(np.float32)
    plaster = 5.0 * cv2.GaussianBlur(grain, (0, 0), 1.5) + 14.0 * cv2.GaussianBlur(grain, (0, 0), 9.0)
    return (np.array([176, 186, 180], np.float32) + plaster[..., None]) * light[..., None]


def hang(picture: Levels, portrait: Levels, hung: Hung) -> Levels:
    """Put a framed portrait on the wall, with its shadow."""
    middle = (len(portrait) - 1) / 2
    turn = cv2.getRotationMatrix2D((middle, middle), -hung.lean, 1.0)
    turn[:, 2] += np.array([hung.x, hung.y]) - middle
    size = (WIDTH, HEIGHT)
    cover = cv2.warpAffine(np.ones(portrait.shape[:2], np.float32), turn, size, flags=cv2.INTER_LINEAR)
    turn_of_shadow = turn + np.array([[0, 0, 7.0], [0, 0, 9.0]])
    shadow = cv2.warpAffine(np.ones(portrait.shape[:2], np.float32), turn_of_shadow, size)
    shaded = picture * (1 - 0.45 * cv2.GaussianBlur(shadow, (0, 0), 7.0)[..., None])
    laid = cv2.warpAffine(portrait, turn, size, flags=cv2.INTER_LINEAR)
    return (shaded * (1 - cover[..., None]) + laid * cover[..., None]).astype(np.float32)


def main(out: Annotated[Path, typer.Option(help="JPEG to write")] = OUT) -> None:
    """Paint the wall."""
    generator = build.generator("face-generator", torch.device("cpu"))
    picture = wall()
    for hung in WALL:
        picture = hang(picture, framed(painted_face(generator, hung.seed, hung.side), hung.wood), hung)
    page = Image.fromarray(np.rint(np.clip(picture, 0, 255)).astype(np.uint8))
    print(f"{out}: {save_small(page, out, LARGEST_BYTES)} bytes")


if __name__ == "__main__":
    typer.run(main)
