"""What the mesh of a picture says: pose, eyes, mouth, brows. All in the FFHQ frame, whose sides are 1."""

import numpy as np
from numpy.typing import NDArray

from scripts.faces import mesh
from scripts.faces.portraits import turn_of

NAMES = ("yaw", "pitch", "eyes_open", "smile", "mouth_open", "brows")
MIRRORED = np.array([-1.0, 1.0, 1.0, 1.0, 1.0, 1.0], np.float32)  # sign of each in the mirrored picture


def read_off(points: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the labels (N, 6) of meshes (N, 478, 3).

    yaw and pitch in degrees (positive: to the right of the picture, down), eyes_open as lid gap by eye width, smile as
    the corners' rise and the mouth's width by the distance of the eyes, mouth_open as gap by mouth width, brows as
    their height above the eyes by the distance of the eyes.
    """
    eyes = points[:, 263] - points[:, 33]
    yaw, pitch = turn_of(eyes), turn_of(points[:, 152] - points[:, 10])
    between = np.linalg.norm(eyes, axis=1)
    corners = points[:, list(mesh.MOUTH_CORNERS)]
    width = np.linalg.norm(corners[:, 1] - corners[:, 0], axis=1)
    rise = (points[:, 0, 1] + points[:, 17, 1]) / 2 - corners[..., 1].mean(axis=1)
    gap = np.linalg.norm(points[:, mesh.INNER_LOWER] - points[:, mesh.INNER_UPPER], axis=2).mean(axis=1)
    brow = points[:, [33, 133, 263, 362], 1].mean(axis=1) - points[:, [105, 334], 1].mean(axis=1)
    columns = [yaw, pitch, _openness(points), 2.0 * rise / between + width / between, gap / width, brow / between]
    return np.stack(columns, axis=1).astype(np.float32)


def _openness(points: NDArray[np.float32]) -> NDArray[np.float32]:
    sides = (
        (mesh.RIGHT_UPPER, mesh.RIGHT_LOWER, mesh.RIGHT_CORNERS),
        (mesh.LEFT_UPPER, mesh.LEFT_LOWER, mesh.LEFT_CORNERS),
    )
    values = []
    for upper, lower, (outer, inner) in sides:
        gap = np.linalg.norm(points[:, lower] - points[:, upper], axis=2).mean(axis=1)
        values.append(gap / np.linalg.norm(points[:, outer] - points[:, inner], axis=1))
    return np.asarray(np.mean(values, axis=0), np.float32)
