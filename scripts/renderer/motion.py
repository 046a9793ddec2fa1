"""The exact motion between two settings: where each pixel's piece of skin, cloth or hair goes."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt

from scripts.renderer.model import load
from scripts.renderer.render import DATA
from scripts.renderer.scene import FRAME, built, seen
from scripts.renderer.setting import FaceSetting

Floats = npt.NDArray[np.float32]
Known = npt.NDArray[np.bool_]


def motion(a: FaceSetting, b: FaceSetting, size: int = 256, *, data: Path = DATA) -> tuple[Floats, Known]:
    """Return where every pixel of `a` goes in `b`.

    Returns:
        Displacement (size, size, 2) in pixels, x then y, zero on the background; and (size, size) whether it is known:
        strands that only one of the two settings has are not.
    """
    model = load(data)
    first = built(model, a, size)
    shown = seen(first, size)
    second = built(model, b, size, first.per)
    after = second.camera.project(second.vertices)
    flow = np.zeros((size, size, 2), np.float32)
    known = np.ones((size, size), bool)
    worn = len(second.vertices) == len(first.vertices)
    corners = first.triangles[shown.triangle]
    fits = (corners < len(after)).all(1) & (worn | (first.kind[shown.triangle] != FRAME))
    rows, columns = (place[fits] for place in shown.surface)
    moved = ((after - shown.projected[: len(after)]) if worn else _overlap(after, shown.projected))[corners[fits]]
    flow[rows, columns] = (moved[..., :2] * shown.weights[fits][..., None]).sum(1)
    known[shown.surface[0][~fits], shown.surface[1][~fits]] = False
    same = [len(p) for p in first.points] == [len(p) for p in second.points]
    if same:
        dots = second.camera.project(np.concatenate(second.points))
        flow[shown.strand] = (dots - shown.dots)[shown.point][:, :2]
    else:
        known[shown.strand] = False
    return flow, known


def _overlap(after: Floats, before: Floats) -> Floats:
    count = min(len(after), len(before))
    return after[:count] - before[:count]
