"""The table of weights agrees with the files that ship, and says what a person must know."""

import re
from pathlib import Path

import pytest

from styletransfer.checkpoints import records
from styletransfer.checkpoints.manifest import MANIFEST, Checkpoint

WEIGHTS = Path(__file__).parents[2] / "weights"


@pytest.mark.parametrize("entry", MANIFEST.values(), ids=lambda entry: entry.name)
def test_an_entry_is_complete(entry: Checkpoint) -> None:
    assert entry.licence
    assert entry.licence_url.startswith("https://")
    assert entry.source
    assert entry.purpose.endswith(".")
    assert entry.embedded or all(url.startswith("https://") for url in entry.urls)
    assert entry.embedded != bool(entry.urls)
    assert Path(entry.file).name == entry.file
    assert entry.sha256 is None or re.fullmatch("[0-9a-f]{64}", entry.sha256)
    assert (entry.sha256 or "").startswith(entry.sha256_prefix)


@pytest.mark.parametrize("entry", [e for e in MANIFEST.values() if e.embedded], ids=lambda entry: entry.name)
def test_a_shipped_file_is_the_one_in_the_manifest(entry: Checkpoint) -> None:
    path = WEIGHTS / entry.file
    assert path.stat().st_size == entry.bytes, "run scripts/fetch_weights.py --hash"
    assert records.sha256_of(path) == entry.sha256, "run scripts/fetch_weights.py --hash"
    assert path.stat().st_size < 10 * 2**20


def test_vgg19_is_what_torchvision_publishes() -> None:
    entry = MANIFEST["vgg19"]
    assert entry.file == "vgg19-dcbb9e9d.pth"
    assert entry.sha256_prefix in entry.file
    # 143,667,240 float32 parameters and a little overhead.
    assert entry.bytes is not None
    assert 0 < entry.bytes - 4 * 143_667_240 < 10_000
