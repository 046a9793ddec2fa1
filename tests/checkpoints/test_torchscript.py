"""TorchScript archives give the tensors that torch.jit.load gives, and nothing of theirs is run."""

import io
import os
import pickle
import struct
import warnings
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest
import torch
from small_clip import RESNET, TRANSFORMER, archive, network
from torch import Tensor, nn

from styletransfer.checkpoints import sealed, torchscript
from styletransfer.checkpoints.torchscript import read_torchscript
from styletransfer.errors import CheckpointCorrupt
from styletransfer.models.clip_parts import ClipShape

FLOATS = b"ctorch\nFloatStorage\n"


@pytest.fixture
def source(tmp_path: Path) -> Path:
    return tmp_path / "clip.pt"


@pytest.fixture
def trace(tmp_path: Path) -> Path:
    return tmp_path / "trace"


def published_state(source: Path) -> Mapping[str, Tensor]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        state: Mapping[str, Tensor] = torch.jit.load(source).state_dict()
    return state


@pytest.mark.parametrize("shape", [TRANSFORMER, RESNET], ids=["transformer", "resnet"])
def test_tensors_are_those_that_torch_reads(source: Path, shape: ClipShape) -> None:
    source.write_bytes(archive(network(shape)))
    found, expected = read_torchscript(source), published_state(source)
    assert found.keys() == expected.keys()
    assert {value.dtype for value in found.values()} == {torch.float16, torch.float32, torch.int64}
    for name, value in expected.items():
        assert (found[name].dtype, found[name].shape) == (value.dtype, value.shape)
        assert torch.equal(found[name], value)
        assert not found[name].requires_grad


class Varied(nn.Module):
    """Has what a module may hold besides weights."""

    numbers: list[int]

    def __init__(self) -> None:
        super().__init__()
        whole = torch.arange(24.0).reshape(4, 6)
        for name, value in {"whole": whole, "part": whole[1:3, ::2], "turned": whole.T, "none": whole[:0]}.items():
            self.register_buffer(name, value)
        self.numbers, self.words, self.pair = [1, 2], ["a"], (1.5, None)
        self.where = torch.device("cpu")
        self.same = self.inner = nn.Linear(2, 2)

    def forward(self, x: Tensor) -> Tensor:
        return self.inner(x) + self.numbers[0]  # type: ignore[no-any-return]


def test_what_a_scripted_module_holds_besides_is_dropped(source: Path) -> None:
    torch.jit.save(torch.jit.script(Varied()), source)
    found, expected = read_torchscript(source), published_state(source)
    assert found.keys() == expected.keys()
    assert all(torch.equal(found[name], value) for name, value in expected.items())


@pytest.fixture(scope="module")
def whole() -> bytes:
    stream = io.BytesIO()
    torch.jit.save(torch.jit.script(nn.Linear(3, 2)), stream)
    return stream.getvalue()


def changed(whole: bytes, parts: Mapping[str, bytes | None], compress: bool = False) -> bytes:
    """Replace files of an archive, or leave them out."""
    stream = io.BytesIO()
    kind = zipfile.ZIP_DEFLATED if compress else zipfile.ZIP_STORED
    with zipfile.ZipFile(io.BytesIO(whole)) as old, zipfile.ZipFile(stream, "w", kind) as new:
        folder = old.namelist()[0].split("/")[0]
        kept = {name: old.read(name) for name in old.namelist()} | {f"{folder}/{k}": v for k, v in parts.items()}
        for name, body in kept.items():
            if body is not None:
                new.writestr(name, body)
    return stream.getvalue()


def test_the_code_of_an_archive_is_never_opened(source: Path, whole: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(whole)) as old:
        code = [name.split("/", 1)[1] for name in old.namelist() if "/code/" in name]
    assert code
    source.write_bytes(changed(whole, dict.fromkeys(code, b"\0 this is no program")))
    assert set(read_torchscript(source)) == {"weight", "bias"}
    with pytest.raises(RuntimeError):
        torch.jit.load(source)


def text(value: str) -> bytes:
    return b"X" + struct.pack("<I", len(value)) + value.encode()


def module(pushed: bytes) -> bytes:
    """Make the pickle of a module whose one tensor is what `pushed` leaves on the stack."""
    return b"\x80\x02c__torch__.a\nB\n)\x81}" + text("weight") + pushed + b"sb."


def call(trace: Path) -> bytes:
    return b"cos\nsystem\n" + text(f"touch {trace}") + b"\x85R"


def attacks(trace: Path) -> dict[str, bytes]:
    """List pickles that would leave a trace if anything of theirs ran."""
    return {
        "a call": b"\x80\x02" + call(trace) + b".",
        "in a module": module(call(trace)),
        "in a storage": module(b"(" + text("storage") + call(trace) + text("0") + text("cpu") + b"K\x06tQ"),
        "in a key": module(b"(" + text("storage") + FLOATS + call(trace) + text("cpu") + b"K\x06tQ"),
        "by protocol 4": b"\x80\x04" + text("os") + text("system") + b"\x93" + text(f"touch {trace}") + b"\x85R.",
        "a dotted name": b"\x80\x04" + text("torch") + text("os.system") + b"\x93" + text(f"touch {trace}") + b"\x85R.",
        "torch.load": b"\x80\x02ctorch.storage\n_load_from_bytes\n" + b"U\x01a\x85R.",
        "an instance": b"(S'touch " + str(trace).encode() + b"'\nios\nsystem\n.",
        "a module's name": b"\x80\x02c__torch__x\nsystem\n)R.",
    }


@pytest.mark.parametrize("name", list(attacks(Path("trace"))))
def test_an_attack_is_refused_and_does_nothing(source: Path, trace: Path, whole: bytes, name: str) -> None:
    source.write_bytes(changed(whole, {"data.pkl": attacks(trace)[name]}))
    with pytest.raises(CheckpointCorrupt, match=r"not run|nothing of it was run"):
        read_torchscript(source)
    assert not trace.exists()


@pytest.mark.parametrize("name", ["a call", "by protocol 4", "an instance"])
def test_these_attacks_work_where_code_is_allowed_to_run(trace: Path, name: str) -> None:
    pickle.loads(attacks(trace)[name])  # noqa: S301 - shows that the test above tests something
    assert trace.exists()
    assert os.system  # is what was called


TARGETS = {
    "a function": b"ctorch._utils\n_rebuild_tensor_v2\n",
    "a kind": FLOATS,
    "a type": b"ccollections\nOrderedDict\n",
    "a class": b"c__torch__.a\nB\n",
    "a storage": b"(" + text("storage") + FLOATS + text("0") + text("cpu") + b"K\x06tQ",
}


@pytest.mark.parametrize("target", TARGETS.values(), ids=TARGETS.keys())
@pytest.mark.parametrize("name", ["_function", "dtype", "tensor", "tensors", "__call__"])
@pytest.mark.parametrize("slots", [False, True])
def test_nothing_that_a_pickle_gets_can_be_changed(
    source: Path, whole: bytes, target: bytes, name: str, slots: bool
) -> None:
    state = b"}" + text(name) + b"K\x01s"
    pushed = b"\x80\x02" + target + (b"N" + state + b"\x86" if slots else state) + b"b."
    source.write_bytes(changed(whole, {"data.pkl": pushed}))
    kinds = [value for part in (torchscript, sealed) for value in vars(part).values() if isinstance(value, type)]
    before = [dict(vars(kind)) for kind in kinds]
    with pytest.raises(CheckpointCorrupt, match="not run"):
        read_torchscript(source)
    assert [dict(vars(kind)) for kind in kinds] == before


def tensor(key: str = "0", count: int = 6, offset: int = 0, size: int = 6, stride: int = 1) -> bytes:
    """Push a vector out of a storage of floats."""

    def number(value: int) -> bytes:
        return b"J" + struct.pack("<i", value)

    storage = b"(" + text("storage") + FLOATS + text(key) + text("cpu") + number(count) + b"tQ"
    shape = number(offset) + number(size) + b"\x85" + number(stride) + b"\x85"
    return b"ctorch._utils\n_rebuild_tensor_v2\n(" + storage + shape + b"\x89}tR"


def test_a_tensor_inside_of_its_storage_is_read(source: Path, whole: bytes) -> None:
    source.write_bytes(changed(whole, {"data.pkl": module(tensor(offset=1, size=2, stride=3))}))
    (value,) = read_torchscript(source).values()
    assert value.shape == (2,)


@pytest.mark.parametrize(
    "pushed",
    [
        tensor(key="9"), tensor(key="../data/0"), tensor(count=7), tensor(count=-1), tensor(count=0), tensor(size=7),
        tensor(offset=3), tensor(offset=-1), tensor(size=-1), tensor(stride=2), tensor(stride=-1), b"K\x01Q",
        b"(" + text("other") + FLOATS + text("0") + text("cpu") + b"K\x06tQ",
    ],
)  # fmt: skip
def test_a_tensor_outside_of_its_storage_is_refused(source: Path, whole: bytes, pushed: bytes) -> None:
    source.write_bytes(changed(whole, {"data.pkl": module(pushed)}))
    with pytest.raises(CheckpointCorrupt, match="not run"):
        read_torchscript(source)


def test_packed_numbers_are_refused(source: Path) -> None:
    stream = io.BytesIO()
    torch.jit.save(torch.jit.script(nn.Linear(1000, 1000)), stream)
    zeros = {f"data/{key}": b"\0" * 4 * count for key, count in (("0", 1000), ("1", 10**6))}
    source.write_bytes(changed(stream.getvalue(), zeros, compress=True))
    with pytest.raises(CheckpointCorrupt, match="not run"):
        read_torchscript(source)


def test_numbers_told_more_often_than_the_file_is_long_are_refused(source: Path, whole: bytes) -> None:
    many = b"\x80\x02c__torch__.a\nB\n)\x81}"
    many += b"".join(text(f"weight{index}") + tensor() + b"s" for index in range(3))
    source.write_bytes(changed(whole, {"data.pkl": many + b"b.", "code": b"\0" * 1000}))
    assert len(read_torchscript(source)) == 3
    large = {"data.pkl": many.replace(text("0"), text("2")).replace(struct.pack("<i", 6), struct.pack("<i", 10**4))}
    source.write_bytes(changed(whole, large | {"data.pkl": large["data.pkl"] + b"b.", "data/2": b"\0" * 4 * 10**4}))
    with pytest.raises(CheckpointCorrupt, match="not run"):
        read_torchscript(source)


def test_a_module_counted_again_and_again_is_refused(source: Path, whole: bytes) -> None:
    pushed = b"\x80\x02c__torch__.a\nB\n)\x81}" + text("w") + tensor() + b"sb"
    for level in range(20):
        pushed += b"q" + bytes([level]) + b"0c__torch__.a\nB\n)\x81}"
        pushed += b"".join(text(name) + b"h" + bytes([level]) + b"s" for name in ("a", "b")) + b"b"
    source.write_bytes(changed(whole, {"data.pkl": pushed + b"."}))
    with pytest.raises(CheckpointCorrupt, match="not run"):
        read_torchscript(source)


@pytest.mark.parametrize("body", [b"", b"<html>", b"\x80\x02}.", b"PK\x03\x04" + bytes(100)], ids=repr)
def test_a_file_of_another_kind_is_refused(source: Path, body: bytes) -> None:
    source.write_bytes(body)
    with pytest.raises(CheckpointCorrupt, match=r"clip\.pt.*not run\. Remove it and get it again"):
        read_torchscript(source)


@pytest.mark.parametrize(
    ("parts", "message"),
    [
        ({"data.pkl": None}, "not run"),
        ({"../other/data.pkl": b"}."}, "not run"),
        ({"data.pkl": b"\x80\x02}."}, "holds no module"),
        ({"data.pkl": module(b"K\x01")[:-1]}, "not run"),
    ],
)
def test_an_archive_without_a_module_is_refused(
    source: Path, whole: bytes, parts: dict[str, bytes | None], message: str
) -> None:
    changes = {name.removeprefix("../other/"): body for name, body in parts.items() if not name.startswith("..")}
    source.write_bytes(changed(whole, changes))
    if any(name.startswith("..") for name in parts):
        with zipfile.ZipFile(source, "a") as opened:
            opened.writestr("other/data.pkl", b"}.")
    with pytest.raises(CheckpointCorrupt, match=message):
        read_torchscript(source)


@pytest.mark.parametrize("cut", [100, 1000, -100, -1])
def test_a_cut_archive_is_refused(source: Path, whole: bytes, cut: int) -> None:
    source.write_bytes(whole[:cut])
    with pytest.raises(CheckpointCorrupt, match="not run"):
        read_torchscript(source)


def test_altered_numbers_are_noticed(source: Path, whole: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(whole)) as opened:
        info = next(info for info in opened.infolist() if info.filename.endswith("/data/0"))
        body = opened.read(info)
    place = whole.index(body)
    source.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
    with pytest.raises(CheckpointCorrupt, match="not run"):
        read_torchscript(source)
