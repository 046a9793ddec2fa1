"""A photorealistic transfer under way: how long its stages take, and the photograph until there is more to see."""

import streamlit as st

from styletransfer.errors import JobError
from styletransfer.jobs.job import Job
from styletransfer.ui.progress import BOX, Making, passed
from styletransfer.ui.resources import fitted, store
from styletransfer.ui.stages import stages, told
from styletransfer.ui.wording import escape


def time_passed(job: Job) -> str:
    """Say how long a job has been running, for what is quick."""
    return f" · {passed(job):.0f} s"


def _stages(job: Job) -> None:
    for stage in stages(store().metrics(job.id), passed(job)):
        icon = ":material/check:" if stage.over else ":material/hourglass_top:"
        st.markdown(f"{icon} {escape(told(stage))}")


def photograph(job: Job) -> bytes | None:
    """Return the photograph of a job as a small JPEG, or None when it was removed."""
    try:
        return _fitted_photograph(job.id)
    except JobError:
        return None


@st.cache_data(max_entries=32, show_spinner=False)
def _fitted_photograph(job_id: str) -> bytes:
    """Return the photograph of a job as a small JPEG, read once for all the seconds that it is shown."""
    return fitted(store().input(job_id, "content"), *BOX)


TRANSFER = Making(wait=time_passed, stop="Stop", side=_stages, first=photograph)
