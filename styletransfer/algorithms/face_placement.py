"""The frame of a face whose eyes and mouth were placed by hand, and what should be known of a face before it is edited.

Points are (x, y) with the middle of the first pixel at (0, 0).
"""

import numpy as np

from styletransfer.algorithms.face_alignment import DEFAULT_SIZE, FaceFrame, Points, face_quad
from styletransfer.algorithms.face_landmarks import LANDMARKS
from styletransfer.errors import FaceNotFound

SMALL = 96  # side of the frame below which an edit is coarse, px
TURNED = 0.25  # how far the tip of the nose lies beside the middle of the eyes, of the distance of their outer corners
_ACROSS, _DOWN = (0.2, 0.8), (0.25, 0.9)  # of the frame: forehead to chin, as FFHQ's frame shows them
_MISSING = 0.02  # share of them beyond the picture's edge that is worth a word


def frame_from_points(
    right_eye: tuple[float, float],
    left_eye: tuple[float, float],
    mouth: tuple[float, float],
    photo: tuple[int, int],
    size: int = DEFAULT_SIZE,
) -> FaceFrame:
    """Frame a face by the middles of its eyes and of its mouth, as `face_quad` does by landmarks.

    Args:
        right_eye: the person's right eye, left in the picture of an upright face, px.
        left_eye: the person's left eye, px.
        mouth: halfway between the corners of the mouth, px.
        photo: height and width of the photograph, px.
        size: side of the aligned face, px.
    Raises:
        FaceNotFound: the points lie in one spot or in one line, or the eyes are exchanged.
    """
    between = np.subtract(left_eye, right_eye, dtype=np.float64)
    down = np.subtract(mouth, np.add(left_eye, right_eye) / 2, dtype=np.float64)
    area = float(between[0] * down[1] - between[1] * down[0])
    least = 0.1 * max(float(np.hypot(*between)), float(np.hypot(*down))) ** 2
    if not np.isfinite(area) or abs(area) <= least:
        raise FaceNotFound("Eyes and mouth lie in one line. Put a point on each eye and one on the mouth's middle.")
    if area < 0:
        raise FaceNotFound(
            "The eyes are exchanged. The person's right eye is the left one in the picture when the face is upright."
        )
    landmarks = np.tile((np.add(right_eye, left_eye) / 2), (LANDMARKS, 1))
    landmarks[36:42], landmarks[42:48], landmarks[[48, 54]] = right_eye, left_eye, mouth
    return FaceFrame(quad=face_quad(landmarks), photo=photo, size=size)


def points_of(landmarks: Points) -> Points:
    """Return the middles of the right eye, the left eye and the mouth (3, 2) of 68 landmarks."""
    points = np.asarray(landmarks, dtype=np.float64)
    return np.stack([points[36:42].mean(axis=0), points[42:48].mean(axis=0), (points[48] + points[54]) / 2])


def remarks(frame: FaceFrame, landmarks: Points | None = None) -> tuple[str, ...]:
    """Say in sentences for the user what makes a face hard to edit: it is tiny, cut off, or strongly turned.

    Args:
        frame: where the face is.
        landmarks: its 68 landmarks in pixels of the photograph; without them nobody can tell whether it is turned.
    """
    told = []
    if frame.side < SMALL:
        told.append(
            f"This face is tiny: its frame spans {round(frame.side)} px, and {SMALL} px or more are needed for a good "
            "edit. Use a larger copy of the photo."
        )
    if _share_outside(frame) > _MISSING:
        told.append(
            "This face is cut off by the edge of the picture; what is missing is guessed, and the edit may look wrong."
        )
    if landmarks is not None and abs(turned(landmarks)) > TURNED:
        told.append(
            "This face is turned strongly to the side; edits look best on faces that look at the camera. If eyes and "
            "mouth were not found well, place them by hand."
        )
    return tuple(told)


def turned(landmarks: Points) -> float:
    """Measure how far a face is turned by the tip of its nose.

    Args:
        landmarks: 68 points (68, 2).
    Returns:
        How far the tip lies beside the middle of the eyes along their line, as a share of the distance between their
        outer corners; positive towards the person's left.
    """
    points = np.asarray(landmarks, dtype=np.float64)
    across = points[45] - points[36]
    span = float(across @ across)
    return float((points[30] - (points[36] + points[45]) / 2) @ across) / span if span > 0 else 0.0


def _share_outside(frame: FaceFrame) -> float:
    """Return which share of forehead to chin lies beyond the picture."""
    grid = np.stack(np.meshgrid(np.linspace(*_ACROSS, 25), np.linspace(*_DOWN, 25)), axis=-1) * frame.size - 0.5
    points = frame.to_photo(grid.reshape(-1, 2))
    height, width = frame.photo
    inside = (points >= -0.5).all(axis=1) & (points <= (width - 0.5, height - 0.5)).all(axis=1)
    return 1 - float(inside.mean())
