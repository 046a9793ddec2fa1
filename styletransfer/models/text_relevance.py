"""What every channel of a generator's StyleSpace means to a CLIP, as measured once for a pair of both.

The matrix is StyleCLIP's relevance of channels for global directions (Patashnik et al. 2021, section 6). Departures:
  1. how consistent a channel is over the faces it was measured on is kept beside it and may weigh the rows
     (`weighted`, off unless a file says so), because the method makes every channel's row a unit vector, be it the
     clear effect of a channel or what is left of one that does something else in every face;
  2. what the generator's sliders mean to the CLIP is measured along, so that a prompt can be explained by sliders;
  3. rows may have been decorrelated (`decorrelation`), so that a prompt spares what most channels change anyway;
  4. alpha may have a scale of its own (`scale`): where hundreds of channels answer to every prompt, as in a small
     generator, the published unit leads a face too far;
  5. what a text adds to the channels may be another matrix than the relevance (`moves`): found on the generator's own
     faces, it keeps to what the channels do together, where single channels leave the space of faces.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import torch
from torch import Tensor

from styletransfer.errors import InputError

_UNIT = 0.02
"""How far a row's length may be from 1, after half precision."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Relevance:
    """The channels of a generator as a CLIP sees them.

    Attributes:
        generator, clip: their names in the manifest.
        layers: of StyleSpace that are covered, in the generator's order: no to_rgb.
        sizes: their channels, C together.
        fs3: what moving a channel up means, (C, dim), unit rows; a row of zeros does nothing that the CLIP sees.
        mean, deviation: of the channels over random faces, (C,).
        images: faces on which the channels were moved.
        samples: random faces behind mean and deviation.
        sliders: name of a slider -> unit direction (dim,) of moving it up; empty where none was measured.
        floor: match below which a prompt fits nothing that the generator paints; 0 when nobody measured it.
        consistency: length of each row before it was made 1, (C,), 0 to 1; None when it was not kept.
        weighted: multiply the rows by their consistency where they are used; the published method does not.
        decorrelation: ridge with which the rows were decorrelated, or 0 for rows as published.
        scale: what an alpha is multiplied by, so that the usual one is a clear change that keeps the face believable.
        moves: what a unit of each entry of a text's direction adds to the channels, (C, dim), in deviations; None for
            the published way, which takes the relevance divided by its largest.
    """

    generator: str
    clip: str
    layers: tuple[str, ...]
    sizes: tuple[int, ...]
    fs3: Tensor
    mean: Tensor
    deviation: Tensor
    images: int
    samples: int
    sliders: Mapping[str, Tensor] = field(default_factory=dict)
    floor: float = 0.0
    consistency: Tensor | None = None
    weighted: bool = False
    decorrelation: float = 0.0
    scale: float = 1.0
    moves: Tensor | None = None

    def __post_init__(self) -> None:
        """Raise `InputError` when the parts do not fit each other."""
        if len(self.layers) != len(self.sizes) or not self.layers or min(self.sizes) < 1:
            raise InputError(f"Each layer needs its number of channels, got {self.layers} and {self.sizes}.")
        if self.fs3.ndim != 2 or len(self.fs3) != self.channels or self.fs3.shape[1] < 1:
            raise InputError(f"The relevance must be ({self.channels}, dim), got {tuple(self.fs3.shape)}.")
        _check_lengths("Rows of the relevance", self.fs3, zero=True)
        for name, direction in self.sliders.items():
            if tuple(direction.shape) != (self.dim,):
                raise InputError(f"The direction of {name} must be ({self.dim},), got {tuple(direction.shape)}.")
            _check_lengths(f"The direction of {name}", direction[None])
        rows = [self.mean, self.deviation] + ([] if self.consistency is None else [self.consistency])
        if any(tuple(row.shape) != (self.channels,) or not row.isfinite().all() for row in rows):
            raise InputError(f"Statistics of {self.channels} channels must be as many finite numbers.")
        if (torch.stack(rows[1:]) < 0).any() or not 0 <= self.floor <= 1 or min(self.images, self.samples) < 1:
            raise InputError("Deviations, consistency and floor are at least 0, images and samples at least 1.")
        if not (0 <= self.decorrelation < math.inf and 0 < self.scale < math.inf):
            raise InputError(f"Decorrelation and scale must be finite, got {self.decorrelation} and {self.scale}.")
        if self.moves is not None and (self.moves.shape != self.fs3.shape or not self.moves.isfinite().all()):
            raise InputError(f"Moves must be finite and {tuple(self.fs3.shape)}, got {tuple(self.moves.shape)}.")
        if self.weighted and self.consistency is None:
            raise InputError("The relevance can be weighted only where the consistency was kept.")

    @property
    def channels(self) -> int:
        """Number of channels in all layers, C."""
        return sum(self.sizes)

    @property
    def dim(self) -> int:
        """Length of the CLIP's embeddings."""
        return self.fs3.shape[1]

    @property
    def matrix(self) -> Tensor:
        """What a text's direction is multiplied by: the relevance (C, dim), weighted or as it is."""
        return self.fs3 * self.consistency[:, None] if self.weighted and self.consistency is not None else self.fs3

    def check(self, names: Sequence[str], sizes: Sequence[int]) -> None:
        """Raise `InputError` unless a generator's StyleSpace has these layers.

        Args:
            names: the generator's `style_names`.
            sizes: its `style_sizes`.
        """
        known = dict(zip(names, sizes, strict=True))
        if any(known.get(layer) != size for layer, size in zip(self.layers, self.sizes, strict=True)):
            raise InputError(f"This relevance was measured on another generator than {self.generator} as it is here.")


@dataclass(kw_only=True, eq=False)
class PartialRelevance:
    """A measurement that is not finished; it goes on where it was left, to the same numbers.

    Attributes:
        generator, clip: their names.
        settings: what must be the same to go on.
        mean, deviation, samples: as in `Relevance`.
        sliders: as in `Relevance`.
        sums: of the unit differences so far, (C, dim), float64.
        parts: of the work that are in the sums, in the order of the work.
    """

    generator: str
    clip: str
    settings: Mapping[str, float]
    mean: Tensor
    deviation: Tensor
    samples: int
    sliders: Mapping[str, Tensor]
    sums: Tensor
    parts: int = 0


def _check_lengths(what: str, rows: Tensor, *, zero: bool = False) -> None:
    lengths = torch.linalg.vector_norm(rows.double(), dim=1)
    fits = (lengths - 1).abs() <= _UNIT
    if zero:
        fits |= lengths == 0
    if not fits.all():
        raise InputError(f"{what} must be of length 1, got {float(lengths[~fits][0]):g}.")
