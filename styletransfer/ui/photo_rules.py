"""The list of regions: what each takes, from which look, and how strongly."""

from collections.abc import Mapping

import streamlit as st

from styletransfer.ui.photo_draft import PhotoDraft
from styletransfer.ui.photo_overlay import chip
from styletransfer.ui.photo_region_set import RegionSet, Target, region_name
from styletransfer.ui.wording import escape


def region_list(draft: PhotoDraft, regions: RegionSet) -> None:
    """Show a row for each region of the photograph, and take over what is chosen there."""
    labels, names = regions.labels(), regions.names()
    targets = {target: taken(*target, names, len(draft.looks)) for target in regions.targets()}
    for label in labels:
        _row(draft, regions, label, targets, alone=len(labels) == 1)
    elsewhere = [label for label in names if label not in labels]
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


def taken(look: int, source: int | None, names: Mapping[int, str], looks: int) -> str:
    """Say what a region takes: "takes Sky of look 2".

    Args:
        look: which look, counted from 0.
        source: region of that look; None takes the whole look.
        names: words for people, by label.
        looks: how many there are; the only one needs no number.
    """
    if source is None:
        return f"takes the whole look {look + 1}" if looks > 1 else "takes the whole look"
    what = region_name(source, names.get(source, ""))
    return f"takes {what} of look {look + 1}" if looks > 1 else f"takes {what}"


def _row(draft: PhotoDraft, regions: RegionSet, label: int, targets: dict[Target, str], *, alone: bool) -> None:
    rule, suggested = regions.rules[label], regions.suggested.get(label)
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key=_key(draft, f"row-{label}")):
        chip(label)
        _name(draft, regions, label)
        chosen = st.selectbox(
            f"{regions.name(label)} takes",
            list(targets),
            list(targets).index((rule.look, rule.source)),
            format_func=lambda target: targets[target] + (" (suggested)" if target == suggested else ""),
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
            _remove(draft, regions, label, alone=alone)
    regions.change(label, look=chosen[0], source=chosen[1], strength=percent / 100)


def _unused(draft: PhotoDraft, regions: RegionSet, label: int) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key=_key(draft, f"row-{label}")):
        chip(label)
        _name(draft, regions, label)
        _remove(draft, regions, label, alone=False)


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


def _remove(draft: PhotoDraft, regions: RegionSet, label: int, *, alone: bool) -> None:
    if st.button(
        "Remove",
        icon=":material/close:",
        type="tertiary",
        key=_key(draft, f"remove.{label}"),
        disabled=alone,
        help=f"What lies next to {escape(regions.name(label))} grows into its area.",
    ):
        regions.remove(label)
        st.rerun()


def _key(draft: PhotoDraft, name: str) -> str:
    serial = draft.regions.serial if draft.regions is not None else 0
    return draft.key(f"{serial}.{name}")
