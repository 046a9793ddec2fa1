"""Ways to bring in a picture: upload, paste, camera, example."""

from collections.abc import Callable, Mapping, Sequence

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
OWN = "Your own or an example"
_BOX = (520, 380)


def photograph(form: Form) -> None:
    """Let the visitor choose the photograph, or show the one chosen."""
    st.subheader("Photograph", anchor=False)
    if form.content is not None:
        if shown_large(form.content, "Photograph", f"{form.tool.prefix}.change"):
            form.take_photograph(None)
            st.rerun()
        return
    choose_photograph(form, {OWN: _file, "Camera": camera})


def choose_photograph(form: Form, sources: Mapping[str, Callable[[str], Chosen | None]]) -> None:
    """Let the visitor choose the photograph.

    Args:
        form: that takes it.
        sources: words -> draws a way to bring one in, given the tool's prefix; the first is shown at first.
    """
    prefix, first = form.tool.prefix, next(iter(sources))
    source = st.segmented_control(
        "Source of the photograph",
        list(sources),
        default=first,
        required=True,
        key=f"{prefix}.source",
        label_visibility="collapsed",
    )
    chosen = sources[source or first](prefix)
    if chosen is not None and usable(chosen):
        form.take_photograph(chosen)
        forget_paste(f"{prefix}.paste")
        st.rerun()


def usable(chosen: Chosen) -> bool:
    """Tell whether a picture can be read; say why not in a sentence."""
    reason = unreadable(chosen)
    if reason:
        st.error(escape(reason), icon=":material/image_not_supported:")
    return reason is None


def unreadable(chosen: Chosen) -> str | None:
    """Return a sentence that says why a picture cannot be read, or None when it can."""
    try:
        describe(chosen.data, chosen.name)
    except ImageError as error:
        return str(error)
    return None


def uploaded(label: str, key: str) -> Chosen | None:
    """Offer a file upload and the clipboard for one picture."""
    file = st.file_uploader(label, type=PICTURE_TYPES, key=f"{key}.file", label_visibility="collapsed")
    pasted = paste_picture(key=f"{key}.paste")
    if file is not None:
        return Chosen(file.getvalue(), clean_name(file.name))
    return None if pasted is None else Chosen(pasted, "Pasted picture")


def several(form: Form, word: str, label: str) -> list[Chosen]:
    """Offer a file upload and the clipboard for any number of pictures; `take_over` follows when there are some.

    Args:
        form: of a tool.
        word: what such a picture is called there: "style", "look".
        label: of the upload.
    """
    prefix = form.tool.prefix
    files = st.file_uploader(
        label,
        type=PICTURE_TYPES,
        accept_multiple_files=True,
        key=f"{prefix}.{word}s.{form.serial}",
        label_visibility="collapsed",
    )
    pasted = paste_picture(key=f"{prefix}.{word}-paste", label=f"Paste {word}")
    given = [Chosen(file.getvalue(), clean_name(file.name)) for file in files]
    return given + ([Chosen(pasted, f"Pasted {word}")] if pasted else [])


def take_over(form: Form, word: str, remarks: Sequence[str]) -> None:
    """Draw the form anew after pictures of `several` were added, with what there is to say about the others."""
    forget_paste(f"{form.tool.prefix}.{word}-paste")
    form.serial += 1  # an empty uploader takes the place of the one whose files are taken over
    form.remarks = tuple(remarks)
    st.rerun()


def example(key: str, label: str) -> Chosen | None:
    """Offer the example photographs; return the one clicked on in this run."""
    choices = [
        Choice(id=sample.slug, title=sample.title, image=example_thumbnail(sample.slug), hint=sample.caption)
        for sample in example_photos()
    ]
    slug = picker(choices, key=key, label=label, tile=130)
    title = next((sample.title for sample in example_photos() if sample.slug == slug), "")
    return Chosen(example_photo(slug), title) if slug else None


def describe_chosen(chosen: Chosen) -> None:
    """Say a picture's name and size."""
    known = describe(chosen.data, chosen.name)
    st.caption(f"{escape(chosen.name)} · {known.width} × {known.height} px", width="content")


def shown_large(chosen: Chosen, kind: str, key: str) -> bool:
    """Show a picture, its name and size, and the notes on reading it; return whether it is to be changed."""
    st.image(fitted(chosen.data, *_BOX), alt=f"{kind}: {chosen.name}")
    with st.container(horizontal=True, vertical_alignment="center"):
        describe_chosen(chosen)
        changed = st.button("Change", key=key, icon=":material/swap_horiz:", type="tertiary")
    for note in describe(chosen.data, chosen.name).notes:
        st.caption(escape(note))
    return changed


def _file(prefix: str) -> Chosen | None:
    own = uploaded("Photograph", prefix)
    st.caption("Or one of these:")
    return example(f"{prefix}.examples", "Example photographs") or own


def camera(prefix: str) -> Chosen | None:
    """Offer the camera for one picture."""
    shot = st.camera_input("Take a photograph", key=f"{prefix}.camera", label_visibility="collapsed")
    return None if shot is None else Chosen(shot.getvalue(), "Camera")
