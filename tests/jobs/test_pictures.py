"""Thumbnails and previews."""

import io

import numpy as np
import pytest
from PIL import Image

from styletransfer.jobs import pictures

from .fakes import FakePicture


def opened(data):
    image = Image.open(io.BytesIO(data))
    assert image.format == "JPEG"
    return image


@pytest.mark.parametrize(
    ("shape", "size"), [((300, 1300), (640, 148)), ((1300, 300), (148, 640)), ((20, 30), (30, 20))]
)
def test_previews_fit_and_keep_their_shape(shape, size):
    assert opened(pictures.preview(np.zeros((*shape, 3), np.uint8))).size == size


@pytest.mark.parametrize(("dtype", "full"), [(np.uint8, 255), (np.uint16, 65535)])
def test_thumbnails_of_both_depths(dtype, full):
    pixels = np.zeros((1024, 600, 3), dtype)
    pixels[..., 0] = full
    image = opened(pictures.thumbnail(FakePicture(pixels)))
    assert image.size == (300, 512)
    red, green, blue = image.getpixel((150, 250))
    assert red > 250
    assert green < 6
    assert blue < 6


def test_transparency_becomes_paper():
    alpha = np.zeros((40, 40), np.uint8)
    alpha[:, 20:] = 255
    image = opened(pictures.thumbnail(FakePicture(np.zeros((40, 40, 3), np.uint8), alpha)))
    assert min(image.getpixel((4, 20))) > 250
    assert max(image.getpixel((36, 20))) < 6
