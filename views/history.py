"""Pictures made earlier: look again, compare, go on, delete."""

import streamlit as st

from styletransfer.ui.current_job import open_form
from styletransfer.ui.history import find_jobs, select_jobs, selection, show_more, storage
from styletransfer.ui.owner import current_owner
from styletransfer.ui.resources import store
from styletransfer.ui.tools import TOOLS

st.title("History", anchor=False)
if not store().jobs(current_owner(), limit=1):
    st.markdown("Nothing here yet. What you make appears here, and stays when you close the page.")
    with st.container(horizontal=True):
        for tool in TOOLS.values():
            if st.button(tool.title, icon=tool.icon):
                open_form(tool)
    st.stop()

jobs, more = find_jobs()
if jobs:
    selection(jobs)
    select_jobs(jobs)
else:
    st.info("No picture fits; change the filter or the search.")
if more:
    show_more()
storage()
