"""What makes the relevance that ships out of the one that `scripts/compute_relevance.py` measures.

Its rows are decorrelated, the match below which a prompt fits nothing is written down, channels get the moves of
`scripts.clip.moves`, and alpha a scale.
"""

from dataclasses import replace

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from scripts.clip.space import AXES, DIM, UNSEEN
from styletransfer.models.text_relevance import Relevance

RIDGE = 0.3  # of the mean spread, so that what hardly varies is not made much of
SCALE = 0.25  # of alpha: the usual one, 4, makes the moves once


def shipped(measured: Relevance, floor: float) -> Relevance:
    """Decorrelate a measured relevance.

    Args:
        measured: with rows as the method has them.
        floor: match below which a prompt fits nothing.
    """
    return replace(measured, fs3=decorrelated(measured.fs3), decorrelation=RIDGE, floor=floor)


def with_moves(relevance: Relevance, moves: Tensor) -> Relevance:
    """Add moves (C, DIM), in deviations for the usual alpha."""
    return replace(relevance, moves=moves, scale=SCALE)


def decorrelated(fs3: Tensor, ridge: float = RIDGE) -> Tensor:
    """Take out of every channel what most channels do anyway, (C, dim), rows of unit length or 0.

    Departure from StyleCLIP: half of this generator's channels change the smile a little and few the skin, so that
    the sum of all channels that have a little to do with skin smiles. Multiplied by the inverse of their covariance,
    the rows spare what a prompt does not ask for, as least squares would. Axes on which the generator shows nothing
    stay as they are: there is only noise to make much of.

    Args:
        fs3: rows of unit length, (C, DIM).
        ridge: share of the mean spread that is added to every spread.
    """
    seen = [axis for axis, name in enumerate(AXES) if name not in UNSEEN]
    rows = fs3[:, seen].double()
    spreads, ways = torch.linalg.eigh(rows.T @ rows / len(rows))
    mean = spreads.mean()
    inverse = ways @ torch.diag((1 + ridge) * mean / (spreads + ridge * mean)) @ ways.T
    whole = torch.eye(DIM, dtype=torch.float64)
    whole[np.ix_(seen, seen)] = inverse
    return functional.normalize(fs3.double() @ whole, dim=1).float()
