"""Which job the visitor looks at: in the address, so that it can be sent to somebody, and in the session."""

import streamlit as st

PAGE = "views/neural_style.py"
PARAMETER = "job"
_KEY = "neural.job"


def current_job_id() -> str | None:
    """Return the id in the address, or the one last looked at, and put it back into the address.

    Following a link of the navigation drops the query; the session remembers it.
    """
    asked = st.query_params.get(PARAMETER)
    if asked:
        st.session_state[_KEY] = asked
        return str(asked)
    held = st.session_state.get(_KEY)
    if held:
        st.query_params[PARAMETER] = held
    return held


def open_job(job_id: str) -> None:
    """Go to the page of a job; the present run ends here."""
    st.session_state[_KEY] = job_id
    st.switch_page(PAGE, query_params={PARAMETER: job_id})


def leave_job() -> None:
    """Look at no job any more; the form is shown again."""
    st.session_state.pop(_KEY, None)
    st.query_params.pop(PARAMETER, None)


def open_form() -> None:
    """Go to the form; the present run ends here."""
    leave_job()
    st.switch_page(PAGE)


def job_link(job_id: str) -> str:
    """Return the address that opens a job in any browser."""
    address = (st.context.url or "").split("?", 1)[0].rstrip("/")
    return f"{address}?{PARAMETER}={job_id}"
