"""Repaint a photograph in the manner of one or several paintings."""

import streamlit as st

from styletransfer.algorithms.neural_style_config import NeuralStyleConfig
from styletransfer.ui.current_job import open_job
from styletransfer.ui.draft import current_draft
from styletransfer.ui.form_page import form_title, job_or_form
from styletransfer.ui.inputs import photograph
from styletransfer.ui.quality import network, preset_and_size, start_picture
from styletransfer.ui.regions import regions
from styletransfer.ui.settings_form import controls
from styletransfer.ui.start import start_button
from styletransfer.ui.styles import style_choices
from styletransfer.ui.submission import submit_draft
from styletransfer.ui.tools import NEURAL_STYLE

job_or_form(NEURAL_STYLE)

draft = current_draft()
form_title(draft)
left, right = st.columns(2, gap="large")
with left:
    photograph(draft)
with right:
    st.subheader("Style" if len(draft.styles) < 2 else "Styles", anchor=False)
    style_choices(draft)

st.subheader("Settings", anchor=False)
preset_and_size(draft)
controls(draft, NeuralStyleConfig, "simple", columns=2)
with st.expander("More settings"):
    network(draft)
    controls(draft, NeuralStyleConfig, "more", columns=3)
    start_picture(draft)
with st.expander("Expert settings"):
    controls(draft, NeuralStyleConfig, "expert", columns=3)
if draft.content is not None and draft.styles:
    regions(draft, draft.content)

missing = [word for word, there in (("a photograph", draft.content), ("a style", draft.styles)) if not there]
start_button(draft, "Start", " and ".join(missing))
if draft.take_asked():
    open_job(submit_draft(draft))
