"""Colours of aligned faces at places of the face mesh, which are foretold from the shipped encoder's codes.

Landmarks of a predictor are not needed, and thousands of pictures take seconds. Colours are CIE Lab (D65).
"""

from collections.abc import Mapping

import cv2
import numpy as np
from numpy.typing import NDArray

from scripts.face_scores.appearance import BOTTOM as CHIN_TIP
from scripts.face_scores.appearance import CHEEKS, CHIN, FOREHEAD
from scripts.face_scores.appearance import TOP as FOREHEAD_TOP

Array = NDArray[np.float32]

LIPS = ((0, 13), (37, 82), (267, 312), (14, 17), (84, 87), (314, 317))  # halfway between rims of the lips
LIDS = ((159, 105), (386, 334))  # a lid's rim and the brow above it
LID_SHARES = (0.15, 0.35)  # of the way from rim to brow
HAIR_ARC = (103, 67, 109, 10, 338, 297, 332)  # the forehead's upper edge
HAIR_STEPS = (0.16, 0.32, 0.48)  # outwards from it, of its distance from the middle of the face
MOUSTACHE = (164, 167, 393, 165, 391)  # between nose and lips
JAWS = (172, 397)  # its angles
BESIDE = (0.12, 0.25)  # out from the jaw, of its width
BELOW = (-0.1, 0.1, 0.3)  # down from the jaw's angle, of its width
BACKGROUND = np.array([[0.04, 0.04], [0.04, 0.25], [0.96, 0.04], [0.96, 0.25]], np.float32)
REACH = 5  # a patch's side, px of 128
HAIR_FAR = 6.0  # a difference of colours, in Lab, that does not count

POINTS = tuple(
    sorted(
        {*CHEEKS, *FOREHEAD, *CHIN, *HAIR_ARC, FOREHEAD_TOP, CHIN_TIP, *JAWS, *MOUSTACHE, *sum(LIPS + LIDS, start=())}
    )
)
"""Points of the mesh that are needed, in the order in which `colour_values` takes them."""


def colour_values(pictures: NDArray[np.uint8], points: Array) -> dict[str, Array]:
    """Measure pictures (N, S, S, 3) by their points (N, len(POINTS), 2), shares of the side: (N,) each."""
    spread = {name: _colours(pictures, places) for name, places in _places(points).items()}
    middle = {name: np.median(colours, axis=1) for name, colours in spread.items()}
    skin, hair, lips = middle["skin"], middle["hair"], spread["lips"].mean(axis=1)
    left, right = (np.median(spread["cheeks"][:, part], axis=1) for part in (slice(0, 3), slice(3, 6)))
    return {
        "hair_light": hair[:, 0],
        "hair_red": hair[:, 1],
        "hair_yellow": hair[:, 2],
        "skin": skin[:, 0],
        "skin_red": skin[:, 1],
        "skin_yellow": skin[:, 2],
        "light_x": right[:, 0] - left[:, 0],
        "background": spread["background"].mean(axis=1)[:, 0],
        "brightness": _brightness(pictures),
        "lips_red": lips[:, 1] - middle["cheeks"][:, 1],
        "eye_dark": middle["cheeks"][:, 0] - spread["lids"].mean(axis=1)[:, 0],
        "beard_shade": middle["cheeks"][:, 0] - spread["chin"].mean(axis=1)[:, 0],
        "moustache_shade": middle["cheeks"][:, 0] - spread["moustache"].mean(axis=1)[:, 0],
        "hair_beside": _like_hair(spread["sides"], hair, middle["background"]),
        "hair_skin": np.linalg.norm(np.median(spread["hair"][:, : len(HAIR_ARC)], axis=1) - skin, axis=1),
        "hair_background": np.linalg.norm(hair - middle["background"], axis=1),
    }


def hair_places(points: Array) -> Array:
    """Return where the hair of one face is looked at, from its points (len(POINTS), 2): (P, 2), shares of the side."""
    return np.asarray(_places(points[None])["hair"][0], np.float32)


def _places(points: Array) -> Mapping[str, Array]:
    at = {point: points[:, index] for index, point in enumerate(POINTS)}

    def those(names: object) -> Array:
        return np.stack([at[int(name)] for name in np.asarray(names).ravel()], axis=1)

    up = at[FOREHEAD_TOP] - at[CHIN_TIP]
    across = at[JAWS[1]] - at[JAWS[0]]
    arc, middle = those(HAIR_ARC), (at[FOREHEAD_TOP] + at[CHIN_TIP])[:, None] / 2
    sides = [at[jaw] + sign * out * across - down * up
             for jaw, sign in zip(JAWS, (-1, 1), strict=True) for out in BESIDE for down in BELOW]  # fmt: skip
    return {
        "skin": those([*CHEEKS, *FOREHEAD]),
        "cheeks": those(CHEEKS),
        "chin": those(CHIN),
        "moustache": those(MOUSTACHE),
        "hair": np.concatenate([arc + step * (arc - middle) for step in HAIR_STEPS], axis=1),
        "lips": np.stack([(at[a] + at[b]) / 2 for a, b in LIPS], axis=1),
        "lids": np.stack([at[a] + share * (at[b] - at[a]) for a, b in LIDS for share in LID_SHARES], axis=1),
        "sides": np.stack(sides, axis=1),
        "background": np.broadcast_to(BACKGROUND, (len(points), *BACKGROUND.shape)),
    }


def _colours(pictures: NDArray[np.uint8], places: Array) -> Array:
    """Average a patch around each place (N, P, 2): (N, P, 3) in Lab; beyond the picture its edge counts."""
    side = pictures.shape[1]
    column, row = np.rint(places * side - 0.5).astype(int).transpose(2, 0, 1)
    steps = np.arange(REACH) - REACH // 2
    rows = np.clip(row[..., None, None] + steps[:, None], 0, side - 1)
    columns = np.clip(column[..., None, None] + steps, 0, side - 1)
    which = np.arange(len(pictures))[:, None, None, None]
    patches = pictures[which, rows, columns].astype(np.float32).mean(axis=(2, 3)) / 255
    return np.asarray(cv2.cvtColor(patches, cv2.COLOR_RGB2LAB), np.float32)


def _brightness(pictures: NDArray[np.uint8]) -> Array:
    small = pictures[:, 2::4, 2::4].astype(np.float32) / 255
    lab = cv2.cvtColor(small.reshape(len(small), -1, 3), cv2.COLOR_RGB2LAB)
    return np.asarray(lab[..., 0].mean(axis=1), np.float32)


def _like_hair(sides: Array, hair: Array, background: Array) -> Array:
    """Tell which share of the places beside neck and jaw is more like the hair than like the background."""
    from_hair = np.linalg.norm(sides - hair[:, None], axis=-1) + HAIR_FAR
    from_background = np.linalg.norm(sides - background[:, None], axis=-1) + HAIR_FAR
    return np.asarray((from_background / (from_hair + from_background)).mean(axis=1), np.float32)
