"""The styles of a picture: one to eight, from the gallery or from the visitor."""

import streamlit as st

from styletransfer.imaging.samples import gallery, gallery_picture
from styletransfer.recipes import MAX_STYLES
from styletransfer.ui.draft import Draft, StyleChoice
from styletransfer.ui.form import Chosen
from styletransfer.ui.inputs import several, take_over, unreadable, usable
from styletransfer.ui.picker import Choice, picker
from styletransfer.ui.resources import gallery_thumbnail, square
from styletransfer.ui.wording import escape


def style_choices(draft: Draft) -> None:
    """Show the chosen styles and offer more."""
    for choice in draft.styles:
        _row(draft, choice)
    source = st.segmented_control(
        "Source of the styles",
        ["Gallery", "Your own"],
        default="Gallery",
        required=True,
        key="neural.style-source",
        label_visibility="collapsed",
    )
    if source == "Your own":
        _own(draft)
    else:
        _gallery(draft)


def gallery_choices() -> list[Choice]:
    """List the shipped styles for a picker."""
    return [
        Choice(id=sample.slug, title=sample.title, image=gallery_thumbnail(sample.slug), hint=sample.caption)
        for sample in gallery()
    ]


def gallery_style(slug: str) -> Chosen:
    """Return a shipped style picture with its title."""
    return Chosen(gallery_picture(slug), next(sample.title for sample in gallery() if sample.slug == slug))


@st.cache_data(max_entries=256, show_spinner=False)
def gallery_slug(data: bytes) -> str | None:
    """Return which shipped style a file is, or None."""
    return next((sample.slug for sample in gallery() if gallery_picture(sample.slug) == data), None)


def _gallery(draft: Draft) -> None:
    chosen = {gallery_slug(choice.picture.data): choice for choice in draft.styles}
    selected = [slug for slug in chosen if slug]
    slug = picker(gallery_choices(), key="neural.gallery", label="Gallery of styles", selected=selected, tile=84)
    if slug is None:
        return
    if slug in chosen:
        draft.remove_style(chosen[slug])
    elif not draft.add_style(gallery_style(slug)):
        draft.remarks = (f"A picture takes at most {MAX_STYLES} styles; remove one first.",)
    st.rerun()


def _own(draft: Draft) -> None:
    given = several(draft, "style", "Style pictures")
    if len(given) == 1 and not usable(given[0]):
        return
    refused = [sentence for picture in given if (sentence := _add(draft, picture))]
    if given:
        take_over(draft, "style", refused)


def _add(draft: Draft, picture: Chosen) -> str | None:
    """Add a style; return a sentence when that cannot be done."""
    if (reason := unreadable(picture)) or draft.add_style(picture):
        return reason
    return f"A picture takes at most {MAX_STYLES} styles; “{picture.name}” was left out."


def _row(draft: Draft, choice: StyleChoice) -> None:
    """Show one chosen style with what can be done to it."""
    key = draft.key(f"style.{choice.serial}")
    with st.container(horizontal=True, vertical_alignment="center", gap="small", wrap=False):
        st.image(square(choice.picture.data), width=56, alt=f"Style: {choice.picture.name}")
        with st.container(gap=None):
            st.markdown(escape(choice.picture.name))
            if told := _summary(choice, several=len(draft.styles) > 1):
                st.caption(told)
        with st.popover("Adjust", type="tertiary"):
            _adjust(choice, key, several=len(draft.styles) > 1)
        if st.button("Remove", key=f"{key}.remove", type="tertiary"):
            draft.remove_style(choice)
            st.rerun()


def _adjust(choice: StyleChoice, key: str, *, several: bool) -> None:
    slot = choice.slot
    changes = {
        "scale": _slider("Stroke size", f"{key}.scale", slot.scale, (0.25, 4.0, 0.05), "2: twice as large."),
        "rotation": _slider(
            "Turn", f"{key}.rotation", slot.rotation, (-180.0, 180.0, 5.0), "Degrees; turns the strokes with it."
        ),
    }
    if several:
        changes["weight"] = _slider(
            "Share", f"{key}.weight", slot.weight, (0.0, 10.0, 0.1), "Share among the styles of the same part."
        )
    choice.slot = slot.model_copy(update=changes)


def _slider(label: str, key: str, value: float, span: tuple[float, float, float], help_text: str) -> float:
    low, high, step = span
    return float(st.slider(label, low, high, float(value), step=step, key=key, help=help_text))


def _summary(choice: StyleChoice, *, several: bool) -> str:
    slot = choice.slot
    told = [f"share {slot.weight:g}"] if several else []
    told += [f"strokes × {slot.scale:g}"] if slot.scale != 1 else []
    told += [f"turned {slot.rotation:g}°"] if slot.rotation else []
    return " · ".join(told)
