"""Tables of colour: fit one to an edit, write and read it as a .cube file, apply it to photographs.

A table holds the new colour of every point of a regular grid in sRGB; colours between are interpolated. Files follow
"Cube LUT Specification 1.0" (Adobe 2013) and are read as DaVinci Resolve writes them, too.
"""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F
from numpy.typing import NDArray
from torch import Tensor

from styletransfer.errors import InputError
from styletransfer.imaging.lut_fitting import fit_table, grid_points
from styletransfer.imaging.picture import Channels

Domain = tuple[float, float, float]

SIZE = 33
SMALLEST, LARGEST = 2, 129

_STRIPE = 400_000  # pixels looked up at a time


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Lut:
    """A table of colours.

    Attributes:
        table: (N, N, N, 3) float32, indexed by blue, green and red.
        low, high: red, green and blue of the table's first and last point.
        title: words for people.
    """

    table: NDArray[np.float32]
    low: Domain = (0.0, 0.0, 0.0)
    high: Domain = (1.0, 1.0, 1.0)
    title: str = ""

    @property
    def size(self) -> int:
        """Points a side."""
        return int(self.table.shape[0])


def identity_lut(size: int = SIZE) -> Lut:
    """Return the table that changes nothing."""
    return Lut(table=grid_points(size).reshape(size, size, size, 3).astype(np.float32))


def fit_lut(
    pairs: Sequence[tuple[Tensor, Tensor]], weights: Sequence[Tensor | None] | None = None, *, size: int = SIZE
) -> Lut:
    """Find the one table that comes closest to edits of photographs.

    Args:
        pairs: photograph and edit, each (1, 3, H, W), sRGB in [0, 1]; several pairs make the look of an album.
        weights: for each pair how much each pixel counts, (1, 1, H, W) and not negative, or None for all the same.
        size: points a side.
    Returns:
        The table, in [0, 1].
    Raises:
        InputError: no pixel counts, or a pair does not fit together.
    """
    return Lut(table=fit_table(pairs, weights, size))


def apply_lut(
    lut: Lut, pixels: Channels, strength: float = 1.0, weights: NDArray[np.floating[Any]] | None = None
) -> Channels:
    """Look up the colours of a photograph, a stripe of rows at a time.

    Args:
        lut: the table.
        pixels: (H, W, 3), 8 or 16 bits.
        strength: 0 (the photograph) … 1 (the table).
        weights: (H, W) in [0, 1], where the table counts, or None for everywhere.
    Returns:
        (H, W, 3) of the same type.
    Raises:
        InputError: the weights have another size.
    """
    if weights is not None and weights.shape != pixels.shape[:2]:
        raise InputError(f"The weights {weights.shape} do not fit the photograph {pixels.shape[:2]}; resize them.")
    levels = float(np.iinfo(pixels.dtype).max)
    volume = torch.from_numpy(np.ascontiguousarray(lut.table.transpose(3, 0, 1, 2)))[None]  # (1, 3, blue, green, red)
    low, high = torch.tensor(lut.low), torch.tensor(lut.high)
    finished = np.empty_like(pixels)
    count = max(1, _STRIPE // max(1, pixels.shape[1]))
    for top in range(0, pixels.shape[0], count):
        stripe = torch.from_numpy(pixels[top : top + count].astype(np.float32)).div_(levels)  # (rows, W, 3)
        places = ((stripe - low) / (high - low)).mul_(2).sub_(1)[None, None]
        found = F.grid_sample(volume, places, mode="bilinear", padding_mode="border", align_corners=True)
        share: float | Tensor = strength
        if weights is not None:
            share = torch.from_numpy(weights[top : top + count, :, None].astype(np.float32)) * strength
        mixed = stripe + (found[0, :, 0].permute(1, 2, 0) - stripe) * share
        finished[top : top + count] = mixed.clamp_(0, 1).mul_(levels).round_().numpy()
    return finished


def encode_cube(lut: Lut, title: str = "") -> bytes:
    """Write a table as a .cube file, red running fastest.

    Args:
        lut: the table.
        title: words for people, the table's own when empty; what is not ASCII is spelled without accents or left out.
    """
    spelled = unicodedata.normalize("NFKD", title or lut.title).encode("ascii", "ignore").decode()
    shown = "".join(c for c in spelled if c.isprintable() and c != '"')[:200].strip()
    head = [
        f'TITLE "{shown or "Look"}"',
        f"LUT_3D_SIZE {lut.size}",
        "DOMAIN_MIN " + " ".join(f"{value:.6f}" for value in lut.low),
        "DOMAIN_MAX " + " ".join(f"{value:.6f}" for value in lut.high),
    ]
    rows = ["{:.6f} {:.6f} {:.6f}".format(*row) for row in lut.table.reshape(-1, 3).tolist()]
    return ("\n".join(head + rows) + "\n").encode("ascii")


def parse_cube(data: bytes | str) -> Lut:
    """Read a .cube file.

    Args:
        data: its content.
    Returns:
        The table.
    Raises:
        InputError: it is no .cube file, holds curves instead of a table, or is damaged.
    """
    text = (data.decode("utf-8", "replace") if isinstance(data, bytes) else data).lstrip("\ufeff")
    settings: dict[str, str] = {}
    rows: list[str] = []
    for line in text.splitlines():
        words = line.strip()
        if not words or words.startswith("#"):
            continue
        if words[0].isupper():
            keyword, *value = words.split(maxsplit=1)
            settings[keyword] = "".join(value)
        else:
            rows.append(words)
    size = _read_size(settings)
    low, high = _read_domain(settings)
    table = _read_rows(rows, size)
    return Lut(table=table, low=low, high=high, title=settings.get("TITLE", "").strip('"'))


def _read_size(settings: dict[str, str]) -> int:
    if "LUT_1D_SIZE" in settings:
        raise InputError("This .cube file holds a curve for each channel (1D); export the look as a 3D LUT.")
    if "LUT_3D_SIZE" not in settings:
        raise InputError("This is not a .cube file: it has no line LUT_3D_SIZE. Choose a 3D LUT in .cube format.")
    given = settings["LUT_3D_SIZE"]
    if not given.isdecimal() or not SMALLEST <= int(given) <= LARGEST:
        raise InputError(f"This .cube file has LUT_3D_SIZE {given[:20]}; expected {SMALLEST} to {LARGEST}.")
    return int(given)


def _read_domain(settings: dict[str, str]) -> tuple[Domain, Domain]:
    whole = settings.get("LUT_3D_INPUT_RANGE", "0 1").split()  # as Resolve writes it, one range for all channels
    texts = settings.get("DOMAIN_MIN", " ".join(whole[:1] * 3)), settings.get("DOMAIN_MAX", " ".join(whole[1:] * 3))
    try:
        (r0, g0, b0), (r1, g1, b1) = ([float(word) for word in text.split()] for text in texts)
    except ValueError as error:
        raise InputError("This .cube file has a damaged domain; expected three numbers each.") from error
    bounds = np.array([[r0, g0, b0], [r1, g1, b1]])
    if not (np.isfinite(bounds).all() and (bounds[1] > bounds[0]).all()):
        raise InputError("This .cube file has a domain that does not grow from its minimum to its maximum.")
    return (r0, g0, b0), (r1, g1, b1)


def _read_rows(rows: list[str], size: int) -> NDArray[np.float32]:
    if len(rows) != size**3:
        raise InputError(f"This .cube file has {len(rows)} colours; LUT_3D_SIZE {size} needs {size**3}.")
    try:
        table = np.array([row.split() for row in rows], dtype=np.float32)
    except ValueError as error:
        raise InputError("This .cube file has a line that is not three numbers; export it again.") from error
    if table.shape != (size**3, 3) or not np.isfinite(table).all():
        raise InputError("This .cube file has a line that is not three finite numbers; export it again.")
    return table.reshape(size, size, size, 3)
