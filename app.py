"""Style Transfer Studio: the router of its pages."""

from pathlib import Path

import streamlit as st

from styletransfer.ui.guard import plain_errors
from styletransfer.ui.owner import remember_owner
from styletransfer.ui.tools import TOOLS

UI = Path(__file__).parent / "styletransfer" / "ui"

st.set_page_config(page_title="Style Transfer Studio", page_icon=str(UI / "icon.png"), layout="wide")
st.html(UI / "frontend" / "studio.css")
remember_owner()
# The files lie in views/: a folder called pages/ would be served past this router until its first run.
page = st.navigation(
    [
        st.Page("views/home.py", title="Home", icon=":material/home:", default=True),
        *(st.Page(tool.page, title=tool.title, icon=tool.icon) for tool in TOOLS.values()),
        st.Page("views/history.py", title="History", icon=":material/history:"),
        st.Page("views/models.py", title="Models", icon=":material/deployed_code:"),
    ],
    position="top",
)
with st.container(horizontal_alignment="center"), st.container(width=1120), plain_errors():
    page.run()
