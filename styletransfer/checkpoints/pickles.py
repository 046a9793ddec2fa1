"""Tensors out of NVIDIA's pickled networks, without running the programs that these carry.

The PyTorch editions of StyleGAN2-ADA and StyleGAN3 pickle a network together with its source code, and plain unpickling
executes that source. Here each name that a pickle asks for is looked up in one short table: tensors, plain containers,
and stand-ins that keep the parameters and buffers of a module and drop the rest. A name that is not in the table ends
the reading. What the table hands out is sealed: a pickle can call it and hold it, but change nothing in this process.
"""

import io
import pickle
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from styletransfer.checkpoints.sealed import MOST_TENSORS, Call, Dropped, Held, Sealed, rebuilt
from styletransfer.errors import CheckpointCorrupt

_TENSORFLOW = "dnnlib.tflib"


class _Network(Sealed):
    """A module as far as it matters here: its tensors, those of its parts included, by their names."""

    __slots__ = ("tensors",)

    def __init__(self, tensors: dict[str, Tensor]) -> None:
        self.tensors = tensors


def read_network(source: Path, name: str = "G_ema") -> dict[str, Tensor]:
    """Read the parameters and buffers of one network of a pickle.

    Args:
        source: the file, a pickled dict of networks.
        name: which of them.
    Returns:
        Tensors by their names in the module ("synthesis.b4.conv1.weight"); views, in the precision of the file.
    Raises:
        CheckpointCorrupt: it asks for something that no weights need, is of the TensorFlow edition, cannot be parsed,
            or lacks this network.
    """
    try:
        with source.open("rb") as file:
            loaded = _NetworkUnpickler(file, source.name).load()
    except CheckpointCorrupt:
        raise
    except Exception as error:  # a damaged or hostile pickle raises a dozen kinds
        raise CheckpointCorrupt(
            f"“{source.name}” cannot be read as a pickled network and was not run. Remove it and get it again."
        ) from error
    found = loaded.get(name) if isinstance(loaded, dict) else None
    if not isinstance(found, _Network):
        raise CheckpointCorrupt(
            f"“{source.name}” holds no network called {name}, as the published generators do. Get the right file."
        )
    return found.tensors


class _NetworkUnpickler(pickle.Unpickler):
    """Knows the names of the table and no others; persistent ids are refused, as `Unpickler` does by itself."""

    def __init__(self, file: io.BufferedReader, name: str) -> None:
        super().__init__(file)
        self._name = name
        self._known = _table()

    def find_class(self, module: str, name: str, /) -> Any:
        """Look a name up in the table, as a whole: a dotted one leads nowhere."""
        if (module, name) in self._known:
            return self._known[module, name]
        if module.startswith(_TENSORFLOW):
            raise CheckpointCorrupt(
                f"“{self._name}” is of the TensorFlow edition of NVIDIA's networks, which is not read. "
                "Get the PyTorch edition, or a conversion that holds “g_ema”."
            )
        wanted = ascii(f"{module}.{name}")[1:-1][:80]
        raise CheckpointCorrupt(
            f"“{self._name}” asks for {wanted}, which weights have no use for; nothing of it was run. "
            "Remove it and get it from its publisher."
        )


def _table() -> dict[tuple[str, str], object]:
    """Make the table anew for each file; builtin types and sealed objects cannot be altered through a pickle."""
    numpy_cores = ("numpy.core.multiarray", "numpy._core.multiarray")
    return {
        ("torch_utils.persistence", "_reconstruct_persistent_obj"): Call(_network),
        ("torch._utils", "_rebuild_tensor_v2"): Call(rebuilt),
        ("torch._utils", "_rebuild_parameter"): Call(_parameter),
        ("torch.storage", "_load_from_bytes"): Call(_storage),
        ("collections", "OrderedDict"): dict,
        ("dnnlib.util", "EasyDict"): dict,
        ("builtins", "set"): set,
        ("__builtin__", "set"): set,
        ("numpy", "dtype"): Call(Dropped),
        **{(module, "scalar"): Call(Dropped) for module in numpy_cores},
    }


def _storage(data: object) -> Held:
    """Read the numbers of a tensor, themselves a small pickle, by torch's own reader of plain weights."""
    if not isinstance(data, bytes):
        raise pickle.UnpicklingError("a storage is made of bytes")
    loaded = torch.load(io.BytesIO(data), map_location="cpu", weights_only=True)
    if not isinstance(loaded, torch.TypedStorage):
        raise pickle.UnpicklingError("the bytes of a storage hold something else")
    return Held(torch.empty(0, dtype=loaded.dtype).set_(loaded))


def _parameter(tensor: object, *_others: object) -> Held:
    if not isinstance(tensor, Held):
        raise pickle.UnpicklingError("a parameter is a tensor")
    return tensor


def _network(meta: object) -> _Network:
    """Keep the tensors of a module; its source code, `module_src`, is left where it is."""
    state = meta.get("state") if isinstance(meta, dict) else None
    if not isinstance(state, dict):
        raise pickle.UnpicklingError("a module has a state")
    tensors: dict[str, Tensor] = {}
    for group in ("_parameters", "_buffers"):
        for name, held in dict(state.get(group) or {}).items():
            if isinstance(held, Held):
                tensors[str(name)] = held.tensor
    for name, part in dict(state.get("_modules") or {}).items():
        if isinstance(part, _Network):
            tensors |= {f"{name}.{inner}": tensor for inner, tensor in part.tensors.items()}
            if len(tensors) > MOST_TENSORS:
                raise pickle.UnpicklingError("a module has more tensors than any network")
    return _Network(tensors)
