"""Label maps: which part of a picture is which region.

A grey or palette file holds the labels themselves. A colour file holds one of the nine colours of WCT²'s masks
(Yoo et al. 2019): the nearest by the sum of absolute differences, ties to the earlier in `COLOURS`.
"""

import io
from collections.abc import Collection, Sequence
from typing import Any, TypeVar

import cv2
import numpy as np
import torch
import torch.nn.functional as F
from numpy.typing import NDArray
from PIL import Image
from torch import Tensor

from styletransfer.errors import ImageError, MaskError
from styletransfer.imaging.channels import turn
from styletransfer.imaging.decode import orientation, read_file
from styletransfer.imaging.io import ImageSource, read_bytes
from styletransfer.imaging.limits import Limits
from styletransfer.imaging.picture import Picture

Size = tuple[int, int]
LabelMap = NDArray[np.uint8]
Labels = TypeVar("Labels", bound=np.integer[Any])

COLOURS: dict[str, tuple[int, tuple[int, int, int]]] = {
    "blue": (3, (0, 0, 255)),
    "green": (2, (0, 255, 0)),
    "black": (0, (0, 0, 0)),
    "white": (1, (255, 255, 255)),
    "red": (4, (255, 0, 0)),
    "yellow": (5, (255, 255, 0)),
    "grey": (6, (128, 128, 128)),
    "cyan": (7, (0, 255, 255)),
    "magenta": (8, (255, 0, 255)),
}
"""Name -> label and sRGB, in the order in which ties are decided."""

ASPECT_TOLERANCE = 0.01
LARGEST_LABEL = 255
_SUBJECT = "The mask"
_FURTHER_COLOURS = 0x9E3779  # a stride that scatters the colours of the labels beyond the named ones


def open_label_map(source: ImageSource, *, size: Size, known: Collection[int] | None = None) -> LabelMap:
    """Read a label map and fit it to its picture.

    Args:
        source: a grey, palette or colour picture as for `open_image`, or an array: (H, W) of labels, (H, W, 3) of
            colours. A `Picture` has lost its palette and is read by colour.
        size: (height, width) of the picture that it belongs to, px.
        known: labels that mean something, or None for any.
    Returns:
        Labels (H, W) of the given size.
    Raises:
        MaskError: unreadable, of another aspect, or with a label that is too large or unknown.
    """
    limits = Limits.from_settings()
    try:
        labels = _labels(source, limits)
        limits.check_size(labels.shape[1], labels.shape[0], _SUBJECT)
    except MaskError:
        raise
    except ImageError as error:
        raise MaskError(str(error)) from error
    label_map = _fit(_checked(labels), size)
    if known is not None:
        check_labels(label_map, known)
    return label_map


def check_labels(label_map: LabelMap, known: Collection[int]) -> None:
    """Raise `MaskError` when a label map holds a label that nothing is assigned to."""
    unknown = [int(label) for label in np.unique(label_map) if int(label) not in known]
    if unknown:
        raise MaskError(
            f"The mask holds {_listed(unknown)}, which nothing is assigned to; expected {_listed(sorted(known))}. "
            "Repaint it, or add a style for it."
        )


def check_shape(mask: Size, picture: Size) -> None:
    """Raise `MaskError` when a mask has another aspect than its picture; sizes are (height, width), px."""
    height, width = mask
    ratio = (width * picture[0]) / (height * picture[1])
    # Rounding the short side of a long picture to whole pixels can alone pass the tolerance.
    rounding = min(abs(height * picture[1] / width - picture[0]), abs(width * picture[0] / height - picture[1]))
    if abs(ratio - 1) > ASPECT_TOLERANCE and rounding > 0.5:
        raise MaskError(
            f"The mask is {width} × {height} px and the picture {picture[1]} × {picture[0]} px, which is another "
            "shape. Crop the mask as the picture was cropped."
        )


def resized_labels(label_map: NDArray[Labels], size: Size) -> NDArray[Labels]:
    """Take for every pixel of a map of another size the label of the nearest pixel.

    Args:
        label_map: (H, W), any whole numbers.
        size: (height, width), px.
    Returns:
        A new map of that size and the same type.
    """
    rows, columns = (
        ((np.arange(new) + 0.5) * old / new).astype(np.intp) for old, new in zip(label_map.shape, size, strict=True)
    )
    return np.ascontiguousarray(label_map[rows[:, None], columns])


def filled(label_map: LabelMap, gone: NDArray[np.bool_]) -> LabelMap:
    """Give every pixel that loses its label that of the nearest pixel that keeps its own.

    Args:
        label_map: (H, W).
        gone: (H, W), the pixels that lose their label.
    Returns:
        A new map; a copy of the given one when every pixel loses its label.
    """
    if not gone.any() or gone.all():
        return label_map.copy()
    _, nearest = cv2.distanceTransformWithLabels(
        gone.astype(np.uint8), cv2.DIST_L2, cv2.DIST_MASK_5, labelType=cv2.DIST_LABEL_PIXEL
    )
    owners = np.zeros(int(nearest.max()) + 1, np.uint8)
    owners[nearest[~gone]] = label_map[~gone]
    found: LabelMap = owners[nearest]
    return found


def one_hot(label_map: LabelMap, labels: Sequence[int]) -> Tensor:
    """Turn regions into weights with hard edges.

    Args:
        label_map: (H, W).
        labels: the regions; there may be none.
    Returns:
        Weights (len(labels), 1, H, W) float32, 1 inside of a region and 0 outside.
    """
    here = torch.from_numpy(np.ascontiguousarray(label_map))
    return (here == torch.tensor(labels, dtype=torch.int64)[:, None, None, None]).float()


def encode_label_map(label_map: LabelMap) -> bytes:
    """Encode a label map as a palette PNG: exact labels, in the colours of `COLOURS` for the eye."""
    image = Image.fromarray(np.ascontiguousarray(label_map, dtype=np.uint8)).convert("L")
    painted = Image.frombytes("P", image.size, image.tobytes())
    painted.putpalette(_palette())
    stream = io.BytesIO()
    painted.save(stream, "PNG", bits=8)
    return stream.getvalue()


def soft_masks(label_map: LabelMap, labels: Sequence[int], feather_px: float) -> Tensor:
    """Turn regions into weights with soft edges that add up to 1 everywhere.

    Args:
        label_map: (H, W).
        labels: the regions, at least one; pixels of any other label count to none and take their neighbours' weights,
            or equal shares far from all of them.
        feather_px: width of the transition, px; 0 keeps edges hard.
    Returns:
        Weights (len(labels), 1, H, W) float32, [0, 1].
    Raises:
        MaskError: no label is given.
    """
    if not labels:
        raise MaskError("A mask needs at least one region; give its label.")
    weights = one_hot(label_map, labels)
    if feather_px > 0:
        weights = _blurred(weights, feather_px / 2)
    total = weights.sum(dim=0, keepdim=True)  # (1, 1, H, W)
    # Below this a pixel is too far from every region for a ratio to mean anything.
    return torch.where(total > 1e-6, weights / total.clamp(min=1e-6), 1 / len(labels))


def _labels(source: ImageSource, limits: Limits) -> NDArray[Any]:
    if isinstance(source, Picture):
        return _by_colour(source.with_depth(8).pixels)
    if isinstance(source, np.ndarray):
        return _from_array(source)
    if isinstance(source, Image.Image):
        limits.check_size(*source.size, _SUBJECT)
        return _from_pillow(source)
    return read_file(read_bytes(source, _SUBJECT, limits), _SUBJECT, limits, _from_pillow)


def _from_pillow(image: Image.Image) -> NDArray[Any]:
    image.load()
    if image.mode in ("LA", "La"):
        image = image.convert("LA").getchannel("L")
    if image.mode in ("1", "L", "P", "I", "F") or image.mode.startswith("I;16"):
        stored = np.asarray(image)
        return turn(_whole(stored), orientation(image))
    return turn(_by_colour(np.asarray(image.convert("RGB"))), orientation(image))


def _from_array(array: NDArray[Any]) -> NDArray[Any]:
    if array.ndim == 3 and array.shape[2] == 1:
        array = array[..., 0]
    if array.ndim == 2:
        return _whole(array)
    if array.ndim == 3 and array.shape[2] in (3, 4) and array.dtype == np.uint8:
        return _by_colour(array[..., :3])
    raise MaskError(
        f"The mask is an array {array.shape} of {array.dtype}; expected labels (H, W) or colours (H, W, 3)."
    )


def _whole(values: NDArray[Any]) -> NDArray[Any]:
    if values.dtype.kind == "f" and not bool((np.isfinite(values) & (values == np.rint(values))).all()):
        raise MaskError("The mask holds numbers that are not whole; labels are 0 to 255. Save it as 8-bit grey.")
    return values.astype(np.int64) if values.dtype != np.uint8 else values


def _checked(labels: NDArray[Any]) -> LabelMap:
    low, high = int(labels.min()), int(labels.max())
    if low < 0 or high > LARGEST_LABEL:
        wrong = low if low < 0 else high
        raise MaskError(f"The mask holds label {wrong}; labels are 0 to {LARGEST_LABEL}. Save it as 8-bit grey.")
    return labels.astype(np.uint8)


def _by_colour(pixels: NDArray[Any]) -> LabelMap:
    """Take the label of the nearest colour, a stripe of rows at a time."""
    colours = np.array([colour for _, colour in COLOURS.values()], dtype=np.int16)
    numbers = np.array([label for label, _ in COLOURS.values()], dtype=np.uint8)
    label_map = np.empty(pixels.shape[:2], np.uint8)
    for top in range(0, pixels.shape[0], 64):
        stripe = pixels[top : top + 64].astype(np.int16)
        distances = np.stack([np.abs(stripe - colour).sum(axis=2) for colour in colours])  # (9, rows, W)
        label_map[top : top + 64] = numbers[distances.argmin(axis=0)]  # argmin takes the first of equals
    return label_map


def _fit(label_map: LabelMap, size: Size) -> LabelMap:
    if label_map.shape == size:
        return label_map
    check_shape(label_map.shape, size)
    return resized_labels(label_map, size)


def _blurred(weights: Tensor, sigma: float) -> Tensor:
    """Blur (L, 1, H, W) with a separable Gaussian, the border repeated."""
    height, width = weights.shape[-2:]
    for side, size in ((2, height), (3, width)):
        radius = max(1, min(round(3 * sigma), size - 1))
        offsets = torch.arange(-radius, radius + 1, dtype=torch.float32)
        kernel = torch.exp(-0.5 * (offsets / sigma) ** 2)
        kernel = (kernel / kernel.sum()).view(1, 1, *((-1, 1) if side == 2 else (1, -1)))
        margins = (0, 0, radius, radius) if side == 2 else (radius, radius, 0, 0)
        weights = F.conv2d(F.pad(weights, margins, mode="replicate"), kernel)
    return weights


def _palette() -> list[int]:
    named = dict(COLOURS.values())
    scattered = {label: (label * _FURTHER_COLOURS) & 0xFFFFFF for label in range(LARGEST_LABEL + 1)}
    return [
        channel
        for label, code in scattered.items()
        for channel in named.get(label, (code >> 16, (code >> 8) & 255, code & 255))
    ]


def _listed(labels: Sequence[int]) -> str:
    shown = ", ".join(map(str, labels[:12])) + (", …" if len(labels) > 12 else "")
    return f"label {shown}" if len(labels) == 1 else f"labels {shown}"
