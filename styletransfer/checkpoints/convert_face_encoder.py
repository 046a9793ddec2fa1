"""pSp (Richardson et al. 2021) and e4e (Tov et al. 2021): encoder, generator and average of w out of one file."""

from pathlib import Path
from typing import get_args

import torch
from torch import Tensor

from styletransfer.checkpoints.convert import checked, plain_tensors, read_dict
from styletransfer.checkpoints.convert_stylegan2 import checked_generator, generator_config
from styletransfer.checkpoints.sealed import Dropped
from styletransfer.errors import CheckpointCorrupt
from styletransfer.models.face_encoder import EncoderKind, FaceEncoder

ENCODER, GENERATOR = "encoder.", "generator."
"""Begin the names of what is kept of either."""

_TYPES: dict[EncoderKind, str] = {"psp": "GradualStyleEncoder", "e4e": "Encoder4Editing"}
_DECODER = "decoder."
_COUNTER = "num_batches_tracked"


class _Namespace:
    """Stands in for the parsed command line of a training; keeps its plain values."""

    values: object = None

    def __setstate__(self, state: object) -> None:
        self.values = state


_ALLOWED = (
    (_Namespace, "argparse.Namespace"),
    (Dropped, "numpy.core.multiarray.scalar"),
    (Dropped, "numpy._core.multiarray.scalar"),
    (Dropped, "numpy.dtype"),
)


def read_face_encoder(source: Path, kind: EncoderKind) -> dict[str, Tensor]:
    """Read a published encoder with its generator, float32.

    Args:
        source: a verified file: a dict with "state_dict", "latent_avg" and "opts".
        kind: what it shall be.
    Returns:
        Tensors under the names of `models.face_encoder` after "encoder.", and of `models.stylegan2` after "generator.".
    Raises:
        CheckpointCorrupt: the file runs code, cannot be parsed, is of the other kind, or lacks layers.
    """
    loaded = read_dict(source, _ALLOWED)
    _check_kind(source, loaded.get("opts"), kind)
    state = plain_tensors(loaded.get("state_dict"))
    average = plain_tensors(loaded).get("latent_avg")
    if not state or average is None:
        raise CheckpointCorrupt(f"“{source.name}” lacks “state_dict” or “latent_avg”. Get the right file.")
    generator = checked_generator(source, _part(state, _DECODER) | {"latent_avg": average})
    with torch.device("meta"):
        network = FaceEncoder(kind, generator_config(generator).size)
    expected = {name: value.shape for name, value in network.state_dict().items() if not name.endswith(_COUNTER)}
    others = {name: value for name, value in state.items() if not name.startswith((ENCODER, _DECODER))}
    encoder = checked(source, _part(state, ENCODER) | others, expected)
    return _prefixed(ENCODER, encoder) | _prefixed(GENERATOR, generator)


def styles_of(state: dict[str, Tensor]) -> int:
    """Count the rows of w+ that an encoder gives, by its weights."""
    return sum(name.startswith("styles.") and name.endswith(".linear.weight") for name in state)


def _check_kind(source: Path, options: object, kind: EncoderKind) -> None:
    """Hold the training's own word on the encoder, where there is one, against what it shall be."""
    values = options.values if isinstance(options, _Namespace) else options
    found = values.get("encoder_type") if isinstance(values, dict) else None
    if found is None or found == _TYPES[kind]:
        return
    other = next((each for each in get_args(EncoderKind) if _TYPES[each] == found), None)
    told = f"of the kind {other}" if other else f"of a kind that is not known, {ascii(found)[:60]}"
    raise CheckpointCorrupt(f"“{source.name}” is {told} instead of {kind}. Get the right file.")


def _part(state: dict[str, Tensor], prefix: str) -> dict[str, Tensor]:
    return {name.removeprefix(prefix): value for name, value in state.items() if name.startswith(prefix)}


def _prefixed(prefix: str, state: dict[str, Tensor]) -> dict[str, Tensor]:
    return {f"{prefix}{name}": value for name, value in state.items()}
