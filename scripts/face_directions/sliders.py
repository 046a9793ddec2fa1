"""The sliders of the shipped generator: those of any generator, and sunglasses."""

from dataclasses import replace

from torch import Tensor

from styletransfer.algorithms.face_direction_config import DirectionConfig, Wanted
from styletransfer.algorithms.face_sliders import CONFIG, SLIDERS

__all__ = ["CONFIG", "READINGS", "SLIDERS", "with_sunglasses"]

READINGS = {wanted.name: wanted.reading for wanted in SLIDERS} | {"glasses": "glasses"}
"""What each slider is judged by."""


def with_sunglasses(vector: Tensor) -> DirectionConfig:
    """Return the sliders and one that puts on sunglasses, given the way there (num_ws, style_dim)."""
    glasses = Wanted(
        name="glasses", label="Sunglasses", unit="%", step=1.0, reading="glasses", vector=vector,
        # what nobody can read behind them
        free=("age", "gender", "eyes", "brows", "gaze_x", "gaze_y", "light", "beard_shade"),
        help="Puts on sunglasses; from about 100 on they look like some, and only on some faces.",
        values=(0.0, 50.0, 100.0, 150.0),
    )  # fmt: skip
    return replace(CONFIG, wanted=(*SLIDERS, glasses))
