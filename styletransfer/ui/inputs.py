"""Ways to bring in a picture: upload, paste, camera, example."""

from collections.abc import Callable

import streamlit as st

from styletransfer.errors import ImageError
from styletransfer.imaging.picture import clean_name
from styletransfer.imaging.samples import example_photo, example_photos
from styletransfer.ui.form import Chosen, Form
from styletransfer.ui.paste import forget_paste, paste_picture
from styletransfer.ui.picker import Choice, picker
from styletransfer.ui.resources import describe, example_thumbnail, fitted
from styletransfer.ui.wording import escape

PICTURE_TYPES = ["jpg", "jpeg", "png", "webp", "heic", "heif", "avif", "tif", "tiff", "bmp", "gif"]
_BOX = (520, 380)


def photograph(form: Form) -> None:
    """Let the visitor choose the photograph, or show the one chosen."""
    if form.content is not None:
        _show_photograph(form, form.content)
        return
    prefix = form.tool.prefix
    source = st.segmented_control(
        "Source of the photograph",
        list(_SOURCES),
        default=_FILE,
        required=True,
        key=f"{prefix}.source",
        label_visibility="collapsed",
    )
    chosen = _SOURCES[source or _FILE](prefix)
    if chosen is not None and usable(chosen):
        form.take_photograph(chosen)
        forget_paste(f"{prefix}.paste")
        st.rerun()


def usable(chosen: Chosen) -> bool:
    """Tell whether a picture can be read; say why not in a sentence."""
    try:
        describe(chosen.data, chosen.name)
    except ImageError as error:
        st.error(escape(str(error)), icon=":material/image_not_supported:")
        return False
    return True


def uploaded(label: str, key: str, paste: str = "Paste picture") -> Chosen | None:
    """Offer a file upload and the clipboard for one picture; `paste` are the words on the button."""
    file = st.file_uploader(label, type=PICTURE_TYPES, key=f"{key}.file", label_visibility="collapsed")
    pasted = paste_picture(key=f"{key}.paste", label=paste)
    if file is not None:
        return Chosen(file.getvalue(), clean_name(file.name))
    return None if pasted is None else Chosen(pasted, "Pasted picture")


def example(key: str, label: str, tile: int = 130) -> Chosen | None:
    """Offer the example photographs; return the one clicked on in this run."""
    choices = [
        Choice(id=sample.slug, title=sample.title, image=example_thumbnail(sample.slug), hint=sample.caption)
        for sample in example_photos()
    ]
    slug = picker(choices, key=key, label=label, tile=tile)
    title = next((sample.title for sample in example_photos() if sample.slug == slug), "")
    return Chosen(example_photo(slug), title) if slug else None


def describe_chosen(chosen: Chosen) -> None:
    """Say a picture's name and size."""
    known = describe(chosen.data, chosen.name)
    st.caption(f"{escape(chosen.name)} · {known.width} × {known.height} px", width="content")


def _show_photograph(form: Form, content: Chosen) -> None:
    st.image(fitted(content.data, *_BOX), alt=f"Photograph: {content.name}")
    with st.container(horizontal=True, vertical_alignment="center"):
        describe_chosen(content)
        if st.button("Change", key=f"{form.tool.prefix}.change", icon=":material/swap_horiz:", type="tertiary"):
            form.take_photograph(None)
            st.rerun()
    for note in describe(content.data, content.name).notes:
        st.caption(escape(note))


def _file(prefix: str) -> Chosen | None:
    own = uploaded("Photograph", prefix)
    st.caption("Or one of these:")
    return example(f"{prefix}.examples", "Example photographs") or own


def _camera(prefix: str) -> Chosen | None:
    shot = st.camera_input("Take a photograph", key=f"{prefix}.camera", label_visibility="collapsed")
    return None if shot is None else Chosen(shot.getvalue(), "Camera")


_FILE = "Your own or an example"
_SOURCES: dict[str, Callable[[str], Chosen | None]] = {_FILE: _file, "Camera": _camera}
