"""Where the faces of a photograph are: found, placed by hand, or filling the picture."""

import math
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from torch import Tensor

from styletransfer.algorithms.face_alignment import FaceFrame, Points, align_face, face_quad
from styletransfer.algorithms.face_landmarks import FaceBox, FaceSearch, find_faces
from styletransfer.algorithms.face_placement import frame_from_points, points_of, remarks
from styletransfer.errors import InputError
from styletransfer.imaging.picture import Picture
from styletransfer.imaging.resize import resize_linear
from styletransfer.recipes.faces import FacePlacement
from styletransfer.run.face_models import FaceModels

Pixels = NDArray[np.uint8]

_BOX_SIDE, _BOX_MIDDLE = 0.56, (0.5, 0.605)  # of the detector's boxes in the frame of their face, on average


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class FaceFound:
    """A face in a photograph.

    Attributes:
        number: its place in the order in which faces are found, the largest first; 0 when placed by hand.
        box: a square from the brows to the chin, for people to click on.
        frame: where the aligned face lies; its size is the generator's.
        landmarks: 68 points (68, 2) in pixels of the photograph, or None when placed by hand.
        remarks: sentences for the user about a face that is tiny, cut off or strongly turned.
    """

    number: int
    box: FaceBox
    frame: FaceFrame
    landmarks: Points | None = None
    remarks: tuple[str, ...] = ()

    @property
    def placement(self) -> FacePlacement | None:
        """Where its eyes and mouth are, as shares: a start for placing them by hand. None without landmarks."""
        if self.landmarks is None:
            return None
        height, width = self.frame.photo
        shares = np.clip((points_of(self.landmarks) + 0.5) / (width, height), 0, 1).tolist()
        right_eye, left_eye, mouth = shares
        return FacePlacement(right_eye=right_eye, left_eye=left_eye, mouth=mouth)


def find(photo: Picture, models: FaceModels, search: FaceSearch | None = None) -> tuple[FaceFound, ...]:
    """Find every face of a photograph, the largest first.

    Raises:
        FaceNotFound: there is none; the sentence says what to do.
    """
    pixels, extent = levels(photo), (photo.height, photo.width)
    found = []
    for number, face in enumerate(find_faces(pixels, models.predictor, search)):
        frame = FaceFrame(quad=face_quad(face.landmarks), photo=extent, size=models.size)
        told = remarks(frame, face.landmarks)
        found.append(FaceFound(number=number, box=face.box, frame=frame, landmarks=face.landmarks, remarks=told))
    return tuple(found)


def placed(photo: Picture, placement: FacePlacement, models: FaceModels) -> FaceFound:
    """Frame a face by eyes and mouth that somebody placed.

    Raises:
        FaceNotFound: the points lie in one line, or the eyes are exchanged.
    """
    extent = np.array([photo.width, photo.height])
    spots = (placement.right_eye, placement.left_eye, placement.mouth)
    right_eye, left_eye, mouth = (tuple((np.array(spot) * extent - 0.5).tolist()) for spot in spots)
    frame = frame_from_points(right_eye, left_eye, mouth, (photo.height, photo.width), models.size)
    return FaceFound(number=0, box=_box(frame), frame=frame, remarks=remarks(frame))


def whole(photo: Picture, models: FaceModels) -> FaceFound:
    """Take a picture that is an aligned face already, as the generator paints them.

    Raises:
        InputError: it is not square.
    """
    side = photo.width
    if photo.height != side:
        raise InputError(f"An aligned face is a square picture; this one has {photo.width} x {photo.height} px.")
    quad = np.array([[0, 0], [0, side], [side, side], [side, 0]], dtype=np.float64) - 0.5
    frame = FaceFrame(quad=quad, photo=(side, side), size=models.size)
    return FaceFound(number=0, box=_box(frame), frame=frame)


def aligned(photo: Picture, frame: FaceFrame, size: int) -> Tensor:
    """Cut a face out upright: (1, 3, size, size), sRGB in [0, 1]."""
    pixels = levels(photo)
    if covers(frame):  # nothing lies beyond the edges that would have to be made up
        return resize_linear(Picture(pixels=pixels).to_tensor(), (size, size))
    return Picture(pixels=align_face(pixels, replace(frame, size=size))).to_tensor()


def levels(photo: Picture) -> Pixels:
    """Return the pixels of a photograph with 8 bits a channel."""
    return np.ascontiguousarray(photo.with_depth(8).pixels, dtype=np.uint8)


def covers(frame: FaceFrame) -> bool:
    """Tell whether a frame is the whole picture."""
    height, width = frame.photo
    edges = np.array([[0, 0], [0, height], [width, height], [width, 0]], dtype=np.float64) - 0.5
    return bool(np.array_equal(frame.quad, edges))


def _box(frame: FaceFrame) -> FaceBox:
    """Say about where the detector would frame a face."""
    x, y = frame.to_photo(np.array(_BOX_MIDDLE) * frame.size - 0.5).tolist()
    across = frame.quad[3] - frame.quad[0]
    tilt = math.degrees(math.atan2(across[1], across[0]))
    return FaceBox(centre=(x, y), side=_BOX_SIDE * frame.side, tilt=tilt)
