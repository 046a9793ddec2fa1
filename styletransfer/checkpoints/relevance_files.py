"""Files of what a generator's channels mean to a CLIP: finished ones, and measurements that were stopped.

Both are safetensors. In a finished one the large matrix is in half precision; a stopped measurement is kept as it is,
so that it goes on to the same numbers. Words and numbers about them stand in the metadata.
"""

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TypeVar

import torch
from safetensors import SafetensorError, safe_open
from torch import Tensor
from torch.nn import functional

from styletransfer.checkpoints.tensor_files import halved, write_tensors
from styletransfer.errors import CheckpointCorrupt, CheckpointMissing, InputError
from styletransfer.models.text_relevance import PartialRelevance, Relevance

FORMAT = "face-relevance 1"
PARTIAL_FORMAT = "face-relevance, unfinished 1"
_LARGEST = 2**30  # bytes; the largest published pair takes a hundredth of it
_SLIDER = "slider "

_Content = TypeVar("_Content")
_Tensors = Mapping[str, Tensor]


def save_relevance(path: Path, relevance: Relevance) -> None:
    """Write a relevance, replacing the file in one move."""
    exact = {"mean": relevance.mean.float(), "deviation": relevance.deviation.float()}
    if relevance.consistency is not None:
        exact["consistency"] = relevance.consistency.float()
    words = {
        "layers": relevance.layers, "sizes": relevance.sizes, "images": relevance.images, "samples": relevance.samples,
        "floor": relevance.floor, "weighted": relevance.weighted, "decorrelation": relevance.decorrelation,
        "scale": relevance.scale, "sliders": list(relevance.sliders),
    }  # fmt: skip
    large = {"fs3": relevance.fs3} | ({} if relevance.moves is None else {"moves": relevance.moves})
    tensors = exact | halved(large | _named(relevance.sliders))
    _write(path, tensors, {"format": FORMAT, "generator": relevance.generator, "clip": relevance.clip}, words)


def load_relevance(path: Path) -> Relevance:
    """Read what `save_relevance` wrote.

    Raises:
        CheckpointMissing: there is no such file.
        CheckpointCorrupt: it is damaged, or of something else.
    """
    return _read(path, FORMAT, _finished, "Get it again, or measure it again.")


def save_partial(path: Path, partial: PartialRelevance) -> None:
    """Write an unfinished measurement, replacing the file in one move."""
    tensors = {"mean": partial.mean, "deviation": partial.deviation, "sums": partial.sums} | _named(partial.sliders)
    words = {
        "settings": dict(partial.settings), "samples": partial.samples, "parts": partial.parts,
        "sliders": list(partial.sliders),
    }  # fmt: skip
    _write(path, tensors, {"format": PARTIAL_FORMAT, "generator": partial.generator, "clip": partial.clip}, words)


def load_partial(path: Path) -> PartialRelevance:
    """Read what `save_partial` wrote; errors as of `load_relevance`."""
    return _read(path, PARTIAL_FORMAT, _unfinished, "Delete it to begin anew.")


def _finished(metadata: Mapping[str, str], tensors: _Tensors) -> Relevance:
    words = json.loads(metadata["about"])
    return Relevance(
        generator=metadata["generator"],
        clip=metadata["clip"],
        layers=tuple(str(layer) for layer in words["layers"]),
        sizes=tuple(int(size) for size in words["sizes"]),
        fs3=functional.normalize(tensors["fs3"].float(), dim=1),
        mean=tensors["mean"].float(),
        deviation=tensors["deviation"].float(),
        images=int(words["images"]),
        samples=int(words["samples"]),
        sliders={name: functional.normalize(tensors[_SLIDER + name].float(), dim=0) for name in words["sliders"]},
        floor=float(words["floor"]),
        consistency=tensors["consistency"].float() if "consistency" in tensors else None,
        weighted=bool(words["weighted"]),
        decorrelation=float(words["decorrelation"]),
        scale=float(words["scale"]),
        moves=tensors["moves"].float() if "moves" in tensors else None,
    )


def _unfinished(metadata: Mapping[str, str], tensors: _Tensors) -> PartialRelevance:
    words = json.loads(metadata["about"])
    found = PartialRelevance(
        generator=metadata["generator"],
        clip=metadata["clip"],
        settings={str(name): float(value) for name, value in words["settings"].items()},
        mean=tensors["mean"],
        deviation=tensors["deviation"],
        samples=int(words["samples"]),
        sliders={name: tensors[_SLIDER + name] for name in words["sliders"]},
        sums=tensors["sums"],
        parts=int(words["parts"]),
    )
    rows = (found.sums.shape[0],)
    fits = found.sums.ndim == 2 and found.sums.dtype == torch.float64 and found.parts >= 0
    if not fits or tuple(found.mean.shape) != rows or tuple(found.deviation.shape) != rows:
        raise ValueError("its parts do not fit each other")
    return found


def _named(sliders: Mapping[str, Tensor]) -> dict[str, Tensor]:
    return {_SLIDER + name: direction for name, direction in sliders.items()}


def _write(path: Path, tensors: _Tensors, words: Mapping[str, str], about: Mapping[str, object]) -> None:
    write_tensors(path, tensors, {**words, "about": json.dumps(about)})


def _read(path: Path, expected: str, make: Callable[[Mapping[str, str], _Tensors], _Content], advice: str) -> _Content:
    if not path.is_file():
        raise CheckpointMissing(f"The file of channel relevance {path.name} is not on this machine.")
    try:
        if path.stat().st_size > _LARGEST:
            raise ValueError(f"it is larger than {_LARGEST // 2**20} MB")
        with safe_open(path, framework="pt") as file:
            metadata = file.metadata() or {}
            if metadata.get("format") != expected:
                raise ValueError(f"its format is {metadata.get('format')!r} instead of {expected!r}")
            tensors = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118 - it is no dict
        if not all(tensor.isfinite().all() for tensor in tensors.values()):
            raise ValueError("some of its numbers are not finite")
        return make(metadata, tensors)
    except (SafetensorError, OSError, KeyError, TypeError, AttributeError, ValueError, IndexError, InputError) as error:
        raise CheckpointCorrupt(f"“{path.name}” is no file of channel relevance: {error}. {advice}") from error
