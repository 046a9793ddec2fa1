"""Settings that the forms of all tools have: the preset, and where to get a network that is missing."""

from typing import Literal

import streamlit as st

from styletransfer.checkpoints import bundles
from styletransfer.ui.form import Form


def preset(form: Form, label: str, width: Literal["content", "stretch"] = "content") -> None:
    """Offer the presets of a tool."""
    chosen = st.segmented_control(
        label,
        list(form.presets),
        default=form.preset or None,
        format_func=lambda name: form.presets[name].title,
        key=form.key("preset"),
        width=width,
    )
    st.caption(form.presets[chosen].help if chosen else "Settings of your own.")
    if chosen and chosen != form.preset:
        form.apply_preset(chosen)
        st.rerun()


def say_when_missing(network: str, words: str) -> None:
    """Say where to get a network that is not on this machine; the compact ones always are."""
    if network != "compact" and not bundles.status(network).present:
        st.warning(f"{words} is not on this machine yet. Fetch it on the Models page, or choose the compact one.")
        models_link()


def models_link() -> None:
    """Offer the page where networks are fetched."""
    st.page_link("views/models.py", label="Models", icon=":material/deployed_code:")
