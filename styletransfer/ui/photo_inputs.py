"""The looks of a photorealistic picture: one to four photographs whose light and colour are taken."""

import streamlit as st

from styletransfer.recipes import MAX_LOOKS
from styletransfer.ui.form import Chosen
from styletransfer.ui.inputs import describe_chosen, example, several, shown_large, take_over, unreadable
from styletransfer.ui.photo_draft import LookChoice, PhotoDraft
from styletransfer.ui.resources import square
from styletransfer.ui.wording import escape


def look_choices(draft: PhotoDraft) -> None:
    """Show the chosen looks and offer more."""
    if not draft.looks:
        _offer(draft)
        return
    if len(draft.looks) == 1:
        _single(draft, draft.looks[0])
    else:
        for number, choice in enumerate(draft.looks, 1):
            _row(draft, choice, number)
    if len(draft.looks) < MAX_LOOKS:
        with st.expander("Add another look", icon=":material/add:"):
            st.caption("Each region of the photograph can then take its light and colour from one of them.")
            _offer(draft)


def _offer(draft: PhotoDraft) -> None:
    given = several(draft, "look", "Looks")
    st.caption("Or one of these:")
    clicked = example("photo.look-examples", "Example looks")
    given += [clicked] if clicked else []
    refused = [sentence for picture in given if (sentence := _add(draft, picture))]
    if refused and len(refused) == len(given):
        for sentence in refused:
            st.error(escape(sentence), icon=":material/image_not_supported:")
        return
    if given:
        take_over(draft, "look", refused)


def _add(draft: PhotoDraft, picture: Chosen) -> str | None:
    """Add a look; return a sentence when that cannot be done."""
    if (reason := unreadable(picture)) or draft.add_look(picture):
        return reason
    return f"A picture takes at most {MAX_LOOKS} looks; “{picture.name}” was left out."


def _single(draft: PhotoDraft, choice: LookChoice) -> None:
    """Show the only look as large as the photograph beside it."""
    if shown_large(choice.picture, "Look", "photo.change-look"):
        draft.remove_look(choice)
        st.rerun()


def _row(draft: PhotoDraft, choice: LookChoice, number: int) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small", wrap=False):
        st.image(square(choice.picture.data), width=72, alt=f"Look: {choice.picture.name}")
        with st.container(gap=None):
            st.markdown(f"Look {number}")
            describe_chosen(choice.picture)
        if st.button("Remove", key=draft.key(f"look.{choice.serial}.remove"), type="tertiary"):
            draft.remove_look(choice)
            st.rerun()
