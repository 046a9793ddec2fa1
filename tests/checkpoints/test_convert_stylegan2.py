"""Published generators to plain tensors: what is filled in, and files of another kind."""

import pickle
from collections.abc import Callable
from pathlib import Path

import pytest
import torch

from styletransfer.checkpoints.convert_face_encoder import read_face_encoder
from styletransfer.checkpoints.convert_stylegan2 import read_stylegan2
from styletransfer.errors import CheckpointCorrupt

from .faces import SMALL, ada_modules, ada_names, ada_pickle, generator_state, made, port_file
from .published import saved

PORT_FAULTS: dict[str, tuple[Callable[[dict], object], str]] = {  # type: ignore[type-arg]
    "no generator": (lambda f: f.pop("g_ema"), "holds no “g_ema”"),
    "not weights": (lambda f: f.update(g_ema=torch.ones(1)), "holds no “g_ema”"),
    "nothing": (lambda f: f.update(g_ema={}), "lacks the layers of a StyleGAN2"),
    "one dimension short": (lambda f: f["g_ema"].update({"conv1.conv.weight": torch.ones(3)}), "lacks the layers of"),
    "a layer is missing": (lambda f: f["g_ema"].pop("convs.1.conv.weight"), r"lacks layer convs\.1\.conv\.weight"),
    "a noise map is missing": (lambda f: f["g_ema"].pop("noises.noise_2"), r"lacks layer noises\.noise_2"),
    "a layer too many": (lambda f: f["g_ema"].update({"conv2.bias": torch.ones(1)}), r"not known, conv2\.bias"),
    "misshapen": (lambda f: f["g_ema"].update({"conv1.activate.bias": torch.ones(7)}), r"activate\.bias of \(7,\)"),
    "another filter": (
        lambda f: f["g_ema"].update({"convs.0.conv.blur.kernel": torch.full((4, 4), 0.25)}),
        "enlarges by another filter",
    ),
    "not a number": (lambda f: f["latent_avg"].fill_(float("nan")), "no numbers in layer latent_avg"),
}


@pytest.mark.parametrize("fault", PORT_FAULTS)
def test_another_file_than_a_generator_is_told_apart(tmp_path: Path, fault: str) -> None:
    change, complaint = PORT_FAULTS[fault]
    content = port_file(generator_state())
    change(content)
    source = tmp_path / "stylegan2.pt"
    source.write_bytes(saved(content))
    with pytest.raises(CheckpointCorrupt, match=complaint):
        read_stylegan2(source)


def test_an_average_that_is_missing_is_that_of_many_styles(tmp_path: Path) -> None:
    state, source = generator_state(), tmp_path / "stylegan2.pt"
    content = port_file(state)
    del content["latent_avg"]
    source.write_bytes(saved(content))
    found = read_stylegan2(source)["latent_avg"]
    assert torch.equal(found, read_stylegan2(source)["latent_avg"])
    with torch.no_grad():
        w = made(state).mapping(torch.randn(20_000, SMALL.style_dim, generator=torch.Generator().manual_seed(9)))
    assert (found - w.mean(0)).abs().max() < 5 * float(w.std(0).max()) / 4096**0.5


ADA_FAULTS: dict[str, tuple[Callable[[dict], object], str]] = {  # type: ignore[type-arg]
    "for classes": (lambda t: t.update({"mapping.embed.weight": torch.ones(1)}), "for several classes"),
    "another architecture": (lambda t: t.pop("synthesis.b4.const"), "another kind of generator than StyleGAN2"),
    "another filter": (
        lambda t: t.update({"synthesis.b8.resample_filter": torch.full((4, 4), 1 / 16)}),
        "enlarges by another filter",
    ),
    "a filter of other length": (
        lambda t: t.update({"synthesis.b8.resample_filter": torch.ones(12) / 12}),
        "enlarges by another filter",
    ),
    "a layer is missing": (
        lambda t: t.pop("synthesis.b8.conv0.affine.bias"),
        r"lacks layer convs\.0\.conv\.modulation",
    ),
    "a layer too many": (lambda t: t.update({"synthesis.b8.skip.weight": torch.ones(1)}), "not known"),
    "another leaf": (lambda t: t.update({"synthesis.b8.conv0.gain": torch.ones(1)}), "not known"),
    "noise of another shape": (
        lambda t: t.update({"synthesis.b8.conv0.noise_strength": torch.ones(2)}),
        r"layer convs\.0\.noise\.weight of \(2,\)",
    ),
    "not a number": (lambda t: t.update({"mapping.w_avg": torch.full((8,), float("inf"))}), "no numbers in layer"),
}


@pytest.mark.parametrize("fault", ADA_FAULTS)
def test_another_pickle_than_a_generator_is_told_apart(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: str
) -> None:
    ada_modules(monkeypatch)
    change, complaint = ADA_FAULTS[fault]
    tensors = ada_names(generator_state())
    change(tensors)
    source = tmp_path / "ffhq.pkl"
    source.write_bytes(ada_pickle(tensors, ""))
    with pytest.raises(CheckpointCorrupt, match=complaint):
        read_stylegan2(source)


def test_filters_of_nvidias_other_form_are_known(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ada_modules(monkeypatch)
    tensors, source = ada_names(generator_state()), tmp_path / "ffhq.pkl"
    tensors["synthesis.b8.resample_filter"] = torch.tensor([1.0, 3.0, 3.0, 1.0]) / 8
    source.write_bytes(ada_pickle(tensors, ""))
    assert read_stylegan2(source).keys() == generator_state().keys()


@pytest.mark.parametrize(
    "body",
    [b"", b"\x80", b"PK\x03\x04", b"text", saved(port_file(generator_state()))[:-9], saved([1]), pickle.dumps([1], 2)],
    ids=["empty", "a pickle begun", "an archive begun", "text", "cut", "a list", "a pickled list"],
)
def test_a_file_of_another_kind_is_refused(tmp_path: Path, body: bytes) -> None:
    source = tmp_path / "stylegan2.pt"
    source.write_bytes(body)
    with pytest.raises(CheckpointCorrupt, match=r"“stylegan2\.pt”.*([Gg]et|download)"):
        read_stylegan2(source)
    with pytest.raises(CheckpointCorrupt, match=r"“stylegan2\.pt”.*([Gg]et|download)"):
        read_face_encoder(source, "e4e")
