"""The regions of a photorealistic picture: found, shown over both pictures, mapped, and edited by hand."""

from typing import TYPE_CHECKING

import streamlit as st

from styletransfer.errors import CheckpointMissing, StyleTransferError
from styletransfer.recipes import LookSlot, PhotorealisticRecipe
from styletransfer.ui.form import Chosen
from styletransfer.ui.painter import MaskClass
from styletransfer.ui.photo_draft import Masks, PainterStart, PhotoDraft
from styletransfer.ui.photo_overlay import show_regions
from styletransfer.ui.photo_region_set import RegionSet
from styletransfer.ui.photo_rules import region_list
from styletransfer.ui.region_editor import region_colour, region_editor
from styletransfer.ui.resources import BY_HASH
from styletransfer.ui.shared_settings import models_link
from styletransfer.ui.wording import escape

if TYPE_CHECKING:
    from styletransfer.run.regions import FoundRegions

_PAINTER = "photo.painter."
_WORDS: dict[Masks, str] = {"automatic": "Automatic", "given": "By hand", "none": "None"}


def regions(draft: PhotoDraft, content: Chosen) -> None:
    """Show the regions of the photograph and its looks, and let the visitor map and edit them."""
    _switch(draft)
    if not draft.editing:
        draft.start = None  # the painter that is opened next starts from what is there then
    if draft.masks == "none":
        several = " Without regions only the first look is used." if len(draft.looks) > 1 else ""
        st.caption(f"The look of the whole picture is carried over to the whole photograph.{several}")
        return
    found = _current(draft, content)
    if found is None:
        return
    if draft.editing:
        _editor(draft, content, found)
    else:
        _overlays(draft, content, found)
    found.settle()
    for note in found.remarks():
        st.caption(f":material/info: {escape(note)}")
    region_list(draft, found)


def find(draft: PhotoDraft, content: Chosen) -> RegionSet:
    """Find the regions of the pictures of the form.

    Raises:
        CheckpointMissing: the network that is to help was not fetched.
    """
    looks = tuple(choice.picture.data for choice in draft.looks)
    found = _find(draft.segmenter, int(draft.values["regions"]), content.data, looks)
    serial = draft.regions.serial + 1 if draft.regions is not None else 0
    return RegionSet.found(found, serial)


@st.cache_data(max_entries=32, show_spinner="Finding regions …", show_time=True, hash_funcs=BY_HASH)
def _find(segmenter: str, most: int, content: bytes, looks: tuple[bytes, ...]) -> "FoundRegions":
    from styletransfer.run.regions import find_regions  # heavy: only a search loads the models' code

    recipe = PhotorealisticRecipe.from_preset(
        "natural", segmenter=segmenter, looks=[LookSlot() for _ in looks]
    ).with_config(regions=most)
    return find_regions(recipe, {"content": content} | {f"style-{i}": look for i, look in enumerate(looks)})


def _switch(draft: PhotoDraft) -> None:
    key = draft.key("masks")
    st.space("small")
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.subheader("Regions", anchor=False, width="content")
        chosen = st.segmented_control(
            "Regions",
            list(_WORDS),
            default=draft.masks,
            required=True,
            format_func=lambda one: _WORDS[one],
            key=key,
            label_visibility="collapsed",
        )
    if chosen is None or chosen == draft.masks:
        return
    if draft.masks == "given":
        draft.by_hand, draft.basis = draft.regions, None  # gives way to what is found, and is there again when wanted
    if chosen == "given":
        draft.regions = draft.by_hand or draft.regions
    draft.masks, draft.editing = chosen, chosen == "given"
    st.rerun()


def _current(draft: PhotoDraft, content: Chosen) -> RegionSet | None:
    """Return the regions of the form, found anew where they do not belong to its pictures and settings."""
    if draft.masks == "given" and draft.regions is not None:
        return draft.regions
    pictures = (content.data, *(choice.picture.data for choice in draft.looks))
    basis = (draft.segmenter, draft.values["regions"], pictures)
    if draft.regions is not None and draft.basis == basis:
        return draft.regions
    try:
        draft.regions = find(draft, content)
    except CheckpointMissing as error:
        draft.regions, draft.basis = None, None
        st.warning(escape(str(error)), icon=":material/deployed_code:")
        models_link()
        return None
    except StyleTransferError as error:
        draft.regions, draft.basis = None, None
        st.error(escape(str(error)), icon=":material/error:")
        return None
    draft.basis = basis
    return draft.regions


def _overlays(draft: PhotoDraft, content: Chosen, found: RegionSet) -> None:
    names = found.names()
    left, right = st.columns(2, gap="large")
    with left:
        show_regions(content.data, found.content, names, f"Regions of {content.name}")
    with right:
        across = st.columns(2) if len(draft.looks) > 1 else [st.container()]
        for index, (choice, label_map) in enumerate(zip(draft.looks, found.looks, strict=True)):
            with across[index % len(across)]:
                show_regions(choice.picture.data, label_map, names, f"Regions of {choice.picture.name}")
    if st.button("Edit regions", icon=":material/draw:", key=draft.key("edit")):
        draft.masks, draft.editing, draft.by_hand = "given", True, None
        draft.edition += 1  # the switch above shows the change
        st.rerun()


def _editor(draft: PhotoDraft, content: Chosen, found: RegionSet) -> None:
    """Open the painter on the photograph and one of the looks."""
    if len(draft.looks) > 1:
        _choose_beside(draft)
    start = draft.start
    if start is None or (start.serial, start.beside) != (found.serial, draft.beside):
        start = _restart(draft, found)
    classes = [MaskClass(label, name, region_colour(label)) for label, name in found.names().items()]
    edited = region_editor(
        content.data,
        draft.looks[draft.beside].picture.data,
        classes=classes,
        content_labels=start.content,
        style_labels=start.look,
        key=_painter_key(found),
    )
    found.content, found.looks[draft.beside] = edited
    if st.button("Done editing", icon=":material/check:", key=draft.key("done")):
        draft.editing = False
        st.rerun()


def _choose_beside(draft: PhotoDraft) -> None:
    chosen = st.segmented_control(
        "Look beside the photograph",
        list(range(len(draft.looks))),
        default=draft.beside,
        required=True,
        format_func=lambda index: f"Look {index + 1}",
        key=draft.key("beside"),
    )
    if chosen is not None and chosen != draft.beside:
        draft.beside = chosen


def _restart(draft: PhotoDraft, found: RegionSet) -> PainterStart:
    """Let the painter start from the present maps, under a key of its own; what it kept under the last one goes."""
    for key in [key for key in st.session_state if str(key).startswith(_PAINTER)]:
        del st.session_state[key]
    found.serial += 1
    start = PainterStart(found.serial, draft.beside, found.content.copy(), found.looks[draft.beside].copy())
    draft.start = start
    return start


def _painter_key(found: RegionSet) -> str:
    return f"{_PAINTER}{found.serial}"
