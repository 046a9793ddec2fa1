"""Which job the visitor looks at: in the address, so that it can be sent to somebody, and in the session."""

import streamlit as st

from styletransfer.errors import JobNotFound
from styletransfer.jobs.job import Job
from styletransfer.ui.resources import store
from styletransfer.ui.tools import NEURAL_STYLE, TOOLS, Tool, tool_of

PARAMETER = "job"


def current_job_id(tool: Tool) -> str | None:
    """Return the id in the address, or the one last looked at with this tool, and put it back into the address.

    Following a link of the navigation drops the query; the session remembers it.
    """
    asked = st.query_params.get(PARAMETER)
    if asked:
        st.session_state[_key(tool)] = asked
        return str(asked)
    held = st.session_state.get(_key(tool))
    if held:
        st.query_params[PARAMETER] = held
    return held


def open_job(job: Job) -> None:
    """Go to the page of a job; the present run ends here."""
    tool = tool_of(job.tool)
    for other in TOOLS.values():
        if st.session_state.get(_key(other)) == job.id:
            st.session_state.pop(_key(other))
    st.session_state[_key(tool)] = job.id
    st.switch_page(tool.page, query_params={PARAMETER: job.id})


def open_asked() -> None:
    """Go to the page of the job that the address names, if it names one; the present run ends here."""
    asked = st.query_params.get(PARAMETER)
    if not asked:
        return
    try:
        job = store().get(asked)
    except JobNotFound:  # any page of a tool says so
        st.switch_page(NEURAL_STYLE.page, query_params={PARAMETER: asked})
    open_job(job)


def leave_job(tool: Tool) -> None:
    """Look at no job of this tool any more; its form is shown again."""
    st.session_state.pop(_key(tool), None)
    st.query_params.pop(PARAMETER, None)


def open_form(tool: Tool) -> None:
    """Go to the form of a tool; the present run ends here."""
    leave_job(tool)
    st.switch_page(tool.page)


def job_link(job_id: str) -> str:
    """Return the address that opens a job in any browser."""
    address = (st.context.url or "").split("?", 1)[0].rstrip("/")
    return f"{address}?{PARAMETER}={job_id}"


def _key(tool: Tool) -> str:
    return f"{tool.prefix}.job"
