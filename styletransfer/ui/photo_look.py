"""Take the look of a finished picture elsewhere: as a LUT, or to other photographs at once."""

from functools import partial

import streamlit as st

from styletransfer.errors import ImageError
from styletransfer.imaging.io import open_image
from styletransfer.jobs.job import Job
from styletransfer.recipes import PhotorealisticRecipe
from styletransfer.ui.inputs import PICTURE_TYPES
from styletransfer.ui.photo_lut import NamedFile, album, cube, region_archive
from styletransfer.ui.wording import escape, file_stem


def look_downloads(job: Job, recipe: PhotorealisticRecipe, strength: float) -> None:
    """Offer the look as LUTs, and other photographs with it; all follow the strength."""
    stem = file_stem(job.title)
    with st.expander("The look as a LUT", icon=":material/palette:"):
        st.caption("A LUT maps colours alone, so it can be used in photo and video editors, on any picture.")
        st.download_button(
            "LUT (.cube)",
            data=partial(cube, job.id, job.title, strength),
            file_name=f"{stem}.cube",
            mime="application/octet-stream",
            icon=":material/download:",
            on_click="ignore",
            key=f"lut.{job.id}",
            width="stretch",
        )
        if recipe.masks == "given" and len(recipe.regions) > 1:
            st.download_button(
                "A LUT for each region (.zip)",
                data=partial(region_archive, job.id, recipe, strength),
                file_name=f"{stem}-regions.zip",
                mime="application/zip",
                icon=":material/folder_zip:",
                on_click="ignore",
                key=f"luts.{job.id}",
                width="stretch",
                help="With the mask of each region, white where it is, at the size of the photograph.",
            )
    with st.expander("Apply this look to other photos", icon=":material/photo_library:"):
        _album(job, stem, strength)


def _album(job: Job, stem: str, strength: float) -> None:
    st.caption("They take the colours of the whole look, without regions, at their full size.")
    files = st.file_uploader(
        "Other photographs",
        type=PICTURE_TYPES,
        accept_multiple_files=True,
        key=f"album.{job.id}",
        label_visibility="collapsed",
    )
    refused = {file.file_id: _refusal(file.file_id, file) for file in files}
    for sentence in filter(None, refused.values()):
        st.error(escape(sentence), icon=":material/image_not_supported:")
    usable = [file for file in files if not refused[file.file_id]]
    if usable:
        count = "1 photograph" if len(usable) == 1 else f"{len(usable)} photographs"
        st.download_button(
            f"Download {count}",
            data=partial(album, job.id, usable, strength),
            file_name=f"{stem}-album.zip",
            mime="application/zip",
            icon=":material/folder_zip:",
            type="primary",
            on_click="ignore",
            key=f"album.download.{job.id}",
            width="stretch",
        )


@st.cache_data(max_entries=256, show_spinner=False)
def _refusal(file_id: str, _file: NamedFile) -> str:
    """Return why an uploaded photograph cannot be used, or nothing; its id names it."""
    try:
        open_image(_file.getvalue(), name=_file.name)
    except ImageError as error:
        return str(error)
    return ""
