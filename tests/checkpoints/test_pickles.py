"""NVIDIA's pickles give tensors and run nothing, whatever they hold."""

import copyreg
import os
import pickle
import struct
from collections import OrderedDict
from pathlib import Path

import numpy as np
import pytest
import torch
from torch import nn

from styletransfer.checkpoints import pickles
from styletransfer.checkpoints.pickles import read_network
from styletransfer.errors import CheckpointCorrupt

from .faces import Persistent, ada_modules, ada_names, ada_pickle, generator_state, persistent
from .official import in_old_format
from .published import saved


@pytest.fixture
def trace(tmp_path: Path) -> Path:
    return tmp_path / "trace"


@pytest.fixture
def source(tmp_path: Path) -> Path:
    return tmp_path / "ffhq.pkl"


class Calling:
    """Calls a function when it is unpickled."""

    def __init__(self, function: object, *arguments: object) -> None:
        self.called = (function, arguments)

    def __reduce__(self) -> tuple[object, ...]:
        return self.called


def text(value: str) -> bytes:
    """Push a string."""
    data = value.encode()
    return b"X" + struct.pack("<I", len(data)) + data


def global_of(module: str, name: str) -> bytes:
    """Push what a module calls by a name, as protocol 4 does."""
    return text(module) + text(name) + b"\x93"


def inner(data: bytes) -> bytes:
    """Push the call of torch's reader of storages on bytes that are a pickle themselves."""
    return global_of("torch.storage", "_load_from_bytes") + b"B" + struct.pack("<I", len(data)) + data + b"\x85R"


def as_generator(pushed: bytes) -> bytes:
    """Make the pickle of a dict whose G_ema is what `pushed` leaves on the stack."""
    return b"\x80\x04}" + text("G_ema") + pushed + b"s."


def pickle_of_state(pushed: bytes) -> bytes:
    """Push the description of a module whose one buffer is what `pushed` leaves on the stack."""
    return b"}" + text("state") + b"}" + text("_buffers") + b"}" + text("a") + pushed + b"sss"


def bytes_of(tensor: torch.Tensor) -> bytes:
    """Return what torch's reader of storages gets of a tensor that is pickled."""
    storage = tensor.__reduce_ex__(3)[1][0]
    body: bytes = storage.__reduce__()[1][0]
    return body


PERSISTENCE = ("torch_utils.persistence", "_reconstruct_persistent_obj")
PARAMETER = ("torch._utils", "_rebuild_parameter")


def attacks(trace: Path) -> dict[str, bytes]:
    """List pickles that would leave a trace if anything of theirs ran."""
    command, line = f"touch {trace}", f"open({str(trace)!r}, 'w').close()"
    system = Calling(os.system, command)
    call = global_of("os", "system") + text(command) + b"\x85R"
    made = {f"os.system, protocol {each}": pickle.dumps({"G_ema": system}, each) for each in range(6)}
    made |= {
        "eval": pickle.dumps({"G_ema": Calling(eval, line)}),
        "exec": pickle.dumps({"G_ema": Calling(exec, line)}),
        "a path": pickle.dumps({"G_ema": Calling(Path.touch, trace)}, 5),
        "getattr": as_generator(global_of("builtins", "getattr") + call + text("real") + b"\x86R"),
        "in a container": pickle.dumps({"G_ema": OrderedDict(a=[{"b": (system,)}])}),
        "in arguments": as_generator(global_of(*PARAMETER) + call + b"\x88}\x87R"),
        "in the state of a module": as_generator(global_of(*PERSISTENCE) + pickle_of_state(call) + b"\x85R"),
        "in a storage": as_generator(inner(pickle.dumps({"a": system}, 2))),
        "in a storage of torch's": as_generator(inner(saved({"a": system}))),
        "in a storage of the old form": as_generator(inner(in_old_format(system))),
        "a persistent id": b"\x80\x04" + call + b"Q.",
        "a persistent id in words": b"Pos.system\n.",
        "a dotted name": as_generator(global_of("torch", "os.system") + text(command) + b"\x85R"),
        "a dotted known name": as_generator(global_of(PARAMETER[0], f"{PARAMETER[1]}.__globals__") + b")R"),
        "another name of a known module": as_generator(global_of("collections", "_sys.modules") + b")R"),
        "an old instance": b"(S'" + command.encode() + b"'\nios\nsystem\n.",
        "an old object": b"(cos\nsystem\nS'" + command.encode() + b"'\no.",
        "a new object": as_generator(global_of("subprocess", "Popen") + text(command) + b"\x85\x81"),
        "numpy's arrays": as_generator(global_of("numpy.core.multiarray", "_reconstruct") + call + b"\x85R"),
    }
    return made


NAMES = list(attacks(Path("trace")))


@pytest.mark.parametrize("name", NAMES)
def test_an_attack_is_refused_and_does_nothing(source: Path, trace: Path, name: str) -> None:
    source.write_bytes(attacks(trace)[name])
    with pytest.raises(CheckpointCorrupt, match=r"not run|nothing of it was run"):
        read_network(source)
    assert not trace.exists()


@pytest.mark.parametrize("name", [f"os.system, protocol {each}" for each in range(6)] + ["eval", "exec", "a path"])
def test_these_attacks_work_where_code_is_allowed_to_run(trace: Path, name: str) -> None:
    pickle.loads(attacks(trace)[name])  # noqa: S301 - shows that the tests above test something
    assert trace.exists()


def test_a_registered_extension_is_refused(source: Path, trace: Path, request: pytest.FixtureRequest) -> None:
    copyreg.add_extension("posix", "system", 0x77)
    request.addfinalizer(lambda: copyreg.remove_extension("posix", "system", 0x77))
    source.write_bytes(as_generator(b"\x82\x77" + text(f"touch {trace}") + b"\x85R"))
    with pytest.raises(CheckpointCorrupt, match=r"asks for posix\.system,"):
        read_network(source)
    assert not trace.exists()


TARGETS = {
    "a function": global_of(*PARAMETER),
    "a type": global_of("collections", "OrderedDict"),
    "another type": global_of("builtins", "set"),
    "a storage": inner(bytes_of(torch.ones(3))),
    "a module": global_of(*PERSISTENCE) + b"}" + text("state") + b"}s\x85R",
}


@pytest.mark.parametrize("target", TARGETS.values(), ids=TARGETS.keys())
@pytest.mark.parametrize("name", ["_function", "tensor", "tensors", "__call__"])
@pytest.mark.parametrize("slots", [False, True])
def test_nothing_that_a_pickle_gets_can_be_changed(source: Path, target: bytes, name: str, slots: bool) -> None:
    state = b"}" + text(name) + b"K\x01s"
    source.write_bytes(as_generator(target + (b"N" + state + b"\x86" if slots else state) + b"b"))
    before = {key: dict(vars(value)) for key, value in vars(pickles).items() if isinstance(value, type)}
    with pytest.raises(CheckpointCorrupt, match="not run"):
        read_network(source)
    after = {key: dict(vars(value)) for key, value in vars(pickles).items() if isinstance(value, type)}
    assert after == before


@pytest.mark.usefixtures("modules")
def test_a_module_counted_again_and_again_is_refused(source: Path) -> None:
    network = persistent({"weight": torch.ones(1)}, "")
    for _ in range(20):
        outer = persistent({}, "")
        outer.meta["state"]["_modules"] = OrderedDict(a=network, b=network)
        network = outer
    source.write_bytes(pickle.dumps({"G_ema": network}))
    with pytest.raises(CheckpointCorrupt):
        read_network(source)


@pytest.fixture
def modules(monkeypatch: pytest.MonkeyPatch) -> None:
    ada_modules(monkeypatch)


@pytest.mark.usefixtures("modules")
@pytest.mark.parametrize("protocol", [3, 4, 5])
def test_tensors_come_without_running_the_source(source: Path, trace: Path, protocol: int) -> None:
    tensors = ada_names(generator_state())
    source.write_bytes(ada_pickle(tensors, f"open({str(trace)!r}, 'w').close()", protocol))
    found = read_network(source)
    assert not trace.exists()
    assert found.keys() == tensors.keys()
    assert all(torch.equal(found[name], value) for name, value in tensors.items())
    assert not any(isinstance(value, nn.Parameter) or value.requires_grad for value in found.values())
    pickle.loads(source.read_bytes())  # noqa: S301 - the same file does run where code is allowed to
    assert trace.exists()


@pytest.mark.usefixtures("modules")
def test_shared_sliced_and_half_tensors_are_told_apart(source: Path) -> None:
    whole = torch.arange(24.0).reshape(4, 6)
    tensors = {"a": whole, "b": whole[1:3, ::2], "c": whole.T, "d": whole.half(), "e": whole[0, 0], "f": whole[:0]}
    source.write_bytes(pickle.dumps({"G_ema": persistent(tensors, "")}))
    found = read_network(source)
    assert {name: value.dtype for name, value in found.items()} == {k: v.dtype for k, v in tensors.items()}
    assert all(torch.equal(found[name], value) for name, value in tensors.items())


def holding(tensor: torch.Tensor, offset: int, size: tuple[int, ...], stride: tuple[int, ...]) -> bytes:
    """Pickle a generator that has one tensor, which lies as told in the storage of another."""
    storage = Calling(torch.storage._load_from_bytes, bytes_of(tensor))
    view = Calling(torch._utils._rebuild_tensor_v2, storage, offset, size, stride, False, OrderedDict())
    return pickle.dumps({"G_ema": Persistent("", {"_buffers": OrderedDict(a=view)})}, 3)


@pytest.mark.usefixtures("modules")
@pytest.mark.parametrize(
    ("offset", "size", "stride"),
    [
        (0, (4,), (1,)), (2, (2,), (1,)), (-1, (1,), (1,)), (0, (-1,), (1,)), (0, (10**9, 10**9), (0, 0)),
        (0, (2,), (5,)), (1, (2,), (-1,)), (0, (2, 1), (1,)),
    ],
)  # fmt: skip
def test_a_tensor_outside_of_its_storage_is_refused(
    source: Path, offset: int, size: tuple[int, ...], stride: tuple[int, ...]
) -> None:
    source.write_bytes(holding(torch.tensor([1.0, 2.0, 3.0]), offset, size, stride))
    with pytest.raises(CheckpointCorrupt, match="not run"):
        read_network(source)


@pytest.mark.usefixtures("modules")
def test_a_tensor_inside_of_its_storage_is_read(source: Path) -> None:
    source.write_bytes(holding(torch.tensor([1.0, 2.0, 3.0]), 1, (2,), (1,)))
    assert read_network(source)["a"].tolist() == [2.0, 3.0]


def test_the_tensorflow_edition_is_named(source: Path) -> None:
    source.write_bytes(b"\x80\x03cdnnlib.tflib.network\nNetwork\n)\x81.")
    with pytest.raises(CheckpointCorrupt, match=r"TensorFlow edition.*not read.*PyTorch edition"):
        read_network(source)


@pytest.mark.usefixtures("modules")
@pytest.mark.parametrize("value", [{}, {"G": 1}, {"G_ema": np.float64(1)}, [1], None, {"G_ema": {"a": 1}}], ids=str)
def test_a_pickle_without_a_generator_says_so(source: Path, value: object) -> None:
    source.write_bytes(pickle.dumps(value))
    with pytest.raises(CheckpointCorrupt, match="no network called G_ema"):
        read_network(source)


@pytest.mark.usefixtures("modules")
@pytest.mark.parametrize("cut", [0, 1, 2, 100, 5000, -1])
def test_a_cut_pickle_is_refused(source: Path, cut: int) -> None:
    source.write_bytes(ada_pickle(ada_names(generator_state()), "")[:cut])
    with pytest.raises(CheckpointCorrupt, match=r"not run\. Remove it"):
        read_network(source)
