"""Give a photograph the light and colour of another, region by region."""

import streamlit as st

from styletransfer.algorithms.photorealistic_config import PhotorealisticConfig
from styletransfer.ui.assets import read_assets
from styletransfer.ui.current_job import open_job
from styletransfer.ui.form_page import form_title, job_or_form
from styletransfer.ui.inputs import photograph
from styletransfer.ui.photo_draft import current_photo_draft
from styletransfer.ui.photo_inputs import look_choices
from styletransfer.ui.photo_regions import regions
from styletransfer.ui.photo_settings import networks, working_size
from styletransfer.ui.photo_submission import submit_photo
from styletransfer.ui.settings_form import controls
from styletransfer.ui.shared_settings import preset
from styletransfer.ui.start import start_button
from styletransfer.ui.tools import PHOTOREALISTIC

st.html(f"<style>{read_assets('photo.css')}</style>")
job_or_form(PHOTOREALISTIC)

draft = current_photo_draft()
form_title(draft)
left, right = st.columns(2, gap="large")
with left:
    photograph(draft)
with right:
    st.subheader("Look" if len(draft.looks) < 2 else "Looks", anchor=False)
    look_choices(draft)

st.subheader("Settings", anchor=False)
preset(draft, "Manner")
controls(draft, PhotorealisticConfig, "simple", columns=3)
with st.expander("More settings"):
    controls(draft, PhotorealisticConfig, "more", columns=3)
    networks(draft)
with st.expander("Expert settings"):
    working_size(draft)
    controls(draft, PhotorealisticConfig, "expert", columns=3)
below = st.container()  # finding regions takes a moment; the button is there before them

missing = [word for word, there in (("a photograph", draft.content), ("a look", draft.looks)) if not there]
start_button(draft, "Transfer the look", " and ".join(missing))
if draft.content is not None and draft.looks:
    with below:
        regions(draft, draft.content)
if draft.take_asked():
    open_job(submit_photo(draft))
