"""The edited photograph under way: it takes a second or two, so the photograph itself is shown until then."""

import streamlit as st

from styletransfer.jobs.job import Job
from styletransfer.ui.photo_progress import photograph, time_passed
from styletransfer.ui.progress import Making


def _faces(job: Job) -> None:
    st.caption("The edit is carried over to the photo at its full size.")


EDITING = Making(wait=time_passed, stop="Stop", side=_faces, first=photograph)
