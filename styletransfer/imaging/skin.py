"""Find human skin by its colour and smoothness, softly.

The colour model is the luma-dependent ellipse in YCbCr chroma of Hsu, Abdel-Mottaleb & Jain ("Face detection in color
images", TPAMI 2002, eq. 1 to 9 and their constants): skin of every tone shares a narrow range of hue, and its
saturation falls towards black and white, which the model undoes before it compares. Departures:
  1. the ellipse is the half-way line of a smooth fall instead of a threshold;
  2. greys do not count: undoing the fall of saturation takes warm walls for skin, so Cr must also pass the lower limit
     of Chai & Ngan ("Face segmentation using skin-color map", 1999), softly;
  3. fine texture (hair, foliage, brick) counts against skin, eyes and lips that skin surrounds count for it, and the
     answer follows the picture's edges.
Colour alone cannot tell skin from sand, wood or brick: where a scene parser knows about people, pass what it says.
"""

import math

import cv2
import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

from styletransfer.imaging.color import luminance

# BT.601 in the studio range (Y 16 … 235), which the published constants are written in.
_TO_YCBCR = ((65.481, 128.553, 24.966), (-37.797, -74.203, 112.0), (112.0, -93.786, -18.214))
_DARK, _BRIGHT = 125.0, 188.0  # luma between which chroma is compared as it is
_BLACK, _WHITE = 16.0, 235.0
_ELLIPSE_TILT = 2.53  # radians
_ELLIPSE_MIDDLE, _ELLIPSE_AXES = (1.60, 2.41), (25.39, 14.03)
_COLOUR_MIDDLE = (109.38, 152.02)
_FALL = 3.0  # steepness of the fall across the ellipse
_LOWEST_CR = 133.0
_ROUGH = 0.1  # deviation of luma within a few pixels at which smoothness has fallen to 1/e
_SIDE = 640  # texture is judged as on a picture of this longest side, px


def skin_weights(image: Tensor, person: Tensor | None = None) -> Tensor:
    """Say how likely each pixel is human skin.

    Args:
        image: (1, 3, H, W), sRGB in [0, 1].
        person: probability (1, 1, h, w) that a place shows a person, of any size, or None when nobody knows.
    Returns:
        (1, 1, H, W) in [0, 1].
    """
    image = image.detach().float()
    size = image.shape[-2:]
    scale = max(size) / _SIDE
    weights = _colour_likelihood(image) * _smoothness(luminance(image), max(1, round(2 * scale)))
    if person is not None:
        weights = weights * F.interpolate(person.float(), size, mode="bilinear", align_corners=False).clamp(0, 1)
    # What lies mostly among skin is part of the face; the outline is then found again.
    among = _mean(weights, max(1, round(20 * scale)))
    filled = torch.maximum(weights, ((among - 0.5) / 0.3).clamp(0, 1))
    return _outlined(image[:, :1], filled, max(2, round(8 * scale))).clamp(0, 1)


def _colour_likelihood(image: Tensor) -> Tensor:
    """Compare chroma with the ellipse, (1, 1, H, W) in [0, 1]; 1/2 on its outline."""
    matrix = image.new_tensor(_TO_YCBCR).view(3, 3, 1, 1)
    shifted = F.conv2d(image, matrix, image.new_tensor([16.0, 128.0, 128.0]))
    y, cb, cr = shifted[:, :1], shifted[:, 1:2], shifted[:, 2:]
    dark = ((_DARK - y) / (_DARK - _BLACK)).clamp(0, 1)  # 0 … 1 towards black
    bright = ((y - _BRIGHT) / (_WHITE - _BRIGHT)).clamp(0, 1)  # 0 … 1 towards white
    lowest = 128 + (_LOWEST_CR - 128) * (1 - 0.8 * dark)  # dark skin has little colour in absolute terms
    coloured = torch.sigmoid((cr - lowest) / 1.5)  # Departure 2
    # Middle of skin at this luma, and how wide it is there (eq. 4 to 7).
    cb_middle, cr_middle = 108 + 10 * dark + 10 * bright, 154 - 10 * dark - 22 * bright
    cb_width = 46.97 - (46.97 - 23) * dark - (46.97 - 14) * bright
    cr_width = 38.76 - (38.76 - 20) * dark - (38.76 - 10) * bright
    cb = (cb - cb_middle) * 46.97 / cb_width + 108  # (eq. 1)
    cr = (cr - cr_middle) * 38.76 / cr_width + 154
    across, along = cb - _COLOUR_MIDDLE[0], cr - _COLOUR_MIDDLE[1]
    cosine, sine = math.cos(_ELLIPSE_TILT), math.sin(_ELLIPSE_TILT)
    x = (cosine * across + sine * along - _ELLIPSE_MIDDLE[0]) / _ELLIPSE_AXES[0]
    z = (-sine * across + cosine * along - _ELLIPSE_MIDDLE[1]) / _ELLIPSE_AXES[1]
    colour = torch.sigmoid(_FALL * (1 - (x * x + z * z)))  # Departure 1
    return coloured * colour / torch.sigmoid(colour.new_tensor(_FALL))


def _smoothness(luma: Tensor, radius: int) -> Tensor:
    """Return 1 on smooth ground and less on texture, (1, 1, H, W)."""
    mean = _mean(luma, radius)
    variance = (_mean(luma * luma, radius) - mean * mean).clamp(min=0)
    return torch.exp(-variance / _ROUGH**2)


def _outlined(guide: Tensor, weights: Tensor, radius: int) -> Tensor:
    """Let weights follow the edges of red light, where skin stands out most (guided filter of He, Sun & Tang 2013)."""
    middle, mean = _mean(guide, radius), _mean(weights, radius)
    variance = (_mean(guide * guide, radius) - middle * middle).clamp(min=0)
    slope = (_mean(guide * weights, radius) - middle * mean) / (variance + 1e-3)
    return _mean(slope, radius) * guide + _mean(mean - slope * middle, radius)


def _mean(plane: Tensor, radius: int) -> Tensor:
    """Average (1, 1, H, W) over windows of side 2·radius + 1, the border repeated."""
    side = (2 * radius + 1,) * 2
    averaged = cv2.boxFilter(plane[0, 0].cpu().numpy(), cv2.CV_32F, side, borderType=cv2.BORDER_REPLICATE)
    return torch.from_numpy(np.asarray(averaged, np.float32))[None, None].to(plane.device)
