"""Turn readings of faces into the values that captions claim, in the units of `scripts.clip.claims`.

Deviations are those of the generator's unmoved random faces, so that "smiling" means: clearly more than usual. What
cannot be known is not a number: eyes behind sunglasses, hair that looks like what is behind it.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

YOUNG = 5.0  # years, added before the logarithm of age
# Ages as the probe reads them, and what such faces look like; a ridge regression draws ages together.
AGES = (
    (-5.0, 0.0, 4.0, 7.0, 12.0, 20.0, 35.0, 55.0, 90.0, 200.0),
    (0.5, 1.0, 5.0, 13.0, 20.0, 27.0, 41.0, 57.0, 72.0, 86.0),
)
AGE_STRETCH = 1.25
USUAL, RISE = 0.25, 0.3  # of a score between 0 and 1: where the mean lies, and what a deviation adds
DARK_USUAL, DARK_RISE = 0.15, 0.18  # likewise of sunglasses, which are rare
COVERED = 0.4  # sunglasses above this hide the eyes
DARK = 38.0  # skin below this L hides where hair begins
SAME = 12.0  # hair and background nearer than this, in Lab, cannot be told apart

# What an expression is made of besides its probe (Ekman & Friesen's units of action), in deviations.
EXPRESSIONS: Mapping[str, Mapping[str, float]] = {
    "surprised": {"surprised": 1.0, "brows": 0.7, "mouth_open": 0.7, "eyes_open": 0.7},
    "angry": {"angry": 1.0, "brows": -0.8, "smile": -0.4},
    "sad": {"sad": 1.0, "corner_lift": -0.8, "smile": -0.4},
    "beard": {"beard": 1.0, "beard_shade": 0.4},
    "moustache": {"moustache_shade": 0.7, "beard": 0.7},
    "sunglasses": {"sunglasses": 1.0, "eye_dark": 0.6},
    "smile": {"happy": 0.7, "mouth_width": 1.0, "corner_lift": 1.0},
}
PLAIN = ("hair_light", "hair_red", "hair_yellow", "skin", "skin_red", "skin_yellow", "light_x", "background",
         "brightness", "lips_red", "yaw", "pitch", "gaze_x", "eyes_open")  # fmt: skip
STANDARD = ("mouth_open", "brows")


@dataclass(frozen=True, slots=True)
class Values:
    """Calibrated on unmoved random faces."""

    usual: Mapping[str, tuple[float, float]]

    @staticmethod
    def fitted(readings: Mapping[str, Array]) -> "Values":
        """Take mean and deviation of readings (N,) of random faces."""
        usual = {name: (float(np.mean(column)), float(np.std(column))) for name, column in readings.items()}
        partial = Values(usual)
        for name in EXPRESSIONS:  # smile first would be needed by the others; see `_mixed`
            mixed = partial._mixed(readings, name)
            usual[f"{name} mixed"] = (float(mixed.mean()), float(mixed.std()))
        return Values(usual)

    def __call__(self, readings: Mapping[str, Array]) -> dict[str, Array]:
        """Turn readings (N,) into values (N,)."""
        values = {name: readings[name].astype(np.float64) for name in PLAIN}
        values |= {name: self._standard(readings, name) for name in STANDARD}
        mean = self.usual["log_age"][0]
        read = np.exp(mean + AGE_STRETCH * (readings["log_age"] - mean)) - YOUNG
        values["age"] = np.interp(read, *AGES)
        values["male"] = self._spread(readings["male"])
        for name in ("surprised", "angry", "sad", "moustache"):
            values[name] = self._score(readings, name)
        values["beard"] = self._score(readings, "beard")
        values["stubble"] = np.clip(1 - np.abs(values["beard"] - 0.5) / 0.4, 0, 1)
        values["smile"] = self._finished(readings, "smile")
        values["sunglasses"] = np.clip(DARK_USUAL + DARK_RISE * self._finished(readings, "sunglasses"), 0, 1)
        values["eye_dark"] = readings["eye_dark"].astype(np.float64)
        bald = np.clip(1.1 - readings["hair_skin"] / 20, 0, 1)
        values["bald"] = np.where(readings["skin"] < DARK, np.nan, bald)
        values["hair_long"] = np.clip((readings["hair_beside"] - 0.3) / 0.36, 0, 1)
        return self._hidden(values, readings)

    def _hidden(self, values: dict[str, Array], readings: Mapping[str, Array]) -> dict[str, Array]:
        dark, glassy = np.clip((readings["eye_dark"] - 28) / 40, 0, 1), np.clip(readings["sunglasses"] * 2, 0, 1)
        covered = dark * glassy > COVERED
        for name in ("eyes_open", "gaze_x", "eye_dark", "surprised", "angry"):
            values[name] = np.where(covered, np.nan, values[name])
        values["hair_long"] = np.where(readings["hair_background"] < SAME, np.nan, values["hair_long"])
        unseen = np.zeros_like(values["male"])
        return values | {"hat": unseen, "glasses": np.where(covered, np.nan, unseen)}

    def _score(self, readings: Mapping[str, Array], name: str) -> Array:
        return np.clip(USUAL + RISE * self._finished(readings, name), 0, 1)

    def _finished(self, readings: Mapping[str, Array], name: str) -> Array:
        mean, deviation = self.usual[f"{name} mixed"]
        return (self._mixed(readings, name) - mean) / deviation

    def _mixed(self, readings: Mapping[str, Array], name: str) -> Array:
        parts = [
            weight * (self._mixed(readings, "smile") if part == "smile" else self._standard(readings, part))
            for part, weight in EXPRESSIONS[name].items()
        ]
        return np.asarray(np.sum(parts, axis=0))

    def _standard(self, readings: Mapping[str, Array], name: str) -> Array:
        mean, deviation = self.usual[name]
        return (readings[name].astype(np.float64) - mean) / deviation

    def _spread(self, male: Array) -> Array:
        """Draw scores between women's and men's apart to 0 and 1."""
        mean, deviation = self.usual["male"]
        return 1 / (1 + np.exp(-2.2 * (male.astype(np.float64) - mean) / deviation))
