"""The time left follows the measured speed."""

import pytest

from styletransfer.algorithms.text_relevance_pace import Pace


class Clock:
    """Tells the time that it is given."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def after(*batches: tuple[float, int], total: int = 1000) -> Pace:
    clock = Clock()
    pace = Pace(total, clock)
    for seconds, pictures in batches:
        clock.now += seconds
        pace.add(pictures)
    return pace


def test_a_steady_speed_is_foretold_exactly() -> None:
    assert after(*[(2.0, 10)] * 30).seconds_left == pytest.approx(700 * 0.2)
    assert after((2.0, 10), (1.0, 5), (2.0, 10)).seconds_left == pytest.approx(975 * 0.2)


def test_the_slow_first_batch_does_not_count_once_there_is_another() -> None:
    assert after((60.0, 10)).seconds_left == pytest.approx(990 * 6)
    assert after((60.0, 10), (1.0, 10)).seconds_left == pytest.approx(980 * 0.1)


def test_a_machine_that_becomes_busy_is_noticed() -> None:
    busy = after(*[(1.0, 10)] * 100, *[(3.0, 10)] * 200, total=10_000)
    assert busy.seconds_left == pytest.approx(7000 * 0.3, rel=0.02)


def test_nothing_is_left_at_the_end() -> None:
    assert after((1.0, 10), (1.0, 10), total=20).seconds_left == 0
    assert after(total=20).seconds_left == 0
