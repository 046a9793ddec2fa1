"""Ways to bring in a picture: upload, paste, camera, example."""

from collections.abc import Callable

import streamlit as st

from styletransfer.errors import ImageError
from styletransfer.imaging.picture import clean_name
from styletransfer.imaging.samples import example_photo, example_photos
from styletransfer.ui.draft import Chosen, Draft
from styletransfer.ui.paste import forget_paste, paste_picture
from styletransfer.ui.picker import Choice, picker
from styletransfer.ui.resources import describe, example_thumbnail, fitted
from styletransfer.ui.wording import escape

PICTURE_TYPES = ["jpg", "jpeg", "png", "webp", "heic", "heif", "avif", "tif", "tiff", "bmp", "gif"]
_BOX = (520, 380)


def photograph(draft: Draft) -> None:
    """Let the visitor choose the photograph, or show the one chosen."""
    if draft.content is not None:
        _show_photograph(draft, draft.content)
        return
    source = st.segmented_control(
        "Source of the photograph",
        list(_SOURCES),
        default=_FILE,
        required=True,
        key="neural.source",
        label_visibility="collapsed",
    )
    chosen = _SOURCES[source or _FILE]()
    if chosen is not None and usable(chosen):
        draft.content, draft.mask, draft.given_mask = chosen, None, None
        forget_paste("neural.paste")
        st.rerun()


def usable(chosen: Chosen) -> bool:
    """Tell whether a picture can be read; say why not in a sentence."""
    try:
        describe(chosen.data, chosen.name)
    except ImageError as error:
        st.error(escape(str(error)), icon=":material/image_not_supported:")
        return False
    return True


def uploaded(label: str, key: str) -> Chosen | None:
    """Offer a file upload and the clipboard for one picture."""
    file = st.file_uploader(label, type=PICTURE_TYPES, key=f"{key}.file", label_visibility="collapsed")
    pasted = paste_picture(key=f"{key}.paste")
    if file is not None:
        return Chosen(file.getvalue(), clean_name(file.name))
    return None if pasted is None else Chosen(pasted, "Pasted picture")


def _show_photograph(draft: Draft, content: Chosen) -> None:
    known = describe(content.data, content.name)
    st.image(fitted(content.data, *_BOX), alt=f"Photograph: {content.name}")
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(f"{escape(content.name)} · {known.width} × {known.height} px", width="content")
        if st.button("Change", key="neural.change", icon=":material/swap_horiz:", type="tertiary"):
            draft.content, draft.mask, draft.given_mask = None, None, None
            st.rerun()
    for note in known.notes:
        st.caption(escape(note))


def _file() -> Chosen | None:
    own = uploaded("Photograph", "neural")
    st.caption("Or one of these:")
    return _example() or own


def _example() -> Chosen | None:
    choices = [
        Choice(id=sample.slug, title=sample.title, image=example_thumbnail(sample.slug), hint=sample.caption)
        for sample in example_photos()
    ]
    slug = picker(choices, key="neural.examples", label="Example photographs", tile=130)
    title = next((sample.title for sample in example_photos() if sample.slug == slug), "")
    return Chosen(example_photo(slug), title) if slug else None


def _camera() -> Chosen | None:
    shot = st.camera_input("Take a photograph", key="neural.camera", label_visibility="collapsed")
    return None if shot is None else Chosen(shot.getvalue(), "Camera")


_FILE = "Your own or an example"
_SOURCES: dict[str, Callable[[], Chosen | None]] = {_FILE: _file, "Camera": _camera}
