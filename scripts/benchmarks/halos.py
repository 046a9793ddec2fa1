"""How much of a halo an edit leaves along the borders of regions.

Inside a region an honest edit is a function of colour: far from the border the change of brightness is fitted to the
photograph's colours, tile by tile. A halo is what the same fit cannot explain close to the border.
"""

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import distance_transform_edt
from torch import Tensor

from styletransfer.imaging.color import luminance
from styletransfer.imaging.masks import LabelMap

NEAR = (2.0, 8.0)  # px from the border; closer, a soft transition is meant
FAR = (14.0, 40.0)
TILE = 64
_FEWEST = 24  # pixels of a tile on either side


def halo(content: Tensor, result: Tensor, label_map: LabelMap) -> float:
    """Measure halos.

    Args:
        content: photograph (1, 3, H, W).
        result: the edited photograph, likewise.
        label_map: its regions (H, W).
    Returns:
        Mean over regions and tiles of the unexplained change near the border, in levels of 255; 0 without borders.
    """
    colours = content[0].permute(1, 2, 0).double().numpy()
    change = (luminance(result) - luminance(content))[0, 0].double().numpy()
    found = []
    for label in np.unique(label_map):
        inside = label_map == label
        if inside.all():
            continue
        depth = distance_transform_edt(inside)
        for top in range(0, change.shape[0], TILE):
            for left in range(0, change.shape[1], TILE):
                tile = np.s_[top : top + TILE, left : left + TILE]
                found += _of_tile(colours[tile], change[tile], depth[tile])
    return float(np.mean(found)) * 255 if found else 0.0


def _of_tile(colours: NDArray[np.float64], change: NDArray[np.float64], depth: NDArray[np.float64]) -> list[float]:
    near, far = ((depth >= low) & (depth <= high) for low, high in (NEAR, FAR))
    if near.sum() < _FEWEST or far.sum() < _FEWEST:
        return []
    ones = np.ones((*change.shape, 1))
    terms = np.concatenate((colours, ones), axis=2)
    # A ridge keeps the fit of a flat tile from inventing slopes.
    ridge = np.diag([1e-4, 1e-4, 1e-4, 1e-9]) * far.sum()
    fit = np.linalg.solve(terms[far].T @ terms[far] + ridge, terms[far].T @ change[far])
    return [abs(float((change[near] - terms[near] @ fit).mean()))]
