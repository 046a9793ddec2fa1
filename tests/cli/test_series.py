"""One picture after the other: a defect costs one picture and Ctrl-C ends in order, whichever command makes them."""

import importlib
import os
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from styletransfer.imaging.io import open_image
from styletransfer.imaging.lut import encode_cube, identity_lut

from .folder import Shell, folder_of

LUT = ("lut", "photos", "plain.cube", "-o", "out")
ALBUM = ("photorealistic", "photos", "dusk.png", "-o", "out", "--album")


@pytest.fixture
def folder(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder of three photographs, beside a table that changes no colour; albums get it too."""
    album = importlib.import_module("styletransfer.run.album")
    monkeypatch.setattr(album, "make_album", lambda *_: album.Album(lut=identity_lut(5)))
    Path("plain.cube").write_bytes(encode_cube(identity_lut(5)))
    return folder_of("a.jpg", "b.jpg", "c.jpg")


@pytest.fixture
def at_the_second(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[], None]], None]:
    """Return a function that lets something happen while a table is applied to the second photograph."""

    def arrange(happening: Callable[[], None]) -> None:
        module = importlib.import_module("styletransfer.run.look")
        plain, calls = module.with_table, list[object]()

        def applied(*words: Any) -> Any:
            calls.append(words)
            if len(calls) == 2:
                happening()
            return plain(*words)

        monkeypatch.setattr(module, "with_table", applied)

    return arrange


@pytest.mark.parametrize("words", [LUT, ALBUM], ids=["lut", "album"])
def test_a_defect_costs_one_picture_and_shows_its_trace(
    words: tuple[str, ...], shell: Shell, folder: Path, at_the_second: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    def defect() -> None:
        raise ZeroDivisionError("a defect")

    at_the_second(defect)
    assert shell(*words) == 1
    assert {path.stem for path in Path("out").glob("*.png")} == {"a", "c"}
    assert np.array_equal(open_image("out/c.png").pixels, open_image(folder / "c.jpg").pixels)
    complaint = capsys.readouterr().err
    assert "Traceback" in complaint
    assert "1 of 3 pictures failed:" in complaint
    assert "b.jpg: unexpected ZeroDivisionError, see above." in complaint


@pytest.mark.parametrize("words", [LUT, ALBUM], ids=["lut", "album"])
def test_ctrl_c_keeps_what_is_finished_and_says_what_is_left(
    words: tuple[str, ...], shell: Shell, folder: Path, at_the_second: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    at_the_second(lambda: os.kill(os.getpid(), signal.SIGINT))
    before = signal.getsignal(signal.SIGINT)
    assert shell(*words, "--quiet") == 130
    assert {path.stem for path in Path("out").glob("*.png")} == {"a", "b"}
    assert capsys.readouterr().err.splitlines() == ["Stopped; 1 of 3 pictures were not made."]
    assert signal.getsignal(signal.SIGINT) is before


def test_a_defect_of_the_only_picture_is_not_hidden(
    shell: Shell, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("a defect")

    monkeypatch.setattr(importlib.import_module("styletransfer.run.look"), "with_table", broken)
    with pytest.raises(ZeroDivisionError):
        shell("lut", "photo.jpg", "plain.cube", "-o", "out.png")
