"""The published CLIP to plain tensors: a TorchScript archive, of which only the numbers are read."""

from pathlib import Path

from torch import Tensor

from styletransfer.checkpoints.clip_files import expected_shapes, shape_of
from styletransfer.checkpoints.convert import check_layers, plain_tensors
from styletransfer.checkpoints.torchscript import read_torchscript
from styletransfer.errors import CheckpointCorrupt, InputError


def read_clip(source: Path) -> dict[str, Tensor]:
    """Read a published CLIP under the names of clip's class, in the precision of the file (half for the most part).

    Args:
        source: a verified archive; the whole numbers that it notes, such as the side of the pictures, are left out.
    Raises:
        CheckpointCorrupt: the archive is damaged, asks for more than tensors, or does not hold the layers of a CLIP.
        CheckpointError: clip-anytorch is not installed.
    """
    state = plain_tensors(read_torchscript(source))
    try:
        expected = expected_shapes(shape_of(state))
    except InputError as error:
        raise CheckpointCorrupt(f"“{source.name}” does not hold the layers of a CLIP. Get the right file.") from error
    check_layers(source, state, expected)
    return {name: state.pop(name).clone() for name in expected}  # two may share memory, which cannot be kept
