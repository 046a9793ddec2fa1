"""The weights the studio can use: what is embedded, what can be fetched, from where and under which licence."""

import streamlit as st

from styletransfer.checkpoints.manifest import bundles
from styletransfer.ui.models import model_card
from styletransfer.ui.relevance import relevance_card
from styletransfer.ui.tools import FACES, TOOLS

st.title("Models", anchor=False)
st.markdown(
    "The studio works with what it ships. Official weights are larger and are fetched only when you ask; "
    "each file is checked before it is used, against its published hash or, where none is published, "
    "against that of its first use."
)
models = bundles()
for task in dict.fromkeys(model.task for model in models):
    st.header(TOOLS[task].title if task in TOOLS else task.capitalize(), anchor=False)
    for model in models:
        if model.task == task:
            model_card(model)
    if task == FACES.name:
        relevance_card()
