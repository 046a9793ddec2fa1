"""Where and how tensors are computed: the only file that names "cuda".

Also tunes the C allocator: freshly mapped pages cost up to half of the time of a step on a CPU,
because every large activation is returned to the system and faulted in again.
"""

import ctypes
import os
import platform
from contextlib import AbstractContextManager, nullcontext
from functools import cache
from typing import Literal

import torch

Precision = Literal["auto", "float32", "bfloat16"]

_M_TRIM_THRESHOLD = -1
_M_MMAP_MAX = -4
_M_ARENA_MAX = -8


def pick_device(wanted: str = "auto") -> torch.device:
    """Return the accelerator when there is one, else the CPU; or exactly what is `wanted`."""
    if wanted != "auto":
        return torch.device(wanted)
    return torch.device("cuda" if torch.cuda.is_available() else "cpu")


@cache
def has_fast_bfloat16(device_type: str) -> bool:
    """Tell whether bfloat16 convolutions are faster than float32 ones on this kind of device."""
    if device_type == "cuda":
        return torch.cuda.is_available() and torch.cuda.is_bf16_supported(including_emulation=False)
    probe = getattr(torch.cpu, "_is_amx_tile_supported", None)  # no public probe exists yet
    return bool(probe and probe())


def autocast(device: torch.device, precision: Precision = "auto") -> AbstractContextManager[None]:
    """Return a context that computes convolutions in the chosen precision on `device`."""
    low = precision == "bfloat16" or (precision == "auto" and has_fast_bfloat16(device.type))
    return torch.autocast(device.type, dtype=torch.bfloat16) if low else nullcontext()


def full_precision(device: torch.device) -> AbstractContextManager[None]:
    """Return a context that computes in the tensors' own precision inside of `autocast`, for statistics."""
    return torch.autocast(device.type, enabled=False)


@cache
def tune_allocator() -> bool:
    """Keep freed memory in the process (glibc only); call before the first large allocation.

    Returns:
        True when the setting took effect. A preloaded tcmalloc needs none of this.
    """
    if platform.libc_ver()[0] != "glibc" or "malloc" in os.environ.get("LD_PRELOAD", ""):
        return False
    mallopt = ctypes.CDLL(None).mallopt
    settings = ((_M_MMAP_MAX, 0), (_M_TRIM_THRESHOLD, 2**31 - 1), (_M_ARENA_MAX, 1))
    accepted = [mallopt(name, value) for name, value in settings]  # each is tried, whatever the others answer
    return all(answer == 1 for answer in accepted)


def release_memory() -> None:
    """Give cached memory back: accelerator blocks and, with glibc, free heap pages."""
    if torch.cuda.is_available():
        torch.cuda.empty_cache()
    if platform.libc_ver()[0] == "glibc":
        ctypes.CDLL(None).malloc_trim(0)


def is_out_of_memory(error: BaseException) -> bool:
    """Tell whether an exception means that memory ran out, on a CPU or an accelerator."""
    if isinstance(error, MemoryError | torch.OutOfMemoryError):
        return True
    return isinstance(error, RuntimeError) and "can't allocate memory" in str(error)


def describe() -> str:
    """Name the device that would be used, in words for the user."""
    device = pick_device()
    if device.type == "cuda":
        return f"GPU: {torch.cuda.get_device_name(device)}"
    return f"CPU, {torch.get_num_threads()} threads"
