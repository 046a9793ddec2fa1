"""Pictures to learn from: the generator's own faces, as they are and with sliders and channels of StyleSpace moved.

Faces come in groups of `GROUP`: a random face; the same with some sliders moved; the same with some channels of
StyleSpace moved, which is what text prompts do to it. Pictures that differ in little teach what words mean better
than ever more strangers.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from styletransfer.algorithms.face_scoring import as_levels
from styletransfer.algorithms.text_probes import covered
from styletransfer.devices import autocast
from styletransfer.models.face_directions import Directions
from styletransfer.models.stylegan2 import StyleGAN2, Styles

GROUP = 3
LEAST_PSI, MOST_PSI = 0.7, 1.0
MIXED = 0.4  # share of random faces with two styles
MOST_SLIDERS = 3
CHANNELS = (1, 40)  # moved at once: the fewest and the most
SHIFT = (3.0, 8.0)  # deviations of a channel
BATCH = 32
STATISTICS = 20_000
STATISTICS_PSI = 0.7


@dataclass(frozen=True, slots=True)
class ChannelStatistics:
    """Mean and deviation (channels,) of every layer of StyleSpace over random faces."""

    mean: Styles
    deviation: Styles


@torch.no_grad()
def seeded_codes(generator: StyleGAN2, count: int, seed: int, psi: float) -> Tensor:
    """Return codes (count, num_ws, style_dim) of random faces, the same for the same seed."""
    z = torch.randn(count, generator.config.style_dim, generator=torch.Generator().manual_seed(seed))
    return generator.codes(z, psi)


@torch.no_grad()
def channel_statistics(generator: StyleGAN2, seed: int = 0) -> ChannelStatistics:
    """Measure the channels over `STATISTICS` random faces."""
    styles = generator.styles(seeded_codes(generator, STATISTICS, seed, STATISTICS_PSI))
    return ChannelStatistics(tuple(s.mean(dim=0) for s in styles), tuple(s.std(dim=0) for s in styles))


def convolutions(generator: StyleGAN2) -> list[tuple[int, int]]:
    """Return layer and channel of everything in StyleSpace that prompts move: all but the layers of colour."""
    return [(layer, channel) for layer in covered(generator) for channel in range(generator.style_sizes[layer])]


@dataclass(frozen=True, slots=True)
class Painter:
    """Paints groups of faces with one generator, bit for bit the same for the same seed."""

    generator: StyleGAN2
    sliders: Directions
    statistics: ChannelStatistics

    @torch.no_grad()
    def paint(self, groups: int, seed: int) -> NDArray[np.uint8]:
        """Paint groups of faces: (groups * GROUP, S, S, 3)."""
        random = np.random.default_rng(seed)
        codes = self._codes(groups, random)
        moved = codes + torch.stack([self._slider_move(random) for _ in range(groups)])
        plain, slid = self.generator.styles(codes), self.generator.styles(moved)
        shifted = self._shifted(tuple(styles.clone() for styles in plain), random)
        together = tuple(torch.stack(parts, dim=1).flatten(0, 1) for parts in zip(plain, slid, shifted, strict=True))
        return painted(self.generator, together)

    def _codes(self, count: int, random: np.random.Generator) -> Tensor:
        generator, dim = self.generator, self.generator.config.style_dim
        z = torch.from_numpy(random.standard_normal((2, count, dim), dtype=np.float32))
        psi = torch.from_numpy(random.uniform(LEAST_PSI, MOST_PSI, (count, 1, 1)).astype(np.float32))
        first, second = (generator.broadcast(generator.mapping(part)) for part in z)
        crossover = np.where(
            random.random(count) < MIXED, random.integers(1, generator.num_ws, count), generator.num_ws
        )
        keeps = torch.arange(generator.num_ws)[None, :, None] < torch.from_numpy(crossover)[:, None, None]
        average = generator.latent_avg
        return average + psi * (torch.where(keeps, first, second) - average)

    def _slider_move(self, random: np.random.Generator) -> Tensor:
        items = self.sliders.items
        chosen = random.choice(list(items), random.integers(1, MOST_SLIDERS + 1), replace=False)
        return self.sliders.move({name: random.uniform(items[name].low, items[name].high) for name in chosen})

    def _shifted(self, styles: Styles, random: np.random.Generator) -> Styles:
        places = convolutions(self.generator)
        for row in range(len(styles[0])):
            count = int(np.exp(random.uniform(*np.log(CHANNELS))))
            for layer, channel in (places[each] for each in random.choice(len(places), count, replace=False)):
                shift = random.uniform(*SHIFT) * random.choice((-1, 1))
                styles[layer][row, channel] += shift * self.statistics.deviation[layer][channel]
        return styles


@torch.no_grad()
def painted(generator: StyleGAN2, styles: Styles) -> NDArray[np.uint8]:
    """Paint styles of any number of faces in batches, (N, S, S, 3)."""
    found = []
    for start in range(0, len(styles[0]), BATCH):
        with autocast(torch.device("cpu")):
            picture = generator.synthesis_from_styles(tuple(each[start : start + BATCH] for each in styles), "none")
        found.append(as_levels(picture.float() / 2 + 0.5))
    return np.concatenate(found)


def grown(path: Path, rows: int, shape: tuple[int, ...]) -> NDArray[np.uint8]:
    """Open a file of `rows` arrays of bytes for filling bit by bit; what is there already stays."""
    mode = "r+" if path.exists() else "w+"
    return np.lib.format.open_memmap(path, mode=mode, dtype=np.uint8, shape=(rows, *shape))
