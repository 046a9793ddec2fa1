"""Judge the judges: known faces, and the shipped sliders, whose effect is known.

    python -m scripts.text_judging.checks [--data ../shared/data]

The first table gives, for each probe, the share of pairs of portraits with and without that it puts in the right order
(1 is perfect, .5 chance), on the half it did not learn from. The second has a line a slider: what each judge sees from
its lower half to its upper half, in σ; the judge of the slider's own attribute should see the most.
"""

from functools import partial
from pathlib import Path
from typing import Annotated

import numpy as np
import torch
import typer
from torch import Tensor

from scripts.text_judging import probes
from scripts.text_judging.attributes import READINGS
from scripts.text_judging.faces import SIGMA_FACES, SIGMA_SEED, painted, random_codes, repainted
from scripts.text_judging.scorers import Array, Judges
from styletransfer import devices
from styletransfer.run.face_models import FaceModels, face_models

FACES = 32
SEED = 610_000


def main(data: Annotated[Path, typer.Option(help="folder of teachers/ and faces/")] = Path("../shared/data")) -> None:
    """Print both tables."""
    torch.set_num_threads(1)
    devices.tune_allocator()
    models = face_models(device=torch.device("cpu"))
    judges = Judges.load(data, models.predictor, partial(repainted, models))
    for thing in judges.probes:
        shares = {kind: _order(judges, models, data, thing, again=again)
                  for kind, again in (("portraits", False), ("repainted", True))}  # fmt: skip
        print(f"{thing}: {', '.join(f'{kind} {share:.3f}' for kind, share in shares.items())}", flush=True)
    deviations = sigma(judges, models)
    print("σ: " + ", ".join(f"{name} {value:.3g}" for name, value in deviations.items()), flush=True)
    codes = random_codes(models, FACES, SEED)
    for name, direction in models.directions.items.items():
        ends = [read(judges, painted(models, models.moved(codes, {name: end / 2})))
                for end in (direction.low, direction.high)]  # fmt: skip
        changes = {each: float(np.nanmean(ends[1][each] - ends[0][each])) / deviations[each] for each in READINGS}
        shown = sorted(changes.items(), key=lambda pair: -abs(pair[1]))[:6]
        print(f"{name:9} " + ", ".join(f"{each} {value:+.2f}" for each, value in shown), flush=True)


def sigma(judges: Judges, models: FaceModels) -> dict[str, float]:
    """Return the deviation of every reading over random faces."""
    readings = read(judges, painted(models, random_codes(models, SIGMA_FACES, SIGMA_SEED)))
    return {name: float(np.nanstd(values)) for name, values in readings.items()}


def read(judges: Judges, pictures: Tensor) -> dict[str, Array]:
    """Read many pictures in batches."""
    parts = [judges(part) for part in torch.split(pictures, probes.BATCH)]
    return {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}


def _order(judges: Judges, models: FaceModels, data: Path, thing: str, *, again: bool) -> float:
    """Return the share of pairs that a probe puts in the right order (the area under the ROC curve)."""
    unseen = probes.examples(data, models.predictor, thing, learnt=False)
    pictures = repainted(models, unseen.pictures) if again else unseen.pictures
    scores = read_probe(judges, thing, pictures)
    shown, plain = scores[unseen.signs.numpy() > 0], scores[unseen.signs.numpy() < 0]
    return float((shown[:, None] > plain[None]).mean())


def read_probe(judges: Judges, thing: str, pictures: Tensor) -> Array:
    """Score many pictures by one probe."""
    parts = [judges.probes[thing](judges.squeezenet, part) for part in torch.split(pictures, probes.BATCH)]
    return torch.cat(parts).double().numpy()


if __name__ == "__main__":
    typer.run(main)
