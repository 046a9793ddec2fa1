"""Models: measuring what words mean to a generator."""

import threading
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from styletransfer.checkpoints import build
from styletransfer.errors import InputError
from styletransfer.progress import OnProgress, Progress
from styletransfer.run import face_relevance
from styletransfer.ui.relevance import measuring

from .studio import Studio, texts

PAGE = "models"
PAIR = ("e4e-ffhq", "face-clip")


@pytest.fixture
def fetched(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have e4e and the compact CLIP on this machine."""
    monkeypatch.setattr("styletransfer.ui.relevance.pairs_at_hand", lambda: [PAIR])


def over(app: AppTest) -> AppTest:
    """Wait until what is under way has ended, and draw the page again."""
    known = measuring()
    for task in (known.estimate, known.task):
        if task is not None:
            task.join(timeout=20)
    return app.run()


def test_without_other_models_there_is_nothing_to_measure(studio: Studio, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("styletransfer.ui.relevance.pairs_at_hand", list)
    app = studio.open(PAGE)
    assert "Fetch a generator of faces or CLIP ViT-B/32 first" in texts(app)
    assert "relevance.start" not in {button.key for button in app.button}


@pytest.mark.usefixtures("fetched")
def test_it_is_said_how_long_it_takes(studio: Studio, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Any] = []
    go_on = threading.Event()
    monkeypatch.setattr(face_relevance, "estimate", lambda *how: asked.append(how) or (go_on.wait(20) and 5400.0))
    app = studio.open(PAGE)
    assert "e4e with StyleGAN2, 1024 px with Compact CLIP" in app.selectbox(key="relevance.pair").options
    app.number_input(key="relevance.images").set_value(20).run()
    app.button(key="relevance.estimate").click().run()
    assert "Measuring the speed" in next(bar.proto.text for bar in app.get("progress"))
    assert "relevance.stop" not in {button.key for button in app.button}
    go_on.set()
    over(app)
    assert asked == [(*PAIR, 20)]
    assert "About 1 h 30 min on this machine" in texts(app)
    app.number_input(key="relevance.images").set_value(30).run()
    assert "1 h 30 min" not in texts(app)


@pytest.mark.usefixtures("fetched")
def test_progress_is_shown_and_a_stopped_measurement_goes_on(
    studio: Studio, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    told, go_on = threading.Event(), threading.Event()
    path = build.relevance_file(*PAIR)

    def compute(generator: str, clip: str, images: int, tell: OnProgress) -> Path:
        assert (generator, clip, images) == (*PAIR, 10)
        tell(Progress(step=1, total=4, stage="Measuring", metrics={"seconds_left": 200.0}))
        told.set()
        assert go_on.wait(20)
        partial = face_relevance.partial_of(path)
        partial.parent.mkdir(parents=True, exist_ok=True)
        partial.write_bytes(b"so far")
        tell(Progress(step=2, total=4, stage="Measuring"))
        raise AssertionError("the measurement went on after it was stopped")

    monkeypatch.setattr(face_relevance, "compute_relevance", compute)
    app = studio.open(PAGE)
    assert app.button(key="relevance.start").label == "Measure"
    app.button(key="relevance.start").click().run()
    assert told.wait(20)
    app.run()
    (bar,) = app.get("progress")
    assert (bar.proto.value, bar.proto.text) == (25, r"Measuring, 3 min 20 s left")
    app.button(key="relevance.stop").click().run()
    go_on.set()
    over(app)
    assert not app.error
    assert app.button(key="relevance.start").label == "Go on measuring"
    assert "A measurement was stopped" in texts(app)


@pytest.mark.usefixtures("fetched")
def test_what_cannot_be_measured_is_explained(studio: Studio, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: Any) -> Path:
        raise InputError("e4e-ffhq is being measured already; wait until that is done.")

    monkeypatch.setattr(face_relevance, "compute_relevance", refuse)
    app = studio.open(PAGE)
    over(app.button(key="relevance.start").click().run())
    assert "is being measured already" in texts(app)
    assert not app.button(key="relevance.start").disabled
