"""torchvision's segmentation networks without what serves training alone: auxiliary classifier and step counters."""

from pathlib import Path

import torch
from torch import Tensor

from styletransfer.checkpoints.convert import checked, read_plain
from styletransfer.models.segmenters import new_segmenter

_COUNTER = "num_batches_tracked"
_AUXILIARY = "aux_classifier."


def read_segmenter(source: Path, name: str) -> dict[str, Tensor]:
    """Read a published segmentation network, float32.

    Args:
        source: a verified file, a plain state dict.
        name: the network it shall fit, one of `models.segmenters.ARCHITECTURES`.
    Raises:
        CheckpointCorrupt: the file runs code, cannot be parsed, or does not hold the layers of this network.
    """
    with torch.device("meta"):
        network = new_segmenter(name)
    expected = {key: value.shape for key, value in network.state_dict().items() if not key.endswith(_COUNTER)}
    state = {key: value for key, value in read_plain(source).items() if not key.startswith(_AUXILIARY)}
    return checked(source, state, expected)
