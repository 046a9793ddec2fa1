"""The script measures, tells how long it takes and took, and says how to go on when it was stopped."""

from collections.abc import Callable
from pathlib import Path

import pytest
from typer import Typer
from typer.testing import CliRunner

from scripts import compute_relevance as script
from styletransfer.checkpoints.relevance_files import save_relevance
from styletransfer.errors import Cancelled, CheckpointMissing
from styletransfer.progress import Progress
from tests.algorithms.tiny_text import relevance

Tell = Callable[[Progress], None]


@pytest.fixture
def shell(monkeypatch: pytest.MonkeyPatch) -> Callable[..., tuple[int, str]]:
    """Return a function that runs the script; of one face it is stopped, of two a model is missing."""

    def compute(generator: str, clip: str, images: int, tell: Tell, out: Path | None) -> Path:
        tell(Progress(step=1, total=4, stage="Face 1 of 2", metrics={"seconds_left": 1234.0}))
        tell(Progress(step=2, total=4, stage="Face 1 of 2", metrics={"seconds_left": 900.0}))
        if images == 1:
            raise Cancelled
        if images == 2:
            raise CheckpointMissing("The generator is not on this machine.")
        assert out is not None
        save_relevance(out, relevance(generator=generator, clip=clip))
        return out

    monkeypatch.setattr(script, "compute_relevance", compute)
    monkeypatch.setattr(script, "estimate", lambda *_, output: 3210.4)
    monkeypatch.setattr(script.torch, "set_num_threads", lambda number: None)
    app = Typer()
    app.command()(script.main)

    def call(*words: str) -> tuple[int, str]:
        result = CliRunner().invoke(app, words)
        return result.exit_code, result.output

    return call


def test_it_tells_the_time_before_between_and_after(shell: Callable[..., tuple[int, str]], tmp_path: Path) -> None:
    code, told = shell("--out", str(tmp_path / "a.safetensors"))
    assert code == 0
    assert "about 3,210 seconds" in told
    assert "Face 1 of 2: 25.0 %, 1,234 seconds left" in told
    assert "900 seconds left" not in told  # a line now and then is enough
    assert "11 channels on 2 faces" in told
    assert told.rstrip().endswith("seconds")


def test_stopped_it_says_how_to_go_on(shell: Callable[..., tuple[int, str]]) -> None:
    code, told = shell("--images", "1")
    assert code == 130
    assert "goes on where it was" in told


def test_errors_are_sentences(shell: Callable[..., tuple[int, str]]) -> None:
    code, told = shell("--images", "2")
    assert code == 1
    assert "not on this machine" in told
