"""Small files of our own."""

from pathlib import Path

import pytest
import torch
from safetensors import safe_open

from styletransfer.checkpoints.tensor_files import halved, write_tensors


def test_a_file_replaces_another_in_one_move_and_is_there_for_all(tmp_path: Path) -> None:
    path = tmp_path / "a.safetensors"
    path.write_bytes(b"earlier")
    turned = torch.arange(6.0).reshape(2, 3).T  # not contiguous
    write_tensors(path, {"x": turned}, {"name": "a"})
    with safe_open(path, framework="pt") as file:
        assert file.metadata() == {"name": "a"}
        assert torch.equal(file.get_tensor("x"), turned)
    assert path.stat().st_mode & 0o777 == 0o644
    assert [each.name for each in tmp_path.iterdir()] == ["a.safetensors"]


def test_what_does_not_fit_into_half_precision_is_named() -> None:
    assert halved({"x": torch.ones(2, requires_grad=True)})["x"].dtype == torch.float16
    with pytest.raises(ValueError, match="half precision: y"):
        halved({"x": torch.ones(2), "y": torch.tensor([1e6])})
