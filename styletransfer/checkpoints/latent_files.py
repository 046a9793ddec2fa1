"""Codes of faces as files that people keep: safetensors, with the name of their generator inside."""

import hashlib
import json
import struct

import torch
from safetensors import SafetensorError
from safetensors.torch import load, save
from torch import Tensor

from styletransfer.errors import InputError

LARGEST = 2 * 2**20  # bytes; sixteen faces of the largest generator need a third of it
MOST_FACES = 256
_FORMAT = "styletransfer-latent-1"
_NAME = "w_plus"
_HEAD = "latent"
_LARGEST_VALUE = 1e4
_EXPECTED = "Choose a latent file that this studio saved."


def encode_latent(w_plus: Tensor, generator: str) -> bytes:
    """Write codes as a file.

    Args:
        w_plus: (B, num_ws, style_dim), one face a row of the batch.
        generator: its name in the manifest.
    Raises:
        InputError: the codes have another shape or are no numbers.
    """
    if w_plus.ndim != 3 or not len(w_plus) or not bool(torch.isfinite(w_plus).all()):
        raise InputError(f"Codes (B, num_ws, style_dim) of finite numbers are needed, got {tuple(w_plus.shape)}.")
    codes = w_plus.detach().to("cpu", torch.float32).contiguous()
    shape = "x".join(map(str, codes.shape))
    described = {"format": _FORMAT, "generator": generator, "shape": shape, "sha256": _hash(codes)}
    return save({_NAME: codes}, {_HEAD: json.dumps(described)})  # one entry, because safetensors shuffles several


def decode_latent(data: bytes, generator: str, num_ws: int, style_dim: int) -> Tensor:
    """Read codes from a file, after its size, its head and its hash have been checked.

    Args:
        data: the file.
        generator: name of the generator that the codes are wanted for.
        num_ws: rows of its w+.
        style_dim: length of its w.
    Returns:
        w+ (B, num_ws, style_dim), one face a row of the batch.
    Raises:
        InputError: it is no such file, is damaged, or belongs to another generator.
    """
    described = _described(data)
    own = described.get("generator", "")
    if own != generator:
        raise InputError(
            f"The latent file belongs to the generator “{own[:80]}”, and “{generator}” is chosen. "
            "Choose the generator that it was made with."
        )
    try:
        codes = load(data)[_NAME]
    except (SafetensorError, KeyError, ValueError) as error:
        raise _damaged() from error
    if codes.dtype != torch.float32 or "x".join(map(str, codes.shape)) != described.get("shape"):
        raise _damaged()
    if _hash(codes) != described.get("sha256"):
        raise _damaged()
    if codes.ndim != 3 or not 1 <= len(codes) <= MOST_FACES or tuple(codes.shape[1:]) != (num_ws, style_dim):
        raise InputError(
            f"The latent file holds numbers of shape {tuple(codes.shape)}; the generator “{generator}” reads "
            f"(faces, {num_ws}, {style_dim}). Choose a file that was made with it."
        )
    if not bool(torch.isfinite(codes).all()) or float(codes.abs().max()) > _LARGEST_VALUE:
        raise InputError(f"The latent file holds values that no face has. {_EXPECTED}")
    return codes


def _described(data: bytes) -> dict[str, str]:
    """Read what a file says of itself, without parsing its numbers."""
    if len(data) > LARGEST:
        raise InputError(f"The latent file has {len(data) / 1e6:.1f} MB; at most {LARGEST / 1e6:.1f} MB are read.")
    if len(data) < 8:
        raise InputError(f"This is not a latent file. {_EXPECTED}")
    (length,) = struct.unpack("<Q", data[:8])
    if length > len(data) - 8:
        raise InputError(f"This is not a latent file, or it is cut short. {_EXPECTED}")
    try:
        described = json.loads(json.loads(data[8 : 8 + length])["__metadata__"][_HEAD])
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise InputError(f"This is not a latent file. {_EXPECTED}") from error
    if not isinstance(described, dict) or described.get("format") != _FORMAT:
        raise InputError(f"This is not a latent file. {_EXPECTED}")
    if not all(isinstance(value, str) for value in described.values()):
        raise _damaged()
    return described


def _damaged() -> InputError:
    return InputError("The latent file is damaged or cut short. Download it again.")


def _hash(codes: Tensor) -> str:
    return hashlib.sha256(codes.numpy().tobytes()).hexdigest()
