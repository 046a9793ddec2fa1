"""Where hair and skin are in the generator's faces, so that their colours can be asked for as a whole.

Hair is what GrabCut (Rother et al. 2004) finds above the face and what is of the colour of most of it; skin is the face
between the points of the mesh, without eyes and mouth. Faces are aligned, so eyes and mouth lie at known places.
"""

import cv2
import numpy as np
from numpy.typing import NDArray

from scripts.clip.colours import CHIN_TIP, HAIR_ARC, JAWS, POINTS, hair_places

Array = NDArray[np.float32]
Mask = NDArray[np.bool_]

LEAST, MOST = 0.04, 0.4  # share of the picture that is hair; other faces are not taken
LEAST_SKIN = 0.04
ROUNDS = 3
SEED = 3  # radius of what is surely hair around a place where it is read, px of 128
LOWEST, UPPERMOST = 0.62, 0.55  # hair of the head ends above; and begins above
BESIDE = 0.11  # of the picture at either side may be hair only where colours say so
EDGE = 4  # px of 128 at the sides that are background
LIKE = 26.0  # difference of colours, in Lab, up to which hair is of one colour
COVERED = ((0.385, 0.475, 0.09, 0.065), (0.615, 0.475, 0.09, 0.065), (0.5, 0.705, 0.13, 0.07))
"""Eyes and mouth: centre and radii of ellipses, shares of the side."""


def regions(pictures: NDArray[np.uint8], points: Array) -> tuple[Mask, Mask]:
    """Find hair and skin in aligned pictures.

    Args:
        pictures: (N, S, S, 3), sRGB.
        points: of the mesh, as `colours.POINTS`, shares of the side, (N, P, 2).
    Returns:
        Masks (N, 2, S, S) of hair and skin, and which faces show enough of both, (N,).
    """
    found = np.stack([_of_one(*pair) for pair in zip(pictures, points, strict=True)])
    hair, skin = found.mean(axis=(2, 3)).T
    return found, (hair > LEAST) & (hair < MOST) & (skin > LEAST_SKIN)


def _of_one(picture: NDArray[np.uint8], points: Array) -> Mask:
    side = len(picture)
    at = {point: points[index] * side - 0.5 for index, point in enumerate(POINTS)}
    outline = np.array([at[point] for point in (*HAIR_ARC, JAWS[1], CHIN_TIP, JAWS[0])])
    face = np.zeros((side, side), np.uint8)
    cv2.fillPoly(face, [np.rint(outline).astype(np.int32)], 1)
    hair = _alike(picture, _hair(picture, face, hair_places(points) * side - 0.5))
    skin = cv2.erode(face, np.ones((5, 5), np.uint8))
    for x, y, across, down in COVERED:
        cv2.ellipse(skin, (int(x * side), int(y * side)), (int(across * side), int(down * side)), 0, 0, 360, 0, -1)
    return np.stack([hair, (skin > 0) & ~hair])


def _hair(picture: NDArray[np.uint8], face: NDArray[np.uint8], places: Array) -> Mask:
    side = len(picture)
    state = np.full((side, side), cv2.GC_PR_BGD, np.uint8)
    state[: round(UPPERMOST * side), round(BESIDE * side) : round((1 - BESIDE) * side)] = cv2.GC_PR_FGD
    for x, y in np.rint(places).astype(int).tolist():
        cv2.circle(state, (x, y), max(1, SEED * side // 128), cv2.GC_FGD, -1)
    state[cv2.erode(face, np.ones((7, 7), np.uint8)) > 0] = cv2.GC_BGD
    edge = max(1, EDGE * side // 128)
    state[:, :edge] = state[:, -edge:] = state[side - 4 * edge :] = cv2.GC_BGD
    mixtures = np.zeros((1, 65)), np.zeros((1, 65))
    cv2.grabCut(np.ascontiguousarray(picture[..., ::-1]), state, None, *mixtures, ROUNDS, cv2.GC_INIT_WITH_MASK)
    hair = np.isin(state, (cv2.GC_FGD, cv2.GC_PR_FGD)).astype(np.uint8)
    hair[round(LOWEST * side) :] = 0
    hair = cv2.morphologyEx(hair, cv2.MORPH_OPEN, np.ones((3, 3), np.uint8))
    return np.asarray(cv2.erode(hair, np.ones((3, 3), np.uint8)) > 0)


def _alike(picture: NDArray[np.uint8], hair: Mask) -> Mask:
    """Keep what is of the colour of most of the hair; what was background leaves."""
    if not hair.any():
        return hair
    colours = cv2.cvtColor(picture.astype(np.float32) / 255, cv2.COLOR_RGB2LAB)
    return np.asarray(hair & (np.linalg.norm(colours - np.median(colours[hair], axis=0), axis=2) < LIKE))
