"""Recorded values of published programs, which lie beside the repository (`../shared/parity`)."""

import importlib.util
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest
import torch
from numpy.typing import NDArray
from torch import Tensor

from styletransfer.models.wavelet_vgg import Variant

FOLDER = Path(__file__).parents[2] / "shared" / "parity"


def needs(file: str = "") -> pytest.MarkDecorator:
    """Make the mark that skips tests where the recordings, or this file of them, are not beside the repository."""
    reason = f"the recordings are not beside the repository: shared/parity/{file}"
    return pytest.mark.skipif(not (FOLDER / file).exists(), reason=reason)


@cache
def recorded(file: str) -> dict[str, NDArray[Any]]:
    """Read every array of a recording, once a process."""
    with np.load(FOLDER / file) as archive:
        return {name: archive[name] for name in archive.files}


def listed(part: str, variant: Variant) -> tuple[dict[str, list[int]], str]:
    """Return the shapes in WCT²'s published file of a part by their names, and the prefix that seeds their fill."""
    return listed_in(f"wave_{part}_{variant}_l4_keys.json")


def listed_in(file: str) -> tuple[dict[str, list[int]], str]:
    """Return the shapes in a published file by their names, from a list of keys, and the prefix of their fill."""
    shapes, prefix = _rule().load_manifest(str(FOLDER / file))
    return shapes, prefix


def filled(part: str, variant: Variant) -> dict[str, Tensor]:
    """Fill the weights of a part of WCT² by the recorded rule; its fixed Haar filters are left out."""
    return filled_by(f"wave_{part}_{variant}_l4_keys.json")


def filled_by(file: str) -> dict[str, Tensor]:
    """Fill the weights that a list of keys names by the recorded rule; fixed filters are left out."""
    values = _rule().fill(*listed_in(file))
    return {name: torch.from_numpy(value) for name, value in values.items()}


def picture(array: NDArray[np.uint8]) -> Tensor:
    """Turn (H, W, 3) of 0..255 into (1, 3, H, W) of 0..1."""
    return torch.from_numpy(array).permute(2, 0, 1)[None].float() / 255


@cache
def _rule() -> ModuleType:
    spec = importlib.util.spec_from_file_location("fill", FOLDER / "fill.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
