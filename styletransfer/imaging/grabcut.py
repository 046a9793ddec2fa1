"""Pull a region's border onto the picture's edges: GrabCut (Rother, Kolmogorov & Blake 2004), by OpenCV.

Departures from the paper:
  1. only a band around the border is open; a region's inside and its surroundings stay as they were;
  2. it works on the region's neighbourhood, reduced to 512 px, so that the colours near by decide;
  3. islands cut off from the side that they were given to go back to the other side.
"""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from styletransfer.errors import MaskError
from styletransfer.imaging.masks import LabelMap, filled

WORKING_SIDE = 512  # px
BAND = 0.03  # half the open band's width, share of the picture's longer side
_ITERATIONS = 4
_FEWEST = 16  # pixels on either side from which five colours of a mixture can be told
_SEED = 7
_THINNEST = 0.4  # of a thin part's half width: its middle stays sure

Mask = NDArray[np.uint8]


def refine(image: NDArray[np.uint8], label_map: LabelMap, label: int, *, band: float = BAND) -> LabelMap:
    """Move the border of one region onto the edges of the picture.

    Args:
        image: sRGB picture (H, W, 3).
        label_map: labels (H, W).
        label: the region whose border moves; what it leaves goes to the nearest other region.
        band: how far the border may move, share of the longer side, above 0 and at most 0.25.

    Returns:
        A new label map (H, W), equal to the given one away from the border, and everywhere where there is nothing to
        tell apart: an empty region, the whole picture, a few pixels.

    Raises:
        MaskError: picture and label map differ in size.
        ValueError: the band's width makes no sense.
    """
    if image.shape != (*label_map.shape, 3):
        raise MaskError(
            f"The mask is {label_map.shape[1]} × {label_map.shape[0]} px and the picture "
            f"{image.shape[1]} × {image.shape[0]} px; both must have one size. Start the mask again from this picture."
        )
    if not 0 < band <= 0.25:
        raise ValueError(f"The band's width is a share of the longer side, above 0 and at most 0.25; got {band}.")
    region = (label_map == label).astype(np.uint8)
    if not region.any() or region.all():
        return label_map.copy()
    reach = max(2.0, band * max(region.shape))
    rows, columns = _neighbourhood(region, round(4 * reach))
    part = label_map[rows, columns]
    inside = _cut(np.ascontiguousarray(image[rows, columns]), region[rows, columns], reach)
    refined = label_map.copy()
    refined[rows, columns] = _assign(part, inside, label)
    return refined


@dataclass(frozen=True, slots=True)
class _Sides:
    """What is sure of either side, at the working size; the rest is open."""

    region: Mask
    sure_inside: NDArray[np.bool_]
    sure_outside: NDArray[np.bool_]


def _neighbourhood(region: Mask, margin: int) -> tuple[slice, slice]:
    """Return the rows and columns of a region and of what surrounds it."""
    left, top, width, height = cv2.boundingRect(region)
    return (
        slice(max(0, top - margin), min(region.shape[0], top + height + margin)),
        slice(max(0, left - margin), min(region.shape[1], left + width + margin)),
    )


def _cut(image: NDArray[np.uint8], region: Mask, reach: float) -> NDArray[np.bool_]:
    """Return the refined region (H, W) of a neighbourhood."""
    height, width = region.shape
    scale = min(1.0, WORKING_SIDE / max(height, width))
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    small = cv2.resize(image, size, interpolation=cv2.INTER_AREA).astype(np.uint8)
    share = cv2.resize(region.astype(np.float32), size, interpolation=cv2.INTER_AREA)
    sides = _sides((share >= 0.5).astype(np.uint8), max(2.0, reach * scale))
    kept: NDArray[np.bool_] = region.astype(bool)
    if min(int(sides.sure_inside.sum()), int(sides.sure_outside.sum())) < _FEWEST:
        return kept
    cut = _without_islands(_grabcut(small, sides), sides)
    # The cut's steps would show when enlarged; a soft step and its middle make a smooth border of them.
    soft = cv2.GaussianBlur(cut.astype(np.float32), (0, 0), 0.8)
    smooth = cv2.resize(soft, (width, height), interpolation=cv2.INTER_CUBIC) >= 0.5
    near = (_depth(region) <= reach) & (_depth(1 - region) <= reach)
    refined: NDArray[np.bool_] = np.where(near, smooth, kept)
    return refined


def _sides(region: Mask, reach: float) -> _Sides:
    return _Sides(region, _core(region, reach), _core(1 - region, reach))


def _core(side: Mask, reach: float) -> NDArray[np.bool_]:
    """Return what lies deeper than `reach` in a side; of each thinner part at least its middle."""
    depth = _depth(side)
    count, parts = cv2.connectedComponents(side, connectivity=4)
    deepest = np.zeros(count, dtype=np.float32)
    np.maximum.at(deepest, parts.ravel().astype(np.intp), depth.ravel())
    limit = np.minimum(reach, _THINNEST * deepest)[parts]
    core: NDArray[np.bool_] = (side > 0) & (depth > limit)
    return core


def _depth(side: Mask) -> NDArray[np.float32]:
    """Return each pixel's distance to the other side, px; the picture's own border is no edge."""
    if side.all():
        return np.full(side.shape, np.inf, dtype=np.float32)
    depth: NDArray[np.float32] = cv2.distanceTransform(side, cv2.DIST_L2, cv2.DIST_MASK_PRECISE).astype(np.float32)
    return depth


def _grabcut(image: NDArray[np.uint8], sides: _Sides) -> Mask:
    state = np.where(sides.region > 0, cv2.GC_PR_FGD, cv2.GC_PR_BGD).astype(np.uint8)
    state[sides.sure_inside] = cv2.GC_FGD
    state[sides.sure_outside] = cv2.GC_BGD
    background, foreground = np.zeros((1, 65)), np.zeros((1, 65))
    cv2.setRNGSeed(_SEED)  # the mixtures start from random centres
    unused = (0, 0, 1, 1)  # the mask says it all
    cv2.grabCut(image, state, unused, background, foreground, _ITERATIONS, cv2.GC_INIT_WITH_MASK)
    cut: Mask = ((state == cv2.GC_FGD) | (state == cv2.GC_PR_FGD)).astype(np.uint8)
    return cut


def _without_islands(cut: Mask, sides: _Sides) -> Mask:
    """Give back every part that does not hang together with the sure part of its side."""
    inside = _reached(cut, sides.sure_inside)
    outside = _reached((~inside).astype(np.uint8), sides.sure_outside)
    return (~outside).astype(np.uint8)


def _reached(side: Mask, sure: NDArray[np.bool_]) -> NDArray[np.bool_]:
    count, parts = cv2.connectedComponents(side, connectivity=4)
    holds = np.zeros(count, dtype=bool)
    holds[np.unique(parts[sure])] = True
    reached: NDArray[np.bool_] = holds[parts] & (side > 0)
    return reached


def _assign(part: LabelMap, inside: NDArray[np.bool_], label: int) -> LabelMap:
    """Write the refined region into its neighbourhood."""
    assigned = filled(part, part == label)
    assigned[inside] = label
    return assigned
