"""Preset, size and network: what decides how long a painting takes and how good it gets."""

import streamlit as st

from styletransfer.ui.draft import Draft
from styletransfer.ui.inputs import uploaded, usable
from styletransfer.ui.resources import square
from styletransfer.ui.shared_settings import preset, say_when_missing

_SIZES = (64, 8192)
_NETWORKS = {"compact": "Compact, ships with the studio", "vgg19": "VGG-19, slower and richer"}


def preset_and_size(draft: Draft) -> None:
    """Offer the presets, and the size of the result."""
    left, right = st.columns(2, gap="large")
    with left:
        preset(draft, "Quality", "stretch")
    with right:
        key = draft.key("size")
        draft.size = int(
            st.number_input(
                "Longest side, px",
                *_SIZES,
                draft.size,
                step=32,
                key=key,
                help="Twice the size takes about four times as long.",
            )
        )


def network(draft: Draft) -> None:
    """Offer the networks that are on this machine; say where to get the other."""
    key = draft.key("network")
    names = list(_NETWORKS)
    draft.network = st.selectbox(
        "Network", names, names.index(draft.network), format_func=_NETWORKS.__getitem__, key=key,
        help="The network that judges how alike two pictures are.",
    )  # fmt: skip
    say_when_missing(draft.network, "This network")


def start_picture(draft: Draft) -> None:
    """Ask for the picture to start from when the settings want one."""
    if draft.values["start"] != "draft":
        return
    if draft.start is None:
        st.markdown("Picture to start from")
        given = uploaded("Picture to start from", "neural.start")
        if given is not None and usable(given):
            draft.start = given
            st.rerun()
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        st.image(square(draft.start.data), width=72, alt="Picture to start from")
        if st.button("Remove the picture to start from", type="tertiary", icon=":material/close:"):
            draft.start = None
            st.rerun()
