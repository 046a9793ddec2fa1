"""`faces sliders`: what is found is written where the studio looks for it."""

import importlib
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from styletransfer.checkpoints.direction_files import load_directions
from styletransfer.cli.face_finding import published_of
from styletransfer.errors import InputError
from styletransfer.models.face_directions import Direction, Directions
from styletransfer.progress import Progress
from styletransfer.settings import settings
from tests.run.small_faces import small_models

from .folder import Shell

Call = tuple[str, Mapping[str, Path], int]


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[Call]:
    """Replace the search by one that notes what it was asked for."""
    monkeypatch.setenv("STYLETRANSFER_MODELS", str(tmp_path / "models"))
    settings.cache_clear()
    module = importlib.import_module("styletransfer.run.face_sliders")
    noted: list[Call] = []

    def find(name: str, published: Mapping[str, Path], faces: int, tell: Callable[[Progress], None]) -> Directions:
        noted.append((name, published, faces))
        tell(Progress(step=1, total=2, stage="reading random faces"))
        return small_models().directions

    monkeypatch.setattr(module, "find_sliders", find)
    return noted


def test_sliders_are_written_where_the_studio_looks(
    shell: Shell, calls: list[Call], capsys: pytest.CaptureFixture[str]
) -> None:
    assert shell("faces", "sliders", "e4e-ffhq", "--faces", "700", "--published", "age=a/age.pt") == 0
    assert calls == [("e4e-ffhq", {"age": Path("a/age.pt")}, 700)]
    path = settings().models / "face_directions_e4e-ffhq.safetensors"
    assert list(load_directions(path).items) == ["age", "smile"]
    assert "Age: -10 to +10" in capsys.readouterr().err
    assert shell("faces", "sliders", "e4e-ffhq") == 2
    assert "--force" in capsys.readouterr().err
    assert shell("faces", "sliders", "e4e-ffhq", "--force", "-q") == 0
    assert capsys.readouterr().err == ""
    assert len(calls) == 2


def test_another_file_can_be_named(shell: Shell, calls: list[Call], capsys: pytest.CaptureFixture[str]) -> None:
    assert shell("faces", "sliders", "psp-ffhq", "-o", "mine.safetensors") == 0
    assert load_directions(Path("mine.safetensors")).items
    assert shell("faces", "sliders", "psp-ffhq", "-o", "mine.pt") == 2
    assert ".safetensors" in capsys.readouterr().err
    assert len(calls) == 1


@pytest.fixture
def kept(monkeypatch: pytest.MonkeyPatch, calls: list[Call]) -> list[tuple[object, ...]]:
    """Replace the search for a prompt, too, and what keeps its slider."""
    module = importlib.import_module("styletransfer.run.prompt_sliders")
    noted: list[tuple[object, ...]] = []

    def find(*given: object) -> Direction:
        noted.append(given[:5])
        given[5](Progress(step=1, total=2, stage="reading random faces"))
        return replace(small_models().directions.items["age"], name="old", label="Old", unit="%")

    monkeypatch.setattr(module, "slider_from_prompt", find)
    monkeypatch.setattr(module, "save_slider", lambda generator, slider: replace(slider, name="old_2"))
    monkeypatch.setattr(module, "remove_slider", lambda generator, name: noted.append((generator, name)))
    return noted


def test_a_prompt_becomes_a_slider_of_any_generator(
    shell: Shell, kept: list[tuple[object, ...]], calls: list[Call], capsys: pytest.CaptureFixture[str]
) -> None:
    words = ("--prompt", "an old person", "--neutral", "a young person", "--name", "old")
    assert shell("faces", "sliders", "face-generator", *words) == 0
    told = capsys.readouterr().err
    assert "Old: -10 to +10 %" in told
    assert "--set old_2=50" in told
    assert shell("faces", "sliders", "e4e-ffhq", "--prompt", "smiling", "--clip", "clip-vit-b32") == 0
    assert kept == [
        ("face-generator", "face-clip", "an old person", "a young person", "old"),
        ("e4e-ffhq", "clip-vit-b32", "smiling", "", ""),
    ]
    assert not calls


def test_a_slider_of_a_prompt_can_be_forgotten(
    shell: Shell, kept: list[tuple[object, ...]], capsys: pytest.CaptureFixture[str]
) -> None:
    assert shell("faces", "sliders", "face-generator", "--remove", "old_2") == 0
    assert kept == [("face-generator", "old_2")]
    assert "Forgot old_2" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "sentence"),
    [((), "say with --prompt"), (("--prompt", "old", "--published", "age=a.pt"), "leave --prompt out")],
)
def test_what_does_not_go_together_is_told(
    shell: Shell, kept: list[tuple[object, ...]], words: tuple[str, ...], sentence: str,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    assert shell("faces", "sliders", "face-generator", *words) == 2
    assert sentence in capsys.readouterr().err
    assert not kept


@pytest.mark.parametrize("word", ["age", "=age.pt", "age="])
def test_a_published_direction_needs_a_name_and_a_file(word: str) -> None:
    with pytest.raises(InputError, match=r"like age=age\.pt"):
        published_of(["smile=b.npy", word])
