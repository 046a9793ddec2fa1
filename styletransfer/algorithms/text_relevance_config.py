"""How the relevance of a generator's channels to a CLIP is measured."""

from dataclasses import dataclass
from typing import Annotated

from annotated_types import Interval

from styletransfer.options import Option, check

MOST_IMAGES = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class RelevanceConfig:
    """The measurement of StyleCLIP's global directions; the defaults are the published ones.

    Attributes:
        images: random faces on which every channel is moved; fewer take less time and are less exact.
        shift: how far a channel is moved to both sides of its mean, in its deviations.
        samples: random faces behind means and deviations.
        truncation_psi: of the random faces.
        batch: channels that are moved at once, each painted twice.
        slider_faces: random faces on which the sliders are moved.
        seed: of the random faces.
    """

    images: Annotated[
        int,
        Interval(ge=1, le=MOST_IMAGES),
        Option("Faces", "On how many random faces every channel is tried. Fewer take less time and are less exact.", 1),
    ] = 100
    shift: Annotated[
        float, Interval(ge=0.1, le=20), Option("Shift", "How far a channel is moved, in deviations.", level="expert")
    ] = 5.0
    samples: Annotated[
        int,
        Interval(ge=2, le=10_000_000),
        Option("Samples", "Random faces behind the mean and deviation of each channel.", level="expert"),
    ] = 100_000
    truncation_psi: Annotated[
        float, Interval(ge=0, le=2), Option("Variety", "How far random faces lie from the average.", level="expert")
    ] = 0.7
    batch: Annotated[
        int, Interval(ge=1, le=1024), Option("Batch", "Channels that are moved at once.", level="expert")
    ] = 8
    slider_faces: Annotated[
        int, Interval(ge=1, le=10_000), Option("Slider faces", "Faces on which sliders are moved.", level="expert")
    ] = 48
    seed: Annotated[int, Interval(ge=0, le=2**31 - 1), Option("Seed", "Of the random faces.", level="expert")] = 0

    def __post_init__(self) -> None:
        """Raise `RecipeError` when a value is outside its range."""
        check(self)
