"""`styletransfer weights add`, and the terms of weights that may not be used for everything."""

import hashlib
import os
import signal
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from styletransfer.checkpoints import local_files, store
from styletransfer.checkpoints.manifest import MANIFEST
from styletransfer.progress import Progress
from styletransfer.settings import settings

from .folder import Shell

BODY = b"weights" * 1000


@pytest.fixture
def published(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let a few bytes be the published file of an encoder, in an empty folder of models."""
    monkeypatch.setenv("STYLETRANSFER_MODELS", str(tmp_path / "models"))
    monkeypatch.setenv("STYLETRANSFER_MIN_FREE_BYTES", "0")
    settings.cache_clear()
    known = replace(MANIFEST["e4e-ffhq"], bytes=len(BODY), sha256=hashlib.sha256(BODY).hexdigest())
    monkeypatch.setitem(MANIFEST, "e4e-ffhq", known)
    yield
    settings.cache_clear()


@pytest.mark.usefixtures("published")
def test_a_file_is_added_with_its_terms(shell: Shell, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    Path("mine.pt").write_bytes(BODY)
    assert shell("weights", "add", "e4e-ffhq", "mine.pt") == 0
    told = capsys.readouterr().err
    assert "e4e-ffhq: For non-commercial use only" in told
    assert f"e4e-ffhq: verified, {tmp_path / 'models' / 'e4e_ffhq_encode.pt'}" in told
    assert store.status("e4e-ffhq").verified
    assert shell("weights", "verify", "e4e-ffhq") == 0


@pytest.mark.usefixtures("published")
def test_another_file_is_refused(shell: Shell, capsys: pytest.CaptureFixture[str]) -> None:
    Path("mine.pt").write_bytes(BODY[1:])
    assert shell("weights", "add", "e4e-ffhq", "mine.pt") == 2
    assert f"{len(BODY) - 1} bytes instead of {len(BODY)}" in capsys.readouterr().err
    assert shell("weights", "add", "e4e-ffhq", "nothing.pt") == 2
    assert "There is no file “nothing.pt”" in capsys.readouterr().err
    assert shell("weights", "add", "wct2-sum", "mine.pt") == 2
    assert "add each by its name: wct2-sum-encoder, wct2-sum-decoder" in capsys.readouterr().err


@pytest.mark.usefixtures("published")
def test_adding_can_be_stopped(
    shell: Shell, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupted(_name: str, file: Path, on_progress: Callable[[Progress], None]) -> Path:
        os.kill(os.getpid(), signal.SIGINT)
        on_progress(Progress(step=1, total=2, stage="Copying"))
        return file

    monkeypatch.setattr(local_files, "add", interrupted)
    assert shell("weights", "add", "e4e-ffhq", "mine.pt") == 130
    assert "nothing was kept" in capsys.readouterr().err


def test_terms_are_told_in_the_list_and_before_fetching(
    shell: Shell, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert shell("weights", "list") == 0
    listed = capsys.readouterr().out
    assert "e4e-ffhq: e4e for FFHQ, with its StyleGAN2 (1.2 GB, NVIDIA Source Code License, non-commercial" in listed
    assert listed.count("CC BY-NC-SA 4.0") == 4

    def fetch(name: str, _on_progress: Callable[[Progress], None]) -> Path:
        assert "CC BY-NC-SA" in capsys.readouterr().err
        return Path(name)

    monkeypatch.setattr(store, "fetch", fetch)
    assert shell("weights", "fetch", "psp-ffhq") == 0
