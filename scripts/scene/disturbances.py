"""Random crops and colours: sunsets, nights, black and white, mist, other cameras and other styles."""

import math

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from scripts.scene.labels import IGNORE, LabelledPhoto
from styletransfer.imaging.color import luminance

SMALLEST_CROP = 0.45  # of the picture's sides


def crop(photo: LabelledPhoto, side: int, stride: int, rng: np.random.Generator) -> tuple[Tensor, Tensor]:
    """Return a random crop as an image (3, side, side) and label numbers (side / stride * 4) ** 2, perhaps mirrored."""
    height, width = photo.pixels.shape[:2]
    share = rng.uniform(SMALLEST_CROP, 1.0)
    stretch = math.exp(rng.uniform(-0.25, 0.25))
    rows = min(1.0, share * stretch)
    columns = min(1.0, share / stretch * min(1.6, max(0.6, height / width)))
    top, left = rng.uniform(0, 1 - rows), rng.uniform(0, 1 - columns)
    image = _cut(photo.pixels, (top, left, rows, columns))
    labels = _cut(photo.grid, (top, left, rows, columns))
    x = torch.from_numpy(image.copy()).permute(2, 0, 1).float() / 255
    x = functional.interpolate(x[None], size=(side, side), mode="bilinear", antialias=True, align_corners=False)[0]
    fine = 4 * side // stride
    y = torch.from_numpy(labels.copy())[None, None].float()
    y = functional.interpolate(y, size=(fine, fine), mode="nearest")[0, 0].long()
    if rng.random() < 0.5:
        x, y = x.flip(-1), y.flip(-1)
    return x.clamp(0, 1), y


def shares(labels: Tensor, classes: int) -> Tensor:
    """Return the share of each class in each cell of four by four labels, (B, K, h, w); unlabelled pixels have none."""
    one_hot = functional.one_hot(torch.where(labels == IGNORE, classes, labels), classes + 1)
    return functional.avg_pool2d(one_hot[..., :classes].permute(0, 3, 1, 2).float(), 4)


def recolour(image: Tensor, rng: np.random.Generator) -> Tensor:
    """Return the image (3, H, W) in another light, [0, 1]; one in five stays as it is."""
    if rng.random() < 0.2:
        return image
    grey = luminance(image[None])[0]
    saturation = 0.0 if rng.random() < 0.12 else rng.uniform(0.4, 1.5)
    x = grey + (image - grey) * saturation
    x = x * torch.from_numpy(np.exp(rng.normal(0, 0.12, (3, 1, 1)))).float()
    if rng.random() < 0.25:  # a tint over everything: dusk, dawn, night
        x = x * torch.from_numpy(rng.uniform(0.35, 1.0, (3, 1, 1))).float()
    x = x.clamp(0, 1) ** math.exp(rng.normal(0, 0.35))
    contrast, lift = math.exp(rng.normal(0, 0.2)), rng.normal(0, 0.06)
    x = (x - 0.45) * contrast + 0.45 + lift
    if rng.random() < 0.1:
        x = x + torch.from_numpy(rng.normal(0, 0.03, tuple(x.shape))).float()
    if rng.random() < 0.15:
        x = functional.avg_pool2d(functional.pad(x[None], (1, 1, 1, 1), mode="replicate"), 3, stride=1)[0]
    return x.clamp(0, 1)


def _cut(array: np.ndarray, window: tuple[float, float, float, float]) -> np.ndarray:
    top, left, rows, columns = window
    height, width = array.shape[:2]
    y, x = int(top * height), int(left * width)
    return array[y : y + max(8, int(rows * height)), x : x + max(8, int(columns * width))]
