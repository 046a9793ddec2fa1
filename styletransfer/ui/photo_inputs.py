"""The looks of a photorealistic picture: one to four photographs whose light and colour are taken."""

import streamlit as st

from styletransfer.errors import ImageError
from styletransfer.imaging.picture import clean_name
from styletransfer.recipes import MAX_LOOKS
from styletransfer.ui.form import Chosen
from styletransfer.ui.inputs import PICTURE_TYPES, describe_chosen, example
from styletransfer.ui.paste import forget_paste, paste_picture
from styletransfer.ui.photo_draft import LookChoice, PhotoDraft
from styletransfer.ui.resources import describe, fitted, square
from styletransfer.ui.wording import escape

_BOX = (520, 380)
_MAP_SIDE = 1024  # of the map of a look whose regions are not known
_TOO_MANY = f"A picture takes at most {MAX_LOOKS} looks"


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
    files = st.file_uploader(
        "Looks",
        type=PICTURE_TYPES,
        accept_multiple_files=True,
        key=f"photo.looks.{draft.serial}",
        label_visibility="collapsed",
    )
    pasted = paste_picture(key="photo.look-paste", label="Paste look")
    st.caption("Or one of these:")
    clicked = example("photo.look-examples", "Example looks")
    given = [Chosen(file.getvalue(), clean_name(file.name)) for file in files]
    given += [Chosen(pasted, "Pasted look")] if pasted else []
    given += [clicked] if clicked else []
    refused = [sentence for picture in given if (sentence := _add(draft, picture))]
    if refused and len(refused) == len(given):
        for sentence in refused:
            st.error(escape(sentence), icon=":material/image_not_supported:")
        return
    if given:
        forget_paste("photo.look-paste")
        draft.serial += 1  # an empty uploader takes the place of the one whose files are taken over
        draft.remarks = tuple(refused)
        st.rerun()


def _add(draft: PhotoDraft, picture: Chosen) -> str | None:
    """Add a look; return a sentence when that cannot be done."""
    try:
        known = describe(picture.data, picture.name)
    except ImageError as error:
        return str(error)
    factor = min(1.0, _MAP_SIDE / max(known.height, known.width))
    if draft.add_look(picture, (max(1, round(known.height * factor)), max(1, round(known.width * factor)))):
        return None
    return f"{_TOO_MANY}; “{picture.name}” was left out."


def _single(draft: PhotoDraft, choice: LookChoice) -> None:
    """Show the only look as large as the photograph beside it."""
    st.image(fitted(choice.picture.data, *_BOX), alt=f"Look: {choice.picture.name}")
    with st.container(horizontal=True, vertical_alignment="center"):
        describe_chosen(choice.picture)
        if st.button("Change", key="photo.change-look", icon=":material/swap_horiz:", type="tertiary"):
            draft.remove_look(choice)
            st.rerun()
    for note in describe(choice.picture.data, choice.picture.name).notes:
        st.caption(escape(note))


def _row(draft: PhotoDraft, choice: LookChoice, number: int) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small", wrap=False):
        st.image(square(choice.picture.data), width=72, alt=f"Look: {choice.picture.name}")
        with st.container(gap=None):
            st.markdown(f"Look {number}")
            describe_chosen(choice.picture)
        if st.button("Remove", key=draft.key(f"look.{choice.serial}.remove"), type="tertiary"):
            draft.remove_look(choice)
            st.rerun()
