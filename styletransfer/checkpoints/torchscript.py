"""Tensors out of TorchScript archives, without running the programs that these carry.

`torch.jit.load` compiles and keeps the code of an archive. Here its folder `code` is never opened. Of the rest, the
pickle `data.pkl` tells the tree of modules, and `data/0`, `data/1` … hold the numbers of the tensors. As with the
other pickles, each name that it asks for is looked up in one short table: tensors, and stand-ins that keep the tensors
of a module and drop the rest. A name that is not in the table ends the reading.
"""

import io
import pickle
from pathlib import Path
from typing import Any, Final
from zipfile import ZIP_STORED, ZipFile

import torch
from torch import Tensor

from styletransfer.checkpoints.sealed import MOST_TENSORS, Call, Dropped, Held, Sealed, rebuilt
from styletransfer.errors import CheckpointCorrupt

_SCRIPTED = "__torch__."  # begins the names of the classes whose code is in the archive
_LONGEST_PICKLE = 64 * 2**20  # bytes; that of CLIP has 0.2 MB
_STORAGES: Final = {
    "DoubleStorage": torch.float64,
    "FloatStorage": torch.float32,
    "HalfStorage": torch.float16,
    "BFloat16Storage": torch.bfloat16,
    "LongStorage": torch.int64,
    "IntStorage": torch.int32,
    "ShortStorage": torch.int16,
    "CharStorage": torch.int8,
    "ByteStorage": torch.uint8,
    "BoolStorage": torch.bool,
}
_LISTS = ("build_intlist", "build_doublelist", "build_boollist", "build_tensorlist", "restore_type_tag")


class _Kind(Sealed):
    """What the numbers of a storage are."""

    __slots__ = ("dtype",)

    def __init__(self, dtype: torch.dtype) -> None:
        self.dtype = dtype


class _Part:
    """A module as far as it matters here: its tensors, those of its parts included, by their names."""

    __slots__ = ("tensors",)
    tensors: dict[str, Tensor]

    def __new__(cls) -> "_Part":
        """Make a module without tensors, as a pickle does before it tells the state."""
        part = super().__new__(cls)
        part.tensors = {}
        return part

    def __setstate__(self, state: object) -> None:
        """Keep the tensors of a state."""
        if not isinstance(state, dict):
            raise pickle.UnpicklingError("a module has a state")
        found: dict[str, Tensor] = {}
        for name, value in state.items():
            if isinstance(value, Held):
                found[str(name)] = value.tensor
            elif isinstance(value, _Part):
                found |= {f"{name}.{inner}": tensor for inner, tensor in value.tensors.items()}
            if len(found) > MOST_TENSORS:
                raise pickle.UnpicklingError("a module has more tensors than any network")
        self.tensors = found


def read_torchscript(source: Path) -> dict[str, Tensor]:
    """Read the tensors of the module of an archive that `torch.jit.save` wrote.

    Args:
        source: the archive.
    Returns:
        Tensors by their names in the module ("visual.conv1.weight"), in the precision of the file; none share memory.
    Raises:
        CheckpointCorrupt: it is no such archive, is damaged, or asks for something that no weights need.
    """
    try:
        with ZipFile(source) as archive:
            loaded = _ModuleUnpickler(archive, source).load()
    except CheckpointCorrupt:
        raise
    except Exception as error:  # a damaged or hostile archive raises a dozen kinds
        raise CheckpointCorrupt(
            f"“{source.name}” cannot be read as a TorchScript archive and was not run. Remove it and get it again."
        ) from error
    if not isinstance(loaded, _Part):
        raise CheckpointCorrupt(f"“{source.name}” holds no module. Get the right file.")
    return loaded.tensors


class _ModuleUnpickler(pickle.Unpickler):
    """Knows the names of the table, and the storages of its archive."""

    def __init__(self, archive: ZipFile, source: Path) -> None:
        (name,) = [name for name in archive.namelist() if name.endswith("/data.pkl") and name.count("/") == 1]
        if archive.getinfo(name).file_size > _LONGEST_PICKLE:
            raise pickle.UnpicklingError("the tree of modules is longer than any network's")
        super().__init__(io.BytesIO(archive.read(name)))
        self._archive = archive
        self._folder = name.removesuffix(".pkl")
        self._left = source.stat().st_size  # the numbers of all tensors are no longer than the file
        self._name = source.name
        self._known = _table()

    def find_class(self, module: str, name: str, /) -> Any:
        """Look a name up in the table, as a whole: a dotted one leads nowhere."""
        if module.startswith(_SCRIPTED):
            return _Part
        if (module, name) in self._known:
            return self._known[module, name]
        wanted = ascii(f"{module}.{name}")[1:-1][:80]
        raise CheckpointCorrupt(
            f"“{self._name}” asks for {wanted}, which weights have no use for; nothing of it was run. "
            "Remove it and get it from its publisher."
        )

    def persistent_load(self, pid: Any) -> Held:
        """Read a storage: ("storage", kind, key, device, number of elements)."""
        word, kind, key, _device, count = pid
        if word != "storage" or not isinstance(kind, _Kind) or not isinstance(key, str):
            raise pickle.UnpicklingError("a persistent id is a storage")
        info = self._archive.getinfo(f"{self._folder}/{key}")
        self._left -= info.file_size
        if info.compress_type != ZIP_STORED or info.file_size != count * kind.dtype.itemsize or self._left < 0:
            raise pickle.UnpicklingError("a storage is as long as it says, and lies plainly in the archive")
        if not count:
            return Held(torch.empty(0, dtype=kind.dtype))
        return Held(torch.frombuffer(bytearray(self._archive.read(info)), dtype=kind.dtype))


def _table() -> dict[tuple[str, str], object]:
    """Make the table anew for each file; builtin types and sealed objects cannot be altered through a pickle."""
    return {
        ("torch._utils", "_rebuild_tensor_v2"): Call(rebuilt),
        ("collections", "OrderedDict"): dict,
        ("torch", "device"): Call(Dropped),
        **{("torch", name): _Kind(dtype) for name, dtype in _STORAGES.items()},
        **{("torch.jit._pickle", name): Call(Dropped) for name in _LISTS},
    }
