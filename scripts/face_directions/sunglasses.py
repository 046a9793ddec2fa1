"""The way of w+ from faces without sunglasses to faces with them, out of portraits whose names tell.

The generator's random faces never wear glasses, so that a regression on them finds only dark smears. Its w+ can paint
them, though: the encoder finds dark glasses again, if not clear ones. Hence the mean difference between the codes of
portraits with dark glasses and those of portraits that are most like them otherwise.
"""

from collections.abc import Callable, Mapping
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from scripts.face_directions.held_out import training_names
from scripts.face_scores.likeness import examples
from scripts.face_scores.name_facts import all_facts
from scripts.face_scores.scorer import as_images
from scripts.face_sheets.examples import aligned, read
from styletransfer.algorithms.face_landmarks import Predictor

SIDE = 256
MATCHED_BY = ("age", "gender", "yaw", "pitch", "skin", "smile", "light")
TWINS = 4  # portraits without for each one with
CONSIDERED = 300
BATCH = 32

Scorer = Callable[[Tensor], Mapping[str, Tensor]]


def sunglasses(data: Path, predictor: Predictor, scorer: Scorer, encoded: Callable[[Tensor], Tensor]) -> Tensor:
    """Return the mean difference between codes with and without, (num_ws, style_dim).

    Args:
        data: folder that holds faces/.
        predictor: of landmarks, to align portraits by.
        scorer: reads what portraits have in common.
        encoded: finds the codes of aligned faces (B, 3, S, S).
    """
    names = training_names(data)
    facts = all_facts(data, names)
    dark = [index for index, fact in enumerate(facts) if fact.glasses == "dark"]
    plain = np.flatnonzero(examples("glasses", names, facts) < 0)
    plain = np.random.default_rng(0).permutation(plain)[:CONSIDERED]
    shown, others = (_faces([data / names[index] for index in chosen], predictor) for chosen in (dark, plain))
    if min(len(shown), len(others)) < TWINS:
        raise ValueError(f"{data}/faces has {len(shown)} faces with dark glasses; name the folder with --data.")
    chosen = twins(_readings(scorer, shown), _readings(scorer, others))
    with torch.no_grad():
        codes = [torch.cat([encoded(part) for part in torch.split(faces, BATCH)]) for faces in (shown, others[chosen])]
    return codes[0].mean(dim=0) - codes[1].mean(dim=0)


def twins(readings: NDArray[np.float64], others: NDArray[np.float64]) -> NDArray[np.int64]:
    """Return the rows of others (M, R) that are nearest to each row of readings (N, R): (N * TWINS,)."""
    scale = others.std(axis=0)
    apart = np.square((readings[:, None] - others[None]) / scale).sum(axis=-1)
    return np.asarray(apart.argsort(axis=1)[:, :TWINS].ravel())


def _faces(paths: list[Path], predictor: Predictor) -> Tensor:
    found = [aligned(read(path), predictor, SIDE) for path in paths]
    pictures = [face.picture for face in found if face is not None]
    return as_images(np.stack(pictures)) if pictures else torch.empty(0, 3, SIDE, SIDE)


def _readings(scorer: Scorer, faces: Tensor) -> NDArray[np.float64]:
    parts = [scorer(part) for part in torch.split(faces, BATCH)]
    columns = [torch.cat([part[name] for part in parts]).double().numpy() for name in MATCHED_BY]
    return np.stack(columns, axis=1)
