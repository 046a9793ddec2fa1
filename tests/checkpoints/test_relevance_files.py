"""Files of channel relevance are written and read back, and damaged or foreign ones are refused."""

import json
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import pytest
import torch
from safetensors import safe_open
from safetensors.torch import load_file, save_file

from styletransfer.checkpoints import build
from styletransfer.checkpoints.relevance_files import (
    FORMAT,
    load_partial,
    load_relevance,
    save_partial,
    save_relevance,
)
from styletransfer.errors import CheckpointCorrupt, CheckpointMissing
from styletransfer.models.text_relevance import PartialRelevance
from styletransfer.settings import settings
from tests.algorithms.tiny_text import CHANNELS, relevance


def partial() -> PartialRelevance:
    return PartialRelevance(
        generator="tiny", clip="tiny-clip", settings={"seed": 3.0, "shift": 5.0}, mean=torch.randn(CHANNELS),
        deviation=torch.rand(CHANNELS), samples=64, sliders={"age": torch.randn(12)},
        sums=torch.randn(CHANNELS, 12, dtype=torch.float64), parts=7,
    )  # fmt: skip


@pytest.mark.parametrize(
    "changes",
    [{}, {"weighted": True}, {"consistency": None, "sliders": {}, "floor": 0.0}, {"decorrelation": 0.3, "scale": 0.25}],
)
def test_a_relevance_comes_back(changes: dict[str, object], tmp_path: Path) -> None:
    given = relevance(**changes)
    save_relevance(tmp_path / "a.safetensors", given)
    found = load_relevance(tmp_path / "a.safetensors")
    torch.testing.assert_close(found.fs3, given.fs3, atol=1e-3, rtol=0)
    torch.testing.assert_close(found.fs3.norm(dim=1), torch.ones(CHANNELS))
    for name in ("mean", "deviation"):
        assert torch.equal(getattr(found, name), getattr(given, name))
    assert (found.consistency is None) == (given.consistency is None)
    words = ("generator", "clip", "layers", "sizes", "images", "samples", "floor", "weighted", "decorrelation", "scale")
    for name in words:
        assert getattr(found, name) == getattr(given, name)
    assert list(found.sliders) == list(given.sliders)
    for name, direction in found.sliders.items():
        torch.testing.assert_close(direction, given.sliders[name], atol=1e-3, rtol=0)
    assert [path.name for path in tmp_path.iterdir()] == ["a.safetensors"]


def test_moves_come_back(tmp_path: Path) -> None:
    moves = torch.linspace(-2, 2, relevance().fs3.numel()).reshape(relevance().fs3.shape)
    save_relevance(tmp_path / "file.safetensors", relevance(moves=moves))
    back = load_relevance(tmp_path / "file.safetensors").moves
    assert back is not None
    torch.testing.assert_close(back, moves, rtol=1e-3, atol=1e-3)


def test_channels_without_meaning_come_back_so(tmp_path: Path) -> None:
    fs3 = relevance().fs3.clone()
    fs3[5] = 0
    save_relevance(tmp_path / "a.safetensors", relevance(fs3=fs3))
    assert not load_relevance(tmp_path / "a.safetensors").fs3[5].any()


def test_an_unfinished_measurement_comes_back_exactly(tmp_path: Path) -> None:
    given = partial()
    save_partial(tmp_path / "a.part.safetensors", given)
    found = load_partial(tmp_path / "a.part.safetensors")
    for field in fields(PartialRelevance):
        value, expected = getattr(found, field.name), getattr(given, field.name)
        if isinstance(expected, torch.Tensor):
            assert value.dtype == expected.dtype
            assert torch.equal(value, expected)
        elif field.name != "sliders":
            assert value == expected
    assert torch.equal(found.sliders["age"], given.sliders["age"])


def test_one_kind_is_not_taken_for_the_other(tmp_path: Path) -> None:
    save_partial(tmp_path / "part.safetensors", partial())
    save_relevance(tmp_path / "whole.safetensors", relevance())
    with pytest.raises(CheckpointCorrupt, match="its format is"):
        load_relevance(tmp_path / "part.safetensors")
    with pytest.raises(CheckpointCorrupt, match="Delete it to begin anew"):
        load_partial(tmp_path / "whole.safetensors")


def altered(path: Path, tensors: dict[str, object], **words: object) -> Path:
    """Write the file again with other tensors, or without them, and with other words."""
    with safe_open(path, framework="pt") as file:
        metadata = file.metadata()
    about = json.loads(metadata["about"])
    held = {name: tensor for name, tensor in (load_file(path) | tensors).items() if tensor is not None}
    outside = {name: str(words.pop(name)) for name in ("format", "about") if name in words}
    save_file(held, path, metadata=metadata | {"about": json.dumps(about | words)} | outside)
    return path


@pytest.mark.parametrize(
    ("tensors", "words"),
    [({}, {"format": "other"}), ({}, {"about": "no JSON"}), ({}, {"about": "[]"}), ({}, {"sizes": [4, 4, 4]}),
     ({}, {"sizes": "abc"}), ({}, {"layers": 3}), ({}, {"images": 0}), ({}, {"images": None}), ({}, {"floor": 2}),
     ({}, {"sliders": ["smoke"]}), ({"mean": torch.zeros(2)}, {}), ({"mean": None}, {}), ({"fs3": None}, {}),
     ({"fs3": torch.zeros(12)}, {}), ({"deviation": torch.full((CHANNELS,), float("nan"))}, {}),
     ({"consistency": None}, {"weighted": True})],
)  # fmt: skip
def test_files_that_say_something_else_are_refused(
    tensors: dict[str, object], words: dict[str, object], tmp_path: Path
) -> None:
    path = tmp_path / "a.safetensors"
    save_relevance(path, relevance())
    with pytest.raises(CheckpointCorrupt, match=r"a\.safetensors"):
        load_relevance(altered(path, tensors, **words))


@pytest.mark.parametrize(
    ("tensors", "words"),
    [({"sums": None}, {}), ({"sums": torch.zeros(CHANNELS, 12)}, {}), ({"sums": torch.zeros(3).double()}, {}),
     ({"mean": torch.zeros(2)}, {}), ({}, {"parts": -1}), ({}, {"parts": "many"}), ({}, {"settings": []})],
)  # fmt: skip
def test_damaged_measurements_are_refused(tensors: dict[str, object], words: dict[str, object], tmp_path: Path) -> None:
    path = tmp_path / "a.part.safetensors"
    save_partial(path, partial())
    with pytest.raises(CheckpointCorrupt, match="Delete it"):
        load_partial(altered(path, tensors, **words))


@pytest.mark.parametrize("cut", [5, 200])
def test_cut_off_and_missing_files_are_refused(cut: int, tmp_path: Path) -> None:
    path = tmp_path / "a.safetensors"
    save_relevance(path, relevance())
    path.write_bytes(path.read_bytes()[:-cut])
    with pytest.raises(CheckpointCorrupt, match="measure it again"):
        load_relevance(path)
    with pytest.raises(CheckpointMissing):
        load_relevance(tmp_path / "none.safetensors")


@pytest.fixture
def models(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Give the settings an empty folder of models."""
    monkeypatch.setenv("STYLETRANSFER_MODELS", str(tmp_path))
    settings.cache_clear()
    yield tmp_path
    build.relevance.cache_clear()
    settings.cache_clear()


def test_the_relevance_of_other_pairs_is_looked_for_among_the_models(models: Path) -> None:
    with pytest.raises(CheckpointMissing, match="faces relevance e4e-ffhq --clip clip-vit-b32"):
        build.relevance("e4e-ffhq", "clip-vit-b32")
    path = build.relevance_file("e4e-ffhq", "clip-vit-b32")
    assert path.parent == models
    save_relevance(path, relevance())
    with pytest.raises(CheckpointCorrupt, match="channels of tiny mean to tiny-clip"):
        build.relevance("e4e-ffhq", "clip-vit-b32")
    save_relevance(path, relevance(generator="e4e-ffhq", clip="clip-vit-b32"))
    found = build.relevance("e4e-ffhq", "clip-vit-b32")
    assert found.channels == CHANNELS
    assert found is build.relevance("e4e-ffhq", "clip-vit-b32")


def test_the_format_is_told_in_the_file(tmp_path: Path) -> None:
    save_relevance(tmp_path / "a.safetensors", relevance())
    with safe_open(tmp_path / "a.safetensors", framework="pt") as file:
        assert file.metadata()["format"] == FORMAT
        assert file.get_tensor("fs3").dtype == torch.float16
