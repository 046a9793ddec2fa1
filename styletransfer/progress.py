"""The one message an algorithm sends while it works, and times in words."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

_WHOLE_DAYS = 2  # from which on hours say no more


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """One step of a run.

    Attributes:
        step: steps finished, 0 … total.
        total: steps planned.
        stage: what is happening, a few words for the user.
        preview: the picture so far, (H, W, 3) uint8 sRGB, or None between previews.
        metrics: named figures of this step, for instance ``{"loss": 1.2, "size": 512}``.
    """

    step: int
    total: int
    stage: str
    preview: NDArray[np.uint8] | None = None
    metrics: Mapping[str, float] = field(default_factory=dict)

    @property
    def fraction(self) -> float:
        """Share of the work that is done, 0 … 1."""
        return min(max(self.step / self.total, 0.0), 1.0) if self.total > 0 else 0.0


OnProgress = Callable[[Progress], None]
"""A callback may raise `Cancelled`: the algorithm stops within one step and keeps its best."""


def ignore(progress: Progress) -> None:
    """Do nothing with `progress`: the default callback."""


def duration(seconds: float) -> str:
    """Say how long something takes: "4 s", "3 min 20 s", "30 min", "2 h 5 min", "12 days"."""
    whole = max(0, round(seconds))
    if whole < 60:
        return f"{whole} s"
    if whole < 600:
        return _joined(whole, 60, "min", "s")
    minutes = round(whole / 60)
    if minutes < 60:
        return f"{minutes} min"
    if minutes < _WHOLE_DAYS * 24 * 60:
        return _joined(minutes, 60, "h", "min")
    return f"{round(minutes / (24 * 60))} days"


def _joined(count: int, size: int, large: str, small: str) -> str:
    """Say a count in two units, of which the smaller is left out when it is 0."""
    rest = count % size
    return f"{count // size} {large}" + (f" {rest} {small}" if rest else "")
