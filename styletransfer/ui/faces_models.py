"""What the page of faces asks of the networks: they are loaded when first needed and shared by all visitors.

The networks' code is heavy, so it is imported where it is used: the page is there before it.
"""

import io
from typing import TYPE_CHECKING

import numpy as np
import streamlit as st
from numpy.typing import NDArray
from PIL import Image

from styletransfer.algorithms.face_transfer_config import FaceTransferConfig
from styletransfer.errors import FaceNotFound
from styletransfer.imaging.io import Picture, encode_image, open_image
from styletransfer.ui.faces_draft import FacePart, FacesDraft
from styletransfer.ui.resources import BY_HASH

if TYPE_CHECKING:
    from styletransfer.run.face_photo import EditableFace, FaceModels

TILE_SIDE = 112
_PSI = 0.5  # of random faces: the usual 0.7 is more varied, and the shipped generator paints more odd ones
_PERSON_SIDE = 512  # of the picture of a random face, px; the generator's own may be smaller


def models_of(draft: FacesDraft) -> "FaceModels":
    """Return the networks of the form, and keep the sliders' words.

    Raises:
        CheckpointMissing: a file is not on this machine.
        CheckpointCorrupt: a file is not what it should be.
    """
    from styletransfer.run import face_photo

    with st.spinner("Getting ready …", show_time=False):
        models = face_photo.face_models(draft.generator, draft.landmarks)
    draft.words = {name: (one.label, one.unit) for name, one in models.directions.items.items()}
    return models


@st.cache_resource(max_entries=4, show_spinner=False, hash_funcs=BY_HASH)
def opened_photo(data: bytes, name: str) -> Picture:
    """Return a photograph with all its pixels; only the last few are kept."""
    return open_image(data, name=name)


def opened_face(draft: FacesDraft, part: FacePart, models: "FaceModels") -> "EditableFace":
    """Return a face ready for its sliders, with the other person mixed in.

    Raises:
        InputError: its codes do not fit the generator.
    """
    from styletransfer.run import face_photo

    if draft.content is None:
        raise FaceNotFound("There is no photograph; choose one first.")
    config = FaceTransferConfig(**draft.values)
    basis = (draft.sought, config, part.placement, part.latent)
    if part.opened is None or part.basis != basis:
        photo = opened_photo(draft.content.data, draft.content.name)
        opening = face_photo.Opening(config=config, latent=part.latent)
        part.opened, part.basis = face_photo.opened(photo, part.found, models, opening), basis
        part.before = jpeg(part.opened.preview)
    other = part.history.edit.other
    if other is None:
        return part.opened
    return face_photo.with_mix(part.opened, models, models.read_latent(other.latent), other.share, other.part)


@st.cache_data(max_entries=64, show_spinner=False)
def random_person(generator: str, seed: int) -> tuple[bytes, bytes]:
    """Paint somebody who does not exist: a PNG picture, and the codes as a file.

    Raises:
        CheckpointError: the generator is missing or damaged.
    """
    from styletransfer.checkpoints.latent_files import encode_latent
    from styletransfer.run import face_photo

    picture, w_plus = face_photo.random_face(face_photo.face_models(generator), seed, _PSI)
    side = max(_PERSON_SIDE, picture.width)
    large = Image.fromarray(picture.with_depth(8).pixels).resize((side, side), Image.Resampling.LANCZOS)
    return encode_image(open_image(large), "png"), encode_latent(w_plus, generator)


def tile(pixels: NDArray[np.uint8], side: int = TILE_SIDE) -> bytes:
    """Return a small JPEG of a picture (H, W, 3)."""
    image = Image.fromarray(pixels)
    image.thumbnail((side, side), Image.Resampling.BILINEAR, reducing_gap=2)
    return jpeg(np.asarray(image), 82)


def jpeg(pixels: NDArray[np.uint8], quality: int = 88) -> bytes:
    """Return a picture (H, W, 3) as a JPEG."""
    stream = io.BytesIO()
    Image.fromarray(pixels).save(stream, "JPEG", quality=quality)
    return stream.getvalue()
