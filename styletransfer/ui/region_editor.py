"""Edit the regions of two photographs side by side, with one set of regions in the same colours on both.

Every pixel belongs to a region. A superpixel is filled by one click; the eraser brings back the regions given.
"""

import colorsys
from collections.abc import Sequence

import numpy as np
import streamlit as st
from numpy.typing import NDArray
from torch import from_numpy

from styletransfer.imaging.masks import LabelMap
from styletransfer.ui.canvas import Canvas, prepare_canvas
from styletransfer.ui.label_runs import encode_segments
from styletransfer.ui.mask_editor import current, export_button, import_menu, show_remark
from styletransfer.ui.painter import MaskClass, Pane, mask_painter
from styletransfer.ui.photo_region_set import present, region_name

COLOURS = ("#2f6fff", "#ff8a1f", "#12b76a", "#d3121b", "#b92ef0", "#00c2d1", "#ffd60a", "#ff8fd0")
"""Of the labels 0 to 7: apart in hue and lightness, and seen over photographs in either theme."""

SUPERPIXELS = 600
_LIGHTNESS = (1.0, 0.6, 1.35)  # of the first, second and third eight labels; then it starts again


def region_colour(label: int) -> str:
    """Return the colour of a region, the same everywhere in the studio.

    Args:
        label: value in the label map, 0 to 255.

    Returns:
        ``"#rrggbb"``.
    """
    colour = COLOURS[label % len(COLOURS)]
    change = _LIGHTNESS[label // len(COLOURS) % len(_LIGHTNESS)]
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    hue, lightness, saturation = colorsys.rgb_to_hls(red, green, blue)
    changed = colorsys.hls_to_rgb(hue, min(0.9, lightness * change), saturation)
    return "#" + "".join(f"{round(255 * channel):02x}" for channel in changed)


def region_editor(
    content: bytes,
    style: bytes,
    *,
    classes: Sequence[MaskClass],
    content_labels: NDArray[np.uint8],
    style_labels: NDArray[np.uint8],
    key: str,
) -> tuple[LabelMap, LabelMap]:
    """Let the visitor edit the regions of a photograph and of its look.

    Labels without a class, from an imported file for instance, are offered as regions of their own; the caller sees
    them in the maps returned.

    Args:
        content: encoded photograph.
        style: encoded look.
        classes: regions on offer, at least one, each label once; 0 is a region like any other.
        content_labels: map of the photograph to start from, of its shape. It is used again only when its content
            changes, so pass the automatic one here, not the one returned.
        style_labels: the same for the look.
        key: unique key of the element.

    Returns:
        Label maps (H, W) of photograph and look, at the pictures' size reduced to 1024 px.

    Raises:
        ImageError: a picture cannot be read.
        MaskError: a label map does not fit its picture.
    """
    panes = [
        _pane(f"{key}.content", content, content_labels, "Photograph"),
        _pane(f"{key}.style", style, style_labels, "Look"),
    ]
    panes = current(panes, key)
    offered, added = _with_strange(panes, classes)
    edited = mask_painter(panes, classes=offered, key=key, eraser=None, can_refine=True)
    for column, pane, label_map in zip(st.columns(2), panes, edited, strict=True):
        name = pane.title.lower()
        with column, st.container(horizontal=True):
            import_menu(pane, f"Import {name} regions", None)
            export_button(pane, f"Export {name} regions", label_map, f"{name}-regions.png")
        with column:
            show_remark(pane)
    if added:
        names = ", ".join(region.name for region in added)
        st.info(f"New with the imported mask: {names}. Paint with them or give them a rule like any other region.")
    return edited[0], edited[1]


def _pane(key: str, picture: bytes, label_map: NDArray[np.uint8], title: str) -> Pane:
    canvas = prepare_canvas(picture)
    segments = _segments(canvas.digest, canvas)
    return Pane(key=key, canvas=canvas, label_map=label_map, segments=segments, title=title)


@st.cache_data(max_entries=32, show_spinner="Looking for pieces to fill…")
def _segments(digest: str, _canvas: Canvas) -> str:
    """Return a picture's superpixels for the browser; the digest names the picture."""
    from styletransfer.algorithms.superpixels import superpixels  # heavy, and not needed for a colour

    image = from_numpy(_canvas.pixels()).permute(2, 0, 1)[None].float() / 255
    return encode_segments(superpixels(image, SUPERPIXELS))


def _with_strange(panes: Sequence[Pane], classes: Sequence[MaskClass]) -> tuple[list[MaskClass], list[MaskClass]]:
    """Add a region for every label of a map that has none; return all and the added ones."""
    held = {label for pane in panes if pane.label_map is not None for label in present(pane.label_map)}
    strange = sorted(held - {region.label for region in classes})
    added = [MaskClass(label, region_name(label), region_colour(label)) for label in strange]
    return [*classes, *added], added
