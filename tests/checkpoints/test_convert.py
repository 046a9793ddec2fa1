"""torchvision's file to ours: the layers used, the normalisation, and nothing that runs."""

from pathlib import Path

import pytest
import torch
import torch.nn.functional as F
from safetensors.torch import load_file

from styletransfer.checkpoints.convert import converted_file
from styletransfer.checkpoints.convert_vgg import read_torchvision, torchvision_indices
from styletransfer.errors import CheckpointCorrupt
from styletransfer.models.imagenet import IMAGENET_MEAN, IMAGENET_STD

from .official import in_old_format
from .published import saved, state_dict


class Malicious:
    """Creates a file when it is unpickled."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[object, tuple[object, ...]]:
        return (Path.touch, (self.path,))


def test_indices_are_those_of_torchvision() -> None:
    assert list(torchvision_indices().values()) == [0, 2, 5, 7, 10, 12, 14, 16, 19, 21, 23, 25, 28]


def test_only_the_used_convolutions_are_kept(tmp_path: Path) -> None:
    source = tmp_path / "official.pth"
    source.write_bytes(saved(state_dict()))
    state = load_file(converted_file(source, "a" * 64, tmp_path / "features.safetensors", read_torchvision))
    assert set(state) == {
        f"{tap.replace('relu', 'conv')}.{k}" for tap in torchvision_indices() for k in ("weight", "bias")
    }
    assert {value.dtype for value in state.values()} == {torch.float16}
    torch.testing.assert_close(
        state["conv5_1.weight"].float(), state_dict()["features.28.weight"], atol=2e-3, rtol=1e-3
    )


@pytest.mark.parametrize("old", [False, True])
def test_both_formats_of_files_are_read(tmp_path: Path, old: bool) -> None:
    source = tmp_path / "official.pth"
    source.write_bytes(in_old_format(state_dict()) if old else saved(state_dict()))
    expected = state_dict()["features.28.weight"].half()
    assert torch.equal(read_torchvision(source)["conv5_1.weight"], expected)


def test_normalisation_is_folded_into_the_first_convolution(tmp_path: Path) -> None:
    source = tmp_path / "official.pth"
    source.write_bytes(saved(state_dict()))
    folded, original = read_torchvision(source), state_dict()
    image = torch.rand(1, 3, 8, 8)
    mean, std = (torch.tensor(values).view(1, 3, 1, 1) for values in (IMAGENET_MEAN, IMAGENET_STD))
    expected = F.conv2d((image - mean) / std, original["features.0.weight"], original["features.0.bias"])
    got = F.conv2d(image, folded["conv1_1.weight"].float(), folded["conv1_1.bias"].float())
    torch.testing.assert_close(got, expected, atol=0.05, rtol=0.01)


def test_the_converted_file_is_reused_until_it_or_its_source_changes(tmp_path: Path) -> None:
    source, target = tmp_path / "official.pth", tmp_path / "features.safetensors"
    source.write_bytes(saved(state_dict()))
    converted_file(source, "a" * 64, target, read_torchvision)
    good = target.read_bytes()
    source.unlink()  # would be missed if it were read again
    assert converted_file(source, "a" * 64, target, read_torchvision).read_bytes() == good
    source.write_bytes(saved(state_dict()))
    for damaged in (good[:-1] + bytes([good[-1] ^ 1]), good[:100], b""):
        target.write_bytes(damaged)
        assert converted_file(source, "a" * 64, target, read_torchvision).read_bytes() == good
    source.write_bytes(saved(state_dict(seed=1)))
    assert converted_file(source, "b" * 64, target, read_torchvision).read_bytes() != good


def test_a_malicious_pickle_is_refused_and_does_nothing(tmp_path: Path) -> None:
    source, trace = tmp_path / "official.pth", tmp_path / "trace"
    source.write_bytes(saved(state_dict() | {"features.0.weight": Malicious(trace)}))
    with pytest.raises(CheckpointCorrupt, match=r"not run.*download again"):
        converted_file(source, "a" * 64, tmp_path / "features.safetensors", read_torchvision)
    assert not trace.exists()
    assert not (tmp_path / "features.safetensors").exists()
    torch.load(source, weights_only=False)
    assert trace.exists()  # the same file does run where code is allowed to


@pytest.mark.parametrize(
    "body", [b"", b"<html>", saved(state_dict())[:-500], saved([1, 2]), saved({"features.0.weight": 1})]
)
def test_a_file_of_another_kind_is_refused(tmp_path: Path, body: bytes) -> None:
    source = tmp_path / "official.pth"
    source.write_bytes(body)
    with pytest.raises(CheckpointCorrupt, match="ownload again"):
        read_torchvision(source)
