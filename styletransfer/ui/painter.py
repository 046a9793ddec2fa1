"""Paint regions over pictures: label maps with hard edges that Python reads exactly.

The browser keeps one byte a pixel and sends run lengths (`label_runs`) shortly after each stroke.
Strokes outlive reruns, page switches and a restarted server; a new picture or another initial
label map starts afresh. Several pictures share one set of regions, tools and steps.
"""

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import streamlit as st

from styletransfer.imaging.masks import LabelMap, open_label_map
from styletransfer.ui.assets import read_assets
from styletransfer.ui.canvas import Canvas
from styletransfer.ui.label_runs import decode_runs, encode_runs
from styletransfer.ui.painter_markup import PAINTER_HTML

_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
_SCRIPTS = (
    "labels.js",
    "label_view.js",
    "painter_segments.js",
    "painter_pane.js",
    "painter_input.js",
    "painter_palette.js",
    "mounting.js",
    "painter.js",
)

_mount = st.components.v2.component(
    "styletransfer.painter",
    html=PAINTER_HTML,
    css=read_assets("painter.css"),
    js=read_assets(*_SCRIPTS),
)


@dataclass(frozen=True, slots=True)
class MaskClass:
    """One region a person can paint.

    Attributes:
        label: value in the label map, 0 to 255, but not the painter's `eraser`.
        name: words on its button.
        colour: ``"#rrggbb"``.
    """

    label: int
    name: str
    colour: str

    def __post_init__(self) -> None:
        """Refuse labels and colours that a label map or the browser cannot hold."""
        if not 0 <= self.label <= 255:
            raise ValueError(f"A region's label must be 0 to 255, got {self.label}.")
        if not _COLOUR.fullmatch(self.colour):
            raise ValueError(f"A region's colour must look like #rrggbb, got {self.colour!r}.")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Pane:
    """One picture to paint on.

    Attributes:
        key: under which the session keeps its map.
        canvas: the picture.
        label_map: labels to start from; used again only when its content changes. Empty without one.
        base: labels that the eraser of a full partition brings back; `label_map` without one.
        segments: superpixels as `encode_segments` writes them, at the canvas's size; they can be filled by one click.
        title: words above the picture.
    """

    key: str
    canvas: Canvas
    label_map: LabelMap | None = None
    base: LabelMap | None = None
    segments: str | None = None
    title: str = ""


@dataclass(frozen=True, slots=True)
class _Start:
    """What one pane's browser side starts from: the runs of its map, and the version they belong to."""

    version: str
    runs: str


def mask_painter(
    panes: Sequence[Pane],
    *,
    classes: Sequence[MaskClass],
    key: str,
    eraser: int | None = 0,
    can_refine: bool = False,
) -> tuple[LabelMap, ...]:
    """Let the visitor paint regions over pictures.

    Args:
        panes: the pictures, one or more, always in one order.
        classes: regions on offer, at least one, each label once.
        key: unique key of the element.
        eraser: label of the unpainted part, which is no region. None: every pixel belongs to a region, and the eraser
            brings back the pane's `base`.
        can_refine: whether the page answers `refine_requests`.

    Returns:
        One label map (H, W) a pane, at the canvas's size.

    Raises:
        MaskError: a label map does not fit its picture, or arrived damaged.
    """
    labels = [region.label for region in classes]
    if not labels or len(set(labels)) != len(labels) or eraser in labels:
        raise ValueError(f"The painter needs at least one region, each label once and none {eraser}, got {labels}.")
    empty = labels[0] if eraser is None else eraser
    starts = [_start(key, pane, empty) for pane in panes]
    names = [f"labels{number}" for number in range(len(panes))]
    callbacks: dict[str, Any] = {f"on_{name}_change": _nothing for name in names}
    result = _mount(
        key=key,
        data={
            "key": key,
            "classes": [{"label": c.label, "name": c.name, "colour": c.colour} for c in classes],
            "eraser": eraser,
            "canRefine": can_refine,
            "answered": st.session_state.get(f"{key}:answered", 0),
            "panes": [
                {"name": name, **_described(pane, start), "base": _base(pane, start, empty) if eraser is None else None}
                for name, pane, start in zip(names, panes, starts, strict=True)
            ],
        },
        **callbacks,
    )
    painted = []
    for name, pane, start in zip(names, panes, starts, strict=True):
        runs = _received(result.get(name), start)
        painted.append(decode_runs(runs, pane.canvas.size))
        st.session_state[f"{pane.key}:painted"] = _Start(start.version, runs)
    return tuple(painted)


@dataclass(frozen=True, slots=True, eq=False)
class RefineRequest:
    """A visitor's wish to pull a region's border onto the picture's edges: the pane's number, its map, the region."""

    pane: int
    label_map: LabelMap
    label: int


def refine_requests(panes: Sequence[Pane], key: str) -> list[RefineRequest]:
    """Return the wishes that were not answered yet, each once; call it before `mask_painter`."""
    state = st.session_state.get(key)
    answered = int(st.session_state.get(f"{key}:answered", 0))
    wishes = []
    for number, pane in enumerate(panes):
        message = state.get(f"labels{number}") if isinstance(state, Mapping) else None
        wish = message.get("refine") if isinstance(message, Mapping) else None
        if not isinstance(wish, Mapping) or int(wish["number"]) <= answered:
            continue
        st.session_state[f"{key}:answered"] = max(int(wish["number"]), st.session_state.get(f"{key}:answered", 0))
        start = st.session_state.get(f"{pane.key}:start")
        if isinstance(start, _Start) and message is not None and message.get("version") == start.version:
            label_map = decode_runs(_received(message, start), pane.canvas.size)
            wishes.append(RefineRequest(number, label_map, int(wish["label"])))
    return wishes


def _start(key: str, pane: Pane, empty: int) -> _Start:
    """Return what the browser starts from; it stays the same from run to run.

    A painter that comes back (another page was open meanwhile) starts from its last strokes.
    """
    size = pane.canvas.size
    initial = np.full(size, empty, np.uint8) if pane.label_map is None else open_label_map(pane.label_map, size=size)
    edition = hashlib.sha256(pane.canvas.digest.encode() + initial.tobytes())
    edition.update(str(st.session_state.get(f"{pane.key}:edition", 0)).encode())
    version = edition.hexdigest()[:24]
    held = st.session_state.get(f"{pane.key}:start")
    painted = st.session_state.get(f"{pane.key}:painted")
    if key not in st.session_state and isinstance(painted, _Start) and painted.version == version:
        held = painted
    elif not isinstance(held, _Start) or held.version != version:
        held = _Start(version, encode_runs(initial))
    st.session_state[f"{pane.key}:start"] = held
    return held


def _described(pane: Pane, start: _Start) -> dict[str, Any]:
    return {
        "version": start.version,
        "start": start.runs,
        "picture": pane.canvas.digest,
        "background": pane.canvas.url,
        "width": pane.canvas.width,
        "height": pane.canvas.height,
        "segments": pane.segments,
        "title": pane.title,
    }


def _base(pane: Pane, start: _Start, empty: int) -> str:
    """Return the runs that the eraser brings back, "" when they are those of the start."""
    size = pane.canvas.size
    base = pane.label_map if pane.base is None else pane.base
    runs = encode_runs(np.full(size, empty, np.uint8) if base is None else open_label_map(base, size=size))
    return "" if runs == start.runs else runs


def _received(message: Any, start: _Start) -> str:
    """Return the runs that the browser sent, unless they belong to an earlier picture or label map."""
    if isinstance(message, Mapping) and message.get("version") == start.version:
        return str(message.get("runs"))
    return start.runs


def _nothing() -> None:
    """Stand for a change that the next run reads anyway; Streamlit names the state by its callback."""
