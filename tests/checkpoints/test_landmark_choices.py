"""Which landmark predictors there are, and a sentence for one that is not here."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from styletransfer.checkpoints import build, landmark_choices
from styletransfer.checkpoints.landmark_choices import landmark_file
from styletransfer.checkpoints.manifest import checkpoint
from styletransfer.checkpoints.store import path_of
from styletransfer.errors import CheckpointCorrupt, CheckpointMissing, InputError
from styletransfer.settings import settings


@pytest.fixture
def machine(tmp_path: Path, models: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A machine on which only the shipped predictor is."""
    monkeypatch.setattr(landmark_choices, "DEBIAN_FILE", tmp_path / "debian.dat")
    monkeypatch.delenv("STYLETRANSFER_LANDMARKS", raising=False)
    settings.cache_clear()
    build.landmark_predictor.cache_clear()
    yield tmp_path
    build.landmark_predictor.cache_clear()


def available() -> list[str]:
    return [choice.name for choice in landmark_choices.landmark_choices() if choice.available]


def own(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STYLETRANSFER_LANDMARKS", str(path))
    settings.cache_clear()


def test_the_shipped_one_is_always_there(machine: Path) -> None:
    assert available() == ["face-landmarks"]
    assert landmark_file("face-landmarks").name == "face_landmarks.dat.xz"
    choices = landmark_choices.landmark_choices()
    assert [choice.name for choice in choices] == list(landmark_choices.NAMES)
    assert all(choice.title and choice.help.endswith(".") for choice in choices)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("dlib-landmarks", "Models page"),
        ("debian", "Install the package libdlib-data"),
        ("own", "Set STYLETRANSFER_LANDMARKS"),
    ],
)
def test_one_that_is_not_here_says_how_to_get_it(machine: Path, name: str, words: str) -> None:
    with pytest.raises(CheckpointMissing, match=words):
        build.landmark_predictor(name)


def test_an_unknown_one_is_refused(machine: Path) -> None:
    with pytest.raises(InputError, match="choose from face-landmarks, dlib-landmarks, debian, own"):
        build.landmark_predictor("mine")


def test_files_of_the_machine_are_used(machine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shipped = path_of(checkpoint("face-landmarks"))
    (machine / "mine.dat.xz").symlink_to(shipped)
    (machine / "debian.dat").write_bytes(b"no predictor")
    own(machine / "mine.dat.xz", monkeypatch)
    assert available() == ["face-landmarks", "debian", "own"]
    assert landmark_file("own") == machine / "mine.dat.xz"
    with pytest.raises(CheckpointCorrupt, match=r"debian.dat is not a landmark predictor"):
        build.landmark_predictor("debian")


def test_a_wrong_path_is_named(machine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own(machine / "gone.dat", monkeypatch)
    assert available() == ["face-landmarks"]
    with pytest.raises(CheckpointMissing, match=r"names “.*gone\.dat”, and there is no such file"):
        landmark_file("own")
