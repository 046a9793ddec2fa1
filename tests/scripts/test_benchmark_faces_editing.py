"""The measurements of editing: what is timed is what the studio does, and the table tells of its aims."""

import json
from functools import partial
from itertools import pairwise

import numpy as np
import pytest

from scripts.benchmarks import faces_editing
from scripts.benchmarks.faces_editing import (
    LARGE,
    dragged,
    enlarged,
    half_way,
    pasted,
    report_changes,
    report_pasting,
    report_start,
    start,
    started,
    waiting,
)
from styletransfer.algorithms.face_landmarks import FaceSearch, find_faces
from styletransfer.imaging.io import Picture
from styletransfer.recipes import FaceSlot, FacesRecipe
from styletransfer.run import face_finding, faces, run
from styletransfer.run.face_photo import EditableFace, FaceModels, find, opened
from tests.run.small_faces import couple, small_models

PHOTO = Picture(pixels=couple())
SEARCH = FaceSearch(sides=(900,), tilted_side=0)


@pytest.fixture(scope="module")
def models() -> FaceModels:
    return small_models()


@pytest.fixture(scope="module")
def face(models: FaceModels) -> EditableFace:
    return opened(PHOTO, find(PHOTO, models, SEARCH)[0], models)


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Look for faces at one size alone."""
    monkeypatch.setattr(faces_editing, "find", partial(find, search=SEARCH))


def test_a_dragged_slider_changes_one_value_within_its_range(models: FaceModels) -> None:
    values = list(dragged(models, 30))
    assert len(values) == 30
    for before, after in pairwise(values):
        assert sum(before[name] != after[name] for name in before) == 1
    assert all(-5 <= value <= 5 for each in values for value in each.values())
    assert values == list(dragged(models, 30))
    assert half_way(models) == {"age": 5.0}


def test_every_change_is_timed_but_the_first(models: FaceModels, face: EditableFace) -> None:
    waits = waiting(models, face, 3)
    assert (len(waits.picture), len(waits.jpeg)) == (3, 3)
    assert min(waits.picture) > 0
    assert waits.whole == pytest.approx([one + two for one, two in zip(waits.picture, waits.jpeg, strict=True)])


def test_what_is_pasted_is_what_a_run_makes(
    models: FaceModels, face: EditableFace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(faces, "face_models", lambda *_: models)
    monkeypatch.setattr(face_finding, "find_faces", lambda photo, predictor, _: find_faces(photo, predictor, SEARCH))
    made = run(FacesRecipe(faces=(FaceSlot(sliders={"age": 5.0}),)), {"content": PHOTO}).picture.pixels
    assert (made != PHOTO.pixels).any()
    assert np.array_equal(pasted(models, PHOTO, face, {"age": 5.0}), made)


def test_the_large_photograph_has_12_megapixels_and_the_portrait_in_it() -> None:
    tall = Picture(pixels=np.tile(np.arange(512, dtype=np.uint16)[:, None, None] // 2, (1, 512, 3)).astype(np.uint8))
    large = enlarged(tall, (300, 400))
    assert (large.height, large.width) == (300, 400)
    assert LARGE[0] * LARGE[1] == 12_000_000
    assert LARGE[0] / LARGE[1] == pytest.approx(large.height / large.width)
    assert int(large.pixels.max()) == pytest.approx(383 // 2, abs=1)


@pytest.mark.usefixtures("quick")
def test_the_table_tells_what_keeps_to_its_aim(
    models: FaceModels, face: EditableFace, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(faces_editing, "AIMS", {"slider": 60.0, "paste": 60.0, "start": 0.5})
    report_changes(models, face, 2)
    report_pasting(models, PHOTO)
    report_start(dict.fromkeys(("imports_s", "models_s", "finding_s", "opening_s", "first_s"), 0.25) | MEMORY)
    lines = capsys.readouterr().out.splitlines()
    (slider,) = [line for line in lines if "together" in line]
    assert "p50" in slider
    assert slider.endswith("(within the aim of 60 s)")
    (paste,) = [line for line in lines if "pasting" in line]
    assert paste.endswith("(within the aim of 60 s)")
    (ready,) = [line for line in lines if "ready after" in line]
    assert ready.split() == ["ready", "after", "0.75", "s", "(beyond", "the", "aim", "of", "500", "ms)"]
    assert any(line.split() == ["peak", "memory", "700", "MB"] for line in lines)


MEMORY = {"imports_mb": 300.0, "peak_mb": 700.0}


@pytest.mark.usefixtures("quick")
def test_the_first_use_is_timed_step_by_step(models: FaceModels) -> None:
    loads: list[int] = []

    def load() -> FaceModels:
        loads.append(1)
        return models

    found = started(load, PHOTO)
    assert loads == [1]
    assert found.keys() == {"models_s", "finding_s", "opening_s", "first_s", "peak_mb"}
    assert min(found.values()) > 0


@pytest.mark.usefixtures("quick")
def test_a_process_of_its_own_prints_one_object(
    models: FaceModels, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(faces_editing, "face_models", lambda: models)
    start()
    report_start(json.loads(capsys.readouterr().out))
    assert "ready after" in capsys.readouterr().out
