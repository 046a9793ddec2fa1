"""Models of several files: fetched, described, verified and removed as one thing."""

from pathlib import Path

import pytest

from styletransfer.checkpoints import bundles, manifest
from styletransfer.checkpoints.manifest import MANIFEST
from styletransfer.errors import CheckpointError, CheckpointMissing, DownloadFailed
from styletransfer.progress import Progress

from .official import serve
from .published import Server

pytestmark = pytest.mark.usefixtures("models")
BODIES = {"wct2-sum-encoder": b"first" * 100, "wct2-sum-decoder": b"second" * 100}


@pytest.fixture
def two_files(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, body in BODIES.items():
        serve(server, monkeypatch, name, body)


def test_every_file_belongs_to_exactly_one_model() -> None:
    files = [file for model in manifest.bundles() for file in model.files]
    assert sorted(file.name for file in files) == sorted(MANIFEST)
    for model in manifest.bundles():
        for attribute in ("task", "licence", "terms", "source", "embedded"):
            assert len({getattr(file, attribute) for file in model.files}) == 1
        assert len(model.files) == 1 or all(file.bundle == model.name for file in model.files)
        assert model.purpose.endswith(".")


def test_sizes_are_added_up() -> None:
    assert manifest.bundle("wct2-cat5").megabytes == "about 40.5 MB"
    assert manifest.bundle("vgg19").megabytes == MANIFEST["vgg19"].megabytes == "575 MB"


def test_an_unknown_model_is_named() -> None:
    with pytest.raises(CheckpointMissing, match=r"'nonsense'; choose from compact, vgg19, .*wct2-cat5, wct2-sum"):
        bundles.fetch("nonsense")


@pytest.mark.usefixtures("two_files")
def test_one_fetch_gets_all_files_and_one_removal_deletes_them(models: Path) -> None:
    stages: list[str] = []

    def note(progress: Progress) -> None:
        stages.append(progress.stage)

    paths = bundles.fetch("wct2-sum", note)
    assert [path.read_bytes() for path in paths] == list(BODIES.values())
    assert {stage[-8:] for stage in stages} == {"(1 of 2)", "(2 of 2)"}
    status = bundles.status("wct2-sum")
    assert status.present
    assert status.verified
    assert status.arrived == sum(map(len, BODIES.values()))
    assert bundles.find("wct2-sum") == paths
    assert bundles.verify("wct2-sum").verified
    bundles.remove("wct2-sum")
    assert {path.suffix for path in models.iterdir()} <= {".lock"}
    assert bundles.status("wct2-sum").arrived == 0


@pytest.mark.usefixtures("two_files")
def test_half_a_model_is_not_present_and_fetching_goes_on(server: Server) -> None:
    file = MANIFEST["wct2-sum-decoder"].file
    body = server.bodies.pop(file)
    with pytest.raises(DownloadFailed):
        bundles.fetch("wct2-sum")
    server.bodies[file] = body
    assert not bundles.status("wct2-sum").present
    before = len(server.paths)
    bundles.fetch("wct2-sum")
    assert server.paths[before:] == [f"/{file}"]
    assert bundles.status("wct2-sum").verified


@pytest.mark.usefixtures("two_files")
def test_a_single_file_can_be_fetched_by_its_name() -> None:
    assert [path.name for path in bundles.fetch("wct2-sum-decoder")] == ["wave_decoder_sum_l4.pth"]


def test_what_ships_cannot_be_removed() -> None:
    with pytest.raises(CheckpointError, match="ships"):
        bundles.remove("compact")
