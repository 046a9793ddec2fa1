"""torchvision's segmentation networks: fetched, verified, converted, loaded."""

import hashlib
from pathlib import Path

import pytest
import torch

from styletransfer.checkpoints import bundles
from styletransfer.checkpoints.build import segmenter
from styletransfer.checkpoints.convert_segmenter import read_segmenter
from styletransfer.checkpoints.manifest import MANIFEST
from styletransfer.errors import CheckpointCorrupt, CheckpointMissing
from styletransfer.models.segmenters import ARCHITECTURES, new_segmenter

from .official import in_old_format, segmenter_state, serve
from .published import Server, saved

CPU = torch.device("cpu")
pytestmark = pytest.mark.usefixtures("models")


@pytest.mark.parametrize("name", ["lraspp", "deeplabv3"])
def test_published_file_becomes_a_ready_network(
    server: Server, models: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    state = segmenter_state(name)
    body = in_old_format(state) if name == "deeplabv3" else saved(state)
    digest = hashlib.sha256(body).hexdigest()
    serve(server, monkeypatch, name, body, bytes=len(body), sha256=digest, sha256_prefix=digest[:8])
    with pytest.raises(CheckpointMissing, match=f"weights fetch {name}”"):
        segmenter(name, CPU)
    assert server.paths == []  # building never downloads
    assert bundles.fetch(name) == [models / MANIFEST[name].file]
    network = segmenter(name, CPU)
    assert not network.training
    kept = network.state_dict()
    assert all(torch.equal(kept[key], state[key]) for key in kept if not key.endswith("num_batches_tracked"))
    assert state.keys() - kept.keys() == {key for key in state if key.startswith("aux")}
    assert all(not p.requires_grad and not p.is_meta for p in network.parameters())
    made = new_segmenter(name).eval()
    made.load_state_dict({key: value for key, value in state.items() if not key.startswith("aux")})
    image = torch.rand(1, 3, 40, 56, generator=torch.Generator().manual_seed(0))
    with torch.no_grad():
        torch.testing.assert_close(network(image), made(image), atol=1e-3, rtol=1e-3)


def test_the_published_name_holds_the_digits_of_the_hash() -> None:
    for name in ARCHITECTURES:
        entry = MANIFEST[name]
        assert entry.sha256 is not None
        assert entry.file.endswith(f"-{entry.sha256[:8]}.pth")
        assert entry.urls == (f"https://download.pytorch.org/models/{entry.file}",)


# Auxiliary classifiers: 3x3 to a quarter of 40 or of 1024 channels, normalised, then 21 classes.
@pytest.mark.parametrize(
    ("name", "auxiliary"), [("lraspp", 0), ("deeplabv3", 3_851), ("deeplabv3-resnet50", 2_365_205)]
)
def test_the_published_size_is_that_of_the_weights(name: str, auxiliary: int) -> None:
    with torch.device("meta"):
        state = new_segmenter(name).state_dict()
    weights = 4 * (auxiliary + sum(value.numel() for value in state.values() if value.is_floating_point()))
    size = MANIFEST[name].bytes
    assert size is not None
    assert 0 < size - weights < 200_000  # names and padding of some 300 tensors


def test_the_layers_of_another_network_are_refused(tmp_path: Path) -> None:
    source = tmp_path / "official.pth"
    source.write_bytes(saved(segmenter_state("lraspp")))
    with pytest.raises(CheckpointCorrupt, match=r"lacks layer classifier\.0\.convs"):
        read_segmenter(source, "deeplabv3")
