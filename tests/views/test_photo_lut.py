"""LUTs of a finished photorealistic picture."""

import io
import zipfile
from dataclasses import dataclass

import numpy as np
import pytest
from PIL import Image

from styletransfer.errors import JobError
from styletransfer.imaging.io import Picture, encode_image, open_image
from styletransfer.imaging.lut import apply_lut, parse_cube
from styletransfer.recipes import PhotorealisticRecipe
from styletransfer.ui import photo_lut

from .studio import Studio, png


@dataclass
class Uploaded:
    """A file as the browser sends it."""

    name: str
    data: bytes

    def getvalue(self) -> bytes:
        return self.data


def colours(data: bytes) -> np.ndarray:
    return open_image(data).pixels[20, 30].astype(int)


def test_the_look_maps_the_photograph_to_the_result(studio: Studio) -> None:
    job = studio.finish_photo()
    lut = parse_cube(photo_lut.cube(job.id, job.title, 1.0))
    found = apply_lut(lut, open_image(png()).pixels)[20, 30].astype(int)
    assert np.abs(found - colours(png()) // 2).max() <= 2


@pytest.mark.parametrize(("strength", "share"), [(0.0, 1.0), (0.5, 0.75), (1.0, 0.5)])
def test_tables_and_albums_follow_the_strength(studio: Studio, strength: float, share: float) -> None:
    job = studio.finish_photo()
    lut = parse_cube(photo_lut.cube(job.id, job.title, strength))
    found = apply_lut(lut, open_image(png()).pixels)[20, 30].astype(int)
    assert np.abs(found - share * colours(png())).max() <= 2
    with zipfile.ZipFile(io.BytesIO(photo_lut.album(job.id, [Uploaded("a.png", png())], strength))) as archive:
        assert np.abs(colours(archive.read("a.png")) - share * colours(png())).max() <= 2


def test_each_region_has_a_table_and_a_mask_of_the_photographs_size(studio: Studio) -> None:
    job = studio.finish_photo()
    recipe = PhotorealisticRecipe.model_validate_json(job.recipe)
    with zipfile.ZipFile(io.BytesIO(photo_lut.region_archive(job.id, recipe, 1.0))) as archive:
        assert archive.namelist() == ["1-Sky.cube", "1-Sky.png", "2-Sand.cube", "2-Sand.png"]
        assert parse_cube(archive.read("1-Sky.cube")).title == "Sky"
        with Image.open(io.BytesIO(archive.read("1-Sky.png"))) as mask:
            assert (mask.size, mask.mode) == ((60, 40), "L")
            assert mask.getpixel((5, 20)) > 250
            assert mask.getpixel((55, 20)) < 5


def test_an_album_keeps_sizes_formats_and_depth_and_names_apart(studio: Studio) -> None:
    job = studio.finish_photo()
    deep = encode_image(Picture(pixels=np.full((30, 50, 3), 40_000, np.uint16)), "png")
    files = [
        Uploaded("sea.jpg", encode_image(open_image(png(90, 70)), "jpeg")),
        Uploaded("sea.JPEG", encode_image(open_image(png()), "jpeg")),
        Uploaded("deep.png", deep),
        Uploaded("old.bmp", png()),
    ]
    with zipfile.ZipFile(io.BytesIO(photo_lut.album(job.id, files, 1.0))) as archive:
        assert archive.namelist() == ["sea.jpg", "sea-2.jpg", "deep.png", "old.jpg"]
        assert open_image(archive.read("sea.jpg")).pixels.shape == (70, 90, 3)
        assert open_image(archive.read("deep.png")).bits == 16


def test_a_removed_picture_has_no_look_any_more(studio: Studio) -> None:
    job = studio.finish_photo()
    studio.run_out_of_room()
    with pytest.raises(JobError, match="removed"):
        photo_lut.cube(job.id, job.title, 1.0)
