"""How far a job is, and how long it still takes."""

from dataclasses import replace

import pytest

from styletransfer.jobs.job import Job, JobState
from styletransfer.ui.progress import remaining, share_done

JOB = Job(
    id="A" * 22, owner="B" * 22, tool="neural-style", title="", recipe="{}", state=JobState.RUNNING, step=3, total=12,
    stage="", metrics={}, error=None, notes=(), attempts=1, created=0.0, started=100.0, finished=None, parent=None,
    position=None, stop_asked=False, has_preview=False, has_result=False, bytes=0, removed=False,
)  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "share"),
    [({}, 0.25), ({"metrics": {"work": 0.6}}, 0.6), ({"total": 0}, 0.0), ({"metrics": {"work": 1.2}}, 1.0)],
)
def test_the_share_goes_by_effort_where_it_is_known(changes: dict, share: float) -> None:
    assert share_done(replace(JOB, **changes)) == share


@pytest.mark.parametrize(
    ("changes", "now", "left"),
    [
        ({}, 110.0, 30.0),
        ({"metrics": {"work": 0.5}}, 110.0, 10.0),
        ({"started": None}, 110.0, None),
        ({"step": 0}, 110.0, None),
        ({}, 100.5, None),
    ],
)
def test_the_rest_follows_from_the_time_so_far(changes: dict, now: float, left: float | None) -> None:
    assert remaining(replace(JOB, **changes), now) == left
