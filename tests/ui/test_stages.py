"""How long the stages of a transfer took."""

import pytest

from styletransfer.algorithms.photorealistic_config import STAGES
from styletransfer.ui.stages import Stage, stages, told

ROWS = [{"step": 0, "seconds": 0.0}, {"step": 1, "seconds": 0.5}, {"step": 2, "seconds": 1.7}]


def test_a_finished_run_names_every_stage_with_its_time() -> None:
    rows = [*ROWS, {"step": 3, "seconds": 2.0}, {"step": 3, "seconds": 2.4}, {"step": 4, "seconds": 3.0}]
    found = stages(rows)
    assert [stage.name for stage in found] == list(STAGES)
    assert [round(stage.seconds, 1) for stage in found] == [0.5, 1.2, 0.3, 1.0]
    assert all(stage.over for stage in found)
    assert told(found[1]) == "Finding regions · 1.2 s"


def test_the_last_stage_of_a_run_under_way_goes_on() -> None:
    assert stages(ROWS, now=3.7)[-1] == Stage(STAGES[2], pytest.approx(2.0), False)


def test_a_run_that_reported_nothing_has_no_stages() -> None:
    assert stages([]) == []
