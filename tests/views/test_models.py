"""Models: what is embedded, what can be fetched, and what happens without a network."""

import threading
from pathlib import Path

import pytest

from styletransfer.checkpoints import store as checkpoints
from styletransfer.checkpoints.manifest import bundles
from styletransfer.errors import DownloadFailed
from styletransfer.progress import OnProgress, Progress
from styletransfer.ui.downloads import Download, downloads

from .studio import Studio, texts

PAGE = "models"


def ended(name: str) -> Download:
    """Wait for the download of a model and return it."""
    running = downloads().get(name)
    assert running is not None
    running.join(10)
    return running


def test_every_entry_is_described(studio: Studio) -> None:
    app = studio.open(PAGE)
    told = texts(app)
    assert "Compact perceptual network" in told
    assert "VGG-19" in told
    assert "575 MB" in told
    assert "BSD-3-Clause" in told
    assert [badge for badge in ("Embedded", "Not fetched") if badge in told] == ["Embedded", "Not fetched"]
    assert "fetch.compact" not in {button.key for button in app.button}


def test_models_are_grouped_by_the_tool_that_uses_them(studio: Studio) -> None:
    app = studio.open(PAGE)
    headings = [element.value for element in app.main if element.type in ("header", "subheader")]
    assert [header.value for header in app.header] == ["Neural style", "Photorealistic", "Faces"]
    assert len(headings) == 3 + len(bundles()) + 1
    assert headings[-1] == "What words mean to a generator"
    assert headings.index("VGG-19 of torchvision") < headings.index("Photorealistic")
    assert headings.index("Photorealistic") < headings.index("WCT² of the paper, cat5")


def test_terms_and_another_way_are_told_before_fetching(studio: Studio) -> None:
    app = studio.open(PAGE)
    told = texts(app)
    assert told.count("For non-commercial use only") == 5
    assert "trained on under CC BY-NC-SA 4.0" in told
    assert "about 1.2 GB" in told
    commands = {code.value for code in app.get("code")}
    assert "styletransfer weights add psp-ffhq FILE" in commands
    assert "styletransfer weights add compact FILE" not in commands
    assert {f"fetch.{name}" for name in ("e4e-ffhq", "psp-ffhq", "stylegan2-ffhq", "stylegan2-ada-ffhq")} <= {
        button.key for button in app.button
    }


def test_a_model_of_two_files_is_one_thing(studio: Studio, monkeypatch: pytest.MonkeyPatch) -> None:
    fetched: list[str] = []

    def put(name: str, on_progress: OnProgress) -> Path:
        fetched.append(name)
        path = checkpoints.status(name).path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"weights")
        return path

    monkeypatch.setattr(checkpoints, "fetch", put)
    app = studio.open(PAGE)
    told = texts(app)
    assert "about 40.5 MB in 2 files" in told
    assert "No sha256 is published" in told
    for part in ("encoder", "decoder"):
        assert f"/WCT2/master/model_checkpoints/wave_{part}_cat5_l4.pth" in told
    app.button(key="fetch.wct2-cat5").click().run()
    ended("wct2-cat5")
    assert fetched == ["wct2-cat5-encoder", "wct2-cat5-decoder"]
    app.run()
    app.button(key="verify.wct2-cat5").click().run()
    assert "has not changed since its first use" in app.toast[0].value
    app.button(key="remove.wct2-cat5").click().run()
    assert not any(checkpoints.status(name).present for name in fetched)


def test_half_a_model_can_be_gone_on_with_or_removed(studio: Studio) -> None:
    path = checkpoints.status("wct2-sum-encoder").path
    path.parent.mkdir(parents=True)
    path.write_bytes(b"weights")
    app = studio.open(PAGE)
    assert app.button(key="fetch.wct2-sum").label == "Go on fetching"
    assert "verify.wct2-sum" not in {button.key for button in app.button}
    app.button(key="remove.wct2-sum").click().run()
    assert not path.exists()


def test_verify_hashes_the_embedded_file(studio: Studio) -> None:
    app = studio.open(PAGE)
    app.button(key="verify.compact").click().run()
    assert "is as published" in app.toast[0].value


def test_a_failed_download_shows_its_sentence(studio: Studio, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_name: str, _on_progress: OnProgress) -> None:
        raise DownloadFailed("Could not download VGG-19. Check the network and try again.")

    monkeypatch.setattr(checkpoints, "fetch", fail)
    app = studio.open(PAGE)
    app.button(key="fetch.vgg19").click().run()
    ended("vgg19")
    app.run()
    assert "Check the network" in texts(app)
    assert not app.button(key="fetch.vgg19").disabled


def test_a_download_shows_progress_and_can_be_cancelled(studio: Studio, monkeypatch: pytest.MonkeyPatch) -> None:
    told, go_on = threading.Event(), threading.Event()

    def slow(_name: str, on_progress: OnProgress) -> Path:
        figures = {"megabytes": 100.0, "megabytes_total": 400.0}
        on_progress(Progress(step=100, total=400, stage="Downloading", metrics=figures))
        told.set()
        assert go_on.wait(20)
        on_progress(Progress(step=200, total=400, stage="Downloading", metrics=figures))
        raise AssertionError("the download went on after it was cancelled")

    monkeypatch.setattr(checkpoints, "fetch", slow)
    app = studio.open(PAGE)
    app.button(key="fetch.vgg19").click().run()
    assert told.wait(10)
    app.run()
    assert app.get("progress")[0].proto.value == 25
    app.button(key="cancel.vgg19").click().run()
    go_on.set()
    running = ended("vgg19")
    assert not running.is_alive()
    assert running.error == ""
    app.run()
    assert "fetch.vgg19" in {button.key for button in app.button}


def test_remove_deletes_a_fetched_file(studio: Studio) -> None:
    path = checkpoints.status("vgg19").path
    path.parent.mkdir(parents=True)
    path.write_bytes(b"weights")
    app = studio.open(PAGE)
    assert "Not verified" in texts(app)
    app.button(key="remove.vgg19").click().run()
    assert not path.exists()
