"""Paint which part of the photograph takes which style, and which part stays as it is."""

import streamlit as st

from styletransfer.recipes import KEEP_LABEL
from styletransfer.ui.draft import Draft
from styletransfer.ui.form import Chosen
from styletransfer.ui.mask_editor import mask_editor
from styletransfer.ui.painter import MaskClass
from styletransfer.ui.resources import describe

_COLOURS = ("#3b82f6", "#f59e0b", "#10b981", "#ef4444", "#a855f7", "#14b8a6", "#eab308", "#ec4899")
_TALLEST, _NARROWEST, _WIDEST = 560, 360, 1.8  # of the canvas: px, px, times its height
_KEEP = MaskClass(KEEP_LABEL, "Keep untouched", "#64748b")


def regions(draft: Draft, content: Chosen) -> None:
    """Offer to paint regions over the photograph."""
    draft.masked = st.toggle(
        "Paint regions",
        draft.masked,
        key=draft.key("masked"),
        help="Give each style its own part of the photograph, or keep a part untouched.",
    )
    if not draft.masked:
        return
    _spread(draft)
    _targets(draft)
    known = describe(content.data, content.name)
    with st.container(width=max(_NARROWEST, round(_TALLEST * min(known.width / known.height, _WIDEST)))):
        drawn = mask_editor(content.data, classes=_classes(draft), key="neural.mask", label_map=draft.given_mask)
    draft.mask = drawn
    if drawn is None:
        st.caption("Nothing is painted yet, so the whole photograph is styled.")


def _spread(draft: Draft) -> None:
    """Give each of several styles a region of its own, the first time regions are wanted."""
    if len(draft.styles) > 1 and not any(choice.slot.label for choice in draft.styles):
        fresh = [choice for choice in draft.styles if draft.key(f"region.{choice.serial}") not in st.session_state]
        if len(fresh) == len(draft.styles):
            for label, choice in enumerate(draft.styles):
                choice.slot = choice.slot.model_copy(update={"label": label})


def _targets(draft: Draft) -> None:
    """Ask where each style goes."""
    highest = max([len(draft.styles), *(choice.slot.label for choice in draft.styles)])
    labels = list(range(highest + 1))
    with st.container(horizontal=True):
        for choice in draft.styles:
            label = st.selectbox(
                f"{choice.picture.name[:40]} paints",
                labels,
                labels.index(choice.slot.label),
                format_func=lambda one: f"Region {one}" if one else "the unpainted part",
                key=draft.key(f"region.{choice.serial}"),
                width=220,
            )
            choice.slot = choice.slot.model_copy(update={"label": label})


def _classes(draft: Draft) -> list[MaskClass]:
    """List the regions that have a style, named after it, and the one that stays as it is."""
    names: dict[int, list[str]] = {}
    for choice in draft.styles:
        names.setdefault(choice.slot.label, []).append(choice.picture.name or "style")
    painted = [
        MaskClass(label, f"{label}: {' + '.join(names[label])}", _COLOURS[(label - 1) % len(_COLOURS)])
        for label in sorted(names)
        if label
    ]
    return [*painted, _KEEP]
