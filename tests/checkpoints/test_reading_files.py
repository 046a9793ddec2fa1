"""Files of face readings."""

from pathlib import Path

import pytest
import torch
from safetensors.torch import save_file

from styletransfer.checkpoints import build
from styletransfer.checkpoints.reading_files import load_readings, save_readings
from styletransfer.errors import CheckpointCorrupt, CheckpointMissing
from styletransfer.models.face_readings import FaceReadings


def test_what_was_saved_is_loaded(tmp_path: Path) -> None:
    saved = FaceReadings(names=("age", "smile"), weights=torch.randn(5, 2), offsets=torch.randn(2))
    save_readings(tmp_path / "a.safetensors", saved)
    loaded = load_readings(tmp_path / "a.safetensors")
    assert loaded.names == saved.names
    assert torch.equal(loaded.weights, saved.weights)
    assert torch.equal(loaded.offsets, saved.offsets)
    assert [path.name for path in tmp_path.iterdir()] == ["a.safetensors"]


@pytest.mark.parametrize(
    ("shapes", "metadata"),
    [
        ({"weights": (5, 2)}, {"names": '["age", "smile"]'}),
        ({"weights": (5, 2), "offsets": (3,)}, {"names": '["age", "smile"]'}),
        ({"weights": (5, 2), "offsets": (2,)}, None),
        ({"weights": (5, 2), "offsets": (2,)}, {"names": "["}),
        ({"weights": (5, 2), "offsets": (2,)}, {"names": "7"}),
    ],
)
def test_other_files_are_refused(
    tmp_path: Path, shapes: dict[str, tuple[int, ...]], metadata: dict[str, str] | None
) -> None:
    path = tmp_path / "a.safetensors"
    save_file({name: torch.zeros(shape) for name, shape in shapes.items()}, path, metadata=metadata)
    with pytest.raises(CheckpointCorrupt, match=r"a\.safetensors"):
        load_readings(path)


def test_a_missing_or_damaged_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(CheckpointMissing, match=r"a\.safetensors"):
        load_readings(tmp_path / "a.safetensors")
    (tmp_path / "a.safetensors").write_bytes(b"not a file of weights")
    with pytest.raises(CheckpointCorrupt, match=r"a\.safetensors"):
        load_readings(tmp_path / "a.safetensors")


def test_the_shipped_readings_fit_the_shipped_encoder() -> None:
    encoder = build.face_encoder("face-encoder", torch.device("cpu"))
    found = build.face_readings().read(torch.zeros(1, encoder.config.num_ws, encoder.config.style_dim))
    assert {"age", "gender", "eyes", "smile", "yaw", "pitch", "beard"} <= set(found)
