"""WCT²'s published files: fetched, pinned, verified, converted, loaded; and the shipped one."""

from functools import partial
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file

from styletransfer.checkpoints import build, bundles, manifest, store
from styletransfer.checkpoints.build import wavelet_network
from styletransfer.checkpoints.convert_wavelet import read_decoder, read_encoder
from styletransfer.checkpoints.entries_photorealistic import PHOTOREALISTIC_COMPACT
from styletransfer.errors import CheckpointCorrupt, CheckpointMissing
from styletransfer.models import wavelet_vgg
from styletransfer.models.wavelet_vgg import VARIANTS, Variant, WaveletConfig, WaveletVGG

from .official import in_old_format, serve, wavelet_state
from .published import Server, halved, saved, ship

CPU = torch.device("cpu")
WIDTHS = (4, 5, 6, 7)
PARTS = ("encoder", "decoder")
pytestmark = pytest.mark.usefixtures("models")


@pytest.fixture
def narrow(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the published network be a few channels wide."""
    monkeypatch.setattr("styletransfer.checkpoints.load.WaveletConfig", partial(WaveletConfig, widths=WIDTHS))


def publish(server: Server, monkeypatch: pytest.MonkeyPatch, variant: Variant) -> dict[str, dict[str, torch.Tensor]]:
    states = {part: wavelet_state(part, WaveletConfig(widths=WIDTHS, variant=variant)) for part in PARTS}
    for part, state in states.items():
        serve(server, monkeypatch, f"wct2-{variant}-{part}", in_old_format(state))
    return states


@pytest.mark.usefixtures("narrow")
@pytest.mark.parametrize("variant", VARIANTS)
def test_published_files_become_a_ready_network(
    server: Server, models: Path, monkeypatch: pytest.MonkeyPatch, variant: Variant
) -> None:
    states = publish(server, monkeypatch, variant)
    name = f"wct2-{variant}"
    with pytest.raises(CheckpointMissing, match=f"weights fetch {name}”"):
        wavelet_network(name, CPU)
    assert server.paths == []  # building never downloads
    assert [path.name for path in bundles.fetch(name)] == [f"wave_{part}_{variant}_l4.pth" for part in PARTS]
    assert all(file.pinned and file.verified for file in bundles.status(name).files)
    network = wavelet_network(name, CPU)
    assert network.config == WaveletConfig(widths=WIDTHS, variant=variant)
    assert not network.training
    for part, state in states.items():
        kept = network.get_submodule(part).state_dict()
        assert all(torch.equal(kept[key], state[key]) for key in kept)
        converted = load_file(models / f"wave_{part}_{variant}_l4.safetensors")
        assert set(converted) == set(kept) == {key for key in state if key.startswith("conv")}
    assert all(not p.requires_grad and p.dtype == torch.float32 for p in network.parameters())
    assert network(torch.rand(1, 3, 32, 24)).shape == (1, 3, 32, 24)
    assert wavelet_network(name, CPU) is network


@pytest.mark.usefixtures("narrow")
def test_another_file_after_the_first_use_is_refused(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    publish(server, monkeypatch, "cat5")
    path = bundles.fetch("wct2-cat5")[1]
    wavelet_network("wct2-cat5", CPU)
    path.write_bytes(path.read_bytes()[:-1] + b"x")
    monkeypatch.setattr(build, "_networks", {})
    with pytest.raises(CheckpointCorrupt, match="sha256"):
        wavelet_network("wct2-cat5", CPU)


def test_the_manifest_names_both_files_of_a_variant() -> None:
    for variant in VARIANTS:
        files = manifest.bundle(f"wct2-{variant}").files
        assert [file.file for file in files] == [f"wave_{part}_{variant}_l4.pth" for part in PARTS]
        assert all(file.bytes is None and file.sha256 is None for file in files)  # none are published
        for file in files:
            network = {"encoder": wavelet_vgg.WaveletEncoder, "decoder": wavelet_vgg.WaveletDecoder}
            made = network[file.name.rsplit("-", 1)[1]](WaveletConfig(variant=variant))
            weights = sum(value.numel() for value in made.parameters())
            assert file.about_bytes == pytest.approx(4 * weights, rel=5e-3)


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        (lambda state: state.pop("conv3_2.bias"), "lacks layer conv3_2.bias"),
        (lambda state: state.update({"conv2_1.weight": torch.zeros(5, 4, 1, 1)}), "layer conv2_1.weight of"),
        (lambda state: state.update({"conv5_1.weight": torch.zeros(1)}), "not known, conv5_1.weight"),
        (lambda state: state.update({"conv1_1.bias": 3}), "lacks layer conv1_1.bias"),
    ],
)
def test_other_layers_are_refused(tmp_path: Path, change: object, complaint: str) -> None:
    config = WaveletConfig(widths=WIDTHS)
    state = wavelet_state("encoder", config)
    change(state)  # type: ignore[operator]
    source = tmp_path / "encoder.pth"
    source.write_bytes(saved(state))
    with pytest.raises(CheckpointCorrupt, match=complaint):
        read_encoder(source, config)


def test_the_files_of_the_other_variant_are_refused(tmp_path: Path) -> None:
    source = tmp_path / "decoder.pth"
    source.write_bytes(saved(wavelet_state("decoder", WaveletConfig(widths=WIDTHS, variant="sum"))))
    with pytest.raises(CheckpointCorrupt, match="lacks layer conv3_4_2"):
        read_decoder(source, WaveletConfig(widths=WIDTHS, variant="cat5"))


@pytest.mark.parametrize("variant", VARIANTS)
def test_the_shipped_network_has_the_shape_of_its_weights(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, variant: Variant
) -> None:
    made = WaveletVGG(WaveletConfig(widths=WIDTHS, variant=variant))
    ship(tmp_path, monkeypatch, PHOTOREALISTIC_COMPACT.name, halved(made))
    network = wavelet_network("compact", CPU)
    assert network.config == made.config
    assert network.decoder.conv2_1.weight.is_contiguous(memory_format=torch.channels_last)
    torch.testing.assert_close(network.decoder.conv1_1.weight, made.decoder.conv1_1.weight, atol=1e-3, rtol=1e-3)
    assert store.status(PHOTOREALISTIC_COMPACT.name).verified
