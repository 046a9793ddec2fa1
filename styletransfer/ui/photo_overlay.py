"""Regions drawn over a picture: a tint for each, its border, and its name where it is thickest."""

import base64
import html
import io
from collections.abc import Mapping
from dataclasses import dataclass

import cv2
import numpy as np
import streamlit as st
from numpy.typing import NDArray
from PIL import Image

from styletransfer.imaging.masks import LabelMap, open_label_map
from styletransfer.ui.photo_region_set import present
from styletransfer.ui.region_editor import region_colour
from styletransfer.ui.resources import BY_HASH, fitted

_SIDE = 640
_TINT = 0.45
_SMALLEST = 0.015  # share of the picture below which a region's name would hide it


@dataclass(frozen=True, slots=True)
class Tinted:
    """A picture with its regions: JPEG, and where the name of each belongs, as shares of width and height."""

    jpeg: bytes
    places: Mapping[int, tuple[float, float]]


def show_regions(picture: bytes, label_map: LabelMap, names: Mapping[int, str], alt: str) -> None:
    """Show a picture with its regions in their colours.

    Args:
        picture: its file.
        label_map: (H, W) of its shape.
        names: words for people, by label.
        alt: what it shows, for screen readers.
    """
    show_tinted(tinted(picture, label_map), names, alt)


def show_tinted(shown: Tinted, names: Mapping[int, str], alt: str) -> None:
    """Show a picture with its regions, drawn before; names and `alt` as for `show_regions`."""
    tags = "".join(_tag(names[label], 100 * x, 100 * y) for label, (x, y) in shown.places.items() if label in names)
    url = "data:image/jpeg;base64," + base64.b64encode(shown.jpeg).decode("ascii")
    st.html(f'<figure class="regions-shown"><img src="{url}" alt="{html.escape(alt)}">{tags}</figure>')


def chip(label: int) -> None:
    """Show the colour of a region."""
    st.html(f'<span class="region-chip" style="background:{region_colour(label)}"></span>', width=22)


@st.cache_data(max_entries=32, show_spinner=False, hash_funcs=BY_HASH)
def tinted(picture: bytes, label_map: LabelMap) -> Tinted:
    """Draw the regions of a picture over it."""
    with Image.open(io.BytesIO(fitted(picture, _SIDE, _SIDE))) as opened:
        pixels = np.asarray(opened.convert("RGB"), np.float32)
    labels = open_label_map(label_map, size=(pixels.shape[0], pixels.shape[1]))
    colours = np.zeros((256, 3), np.float32)
    for label in present(labels):
        colours[label] = [int(region_colour(label)[at : at + 2], 16) for at in (1, 3, 5)]
    mixed = pixels * (1 - _TINT) + colours[labels] * _TINT
    mixed[_borders(labels)] = 255
    stream = io.BytesIO()
    Image.fromarray((mixed + 0.5).astype(np.uint8)).save(stream, "JPEG", quality=85)
    return Tinted(stream.getvalue(), {label: place for label in present(labels) if (place := _place(labels, label))})


def _tag(name: str, x: float, y: float) -> str:
    """Return a name at a place in percent; moved back by its own share, it never leaves the picture."""
    place = f"left:{x:.1f}%;top:{y:.1f}%;transform:translate({-x:.1f}%,{-y:.1f}%)"
    return f'<span style="{place}">{html.escape(name)}</span>'


def _borders(labels: LabelMap) -> NDArray[np.bool_]:
    """Return where a pixel's right or lower neighbour is of another region."""
    border = np.zeros(labels.shape, bool)
    border[:, :-1] |= labels[:, :-1] != labels[:, 1:]
    border[:-1] |= labels[:-1] != labels[1:]
    return border


def _place(labels: LabelMap, label: int) -> tuple[float, float] | None:
    """Return the point of a region that is farthest from its border, or None when the region is tiny."""
    inside = (labels == label).astype(np.uint8)
    if inside.mean() < _SMALLEST:
        return None
    depth = cv2.distanceTransform(np.pad(inside, 1), cv2.DIST_L2, 5)[1:-1, 1:-1]
    row, column = np.unravel_index(int(depth.argmax()), depth.shape)
    return (float(column) + 0.5) / labels.shape[1], (float(row) + 0.5) / labels.shape[0]
