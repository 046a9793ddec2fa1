"""Tensors out of NVIDIA's pickled networks, without running the programs that these carry.

The PyTorch editions of StyleGAN2-ADA and StyleGAN3 pickle a network together with its source code, and plain unpickling
executes that source. Here each name that a pickle asks for is looked up in one short table: tensors, plain containers,
and stand-ins that keep the parameters and buffers of a module and drop the rest. A name that is not in the table ends
the reading. What the table hands out is sealed: a pickle can call it and hold it, but change nothing in this process.
"""

import io
import math
import pickle
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

import torch
from torch import Tensor

from styletransfer.errors import CheckpointCorrupt

_MOST_TENSORS = 10_000  # a network has a few hundred; a pickle may name one part many times over
_TENSORFLOW = "dnnlib.tflib"


class _Sealed:
    """Something that a pickle may hold and hand on, but not change."""

    __slots__ = ()

    def __setstate__(self, state: object) -> NoReturn:
        raise pickle.UnpicklingError(f"a {type(self).__name__} cannot be given a state")


class _Call(_Sealed):
    """A function that a pickle may call."""

    __slots__ = ("_function",)

    def __init__(self, function: Callable[..., object]) -> None:
        self._function = function

    def __call__(self, *arguments: object) -> object:
        return self._function(*arguments)


class _Held(_Sealed):
    """A tensor out of the reach of the pickle that holds it."""

    __slots__ = ("tensor",)

    def __init__(self, tensor: Tensor) -> None:
        self.tensor = tensor


class _Network(_Sealed):
    """A module as far as it matters here: its tensors, those of its parts included, by their names."""

    __slots__ = ("tensors",)

    def __init__(self, tensors: dict[str, Tensor]) -> None:
        self.tensors = tensors


class Dropped:
    """Stands in for a number or a type of NumPy's, out of a training's statistics: of no use and never made."""

    __slots__ = ()

    def __init__(self, *arguments: object) -> None:
        """Drop what it would be made of."""

    def __setstate__(self, state: object) -> None:
        """Drop what it would be made of."""


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
        wanted = ascii(f"{module}.{name}")[1:81]
        raise CheckpointCorrupt(
            f"“{self._name}” asks for {wanted}, which weights have no use for; nothing of it was run. "
            "Remove it and get it from its publisher."
        )


def _table() -> dict[tuple[str, str], object]:
    """Make the table anew for each file; builtin types and sealed objects cannot be altered through a pickle."""
    numpy_cores = ("numpy.core.multiarray", "numpy._core.multiarray")
    return {
        ("torch_utils.persistence", "_reconstruct_persistent_obj"): _Call(_network),
        ("torch._utils", "_rebuild_tensor_v2"): _Call(_tensor),
        ("torch._utils", "_rebuild_parameter"): _Call(_parameter),
        ("torch.storage", "_load_from_bytes"): _Call(_storage),
        ("collections", "OrderedDict"): dict,
        ("dnnlib.util", "EasyDict"): dict,
        ("builtins", "set"): set,
        ("__builtin__", "set"): set,
        ("numpy", "dtype"): _Call(Dropped),
        **{(module, "scalar"): _Call(Dropped) for module in numpy_cores},
    }


def _storage(data: object) -> _Held:
    """Read the numbers of a tensor, themselves a small pickle, by torch's own reader of plain weights."""
    if not isinstance(data, bytes):
        raise pickle.UnpicklingError("a storage is made of bytes")
    loaded = torch.load(io.BytesIO(data), map_location="cpu", weights_only=True)
    if not isinstance(loaded, torch.TypedStorage):
        raise pickle.UnpicklingError("the bytes of a storage hold something else")
    return _Held(torch.empty(0, dtype=loaded.dtype).set_(loaded))


def _tensor(storage: object, offset: int, size: tuple[int, ...], stride: tuple[int, ...], *_others: object) -> _Held:
    """Take a tensor out of a storage: torch makes sure that it lies inside, the check that nothing is told twice."""
    if not isinstance(storage, _Held) or math.prod(size) > storage.tensor.numel():
        raise pickle.UnpicklingError("a tensor lies in a storage")
    return _Held(storage.tensor.as_strided(size, stride, offset))


def _parameter(tensor: object, *_others: object) -> _Held:
    if not isinstance(tensor, _Held):
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
            if isinstance(held, _Held):
                tensors[str(name)] = held.tensor
    for name, part in dict(state.get("_modules") or {}).items():
        if isinstance(part, _Network):
            tensors |= {f"{name}.{inner}": tensor for inner, tensor in part.tensors.items()}
            if len(tensors) > _MOST_TENSORS:
                raise pickle.UnpicklingError("a module has more tensors than any network")
    return _Network(tensors)
