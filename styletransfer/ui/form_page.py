"""What the page of every tool begins with: a job when one is looked at, else the title of the form."""

import streamlit as st

from styletransfer.ui.current_job import current_job_id
from styletransfer.ui.form import Form
from styletransfer.ui.job_view import show_job
from styletransfer.ui.reuse import recipe_import
from styletransfer.ui.tools import Tool
from styletransfer.ui.wording import escape


def job_or_form(tool: Tool) -> None:
    """Show the job that the visitor looks at and end the run there; without one, the form may follow."""
    job_id = current_job_id(tool)
    if job_id:
        show_job(job_id, tool)
        st.stop()


def form_title(form: Form) -> None:
    """Show the tool's title, a way to load settings, and what there is to say about those loaded last."""
    with st.container(horizontal=True, vertical_alignment="center"):
        st.title(form.tool.title, anchor=False, width="stretch")
        recipe_import(form)
    for remark in form.remarks:
        st.info(escape(remark), icon=":material/info:")
