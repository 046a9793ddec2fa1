"""Fit a table of colours to an edit: regression of scattered colours on a regular grid.

The pixels ask for their colours, smoothness fills the gaps between them, and far from every colour that was seen the
table goes over to one affine map, which itself leaves alone the directions in which no colours differ.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from styletransfer.errors import InputError

Rows = NDArray[np.float64]

_REFERENCE = 33  # points a side at which the prices below hold; they are scaled to other sizes
_CELLS = 64  # a side: pixels of one cell of colour space are fitted as one
_RARE = 1e-4  # share of all pixels at which a cell has half its say
_AFFINE_RIDGE = 1e-3  # pull of the affine map towards leaving colours alone, in squared units of colour
_BEND, _STRETCH, _LEVEL = 1.0, 0.1, 1e-4  # price of curvature, slope and size of what departs from the affine map
_STEPS, _ACCURACY = 120, 1e-4


def fit_table(
    pairs: Sequence[tuple[Tensor, Tensor]], weights: Sequence[Tensor | None] | None, size: int
) -> NDArray[np.float32]:
    """Find the table that comes closest to edits of photographs; see `fit_lut` for arguments and errors.

    Returns:
        (size, size, size, 3) in [0, 1], indexed by blue, green and red.
    """
    colours, wanted, mass = _cells(pairs, weights)
    gains, offset = _affine(colours, wanted, mass)
    rest = wanted - colours @ gains - offset
    say = mass / (mass + _RARE * mass.sum())
    coarse = max(3, size // 4 + 1)
    departure = _smooth_fit(colours, rest, say, coarse, np.zeros((coarse**3, 3)))
    for side in sorted({max(3, size // 2 + 1), size} - {coarse}):  # each starts from the coarser answer
        start = _weights_at(grid_points(side), coarse) @ departure
        departure, coarse = _smooth_fit(colours, rest, say, side, start), side
    if coarse != size:
        departure = _weights_at(grid_points(size), coarse) @ departure
    table = np.clip(grid_points(size) @ gains + offset + departure, 0, 1)
    return table.reshape(size, size, size, 3).astype(np.float32)


def grid_points(size: int) -> Rows:
    """List the grid's points, (size³, 3), red running fastest."""
    axis = np.linspace(0, 1, size)
    blue, green, red = np.meshgrid(axis, axis, axis, indexing="ij")
    return np.stack([red, green, blue], axis=-1).reshape(-1, 3)


def _cells(
    pairs: Sequence[tuple[Tensor, Tensor]], weights: Sequence[Tensor | None] | None
) -> tuple[Rows, Rows, NDArray[np.float64]]:
    """Gather pixels by cells of colour space: mean colour, mean wanted colour and total weight of each."""
    sums = np.zeros((7, _CELLS**3))
    for (content, result), counts in zip(pairs, weights or [None] * len(pairs), strict=True):
        if content.shape != result.shape or (counts is not None and counts.shape[-2:] != content.shape[-2:]):
            raise InputError(f"A photograph {tuple(content.shape)} and its edit {tuple(result.shape)} do not fit.")
        rows = torch.cat([content, result], 1).detach().flatten(2)[0].double().cpu().numpy()  # (6, H*W)
        each = np.ones(rows.shape[1]) if counts is None else counts.detach().double().cpu().numpy().reshape(-1)
        red, green, blue = np.clip((rows[:3] * _CELLS).astype(np.intp), 0, _CELLS - 1)
        cell = (blue * _CELLS + green) * _CELLS + red
        sums[6] += np.bincount(cell, each, _CELLS**3)
        for index in range(6):
            sums[index] += np.bincount(cell, each * rows[index], _CELLS**3)
    seen = sums[6] > 1e-6
    if not seen.any() or not np.isfinite(sums).all():
        raise InputError("A colour table needs at least one pixel with a finite colour; give pictures and weights.")
    means = sums[:6, seen] / sums[6, seen]
    return means[:3].T, means[3:].T, sums[6, seen]


def _affine(colours: Rows, wanted: Rows, mass: NDArray[np.float64]) -> tuple[Rows, Rows]:
    """Fit one affine map that changes little in directions in which no colours differ: gains (3, 3), offset (3,)."""
    share = (mass / mass.sum())[:, None]
    mean, target = (share * colours).sum(0), (share * wanted).sum(0)
    centred = colours - mean
    covariance = (share * centred).T @ centred
    change = (share * centred).T @ (wanted - target - centred)
    gains = np.eye(3) + np.linalg.solve(covariance + _AFFINE_RIDGE * np.eye(3), change)
    return gains, target - mean @ gains


def _weights_at(colours: Rows, size: int) -> Any:
    """Return the sparse matrix that interpolates a grid at colours, (M, size³)."""
    from scipy import sparse

    places = np.clip(colours, 0, 1) * (size - 1)
    cell = np.minimum(places.astype(np.intp), size - 2)
    inside = places - cell
    corners = [(r, g, b) for b in (0, 1) for g in (0, 1) for r in (0, 1)]
    columns = np.stack([((cell[:, 2] + b) * size + cell[:, 1] + g) * size + cell[:, 0] + r for r, g, b in corners])
    shares = np.stack([np.abs(1 - np.array(corner) - inside).prod(axis=1) for corner in corners])
    rows = np.tile(np.arange(len(colours)), 8)
    return sparse.csr_array((shares.ravel(), (rows, columns.ravel())), shape=(len(colours), size**3))


def _roughness(size: int) -> Any:
    """Return the sparse quadratic form of what smoothness costs on a grid, the same for a surface at any size."""
    from scipy import sparse

    slope = sparse.diags_array([-np.ones(size - 1), np.ones(size - 1)], offsets=[0, 1], shape=(size - 1, size)).tocsr()
    bend = slope[: size - 2, : size - 1] @ slope  # second differences, (size - 2, size)
    scale = (size - 1) / (_REFERENCE - 1)
    along = _BEND * scale * bend.T @ bend + _STRETCH / scale * slope.T @ slope
    one = sparse.eye_array(size)
    total = sum(
        sparse.kron(sparse.kron(*pair), last)
        for pair, last in (((along, one), one), ((one, along), one), ((one, one), along))
    )
    return (total + _LEVEL / scale**3 * sparse.eye_array(size**3)).tocsr()


def _smooth_fit(colours: Rows, rest: Rows, say: NDArray[np.float64], size: int, start: Rows) -> Rows:
    """Minimise misfit plus roughness by conjugate gradients with a diagonal preconditioner, (size³, 3)."""
    at = _weights_at(colours, size)
    matrix = (at.T @ at.multiply(say[:, None]) + _roughness(size)).tocsr()
    right: Rows = at.T @ (say[:, None] * rest)
    scale = 1 / matrix.diagonal()[:, None]
    found = start.copy()
    left: Rows = right - matrix @ found
    goal = _ACCURACY**2 * ((right * right * scale).sum(0) + 1e-12)
    towards: Rows = scale * left
    power = (left * towards).sum(0)
    for _ in range(_STEPS):
        if (power <= goal).all():
            break
        image = matrix @ towards
        step = power / np.maximum((towards * image).sum(0), 1e-30)
        found += step * towards
        left -= step * image
        next_power = (left * left * scale).sum(0)
        towards = scale * left + next_power / np.maximum(power, 1e-30) * towards
        power = next_power
    return found
