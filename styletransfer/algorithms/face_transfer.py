"""Carry the edit of a painted face to the photograph's own pixels.

The generator paints a look-alike of a face and the same look-alike edited. Only what differs between the two counts:
  1. the look-alike is registered to the photograph, so that its eyes lie where the photograph's eyes are;
  2. its motion warps the photograph's pixels, once and at their own resolution;
  3. the change of colour and shading that motion does not explain is added;
  4. where the edit replaces what was there (lids over eyes, teeth between lips), the photograph's own detail fades, and
     the painted one takes its place in the colours of the photograph around it;
  5. all this happens on the head alone and fades towards the edge of its frame.
Equal paintings leave the photograph as it is, bit by bit.
"""

from dataclasses import dataclass, replace
from functools import cached_property

import cv2
import numpy as np
from numpy.typing import NDArray
from torch import Tensor

from styletransfer.algorithms.face_alignment import FaceFrame, Points, align_face
from styletransfer.algorithms.face_eyelids import Eye, around_eyes, eyes_of, lid_motion
from styletransfer.algorithms.face_fields import FaceEditFields, laid_on
from styletransfer.algorithms.face_motion import motion, registration, warped
from styletransfer.algorithms.face_region import head_region, smooth_step
from styletransfer.algorithms.face_residual import believed_change, without_cast
from styletransfer.algorithms.face_smoothing import most, smoothed
from styletransfer.algorithms.face_transfer_config import FaceTransferConfig
from styletransfer.errors import ImageError
from styletransfer.imaging.picture import Channels

__all__ = [
    "FaceEditFields",
    "Registered",
    "apply_edit",
    "edit_of",
    "generator_only",
    "preview_crop",
    "register",
]

Plane = NDArray[np.float32]

SMALLEST_SIDE, LARGEST_SIDE = 256, 1024  # of the fields, px
_OWN_EYES = 0.8  # how far open eyes keep their own colours: a look-alike's iris is not the person's
_MOSTLY = 0.5  # of the fullest row or column of a view: less is beyond the photograph
_SURROUND = 1.3  # side of the live view, in sides of the frame


@dataclass(frozen=True, kw_only=True, eq=False)
class Registered:
    """A face that is ready for edits.

    Attributes:
        frame: where the fields lie in the photograph; its size is their side S.
        face: the aligned photograph (S, S, 3) in [0, 1].
        painted: what the generator painted, as it painted it (S, S, 3).
        shift: where `painted` shows what the photograph shows, a flow (S, S, 2).
        region: how far each pixel of the photograph belongs to the head (S, S).
        shown: how far each pixel of `before` belongs to the head (S, S).
        eyes: where the photograph has its eyes; none when nobody knows.
        config: how edits are carried over.
    """

    frame: FaceFrame
    face: Plane
    painted: Plane
    shift: Plane
    region: Plane
    shown: Plane
    eyes: tuple[Eye, ...]
    config: FaceTransferConfig

    @cached_property
    def before(self) -> Plane:
        """Return the painted face in the photograph's geometry, (S, S, 3)."""
        return warped(self.painted, self.shift)

    @cached_property
    def trust(self) -> Plane:
        """Say where photograph and painted face both show the head for sure, (S, S)."""
        step = self.frame.size / 256
        extent = 2 * round(3 * step) + 1
        inner = cv2.erode(self.shown * self.region, np.ones((extent, extent), np.uint8))
        return smoothed(np.asarray(inner, np.float32), 1.7 * step)

    @cached_property
    def reach(self) -> Plane:
        """Widen the head softly, (S, S): what moves takes along a little of what is beside it, so nothing tears."""
        step = self.frame.size / 256
        extent = 2 * round(8 * step) + 1
        wide = cv2.dilate(self.region, np.ones((extent, extent), np.uint8))
        return smoothed(np.asarray(wide, np.float32), 6 * step)

    @cached_property
    def border(self) -> Plane:
        """Return the fade towards the frame's edges, (S, S), 0 at the outermost pixels."""
        steps = np.arange(self.frame.size, dtype=np.float32)
        inward = np.minimum(steps, steps[::-1]) / (self.frame.size * self.config.feather)
        return smooth_step(np.minimum(inward[None], inward[:, None]))


def register(
    photo: Channels,
    frame: FaceFrame,
    before: Tensor,
    config: FaceTransferConfig | None = None,
    landmarks: Points | None = None,
    person: Plane | None = None,
) -> Registered:
    """Prepare a face for edits, once.

    Args:
        photo: pixels (H, W, 3), 8 or 16 bits.
        frame: where the face is, of any size.
        before: what the generator painted of it, (1, 3, S, S) in [0, 1].
        config: how edits are carried over.
        landmarks: 68 points (68, 2) in pixels of the photograph; without them the frame alone says where the face is.
        person: probability (H, W) or smaller that a place of the photograph shows a person, or None.
    Raises:
        ImageError: the painted face is not one square picture.
    """
    side = min(max(_checked(before).shape[-1], SMALLEST_SIDE), LARGEST_SIDE)
    own = replace(frame, size=side)
    face = np.asarray(align_face(_eight_bits(photo), own) / np.float32(255), np.float32)
    painted = _resized(before, side)
    points = None if landmarks is None else own.to_face(landmarks)
    shift = registration(face, painted)
    region = head_region(face, points, None if person is None else _in_frame(person, own))
    shown = head_region(warped(painted, shift), points)
    return Registered(
        frame=own, face=face, painted=painted, shift=shift, region=region, shown=shown,
        eyes=() if points is None else eyes_of(points), config=config or FaceTransferConfig(),
    )  # fmt: skip


def edit_of(registered: Registered, after: Tensor) -> FaceEditFields:
    """Express an edit in the photograph's geometry.

    Args:
        registered: the face.
        after: what the generator painted with the edit, (1, 3, S, S) in [0, 1].
    Returns:
        Fields that are all 0 where nothing changed.
    Raises:
        ImageError: the painted face is not one square picture.
    """
    config, before = registered.config, registered.before
    edited = warped(_resized(_checked(after), registered.frame.size), registered.shift)
    edited = without_cast(before, edited, registered.reach)
    changed = _changed(before, edited)
    reach = registered.reach * registered.border * changed
    lids = around_eyes(registered.frame.size, registered.eyes)
    flow = motion(before, edited, registered.shown * (1 - lids))
    flow, eyes = lid_motion(before, edited, flow, registered.eyes)
    flow *= (reach * config.motion)[..., None]
    moved = warped(np.dstack([before, registered.face, registered.region, registered.trust]), flow)
    loss, offset = believed_change(moved[..., :3], edited, moved[..., 3:6], moved[..., 7], config)
    weight = moved[..., 6] * registered.border * changed * (1 - _OWN_EYES * eyes)
    weight = weight[..., None]
    return FaceEditFields(flow=flow, loss=loss * weight, offset=offset * weight)


def apply_edit(photo: Channels, registered: Registered, edit: FaceEditFields) -> Channels:
    """Edit the whole photograph.

    Args:
        photo: the pixels (H, W, 3) that were registered, 8 or 16 bits; they are not changed.
        registered: the face.
        edit: what `edit_of` found.
    Returns:
        A new photograph of the same type, equal to the old one outside the frame.
    Raises:
        ImageError: the photograph has another size than the one that was registered.
    """
    if photo.shape[:2] != registered.frame.photo:
        (height, width), (got_height, got_width) = registered.frame.photo, photo.shape[:2]
        raise ImageError(
            f"The face was found in a picture of {width} x {height} px, and this one has {got_width} x {got_height} px."
            " Find the face again in this picture."
        )
    return laid_on(photo, registered.frame, edit)


def generator_only(photo: Channels, registered: Registered, after: Tensor) -> Channels:
    """Paste the painted face itself.

    Args:
        photo: pixels (H, W, 3); they are not changed.
        registered: the face.
        after: what the generator painted, (1, 3, S, S) in [0, 1].
    Returns:
        A new photograph; the painted face covers its frame but for the soft border.
    """
    painted = _resized(_checked(after), registered.frame.size)
    still = np.zeros((*painted.shape[:2], 2), np.float32)
    border = np.dstack([registered.border] * 3)
    return apply_edit(photo, registered, FaceEditFields(flow=still, loss=border, offset=painted * border))


def _checked(painted: Tensor) -> Tensor:
    if painted.ndim != 4 or painted.shape[:2] != (1, 3) or painted.shape[2] != painted.shape[3]:
        raise ImageError(f"A painted face must be one square picture (1, 3, S, S), got {tuple(painted.shape)}.")
    return painted


def _resized(painted: Tensor, side: int) -> Plane:
    """Return a painted face (1, 3, s, s) as (S, S, 3) in [0, 1]."""
    image = np.ascontiguousarray(painted.detach().float().cpu()[0].permute(1, 2, 0).numpy())
    if image.shape[0] != side:
        way = cv2.INTER_AREA if image.shape[0] > side else cv2.INTER_CUBIC
        image = cv2.resize(image, (side, side), interpolation=way)
    return np.asarray(np.clip(image, 0, 1), np.float32)


def _eight_bits(photo: Channels) -> NDArray[np.uint8]:
    return np.asarray(photo if photo.dtype == np.uint8 else photo >> 8, np.uint8)


def _in_frame(person: Plane, frame: FaceFrame) -> Plane:
    """Sample a map of the whole photograph, of any size, at the aligned face, (S, S)."""
    scale = np.array([person.shape[1] / frame.photo[1], person.shape[0] / frame.photo[0]])
    matrix = frame.matrix * scale[:, None]
    matrix[:, 2] += (scale - 1) / 2
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    extent = (frame.size, frame.size)
    return np.asarray(
        cv2.warpAffine(person.astype(np.float32), matrix, extent, flags=flags, borderMode=cv2.BORDER_REPLICATE),
        np.float32,
    )


def _changed(before: Plane, after: Plane) -> Plane:
    """Say where anything changed at all, (S, S): exactly 0 where nothing did for a while around."""
    change = most(np.abs(after - before))
    wide = smoothed(change, before.shape[0] / 64)
    return smooth_step(np.asarray(wide * 85 - 0.1, np.float32))


def preview_crop(photo: Channels, frame: FaceFrame, side: int = 512) -> tuple[NDArray[np.uint8], FaceFrame]:
    """Cut out a face upright with some surroundings, for a live view.

    Args:
        photo: pixels (H, W, 3), 8 or 16 bits.
        frame: where the face is.
        side: of the view, px.
    Returns:
        The view (H, W, 3), at most `side` px a side, and the frame inside it. Where the photograph ends, so does the
        view; only beside its slanting edges, under a tilted face, it is mirrored.
    """
    centre = frame.quad.mean(axis=0)
    wide = replace(frame, quad=centre + (frame.quad - centre) * _SURROUND, size=side)
    rows, columns = _within(wide)
    view = np.ascontiguousarray(_sampled(_eight_bits(photo), wide)[rows, columns])
    quad = wide.to_face(frame.quad) - (columns.start, rows.start)
    return view, replace(frame, quad=quad, photo=view.shape[:2])


def _within(wide: FaceFrame) -> tuple[slice, slice]:
    """Return the rows and columns of an aligned picture that show the photograph rather than what is beyond it."""
    pixels = np.stack(np.meshgrid(np.arange(wide.size), np.arange(wide.size)), axis=-1)
    points = wide.to_photo(pixels.astype(np.float64))
    height, width = wide.photo
    inside = (points[..., 0] > -1) & (points[..., 1] > -1) & (points[..., 0] < width) & (points[..., 1] < height)
    found = []
    for axis in (1, 0):
        share = inside.mean(axis=axis)
        shown = np.flatnonzero(share >= _MOSTLY * share.max())
        found.append(slice(int(shown[0]), int(shown[-1]) + 1))
    return found[0], found[1]


def _sampled(photo: NDArray[np.uint8], wide: FaceFrame) -> NDArray[np.uint8]:
    """Cut out a square as `align_face` does, but without blurring the photograph towards its edges."""
    rows, columns = wide.window
    part = photo[rows, columns]
    matrix = wide.matrix.copy()
    matrix[:, 2] -= (columns.start, rows.start)
    if wide.side > wide.size:  # average first: sampling alone would skip pixels
        size = [max(1, round(length * wide.size / wide.side)) for length in part.shape[1::-1]]
        scale = np.array(size) / part.shape[1::-1]
        part = np.asarray(cv2.resize(part, size, interpolation=cv2.INTER_AREA), np.uint8)
        matrix = matrix * scale[:, None]
        matrix[:, 2] += (scale - 1) / 2
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    extent = (wide.size, wide.size)
    return np.asarray(cv2.warpAffine(part, matrix, extent, flags=flags, borderMode=cv2.BORDER_REFLECT_101), np.uint8)
