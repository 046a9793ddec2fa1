"""A finished photograph with edited faces: compare it, soften it, download it and its faces and codes."""

import io
import zipfile
from collections.abc import Sequence
from functools import partial
from typing import cast

import streamlit as st

from styletransfer.errors import JobError
from styletransfer.imaging.io import encode_image, open_image
from styletransfer.imaging.picture import Picture
from styletransfer.jobs.job import Job
from styletransfer.recipes import FacesRecipe, parse_recipe
from styletransfer.ui.blending import full_size
from styletransfer.ui.faces_edits import FaceEdit, Words, summary
from styletransfer.ui.resources import store
from styletransfer.ui.results import comparison, download_buttons, facts, link, notes, reuse_button, strength_slider
from styletransfer.ui.wording import escape, file_stem

_CROP_SIDE = 1024  # of a face alone, px; a smaller face keeps its own size


def show_faces(job: Job) -> None:
    """Show the picture of a finished job of face editing and what can be done with it."""
    recipe = cast(FacesRecipe, parse_recipe(job.recipe))  # the job is one of this tool
    picture, side = st.columns([5, 3], gap="large")
    with side:
        strength = strength_slider(job, "Mixes the result with the photograph; nothing is computed anew.")
        download_buttons(job, strength)
        _downloads(job, recipe, strength)
        reuse_button(job)
        link(job)
    with picture:
        comparison(job, strength)
        facts(job, " and ".join([recipe.generator, *([recipe.clip] if _prompted(recipe) else [])]))
        _edits(recipe)
        notes(job)


@st.cache_resource(max_entries=24, show_spinner=False)
def crops(job_id: str, _recipe: FacesRecipe, strength: float) -> list[Picture]:
    """Cut the edited faces of a finished job out upright, each at its own size or 1024 px.

    Raises:
        JobError: its pictures were removed.
        FaceNotFound: its faces are not found any more.
    """
    from styletransfer.run.face_finding import aligned
    from styletransfer.run.face_jobs import face_jobs, face_roles
    from styletransfer.run.face_photo import face_models

    inputs = store().all_inputs(job_id)
    inputs.pop("state", None)
    models = face_models(_recipe.generator, _recipe.landmarks)
    photo = open_image(inputs["content"])
    edited = full_size(job_id, strength)
    frames = [job.found.frame for job in face_jobs(_recipe, face_roles(_recipe, inputs), photo, models)]
    sides = [max(64, min(_CROP_SIDE, round(frame.side))) for frame in frames]
    return [Picture.from_tensor(aligned(edited, frame, side)) for frame, side in zip(frames, sides, strict=True)]


def crop_file(job_id: str, recipe: FacesRecipe, strength: float) -> bytes:
    """Return the edited face as a PNG, or all of them as a ZIP of such files."""
    files = [encode_image(picture, "png") for picture in crops(job_id, recipe, strength)]
    return _together(files, "face", "png")


def latent_file(job_id: str, recipe: FacesRecipe) -> bytes:
    """Return the codes of the edited face as a file, or those of all as a ZIP of such files.

    Raises:
        JobError: they were removed.
    """
    from styletransfer.checkpoints.latent_files import encode_latent
    from styletransfer.run.face_photo import face_models

    state = store().state(job_id)
    if state is None:
        raise JobError("The codes of this picture were removed.")
    models = face_models(recipe.generator, recipe.landmarks)
    files = [encode_latent(one[None], models.name) for one in models.read_latents(state)]
    return _together(files, "face", "safetensors")


def _downloads(job: Job, recipe: FacesRecipe, strength: float) -> None:
    """Offer the faces alone, and their codes."""
    several = recipe.every or len(recipe.faces) > 1
    stem = file_stem(job.title)
    with st.expander("Faces and codes", icon=":material/face:"):
        st.download_button(
            "Faces alone (.zip)" if several else "Face alone",
            data=partial(crop_file, job.id, recipe, strength),
            file_name=f"{stem}-faces.zip" if several else f"{stem}-face.png",
            mime="application/zip" if several else "image/png",
            icon=":material/crop:",
            on_click="ignore",
            key=f"crop.{job.id}",
            width="stretch",
        )
        if store().state(job.id) is None:
            return
        st.download_button(
            "Codes (.zip)" if several else "Codes (.safetensors)",
            data=partial(latent_file, job.id, recipe),
            file_name=f"{stem}-codes.zip" if several else f"{stem}.safetensors",
            mime="application/zip" if several else "application/octet-stream",
            icon=":material/download:",
            on_click="ignore",
            key=f"latent.{job.id}",
            width="stretch",
            help="What the model knows of the face as it was found; load it again with the same photo.",
        )


def _together(files: Sequence[bytes], stem: str, suffix: str) -> bytes:
    if len(files) == 1:
        return files[0]
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as archive:
        for number, data in enumerate(files, 1):
            archive.writestr(f"{stem}-{number}.{suffix}", data)
    return stream.getvalue()


def _edits(recipe: FacesRecipe) -> None:
    """Say what was done to each face."""
    words = _words(recipe.generator)
    for slot in recipe.faces:
        changed = FaceEdit(slot.sliders, prompts=slot.prompts)
        told = "" if changed.empty else summary(changed, words, most=12)
        if slot.mix is not None:
            told = ", ".join(filter(None, [told, f"{round(100 * slot.mix.share)} % of another person"]))
        name = "Every face" if recipe.every else slot.name or f"Face {slot.face + 1}"
        st.markdown(f"**{escape(name)}** {escape(told or 'as it was')}")


def _prompted(recipe: FacesRecipe) -> bool:
    return any(slot.prompts for slot in recipe.faces)


def _words(generator: str) -> Words:
    """Return label and unit of every slider of a generator; without its directions, names have to do."""
    from styletransfer.checkpoints.build import face_directions
    from styletransfer.errors import CheckpointError

    try:
        return {name: (one.label, one.unit) for name, one in face_directions(generator).items.items()}
    except CheckpointError:
        return {}
