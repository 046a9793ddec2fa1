"""What a caption says of a picture, as bands of measured values, and how true that is.

Attributes and units: age (years), male (0..1), smile, mouth_open, brows (standard deviations of random faces),
eyes_open (lid gap by eye width), angry, sad, surprised, beard, moustache, stubble, sunglasses, glasses, hat, bald,
hair_long (0..1), hair_light, skin, brightness, background (CIE L), hair_red, skin_red, lips_red (CIE a), hair_yellow,
skin_yellow (CIE b), yaw, pitch (degrees; + = to the right of the picture, down), gaze_x (+ = right), light_x (L of the
right side of the picture's cheek less L of the left one), eye_dark (darkness round the eyes).
"""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class Claim:
    """True of a picture whose value of `attribute` lies in [low, high]."""

    attribute: str
    low: float = -math.inf
    high: float = math.inf


SOFTNESS = {
    "age": 6.0,
    "male": 0.25,
    "smile": 0.5,
    "mouth_open": 0.5,
    "brows": 0.5,
    "eyes_open": 0.04,
    "hair_light": 7.0,
    "hair_red": 4.0,
    "hair_yellow": 5.0,
    "skin": 6.0,
    "skin_red": 3.0,
    "skin_yellow": 4.0,
    "yaw": 6.0,
    "pitch": 4.0,
    "gaze_x": 0.02,
    "light_x": 8.0,
    "brightness": 5.0,
    "background": 8.0,
    "lips_red": 5.0,
    "eye_dark": 5.0,
}
"""How far outside its band a value still makes a claim half true, at most twice that far: then it is false."""

USUAL_SOFTNESS = 0.2

_CLAIM = re.compile(r"(\w+)(?:([<>])(-?[\d.]+)|:(-?[\d.]+)\.\.(-?[\d.]+))$")


def claims(text: str) -> tuple[Claim, ...]:
    """Read claims such as "age>58 male<0.3" or "yaw:-6..6".

    Raises:
        ValueError: a claim is not readable.
    """
    return tuple(_claim(part) for part in text.split())


def truth_of(claim: Claim, values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return how true a claim is of values (N,): 1 in the band, falling to 0 beside it, nan where unknown."""
    beside = np.maximum(np.maximum(claim.low - values, values - claim.high), 0.0)
    fall: NDArray[np.float64] = np.clip(1.0 - beside / (2.0 * softness(claim.attribute)), 0.0, 1.0)
    return fall


def joint_truth(parts: Sequence[Claim], values: Mapping[str, NDArray[np.float64]], count: int) -> NDArray[np.float64]:
    """Return how true all claims together are of N pictures: the least true one; nan where that is not known.

    A claim known to be false makes the whole false, whatever is not known of the others.
    """
    least, unknown = np.ones(count), np.zeros(count, bool)
    for claim in parts:
        found = truth_of(claim, values[claim.attribute]) if claim.attribute in values else np.full(count, np.nan)
        unknown |= np.isnan(found)
        least = np.fmin(least, found)
    return np.where(unknown & (least > 0.0), np.nan, least)


def softness(attribute: str) -> float:
    """Return how wide the border of an attribute's bands is, in its own unit."""
    return SOFTNESS.get(attribute, USUAL_SOFTNESS)


def _claim(part: str) -> Claim:
    found = _CLAIM.match(part)
    if found is None:
        raise ValueError(f"not a claim: {part}")
    attribute, sign, edge, low, high = found.groups()
    if sign is None:
        return Claim(attribute, float(low), float(high))
    return Claim(attribute, low=float(edge)) if sign == ">" else Claim(attribute, high=float(edge))
