"""Photographs of faces, moved: a portrait is drawn anew with its mesh turned, its eyes closed, its mouth moved.

The portraits almost never blink and seldom turn. Moving the triangles of the mesh, and the picture with them, gives
pictures that still look like photographs, with eye openness, smile, mouth and pose that are known exactly, much as
300W-LP did for pose (Zhu et al. 2016). Movements stay small enough that what was hidden need not be invented.
"""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray
from scipy.spatial import Delaunay

from scripts.faces import mesh
from scripts.faces.portraits import Points, Portrait, in_frame, softened, to_aligned

OVERSAMPLING = 2
RINGS = ((1.22, 0.12, 0.9), (1.55, 0.28, 0.45))  # size of the oval, depth behind it, share of the movement
GRID = np.stack(np.meshgrid(np.linspace(-0.6, 1.6, 7), np.linspace(-0.6, 1.6, 7)), axis=-1).reshape(-1, 2)
FAR = GRID[np.abs(GRID - 0.5).max(axis=1) > 0.9]
HEAD_CENTRE_DEPTH = 0.22  # of the frame's side behind the mesh's mean depth
LEAST_GAP = 0.05  # of a lid's height that stays when an eye is shut: its lashes
LASHES = 0.35


@dataclass(frozen=True, slots=True, kw_only=True)
class Movement:
    """What is done to a face; all zero leaves it as it is.

    Attributes:
        yaw: further turn in degrees; positive turns the face to the right of the picture.
        pitch: further turn in degrees; positive looks down.
        roll: turn of the head against its surroundings in degrees, clockwise; the frame turns with the head.
        shut: share of the eye's opening that is closed, 0 to 1; negative opens it further.
        smile: corners of the mouth out and up, about -1 to 1.
        jaw: lower lip and chin down, in hundredths of the frame's side.
        brows: brows up, in hundredths of the frame's side.
        width: widening of the face, as a share.
        eyes: enlargement of the eyes, as a share.
        lower: lengthening of the lower face, as a share.
    """

    yaw: float = 0.0
    pitch: float = 0.0
    roll: float = 0.0
    shut: float = 0.0
    smile: float = 0.0
    jaw: float = 0.0
    brows: float = 0.0
    width: float = 0.0
    eyes: float = 0.0
    lower: float = 0.0


def random_movement(portrait_yaw: float, generator: np.random.Generator) -> Movement:
    """Draw a movement; a face that is turned already turns further rather than back, which would show what is hidden.

    Args:
        portrait_yaw: pose before the movement, in degrees.
        generator: source of chance.
    """
    turn = float(generator.normal(0.0, 9.0))
    if abs(portrait_yaw) > 10.0:
        side = np.sign(portrait_yaw)
        turn = float(side * np.clip(turn * side, -4.0, max(36.0 - abs(portrait_yaw), 0.0)))
    shut = 0.0
    if generator.random() < 0.45:
        shut = float(generator.choice([generator.uniform(0.0, 1.0), 1.0, -0.35 * generator.random()]))
    return Movement(
        yaw=float(np.clip(turn, -17.0, 17.0)),
        pitch=float(np.clip(generator.normal(0.0, 4.0), -9.0, 9.0)),
        roll=float(generator.normal(0.0, 1.5)),
        shut=shut,
        smile=float(np.clip(generator.normal(0.0, 0.45), -0.9, 1.0)) if generator.random() < 0.6 else 0.0,
        jaw=float(np.clip(generator.normal(0.0, 0.8), -1.2, 2.0)) if generator.random() < 0.4 else 0.0,
        brows=float(np.clip(generator.normal(0.0, 0.7), -1.5, 1.5)) if generator.random() < 0.5 else 0.0,
        width=float(generator.normal(0.0, 0.035)),
        eyes=float(generator.normal(0.0, 0.06)),
        lower=float(generator.normal(0.0, 0.03)),
    )


def moved(points: Points, movement: Movement) -> Points:
    """Move a mesh (478, 3) in the FFHQ frame; the result is in the frame of the old one."""
    moving = points.copy()
    _shape(moving, movement)
    _mouth(moving, points, movement)
    _brows(moving, points, movement)
    for upper, lower, above in (
        (mesh.RIGHT_UPPER, mesh.RIGHT_LOWER, mesh.RIGHT_ABOVE),
        (mesh.LEFT_UPPER, mesh.LEFT_LOWER, mesh.LEFT_ABOVE),
    ):
        _lids(moving, movement, (upper, lower, above))
    return _turned(moving, _centre(points), movement)


def draw(portrait: Portrait, movement: Movement, size: int) -> tuple[NDArray[np.uint8], Points]:
    """Draw a portrait after a movement, aligned anew.

    Returns:
        picture (size, size, 3), and the mesh (478, 3) in its frame, whose sides are 1.
    """
    before = in_frame(portrait.points)
    after = moved(before, movement)
    source, target = _controls(before, after, movement)
    triangles = Delaunay(source[:, :2]).simplices
    into = to_aligned(after) if movement != Movement() else np.array([[1.0, 0.0, 0.0], [0.0, 1.0, 0.0]])
    scale = np.hypot(*into[:, 0])
    target = np.column_stack([target[:, :2] @ into[:, :2].T + into[:, 2], target[:, 2] * scale])
    back = _inverse(to_aligned(portrait.points))
    pixels = source[:, :2] @ back[:, :2].T + back[:, 2]
    picture = paint(portrait, (pixels, target, triangles), size)
    mesh_after = np.column_stack([after[:, :2] @ into[:, :2].T + into[:, 2], after[:, 2] * scale])
    return _with_lashes(picture, mesh_after, movement), mesh_after


def paint(portrait: Portrait, triangulated: tuple[Points, Points, NDArray[np.int32]], size: int) -> NDArray[np.uint8]:
    """Paint triangles from back to front, each with the affine map into the photograph.

    Args:
        portrait: whose picture is sampled.
        triangulated: corners (N, 2) in pixels of the photograph, the same corners (N, 3) in the frame, and triangles
            (T, 3); the mesh comes first, rings and far points last, if there are any.
        size: side in pixels.
    """
    pixels, target, triangles = triangulated
    fine = size * OVERSAMPLING
    corners = target[:, :2] * fine - 0.5
    # The face lies before what surrounds it, whatever the depth of the mixed triangles at its outline says.
    behind = (triangles >= max(len(target) - len(FAR) - len(RINGS) * len(mesh.OVAL), mesh.FACE_POINTS)).any(axis=1)
    order = np.lexsort((-target[triangles, 2].mean(axis=1), ~behind))
    owner = np.zeros((fine, fine), np.int32)
    fixed = np.round(corners[triangles] * 16.0).astype(np.int32)
    for index in order:
        cv2.fillConvexPoly(owner, fixed[index], int(index), lineType=cv2.LINE_8, shift=4)
    ones = np.ones((len(triangles), 3, 1))
    system = np.concatenate([corners[triangles], ones], axis=2)
    flat = np.abs(np.linalg.det(system)) < 1e-6
    system[flat] += np.eye(3) * 1e-3
    maps = np.linalg.solve(system, pixels[triangles])  # (T, 3, 2)
    rows, columns = np.indices((fine, fine), dtype=np.float64)
    chosen = maps[owner]
    at = columns[..., None] * chosen[..., 0, :] + rows[..., None] * chosen[..., 1, :] + chosen[..., 2, :]
    side = 1.0 / np.hypot(*to_aligned(portrait.points)[:, 0])
    photo = softened(portrait.picture, side, fine)
    x, y = (at[..., i].astype(np.float32) - 0.5 for i in (0, 1))
    drawn = cv2.remap(photo, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT_101)
    return np.asarray(cv2.resize(drawn, (size, size), interpolation=cv2.INTER_AREA), np.uint8)


def _controls(before: Points, after: Points, movement: Movement) -> tuple[Points, Points]:
    """Return control points before and after: the mesh, rings around it that follow less and less, a fixed frame."""
    count = mesh.POINTS if movement.shut < 0.4 else mesh.FACE_POINTS
    sources, targets = [before[:count]], [after[:count]]
    centre = _centre(before)
    oval, middle = before[mesh.OVAL], before[mesh.OVAL].mean(axis=0)
    delta = after[mesh.OVAL] - before[mesh.OVAL]
    for size, depth, share in RINGS:
        ring = middle + (oval - middle) * np.array([size, size, 1.0]) + np.array([0.0, 0.0, depth])
        turned = _turned(ring, centre, movement)
        below = np.clip((ring[:, 1] - oval[:, 1].max()) / 0.1, 0.0, 1.0)[:, None]
        own = (turned - ring) * share + (delta - (_turned(oval, centre, movement) - oval)) * share * 0.6
        sources.append(ring)
        targets.append(ring + own * (1.0 - 0.8 * below))
    far = np.column_stack([FAR, np.full(len(FAR), before[:, 2].max() + 0.5)])
    return np.concatenate([*sources, far]), np.concatenate([*targets, far])


def _centre(points: Points) -> Points:
    centre: Points = points[mesh.OVAL].mean(axis=0) + np.array([0.0, 0.0, HEAD_CENTRE_DEPTH])
    return centre


def _turned(points: Points, centre: Points, movement: Movement) -> Points:
    yaw, pitch, roll = np.radians([movement.yaw, movement.pitch, movement.roll])
    about_y = np.array([[np.cos(yaw), 0, -np.sin(yaw)], [0, 1, 0], [np.sin(yaw), 0, np.cos(yaw)]])
    about_x = np.array([[1, 0, 0], [0, np.cos(pitch), -np.sin(pitch)], [0, np.sin(pitch), np.cos(pitch)]])
    about_z = np.array([[np.cos(roll), -np.sin(roll), 0], [np.sin(roll), np.cos(roll), 0], [0, 0, 1]])
    turn: Points = (points - centre) @ (about_z @ about_x @ about_y).T + centre
    return turn


def _shape(moving: Points, movement: Movement) -> None:
    middle = moving[mesh.OVAL].mean(axis=0)
    moving[:, 0] += movement.width * (moving[:, 0] - middle[0])
    lower = np.clip((moving[:, 1] - moving[1, 1]) / 0.2, 0.0, None)
    moving[:, 1] += movement.lower * 0.2 * lower
    for corners in (mesh.RIGHT_CORNERS, mesh.LEFT_CORNERS):
        centre = moving[list(corners), :2].mean(axis=0)
        away = moving[:, :2] - centre
        near = np.exp(-0.5 * (np.hypot(*away.T) / 0.07) ** 2)[:, None]
        moving[:, :2] += movement.eyes * near * away


def _mouth(moving: Points, points: Points, movement: Movement) -> None:
    for corner, side in zip(mesh.MOUTH_CORNERS, (-1.0, 1.0), strict=True):
        away = np.hypot(*(points[:, :2] - points[corner, :2]).T)
        near = np.exp(-0.5 * (away / 0.055) ** 2) + 0.25 * np.exp(-0.5 * (away / 0.11) ** 2)
        moving[:, 0] += movement.smile * 0.016 * side * near
        moving[:, 1] -= movement.smile * 0.018 * near
    opening = points[mesh.INNER_LOWER, 1].mean()
    drop = movement.jaw / 100.0
    gap = float(np.mean(points[mesh.INNER_LOWER, 1] - points[mesh.INNER_UPPER, 1]))
    drop = max(drop, -0.8 * gap)  # a mouth closes no further than shut
    if gap < 0.004:
        drop = min(drop, 0.0)  # what a shut mouth hides is unknown
    below = np.clip((points[:, 1] - opening + 0.004) / 0.012, 0.0, 1.0)
    middle = np.exp(-0.5 * ((points[:, 0] - points[14, 0]) / 0.10) ** 2)
    moving[:, 1] += drop * below * middle


def _brows(moving: Points, points: Points, movement: Movement) -> None:
    for brow in (105, 334):
        away = points[:, :2] - points[brow, :2]
        near = np.exp(-0.5 * ((away[:, 0] / 0.10) ** 2 + (away[:, 1] / 0.035) ** 2))
        moving[:, 1] -= movement.brows / 100.0 * near


def _lids(moving: Points, movement: Movement, eye: tuple[NDArray[np.int_], ...]) -> None:
    upper, lower, above = eye
    gap = moving[lower] - moving[upper]
    shut = min(movement.shut, 1.0 - LEAST_GAP)
    moving[above] += 0.35 * 0.85 * shut * gap
    moving[upper] += 0.85 * shut * gap
    moving[lower] -= 0.15 * shut * gap


def _with_lashes(picture: NDArray[np.uint8], points: Points, movement: Movement) -> NDArray[np.uint8]:
    """Darken the line where shut lids meet."""
    if movement.shut < 0.7:
        return picture
    size = picture.shape[0]
    line = np.zeros((size * 4, size * 4), np.uint8)
    for upper, lower, corners in (
        (mesh.RIGHT_UPPER, mesh.RIGHT_LOWER, mesh.RIGHT_CORNERS),
        (mesh.LEFT_UPPER, mesh.LEFT_LOWER, mesh.LEFT_CORNERS),
    ):
        middle = (points[upper, :2] + points[lower, :2]) / 2
        path = np.concatenate([points[corners[:1], :2], middle, points[corners[1:], :2]]) * size * 4
        cv2.polylines(line, [np.round(path).astype(np.int32)], isClosed=False, color=255, thickness=3)
    share = cv2.resize(line, (size, size), interpolation=cv2.INTER_AREA)[..., None] / 255.0
    strength = LASHES * (movement.shut - 0.7) / 0.3
    return np.round(picture * (1.0 - strength * share)).astype(np.uint8)


def _inverse(similarity: NDArray[np.float64]) -> NDArray[np.float64]:
    inverse = np.linalg.inv(similarity[:, :2])
    return np.column_stack([inverse, -inverse @ similarity[:, 2]])
