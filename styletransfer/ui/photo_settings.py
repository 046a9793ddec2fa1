"""Preset, networks and working size of a photorealistic picture."""

import streamlit as st

from styletransfer.checkpoints import bundles
from styletransfer.recipes import PHOTO_PRESETS
from styletransfer.ui.photo_draft import PhotoDraft

_SIZES = (64, 4096)
_NETWORKS = {
    "compact": "Compact, ships with the studio",
    "wct2-cat5": "WCT² cat5, of the paper",
    "wct2-sum": "WCT² sum, of the paper",
}
_SEGMENTERS = {
    "compact": "Compact, ships with the studio",
    "lraspp": "LR-ASPP, quick",
    "deeplabv3": "DeepLabV3, cleaner outlines",
}


def preset(draft: PhotoDraft) -> None:
    """Offer the presets."""
    chosen = st.segmented_control(
        "Manner",
        list(PHOTO_PRESETS),
        default=draft.preset or None,
        format_func=lambda name: PHOTO_PRESETS[name].title,
        key=draft.key("preset"),
    )
    st.caption(PHOTO_PRESETS[chosen].help if chosen else "Settings of your own.")
    if chosen and chosen != draft.preset:
        draft.apply_preset(chosen)
        st.rerun()


def networks(draft: PhotoDraft) -> None:
    """Offer the networks; say where to get those that are not on this machine."""
    left, right = st.columns(2, gap="large")
    with left:
        draft.network = _choice(draft, "Network", "network", draft.network, _NETWORKS)
        st.caption("The networks of the paper are larger: slower, and closer to what was published.")
    with right:
        draft.segmenter = _choice(draft, "Finds regions", "segmenter", draft.segmenter, _SEGMENTERS)
        st.caption("The others outline people, animals, vehicles and furniture more exactly than the compact one.")


def working_size(draft: PhotoDraft) -> None:
    """Ask at which size the network works."""
    draft.size = int(
        st.number_input(
            "Working size, px",
            *_SIZES,
            draft.size,
            step=128,
            key=draft.key("size"),
            help="Longest side at which the network works. The result always has the photograph's own size.",
        )
    )


def _choice(draft: PhotoDraft, label: str, name: str, value: str, words: dict[str, str]) -> str:
    chosen = st.selectbox(
        label, list(words), list(words).index(value), format_func=words.__getitem__, key=draft.key(name)
    )
    if chosen != "compact" and not bundles.status(chosen).present:
        st.warning("This is not on this machine yet. Fetch it on the Models page, or choose the compact one.")
        st.page_link("views/models.py", label="Models", icon=":material/deployed_code:")
    return chosen
