"""The example photograph with several faces: what ships is what the script paints."""

from pathlib import Path

import numpy as np

from scripts.make_portrait_wall import HEIGHT, WALL, WIDTH, main
from styletransfer.imaging.io import open_image
from styletransfer.imaging.samples import example_photo


def test_the_shipped_photograph_is_the_painted_one(tmp_path: Path) -> None:
    main(tmp_path / "wall.jpg")
    painted = open_image(tmp_path / "wall.jpg").pixels.astype(np.float64)
    shipped = open_image(example_photo("portraits")).pixels.astype(np.float64)
    assert painted.shape == shipped.shape == (HEIGHT, WIDTH, 3)
    assert np.abs(painted - shipped).mean() < 1.0


def test_portraits_hang_apart() -> None:
    for index, one in enumerate(WALL):
        assert max(one.side, 128) <= 2 * 128  # the generator's faces bear no more enlargement
        for other in WALL[index + 1 :]:
            reach = 1.25 * (one.side + other.side) / 2
            assert max(abs(one.x - other.x), abs(one.y - other.y)) > reach
