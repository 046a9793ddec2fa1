"""Relevance is measured for a pair of names: it is written, goes on where it was stopped, and its time is foretold."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import torch
from filelock import FileLock

from styletransfer.algorithms.text_relevance import begun
from styletransfer.algorithms.text_relevance_config import RelevanceConfig
from styletransfer.checkpoints import build
from styletransfer.checkpoints.relevance_files import load_partial, load_relevance, save_partial
from styletransfer.errors import Cancelled, CheckpointCorrupt, CheckpointMissing, InputError, RecipeError, StorageError
from styletransfer.models.face_directions import Directions
from styletransfer.progress import Progress
from styletransfer.run import face_relevance
from styletransfer.run.face_relevance import compute_relevance, done, estimate, partial_of
from styletransfer.settings import settings
from tests.algorithms.tiny_text import CHANNELS, TinyClip, directions, generator, subject

PAIR = ("tiny", "tiny-clip")
BATCHES = 3 * 2  # layers, and faces


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Replace the models by tiny ones, few random faces and an empty folder."""
    monkeypatch.setenv("STYLETRANSFER_MODELS", str(tmp_path / "models"))
    settings.cache_clear()
    monkeypatch.setattr(build, "generator", lambda name, device: generator())
    monkeypatch.setattr(build, "clip", lambda name, device: TinyClip(), raising=False)
    monkeypatch.setattr(build, "face_directions", lambda name: directions())
    monkeypatch.setattr(face_relevance, "_TRIAL", 0.0)
    yield tmp_path / "models"
    build.relevance.cache_clear()
    settings.cache_clear()


def stopping(step: int) -> Callable[[Progress], None]:
    def stop(progress: Progress) -> None:
        if "seconds_left" in progress.metrics and progress.step == step:
            raise Cancelled

    return stop


def test_it_is_written_where_the_studio_looks(folder: Path) -> None:
    told: list[Progress] = []
    path = compute_relevance(*PAIR, 2, told.append)
    assert path == build.relevance_file(*PAIR) == folder / "relevance_tiny_tiny-clip.safetensors"
    found = build.relevance(*PAIR)
    assert (found.channels, found.images, found.samples) == (CHANNELS, 2, 100_000)
    assert list(found.sliders) == ["age"]
    assert told[-1].step == told[-1].total == BATCHES
    assert {file.name for file in folder.iterdir()} - {path.name + ".lock"} == {path.name}


def test_stopped_it_goes_on_to_the_same_numbers(tmp_path: Path) -> None:
    whole = load_relevance(compute_relevance(*PAIR, 2, output=tmp_path / "whole.safetensors"))
    with pytest.raises(Cancelled):
        compute_relevance(*PAIR, 2, stopping(4))
    assert not build.relevance_file(*PAIR).exists()
    assert load_partial(partial_of(build.relevance_file(*PAIR))).parts == 4
    assert done(*PAIR) == 1
    told: list[Progress] = []
    found = load_relevance(compute_relevance(*PAIR, 2, told.append))
    assert [each.step for each in told] == [5, 6]
    assert torch.equal(found.fs3, whole.fs3)
    assert torch.equal(found.deviation, whole.deviation)
    assert done(*PAIR) == 0


def test_it_is_kept_now_and_then(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(face_relevance, "_SAVE_EVERY", 0.0)

    def crash(progress: Progress) -> None:
        if "seconds_left" in progress.metrics and progress.step == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        compute_relevance(*PAIR, 2, crash)
    assert load_partial(partial_of(build.relevance_file(*PAIR))).parts == 3


def test_a_new_measurement_takes_the_place_of_the_old_one() -> None:
    compute_relevance(*PAIR, 1)
    assert build.relevance(*PAIR).images == 1
    compute_relevance(*PAIR, 2)
    assert build.relevance(*PAIR).images == 2


def test_a_generator_without_sliders_is_measured_without(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> Directions:
        raise CheckpointMissing("None.")

    monkeypatch.setattr(build, "face_directions", missing)
    assert load_relevance(compute_relevance(*PAIR, 1)).sliders == {}
    assert estimate(*PAIR, 1) > 0


def test_the_time_is_foretold_and_shrinks_when_it_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(face_relevance, "_seconds_each", lambda subject, config: 0.5)
    pictures = 2 * 4 * CHANNELS + 2 * 48 * 2  # faces and channels; slider faces and sliders
    assert estimate(*PAIR, 4) == pytest.approx(pictures * 0.5)
    with pytest.raises(Cancelled):
        compute_relevance(*PAIR, 4, stopping(3))
    assert estimate(*PAIR, 4) == pytest.approx(pictures * 0.5 * 3 / 4)
    assert estimate(*PAIR, 1) == 0
    assert estimate(*PAIR, 4, output=Path("elsewhere.safetensors")) == pytest.approx(pictures * 0.5)


def test_the_speed_is_measured() -> None:
    assert 0 < estimate(*PAIR, 1) < 60


def test_an_unfinished_measurement_of_something_else_is_not_mixed_in(folder: Path) -> None:
    folder.mkdir()
    path = partial_of(build.relevance_file(*PAIR))
    save_partial(path, begun(subject(), RelevanceConfig(samples=10, batch=4)))
    with pytest.raises(InputError, match="delete it to begin anew"):
        compute_relevance(*PAIR, 2)
    path.write_bytes(b"broken")
    with pytest.raises(CheckpointCorrupt, match="Delete it to begin anew"):
        compute_relevance(*PAIR, 2)


def test_it_is_not_measured_twice_at_once(folder: Path) -> None:
    folder.mkdir()
    with FileLock(folder / "relevance_tiny_tiny-clip.safetensors.lock"), pytest.raises(InputError, match="already"):
        compute_relevance(*PAIR, 1)


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StorageError, match="Cannot write"):
        compute_relevance(*PAIR, 1, output=tmp_path / "file" / "out.safetensors")


@pytest.mark.parametrize("images", [0, 1001])
def test_the_number_of_faces_has_limits(images: int) -> None:
    with pytest.raises(RecipeError):
        compute_relevance(*PAIR, images)


@pytest.mark.parametrize(("size", "kind", "batch"), [(8, "cpu", 64), (128, "cpu", 8), (1024, "cpu", 1),
                                                     (1024, "cuda", 8), (256, "cuda", 64)])  # fmt: skip
def test_batches_fit_the_device(size: int, kind: str, batch: int) -> None:
    class Network:
        config = type("Shape", (), {"size": size})
        latent_avg = type("Average", (), {"device": torch.device(kind)})

    class Pair:
        generator = Network

    found = face_relevance._batched(RelevanceConfig(), Pair, None)  # type: ignore[arg-type]
    assert found.batch == batch
    begun_with = begun(subject(), RelevanceConfig(samples=10, batch=5))
    assert face_relevance._batched(RelevanceConfig(), Pair, begun_with).batch == 5  # type: ignore[arg-type]
