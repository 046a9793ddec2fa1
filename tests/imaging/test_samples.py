"""The shipped gallery and the bundled photographs open like any other picture."""

import pytest

from styletransfer.errors import ImageError
from styletransfer.imaging.io import open_image
from styletransfer.imaging.samples import Sample, example_photo, example_photos, gallery, gallery_picture


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


@pytest.mark.parametrize("slug", [sample.slug for sample in gallery()])
def test_every_style_opens_and_shows_something(slug: str) -> None:
    picture = open_image(gallery_picture(slug))
    assert min(picture.height, picture.width) >= 256
    assert picture.pixels.std() > 5


@pytest.mark.parametrize("slug", [sample.slug for sample in example_photos()])
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
