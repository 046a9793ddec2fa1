"""How the shipped generator's channels move for each axis of the CLIP's space, and so for any text, a sum of axes.

StyleCLIP moves each relevant channel by itself. In this small generator hundreds of channels answer to every text, and
what they do together is more than the sum: a smile opened the mouth. Directions of w+ that are found on the generator's
own faces (`algorithms.face_directions`) keep to what its layers do together, but hardly reach what random faces do not
vary in by itself, lipstick for instance. Both are tried for each axis, as far as they go for the same change, and the
one is kept that changes less besides. The judges of this are the labels that the CLIP learnt from.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from scripts.clip.pictures import painted, seeded_codes
from scripts.clip.sets import Reader
from scripts.clip.space import AXES, DIM, UNSEEN
from styletransfer.algorithms.face_direction_config import DirectionConfig, Wanted
from styletransfer.algorithms.face_direction_search import Search
from styletransfer.algorithms.face_scoring import as_levels
from styletransfer.algorithms.text_directions import StyleDirection, moved, style_direction
from styletransfer.models.face_directions import Directions
from styletransfer.models.stylegan2 import StyleGAN2, Styles
from styletransfer.models.text_relevance import Relevance
from styletransfer.progress import OnProgress, ignore

SHOWN = tuple(name for name in AXES if name not in UNSEEN)
SUNGLASSES, SLIDER = "sunglasses", "glasses"  # the axis, and the slider: random faces do not wear any
SUNGLASSES_SHARE = 1.4  # of the slider's whole way: less are shadows, and single channels paint smudges
BETA = 0.15
AIM, NEAREST = 1.5, 0.3  # deviations of change; and how often a candidate is taken for it at least
FARTHEST = {"codes": 3.0, "channels": 2.0}  # and at most: beyond, light hair begins as a white patch
START, ROUNDS, LEAST = 1.5, 2, 0.2
FACES, SEED, PSI = 32, 31337, 0.8  # on which candidates are tried

# What may change along, because the words mean it or the labels cannot tell it apart.
FREE = {
    "angry": ("brows", "smile", "eyes_open", "sad"), "sad": ("smile", "brows", "eyes_open", "angry"),
    "surprised": ("mouth_open", "eyes_open", "brows"), "moustache": ("beard",), "beard": ("moustache", "male"),
    "bald": ("hair_long", "hair_light"), "hair_long": ("bald",), "hair_yellow": ("hair_light",),
    "hair_light": ("hair_yellow",), "skin_yellow": ("skin_red",), "yaw": ("gaze_x",),
    "eyes_open": ("surprised", "angry", "sad"), "brows": ("surprised", "angry", "sad"), "mouth_open": ("surprised",),
    "smile": ("sad", "angry"), "brightness": ("background", "skin"), "skin": ("brightness",),
    "background": ("brightness",),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Tried:
    """A candidate for an axis.

    Attributes:
        kind: "codes" for a direction of w+, "channels" for relevant channels one by one.
        offsets: of the channels, (C,), for `own` deviations of change.
        own, worst: what it changes of its own axis, and at most of another one.
        rival: which that is.
    """

    kind: str
    offsets: Tensor
    own: float
    worst: float
    rival: str


@dataclass(frozen=True, eq=False)
class Trial:
    """Random faces on which candidates are tried."""

    generator: StyleGAN2
    reader: Reader
    relevance: Relevance

    @cached_property
    def styles(self) -> Styles:
        """StyleSpace of the faces."""
        return self.generator.styles(seeded_codes(self.generator, FACES, SEED, PSI))

    @cached_property
    def before(self) -> NDArray[np.float64]:
        """Labels of the faces, (FACES, axes), in deviations."""
        return self.read(self.styles)

    def read(self, styles: Styles) -> NDArray[np.float64]:
        """Paint faces and read their labels, (N, axes), in deviations."""
        places = self.reader.places(painted(self.generator, styles))[:, : len(AXES)]
        return np.asarray(places / np.array(list(AXES.values())), np.float64)

    def changes(self, offsets: Tensor) -> NDArray[np.float64]:
        """Return the mean change by offsets (C,) of the channels and by their opposite, (2, axes)."""
        each = StyleDirection(
            layers=self.relevance.layers, sizes=self.relevance.sizes, offsets=offsets, match=1.0, channels=len(offsets)
        )
        ends = [moved(self.generator.style_names, self.styles, [(each, sign)]) for sign in (1.0, -1.0)]
        return np.nan_to_num(np.stack([np.nanmean(self.read(end) - self.before, axis=0) for end in ends]))

    def tried(self, axis: str, kind: str, offsets: Tensor) -> Tried:
        """Follow offsets of the channels (C,) as far as the axis changes by `AIM`, if it does, and see what else does.
        """
        place, times = list(AXES).index(axis), START
        for _ in range(ROUNDS):
            up, down = self.changes(times * offsets)
            times = min(FARTHEST[kind], max(NEAREST, times * AIM / max((up[place] - down[place]) / 2, LEAST)))
        return self.followed(axis, kind, times * offsets)

    def followed(self, axis: str, kind: str, offsets: Tensor) -> Tried:
        """Follow offsets of the channels (C,) once, and see what changes."""
        place, changes = list(AXES).index(axis), self.changes(offsets)
        rivals = {name: float(np.abs(changes[:, number]).max()) for number, name in enumerate(AXES)
                  if name in SHOWN and name != axis and name not in FREE.get(axis, ())}  # fmt: skip
        rival = max(rivals, key=lambda name: rivals[name])
        own = float(changes[0, place] - changes[1, place]) / 2
        return Tried(kind=kind, offsets=offsets, own=own, worst=rivals[rival], rival=rival)

    def best(self, vectors: Mapping[str, Tensor]) -> Iterator[tuple[str, Tried]]:
        """Yield the better candidate of each axis: directions of w+ are given by the axis, (num_ws, style_dim)."""
        for axis in SHOWN:
            codes = in_channels(self.generator, self.relevance, vectors[axis])
            if axis == SUNGLASSES:  # as long as the slider paints them
                yield axis, self.followed(axis, "codes", codes)
                continue
            delta = torch.zeros(DIM)
            delta[list(AXES).index(axis)] = 1.0
            channels = style_direction(self.relevance, delta, BETA).offsets
            both = (self.tried(axis, "codes", codes), self.tried(axis, "channels", channels))
            yield axis, max(both, key=lambda each: each.own / each.worst)


def found_vectors(
    generator: StyleGAN2, sliders: Directions, reader: Reader, on_progress: OnProgress = ignore, faces: int = 4000
) -> dict[str, Tensor]:
    """Find the likeliest direction of w+ for each of `SHOWN`, (num_ws, style_dim), one deviation or glasses long.

    Args:
        generator: that ships.
        sliders: its own; that of sunglasses is where their search begins.
        reader: of the labels.
        on_progress: told after each batch.
        faces: random ones to learn from.
    """
    weights = np.array(list(AXES.values()))

    def scorer(pictures: Tensor) -> dict[str, Tensor]:
        places = reader.places(as_levels(pictures))[:, : len(AXES)] / weights
        columns = dict(zip(AXES, np.nan_to_num(places).T, strict=True))
        return {name: torch.from_numpy(columns[name]).float() for name in SHOWN}

    given = {SUNGLASSES: sliders.items[SLIDER].vector}
    wanted = tuple(
        Wanted(name=name, label=name, unit="σ", help="", step=0.1, reading=name, per_unit=1.0,
               values=(-2.0, -1.0, 0.0, 1.0, 2.0), free=FREE.get(name, ()), vector=given.get(name))
        for name in SHOWN
    )  # fmt: skip
    config = DirectionConfig(wanted=wanted, samples=faces, truncation_psi=0.9, blocks=3, seed=11)
    found = dict(zip(SHOWN, Search(generator, scorer, config, on_progress).vectors(), strict=True))
    found[SUNGLASSES] = SUNGLASSES_SHARE * found[SUNGLASSES]
    return found


@torch.no_grad()
def in_channels(generator: StyleGAN2, relevance: Relevance, vector: Tensor) -> Tensor:
    """Return what a direction of w+ (num_ws, style_dim) adds to the channels of a relevance, (C,)."""
    start = generator.styles(torch.zeros(1, *vector.shape))
    end = generator.styles(vector[None].float())
    steps = {name: (b - a)[0] for name, a, b in zip(generator.style_names, start, end, strict=True)}
    return torch.cat([steps[layer] for layer in relevance.layers])


def matrix(relevance: Relevance, offsets: Mapping[str, Tensor]) -> Tensor:
    """Put offsets of the channels (C,), by axis, side by side: what a unit of each axis adds, (C, DIM), in deviations.
    """
    moves = torch.zeros(relevance.channels, DIM)
    for axis, each in offsets.items():
        moves[:, list(AXES).index(axis)] = each / relevance.deviation
    return moves
