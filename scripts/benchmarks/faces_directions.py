"""The sliders of the face editor: do they change what they say, steadily, and what else do they change.

Faces are random ones of other seeds than the directions were found from, and portraits that no training has seen, as
the encoder finds them. Attributes are read by the networks that the directions were found with.

Two rank correlations (Spearman) between the slider and its attribute are given: "pooled", over all faces and steps at
once, of the attribute's change from the face's own start; and "per face", the mean over faces of the correlation along
the face's own steps. Side effects are mean changes at half range, in deviations of random faces, the larger of the two
ways; below .1 they are lost in what no one sees.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from scipy.stats import spearmanr
from torch import Tensor

from scripts.benchmarks.faces_quality import Material
from scripts.face_directions.attributes import Attributes
from scripts.face_directions.held_out import held_out_portraits
from scripts.face_directions.sliders import READINGS
from scripts.face_scores.scorer import as_images
from styletransfer import devices
from styletransfer.algorithms.inversion import encode
from styletransfer.checkpoints import build
from styletransfer.errors import CheckpointMissing
from styletransfer.models.face_directions import Direction, Directions
from styletransfer.models.stylegan2 import StyleGAN2

Array = NDArray[np.float64]
Scorer = Callable[[Tensor], Mapping[str, Tensor]]

FACES = 200
SEED = 90_000
PSI = 0.7
SHARES = (-1.0, -0.5, -0.25, 0.25, 0.5, 1.0)  # of each side of a slider's range
SHOWN = 0.1  # deviations; side effects below are not printed
BATCH = 32
CPU = torch.device("cpu")


@dataclass(frozen=True, slots=True)
class Measured:
    """One slider on some faces.

    Attributes:
        name: of the slider.
        pooled, per_face: rank correlations, see above.
        slope: change of the own reading from the lowest to the highest value, in deviations.
        side_effects: of all other readings, at half range, in deviations.
    """

    name: str
    pooled: float
    per_face: float
    slope: float
    side_effects: Mapping[str, float]


def measure_shipped(given: Material) -> None:
    """Print the tables of the shipped sliders."""
    print("\n(e) The sliders of the shipped generator")
    if given.missing():
        print(f"    Left out: {given.missing()}", flush=True)
        return
    devices.tune_allocator()
    generator, directions = build.generator("face-generator", CPU), build.face_directions("face-generator")
    scorer = Attributes.load(given.data, given.readers)
    z = torch.randn(FACES, generator.config.style_dim, generator=torch.Generator().manual_seed(SEED))
    with torch.no_grad():
        random = generator.broadcast(generator.truncated(generator.mapping(z), PSI))
    deviations = _deviations(_read(generator, scorer, random), PSI)
    print(f"    {FACES} random faces, truncation {PSI:g}")
    show(measure(generator, directions, scorer, random, deviations))
    try:
        encoder = build.face_encoder("face-encoder", CPU)
    except CheckpointMissing as error:
        print(f"    Portraits are left out: {error}", flush=True)
        return
    size = generator.config.size
    portraits = held_out_portraits(given.data, build.landmark_predictor("face-landmarks"), size, FACES)
    with torch.no_grad():
        parts = torch.split(as_images(portraits), BATCH)
        codes = torch.cat([encode(encoder, generator.latent_avg, part) for part in parts])
    print(f"    {len(codes)} portraits that were held out, inverted")
    show(measure(generator, directions, scorer, codes, deviations))


def measure(
    generator: StyleGAN2, directions: Directions, scorer: Scorer, codes: Tensor, deviations: Mapping[str, float]
) -> Iterator[Measured]:
    """Measure every slider on faces of given codes (N, num_ws, style_dim)."""
    before = _read(generator, scorer, codes)
    for direction in directions.items.values():
        values = sorted({(direction.high if share > 0 else -direction.low) * share for share in SHARES} - {0.0})
        changes = {}
        for value in values:
            after = _read(generator, scorer, codes + direction.amount(value) * direction.vector)
            changes[value] = {name: after[name] - before[name] for name in before}
        yield _measured(direction, changes, deviations)


def _measured(
    direction: Direction, changes: Mapping[float, Mapping[str, Array]], deviations: Mapping[str, float]
) -> Measured:
    """Judge a slider by what its values changed: (N,) for each reading of each value."""
    own = READINGS[direction.name]
    steps = np.array(sorted([0.0, *changes]))
    curves = np.stack([changes[value][own] if value else np.zeros_like(next(iter(changes.values()))[own])
                       for value in steps], axis=1)  # (N, steps)  # fmt: skip
    pooled = float(spearmanr(np.tile(steps, len(curves)), curves.ravel()).statistic)
    per_face = float(np.mean([spearmanr(steps, curve).statistic for curve in curves]))
    halves = [changes[end / 2] for end in (direction.low, direction.high) if end != 0]
    effects = {}
    for name in halves[0]:
        means = [float(half[name].mean()) / deviations[name] for half in halves]
        effects[name] = max(means, key=abs)
    effects.pop(own)
    slope = float((curves[:, -1] - curves[:, 0]).mean()) / deviations[own]
    return Measured(direction.name, pooled, per_face, slope, effects)


def show(rows: Iterator[Measured]) -> None:
    """Print a line a slider: correlations, the range in deviations, and side effects of at least `SHOWN`."""
    print("        slider    pooled  per face  range σ  side effects at half range, σ")
    worst: list[float] = []
    for row in rows:
        effects = sorted(row.side_effects.items(), key=lambda pair: -abs(pair[1]))
        words = ", ".join(f"{name} {value:+.2f}" for name, value in effects if abs(value) >= SHOWN)
        figures = f"{row.pooled:6.3f}  {row.per_face:8.3f}  {row.slope:7.1f}"
        print(f"        {row.name:9} {figures}  {words or '-'}", flush=True)
        worst.append(abs(effects[0][1]))
    print(f"        largest side effect {max(worst):.2f} σ, mean of the largest {np.mean(worst):.2f} σ", flush=True)


def _deviations(readings: Mapping[str, Array], psi: float) -> dict[str, float]:
    """Return the deviation of every reading among random faces; truncated ones differ by as much less."""
    return {name: float(values.std()) / psi for name, values in readings.items()}


@torch.no_grad()
def _read(generator: StyleGAN2, scorer: Scorer, codes: Tensor) -> dict[str, Array]:
    columns: dict[str, list[Array]] = {}
    for part in torch.split(codes, BATCH):
        painted = (generator.synthesis(part, "none") / 2 + 0.5).clamp(0.0, 1.0)
        for name, values in scorer(painted).items():
            columns.setdefault(name, []).append(values.double().numpy())
    return {name: np.concatenate(values) for name, values in columns.items()}
