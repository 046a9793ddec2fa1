"""Learns how far channels move for each axis: by gradients through generator and readers.

What `scripts.clip.moves` finds is where this begins. There every axis is followed alone, and what changes besides is
only seen; here it is a loss. Random faces and portraits are moved along random axes by random amounts; the axis is to
change that much, as two readers see it (`scripts.clip.effects`, `scripts.clip.recolouring`), all others as little as
can be, and the picture too. Staying near the beginning keeps the moves to what the generator's layers do together.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from time import monotonic

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional

from scripts.clip.effects import TWICE, Effects, small
from scripts.clip.moves import FREE as FOUND_FREE
from scripts.clip.recolouring import SEEN, Recolouring, lab
from scripts.clip.regions import Mask
from scripts.clip.space import AXES, UNSEEN
from styletransfer.algorithms.face_scoring import as_levels
from styletransfer.devices import autocast
from styletransfer.models.stylegan2 import StyleGAN2, Styles
from styletransfer.models.text_relevance import Relevance

# Not what parts do: to the readers a shade below the nose is an open mouth, where the moves found really open it.
LEARNT = (
    "age", "male", "beard", "moustache", "hair_light", "hair_red", "hair_yellow", "bald", "hair_long",
    "skin", "skin_red", "skin_yellow", "light_x", "brightness", "background", "lips_red", "eye_dark",
)  # fmt: skip
AIM = 1.6  # deviations of change; about three quarters are reached against the other losses
AIMS = {"light_x": 1.9, "male": 1.5, "moustache": 1.5, "eye_dark": 1.5, "lips_red": 1.4, "hair_long": 1.3,
        "hair_red": 1.2, "hair_yellow": 1.2, "background": 1.2, "brightness": 1.2, "bald": 1.1,
        "skin_yellow": 1.0}  # fmt: skip
AMOUNTS = (0.5, 1.25)  # of the aim, either way
BETAS = (0.15, 0.15, 0.15, 0.05, 0.3)
ALONG = 0.1  # how much what may change along counts
FREE = {**FOUND_FREE, "beard": ("moustache",)}  # a beard alone makes nobody look more like a man
WARM = 20  # steps
AT_ONCE = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class MovingConfig:
    """How moves are learnt.

    Attributes:
        minutes: at most; the schedule of the learning rate follows the clock.
        batch: faces, each moved along an axis of its own.
        rate: learning rate at its highest, in deviations of a channel.
        own, besides, picture, uneven, astray, near: weights of the change asked for, of changes besides, of the change
            of the reduced picture, of the unevenness of a colour's change, of changes where none should be, and of the
            distance from the beginning.
        seed: of faces, axes and amounts.
    """

    minutes: float
    batch: int = 24
    rate: float = 0.04
    own: float = 4.0
    besides: float = 0.35
    picture: float = 3.0
    uneven: float = 2.0
    astray: float = 0.04
    near: float = 0.08
    seed: int = 0


@dataclass(frozen=True, slots=True)
class Faces:
    """Faces to move.

    Attributes:
        styles: their StyleSpace.
        read: what the readers say of them, (2, N, axes).
        small: reduced pictures, (N, 3, 32, 32).
        colours: theirs.
    """

    styles: Styles
    read: Tensor
    small: Tensor
    colours: Recolouring


@torch.no_grad()
def prepared(
    generator: StyleGAN2, effects: Effects, codes: Tensor, find: Callable[[NDArray[np.uint8]], tuple[Mask, Mask]]
) -> Faces:
    """Paint and read faces.

    Args:
        generator: that ships.
        effects: both readers.
        codes: (N, num_ws, style_dim).
        find: finds hair and skin in pictures, as `scripts.clip.regions.regions`; faces without are left out.
    """
    parts = []
    for some in torch.split(codes, AT_ONCE):
        styles = generator.styles(some)
        pictures = _painted(generator, styles)
        masks, shown = (torch.from_numpy(each) for each in find(as_levels(pictures / 2 + 0.5)))
        parts.append((*(layer[shown] for layer in (*styles, pictures)), masks[shown]))
    *layers, pictures, masks = (torch.cat(column) for column in zip(*parts, strict=True))
    batches = pictures.split(AT_ONCE)
    return Faces(
        styles=tuple(layers),
        read=torch.cat([effects(batch) for batch in batches], dim=1),
        small=torch.cat([small(batch) for batch in batches]),
        colours=Recolouring.of(pictures / 2 + 0.5, masks),
    )


class Mover:
    """Moves faces along axes and tells the loss."""

    def __init__(self, generator: StyleGAN2, effects: Effects, faces: Faces, relevance: Relevance) -> None:
        self.generator, self.effects, self.faces, self.relevance = generator, effects, faces, relevance
        self.rivals, self.shares = _rivals(), _shares()
        self.aims = torch.tensor([AIMS.get(name, AIM) for name in AXES])

    def loss(self, moves: Tensor, chosen: "Chosen", config: MovingConfig) -> Tensor:
        """Return the mean loss of moving some faces; `moves` (C, axes) in deviations."""
        rows, axis, faces = chosen.rows, chosen.axis, self.faces
        offsets = _kept(moves, chosen.beta)[:, axis] * chosen.amounts * self.relevance.deviation[:, None]
        pictures = _painted(self.generator, self._moved(rows, offsets.T))
        colours = lab(pictures / 2 + 0.5)
        changes = torch.cat([self.effects(pictures) - faces.read[:, rows], faces.colours.changes(colours, rows)[None]])
        own = (self.shares[:, axis] * changes[:, torch.arange(len(rows)), axis]).sum(dim=0)
        asked = functional.huber_loss(own, chosen.amounts * self.aims[axis], reduction="none")
        besides = (self.rivals[axis] * changes.square()).sum(dim=(0, 2)) / 2
        picture = (small(pictures) - faces.small[rows]).square().mean(dim=(1, 2, 3))
        uneven, astray = faces.colours.unevenness(colours, rows, axis)
        weighed = config.own * asked + config.besides * besides + config.picture * picture
        return (weighed + config.uneven * uneven + config.astray * astray).mean()

    def _moved(self, rows: Tensor, offsets: Tensor) -> Styles:
        steps = dict(zip(self.relevance.layers, torch.split(offsets, list(self.relevance.sizes), dim=1), strict=True))
        pairs = zip(self.generator.style_names, self.faces.styles, strict=True)
        return tuple(each[rows] + steps[name] if name in steps else each[rows] for name, each in pairs)


@dataclass(frozen=True, slots=True)
class Chosen:
    """What a step moves: faces, along which axis each, by what share of the aim, and above which threshold."""

    rows: Tensor
    axis: Tensor
    amounts: Tensor
    beta: float

    @staticmethod
    def drawn(faces: int, count: int, random: np.random.Generator) -> "Chosen":
        """Draw a step at random."""
        axes = np.array([list(AXES).index(name) for name in LEARNT])
        return Chosen(
            torch.from_numpy(random.integers(0, faces, count)),
            torch.from_numpy(np.resize(random.permutation(axes), count)),
            torch.from_numpy(random.uniform(*AMOUNTS, count) * random.choice((-1, 1), count)).float(),
            float(random.choice(BETAS)),
        )


def learn_moves(mover: Mover, begin: Tensor, config: MovingConfig) -> Iterator[tuple[int, float, Tensor]]:
    """Learn; yield step, mean loss and averaged moves now and then and at the end.

    Args:
        mover: of the faces to learn on.
        begin: what a unit of each axis adds to the channels, (C, axes), in deviations.
        config: how.
    """
    random = np.random.default_rng(config.seed)
    moves = begin.clone().requires_grad_()
    spread = begin.square().mean(dim=0).sqrt().clamp_min(0.2)
    optimizer = torch.optim.Adam([moves], lr=config.rate, betas=(0.9, 0.98))
    average, begun, step, total = begin.clone(), monotonic(), 0, 0.0
    while (share := (monotonic() - begun) / (60 * config.minutes)) < 1:
        optimizer.param_groups[0]["lr"] = config.rate * min(1.0, step / WARM + 0.05) * (1 + np.cos(np.pi * share)) / 2
        loss = mover.loss(moves, Chosen.drawn(len(mover.faces.small), config.batch, random), config)
        near = ((moves - begin) / spread).square().mean(dim=0).sum() / len(LEARNT)
        optimizer.zero_grad(set_to_none=True)
        (loss + config.near * near).backward()
        optimizer.step()
        step += 1
        average.lerp_(moves.detach(), 1 - min(0.99, step / (step + 10)))
        total += float(loss.detach())
        if step % 50 == 0:
            yield step, total / 50, average
            total = 0.0
    yield step, total / max(step % 50, 1), average


def _painted(generator: StyleGAN2, styles: Styles) -> Tensor:
    with autocast(styles[0].device):
        return generator.synthesis_from_styles(styles, "none").float()


def _kept(moves: Tensor, beta: float) -> Tensor:
    """Leave small moves out, as prompts do, but let gradients pass to all."""
    still = moves.detach()
    large = still.abs() >= beta * still.abs().amax(dim=0)
    return moves + torch.where(large, 0.0, -still)


def _shares() -> Tensor:
    """Tell how much each way counts for an axis' own change, (3, axes)."""
    shares = dict.fromkeys(TWICE, (0.5, 0.5, 0.0)) | dict.fromkeys(SEEN, (0.3, 0.0, 0.7))
    return torch.tensor([shares.get(name, (1.0, 0.0, 0.0)) for name in AXES]).T


def _rivals() -> Tensor:
    """Tell how much a change of each axis (columns) counts when another one (rows) is asked for, (axes, axes)."""
    counts = 1 - torch.eye(len(AXES))
    for row, name in enumerate(AXES):
        for column, other in enumerate(AXES):
            if other in FREE.get(name, ()):
                counts[row, column] = ALONG
            if other in UNSEEN:
                counts[row, column] = 0.0
    return counts
