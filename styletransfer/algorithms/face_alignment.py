"""Cut a face out upright, as the training pictures of face models are, and put it back.

The frame is that of FFHQ (Karras, Laine & Aila, "A style-based generator architecture for generative adversarial
networks", CVPR 2019, appendix A): a square about the eyes and the mouth. Departures:
  1. the square is sampled at the wanted size at once, as pSp and e4e do, not at 4096 px first;
  2. only the part of the photograph that is needed is shrunk, which gives the same pixels;
  3. a very wide blur beyond the photograph's edges is made on a smaller copy;
  4. the frame stays known, so that an edited face finds its way back into the photograph.
Points are (x, y) with the middle of the first pixel at (0, 0).
"""

import math
from dataclasses import dataclass
from functools import cached_property

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from styletransfer.errors import FaceNotFound

Points = NDArray[np.float64]
Pixels = NDArray[np.uint8]

DEFAULT_SIZE = 256
_CLEAREST_SIGMA = 16.0  # of a blur at full resolution, px


def face_quad(landmarks: Points) -> Points:
    """Find the frame of a face from its eyes and the corners of its mouth (FFHQ).

    Args:
        landmarks: 68 points (68, 2) of iBUG in pixels of the photograph.
    Returns:
        Corners (4, 2) in pixels of the photograph: top left, bottom left, bottom right, top right of the upright face.
    Raises:
        FaceNotFound: eyes and mouth lie in one spot.
    """
    points = np.asarray(landmarks, dtype=np.float64)
    right_eye, left_eye = points[36:42].mean(axis=0), points[42:48].mean(axis=0)
    eyes, mouth = (right_eye + left_eye) / 2, (points[48] + points[54]) / 2
    between, down = left_eye - right_eye, mouth - eyes
    across = between - np.array([-down[1], down[0]])
    length = float(np.hypot(*across))
    if not np.isfinite(points).all() or length == 0.0:
        raise FaceNotFound("The face's eyes and mouth could not be told apart. Choose a picture with a larger face.")
    across *= max(2.0 * float(np.hypot(*between)), 1.8 * float(np.hypot(*down))) / length
    upright = np.array([-across[1], across[0]])
    centre = eyes + 0.1 * down
    corners = [-across - upright, -across + upright, across + upright, across - upright]
    return np.stack([centre + corner for corner in corners])


@dataclass(frozen=True, kw_only=True, eq=False)
class FaceFrame:
    """Where an aligned face lies in its photograph.

    Attributes:
        quad: corners (4, 2) as `face_quad` returns them.
        photo: height and width of the photograph, px.
        size: side of the aligned face, px.
    """

    quad: Points
    photo: tuple[int, int]
    size: int = DEFAULT_SIZE

    def __post_init__(self) -> None:
        """Raise `FaceNotFound` when the frame lies beside the photograph."""
        low, high = self.quad.min(axis=0), self.quad.max(axis=0)
        height, width = self.photo
        if not np.isfinite(self.quad).all() or (high < 0).any() or (low >= (width, height)).any():
            raise FaceNotFound("The face lies outside the picture. Choose a picture that shows the whole face.")
        if self.size < 1:
            raise ValueError(f"An aligned face needs a side of at least 1 px, got {self.size}.")

    @property
    def side(self) -> float:
        """Return the side of the frame in pixels of the photograph."""
        return float(np.hypot(*(self.quad[3] - self.quad[0])))

    @property
    def shrink(self) -> int:
        """Return how many times the photograph is made smaller before it is sampled."""
        return max(1, math.floor(self.side / self.size * 0.5))

    @cached_property
    def shrunk(self) -> tuple[int, int]:
        """Return height and width of the photograph that is sampled, px."""
        height, width = (max(1, round(side / self.shrink)) for side in self.photo)
        return height, width

    @cached_property
    def matrix(self) -> Points:
        """Return the affine map (2, 3) from pixels of the aligned face to pixels of the photograph.

        Shrinking the photograph moves the middles of its pixels, which the published frame leaves out of account; the
        map says where the pixels of the aligned face really come from.
        """
        corner, across, down = self.quad[0], self.quad[3] - self.quad[0], self.quad[1] - self.quad[0]
        affine = np.stack([across, down, corner + (across + down) / 2 / self.size], axis=1)
        affine[:, :2] /= self.size
        if self.shrink > 1:
            scale = np.array([self.photo[1] / self.shrunk[1], self.photo[0] / self.shrunk[0]])
            affine = affine * (scale / self.shrink)[:, None]
            affine[:, 2] += (scale - 1) / 2
        return affine

    @property
    def window(self) -> tuple[slice, slice]:
        """Return the rows and columns of the photograph that the frame touches."""
        low = np.floor(self.quad.min(axis=0)).astype(int).clip(0)
        high = np.ceil(self.quad.max(axis=0)).astype(int) + 1
        return slice(low[1], min(high[1], self.photo[0])), slice(low[0], min(high[0], self.photo[1]))

    def to_photo(self, points: Points) -> Points:
        """Carry points (..., 2) from the aligned face into the photograph."""
        return np.asarray(points @ self.matrix[:, :2].T + self.matrix[:, 2])

    def to_face(self, points: Points) -> Points:
        """Carry points (..., 2) from the photograph into the aligned face."""
        return np.asarray((points - self.matrix[:, 2]) @ np.linalg.inv(self.matrix[:, :2]).T)


def align_face(photo: Pixels, frame: FaceFrame) -> Pixels:
    """Cut a face out upright (FFHQ, with one bilinear sampling as in pSp and e4e).

    Args:
        photo: pixels (H, W, 3) of the size that the frame names.
        frame: where the face is.
    Returns:
        The aligned face (size, size, 3). Beyond the photograph it mirrors its edges, more and more blurred.
    """
    if photo.shape[:2] != frame.photo:
        raise ValueError(f"The frame is for a photograph of {frame.photo}, got {photo.shape[:2]}.")
    quad, side = frame.quad / frame.shrink, frame.side / frame.shrink
    border = max(round(0.1 * side), 3)
    image, corner = _cropped(photo, frame, quad, border)
    quad = quad - corner
    outside = _sticking_out(image, quad, border)
    if max(outside) > border - 4:
        widths = tuple(max(width, round(0.3 * side)) for width in outside)
        image, quad = _continued(image, widths, side), quad + widths[:2]
    warped = Image.fromarray(image).transform(
        (frame.size, frame.size),
        Image.Transform.QUAD,
        tuple((quad + 0.5).ravel().tolist()),
        Image.Resampling.BILINEAR,
    )
    return np.asarray(warped)


def paste_face(photo: Pixels, face: Pixels, frame: FaceFrame, weights: NDArray[np.float32]) -> Pixels:
    """Put an aligned face back where it came from.

    Args:
        photo: pixels (H, W, 3); they are not changed.
        face: the aligned face (size, size, 3), edited.
        frame: where it came from.
        weights: how much of the face shows (size, size), 0 to 1; it should fall to 0 towards the frame's edges.
    Returns:
        A new photograph, equal to the old one wherever the face does not show.
    """
    rows, columns = frame.window
    layer = np.concatenate([face.astype(np.float32), weights.astype(np.float32)[..., None]], axis=2)
    layer[..., :3] *= layer[..., 3:]  # so that what does not show does not bleed into what does
    matrix = frame.matrix.copy()
    if frame.side < frame.size:  # average first: sampling alone would skip pixels
        smaller = max(1, math.ceil(frame.side))
        layer = cv2.resize(layer, (smaller, smaller), interpolation=cv2.INTER_AREA)
        scale = frame.size / smaller
        matrix[:, 2] += matrix[:, :2] @ np.full(2, (scale - 1) / 2)
        matrix[:, :2] *= scale
    matrix[:, 2] -= (columns.start, rows.start)
    extent = (columns.stop - columns.start, rows.stop - rows.start)
    laid = cv2.warpAffine(layer, matrix, extent, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT)
    blended = photo[rows, columns] * (1 - laid[..., 3:]) + laid[..., :3]
    result = photo.copy()
    result[rows, columns] = np.rint(np.clip(blended, 0, 255)).astype(np.uint8)
    return result


def _cropped(photo: Pixels, frame: FaceFrame, quad: Points, border: int) -> tuple[Pixels, Points]:
    """Return the part of the shrunk photograph around the quad, and its top left corner (x, y)."""
    height, width = frame.shrunk
    left, top = np.maximum(np.floor(quad.min(axis=0)).astype(int) - border, 0).tolist()
    right, bottom = np.minimum(np.ceil(quad.max(axis=0)).astype(int) + border, (width, height)).tolist()
    corner = np.array([left, top], dtype=np.float64)
    if frame.shrink == 1:
        return np.ascontiguousarray(photo[top:bottom, left:right]), corner
    across, down = frame.photo[1] / width, frame.photo[0] / height
    box = (left * across, top * down, min(right * across, frame.photo[1]), min(bottom * down, frame.photo[0]))
    shrunk = Image.fromarray(photo).resize((right - left, bottom - top), Image.Resampling.LANCZOS, box=box)
    return np.asarray(shrunk), corner


def _sticking_out(image: Pixels, quad: Points, border: int) -> tuple[int, int, int, int]:
    """Return how far quad and border reach beyond the image: left, top, right, bottom."""
    left, top = np.maximum(border - np.floor(quad.min(axis=0)).astype(int), 0).tolist()
    high = np.ceil(quad.max(axis=0)).astype(int)
    right, bottom = np.maximum(high - (image.shape[1], image.shape[0]) + border, 0).tolist()
    return left, top, right, bottom


def _continued(image: Pixels, widths: tuple[int, ...], side: float) -> Pixels:
    """Continue an image beyond its edges: mirrored, then more and more blurred, then its median colour."""
    left, top, right, bottom = widths
    wide = np.pad(image, ((top, bottom), (left, right), (0, 0)), mode="reflect").astype(np.float32)
    height, width = wide.shape[:2]
    columns, rows = np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32)
    inward_x = np.minimum(columns / left, (width - 1 - columns) / right)
    inward_y = np.minimum(rows / top, (height - 1 - rows) / bottom)
    outside = 1 - np.minimum(inward_x, inward_y[:, None])[..., None]  # 1 at the new edge, 0 at the old one
    wide += (_blurred(wide, 0.02 * side) - wide) * np.clip(3 * outside + 1, 0, 1)
    wide += (np.median(wide, axis=(0, 1)) - wide) * np.clip(outside, 0, 1)
    return np.rint(np.clip(wide, 0, 255)).astype(np.uint8)


def _blurred(image: NDArray[np.float32], sigma: float) -> NDArray[np.float32]:
    """Blur with a Gaussian cut off at four deviations."""
    if sigma > _CLEAREST_SIGMA:
        times = sigma / _CLEAREST_SIGMA * 2
        size = (max(1, round(image.shape[1] / times)), max(1, round(image.shape[0] / times)))
        smaller = np.asarray(cv2.resize(image, size, interpolation=cv2.INTER_AREA), dtype=np.float32)
        blurred = cv2.resize(_blurred(smaller, sigma / times), (image.shape[1], image.shape[0]))
    else:
        extent = 2 * int(4 * sigma + 0.5) + 1
        blurred = cv2.GaussianBlur(image, (extent, extent), sigma, borderType=cv2.BORDER_REFLECT)
    return np.asarray(blurred, dtype=np.float32)
