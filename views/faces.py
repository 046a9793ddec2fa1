"""Edit faces of a photograph: age, smile, pose and more, by sliders, and back into the whole photo."""

import streamlit as st

from styletransfer.errors import StyleTransferError
from styletransfer.ui.assets import read_assets
from styletransfer.ui.faces_animation import animation
from styletransfer.ui.faces_choice import face_choice
from styletransfer.ui.faces_draft import current_faces_draft
from styletransfer.ui.faces_editor import editor, fit_edits
from styletransfer.ui.faces_finding import seek
from styletransfer.ui.faces_inputs import people, photograph
from styletransfer.ui.faces_latents import latents
from styletransfer.ui.faces_mixing import mixing
from styletransfer.ui.faces_models import models_of
from styletransfer.ui.faces_refining import refining
from styletransfer.ui.faces_settings import honesty, settings
from styletransfer.ui.faces_slider_search import own_sliders
from styletransfer.ui.faces_submission import put_back
from styletransfer.ui.form_page import form_title, job_or_form
from styletransfer.ui.tools import FACES
from styletransfer.ui.wording import escape

st.html(f"<style>{read_assets('faces.css')}</style>")
job_or_form(FACES)

draft = current_faces_draft()
form_title(draft)
if draft.content is None:
    left, right = st.columns(2, gap="large")
    with left:
        photograph(draft)
    with right:
        people(draft)
    st.stop()

above = st.container()  # the settings stay within reach when the model they choose cannot be used
with st.expander("Settings"):
    settings(draft)
with above:
    try:
        models = models_of(draft)
        seek(draft, draft.content, models)
    except StyleTransferError as error:
        st.error(escape(str(error)), icon=":material/error:")
        st.stop()
    fit_edits(draft, models)
    face_choice(draft, draft.content, models)
    part = draft.part
    if part is None or draft.placing:
        st.stop()
    editor(draft, part, models)
    put_back(draft)
    honesty(draft)
    own_sliders(draft, models)
    with st.expander("Refine the likeness", icon=":material/auto_fix_high:"):
        refining(draft, part, models)
    with st.expander("Mix with another person", icon=":material/group:"):
        mixing(draft, part, models)
    with st.expander("Animation", icon=":material/animation:"):
        animation(draft, part, models)
    with st.expander("Codes of the face", icon=":material/data_object:"):
        latents(draft, part, models)
