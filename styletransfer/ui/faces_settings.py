"""Settings of face editing that stay the same from face to face: the model, what finds faces, and the transfer."""

from typing import get_args

import streamlit as st

from styletransfer.algorithms.face_transfer_config import FaceTransferConfig
from styletransfer.checkpoints import bundles
from styletransfer.recipes.faces import FaceClip, FaceGenerator, FaceLandmarks
from styletransfer.ui.faces_draft import FacesDraft
from styletransfer.ui.settings_form import controls
from styletransfer.ui.shared_settings import models_link

GENERATORS: dict[FaceGenerator, str] = {
    "face-generator": "Compact, ships with the studio",
    "e4e-ffhq": "e4e with StyleGAN2, 1024 px",
    "psp-ffhq": "pSp with StyleGAN2, 1024 px",
}
_LANDMARKS: dict[FaceLandmarks, str] = {
    "face-landmarks": "Compact, ships with the studio",
    "dlib-landmarks": "dlib's 68 landmarks",
    "debian": "The file of Debian's libdlib-data",
    "own": "The file named in the settings",
}
CLIPS: dict[FaceClip, str] = {
    "face-clip": "Compact CLIP, ships with the studio",
    "clip-vit-b32": "CLIP ViT-B/32",
}


def settings(draft: FacesDraft) -> None:
    """Offer the models, and how an edit is carried over to the photograph."""
    left, middle, right = st.columns(3)
    with left:
        draft.generator = st.selectbox(
            "Model",
            list(get_args(FaceGenerator)),
            list(GENERATORS).index(draft.generator),
            format_func=lambda name: GENERATORS[name],
            key=draft.key("generator"),
            help="Paints the face before and after the edit.",
        )
    with middle:
        draft.landmarks = st.selectbox(
            "Finds eyes and mouth",
            list(get_args(FaceLandmarks)),
            list(_LANDMARKS).index(draft.landmarks),
            format_func=lambda name: _LANDMARKS[name],
            key=draft.key("landmarks"),
        )
    with right:
        draft.clip = st.selectbox(
            "Reads descriptions",
            list(get_args(FaceClip)),
            list(CLIPS).index(draft.clip),
            format_func=lambda name: CLIPS[name],
            key=draft.key("clip"),
            help="Finds out what words mean to the model that paints the face.",
        )
    if any(_missing(name) for name in (draft.generator, draft.landmarks, draft.clip)):
        st.warning("This is not on this machine yet. Fetch it on the Models page, or choose the compact one.")
        models_link()
    controls(draft, FaceTransferConfig, "more", columns=3)
    controls(draft, FaceTransferConfig, "expert", columns=3)


def honesty(draft: FacesDraft) -> None:
    """Say what the chosen model can do with a photograph."""
    if draft.generator != "face-generator":
        return
    words, way = st.columns([7, 1], vertical_alignment="center")
    with words:
        st.caption(
            "The shipped model is small: it paints 128 px, and learnt from people who do not exist. What it changes is "
            "carried over to your photo's own pixels, so sharpness and background stay; small changes look more "
            "convincing than large ones. The official models do better and can be fetched on the Models page."
        )
    with way:
        models_link()


def _missing(name: str) -> bool:
    return name in {"e4e-ffhq", "psp-ffhq", "dlib-landmarks", "clip-vit-b32"} and not bundles.status(name).present
