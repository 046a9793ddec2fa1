"""From the face mesh of MediaPipe (468 points and 10 of the irises) to the 68 points of iBUG."""

import numpy as np
from numpy.typing import NDArray

from scripts.faces import mesh

Points = NDArray[np.float64]

# The outline from the level of the eyes down to the chin, the right side of the face (left in the picture) first.
_OUTLINE = (
    (127, 234, 93, 132, 58, 172, 136, 150, 149, 176, 148, 152),
    (356, 454, 323, 361, 288, 397, 365, 379, 378, 400, 377, 152),
)
_STEPS = 8  # of the outline, on each side
# iBUG's brows lie within the hair, nearer to its upper edge.
_BROWS_ABOVE = (70, 63, 105, 66, 107, 336, 296, 334, 293, 300)
_BROWS_BELOW = (46, 53, 52, 65, 55, 285, 295, 282, 283, 276)
_BROW_SHARE = 0.7
_NOSE = (168, 197, 5, 4, 98, 97, 2, 326, 327)

# Where each point goes when the picture is mirrored.
MIRRORED = np.array(
    [*range(16, -1, -1), *range(26, 16, -1), 27, 28, 29, 30, 35, 34, 33, 32, 31,
     45, 44, 43, 42, 47, 46, 39, 38, 37, 36, 41, 40,
     54, 53, 52, 51, 50, 49, 48, 59, 58, 57, 56, 55, 64, 63, 62, 61, 60, 67, 66, 65]
)  # fmt: skip


def landmarks(found: NDArray[np.floating]) -> Points:
    """Read the 68 points off a mesh.

    Args:
        found: points (468 or more, 3), x and y in pixels from the picture's corner and z in the same unit.
    Returns:
        Points (68, 2) in pixels from the middle of the first pixel, in the order of iBUG and dlib.
    """
    points = found.astype(np.float64)
    right, left = (_evenly(points[list(side)]) for side in _OUTLINE)
    brows = _BROW_SHARE * points[list(_BROWS_ABOVE)] + (1 - _BROW_SHARE) * points[list(_BROWS_BELOW)]
    others = points[[*_NOSE, *mesh.LANDMARKS[36:]]]
    return np.concatenate([right, left[-2::-1], brows, others])[:, :2] - 0.5


def _evenly(line: Points) -> Points:
    """Return `_STEPS` + 1 points at equal distances along a line in space."""
    lengths = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(line, axis=0), axis=1))])
    wanted = np.linspace(0.0, lengths[-1], _STEPS + 1)
    return np.stack([np.interp(wanted, lengths, axis) for axis in line.T], axis=1)
