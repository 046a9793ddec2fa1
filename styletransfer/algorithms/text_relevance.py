"""Measure what each channel of a generator means to a CLIP: the relevance of StyleCLIP (Patashnik et al. 2021, 6.2).

On random faces each channel is set to its mean, moved to both sides by some deviations, painted and shown to the CLIP.
What the differences of the embeddings have in common over all faces is the channel's meaning. Departures:
  1. a channel that changes nothing at all has no meaning, where the published program divides 0 by 0;
  2. unit differences are summed face by face in double precision instead of being kept, so that a measurement may stop
     anywhere and go on to the same numbers;
  3. the channel's consistency is kept, the length of the mean of its unit differences before that is made 1.
"""

import math
from collections.abc import Callable, Iterator
from dataclasses import replace

import torch
from torch import Tensor
from torch.nn import functional

from styletransfer.algorithms.text_probes import (
    Part,
    Statistics,
    Subject,
    covered,
    parts,
    probes,
    random_codes,
    random_styles,
    statistics,
)
from styletransfer.algorithms.text_relevance_config import RelevanceConfig
from styletransfer.algorithms.text_relevance_pace import Pace
from styletransfer.errors import InputError
from styletransfer.models.stylegan2 import StyleGAN2
from styletransfer.models.text_relevance import PartialRelevance, Relevance
from styletransfer.progress import OnProgress, Progress, ignore

_SAME = ("shift", "samples", "truncation_psi", "batch", "slider_faces", "seed")


def unit_differences(embeddings: Tensor) -> Tensor:
    """Return how two pictures differ, (..., dim), unit length or 0, from their embeddings (..., 2, dim)."""
    lower, upper = functional.normalize(embeddings, dim=-1).unbind(dim=-2)
    return functional.normalize(upper - lower, dim=-1)  # Departure 1


def channel_relevance(embeddings: Tensor) -> Tensor:
    """Return what channels mean, (C, dim), rows of unit length or 0.

    Args:
        embeddings: (C, N, 2, dim) of each channel on each face, moved down and up, of any length.
    """
    return functional.normalize(unit_differences(embeddings).mean(dim=1), dim=-1)


def channel_consistency(embeddings: Tensor) -> Tensor:
    """Return how alike each channel's effect is over the faces, (C,), from 0 to 1; otherwise as `channel_relevance`."""
    lengths: Tensor = torch.linalg.vector_norm(unit_differences(embeddings).mean(dim=1), dim=-1)  # Departure 3
    return lengths


def relevance_of(
    subject: Subject,
    config: RelevanceConfig,
    on_progress: OnProgress = ignore,
    start: PartialRelevance | None = None,
    keep: Callable[[PartialRelevance], None] = lambda partial: None,
) -> Relevance:
    """Measure what every channel of a generator means to a CLIP.

    Args:
        subject: generator and CLIP.
        config: how.
        on_progress: told after each batch, with "seconds_left" as measured; may raise `Cancelled`.
        start: a measurement that was stopped, which goes on; it is changed in place. Faces that it has begun are
            finished, even where fewer are wanted.
        keep: given the measurement after each batch, before `on_progress`, to store it now and then.
    Returns:
        The relevance, the same number for number whether it was stopped or not.
    Raises:
        InputError: the measurement to go on with is of other models or other settings.
    """
    work = parts(subject.generator, config.batch)
    partial = start or begun(subject, config, on_progress)
    _check_same(partial, subject, config)
    config = replace(config, images=max(config.images, math.ceil(partial.parts / len(work))))
    known, total = Statistics(partial.mean, partial.deviation), len(work) * config.images
    pace = Pace(sum(2 * work[step % len(work)].channels for step in range(partial.parts, total)))
    for number, part, differences in _differences(subject, config, known, partial.parts):
        partial.sums[part.row : part.row + part.channels] += differences.double()  # Departure 2
        partial.parts += 1
        keep(partial)
        pace.add(2 * part.channels)
        stage, metrics = f"Face {number + 1} of {config.images}", {"seconds_left": pace.seconds_left}
        on_progress(Progress(step=partial.parts, total=total, stage=stage, metrics=metrics))
    return finished(subject.generator, partial, config.images)


def begun(subject: Subject, config: RelevanceConfig, on_progress: OnProgress = ignore) -> PartialRelevance:
    """Measure statistics and sliders, and no channel yet; otherwise as `relevance_of`."""
    known = statistics(subject.generator, config, on_progress)
    return PartialRelevance(
        generator=subject.name,
        clip=subject.clip.name,
        settings={name: float(getattr(config, name)) for name in _SAME},
        mean=known.mean,
        deviation=known.deviation,
        samples=config.samples,
        sliders=slider_directions(subject, config, on_progress),
        sums=torch.zeros(len(known.mean), subject.clip.dim, dtype=torch.float64),
    )


def goes_on(partial: PartialRelevance, subject: Subject, config: RelevanceConfig) -> bool:
    """Tell whether a measurement that was stopped can go on with these; the number of faces may be another one."""
    same = {name: float(getattr(config, name)) for name in _SAME}
    channels = sum(subject.generator.style_sizes[layer] for layer in covered(subject.generator))
    return (
        (partial.generator, partial.clip) == (subject.name, subject.clip.name)
        and dict(partial.settings) == same
        and tuple(partial.sums.shape) == (channels, subject.clip.dim)
    )


def finished(generator: StyleGAN2, partial: PartialRelevance, images: int) -> Relevance:
    """Make a relevance of a measurement on so many faces."""
    means = partial.sums / images
    layers = covered(generator)
    return Relevance(
        generator=partial.generator,
        clip=partial.clip,
        layers=tuple(generator.style_names[layer] for layer in layers),
        sizes=tuple(generator.style_sizes[layer] for layer in layers),
        fs3=functional.normalize(means, dim=-1).float(),
        mean=partial.mean,
        deviation=partial.deviation,
        images=images,
        samples=partial.samples,
        sliders=partial.sliders,
        consistency=torch.linalg.vector_norm(means, dim=-1).float(),
    )


def slider_directions(subject: Subject, config: RelevanceConfig, on_progress: OnProgress = ignore) -> dict[str, Tensor]:
    """Measure what moving each slider up means to the CLIP.

    Args:
        subject: with directions; without there is nothing to measure.
        config: how many random faces, and which.
        on_progress: told after each slider; may raise `Cancelled`.
    Returns:
        Name -> the mean over faces of the unit difference between both halves of the slider's range, unit length.
        A slider whose moves the CLIP does not see is left out.
    """
    if subject.directions is None:
        return {}
    generator, found = subject.generator, {}
    random = torch.Generator().manual_seed(config.seed + 2)
    z = torch.randn(config.slider_faces, generator.config.style_dim, generator=random)
    codes = random_codes(generator, z, config.truncation_psi)
    for number, (name, direction) in enumerate(subject.directions.items.items(), 1):
        moves = [subject.directions.move({name: end / 2}).to(codes) for end in (direction.low, direction.high)]
        ends = [_seen_in_batches(subject, codes + move, 2 * config.batch) for move in moves]
        meaning = functional.normalize(unit_differences(torch.stack(ends, dim=1)).mean(dim=0), dim=0)
        if meaning.any():
            found[name] = meaning
        total = len(subject.directions.items)
        on_progress(Progress(step=number, total=total, stage="Measuring what the sliders mean"))
    return found


def _check_same(partial: PartialRelevance, subject: Subject, config: RelevanceConfig) -> None:
    if not goes_on(partial, subject, config):
        raise InputError(
            f"The measurement that was stopped is of {partial.generator} and {partial.clip} with {partial.settings}; "
            "go on with the same, or begin anew."
        )


def _differences(
    subject: Subject, config: RelevanceConfig, known: Statistics, done: int
) -> Iterator[tuple[int, Part, Tensor]]:
    """Yield the work after the first `done` parts: face, part, and the unit differences of its channels."""
    work = parts(subject.generator, config.batch)
    for number in range(done // len(work), config.images):
        face = random_styles(subject.generator, config, number)
        for part in work[max(done - number * len(work), 0) :]:
            lower, upper = subject.seen(probes(face, part, known, config.shift)).chunk(2)
            yield number, part, unit_differences(torch.stack((lower, upper), dim=1))


def _seen_in_batches(subject: Subject, codes: Tensor, batch: int) -> Tensor:
    return torch.cat([subject.seen(subject.generator.styles(some)) for some in torch.split(codes, batch)])
