"""The command that applies tables of colours: strength, mask, depth, folders, errors in one sentence."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from styletransfer.imaging.io import open_image, save_image
from styletransfer.imaging.lut import encode_cube, identity_lut
from styletransfer.imaging.picture import Picture

from .folder import HEIGHT, LABELS, WIDTH, Shell, folder_of


@pytest.fixture
def black(shell: Shell) -> Path:
    """Write a table that turns every colour black."""
    table = identity_lut(3)
    path = Path("black.cube")
    path.write_bytes(encode_cube(type(table)(table=table.table * 0)))
    return path


def test_a_table_is_applied(shell: Shell, black: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert shell("lut", "photo.jpg", "black.cube", "-o", "out.png") == 0
    assert open_image("out.png").pixels.max() == 0
    assert "Saved out.png (64 × 48 px)" in capsys.readouterr().err
    assert shell("lut", "photo.jpg", "black.cube", "-o", "half.png", "--strength", "0.5") == 0
    photo = open_image("photo.jpg").pixels.astype(int)
    assert np.abs(open_image("half.png").pixels - photo / 2).max() <= 0.5


def test_a_table_keeps_16_bits_and_obeys_a_mask(shell: Shell, black: Path) -> None:
    deep = np.random.default_rng(1).integers(0, 2**16, (HEIGHT, WIDTH, 3)).astype(np.uint16)
    save_image(Picture(pixels=deep), "deep.tif")
    Image.fromarray(np.where(LABELS == 3, 255, 0).astype(np.uint8)).save("mask.png")
    assert shell("lut", "deep.tif", "black.cube", "-o", "out.tif", "--mask", "mask.png") == 0
    found = open_image("out.tif")
    assert found.bits == 16
    assert np.array_equal(found.pixels[:, :20], deep[:, :20])
    assert found.pixels[:, 20:].max() == 0


def test_a_mask_whose_short_side_was_rounded_fits(shell: Shell, black: Path) -> None:
    Image.fromarray(np.full((16, 300, 3), 200, np.uint8)).save("strip.png")
    Image.fromarray(np.full((155, 3000), 255, np.uint8)).save("mask.png")
    assert shell("lut", "strip.png", "black.cube", "-o", "out.png", "--mask", "mask.png") == 0
    assert open_image("out.png").pixels.max() == 0


def test_a_table_for_many_goes_on_past_a_bad_file(
    shell: Shell, black: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder_of("a.jpg", "b.jpg") / "c.jpg").write_text("not a picture")
    assert shell("lut", "photos", "dusk.png", "black.cube", "-o", "out", "-q") == 1
    assert sorted(path.name for path in Path("out").iterdir()) == ["a.png", "b.png", "dusk.png"]
    assert "1 of 4 pictures failed:" in capsys.readouterr().err


BAD_TABLES = {
    "no table": (("photo.jpg", "none.cube"), "“none.cube” cannot be read"),
    "no such table": (("photo.jpg", "dusk.png"), "LUT_3D_SIZE"),
    "no photograph": (("none.jpg", "black.cube"), "no picture file at “none.jpg”"),
    "one mask for two": (
        ("photo.jpg", "dusk.png", "black.cube", "-o", "made", "--mask", "here.png"), "belongs to one photograph",
    ),
    "no mask": (("photo.jpg", "black.cube", "--mask", "none.png"), "no picture file at “none.png”"),
    "wrong shape": (("photo.jpg", "black.cube", "--mask", "tall.png"), "another shape"),
    "one name": (("photo.jpg", "photo.jpg", "black.cube", "-o", "made"), "Two photographs would be written to"),
    "replaces the photograph": (("photo.jpg", "black.cube", "-o", "photo.jpg", "--force"), "is a picture that is read"),
}  # fmt: skip


@pytest.mark.parametrize(("words", "sentence"), BAD_TABLES.values(), ids=list(BAD_TABLES))
def test_a_bad_table_is_one_sentence(
    words: tuple[str, ...], sentence: str, shell: Shell, black: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Image.fromarray(LABELS.T.copy()).save("tall.png")
    output = () if "-o" in words else ("-o", "out.png")
    assert shell("lut", *words, *output) == 2
    captured = capsys.readouterr()
    assert sentence in captured.err
    assert len(captured.err.strip().splitlines()) == 1
