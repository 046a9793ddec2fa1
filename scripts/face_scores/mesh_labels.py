"""Expression and pose from face meshes (478 points): pure functions over (N, 478, 3).

Lengths are shares of the distance between the outer corners of the eyes, measured in space, so that a turned head
counts like a straight one. Angles come from a rigid fit of the points that expressions hardly move to the mean face.
"Right" and "left" eyes are the person's; directions are the picture's, x to its right and y down, z away from the
viewer. Signs: yaw > 0 turns the face to the right of the picture, pitch > 0 looks down, roll > 0 is clockwise as seen.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scripts.faces import mesh

Array = NDArray[np.float64]

OUTER_CORNERS = (33, 263)
# The bridge of the nose, its sides, the temples, the cheekbones and the upper forehead.
RIGID_POINTS = np.array(
    [6, 168, 197, 195, 5, 4, 10, 151, 9, 33, 263, 133, 362, 127, 356, 234, 454, 93, 323, 117, 346, 50, 280, 109, 338,
     67, 297, 54, 284, 98, 327, 129, 358]
)  # fmt: skip
MIDDLE_OF_LIDS = slice(2, 5)
RIGHT_BROW, LEFT_BROW = np.array([70, 63, 105, 66, 107]), np.array([300, 293, 334, 296, 336])
ROUNDS = 4


@dataclass(frozen=True, slots=True)
class Pose:
    """Angles in degrees, (N,) each, and the meshes turned back: (N, 478, 3), centred, one scale, facing the viewer."""

    yaw: Array
    pitch: Array
    roll: Array
    straightened: Array


def mirror_map(meshes: NDArray[np.floating]) -> NDArray[np.int64]:
    """Tell for every point which one lies opposite on the face, from the mean of meshes that face the viewer."""
    face = (meshes - meshes.mean(axis=1, keepdims=True)).mean(axis=0)
    mirrored = face * np.array([-1.0, 1.0, 1.0])
    return np.asarray(np.linalg.norm(face[:, None] - mirrored[None], axis=-1).argmin(axis=1))


def mean_face(meshes: Array) -> Array:
    """Average meshes after rigid fits with scale, symmetric and of unit width, (478, 3).

    Its own yaw and roll are zero by symmetry; its pitch is that of the average portrait.
    """
    frontal = meshes[np.argsort(np.abs(meshes[:, 263, 2] - meshes[:, 33, 2]) / _width(meshes))[: len(meshes) // 2]]
    opposite = mirror_map(frontal)
    face = frontal[0]
    for _ in range(ROUNDS):
        face = _fitted(frontal, face)[1].mean(axis=0)
        face = (face + face[opposite] * np.array([-1.0, 1.0, 1.0])) / 2
        face = face / np.linalg.norm(face[33] - face[263])
    return np.asarray(face - face[RIGID_POINTS].mean(axis=0))


def pose(meshes: Array, face: Array) -> Pose:
    """Measure how heads are turned against the mean face, which looks straight ahead.

    Args:
        meshes: (N, 478, 3), pixels or shares, one unit for x, y and z.
        face: mean face (478, 3).
    """
    rotations, straightened = _fitted(meshes, face)
    forward = -rotations[:, :, 2]  # where the direction (0, 0, -1) goes
    yaw = np.arctan2(forward[:, 0], -forward[:, 2])
    pitch = np.arcsin(np.clip(forward[:, 1], -1, 1))
    level = _about_y(-yaw) @ _about_x(pitch)
    rest = np.swapaxes(level, 1, 2) @ rotations
    roll = np.arctan2(rest[:, 1, 0], rest[:, 0, 0])
    return Pose(np.degrees(yaw), np.degrees(pitch), np.degrees(roll), straightened)


def eye_openness(meshes: Array) -> Array:
    """Return lid gap over eye width of the right and the left eye, (N, 2); about 0.3 is open and 0.1 shut."""
    eyes = ((mesh.RIGHT_UPPER, mesh.RIGHT_LOWER, mesh.RIGHT_CORNERS),
            (mesh.LEFT_UPPER, mesh.LEFT_LOWER, mesh.LEFT_CORNERS))  # fmt: skip
    columns = []
    for upper, lower, (outer, inner) in eyes:
        gap = _distance(meshes, upper[MIDDLE_OF_LIDS], lower[MIDDLE_OF_LIDS]).mean(axis=1)
        columns.append(gap / _distance(meshes, outer, inner))
    return np.stack(columns, axis=1)


def mouth_opening(meshes: Array) -> Array:
    """Return the gap between the lips, (N,)."""
    return np.asarray(_distance(meshes, 13, 14) / _width(meshes))


def mouth_width(meshes: Array) -> Array:
    """Return the distance of the mouth's corners, (N,); about 0.55 at rest and 0.7 in a broad smile."""
    return np.asarray(_distance(meshes, *mesh.MOUTH_CORNERS) / _width(meshes))


def corner_lift(straightened: Array) -> Array:
    """Return how far the mouth's corners lie above the middle of the lips, (N,), from meshes turned back."""
    middle = straightened[:, [0, 13, 14, 17], 1].mean(axis=1)
    return np.asarray((middle - straightened[:, list(mesh.MOUTH_CORNERS), 1].mean(axis=1)) / _width(straightened))


def brow_height(straightened: Array) -> Array:
    """Return how far the brows lie above the eyes' corners, right and left, (N, 2), from meshes turned back."""
    columns = []
    for brow, corners in ((RIGHT_BROW, mesh.RIGHT_CORNERS), (LEFT_BROW, mesh.LEFT_CORNERS)):
        eyes = straightened[:, list(corners), 1].mean(axis=1)
        columns.append((eyes - straightened[:, brow, 1].mean(axis=1)) / _width(straightened))
    return np.stack(columns, axis=1)


def gaze(straightened: Array) -> Array:
    """Return where both irises lie on average, (N, 2): to the right (of the picture) and down; see `gaze_of_eyes`."""
    return np.asarray(gaze_of_eyes(straightened).mean(axis=1))


def gaze_of_eyes(straightened: Array) -> Array:
    """Return where the irises lie, (N, 2 eyes, 2): right (of the picture) and down of the eye's middle, in eye widths.

    The right eye comes first. From meshes turned back, so it is the direction relative to the head.
    """
    offsets = []
    for iris, corners in ((mesh.RIGHT_IRIS, mesh.RIGHT_CORNERS), (mesh.LEFT_IRIS, mesh.LEFT_CORNERS)):
        middle = straightened[:, list(corners), :2].mean(axis=1)
        width = _distance(straightened, *corners)
        offsets.append((straightened[:, iris, :2].mean(axis=1) - middle) / width[:, None])
    return np.stack(offsets, axis=1)


def disagreement(meshes: Array, mirrored: Array, opposite: NDArray[np.int64]) -> Array:
    """Return how far the meshes of a picture and of its mirror image differ, (N,), mean over the points.

    Args:
        meshes: (N, 478, 3).
        mirrored: found in the mirrored pictures and mirrored back; not a number where none was found.
        opposite: `mirror_map`.
    Returns:
        Share of the eyes' distance; infinite where the mirrored picture showed no face. Large means guesswork.
    """
    apart = np.linalg.norm((meshes - mirrored[:, opposite])[..., :2], axis=-1).mean(axis=1) / _width(meshes)
    return np.where(np.isfinite(apart), apart, np.inf)


def _fitted(meshes: Array, face: Array) -> tuple[Array, Array]:
    """Fit the face to each mesh; return its rotations (N, 3, 3) and the meshes brought to it (N, 478, 3)."""
    wanted = face[RIGID_POINTS]
    centre = wanted.mean(axis=0)
    middles = meshes[:, RIGID_POINTS].mean(axis=1, keepdims=True)
    found = meshes[:, RIGID_POINTS] - middles
    left, stretch, right = np.linalg.svd(np.swapaxes(found, 1, 2) @ (wanted - centre))
    signs = np.ones((len(meshes), 3))
    signs[:, 2] = np.sign(np.linalg.det(left @ right))
    rotations = (left * signs[:, None]) @ right
    scale = (stretch * signs).sum(axis=1) / ((wanted - centre) ** 2).sum()
    return rotations, (meshes - middles) @ rotations / scale[:, None, None] + centre


def _width(meshes: Array) -> Array:
    return np.asarray(_distance(meshes, *OUTER_CORNERS))


def _distance(meshes: Array, start: NDArray[np.int64] | int, end: NDArray[np.int64] | int) -> Array:
    return np.asarray(np.linalg.norm(meshes[:, start] - meshes[:, end], axis=-1))


def _about_x(angle: Array) -> Array:
    cos, sin, one, zero = np.cos(angle), np.sin(angle), np.ones_like(angle), np.zeros_like(angle)
    rows = ((one, zero, zero), (zero, cos, -sin), (zero, sin, cos))
    return np.stack([np.stack(row, axis=-1) for row in rows], axis=-2)


def _about_y(angle: Array) -> Array:
    cos, sin, one, zero = np.cos(angle), np.sin(angle), np.ones_like(angle), np.zeros_like(angle)
    rows = ((cos, zero, sin), (zero, one, zero), (-sin, zero, cos))
    return np.stack([np.stack(row, axis=-1) for row in rows], axis=-2)
