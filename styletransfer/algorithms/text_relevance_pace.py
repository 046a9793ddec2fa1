"""How long a measurement still takes, from the speed that was measured."""

import time
from collections.abc import Callable

_NEWEST = 0.02  # weight of the newest batch, so that a machine that becomes busier is noticed


class Pace:
    """Measures the time of pictures and foretells that of the rest.

    Args:
        pictures: that are left.
        clock: seconds from any beginning.
    """

    def __init__(self, pictures: int, clock: Callable[[], float] = time.perf_counter) -> None:
        self.left = pictures
        self._clock, self._last = clock, clock()
        self._seconds, self._pictures, self._batches = 0.0, 0.0, 0

    def add(self, pictures: int) -> None:
        """Note that a batch of so many is done."""
        now = self._clock()
        # The first batch also warms the machine up: it is a guess until there is a second one.
        keep = 1 - _NEWEST if self._batches > 1 else 0.0
        self._seconds = keep * self._seconds + (now - self._last)
        self._pictures = keep * self._pictures + pictures
        self._batches += 1
        self._last = now
        self.left -= pictures

    @property
    def seconds_left(self) -> float:
        """What is left takes so long at the measured speed."""
        return max(self.left, 0) * self._seconds / max(self._pictures, 1)
