"""Bring an edit that was computed on a reduced photograph to the photograph's own size.

The edit is written as an affine map of colour at every pixel of the reduced picture, fitted by guided filtering (He,
Sun & Tang 2013; upsampled as in "Fast Guided Filter", He & Sun 2015). Departures:
  1. the fit is a cascade: one map for the whole picture, then windows that shrink to `radius`, each fitted to what the
     coarser ones left over, so that flat windows fall back on the map around them instead of losing their texture;
  2. windows vote by how well they fit (ops/guided_filter.py), which keeps halos small at strong edges;
  3. networks hand back slightly soft pictures: the photograph is blurred as much as the result looks blurred before
     fitting, and the coefficients are applied to the sharp photograph;
  4. 8-bit photographs are smoothed inside their rounding error, ± half a level, so that a gain above 1 does not turn
     the levels of a sky into bands.
"""

from collections.abc import Callable

import cv2
import numpy as np
import torch
import torch.nn.functional as F
from numpy.typing import NDArray
from torch import Tensor

from styletransfer.errors import ImageError
from styletransfer.ops.guided_filter import box_mean, regress

Size = tuple[int, int]
Pixels = NDArray[np.uint8] | NDArray[np.uint16]
Planes = NDArray[np.float32]

STRIPE = 64
"""Rows computed at a time; the scratch memory is about 25 float32 planes of a stripe."""

_COARSEST = 1 / 8  # radius of the widest window, of the longest side
_DECIMATED = 4  # px: wider windows are fitted on a reduced picture in which they have this radius
_BAND = 200_000  # pixels fitted at a time
_BLURS = (0.0, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0, 1.2, 1.5)
_WORTH = 0.9  # a blur must leave less than this share of the misfit
_UNROUND = 24  # px: radius of the mean that stands in for the levels lost to 8 bits
_LUMA = (0.299, 0.587, 0.114)


def fit_local_affine(content: Tensor, result: Tensor, *, radius: int = 1, epsilon: float = 1e-4) -> Tensor:
    """Describe how `content` became `result` by an affine map of colour at every pixel.

    Args:
        content: reduced photograph (1, 3, h, w), sRGB in [0, 1].
        result: the same after the edit.
        radius: of the finest windows, px; 1 follows the result closely, 4 and more leave its fine flaws out.
        epsilon: ridge on the gains; a contrast below its root counts as noise and takes the map around it.
    Returns:
        The edit, to be applied to the photograph at any size: (12, h, w) float32 on the processor, for red, green and
        blue of the result the gains of red, green and blue, then the three offsets.
    Raises:
        ImageError: the pictures differ in shape or hold values that are not numbers.
    """
    _check(content, result)
    guide, wanted = content.detach().float(), result.detach().float()
    guide = _blurred(guide, _estimate_softness(guide, wanted))  # Departure 3
    coefficients = _whole(guide, wanted, epsilon / 100)  # Departure 1; all pixels together can bear a weaker ridge
    for window in _windows(guide.shape[-2:], radius):
        rest = wanted - evaluate(coefficients, guide)
        coefficients = coefficients + _local(guide, rest, window, epsilon)
    return coefficients[0].cpu()


def apply_local_affine(coefficients: Tensor, content: Tensor, *, rows: tuple[int, int], full_size: Size) -> Tensor:
    """Edit some rows of the photograph.

    Args:
        coefficients: the edit, as `fit_local_affine` returns it.
        content: these rows of the photograph (1, 3, rows, W), sRGB in [0, 1].
        rows: first row and the one after the last, counted in the photograph.
        full_size: height and width of the photograph, px.
    Returns:
        (1, 3, rows, W), in [0, 1]; a pixel does not depend on which rows are asked for together.
    """
    planes = content.detach().float().cpu().numpy()[0]
    edited = _edit_rows(coefficients.numpy(), planes, rows, full_size)
    return torch.from_numpy(edited).clamp_(0, 1)[None].to(content.device)


def restore_full_size(
    coefficients: Tensor, pixels: Pixels, on_stripe: Callable[[float], None] = lambda share: None
) -> Pixels:
    """Edit a whole photograph in stripes of rows.

    Args:
        coefficients: the edit, as `fit_local_affine` returns it.
        pixels: photograph (H, W, 3), 8 or 16 bits.
        on_stripe: told the share of rows that is done, 0 … 1; may raise `Cancelled`.
    Returns:
        (H, W, 3) of the same type.
    """
    size = (pixels.shape[0], pixels.shape[1])
    levels = np.float32(np.iinfo(pixels.dtype).max)
    finished = np.empty_like(pixels)
    for top in range(0, size[0], STRIPE):
        bottom = min(top + STRIPE, size[0])
        stripe = _unrounded(pixels, top, bottom) if pixels.dtype == np.uint8 else pixels[top:bottom].astype(np.float32)
        planes = np.ascontiguousarray(stripe.transpose(2, 0, 1)) / levels  # (3, rows, W)
        edited = _edit_rows(coefficients.numpy(), planes, (top, bottom), size)
        np.rint(np.clip(edited, 0, 1, out=edited) * levels, out=edited)
        finished[top:bottom] = edited.transpose(1, 2, 0)
        on_stripe(bottom / size[0])
    return finished


def evaluate(coefficients: Tensor, guide: Tensor) -> Tensor:
    """Apply one affine map of colour a pixel, (1, 12, h, w) or (1, 12, 1, 1), to a picture (1, 3, h, w)."""
    gains = coefficients[:, :9].reshape(1, 3, 3, *coefficients.shape[-2:])
    changed: Tensor = (gains * guide[:, None]).sum(2) + coefficients[:, 9:]
    return changed


def _check(content: Tensor, result: Tensor) -> None:
    if content.shape != result.shape or content.ndim != 4 or content.shape[:2] != (1, 3):
        raise ImageError(
            f"The photograph {tuple(content.shape)} and its edit {tuple(result.shape)} must both be (1, 3, H, W)."
        )
    if not bool(torch.isfinite(content).all() & torch.isfinite(result).all()):
        raise ImageError("The edited picture holds values that are not numbers; choose a weaker setting.")


def _windows(size: torch.Size, radius: int) -> list[int]:
    """List window radii from the widest to `radius`, halving."""
    widest = max(radius, round(max(size) * _COARSEST))
    radii = [radius]
    while radii[-1] * 2 <= widest:
        radii.append(radii[-1] * 2)
    return radii[::-1]


def _whole(guide: Tensor, values: Tensor, epsilon: float) -> Tensor:
    """Fit one affine map to all pixels, (1, 12, 1, 1)."""
    colours, wanted = guide.flatten(2)[0].double(), values.flatten(2)[0].double()  # (3, H*W)
    mean, target = colours.mean(1, keepdim=True), wanted.mean(1, keepdim=True)
    centred = colours - mean
    covariance = centred @ centred.T / colours.shape[1] + epsilon * torch.eye(3, device=guide.device).double()
    change = centred @ (wanted - target - centred).T / colours.shape[1]
    # Directions in which no colours differ keep a gain of one, so that noise there stays what it is.
    gains = torch.eye(3, device=guide.device) + torch.linalg.solve(covariance, change).T  # (3, 3)
    return torch.cat([gains.flatten(), (target - gains @ mean)[:, 0]]).float().view(1, 12, 1, 1)


def _local(guide: Tensor, rest: Tensor, radius: int, epsilon: float) -> Tensor:
    """Fit what is left in windows, (1, 12, h, w); wide windows on a reduced picture."""
    size = guide.shape[-2:]
    step = max(1, radius // _DECIMATED)
    if step > 1:
        small = [max(1, -(-side // step)) for side in size]
        guide, rest = (F.interpolate(image, small, mode="area") for image in (guide, rest))
    packed = _in_bands(guide, rest, radius // step, epsilon)
    return F.interpolate(packed, size, mode="bilinear", align_corners=False) if step > 1 else packed


def _in_bands(guide: Tensor, rest: Tensor, radius: int, epsilon: float) -> Tensor:
    """Regress a band of rows at a time, with all the rows that its windows reach: the scratch memory stays small."""
    height, width = guide.shape[-2:]
    packed = guide.new_empty(1, 12, height, width)
    count = max(16 * radius, _BAND // width, 1)
    for top in range(0, height, count):
        bottom = min(top + count, height)
        first, last = max(0, top - 2 * radius), min(height, bottom + 2 * radius)
        fitted = regress(guide[:, :, first:last], rest[:, :, first:last], radius=radius, epsilon=epsilon)
        own = slice(top - first, bottom - first)
        packed[0, :9, top:bottom] = fitted.slopes.flatten(0, 1)[:, own]
        packed[0, 9:, top:bottom] = fitted.offsets[:, own]
    return packed


def _blurred(image: Tensor, sigma: float) -> Tensor:
    """Blur with a Gaussian, the border repeated."""
    if sigma == 0:
        return image
    planes = image[0].cpu().numpy()
    blurred = [cv2.GaussianBlur(plane, (0, 0), sigma, borderType=cv2.BORDER_REPLICATE) for plane in planes]
    return torch.from_numpy(np.stack(blurred))[None].to(image.device)


def _estimate_softness(content: Tensor, result: Tensor) -> float:
    """Find the blur of the photograph whose brightness explains the result's best in small windows, sigma in px."""
    weights = content.new_tensor(_LUMA).view(1, 3, 1, 1)
    guide, wanted = ((image * weights).sum(1, keepdim=True) for image in (content, result))
    radius = 2
    mean = box_mean(wanted, radius)
    spread = float((box_mean(wanted * wanted, radius) - mean * mean).mean())
    misfits = []
    for sigma in _BLURS:
        blurred = _blurred(guide, sigma)
        centre = box_mean(blurred, radius)
        variance = box_mean(blurred * blurred, radius) - centre * centre
        shared = box_mean(blurred * wanted, radius) - centre * mean
        gain = shared / (variance.clamp(min=0) + 1e-5)
        misfits.append(spread + float((gain * (gain * variance - 2 * shared)).mean()))
    best = int(np.argmin(misfits))
    return _BLURS[best] if misfits[best] < _WORTH * misfits[0] else 0.0


def _unrounded(pixels: Pixels, top: int, bottom: int) -> Planes:
    """Move values that lie within rounding of their surroundings towards them, (rows, W, 3) float32 (Departure 4).

    By the whole distance up to half a level; less beyond, and not at all from a level and a half: that is texture.
    """
    first, last = max(0, top - _UNROUND), min(pixels.shape[0], bottom + _UNROUND)
    side = (2 * _UNROUND + 1,) * 2
    around = cv2.boxFilter(pixels[first:last], cv2.CV_32F, side, borderType=cv2.BORDER_REPLICATE)[top - first :]
    stripe = pixels[top:bottom].astype(np.float32)
    away = around[: bottom - top] - stripe
    room = np.clip(1.5 - np.abs(away), 0, 0.5)
    stripe += np.clip(away, -room, room)
    return stripe


def _edit_rows(coefficients: Planes, planes: Planes, rows: tuple[int, int], full_size: Size) -> Planes:
    """Interpolate the coefficients for rows of the photograph and apply them, (3, rows, W)."""
    height, width = full_size
    low = coefficients.shape[1]
    places = np.clip((np.arange(*rows) + 0.5) * (low / height) - 0.5, 0, low - 1)
    above = np.minimum(places.astype(np.intp), max(low - 2, 0))
    below = np.minimum(above + 1, low - 1)
    share = (places - above).astype(np.float32)[None, :, None]
    lines = coefficients[:, above] * (1 - share) + coefficients[:, below] * share  # (12, rows, w)
    count = rows[1] - rows[0]

    def wide(index: int) -> Planes:
        # OpenCV rounds a picture of a single row differently, which would show as a seam: give it two.
        plane = np.ascontiguousarray(lines[index] if count > 1 else lines[index].repeat(2, axis=0))
        grown = cv2.resize(plane, (width, max(count, 2)), interpolation=cv2.INTER_LINEAR)
        return np.asarray(grown[:count], np.float32)

    edited = np.empty((3, count, width), np.float32)
    scratch = np.empty((count, width), np.float32)
    for channel in range(3):
        edited[channel] = wide(9 + channel)
        for source in range(3):
            np.multiply(wide(3 * channel + source), planes[source], out=scratch)
            edited[channel] += scratch
    return edited
