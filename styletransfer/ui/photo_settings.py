"""Networks and working size of a photorealistic picture."""

import streamlit as st

from styletransfer.ui.photo_draft import PhotoDraft
from styletransfer.ui.shared_settings import say_when_missing

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
    "deeplabv3-resnet50": "DeepLabV3 with ResNet-50, slower",
}


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
    say_when_missing(chosen, "This")
    return chosen
