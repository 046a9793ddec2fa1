"""The weights the studio can use: what is embedded, what can be fetched, from where and under which licence."""

import streamlit as st

from styletransfer.checkpoints.manifest import MANIFEST
from styletransfer.ui.models import model_card

st.title("Models", anchor=False)
st.markdown(
    "The studio works with what it ships. Official weights are larger and are fetched only when you ask; "
    "each file is checked against its published hash before it is used."
)
for entry in MANIFEST.values():
    model_card(entry)
