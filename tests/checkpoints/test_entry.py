"""Sizes in words."""

from dataclasses import replace

import pytest

from styletransfer.checkpoints.manifest import MANIFEST


@pytest.mark.parametrize(
    ("size", "about", "words"),
    [
        (574_673_361, None, "575 MB"),
        (882_910, None, "0.883 MB"),
        (1_201_649_680, None, "1.2 GB"),
        (None, 1_201_600_000, "about 1.2 GB"),
        (None, 14_050_000, "about 14.1 MB"),
        (None, None, "size unknown"),
    ],
)
def test_a_size_is_told_in_words(size: int | None, about: int | None, words: str) -> None:
    assert replace(MANIFEST["vgg19"], bytes=size, about_bytes=about).megabytes == words
