"""What a generator's channels mean to a CLIP, measured once for a pair of models and kept beside them."""

import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import torch
from filelock import FileLock, Timeout

from styletransfer import devices
from styletransfer.algorithms.text_probes import Statistics, Subject, parts, probes, random_styles
from styletransfer.algorithms.text_relevance import goes_on, relevance_of
from styletransfer.algorithms.text_relevance_config import RelevanceConfig
from styletransfer.checkpoints import build
from styletransfer.checkpoints.relevance_files import load_partial, save_partial, save_relevance
from styletransfer.errors import Cancelled, CheckpointMissing, InputError, StorageError
from styletransfer.models.face_directions import Directions
from styletransfer.models.text_relevance import PartialRelevance, Relevance
from styletransfer.progress import OnProgress, ignore
from styletransfer.run.face_models import SHIPPED
from styletransfer.settings import settings

IMAGES = RelevanceConfig().images
"""Random faces on which every channel is tried, unless told otherwise: as many as the published method takes."""

_SAVE_EVERY = 30.0  # seconds
_PIXELS_ON_CPU, _PIXELS = 8 * 128**2, 8 * 1024**2  # of one picture for each channel of a batch; more is no faster
_MOST_CHANNELS = 64
_TRIAL = 2.0  # seconds, at least, for which the speed is measured


def compute_relevance(
    generator: str,
    clip: str,
    images: int = IMAGES,
    on_progress: OnProgress = ignore,
    output: Path | None = None,
) -> Path:
    """Measure what a generator's channels mean to a CLIP, or go on with a measurement that was stopped.

    Args:
        generator: "face-generator", "e4e-ffhq", "psp-ffhq" or another one of the manifest.
        clip: "face-clip" or "clip-vit-b32".
        images: random faces on which every channel is tried; a measurement that goes on may have more or fewer.
        on_progress: told after each batch, with "seconds_left"; raise `Cancelled` to stop: what is done is kept.
        output: where to write; None for where the studio looks. A stopped measurement is kept beside it.
    Returns:
        The file.
    Raises:
        CheckpointError: one of the models is missing or damaged, or the file of the stopped measurement is.
        InputError: the number of faces is out of range, the stopped measurement is of other models, or this one is
            under way already.
        StorageError: the file cannot be written.
    """
    path = output or build.relevance_file(generator, clip)
    config = RelevanceConfig(images=images)
    subject = _subject(generator, clip)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(path.with_name(path.name + ".lock"), thread_local=False).acquire(timeout=0):
            save_relevance(path, _measured(subject, config, on_progress, partial_of(path)))
            partial_of(path).unlink(missing_ok=True)
    except Timeout as error:
        raise InputError(f"{generator} is being measured for {clip} already; wait until that is done.") from error
    except OSError as error:
        raise StorageError(f"Cannot write “{path}”: {error.strerror or error}.") from error
    build.relevance.cache_clear()
    return path


def estimate(
    generator: str,
    clip: str,
    images: int = IMAGES,
    device: torch.device | None = None,
    output: Path | None = None,
) -> float:
    """Return how many seconds `compute_relevance` would take, from a few batches; less where it would go on.

    Args:
        generator, clip, images, output: as in `compute_relevance`.
        device: where the models would be; that of the settings when None.
    Raises:
        CheckpointError: one of the models is missing or damaged.
        InputError: the number of faces is out of range.
    """
    subject = _subject(generator, clip, device)
    config = _batched(RelevanceConfig(images=images), subject, None)
    work, sliders = parts(subject.generator, config.batch), _sliders(generator)
    pictures = 2 * sum(part.channels for part in work) * images
    pictures += 0 if sliders is None else 2 * config.slider_faces * len(sliders.items)
    share = done(generator, clip, output) / images
    return pictures * max(0.0, 1 - share) * _seconds_each(subject, config)


def done(generator: str, clip: str, output: Path | None = None) -> int:
    """Return how many faces of a stopped measurement are done; 0 where none was stopped, or none is finished."""
    path = partial_of(output or build.relevance_file(generator, clip))
    if not path.is_file():
        return 0
    partial = load_partial(path)
    network = build.generator(generator, _device(None))
    return partial.parts // len(parts(network, int(partial.settings.get("batch", 1))))


def partial_of(path: Path) -> Path:
    """Return where the unfinished measurement of a file is kept."""
    return path.with_suffix(".part.safetensors")


def _measured(subject: Subject, config: RelevanceConfig, on_progress: OnProgress, partial_path: Path) -> Relevance:
    start = load_partial(partial_path) if partial_path.is_file() else None
    config = _batched(config, subject, start)
    if start is not None and not goes_on(start, subject, config):
        raise InputError(
            f"The unfinished measurement “{partial_path}” is of other models or settings; delete it to begin anew."
        )
    keeper = _Keeper(partial_path)
    try:
        return relevance_of(subject, config, on_progress, start, keeper)
    except Cancelled:
        keeper.save()
        raise


class _Keeper:
    """Writes a measurement now and then, and when asked."""

    def __init__(self, path: Path, clock: Callable[[], float] = time.monotonic) -> None:
        self._path, self._clock, self._saved = path, clock, clock()
        self._partial: PartialRelevance | None = None

    def __call__(self, partial: PartialRelevance) -> None:
        self._partial = partial
        if self._clock() - self._saved >= _SAVE_EVERY:
            self.save()

    def save(self) -> None:
        """Write it, if there is anything."""
        if self._partial is not None:
            save_partial(self._path, self._partial)
            self._saved = self._clock()


def _subject(generator: str, clip: str, device: torch.device | None = None) -> Subject:
    chosen = _device(device)
    return Subject(
        name=generator,
        generator=build.generator(generator, chosen),
        clip=build.clip(clip, chosen),
        noise="none" if generator == SHIPPED else "stored",
        directions=_sliders(generator),
    )


def _sliders(generator: str) -> Directions | None:
    """Return the generator's sliders; a published one may have none on this machine, and is measured without."""
    try:
        return build.face_directions(generator)
    except CheckpointMissing:
        return None


def _batched(config: RelevanceConfig, subject: Subject, start: PartialRelevance | None) -> RelevanceConfig:
    """Choose how many channels are moved at once: as begun, or as many as the device computes fastest."""
    if start is not None:
        return replace(config, batch=int(start.settings.get("batch", config.batch)))
    network = subject.generator
    pixels = _PIXELS_ON_CPU if network.latent_avg.device.type == "cpu" else _PIXELS
    return replace(config, batch=min(max(pixels // network.config.size**2, 1), _MOST_CHANNELS))


def _seconds_each(subject: Subject, config: RelevanceConfig) -> float:
    """Paint and show a few batches to measure the time of a picture."""
    network = subject.generator
    face, part = random_styles(network, config, 0), parts(network, config.batch)[0]
    values = face[part.layer][0].cpu()
    styles = probes(face, part, Statistics(values, values.abs()), config.shift)
    subject.seen(styles)  # the first one is slower
    began, pictures = time.perf_counter(), 0
    while not pictures or time.perf_counter() - began < _TRIAL:
        pictures += len(subject.seen(styles))
    return (time.perf_counter() - began) / pictures


def _device(wanted: torch.device | None) -> torch.device:
    return wanted or devices.pick_device(settings().device)
