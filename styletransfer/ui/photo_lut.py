"""LUTs of a finished photorealistic picture: of the whole look, of each region, and applied to other photographs."""

import io
import zipfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import PurePath
from typing import Protocol

import cv2
import numpy as np
import streamlit as st
from PIL import Image
from torch import Tensor

from styletransfer.imaging.io import FileFormat, encode_image, open_image
from styletransfer.imaging.lut import Lut, encode_cube, fit_lut, identity_lut
from styletransfer.imaging.masks import one_hot, open_label_map
from styletransfer.recipes import PhotorealisticRecipe
from styletransfer.ui.blending import result_file, views
from styletransfer.ui.resources import store
from styletransfer.ui.wording import file_stem

_FORMATS: dict[str, tuple[FileFormat, str]] = {
    "png": ("png", "png"), "tif": ("tiff", "tif"), "tiff": ("tiff", "tif"), "webp": ("webp", "webp"),
}  # fmt: skip


def cube(job_id: str, title: str, strength: float) -> bytes:
    """Return the look of a whole picture as a .cube file.

    Args:
        job_id: a finished job.
        title: words inside of the file.
        strength: share of the result, 0 … 1.
    Raises:
        JobError: its pictures were removed.
    """
    return encode_cube(_softened(_whole(job_id), strength), title)


def region_archive(job_id: str, recipe: PhotorealisticRecipe, strength: float) -> bytes:
    """Return a ZIP with one .cube file a region and its mask, white where the region is, at the photograph's size.

    Raises:
        JobError: its pictures were removed.
    """
    from styletransfer.algorithms.photorealistic_borders import follow_edges
    from styletransfer.run.look import look_pair

    content, result = look_pair(store().input(job_id, "content"), result_file(job_id))
    height, width = int(content.shape[-2]), int(content.shape[-1])
    labels = open_label_map(store().input(job_id, "mask"), size=(height, width))
    rules = [rule for rule in recipe.regions if rule.strength > 0]
    hard = one_hot(labels, [rule.label for rule in recipe.regions])
    weights = follow_edges(content, hard, recipe.config.feather * max(height, width))
    shown = views(job_id)  # a result has the size of its photograph
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for rule in rules:
            share = weights[recipe.regions.index(rule)][None]
            name = f"{rule.label + 1}-{file_stem(rule.name or 'region')}"
            lut = _softened(fit_lut([(content, result)], [share]), strength)
            archive.writestr(f"{name}.cube", encode_cube(lut, rule.name or name))
            archive.writestr(f"{name}.png", _mask(share, (shown.width, shown.height)), zipfile.ZIP_STORED)
    return stream.getvalue()


class NamedFile(Protocol):
    """An uploaded file."""

    @property
    def name(self) -> str:
        """Its name, with the suffix that decides the format it is written in."""
        ...

    def getvalue(self) -> bytes:
        """Return its content."""
        ...


def album(job_id: str, photographs: Sequence[NamedFile], strength: float) -> bytes:
    """Return a ZIP of photographs in the look of a job, each at its own size; one at a time is opened.

    Args:
        job_id: a finished job.
        photographs: files.
        strength: share of the result, 0 … 1.
    Raises:
        ImageError: a photograph cannot be read.
        JobError: the pictures of the job were removed.
    """
    from styletransfer.run.look import with_table

    lut = _whole(job_id)
    stream, taken = io.BytesIO(), set[str]()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as archive:
        for file in photographs:
            suffix = PurePath(file.name).suffix.lower().lstrip(".")
            file_format, ending = _FORMATS.get(suffix, ("jpeg", "jpg"))
            picture = open_image(file.getvalue(), name=file.name)
            name = _free(file_stem(picture.name), taken)
            changed = with_table(lut, picture, strength)
            archive.writestr(f"{name}.{ending}", encode_image(changed, file_format, quality=94))
    return stream.getvalue()


@st.cache_resource(max_entries=8, show_spinner=False)
def _whole(job_id: str) -> Lut:
    from styletransfer.run.look import look_of

    return look_of(store().input(job_id, "content"), result_file(job_id))


def _softened(lut: Lut, strength: float) -> Lut:
    """Mix a table with the one that changes nothing."""
    unchanged = identity_lut(lut.size).table
    return replace(lut, table=unchanged + np.float32(strength) * (lut.table - unchanged))


def _mask(share: Tensor, size: tuple[int, int]) -> bytes:
    """Encode the share of a region (1, 1, H, W) as a grey PNG of another size, (width, height)."""
    grey = (share[0, 0].numpy() * 255 + 0.5).astype(np.uint8)
    stream = io.BytesIO()
    Image.fromarray(cv2.resize(grey, size, interpolation=cv2.INTER_LINEAR).astype(np.uint8)).save(stream, "PNG")
    return stream.getvalue()


def _free(stem: str, taken: set[str]) -> str:
    """Return a name that no earlier photograph of the album has."""
    name, number = stem, 1
    while name in taken:
        number += 1
        name = f"{stem}-{number}"
    taken.add(name)
    return name
