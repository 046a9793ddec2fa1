"""Sliders for a generator that comes without."""

from collections.abc import Mapping
from pathlib import Path

import pytest
import torch
from torch import Tensor

from styletransfer.algorithms.face_direction_config import DirectionConfig, Wanted
from styletransfer.algorithms.face_scoring import CodeScorer
from styletransfer.algorithms.face_sliders import CONFIG
from styletransfer.checkpoints import build
from styletransfer.errors import CheckpointMissing, InputError
from styletransfer.models.face_directions import Directions
from styletransfer.progress import Progress
from styletransfer.run import face_sliders
from styletransfer.run.face_sliders import find_sliders
from tests.algorithms.linear_faces import LinearFaces, scorer

VALUES = tuple(map(float, range(-6, 7)))
COLOURS = DirectionConfig(
    wanted=tuple(
        Wanted(name=name, label=name.title(), unit="", help="", step=1.0, reading=name, per_unit=1.0, values=VALUES)
        for name in ("red", "green")
    ),
    kept=("blue",), blocks=2, measured=16, truncation_psi=1.0, measured_psi=1.0,
)  # fmt: skip


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Replace the models by plain colours."""
    monkeypatch.setattr(build, "generator", lambda name, device: LinearFaces())
    monkeypatch.setattr(face_sliders, "code_scorer", lambda device: scorer)


def test_sliders_are_found_and_mean_what_they_say() -> None:
    steps: list[Progress] = []
    found = find_sliders("mine", faces=400, on_progress=steps.append, config=COLOURS)
    assert (found.generator, list(found.items)) == ("mine", ["red", "green"])
    assert "measuring red" in {step.stage for step in steps}
    codes = torch.zeros(1, LinearFaces().num_ws, 6)
    before, after = (reading(found.moved(codes, sliders)) for sliders in ({}, {"red": 3.0}))
    assert after["red"] - before["red"] == pytest.approx(3.0, abs=0.3)
    assert after["blue"] - before["blue"] == pytest.approx(0.0, abs=0.3)


def test_a_published_direction_takes_the_place_of_a_found_one_the_right_way_round(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    vector = torch.zeros(6)
    vector[0] = -9.0  # reddens, turned round and much too long
    monkeypatch.setattr(face_sliders, "read_published", lambda path: vector)
    found = find_sliders("mine", {"red": Path("red.pt")}, faces=400, config=COLOURS)
    assert list(found.items) == ["red", "green"]
    rows = found.items["red"].vector
    assert torch.equal(rows[:, 1:], torch.zeros_like(rows[:, 1:]))
    codes = torch.zeros(1, LinearFaces().num_ws, 6)
    change = reading(found.moved(codes, {"red": 3.0}))["red"] - reading(codes)["red"]
    assert change == pytest.approx(3.0, abs=0.3)


def test_what_cannot_be_found_is_told_before_the_work(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no slider 'nose'; choose from red, green"):
        find_sliders("mine", {"nose": tmp_path / "nose.pt"}, config=COLOURS)
    with pytest.raises(CheckpointMissing, match=r"red\.pt"):
        find_sliders("mine", {"red": tmp_path / "red.pt"}, config=COLOURS)
    with pytest.raises(InputError, match="give more"):
        find_sliders("mine", faces=5, config=COLOURS)


def test_few_faces_learn_from_whole_styles(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[DirectionConfig] = []
    monkeypatch.setattr(face_sliders, "find_directions", lambda *given: seen.append(given[3]) or _nothing())
    for count in (12, 13):
        find_sliders("mine", faces=count, config=COLOURS)
    assert [(config.samples, config.blocks) for config in seen] == [(12, 1), (13, 2)]


def test_the_shipped_scorer_tells_all_that_is_looked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    made = face_sliders.code_scorer(torch.device("cpu"))
    assert isinstance(made, CodeScorer)
    pictures = torch.rand(2, 3, 64, 64, generator=torch.Generator().manual_seed(0))
    found = made(pictures)
    assert set(CONFIG.readings) <= set(found)
    assert all(values.shape == (2,) for values in found.values())


def reading(codes: Tensor) -> Mapping[str, float]:
    painted = LinearFaces().synthesis(codes) / 2 + 0.5
    return {name: float(values) for name, values in scorer(painted).items()}


def _nothing() -> Directions:
    return Directions(generator="mine", items={}, spread=torch.ones(6))

