"""The head's mesh: ICT-FaceKit's topology, identities and expressions, with MakeHuman's ages, sexes and origins.

Sources: ICT-FaceKit (Li et al. 2020, MIT licence) and MakeHuman's base mesh and targets (CC0).
Coordinates are centimetres: x to the subject's left, y up, z out of the face.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix

from scripts.renderer.macros import transferred_macros

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int32]

# First vertex of each part, as ICT-FaceKit orders them; the two skins of an eyeball are the cornea and what it covers.
PARTS = (
    ("face", 0),
    ("head", 9409),
    ("mouth_socket", 11248),
    ("eye_socket", 13294),
    ("gums", 14062),
    ("teeth", 17039),
    ("eye_left", 21451),
    ("inner_eye_left", 22221),
    ("eye_right", 23021),
    ("inner_eye_right", 23791),
    ("tear", 24591),
    ("eye_edge", 24999),
    ("lashes", 25351),
)
PART = {name: number for number, (name, _) in enumerate(PARTS)}
TEETH_LOWER = 19247  # first vertex of the lower teeth

# The 68 landmark vertices that ICT-FaceKit publishes, in iBUG's order.
LANDMARKS = np.array([
    1225, 1888, 1052, 367, 1719, 1722, 2199, 1447, 966,
    3661, 4390, 3927, 3924, 2608, 3272, 4088, 3443,
    268, 493, 1914, 2044, 1401, 3615, 4240, 4114, 2734, 2509,
    978, 4527, 4942, 4857, 1140, 2075, 1147, 4269, 3360,
    1507, 1542, 1537, 1528, 1518, 1511, 3742, 3751, 3756, 3721, 3725, 3732,
    5708, 5695, 2081, 0, 4275, 6200, 6213, 6346, 6461, 5518, 5957, 5841,
    5702, 5711, 5533, 6216, 6207, 6470, 5517, 5966,
], np.int32)  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class HeadModel:
    """Hold the mesh, its ways to deform, and what is fixed about it.

    neutral (V, 3); identity (100, V*3); expression name -> (V, 3); macro (3 origins, 2 sexes, 4 ages, V, 3), relative
    to the mean young adult; triangles (T, 3) with their part (T,), a number in PARTS; spread (V, T) from triangles to
    their vertices; lashes (L, 3) triangles of their own, with lash_reach (V,) 0 at their roots and 1 at their tips.
    """

    neutral: Floats
    identity: Floats
    expression: dict[str, Floats]
    macro: Floats
    triangles: Ints
    part: Ints
    spread: csr_matrix
    lashes: Ints
    lash_reach: Floats

    def normals(self, vertices: Floats) -> Floats:
        """Return unit vertex normals (V, 3), weighted by the triangles' areas."""
        corner = vertices[self.triangles]
        faces = np.cross(corner[:, 1] - corner[:, 0], corner[:, 2] - corner[:, 0])
        normal = np.asarray(self.spread @ faces, np.float32)
        return normal / np.maximum(np.linalg.norm(normal, axis=1, keepdims=True), 1e-9)


def part_of_vertices(count: int) -> Ints:
    """Return the part number of every vertex, (count,)."""
    starts = np.array([start for _, start in PARTS])
    return (np.searchsorted(starts, np.arange(count), side="right") - 1).astype(np.int32)


@lru_cache(maxsize=2)
def load(data: Path) -> HeadModel:
    """Read the head from the folder `data` that holds faces/ict_facekit.npz and faces/makehuman_head.npz.

    Raises:
        FileNotFoundError: a file is missing.
    """
    with np.load(data / "faces" / "ict_facekit.npz") as file:
        neutral = file["neutral"].astype(np.float32)
        identity = file["id_delta"].astype(np.float32).reshape(len(file["id_names"]), -1)
        names = [str(name) for name in file["ex_names"]]
        expression = dict(zip(names, file["ex_delta"].astype(np.float32), strict=True))
        triangles = _triangles(file["quads"])
    part = part_of_vertices(len(neutral))[triangles[:, 0]]
    lashes = triangles[part == PART["lashes"]]
    keep = part < PART["tear"]
    keep &= (part != PART["inner_eye_left"]) & (part != PART["inner_eye_right"])
    triangles, part = triangles[keep], part[keep]
    rows = triangles.reshape(-1)
    columns = np.repeat(np.arange(len(triangles)), 3)
    shape = (len(neutral), len(triangles))
    spread = csr_matrix((np.ones(len(rows), np.float32), (rows, columns)), shape=shape)
    macro = transferred_macros(data, neutral, triangles[part <= PART["head"]], LANDMARKS)
    reach = _lash_reach(neutral, lashes)
    return HeadModel(neutral, identity, expression, macro, triangles, part, spread, lashes, reach)


def _lash_reach(neutral: Floats, lashes: Ints) -> Floats:
    """Return how far each lash vertex is from the lids, as a share of the longest lash near it."""
    rim = neutral[LANDMARKS[36:48]]
    rim = np.concatenate([rim + (rim[np.r_[1:6, 0, 7:12, 6]] - rim) * t for t in (0, 0.25, 0.5, 0.75)])
    used = np.unique(lashes)
    away = np.linalg.norm(neutral[used, None] - rim[None], axis=2).min(1)
    reach = np.zeros(len(neutral), np.float32)
    reach[used] = np.clip((away - 0.1) / 0.7, 0, 1)
    return reach


def _triangles(quads: Ints) -> Ints:
    four = quads[:, 3] >= 0
    return np.concatenate([quads[:, :3], quads[four][:, [0, 2, 3]]]).astype(np.int32)
