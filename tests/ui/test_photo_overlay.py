"""Regions drawn over a picture."""

import io

import numpy as np
from PIL import Image

from styletransfer.ui.photo_overlay import tinted
from styletransfer.ui.region_editor import region_colour

from .browser import png

GREY = (128, 128, 128)


def test_each_region_has_its_colour_and_its_name_inside_of_it() -> None:
    label_map = (np.arange(60)[None] >= 30).astype(np.uint8).repeat(40, axis=0)
    shown = tinted(png(600, 400, GREY), label_map)
    assert shown.places.keys() == {0, 1}
    assert shown.places[0][0] < 0.5 < shown.places[1][0]
    with Image.open(io.BytesIO(shown.jpeg)) as image:
        for label, (x, y) in shown.places.items():
            seen = np.array(image.getpixel((int(x * image.width), int(y * image.height))))
            colour = np.array([int(region_colour(label)[at : at + 2], 16) for at in (1, 3, 5)])
            assert np.abs(seen - (128 + 0.45 * (colour - 128))).max() < 6


def test_a_tiny_region_gets_no_name() -> None:
    label_map = np.zeros((40, 60), np.uint8)
    label_map[0, :2] = 4
    assert tinted(png(60, 40, GREY), label_map).places.keys() == {0}


def test_a_large_picture_is_reduced_before_it_is_sent() -> None:
    shown = tinted(png(3000, 2000, GREY), np.zeros((20, 30), np.uint8))
    with Image.open(io.BytesIO(shown.jpeg)) as image:
        assert max(image.size) <= 640
