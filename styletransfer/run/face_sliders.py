"""Sliders for a generator that comes without: found on its own faces, read with what ships."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import torch

from styletransfer.algorithms.face_direction_config import DirectionConfig, Wanted
from styletransfer.algorithms.face_directions import calibrated, find_directions
from styletransfer.algorithms.face_scoring import CodeScorer
from styletransfer.algorithms.face_sliders import CONFIG
from styletransfer.checkpoints import build
from styletransfer.checkpoints.direction_files import read_published
from styletransfer.errors import InputError
from styletransfer.models.face_directions import Directions
from styletransfer.models.portrait_encoder import PortraitEncoder
from styletransfer.progress import OnProgress, ignore

FACES = 3000
"""Random faces that sliders are found on, unless told otherwise."""


def find_sliders(
    name: str,
    published: Mapping[str, Path] | None = None,
    faces: int = FACES,
    on_progress: OnProgress = ignore,
    config: DirectionConfig = CONFIG,
) -> Directions:
    """Find the sliders of a generator.

    Args:
        name: of the generator in the manifest.
        published: name of a slider -> file of a direction that others found, which takes the place of what is found
            here; its sign and length are measured.
        faces: random faces to learn from, more than w has entries; with three times as many and more each slider can
            be kept to some layers.
        on_progress: told after each batch; raise `Cancelled` from it to stop.
        config: what is looked for.
    Returns:
        Sliders in years, per cent and degrees. Those that the generator does not know are missing.
    Raises:
        InputError: there are too few faces, a slider is unknown, or a published direction is of something else.
        CheckpointError: the generator or a published direction is missing or damaged.
    """
    wanted = {each.name: each for each in config.wanted}
    given = {slider: (_wanted(wanted, slider), read_published(path)) for slider, path in (published or {}).items()}
    cpu = torch.device("cpu")
    generator = build.generator(name, cpu)
    blocks = config.blocks if faces > config.blocks * generator.config.style_dim else 1
    config = replace(config, samples=faces, blocks=blocks)
    scorer = code_scorer(cpu)
    found = find_directions(generator, scorer, name, config, on_progress)
    taken = {slider: calibrated(generator, scorer, each, vector, config) for slider, (each, vector) in given.items()}
    known = {**found.items, **taken}
    return replace(found, items={slider: known[slider] for slider in wanted if slider in known})


def _wanted(wanted: Mapping[str, Wanted], slider: str) -> Wanted:
    if slider not in wanted:
        raise InputError(f"There is no slider {slider!r}; choose from {', '.join(wanted)}.")
    return wanted[slider]


def code_scorer(device: torch.device) -> CodeScorer:
    """Return what reads faces with all that ships."""
    encoder = build.face_encoder("face-encoder", device)
    if not isinstance(encoder, PortraitEncoder):
        raise TypeError("The readings are of the compact encoder's codes.")
    return CodeScorer(encoder, build.face_readings(), build.landmark_predictor("face-landmarks"))
