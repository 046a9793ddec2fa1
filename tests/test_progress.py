"""Shares of the work, and times in words."""

import pytest

from styletransfer.progress import Progress, duration


@pytest.mark.parametrize(("step", "total", "share"), [(0, 4, 0.0), (1, 4, 0.25), (9, 4, 1.0), (1, 0, 0.0)])
def test_the_share_of_the_work_stays_in_range(step: int, total: int, share: float) -> None:
    assert Progress(step=step, total=total, stage="").fraction == share


@pytest.mark.parametrize(
    ("seconds", "told"),
    [(-1, "0 s"), (4.4, "4 s"), (60, "1 min"), (200, "3 min 20 s"), (1800, "30 min"), (3599, "1 h"),
     (7200, "2 h"), (7500, "2 h 5 min"), (86_400, "24 h"), (1.9e6, "22 days")],
)  # fmt: skip
def test_durations_are_short(seconds: float, told: str) -> None:
    assert duration(seconds) == told
