"""What each superpixel of a picture looks like: colour, texture, place, deep features, and who its neighbours are.

The distances over superpixels follow Wei et al. ("Geodesic Saliency Using Background Priors", 2012): how sharp the
edges are that lie between a patch and the picture's top, bottom or frame.
"""

from dataclasses import dataclass

import cv2
import numpy as np
import torch
from numpy.typing import NDArray
from scipy.sparse import coo_matrix, csr_matrix, diags
from scipy.sparse.csgraph import dijkstra
from torch import Tensor

from styletransfer.algorithms.superpixels import SuperpixelMap, superpixels
from styletransfer.imaging.resize import resize, shrink
from styletransfer.models.vgg import VGGFeatures

Array = NDArray[np.float64]

WORKING_SIDE = 448
DEEP_TAPS = ("relu3_1", "relu4_1", "relu5_1")
_SMALLEST_DEEP = 32  # px a side that the deepest tap needs to say anything
_COUNT = 500
_SPREADING_ROUNDS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Patches:
    """The superpixels of one picture, n of them.

    Attributes:
        ids: superpixel of every pixel, (h, w), at the working size.
        share: area of each, (n,), adds up to 1.
        lab: mean colour, CIE Lab with L from 0 to 100, (n, 3).
        texture: (n, 3): log of the fine gradient, upright less level edges (-1 … 1), log of the coarse gradient.
        place: (n, 2): height and side, 0 … 1 from the top left.
        distance: (n, 3): edges between it and the top, the bottom, the frame; 0 … 1 in each picture.
        touches: (n, 2): share of the top and of the bottom row of pixels that it covers.
        edges: neighbours, (m, 2), each pair once.
        contrast: how sharp the picture is along the border of each pair, (m,).
        length: pixels along that border, (m,).
        deep: tap name to mean normalised features, (n, C).
    """

    ids: SuperpixelMap
    share: Array
    lab: Array
    texture: Array
    place: Array
    distance: Array
    touches: Array
    edges: NDArray[np.int64]
    contrast: Array
    length: Array
    deep: dict[str, Array]

    @property
    def count(self) -> int:
        """Number of superpixels."""
        return len(self.share)


def describe(network: VGGFeatures, image: Tensor) -> Patches:
    """Divide a picture into superpixels and describe them.

    Args:
        network: perceptual network on the image's device.
        image: (1, 3, H, W), sRGB, [0, 1].
    """
    small = shrink(image.detach().float().clamp(0, 1), WORKING_SIDE)
    ids = superpixels(small, _COUNT)
    pixels = lab_of(small)
    share = _pooled(np.ones(ids.shape), ids, mean=False)
    lab = pool(pixels, ids)
    fine = _gradients(pixels, 0.8)
    edges, sharpness, length = _neighbours(ids, fine[..., 0])
    # An edge is a border that is sharp and parts two colours: grain is only the one, haze only the other.
    step = np.linalg.norm(lab[edges[:, 0]] - lab[edges[:, 1]], axis=1) / 3
    contrast = np.sqrt(sharpness * step)
    spreading = _spreading(edges, contrast, length, len(share))
    height, width = ids.shape
    rows, columns = np.mgrid[0:height, 0:width]
    place = pool(np.stack([(rows + 0.5) / height, (columns + 0.5) / width], axis=2), ids)
    return Patches(
        ids=ids, share=share / share.sum(), lab=lab, texture=_texture(fine, ids, spreading),
        place=place, distance=_distances(ids, edges, contrast),
        touches=np.stack([np.bincount(row, minlength=len(share)) / width for row in (ids[0], ids[-1])], axis=1),
        edges=edges, contrast=contrast, length=length, deep=_deep(network, small, ids, spreading),
    )  # fmt: skip


def lab_of(image: Tensor) -> NDArray[np.float32]:
    """Return CIE Lab (H, W, 3) of an image (1, 3, H, W)."""
    rgb = np.ascontiguousarray(image[0].permute(1, 2, 0).cpu().numpy(), dtype=np.float32)
    return np.asarray(cv2.cvtColor(rgb, cv2.COLOR_RGB2LAB), dtype=np.float32)


def pool(values: NDArray[np.floating], ids: SuperpixelMap) -> Array:
    """Average (h, w, C) over each superpixel, (n, C)."""
    return np.stack([_pooled(values[..., c], ids) for c in range(values.shape[2])], axis=1)


def pool_planes(planes: Tensor, ids: SuperpixelMap) -> Array:
    """Average planes (K, h', w') of any size, read bilinearly, over each superpixel, (n, K)."""
    height, width = planes.shape[-2:]
    above, across = _linear(ids.shape[0], height), _linear(ids.shape[1], width)
    values, cells = [], []
    for row, row_weight in above:
        for column, column_weight in across:
            cells.append((row[:, None] * width + column[None, :]).ravel())
            values.append((row_weight[:, None] * column_weight[None, :]).ravel())
    owners = np.tile(ids.ravel(), 4)
    table = coo_matrix(
        (np.concatenate(values), (owners, np.concatenate(cells))), shape=(int(ids.max()) + 1, height * width)
    ).tocsr()
    sums: Array = table @ planes.detach().float().cpu().flatten(1).T.double().numpy()
    return sums / np.bincount(ids.ravel())[:, None]


def _linear(size: int, cells: int) -> tuple[tuple[NDArray[np.int64], Array], ...]:
    """Return the two cells that each of `size` pixels lies between, with their weights."""
    at = np.clip((np.arange(size) + 0.5) * cells / size - 0.5, 0, cells - 1)
    low = at.astype(np.int64)
    return (low, 1 - (at - low)), (np.minimum(low + 1, cells - 1), at - low)


def middle(values: Array) -> float:
    """Return the median, 0 of nothing (a single superpixel has no neighbours)."""
    return float(np.median(values)) if len(values) else 0.0


def _pooled(plane: NDArray[np.floating], ids: SuperpixelMap, *, mean: bool = True) -> Array:
    sums: Array = np.bincount(ids.ravel(), plane.ravel().astype(np.float64)).astype(np.float64)
    return sums / np.bincount(ids.ravel()) if mean else sums


def _gradients(pixels: NDArray[np.float32], sigma: float) -> NDArray[np.float32]:
    """Return (h, w, 3): gradient magnitude over L, a and b, its part across and its part down."""
    smooth = cv2.GaussianBlur(pixels, (0, 0), sigma, borderType=cv2.BORDER_REPLICATE)
    across = cv2.Sobel(smooth, cv2.CV_32F, 1, 0, scale=0.125, borderType=cv2.BORDER_REPLICATE)
    down = cv2.Sobel(smooth, cv2.CV_32F, 0, 1, scale=0.125, borderType=cv2.BORDER_REPLICATE)
    horizontal, vertical = np.abs(across).sum(axis=2), np.abs(down).sum(axis=2)
    return np.stack([np.hypot(horizontal, vertical), horizontal, vertical], axis=2)


def _texture(fine: NDArray[np.float32], ids: SuperpixelMap, spreading: csr_matrix) -> Array:
    # The border of a patch is often the edge of something else: what lies inside speaks for its texture.
    border = np.zeros(ids.shape, np.uint8)
    border[:, 1:] |= ids[:, 1:] != ids[:, :-1]
    border[1:] |= ids[1:] != ids[:-1]
    inside = np.where(cv2.dilate(border, np.ones((5, 5), np.uint8)) > 0, 0.02, 1.0)
    near = pool(fine * inside[..., None], ids) / pool(inside[..., None], ids)
    # A wide neighbourhood tells a facade from one of its panes; it stops at sharp edges, where a window would not.
    wide = _spread(near, spreading)
    upright = (wide[:, 1] - wide[:, 2]) / (wide[:, 1] + wide[:, 2] + 0.5)
    return np.stack([np.log1p(near[:, 0]), upright, np.log1p(wide[:, 0])], axis=1)


def _spreading(edges: NDArray[np.int64], contrast: Array, length: Array, count: int) -> csr_matrix:
    """Return the averaging of each superpixel with its neighbours, (n, n), that hardly crosses sharp edges."""
    faint = middle(contrast)
    weight = length * np.exp(-contrast / (0.7 * faint + 0.5))
    own = np.full(count, 0.5 * float(weight.mean()) + 1e-6 if len(weight) else 1.0)
    every = np.arange(count)
    one, other = edges.T
    rows, columns = np.concatenate([one, other, every]), np.concatenate([other, one, every])
    table = coo_matrix((np.concatenate([weight, weight, own]), (rows, columns)), shape=(count, count)).tocsr()
    return diags(1 / np.asarray(table.sum(axis=1)).ravel()) @ table


def _spread(values: Array, spreading: csr_matrix) -> Array:
    for _ in range(_SPREADING_ROUNDS):
        values = spreading @ values
    return values


def _neighbours(ids: SuperpixelMap, sharpness: NDArray[np.float32]) -> tuple[NDArray[np.int64], Array, Array]:
    """Return the pairs of patches that touch, the mean sharpness along their border and its length."""
    count = int(ids.max()) + 1
    keys, values = [], []
    for one, other in (
        (np.s_[:, :-1], np.s_[:, 1:]),
        (np.s_[:-1], np.s_[1:]),
    ):
        left, right = ids[one].astype(np.int64), ids[other].astype(np.int64)
        apart = left != right
        low, high = np.minimum(left, right)[apart], np.maximum(left, right)[apart]
        keys.append(low * count + high)
        values.append(np.maximum(sharpness[one], sharpness[other])[apart])
    joined, inverse = np.unique(np.concatenate(keys), return_inverse=True)
    length = np.bincount(inverse, minlength=len(joined)).astype(np.float64)
    total = np.bincount(inverse, np.concatenate(values), len(joined))
    edges = np.stack([joined // count, joined % count], axis=1)
    return edges, total / np.maximum(length, 1), length


def _distances(ids: SuperpixelMap, edges: NDArray[np.int64], contrast: Array) -> Array:
    """Measure the edges on the easiest path to the top, the bottom and the frame, each scaled to 0 … 1."""
    count = int(ids.max()) + 1
    # Faint edges (clouds, gradients, grain) are free; a little cost keeps the path short.
    cost = np.maximum(contrast - middle(contrast), 0) + 0.02
    graph = coo_matrix((cost, (edges[:, 0], edges[:, 1])), shape=(count, count)).tocsr()
    frame = np.unique(np.concatenate([ids[0], ids[-1], ids[:, 0], ids[:, -1]]))
    found = []
    for seeds in (np.unique(ids[0]), np.unique(ids[-1]), frame):
        metres = dijkstra(graph, directed=False, indices=seeds, min_only=True)
        metres = np.where(np.isfinite(metres), metres, 0.0)
        found.append(np.clip(metres / max(float(np.quantile(metres, 0.95)), 1e-6), 0, 1))
    return np.stack(found, axis=1)


def _deep(network: VGGFeatures, image: Tensor, ids: SuperpixelMap, spreading: csr_matrix) -> dict[str, Array]:
    height, width = image.shape[-2:]
    grow = max(1.0, _SMALLEST_DEEP / min(height, width))
    size = (max(_SMALLEST_DEEP, round(height * grow)), max(_SMALLEST_DEEP, round(width * grow)))
    device = next(network.parameters()).device
    with torch.inference_mode():
        features = network(resize(image, size).to(device) if grow > 1 else image.to(device), DEEP_TAPS)
        # A square root tames the few channels that would outshout the rest.
        roots = {tap: (value.float() + 1e-6).sqrt() for tap, value in features.items()}
        unit = {tap: root / root.norm(dim=1, keepdim=True).clamp(min=1e-6) for tap, root in roots.items()}
    return {tap: _spread(pool_planes(value[0], ids), spreading) for tap, value in unit.items()}
