"""The list of regions: what each takes, from which look, and how strongly."""

import streamlit as st

from styletransfer.ui.photo_draft import PhotoDraft
from styletransfer.ui.photo_overlay import chip
from styletransfer.ui.photo_region_set import RegionSet, Target
from styletransfer.ui.wording import escape


def region_list(draft: PhotoDraft, regions: RegionSet) -> None:
    """Show a row for each region of the photograph, and take over what is chosen there."""
    targets = regions.targets()
    for label in regions.labels():
        _row(draft, regions, label, targets)
    elsewhere = [label for label in regions.all_labels() if label not in regions.labels()]
    if elsewhere and draft.masks == "given":
        st.caption("Not in the photograph:")
        for label in elsewhere:
            _unused(draft, regions, label)
    if draft.masks == "given" and st.button("Add a region", icon=":material/add:", key=_key(draft, "add")):
        if regions.add() is None:
            st.warning("There are as many regions as a picture takes; remove one first.")
        else:
            draft.editing = True
            st.rerun()


def _row(draft: PhotoDraft, regions: RegionSet, label: int, targets: list[Target]) -> None:
    rule = regions.rules[label]
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key=_key(draft, f"row-{label}")):
        chip(label)
        _name(draft, regions, label)
        chosen = st.selectbox(
            f"{regions.name(label)} takes",
            targets,
            targets.index((rule.look, rule.source)),
            format_func=lambda target: _words(draft, regions, label, target),
            key=_key(draft, f"takes.{label}"),
            label_visibility="collapsed",
            width=310,
        )
        percent = st.slider(
            f"Strength of {regions.name(label)}",
            0,
            100,
            round(100 * rule.strength),
            5,
            format="%d %%",
            key=_key(draft, f"strength.{label}"),
            label_visibility="collapsed",
            help="0 % leaves the region as it is.",
        )
        if draft.masks == "given":
            _remove(draft, regions, label)
    regions.change(label, look=chosen[0], source=chosen[1], strength=percent / 100)


def _unused(draft: PhotoDraft, regions: RegionSet, label: int) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key=_key(draft, f"row-{label}")):
        chip(label)
        _name(draft, regions, label)
        _remove(draft, regions, label)


def _name(draft: PhotoDraft, regions: RegionSet, label: int) -> None:
    given = st.text_input(
        "Name of the region",
        regions.name(label),
        max_chars=60,
        key=_key(draft, f"name.{label}"),
        label_visibility="collapsed",
        width=190,
    )
    if given.strip() and given.strip() != regions.name(label):
        regions.change(label, name=given.strip())
        st.rerun()


def _remove(draft: PhotoDraft, regions: RegionSet, label: int) -> None:
    alone = len(regions.labels()) == 1 and label in regions.labels()
    if st.button(
        "Remove",
        icon=":material/close:",
        type="tertiary",
        key=_key(draft, f"remove.{label}"),
        disabled=alone,
        help=f"What lies next to {escape(regions.name(label))} grows into its area.",
    ):
        regions.remove(label)
        draft.start = None
        st.rerun()


def _words(draft: PhotoDraft, regions: RegionSet, label: int, target: Target) -> str:
    """Say what a region takes: "takes Sky of look 2 (suggested)"."""
    look, source = target
    what = "the whole look" if source is None else regions.name(source)
    if len(draft.looks) > 1:
        what = f"the whole look {look + 1}" if source is None else f"{what} of look {look + 1}"
    return f"takes {what}" + (" (suggested)" if regions.suggested.get(label) == target else "")


def _key(draft: PhotoDraft, name: str) -> str:
    serial = draft.regions.serial if draft.regions is not None else 0
    return draft.key(f"{serial}.{name}")
