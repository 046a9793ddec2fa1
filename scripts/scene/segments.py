"""Cut a photograph into a few large numbered segments, the same ones every time, for labelling by hand.

SLIC superpixels are merged by Ward's method along their adjacency; the segments are numbered from the top downwards.
"""

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from scipy.ndimage import gaussian_filter, sobel
from scipy.sparse import coo_matrix
from skimage.color import rgb2lab
from skimage.segmentation import slic
from sklearn.cluster import AgglomerativeClustering

RECIPE = "slic500-ward-v1"
LONGEST_SIDE = 384
SUPERPIXELS = 500
TEXTURE_WEIGHT = 0.7
POSITION_WEIGHT = 30.0  # in units of Lab over half of the longest side


def reduced(photo: Image.Image) -> NDArray[np.float64]:
    """Return the photograph at the size in which it is segmented, (H, W, 3), sRGB [0, 1]."""
    rgb = photo.convert("RGB")
    scale = LONGEST_SIDE / max(rgb.size)
    size = (max(1, round(rgb.width * scale)), max(1, round(rgb.height * scale)))
    return np.asarray(rgb.resize(size, Image.Resampling.BOX if scale < 1 else Image.Resampling.BILINEAR)) / 255.0


def segments(photo: Image.Image, count: int) -> NDArray[np.int32]:
    """Return segment numbers (H, W), 0 … count - 1 at most, for the photograph reduced to `LONGEST_SIDE`."""
    image = reduced(photo)
    superpixels = slic(
        gaussian_filter(image, (1, 1, 0)), SUPERPIXELS, compactness=12, start_label=0, channel_axis=-1
    ).astype(np.int64)
    total = int(superpixels.max()) + 1
    features = _features(image, superpixels, total)
    ward = AgglomerativeClustering(min(count, total), connectivity=_adjacency(superpixels, total), linkage="ward")
    return _numbered(np.asarray(ward.fit_predict(features))[superpixels])


def _features(image: NDArray[np.float64], superpixels: NDArray[np.int64], total: int) -> NDArray[np.float64]:
    lab = rgb2lab(image)
    texture = gaussian_filter(np.hypot(sobel(lab[..., 0], 0), sobel(lab[..., 0], 1)), 3) / 2
    height, width = superpixels.shape
    rows, columns = np.mgrid[:height, :width] * (2 * POSITION_WEIGHT / LONGEST_SIDE)
    planes = [*np.moveaxis(lab, -1, 0), texture * TEXTURE_WEIGHT, rows, columns]
    sizes = np.bincount(superpixels.ravel(), minlength=total)
    return np.stack([np.bincount(superpixels.ravel(), plane.ravel(), total) / sizes for plane in planes], axis=1)


def _adjacency(superpixels: NDArray[np.int64], total: int) -> coo_matrix:
    pairs = [(superpixels[1:], superpixels[:-1]), (superpixels[:, 1:], superpixels[:, :-1])]
    first = np.concatenate([a.ravel() for a, _ in pairs])
    second = np.concatenate([b.ravel() for _, b in pairs])
    touching = first != second
    ones = np.ones(int(touching.sum()))
    matrix = coo_matrix((ones, (first[touching], second[touching])), shape=(total, total))
    return (matrix + matrix.T).tocoo()


def _numbered(clusters: NDArray[np.int64]) -> NDArray[np.int32]:
    total = int(clusters.max()) + 1
    rows = np.broadcast_to(np.arange(clusters.shape[0])[:, None], clusters.shape)
    heights = np.bincount(clusters.ravel(), rows.ravel(), total) / np.bincount(clusters.ravel(), minlength=total)
    order = np.argsort(heights, kind="stable")
    rank = np.empty(total, dtype=np.int32)
    rank[order] = np.arange(total, dtype=np.int32)
    return rank[clusters]
