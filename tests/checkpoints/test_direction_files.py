"""Files of directions are written and read back, and damaged, foreign or dangerous ones are refused."""

import json
import pickle
from collections import OrderedDict
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import save_file

from styletransfer.checkpoints import build
from styletransfer.checkpoints.direction_files import FORMAT, load_directions, read_published, save_directions
from styletransfer.errors import CheckpointCorrupt, CheckpointMissing
from styletransfer.models.face_directions import Direction, Directions
from styletransfer.settings import settings

SLIDER = {
    "name": "age", "label": "Age", "unit": "years", "help": "Older or younger.", "values": [-20.0, 0.0, 40.0],
    "amounts": [-1.5, 0.0, 3.0], "step": 1.0, "side_effects": {"gender": 0.125},
}  # fmt: skip


def directions() -> Directions:
    vectors = torch.randn(2, 4, 3, generator=torch.Generator().manual_seed(0))
    words = {"label": "L", "unit": "°", "help": "Turns the head.", "step": 0.5}
    tables = {"values": (-1.0, 0.0, 2.0), "amounts": (-0.5, 0.0, 1.5)}
    items = {name: Direction(name=name, vector=vector, side_effects={"age": -0.25}, **words, **tables)
             for name, vector in zip(("yaw", "smile"), vectors, strict=True)}  # fmt: skip
    return Directions(generator="face-generator", items=items, spread=torch.eye(3) * 2)


def test_directions_come_back_in_their_order(tmp_path: Path) -> None:
    given = directions()
    save_directions(tmp_path / "a.safetensors", given)
    found = load_directions(tmp_path / "a.safetensors")
    assert list(found.items) == ["yaw", "smile"]
    assert found.generator == given.generator
    torch.testing.assert_close(found.spread, given.spread)
    for name, direction in found.items.items():
        expected = given.items[name]
        torch.testing.assert_close(direction.vector, expected.vector, atol=2e-3, rtol=0)
        for field in ("label", "unit", "help", "values", "amounts", "step", "side_effects"):
            assert getattr(direction, field) == getattr(expected, field)
    assert [path.name for path in tmp_path.iterdir()] == ["a.safetensors"]


def test_what_half_precision_cannot_hold_is_not_written(tmp_path: Path) -> None:
    given = directions()
    given.items["yaw"].vector[0, 0] = 1e6
    with pytest.raises(ValueError, match="yaw"):
        save_directions(tmp_path / "a.safetensors", given)
    assert not list(tmp_path.iterdir())


def written(path: Path, slider: dict[str, object], **metadata: str) -> Path:
    tensors = {"age": torch.ones(4, 3), "spread": torch.ones(3)}
    words = {"format": FORMAT, "generator": "face-generator", "sliders": json.dumps([slider])}
    save_file(tensors, path, metadata=words | metadata)
    return path


@pytest.mark.parametrize(
    ("changes", "metadata"),
    [({}, {"format": "other"}), ({}, {"sliders": "no JSON"}), ({}, {"sliders": "{}"}), ({}, {"sliders": "[1]"}),
     ({"name": "smile"}, {}), ({"amounts": [-1.5, 3.0]}, {}), ({"amounts": [3.0, 0.0, -1.5]}, {}),
     ({"values": "abc"}, {}), ({"label": 3}, {}), ({"side_effects": []}, {}), ({"step": None}, {})],
)  # fmt: skip
def test_files_that_say_something_else_are_refused(
    changes: dict[str, object], metadata: dict[str, str], tmp_path: Path
) -> None:
    good = written(tmp_path / "good.safetensors", SLIDER)
    assert load_directions(good).items["age"].amount(20) == pytest.approx(1.5)
    path = written(tmp_path / "bad.safetensors", SLIDER | changes, **metadata)
    if metadata.get("sliders") == "{}":  # no slider at all is a file of directions, though of little use
        assert not load_directions(path).items
    else:
        with pytest.raises(CheckpointCorrupt, match="no file of face directions"):
            load_directions(path)


def test_damaged_and_missing_files_are_refused(tmp_path: Path) -> None:
    path = written(tmp_path / "a.safetensors", SLIDER)
    path.write_bytes(path.read_bytes()[:-5])
    with pytest.raises(CheckpointCorrupt, match=r"a\.safetensors"):
        load_directions(path)
    with pytest.raises(CheckpointMissing):
        load_directions(tmp_path / "none.safetensors")


VECTOR = torch.linspace(-1, 1, 512)


@pytest.mark.parametrize(
    ("content", "shape"),
    [(VECTOR, (512,)), (VECTOR[None], (512,)), (VECTOR.repeat(18, 1), (18, 512)), (VECTOR.repeat(1, 18, 1), (18, 512)),
     ({"direction": VECTOR[None]}, (512,)), (OrderedDict(a=VECTOR.half()), (512,))],
)  # fmt: skip
def test_published_tensors_are_read(content: object, shape: tuple[int, ...], tmp_path: Path) -> None:
    torch.save(content, tmp_path / "age.pt")
    found = read_published(tmp_path / "age.pt")
    assert tuple(found.shape) == shape
    torch.testing.assert_close(found.reshape(-1, 512)[0], VECTOR, atol=1e-3, rtol=0)


@pytest.mark.parametrize("shape", [(512,), (1, 512), (18, 512)])
def test_published_arrays_are_read(shape: tuple[int, ...], tmp_path: Path) -> None:
    np.save(tmp_path / "age.npy", np.ones(shape))
    assert read_published(tmp_path / "age.npy").numel() == np.prod(shape)


class Evil:
    """Makes a file when it is unpickled."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[object, tuple[Path]]:
        return Path.touch, (self.path,)


@pytest.mark.parametrize("name", ["evil.pt", "evil.npy"])
def test_programs_in_files_are_not_run(name: str, tmp_path: Path) -> None:
    mark = tmp_path / "mark"
    if name.endswith(".npy"):
        np.save(tmp_path / name, np.array([Evil(mark)], dtype=object), allow_pickle=True)
    else:
        (tmp_path / name).write_bytes(pickle.dumps(Evil(mark), protocol=2))
    with pytest.raises(CheckpointCorrupt, match="was not run"):
        read_published(tmp_path / name)
    assert not mark.exists()


@pytest.mark.parametrize("content", [torch.ones(2, 3, 512), torch.ones(100, 512), torch.ones(4), torch.zeros(512),
                                     torch.full((512,), float("nan"))])  # fmt: skip
def test_arrays_that_are_no_direction_are_refused(content: torch.Tensor, tmp_path: Path) -> None:
    torch.save(content, tmp_path / "a.pt")
    with pytest.raises(CheckpointCorrupt, match=r"a\.pt"):
        read_published(tmp_path / "a.pt")


@pytest.mark.parametrize("content", [{"a": VECTOR, "b": VECTOR}, {}, "text", 3])
def test_other_contents_are_refused(content: object, tmp_path: Path) -> None:
    torch.save(content, tmp_path / "a.pt")
    with pytest.raises(CheckpointCorrupt, match=r"a\.pt"):
        read_published(tmp_path / "a.pt")


def test_the_shipped_directions_fit_the_shipped_generator() -> None:
    found, generator = build.face_directions("face-generator"), build.generator("face-generator", torch.device("cpu"))
    assert {"age", "gender", "eyes", "smile", "yaw", "pitch", "hair"} <= set(found.items)
    for direction in found.items.values():
        assert direction.vector.shape == (generator.num_ws, generator.config.style_dim)
        assert direction.help.endswith(".")
        assert direction.side_effects
    assert found is build.face_directions("face-generator")


def test_directions_of_other_generators_are_looked_for_among_the_models(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STYLETRANSFER_MODELS", str(tmp_path))
    settings.cache_clear()
    with pytest.raises(CheckpointMissing, match="faces sliders e4e-ffhq"):
        build.face_directions("e4e-ffhq")
    path = tmp_path / "face_directions_e4e-ffhq.safetensors"
    written(path, SLIDER)
    with pytest.raises(CheckpointCorrupt, match="sliders of face-generator"):
        build.face_directions("e4e-ffhq")
    written(path, SLIDER, generator="e4e-ffhq")
    assert build.face_directions("e4e-ffhq").items["age"].high == 40
    build.face_directions.cache_clear()
