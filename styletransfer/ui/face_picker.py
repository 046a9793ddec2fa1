"""Point at faces in a photograph: choose one of those found, or say where eyes and mouth are."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

import streamlit as st

from styletransfer.ui.assets import read_assets
from styletransfer.ui.canvas import prepare_canvas
from styletransfer.ui.face_picker_markup import POINTS, POINTS_HTML

SIDE = 1280  # longest side of the picture that travels to the browser, px
Point = tuple[float, float]

_mount_boxes = st.components.v2.component(
    "styletransfer.face_picker",
    html='<div class="photo faces" role="radiogroup"><img draggable="false" alt=""></div>',
    css=read_assets("face_picker.css"),
    js=read_assets("face_picker.js"),
)
_mount_points = st.components.v2.component(
    "styletransfer.face_points",
    html=POINTS_HTML,
    css=read_assets("face_picker.css", "face_points.css"),
    js=read_assets("face_points_view.js", "mounting.js", "face_points.js"),
)


@dataclass(frozen=True, slots=True)
class Box:
    """The square around a face.

    Attributes:
        x: its centre, share of the photo's width.
        y: its centre, share of the photo's height.
        side: its side, share of the photo's width.
        tilt: degrees, clockwise.
        label: words for it, such as "Face 1".
    """

    x: float
    y: float
    side: float
    tilt: float = 0.0
    label: str = ""


@dataclass(frozen=True, slots=True)
class FacePoints:
    """Where a face is, as shares of the photo's width and height, 0 to 1.

    Attributes:
        right_eye: centre of the person's right eye, which is on the left in the picture.
        left_eye: centre of the person's left eye.
        mouth: middle of the mouth.
    """

    right_eye: Point
    left_eye: Point
    mouth: Point


def pick_face(photo: bytes, boxes: Sequence[Box], chosen: int, *, key: str) -> int:
    """Show a photo with its faces framed, to be chosen by mouse, finger or arrow keys.

    Args:
        photo: encoded picture.
        boxes: the faces.
        chosen: number of the chosen one, marked.
        key: unique key of the element.

    Returns:
        Number of the face clicked on in this run, else `chosen`.

    Raises:
        ImageError: the photo cannot be read.
    """
    canvas = prepare_canvas(photo, SIDE)
    result = _mount_boxes(
        key=key,
        data={
            "photo": canvas.url,
            "width": canvas.width,
            "height": canvas.height,
            "boxes": [asdict(box) for box in boxes],
            "chosen": chosen,
            "label": "Faces found in the photo",
        },
        on_picked_change=lambda: None,
    )
    picked = result.get("picked")
    return picked if isinstance(picked, int) and 0 <= picked < len(boxes) else chosen


def place_points(photo: bytes, points: FacePoints, *, key: str, revision: int = 0) -> FacePoints:
    """Let the visitor put three points on a face: its eyes and its mouth.

    Args:
        photo: encoded picture.
        points: where they are at first.
        key: unique key of the element.
        revision: give another one when `points` must replace what the visitor placed.

    Returns:
        Where the visitor put them; `points` before that, and again for another photo or revision.

    Raises:
        ImageError: the photo cannot be read.
    """
    canvas = prepare_canvas(photo, SIDE)
    version = f"{canvas.digest}:{revision}"
    result = _mount_points(
        key=key,
        data={
            "photo": canvas.url,
            "width": canvas.width,
            "height": canvas.height,
            "points": asdict(_placed(st.session_state.get(key), version) or points),
            "version": version,
        },
        on_placed_change=lambda: None,
    )
    return _placed(result, version) or points


def _placed(state: object, version: str) -> FacePoints | None:
    """Read what the browser sent, if it belongs to this photo and revision."""
    message = state.get("placed") if isinstance(state, Mapping) else None
    if not isinstance(message, Mapping) or message.get("version") != version:
        return None
    told = message.get("points")
    read = {name: _point(told.get(name)) for name in POINTS} if isinstance(told, Mapping) else {}
    points = {name: point for name, point in read.items() if point is not None}
    return FacePoints(**points) if len(points) == len(POINTS) else None


def _point(told: object) -> Point | None:
    """Read one point, kept on the photo; None when it is damaged."""
    if not isinstance(told, Sequence) or len(told) != 2:
        return None
    x, y = told
    if not all(isinstance(share, int | float) and math.isfinite(share) for share in (x, y)):
        return None
    return min(1.0, max(0.0, float(x))), min(1.0, max(0.0, float(y)))
