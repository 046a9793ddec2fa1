"""The shipped gallery and the bundled photographs open like any other picture."""

import numpy as np
import pytest
from numpy.typing import NDArray

from styletransfer.algorithms.face_landmarks import find_faces
from styletransfer.checkpoints.build import landmark_predictor
from styletransfer.errors import ImageError
from styletransfer.imaging.io import open_image
from styletransfer.imaging.samples import (
    Sample,
    example_photo,
    example_photos,
    face_photos,
    gallery,
    gallery_picture,
)

PHOTOS = list(dict.fromkeys(sample.slug for sample in (*example_photos(), *face_photos())))


def described(samples: tuple[Sample, ...]) -> None:
    assert len({sample.slug for sample in samples}) == len(samples) > 0
    for sample in samples:
        assert sample.slug == sample.slug.lower().strip()
        assert sample.title
        assert sample.caption.endswith(".")


def test_gallery_is_described() -> None:
    described(gallery())


def test_photographs_are_described() -> None:
    described(example_photos())
    described(face_photos())


def test_photographs_of_faces_are_of_one_and_of_several_people() -> None:
    predictor = landmark_predictor("face-landmarks")
    found = {sample.slug: find_faces(pixels_of(sample.slug), predictor) for sample in face_photos()}
    assert {slug: len(faces) for slug, faces in found.items()} == {"astronaut": 1, "portraits": 6}
    sides = [face.box.side for face in found["portraits"]]
    assert sides[0] > 1.5 * sides[-1]  # near and far, so that a picker has something to show
    assert max(abs(face.box.tilt) for face in found["portraits"]) > 1.5


def pixels_of(slug: str) -> NDArray[np.uint8]:
    return open_image(example_photo(slug)).pixels.astype(np.uint8)


@pytest.mark.parametrize("slug", [sample.slug for sample in gallery()])
def test_every_style_opens_and_shows_something(slug: str) -> None:
    picture = open_image(gallery_picture(slug))
    assert min(picture.height, picture.width) >= 256
    assert picture.pixels.std() > 5


@pytest.mark.parametrize("slug", PHOTOS)
def test_every_photograph_opens(slug: str) -> None:
    picture = open_image(example_photo(slug))
    assert min(picture.height, picture.width) >= 256
    assert picture.pixels.std() > 5
    assert example_photo(slug) is example_photo(slug)  # encoded once


@pytest.mark.parametrize("read", [gallery_picture, example_photo])
@pytest.mark.parametrize("slug", ["", "nothing", "../styles", "astronaut.jpg"])
def test_unknown_names_are_answered_with_the_known_ones(read: object, slug: str) -> None:
    known = (gallery() if read is gallery_picture else example_photos())[0].slug
    with pytest.raises(ImageError, match=known):
        read(slug)  # type: ignore[operator]
