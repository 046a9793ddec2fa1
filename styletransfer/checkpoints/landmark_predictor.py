"""Read dlib's landmark predictors: plain files, and packed ones as they are published or shipped."""

import bz2
import lzma
import tempfile
from pathlib import Path

import dlib
import numpy as np

from styletransfer.errors import CheckpointCorrupt, CheckpointMissing

LANDMARKS = 68
LARGEST = 200 * 2**20  # bytes, unpacked; the usual predictor has half of that
_PACKED = (".bz2", ".xz")


def load_predictor(path: Path) -> "dlib.shape_predictor":
    """Read a predictor of 68 landmarks; its callers have verified the file.

    Args:
        path: a file of dlib, or one packed by bzip2 or xz and named `.bz2` or `.xz`.
    Raises:
        CheckpointMissing: there is no such file.
        CheckpointCorrupt: it is no predictor of 68 landmarks.
    """
    if not path.is_file():
        raise CheckpointMissing(f"The landmark predictor {path.name} is not on this machine.")
    try:
        predictor = _unpacked(path) if path.suffix in _PACKED else dlib.shape_predictor(str(path))
    except (RuntimeError, EOFError, OSError, lzma.LZMAError, UnicodeError) as error:
        raise CheckpointCorrupt(f"{path.name} is not a landmark predictor of dlib: {error}. Fetch it again.") from error
    parts = predictor(np.zeros((8, 8), np.uint8), dlib.rectangle(0, 0, 7, 7)).num_parts
    if parts != LANDMARKS:
        raise CheckpointCorrupt(f"{path.name} knows {parts} landmarks, {LANDMARKS} are needed. Fetch it again.")
    return predictor


def _unpacked(path: Path) -> "dlib.shape_predictor":
    """Unpack into a folder of its own, because dlib reads only files."""
    with bz2.open(path) if path.suffix == ".bz2" else lzma.open(path) as packed:
        stream = packed.read(LARGEST + 1)
    if len(stream) > LARGEST:
        raise CheckpointCorrupt(f"{path.name} unpacks to more than {LARGEST // 2**20} MB. Fetch it again.")
    with tempfile.TemporaryDirectory(prefix="landmarks-") as folder:
        plain = Path(folder) / "predictor.dat"
        plain.write_bytes(stream)
        return dlib.shape_predictor(str(plain))
