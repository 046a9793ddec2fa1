"""From a name to a ready network."""

import threading
from pathlib import Path

import pytest
import torch
from safetensors.torch import save

from styletransfer.checkpoints import load, store
from styletransfer.checkpoints.build import perceptual_network, scene_parser
from styletransfer.checkpoints.manifest import Checkpoint
from styletransfer.errors import CheckpointCorrupt, CheckpointMissing
from styletransfer.models.scene_parser import SceneParser
from styletransfer.models.vgg import VGGConfig, VGGFeatures

from .published import WIDTHS, Server, halved, ship

CPU = torch.device("cpu")
pytestmark = pytest.mark.usefixtures("models")


@pytest.fixture
def weights() -> bytes:
    return halved(VGGFeatures(VGGConfig(widths=WIDTHS)))


def test_network_is_frozen_and_ready(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, weights: bytes) -> None:
    ship(tmp_path, monkeypatch, "compact", weights)
    network = perceptual_network("compact", CPU)
    assert network.config.widths == WIDTHS
    assert not network.training
    assert all(not p.requires_grad and p.dtype == torch.float32 for p in network.parameters())
    assert network.conv2_1.weight.is_contiguous(memory_format=torch.channels_last)
    assert network(torch.rand(1, 3, 32, 32), ["relu5_1"])["relu5_1"].shape == (1, WIDTHS[-1], 2, 2)


def test_network_is_loaded_once_and_pooling_is_a_view(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, weights: bytes
) -> None:
    ship(tmp_path, monkeypatch, "compact", weights)
    loads: list[str] = []
    perceptual = load.perceptual
    monkeypatch.setattr(load, "perceptual", lambda name: loads.append(name) or perceptual(name))
    found: list[VGGFeatures] = []
    threads = [
        threading.Thread(target=lambda p=p: found.append(perceptual_network("compact", CPU, p)))
        for p in ("average", "max", "average")
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    assert loads == ["compact"]
    assert sorted(network.pooling for network in found) == ["average", "average", "max"]
    assert len({network.conv1_1.weight.data_ptr() for network in found}) == 1


def test_official_network_is_fetched_converted_and_loaded(official: Checkpoint, server: Server) -> None:
    with pytest.raises(CheckpointMissing):
        perceptual_network("vgg19", CPU)
    assert server.ranges == []  # building never downloads
    store.fetch("vgg19")
    network = perceptual_network("vgg19", CPU, "max")
    assert network.config.widths == WIDTHS
    assert network.pooling == "max"


@pytest.mark.parametrize("cut", [0, 10, 200, -1])
def test_a_truncated_file_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, weights: bytes, cut: int) -> None:
    ship(tmp_path, monkeypatch, "compact", weights[:cut])
    with pytest.raises(CheckpointCorrupt):
        perceptual_network("compact", CPU)


def test_other_layers_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ship(tmp_path, monkeypatch, "compact", save({"weight": torch.zeros(3)}))
    with pytest.raises(CheckpointCorrupt, match="layers"):
        perceptual_network("compact", CPU)


def test_a_failure_is_not_remembered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, weights: bytes) -> None:
    ship(tmp_path, monkeypatch, "compact", b"damaged")
    with pytest.raises(CheckpointCorrupt):
        perceptual_network("compact", CPU)
    ship(tmp_path, monkeypatch, "compact", weights)
    assert perceptual_network("compact", CPU).config.widths == WIDTHS


def test_the_scene_parser_is_loaded_once_and_frozen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = SceneParser()
    ship(tmp_path, monkeypatch, "scene", halved(made))
    parser = scene_parser(CPU)
    assert parser is scene_parser(CPU)
    assert not parser.training
    assert all(not p.requires_grad and p.dtype == torch.float32 for p in parser.parameters())
    torch.testing.assert_close(parser.classify.weight, made.classify.weight, atol=1e-3, rtol=1e-3)


def test_building_spends_no_random_numbers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, weights: bytes) -> None:
    ship(tmp_path, monkeypatch, "compact", weights)
    before = torch.get_rng_state()
    perceptual_network("compact", CPU)
    assert torch.equal(torch.get_rng_state(), before)
