"""The one message an algorithm sends while it works."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray


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
