"""The components' files: all there, joined in order, and asking nothing of the network."""

import re
from importlib.resources import files

import pytest

from styletransfer.ui.assets import read_assets

FRONTEND = sorted(entry.name for entry in files("styletransfer.ui").joinpath("frontend").iterdir())


def test_files_are_joined_in_order() -> None:
    first, second = read_assets("labels.js"), read_assets("painter.js")
    assert read_assets("labels.js", "painter.js") == f"{first}\n{second}"


def test_a_missing_file_is_an_error() -> None:
    with pytest.raises(FileNotFoundError):
        read_assets("nothing.js")


@pytest.mark.parametrize("name", FRONTEND)
def test_no_file_reaches_out_or_builds_html_from_text(name: str) -> None:
    text = read_assets(name)
    assert not re.search(r"https?://|@import|url\(|\bfetch\(|\bimport\b", text)
    assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function", text)
