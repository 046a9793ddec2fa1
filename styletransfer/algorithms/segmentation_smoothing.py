"""Labels for superpixels that agree with their neighbours: mean-field inference in a Potts model.

Krähenbühl & Koltun (2011) without their dense connections: only superpixels that touch speak to each other, and the
less the sharper the picture is along their border.
"""

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_matrix, csr_matrix
from scipy.sparse.csgraph import connected_components

from styletransfer.algorithms.segmentation_features import Array, Patches, middle

_ROUNDS = 12


def affinity(patches: Patches) -> csr_matrix:
    """Return how strongly touching superpixels want one label, (n, n), symmetric, rows adding up to about 1 at most."""
    faint = middle(patches.contrast) + 0.5
    weight = patches.length * np.exp(-patches.contrast / (2 * faint))
    count = patches.count
    one, other = patches.edges.T
    table = coo_matrix((np.tile(weight, 2), (np.append(one, other), np.append(other, one))), shape=(count, count))
    perimeter = np.bincount(patches.edges.ravel(), np.repeat(patches.length, 2), count)
    # Divided by the mean perimeter, not the own one, it stays symmetric.
    return (table / max(float(perimeter.mean()), 1.0)).tocsr()


def smoothed(cost: Array, table: csr_matrix, strength: float) -> Array:
    """Return the probability of each label, (n, K), from its cost and those of the neighbours (mean field).

    Args:
        cost: negative log likelihood, (n, K).
        table: see `affinity`.
        strength: what disagreeing with every neighbour costs.
    """
    odds = softmax(-cost)
    for _ in range(_ROUNDS):
        odds = softmax(strength * (table @ odds) - cost)
    return odds


def softmax(scores: Array) -> Array:
    """Turn scores (n, K) into probabilities."""
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    result: Array = powers / powers.sum(axis=1, keepdims=True)
    return result


def islands(labels: NDArray[np.int64], patches: Patches) -> NDArray[np.int64]:
    """Number the connected parts of a labelling of superpixels, (n,)."""
    same = labels[patches.edges[:, 0]] == labels[patches.edges[:, 1]]
    one, other = patches.edges[same].T
    table = coo_matrix((np.ones(len(one)), (one, other)), shape=(patches.count, patches.count))
    found: NDArray[np.int64] = connected_components(table, directed=False)[1].astype(np.int64)
    return found


def gaussian_cost(values: Array, weights: Array, *, floor: float) -> Array:
    """Return the negative log likelihood of each row under the Gaussian of the weighted rows.

    Args:
        values: (n, C).
        weights: (n,).
        floor: variance added to each axis, so that plain regions are not infinitely sure of themselves.
    """
    total = max(float(weights.sum()), 1e-9)
    mean = weights @ values / total
    centred = values - mean
    covariance = (centred * weights[:, None]).T @ centred / total + floor * np.eye(values.shape[1])
    inverse = np.linalg.inv(covariance)
    distance: Array = np.einsum("nc,cd,nd->n", centred, inverse, centred)
    return 0.5 * (distance + float(np.linalg.slogdet(covariance)[1]))
