"""Faces on which a single channel of StyleSpace is moved, as StyleCLIP shows them to a CLIP (Patashnik et al. 2021).

Painting the layers before the changed one once for all of its channels was tried: it saves a seventh, because most of
the channels belong to the coarse layers and most of the work to the fine ones. Each probe is painted whole.
"""

from dataclasses import dataclass
from typing import NamedTuple, Protocol

import torch
from torch import Tensor

from styletransfer import devices
from styletransfer.algorithms.text_relevance_config import MOST_IMAGES, RelevanceConfig
from styletransfer.errors import InputError
from styletransfer.models.face_directions import Directions
from styletransfer.models.stylegan2 import NoiseMode, StyleGAN2, Styles
from styletransfer.progress import OnProgress, Progress, ignore

_MAPPED = 1000  # random faces whose channels are found at once


class ImageEncoder(Protocol):
    """What a CLIP must have to look at pictures."""

    @property
    def name(self) -> str:
        """Its name in the manifest."""

    @property
    def dim(self) -> int:
        """Length of the embeddings."""

    def encode_image(self, pictures: Tensor, /) -> Tensor:
        """Return embeddings (B, dim), float32, of pictures (B, 3, H, W), sRGB in [0, 1]."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Subject:
    """The pair that is measured.

    Attributes:
        name: of the generator in the manifest.
        generator: frozen.
        clip: looks at its pictures.
        noise: that belongs to its pictures.
        directions: its sliders; None leaves them out.
    """

    name: str
    generator: StyleGAN2
    clip: ImageEncoder
    noise: NoiseMode = "none"
    directions: Directions | None = None

    @torch.no_grad()
    def painted(self, styles: Styles) -> Tensor:
        """Paint a point of StyleSpace: (B, 3, size, size), sRGB in [0, 1], float32."""
        with devices.autocast(styles[0].device):
            picture = self.generator.synthesis_from_styles(styles, self.noise)
        return (picture.float() / 2 + 0.5).clamp(0.0, 1.0)

    @torch.no_grad()
    def seen(self, styles: Styles) -> Tensor:
        """Paint a point of StyleSpace and return its embeddings (B, dim) on the CPU."""
        return self.clip.encode_image(self.painted(styles)).cpu()


class Statistics(NamedTuple):
    """Mean and deviation of every channel outside to_rgb over random faces, (C,), float32, on the CPU."""

    mean: Tensor
    deviation: Tensor


class Part(NamedTuple):
    """Some channels of one layer, which are moved at once.

    Attributes:
        layer: number of the layer in the generator's `style_names`.
        first: the first of the channels in the layer.
        row: the first of them among all channels outside to_rgb.
        channels: how many.
    """

    layer: int
    first: int
    row: int
    channels: int


def covered(generator: StyleGAN2) -> tuple[int, ...]:
    """Return the numbers of StyleSpace's layers that have a relevance: all but to_rgb."""
    return tuple(number for number, name in enumerate(generator.style_names) if not name.startswith("to_rgb"))


def parts(generator: StyleGAN2, batch: int) -> tuple[Part, ...]:
    """Split all channels outside to_rgb into parts of at most `batch`, none across a layer's border."""
    found: list[Part] = []
    row = 0
    for layer in covered(generator):
        size = generator.style_sizes[layer]
        found += [Part(layer, first, row + first, min(batch, size - first)) for first in range(0, size, batch)]
        row += size
    return tuple(found)


def probes(styles: Styles, part: Part, known: Statistics, shift: float) -> Styles:
    """Set channels of a face to their means, one at a time, and move them to both sides.

    Args:
        styles: a face, (1, channels) for each layer.
        part: the channels.
        known: their means and deviations.
        shift: how far, in deviations.
    Returns:
        Styles (2 * n, channels): each of the n channels moved down, and after all of them each moved up.
    """
    rows = slice(part.row, part.row + part.channels)
    mean, reach = known.mean[rows], shift * known.deviation[rows]
    changed = styles[part.layer].repeat(2 * part.channels, 1)
    places = torch.arange(part.channels, device=changed.device)
    for start, values in ((0, mean - reach), (part.channels, mean + reach)):
        changed[places + start, places + part.first] = values.to(changed)
    same = tuple(each.expand(2 * part.channels, -1) for each in styles)
    return (*same[: part.layer], changed, *same[part.layer + 1 :])


@torch.no_grad()
def random_styles(generator: StyleGAN2, config: RelevanceConfig, number: int) -> Styles:
    """Return the random face of a number, (1, channels) for each layer, which hangs on the seed alone.

    Raises:
        InputError: there are no faces so far on.
    """
    if not 0 <= number < MOST_IMAGES:
        raise InputError(f"The face must be one of 0 to {MOST_IMAGES - 1}, got {number}.")
    z = torch.randn(MOST_IMAGES, generator.config.style_dim, generator=torch.Generator().manual_seed(config.seed))
    return generator.styles(random_codes(generator, z[number : number + 1], config.truncation_psi))


@torch.no_grad()
def random_codes(generator: StyleGAN2, z: Tensor, psi: float) -> Tensor:
    """Turn z (B, style_dim) into truncated w+ (B, num_ws, style_dim)."""
    return generator.codes(z.to(generator.latent_avg.device), psi)


@torch.no_grad()
def statistics(generator: StyleGAN2, config: RelevanceConfig, on_progress: OnProgress = ignore) -> Statistics:
    """Measure mean and deviation of every channel outside to_rgb.

    Args:
        generator: frozen.
        config: how many random faces, and which.
        on_progress: told after every thousand; may raise `Cancelled`.
    """
    random = torch.Generator().manual_seed(config.seed + 1)
    count, mean, squares = 0, torch.zeros(()), torch.zeros(())
    while count < config.samples:
        z = torch.randn(min(_MAPPED, config.samples - count), generator.config.style_dim, generator=random)
        styles = generator.styles(random_codes(generator, z, config.truncation_psi))
        values = torch.cat([styles[layer] for layer in covered(generator)], dim=1).cpu().double()
        mean, squares = _joined(count, mean, squares, values)
        count += len(z)
        on_progress(Progress(step=count, total=config.samples, stage="Measuring the channels of random faces"))
    return Statistics(mean.float(), (squares / count).sqrt().float())


def statistics_of(values: Tensor) -> Statistics:
    """Return mean and deviation of channels (N, C) over N faces; the deviation is the population's, as published."""
    mean, squares = _joined(0, torch.zeros(()), torch.zeros(()), values.double())
    return Statistics(mean.float(), (squares / len(values)).sqrt().float())


def _joined(count: int, mean: Tensor, squares: Tensor, values: Tensor) -> tuple[Tensor, Tensor]:
    """Join mean and sum of squared distances from it, of `count` faces, with those of more (Chan et al. 1979)."""
    added = values.mean(dim=0)
    share = len(values) / (count + len(values))
    within = (values - added).square().sum(dim=0)
    return mean + share * (added - mean), squares + within + share * count * (added - mean).square()
