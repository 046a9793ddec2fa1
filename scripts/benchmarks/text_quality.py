"""Do prompts change what they ask for: sixty held-out prompts on held-out and on random faces.

Every prompt is applied as the product does it at its defaults, the neutral text guessed unless the prompt comes with
one, and painted by the shipped generator alone. Judges that took no part in training the text model
(`scripts.text_judging.scorers`) read each face before and after; changes are in σ of random faces. A prompt is right on
a face where the intended attribute changes most, with the right sign, among the fourteen of
`scripts.text_judging.attributes`; opposite prompts must move it the other way; prompts about what no portrait shows
must be told from those that fit.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from scripts.text_judging.attributes import READINGS, attribute_of
from scripts.text_judging.faces import (
    PSI,
    RANDOM_SEED,
    SIGMA_FACES,
    SIGMA_SEED,
    painted,
    portrait_codes,
    random_codes,
    repainted,
)
from scripts.text_judging.prompts import HELD_OUT, OUT_OF_DOMAIN, HeldOutPrompt
from scripts.text_judging.scorers import Judges
from scripts.text_judging.verdict import Verdict, verdict
from styletransfer import devices
from styletransfer.algorithms.text_directions import moved
from styletransfer.errors import CheckpointError, PromptError
from styletransfer.recipes.faces import FacePrompt
from styletransfer.run.face_models import FaceModels, face_models
from styletransfer.run.face_text import PromptReading, TextModels, read_prompt, style_moves, text_models

Array = NDArray[np.float64]

FACES = 20
AIM, FLAGGED_AIM = 0.85, 8
BATCH = 32
CPU = torch.device("cpu")


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """Faces that prompts are tried on, with everything that judges them.

    Attributes:
        models, text: what edits them.
        judges: what reads them.
        codes: of the faces, (N, num_ws, style_dim).
        groups: name of a part of the faces -> where it stands.
        before: readings of the faces, (N,) each.
        sigma: deviation of each reading over random faces.
    """

    models: FaceModels
    text: TextModels
    judges: Judges
    codes: Tensor
    groups: Mapping[str, slice]
    before: Mapping[str, Array]
    sigma: Mapping[str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """One prompt on all faces.

    Attributes:
        prompt: what was asked for.
        match, channels: what the program made of it.
        doubts: what the program says against it: it fits nothing, words are unknown, or it is refused.
        changes: of each reading in each face, (N,), in σ.
        opposite: mean change of the judged reading by the opposite prompt, in σ; not a number without one.
    """

    prompt: HeldOutPrompt
    match: float
    channels: int
    doubts: tuple[str, ...]
    changes: Mapping[str, Array]
    opposite: float

    def of_mean(self, part: slice) -> Verdict:
        """Judge the mean of some faces."""
        return verdict(self.prompt, {name: _mean(values[part]) for name, values in self.changes.items()})

    def share(self, part: slice) -> float:
        """Return on what share of some faces it is right."""
        chosen = range(*part.indices(len(next(iter(self.changes.values())))))
        rights = [verdict(self.prompt, {name: float(values[each]) for name, values in self.changes.items()}).right
                  for each in chosen]  # fmt: skip
        return float(np.mean(rights))


def measure(data: Path, faces: int = FACES, clip: str = "face-clip") -> None:
    """Print the table of prompts, or a sentence on what is missing."""
    print("\n(b) Prompts on faces: is what they ask for what changes most")
    missing = [name for name in ("faces", "portraits", "teachers") if not (data / name).is_dir()]
    if missing:
        print(f"    Left out: {data} has no {', '.join(missing)}; name the folder with --data.", flush=True)
        return
    devices.tune_allocator()
    try:
        stage = prepared(data, faces, clip)
    except CheckpointError as error:
        print(f"    Left out: {error}", flush=True)
        return
    counts = {name: len(stage.codes[part]) for name, part in stage.groups.items()}
    print(f"    {', '.join(f'{count} {name}' for name, count in counts.items())}")
    print("    share: of faces on which the intended attribute changes most; σ: its mean change, and of which reading;")
    print("    rival: the other attribute that changes most. The last column is what the opposite prompt does to it.")
    judged = [report(stage, judge(stage, prompt)) for prompt in HELD_OUT]
    summary(stage, judged)
    out_of_domain(stage.text, OUT_OF_DOMAIN)


def prepared(data: Path, faces: int, clip: str) -> Stage:
    """Load the models, learn the judges' probes, and read the faces before any edit."""
    models = face_models(device=CPU)
    text = text_models("face-generator", clip, CPU)
    judges = Judges.load(data, models.predictor, partial(repainted, models))
    inverted = portrait_codes(models, data / "portraits")[1][:faces]
    codes = torch.cat([inverted, random_codes(models, faces, RANDOM_SEED)])
    spread = read(judges, painted(models, random_codes(models, SIGMA_FACES, SIGMA_SEED)))
    return Stage(
        models=models, text=text, judges=judges, codes=codes, before=read(judges, painted(models, codes)),
        groups={"portraits": slice(0, len(inverted)), f"random faces (ψ {PSI:g})": slice(len(inverted), None)},
        sigma={name: float(np.nanstd(values)) for name, values in spread.items()},
    )  # fmt: skip


def judge(stage: Stage, prompt: HeldOutPrompt) -> Judged:
    """Apply a prompt and its opposite to all faces; one that is refused changes nothing."""
    try:
        reading = read_prompt(stage.text, prompt.text, prompt.neutral)
    except PromptError as error:
        still = {name: np.zeros(len(stage.codes)) for name in READINGS}
        return Judged(prompt=prompt, match=0.0, channels=0, doubts=(str(error),), changes=still, opposite=float("nan"))
    changes = changed(stage, prompt.text, prompt.neutral)
    best = verdict(prompt, {name: _mean(values) for name, values in changes.items()}).reading
    opposite = float("nan")
    if prompt.opposite:
        opposite = dict(prompt.changes)[best] * _opposite(stage, prompt, best)
    return Judged(
        prompt=prompt, match=reading.match, channels=reading.channels, doubts=_doubts(reading), changes=changes,
        opposite=opposite,
    )  # fmt: skip


def changed(stage: Stage, target: str, neutral: str) -> dict[str, Array]:
    """Return what a prompt changes in each face, (N,) for each reading, in σ."""
    prompt = FacePrompt(target=target, neutral=neutral)
    after = read(stage.judges, edited(stage.models, stage.text, stage.codes, prompt))
    return {name: (after[name] - stage.before[name]) / stage.sigma[name] for name in READINGS}


def edited(models: FaceModels, text: TextModels, codes: Tensor, prompt: FacePrompt) -> Tensor:
    """Paint faces of codes (N, num_ws, style_dim) after a prompt, as the product does: (N, 3, S, S), [0, 1]."""
    moves = style_moves(text, [prompt])
    parts = []
    for part in torch.split(codes, BATCH):
        styles = moved(models.generator.style_names, models.styles(part), moves)
        parts.append(models.paint_styles(styles, "auto"))
    return torch.cat(parts)


def read(judges: Judges, pictures: Tensor) -> dict[str, Array]:
    """Read many pictures in batches."""
    parts = [judges(part) for part in torch.split(pictures, BATCH)]
    return {name: np.concatenate([part[name] for part in parts]) for name in READINGS}


def report(stage: Stage, judged: Judged) -> Judged:
    """Print the line of a prompt."""
    cells = []
    for part in stage.groups.values():
        mean = judged.of_mean(part)
        mark = " " if mean.right else "!"
        cells.append(f"{judged.share(part):4.0%} {mean.intended:+5.2f}{mark}{mean.reading:11} "
                     f"{mean.rival:10} {mean.strongest:+5.2f}")  # fmt: skip
    against = "" if np.isnan(judged.opposite) else f"{judged.opposite:+5.2f}"
    start = f"{judged.prompt.text[:36]:36} {judged.match:.2f} {judged.channels:4}"
    print(f"    {start}  {'  '.join(cells)}  {against:5}  {', '.join(judged.doubts)}", flush=True)
    return judged


def summary(stage: Stage, judged: Sequence[Judged]) -> None:
    """Print the shares of all prompts and of those of each attribute and each kind of wording."""
    for name, part in stage.groups.items():
        pairs = float(np.mean([each.share(part) for each in judged]))
        prompts = float(np.mean([each.of_mean(part).right for each in judged]))
        print(f"    {name}: right on {pairs:.1%} of pairs of prompt and face, {prompts:.1%} of prompts on average "
              f"over the faces{_kept(prompts >= AIM, f'{AIM:.0%}')}")  # fmt: skip
    every = slice(None)
    opposites = [each for each in judged if each.prompt.opposite]
    turned = sum(each.of_mean(every).intended > 0 > each.opposite for each in opposites)
    print(f"    opposite prompts move opposite ways in {turned} of {len(opposites)}")
    refused = sum(bool(each.doubts) for each in judged)
    print(f"    {refused} of {len(judged)} held-out prompts are wrongly told to be unknown, to fit nothing or refused")
    for title, key in (("attribute", _attributes), ("wording", lambda each: each.prompt.kinds or ("plain",))):
        names = dict.fromkeys(name for each in judged for name in key(each))
        shares = {name: [each.share(every) for each in judged if name in key(each)] for name in names}
        cells = [f"{name} {np.mean(found):.0%} of {len(found)}" for name, found in shares.items()]
        print(f"    by {title}: {', '.join(cells)}", flush=True)


def out_of_domain(text: TextModels, prompts: Sequence[str]) -> None:
    """Print what is said about prompts that no portrait answers."""
    flagged = 0
    for prompt in prompts:
        try:
            reading = read_prompt(text, prompt)
        except PromptError as error:
            flagged += 1
            print(f"    {prompt[:44]:44} refused: {error}")
            continue
        told = not reading.fits or bool(reading.unknown)
        flagged += told
        print(f"    {prompt[:44]:44} match {reading.match:.2f}  {' '.join(reading.sentences) if told else 'NOT TOLD'}")
    print(f"    out of domain: {flagged} of {len(prompts)} are told{_kept(flagged >= FLAGGED_AIM, str(FLAGGED_AIM))}",
          flush=True)  # fmt: skip


def _opposite(stage: Stage, prompt: HeldOutPrompt, reading: str) -> float:
    try:
        return _mean(changed(stage, prompt.opposite, prompt.neutral)[reading])
    except PromptError:
        return 0.0


def _doubts(reading: PromptReading) -> tuple[str, ...]:
    return (*(() if reading.fits else ("fits nothing",)), *(f"unknown: {word}" for word in reading.unknown))


def _attributes(judged: Judged) -> tuple[str, ...]:
    return (attribute_of(judged.prompt.changes[0][0]) or judged.prompt.changes[0][0],)


def _mean(values: Array) -> float:
    return float(np.nanmean(values)) if not np.isnan(values).all() else float("nan")


def _kept(kept: bool, aim: str) -> str:
    return f" ({'within' if kept else 'short of'} the aim of {aim})"
