"""`faces relevance`: what is measured is written where the studio looks, and a stopped measurement is kept."""

import importlib
from collections.abc import Callable
from pathlib import Path

import pytest

from styletransfer.checkpoints.relevance_files import save_relevance
from styletransfer.errors import Cancelled
from styletransfer.progress import Progress
from styletransfer.settings import settings
from tests.algorithms.tiny_text import relevance

from .folder import Shell

Call = tuple[str, str, int]


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[Call]:
    """Replace the measurement by one that notes what it was asked for; of one face it is stopped."""
    monkeypatch.setenv("STYLETRANSFER_MODELS", str(tmp_path / "models"))
    settings.cache_clear()
    module = importlib.import_module("styletransfer.run.face_relevance")
    noted: list[Call] = []

    def compute(generator: str, clip: str, images: int, tell: Callable[[Progress], None], output: Path) -> Path:
        noted.append((generator, clip, images))
        tell(Progress(step=1, total=2, stage="Face 1 of 2", metrics={"seconds_left": 100.0}))
        if images == 1:
            raise Cancelled
        save_relevance(output, relevance(generator=generator, clip=clip))
        return output

    monkeypatch.setattr(module, "compute_relevance", compute)
    monkeypatch.setattr(module, "estimate", lambda *_, output: 7200.0)
    return noted


def test_it_is_written_where_the_studio_looks(
    shell: Shell, calls: list[Call], capsys: pytest.CaptureFixture[str]
) -> None:
    path = settings().models / "relevance_e4e-ffhq_clip-vit-b32.safetensors"
    assert shell("faces", "relevance", "e4e-ffhq", "--images", "20") == 0
    assert calls == [("e4e-ffhq", "clip-vit-b32", 20)]
    told = capsys.readouterr().err
    assert path.is_file()
    assert "about 2 h on" in " ".join(told.split())
    assert path.name in told.replace("\n", "")
    assert shell("faces", "relevance", "e4e-ffhq") == 2
    assert "--force" in capsys.readouterr().err
    assert shell("faces", "relevance", "e4e-ffhq", "--force", "-q") == 0
    assert capsys.readouterr().err == ""
    assert len(calls) == 2


def test_stopped_it_says_how_to_go_on(shell: Shell, calls: list[Call], capsys: pytest.CaptureFixture[str]) -> None:
    assert shell("faces", "relevance", "psp-ffhq", "--images", "1", "--clip", "face-clip") == 130
    assert "same command goes on" in capsys.readouterr().err
    assert calls == [("psp-ffhq", "face-clip", 1)]


def test_what_ships_is_measured_only_into_another_file(
    shell: Shell, calls: list[Call], capsys: pytest.CaptureFixture[str]
) -> None:
    assert shell("faces", "relevance", "face-generator", "--clip", "face-clip") == 2
    assert "ships with the project" in capsys.readouterr().err
    assert not calls
    assert shell("faces", "relevance", "face-generator", "--clip", "face-clip", "-o", "mine.safetensors") == 0
    assert shell("faces", "relevance", "face-generator") == 0
    assert Path("mine.safetensors").is_file()
    assert shell("faces", "relevance", "face-generator", "-o", "mine.pt") == 2


@pytest.mark.parametrize("words", [("nobody",), ("e4e-ffhq", "--images", "0"), ("e4e-ffhq", "--clip", "other")])
def test_what_does_not_exist_is_refused(words: tuple[str, ...], shell: Shell, calls: list[Call]) -> None:
    assert shell("faces", "relevance", *words) == 2
    assert not calls
