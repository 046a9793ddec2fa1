"""Generators and encoders of faces as others publish them, from the download to the network; and the shipped ones."""

import hashlib
import lzma
import tempfile
from pathlib import Path

import dlib
import numpy as np
import pytest
import torch
from torch import Tensor

from styletransfer.checkpoints import build, bundles, convert_face_encoder, load, store
from styletransfer.checkpoints.build import face_encoder, generator, landmark_predictor
from styletransfer.checkpoints.entry import Checkpoint
from styletransfer.checkpoints.manifest import MANIFEST
from styletransfer.errors import CheckpointCorrupt, CheckpointMissing
from styletransfer.models.face_encoder import FaceEncoder
from styletransfer.models.portrait_encoder import PortraitEncoder, PortraitEncoderConfig
from styletransfer.models.stylegan2 import StyleGAN2, StyleGAN2Config

from .faces import (
    SMALL,
    SmallEncoder,
    ada_modules,
    ada_names,
    ada_pickle,
    encoder_file,
    generator_state,
    made,
    port_file,
)
from .official import in_old_format, serve
from .published import Server, halved, saved, ship

CPU = torch.device("cpu")
pytestmark = pytest.mark.usefixtures("models")


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let published encoders be small."""
    for module in (convert_face_encoder, load):
        monkeypatch.setattr(module, "FaceEncoder", SmallEncoder)


def publish(server: Server, monkeypatch: pytest.MonkeyPatch, name: str, body: bytes) -> None:
    digest = hashlib.sha256(body).hexdigest()
    known = MANIFEST[name].sha256 is not None
    serve(server, monkeypatch, name, body, **({"bytes": len(body), "sha256": digest} if known else {}))


def painted(network: StyleGAN2) -> Tensor:
    """Paint a picture with noise at a truncation, which all weights take part in."""
    z = torch.randn(2, SMALL.style_dim, generator=torch.Generator().manual_seed(1))
    with torch.no_grad():
        return network(z, psi=0.7)


@pytest.mark.parametrize("name", ["stylegan2-ffhq", "stylegan2-ada-ffhq"])
def test_a_published_generator_paints_the_same_pictures(
    server: Server, models: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    state, trace = generator_state(), models.parent / "trace"
    ada_modules(monkeypatch)
    bodies = {
        "stylegan2-ffhq": saved(port_file(state)),
        "stylegan2-ada-ffhq": ada_pickle(ada_names(state), f"open({str(trace)!r}, 'w').close()"),
    }
    publish(server, monkeypatch, name, bodies[name])
    with pytest.raises(CheckpointMissing, match=f"weights fetch {name}”.*weights add {name} FILE"):
        generator(name, CPU)
    assert server.paths == []  # building never downloads
    bundles.fetch(name)
    network = generator(name, CPU)
    assert not trace.exists()
    assert network.config == SMALL
    assert not network.training
    assert all(not p.requires_grad and p.dtype == torch.float32 for p in network.parameters())
    assert torch.equal(painted(network), painted(made(state)))
    assert generator(name, CPU) is network


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("rows", [True, False])
@pytest.mark.parametrize("kind", ["e4e", "psp"])
def test_a_published_encoder_brings_its_generator(
    server: Server, models: Path, monkeypatch: pytest.MonkeyPatch, kind: str, rows: bool
) -> None:
    name, content = f"{kind}-ffhq", encoder_file(kind, rows=rows)
    publish(server, monkeypatch, name, in_old_format(content) if kind == "psp" else saved(content))
    bundles.fetch(name)
    assert store.status(name).pinned == (kind == "psp")
    network, painter = face_encoder(name, CPU), generator(name, CPU)
    assert isinstance(network, SmallEncoder)
    assert (network.kind, network.training) == (kind, False)
    weights = content["state_dict"]
    for key, value in network.state_dict().items():
        assert key.endswith("num_batches_tracked") or torch.equal(value, weights[f"encoder.{key}"])
    assert torch.equal(painter.latent_avg, content["latent_avg"])
    expected = made(generator_state() | {"latent_avg": content["latent_avg"]})
    assert torch.equal(painted(painter), painted(expected))
    assert all(not p.requires_grad for p in (*network.parameters(), *painter.parameters()))


@pytest.mark.usefixtures("small")
def test_a_file_is_converted_once_for_both_of_its_networks(
    server: Server, models: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(server, monkeypatch, "e4e-ffhq", saved(encoder_file()))
    bundles.fetch("e4e-ffhq")
    face_encoder("e4e-ffhq", CPU)
    converted = models / MANIFEST["e4e-ffhq"].converted
    before = converted.stat().st_mtime_ns
    monkeypatch.delattr(convert_face_encoder, "read_dict")  # would be missed if the file were read again
    generator("e4e-ffhq", CPU)
    monkeypatch.setattr(build, "_networks", {})
    face_encoder("e4e-ffhq", CPU)
    assert converted.stat().st_mtime_ns == before


@pytest.mark.usefixtures("small")
def test_another_file_after_the_first_use_is_refused(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    publish(server, monkeypatch, "psp-ffhq", saved(encoder_file("psp")))
    path = bundles.fetch("psp-ffhq")[0]
    path.write_bytes(path.read_bytes()[:-1] + b"x")
    with pytest.raises(CheckpointCorrupt, match="sha256"):
        face_encoder("psp-ffhq", CPU)


def test_the_tensorflow_edition_is_named_through_the_manifest(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    publish(server, monkeypatch, "stylegan2-ada-ffhq", b"\x80\x03cdnnlib.tflib.network\nNetwork\n)\x81.")
    bundles.fetch("stylegan2-ada-ffhq")
    with pytest.raises(CheckpointCorrupt, match="TensorFlow edition"):
        generator("stylegan2-ada-ffhq", CPU)


def test_a_file_of_another_size_is_refused_before_it_is_read(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    body = saved(port_file(generator_state()))
    serve(server, monkeypatch, "stylegan2-ffhq", body, bytes=len(body), sha256=hashlib.sha256(body).hexdigest())
    path = bundles.fetch("stylegan2-ffhq")[0]
    path.write_bytes(body[:-10])
    with pytest.raises(CheckpointCorrupt, match=f"{len(body) - 10} bytes instead of {len(body)}"):
        generator("stylegan2-ffhq", CPU)


def test_the_published_sizes_are_those_of_the_weights() -> None:
    with torch.device("meta"):
        networks = {"generator": StyleGAN2(StyleGAN2Config.official(1024)), "encoder": FaceEncoder("e4e", 1024)}
    sizes = {
        name: sum(4 * value.numel() for value in network.state_dict().values() if value.is_floating_point())
        for name, network in networks.items()
    }
    both = sizes["generator"] + sizes["encoder"]
    assert 0 < (MANIFEST["e4e-ffhq"].bytes or 0) - both < 1_000_000  # names, filters, rows of the average, settings
    assert MANIFEST["psp-ffhq"].about_bytes == pytest.approx(both, rel=1e-3)
    assert 0 < (MANIFEST["stylegan2-ffhq"].bytes or 0) - sizes["generator"] < 200_000


@pytest.mark.parametrize("name", ["e4e-ffhq", "psp-ffhq", "stylegan2-ffhq", "stylegan2-ada-ffhq"])
def test_terms_are_told(name: str) -> None:
    entry = MANIFEST[name]
    assert "non-commercial" in entry.terms
    assert "CC BY-NC-SA" in entry.terms


def shipped(monkeypatch: pytest.MonkeyPatch, folder: Path, name: str, file: str, body: bytes) -> None:
    entry = Checkpoint(
        name=name, title=name, task="faces", purpose="A test.", file=file, embedded=True, licence="MIT",
        licence_url="https://opensource.org/license/mit", source="made up",
    )  # fmt: skip
    monkeypatch.setitem(MANIFEST, name, entry)
    ship(folder, monkeypatch, name, body)


def test_the_shipped_generator_has_the_shape_of_its_weights(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    network = made(generator_state())
    shipped(monkeypatch, tmp_path, "face-generator", "face_generator.safetensors", halved(network))
    found = generator("face-generator", CPU)
    assert found.config == SMALL
    assert not any(p.requires_grad or p.dtype != torch.float32 for p in found.parameters())
    torch.testing.assert_close(found.latent_avg, network.latent_avg, atol=2e-3, rtol=2e-3)
    torch.testing.assert_close(painted(found), painted(network), atol=0.05, rtol=0.05)


def test_the_shipped_encoder_has_the_shape_of_its_weights(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    config = PortraitEncoderConfig(size=16, widths=(8, 8, 16), depths=(1, 3, 2), bottleneck=5, style_dim=6, num_ws=4)
    network = PortraitEncoder(config).eval()
    shipped(monkeypatch, tmp_path, "face-encoder", "face_encoder.safetensors", halved(network))
    found = face_encoder("face-encoder", CPU)
    assert isinstance(found, PortraitEncoder)
    assert found.config == config
    assert not found.training
    image = torch.rand(1, 3, 16, 16)
    with torch.no_grad():
        for got, expected in zip(found(image), network(image), strict=True):
            torch.testing.assert_close(got, expected, atol=2e-3, rtol=2e-2)


def predictor() -> bytes:
    """Train a predictor of 68 points on two noisy pictures; returns its file."""
    random, box = np.random.default_rng(0), dlib.rectangle(8, 8, 40, 40)
    images = [random.integers(0, 256, (48, 48), np.uint8) for _ in range(2)]
    points = [[dlib.point(*map(int, random.integers(8, 40, 2))) for _ in range(68)] for _ in images]
    options = dlib.shape_predictor_training_options()
    options.cascade_depth, options.tree_depth, options.num_trees_per_cascade_level = 1, 1, 2
    options.feature_pool_size, options.num_test_splits, options.oversampling_amount = 20, 2, 1
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "small.dat"
        marks = [[dlib.full_object_detection(box, each)] for each in points]
        dlib.train_shape_predictor(images, marks, options).save(str(path))
        return lzma.compress(path.read_bytes())


def test_a_predictor_of_landmarks_is_checked_and_shared(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    landmark_predictor.cache_clear()
    body = predictor()
    shipped(monkeypatch, tmp_path, "face-landmarks", "face_landmarks.dat.xz", body)
    path = tmp_path / "face_landmarks.dat.xz"
    path.write_bytes(body[:-1] + b"x")
    with pytest.raises(CheckpointCorrupt, match="sha256"):
        landmark_predictor("face-landmarks")
    path.write_bytes(body)
    found = landmark_predictor("face-landmarks")
    assert found(np.zeros((48, 48), np.uint8), dlib.rectangle(8, 8, 40, 40)).num_parts == 68
    assert landmark_predictor("face-landmarks") is found
    landmark_predictor.cache_clear()
