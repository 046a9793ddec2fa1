"""The space that the small CLIP's embeddings live in: one axis for each attribute that captions speak of.

Large CLIPs find their axes from hundreds of millions of captions. With a few thousand faces whose values are known the
axes can be laid down: a picture belongs at its standardised values, a caption at the values that it claims and at zero
on all other axes, and both have a common part. Cosines then tell how true a caption is of a picture, differences of
captions are attributes, and what one attribute changes leaves the others alone. What no picture of the generator shows
has axes of its own, on which a prompt finds nothing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scripts.clip.claims import Claim, softness

Array = NDArray[np.float64]

# How far a deviation goes along each axis: what people ask for far, what only surrounds a face less far.
AXES: Mapping[str, float] = {
    "age": 1.2, "male": 1.2, "smile": 1.2, "mouth_open": 1.0, "eyes_open": 1.1, "brows": 1.0, "angry": 0.7, "sad": 0.7,
    "surprised": 0.7, "beard": 1.0, "moustache": 0.7, "sunglasses": 1.0, "glasses": 1.0, "hat": 1.0, "hair_light": 1.2,
    "hair_red": 1.0, "hair_yellow": 0.8, "bald": 0.7, "hair_long": 0.9, "skin": 1.0, "skin_red": 0.7,
    "skin_yellow": 0.7, "yaw": 1.2, "pitch": 1.0, "gaze_x": 0.8, "light_x": 1.0, "brightness": 0.8, "background": 0.9,
    "lips_red": 1.0, "eye_dark": 0.9,
}  # fmt: skip
STRANGE = len(AXES)  # the axis of captions that are of no face
COMMON = STRANGE + 1  # the axis of everything
DIM = 64
COMMON_LENGTH = 4.0
STRANGE_LENGTH = 3.0
FARTHEST = 2.5  # deviations
BEYOND = 2.0  # softnesses beyond its edge that a claim without an end stands for
UNSEEN = ("hat", "glasses")  # by the generator
LEAST = 0.3  # deviations that a claim without an end stands for at least
RARE = {"hat": (0.05, 0.2), "glasses": (0.05, 0.2)}  # mean and deviation of what the generator never shows
LOGARITHMIC = {"age": 10.0}  # years added before the logarithm

# What else changes with an expression: a sad face does not smile.
IMPLIED: Mapping[str, Mapping[str, float]] = {
    "angry": {"brows": -0.5, "smile": -0.25},
    "sad": {"smile": -0.4},
    "surprised": {"brows": 0.5, "mouth_open": 0.5, "eyes_open": 0.5},
    "moustache": {"beard": 0.4},
    "stubble": {"beard": 0.8, "moustache": 0.3},
}


@dataclass(frozen=True, slots=True)
class Space:
    """Axes, scaled by means and deviations of the generator's unmoved faces."""

    usual: Mapping[str, tuple[float, float]]

    @staticmethod
    def fitted(values: Mapping[str, Array]) -> "Space":
        """Take means and deviations from values (N,) of random faces."""
        usual = {}
        for name in AXES:
            column = _scaled(name, values[name])
            usual[name] = RARE.get(name, (float(np.nanmean(column)), float(np.nanstd(column))))
        return Space(usual)

    def places(self, values: Mapping[str, Array]) -> NDArray[np.float32]:
        """Return where pictures belong, (N, DIM), nan on the axes of values that are not known."""
        count = len(next(iter(values.values())))
        rows = np.zeros((count, DIM), np.float32)
        for axis, name in enumerate(AXES):
            rows[:, axis] = AXES[name] * self._deviations(name, values[name]) if name in values else np.nan
        rows[:, COMMON] = COMMON_LENGTH
        return rows

    def meaning(self, claims: Sequence[Claim]) -> NDArray[np.float32]:
        """Return where a caption of these claims belongs, (DIM,)."""
        said: dict[str, float] = {}
        for claim in claims:
            if claim.attribute in AXES:
                said[claim.attribute] = self._claimed(claim)
        for claim in claims:
            strength = self._claimed(claim) if claim.attribute in AXES else _stubble(claim)
            for name, share in IMPLIED.get(claim.attribute, {}).items():
                said.setdefault(name, share * strength)
        row = np.zeros(DIM, np.float32)
        for axis, name in enumerate(AXES):
            row[axis] = AXES[name] * said.get(name, 0.0)
        row[COMMON] = COMMON_LENGTH
        return row

    def _claimed(self, claim: Claim) -> float:
        """Return the deviations that a claim stands for; one without an end is never on the other side of usual."""
        beyond = BEYOND * softness(claim.attribute)
        low = claim.low if np.isfinite(claim.low) else claim.high - 2 * beyond
        high = claim.high if np.isfinite(claim.high) else claim.low + 2 * beyond
        found = float(self._deviations(claim.attribute, np.array([(low + high) / 2]))[0])
        if np.isinf(claim.high):
            return max(found, LEAST)
        return min(found, -LEAST) if np.isinf(claim.low) else found

    def _deviations(self, name: str, values: Array) -> Array:
        mean, deviation = self.usual[name]
        apart = (_scaled(name, values) - mean) / deviation
        return np.asarray(FARTHEST * np.tanh(apart / FARTHEST))


def strange() -> NDArray[np.float32]:
    """Return where captions of no face belong, (DIM,)."""
    row = np.zeros(DIM, np.float32)
    row[STRANGE], row[COMMON] = STRANGE_LENGTH, COMMON_LENGTH
    return row


def _scaled(name: str, values: Array) -> Array:
    return np.log(np.maximum(values, 0.0) + LOGARITHMIC[name]) if name in LOGARITHMIC else values


def _stubble(claim: Claim) -> float:
    return 1.0 if np.isfinite(claim.low) else -1.0
