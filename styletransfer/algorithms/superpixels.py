"""Superpixels: a picture as some hundred patches of one colour that keep to its edges.

SLIC (Achanta et al. 2012) by scikit-image. Departures: pictures above `WORKING_SIDE` px are divided at that size and
the patches' borders then move to the edges of the full picture; patch numbers follow the raster order.
"""

import numpy as np
import torch
from numpy.typing import NDArray
from skimage.segmentation import slic
from torch import Tensor

from styletransfer.errors import ImageError
from styletransfer.imaging.masks import resized_labels
from styletransfer.imaging.resize import shrink

WORKING_SIDE = 512
_COMPACTNESS = 15.0  # Lab units a patch may differ for lying one patch away
_ROUNDS = 5
_SMOOTHING = 0.7  # px: grain would tear the patches

SuperpixelMap = NDArray[np.int32]


def superpixels(image: Tensor, count: int = 600) -> SuperpixelMap:
    """Divide a picture into patches of even colour (Achanta et al. 2012).

    Args:
        image: (1, 3, H, W), sRGB, [0, 1].
        count: patches wanted; small or plain pictures give fewer.
    Returns:
        Patch numbers (H, W), 0 … n - 1 without gaps; the same picture gives the same patches.
    Raises:
        ImageError: the tensor is no single picture, or fewer than one patch is wanted.
    """
    if image.ndim != 4 or image.shape[:2] != (1, 3) or image.numel() == 0:
        raise ImageError(f"Superpixels need one picture (1, 3, H, W), got {tuple(image.shape)}.")
    if count < 1:
        raise ImageError(f"Superpixels need a count of at least 1, got {count}.")
    small = shrink(image, WORKING_SIDE)
    pixels = small[0].permute(1, 2, 0).detach().float().clamp(0, 1).cpu().numpy()  # (h, w, 3)
    # A picture of fewer pixels than patches makes SLIC's grid collapse.
    wanted = max(1, min(count, pixels.shape[0] * pixels.shape[1] // 4))
    patches = _slic(pixels, wanted)
    if small is not image:
        patches = _enlarged(patches, pixels, image)
    return _numbered(patches)


def _slic(pixels: NDArray[np.float32], count: int) -> NDArray[np.int64]:
    if count == 1:
        return np.zeros(pixels.shape[:2], np.int64)
    found: NDArray[np.int64] = slic(
        pixels,
        n_segments=count,
        compactness=_COMPACTNESS,
        sigma=_SMOOTHING,
        max_num_iter=_ROUNDS,
        start_label=0,
        channel_axis=-1,
    )
    return found


def _enlarged(patches: NDArray[np.int64], pixels: NDArray[np.float32], image: Tensor) -> NDArray[np.int64]:
    """Enlarge a patch map; near a border each pixel goes to the patch whose mean colour is nearest to its own."""
    (height, width), size = patches.shape, (int(image.shape[-2]), int(image.shape[-1]))
    count = int(patches.max()) + 1
    sizes = np.maximum(np.bincount(patches.ravel(), minlength=count), 1)
    means = np.stack([np.bincount(patches.ravel(), pixels[..., c].ravel(), count) / sizes for c in range(3)])
    colours = torch.from_numpy(means.astype(np.float32))  # (3, n)
    own = image[0].detach().float().cpu()
    best = torch.from_numpy(resized_labels(patches, size))
    difference = (own - colours[:, best]).square().sum(0)  # (H, W)
    framed = np.pad(patches, 1, mode="edge")
    for down, right in ((0, 1), (2, 1), (1, 0), (1, 2)):
        shifted = framed[down : down + height, right : right + width]
        other = torch.from_numpy(resized_labels(shifted, size))
        theirs = (own - colours[:, other]).square().sum(0)
        best, difference = torch.where(theirs < difference, other, best), torch.minimum(theirs, difference)
    result: NDArray[np.int64] = best.numpy()
    return result


def _numbered(patches: NDArray[np.int64]) -> SuperpixelMap:
    """Renumber in the order of first appearance, without gaps."""
    _, first, inverse = np.unique(patches, return_index=True, return_inverse=True)
    order = np.empty(len(first), np.int32)
    order[np.argsort(first)] = np.arange(len(first), dtype=np.int32)
    result: SuperpixelMap = order[inverse.reshape(patches.shape)]
    return result
