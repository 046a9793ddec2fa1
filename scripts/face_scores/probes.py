"""How much of a label a linear reading of a latent tells: ridge regression, cross-validated (Alain & Bengio 2016)."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

FOLDS = 5
STRENGTHS = tuple(10.0**power for power in range(-3, 6))


def probe(latents: Array, label: Array, folds: int = FOLDS) -> float:
    """Return the share of a label's variance that a ridge regression predicts on folds it has not seen.

    The strength of the ridge is chosen inside each training part. 1 is perfect, 0 no better than the mean, and less
    than 0 is worse. Rows whose label is not a number are left out.

    Args:
        latents: (N, D), w or any other vector a picture; one row a picture, and no two of the same person in
            different folds unless that is meant.
        label: (N,).
        folds: contiguous parts of the rows in a fixed random order.
    Raises:
        ValueError: there are fewer than two usable rows a fold.
    """
    known = np.isfinite(label)
    latents, label = latents[known].astype(np.float64), label[known].astype(np.float64)
    if len(label) < 2 * folds:
        raise ValueError(f"{len(label)} labelled rows are too few for {folds} folds; give at least {2 * folds}")
    order = np.random.default_rng(0).permutation(len(label))
    predicted = np.empty_like(label)
    for part in np.array_split(order, folds):
        others = np.setdiff1d(order, part)
        predicted[part] = _predicted(latents[others], label[others], latents[part])
    return float(1 - ((label - predicted) ** 2).sum() / ((label - label.mean()) ** 2).sum())


def probes(latents: Array, labels: Mapping[str, Array]) -> dict[str, float]:
    """Probe every label; see `probe`."""
    return {name: probe(latents, label) for name, label in labels.items()}


def _predicted(latents: Array, label: Array, unseen: Array) -> Array:
    """Fit by the singular values, with the strength that leave-one-out likes best, and predict."""
    centre, scale = latents.mean(axis=0), latents.std(axis=0) + 1e-12
    inputs, mean = (latents - centre) / scale, label.mean()
    left, values, right = np.linalg.svd(inputs, full_matrices=False)
    target = label - mean
    best_error, best = np.inf, np.zeros(latents.shape[1])
    for strength in STRENGTHS:
        shrink = values**2 / (values**2 + strength)
        fitted = left @ (shrink * (left.T @ target))
        leverage = (left**2) @ shrink + 1 / len(label)
        error = float((((target - fitted) / np.maximum(1 - leverage, 1e-6)) ** 2).mean())
        if error < best_error:
            best_error = error
            best = right.T @ (shrink / np.maximum(values, 1e-12) * (left.T @ target))
    return np.asarray((unseen - centre) / scale @ best + mean)
