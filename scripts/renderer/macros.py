"""MakeHuman's ages, sexes and origins carried over to another head's vertices.

The mean young MakeHuman head is bent onto the other head once: landmarks first (each is where a target that names it
moves the mesh most), then closest points (iterated closest point with thin-plate splines, stiff to supple). Each vertex
of the other head then takes the displacement of the MakeHuman point that came to lie under it. A target's displacement
is measured after a similarity fit of the head, so age changes proportions and not the size of the head in the picture.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt
from scipy.interpolate import RBFInterpolator
from scipy.sparse import coo_matrix
from scipy.spatial import cKDTree

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int32]

ORIGINS = ("african", "asian", "caucasian")
SEXES = ("female", "male")
AGES = ("baby", "child", "young", "old")

# A target and the landmark of the other head that lies where the target moves most; the subject's left and middle.
_PICKS = (
    ("eyes/l-eye-corner1-up", 42),
    ("eyes/l-eye-corner2-up", 45),
    ("mouth/mouth-upperlip-middle-up", 51),
    ("mouth/mouth-lowerlip-middle-down", 57),
    ("nose/nose-point-up", 30),
    ("nose/nose-flaring-incr", 35),
    ("mouth/mouth-angles-up", 54),
    ("chin/chin-prominent-incr", 8),
)


class _MakeHuman:
    def __init__(self, data: Path) -> None:
        with np.load(data / "faces" / "makehuman_head.npz") as file:
            self.vertices = file["vertices"].astype(np.float64)
            self.names = {str(name): k for k, name in enumerate(file["target_names"])}
            self.pointer = file["target_ptr"]
            self.index = file["target_index"]
            self.delta = file["target_delta"].astype(np.float64)
            body = file["quads"][file["quad_group"] == 0]
        touched = np.unique(self.index[slice(*self._span("macrodetails/caucasian-female-young"))])
        skin = np.unique(body)
        self.head = np.intersect1d(touched, skin)  # vertex numbers that the macro targets move and that are skin

    def _span(self, name: str) -> tuple[int, int]:
        k = self.names[name]
        return int(self.pointer[k]), int(self.pointer[k + 1])

    def moved(self, name: str) -> Floats:
        """Return the displacement (head vertices, 3) of one target."""
        start, stop = self._span(name)
        full = np.zeros_like(self.vertices)
        full[self.index[start:stop]] = self.delta[start:stop]
        return full[self.head]

    def shape(self, origin: str, sex: str, age: str) -> Floats:
        return self.vertices[self.head] + self.moved(f"macrodetails/{origin}-{sex}-{age}")


def transferred_macros(data: Path, neutral: Floats, triangles: Ints, landmarks: Ints) -> Floats:
    """Return the displacements (3 origins, 2 sexes, 4 ages, V, 3) of the other head's vertices in its own unit.

    Args:
        data: folder that holds faces/makehuman_head.npz.
        neutral: the other head's vertices (V, 3).
        triangles: (T, 3) its skin; only vertices of the skin are registered, the others take their neighbour's.
        landmarks: (68,) its landmark vertices.
    """
    human = _MakeHuman(data)
    mean = np.mean([human.shape(o, s, "young") for o in ORIGINS for s in SEXES], 0)
    bent, scale = _registered(human, mean, neutral.astype(np.float64), (np.unique(triangles), landmarks))
    distance, near = cKDTree(bent).query(neutral, k=12)
    weight = 1 / (distance + 0.25) ** 2
    weight /= weight.sum(1, keepdims=True)
    macro = np.empty((len(ORIGINS), len(SEXES), len(AGES), *neutral.shape), np.float32)
    for place in np.ndindex(macro.shape[:3]):
        shape = human.shape(ORIGINS[place[0]], SEXES[place[1]], AGES[place[2]])
        moved = (_fitted(shape, mean) - mean) * scale
        macro[place] = (moved[near] * weight[..., None]).sum(1)
    fade = np.clip((neutral[:, 1] + 13.0) / 5.0, 0, 1)[:, None]  # the shoulders stay where they are
    return _smoothed(macro, triangles) * fade


def _smoothed(macro: Floats, triangles: Ints, rounds: int = 16) -> Floats:
    """Even out what the registration creased: average over neighbours, fewer rounds for the folds of the old."""
    count = macro.shape[3]
    a, b = triangles[:, [0, 1, 2]].reshape(-1), triangles[:, [1, 2, 0]].reshape(-1)
    edges = coo_matrix((np.ones(2 * len(a), np.float32), (np.r_[a, b], np.r_[b, a])), shape=(count, count)).tocsr()
    edges.data[:] = 1
    degree = np.asarray(edges.sum(1)).reshape(-1, 1)
    blend = np.where(degree > 0, 0.6, 0.0).astype(np.float32)
    flat = np.moveaxis(macro, 3, 0).reshape(count, -1)
    old = np.broadcast_to((np.arange(len(AGES)) == AGES.index("old"))[:, None], (*macro.shape[:3], 3)).reshape(-1)
    for turn in range(rounds):
        pace = np.where(old & (turn >= rounds // 2), 0, blend)
        flat = flat + pace * (np.asarray(edges @ flat) / np.maximum(degree, 1) - flat)
    return np.ascontiguousarray(np.moveaxis(flat.reshape(count, *macro.shape[:3], 3), 0, 3).astype(np.float32))


def _fitted(shape: Floats, to: Floats) -> Floats:
    """Scale and shift `shape` onto `to` in the least squares sense (the axes stay)."""
    a, b = shape - shape.mean(0), to - to.mean(0)
    return a * ((a * b).sum() / (a * a).sum()) + to.mean(0)


def _registered(human: _MakeHuman, mean: Floats, neutral: Floats, on: tuple[Ints, Ints]) -> tuple[Floats, float]:
    skin, landmarks = on
    source, target = _landmark_pairs(human, mean, neutral, landmarks)
    a, b = source - source.mean(0), target - target.mean(0)
    scale = float((a * b).sum() / (a * a).sum())
    placed = a.mean(0) + (mean - source.mean(0)) * scale + target.mean(0)
    anchors = (source - source.mean(0)) * scale + target.mean(0)
    bent = RBFInterpolator(anchors, target - anchors, smoothing=1.0)(placed) + placed
    anchors = RBFInterpolator(anchors, target - anchors, smoothing=1.0)(anchors) + anchors
    tree = cKDTree(neutral[skin])
    picked = np.random.default_rng(0).permutation(len(mean))[:700]
    for smoothing, reach in ((30.0, 3.0), (10.0, 2.0), (3.0, 1.5), (1.0, 1.0)):
        distance, near = tree.query(bent[picked])
        close = distance < reach
        points = np.concatenate([bent[picked][close], anchors])
        goal = np.concatenate([neutral[skin][near[close]], target])
        _, first = np.unique(points.round(4), axis=0, return_index=True)
        bend = RBFInterpolator(points[first], (goal - points)[first], smoothing=smoothing)
        bent, anchors = bent + bend(bent), anchors + bend(anchors)
    return bent, scale


def _landmark_pairs(human: _MakeHuman, mean: Floats, neutral: Floats, landmarks: Ints) -> tuple[Floats, Floats]:
    flip = np.array([-1.0, 1.0, 1.0])
    source: list[Floats] = []
    target: list[Floats] = []
    for name, landmark in _PICKS:
        moved = np.linalg.norm(human.moved(name), axis=1) * (mean[:, 0] > -1e-3)
        point, goal = mean[np.argmax(moved)], neutral[landmarks[landmark]]
        if abs(goal[0]) < 1e-3:
            point = point * (0.0, 1.0, 1.0)
        source += [point, point * flip] if abs(goal[0]) > 1e-3 else [point]
        target += [goal, goal * flip] if abs(goal[0]) > 1e-3 else [goal]
    for axis, sign in ((1, 1), (2, -1)):  # the crown and the back of the head
        high = mean[:, 1] > np.median(mean[:, 1])
        source.append(mean[np.argmax(np.where(high, mean[:, axis] * sign, -np.inf))])
        head = neutral[:, 1] > 2.0
        target.append(neutral[np.argmax(np.where(head, neutral[:, axis] * sign, -np.inf))])
    return np.array(source), np.array(target)
