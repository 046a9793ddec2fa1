"""Everything that is drawn for one setting, triangles and strands as points; and which pixel shows what."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from scripts.renderer import raster
from scripts.renderer.camera import Camera, framed
from scripts.renderer.face_hair import face_hair
from scripts.renderer.model import PART, HeadModel
from scripts.renderer.setting import FaceSetting
from scripts.renderer.shape import Posed, posed
from scripts.renderer.strands import Strands, hair
from scripts.renderer.things import Mesh, garment, glasses

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int32]

CLOTH, FRAME = len(PART), len(PART) + 1  # kinds of triangles after the head's parts
_SPACING = 1.5  # pixels between the points of a strand
_NEARER = 0.12  # centimetres by which strands win over the skin they lie on


@dataclass(frozen=True, slots=True, eq=False)
class Scene:
    """Hold vertices (V, 3) in place, triangles (T, 3) with their kind (T,), strands with their points, and the lenses.

    `per` is how many points a strand of each kind has.
    """

    head: Posed
    camera: Camera
    vertices: Floats
    triangles: Ints
    kind: Ints
    strands: list[Strands]
    points: list[Floats]
    per: list[int]
    lenses: Mesh | None


def built(model: HeadModel, setting: FaceSetting, side: int, per: list[int] | None = None) -> Scene:
    """Build the scene of `setting` for a picture of side x side pixels.

    Args:
        per: points of a strand, for every kind of strand; by default as many as the picture needs.
    """
    head = posed(model, setting)
    camera = framed(setting, head, side)
    meshes = [Mesh(head.vertices, model.triangles), garment(model, head, setting)]
    kinds = [model.part, np.full(len(meshes[1].triangles), CLOTH, np.int32)]
    lenses = None
    if setting.glasses > 0.5:
        frame, lenses = glasses(model, head, setting)
        meshes.append(frame)
        kinds.append(np.full(len(frame.triangles), FRAME, np.int32))
    starts = np.cumsum([0, *(len(mesh.vertices) for mesh in meshes[:-1])])
    triangles = np.concatenate([mesh.triangles + start for mesh, start in zip(meshes, starts, strict=True)])
    strands = [hair(model, head, setting), *face_hair(model, head, setting)]
    points, counts = [], []
    for k, strand in enumerate(strands):
        here, count = strand.points(_SPACING / camera.scale, per[k] if per else None)
        points.append(here)
        counts.append(count)
    vertices = np.concatenate([mesh.vertices for mesh in meshes])
    kind = np.concatenate(kinds)
    return Scene(head, camera, vertices, triangles.astype(np.int32), kind, strands, points, counts, lenses)


@dataclass(frozen=True, slots=True, eq=False)
class Seen:
    """Hold what each pixel shows.

    For surfaces: rows, columns, triangle and weights (P, 3); for strands: rows, columns and the point's number over all
    kinds of strands together. `projected` are the vertices and `dots` the points in the picture.
    """

    surface: tuple[Ints, Ints]
    triangle: Ints
    weights: Floats
    strand: tuple[Ints, Ints]
    point: Ints
    projected: Floats
    dots: Floats


def seen(scene: Scene, side: int) -> Seen:
    """Draw the scene and return what each pixel shows."""
    projected = scene.camera.project(scene.vertices)
    solid = raster.blank(side)
    raster.draw_triangles(solid, projected, scene.triangles)
    dots = scene.camera.project(np.concatenate(scene.points))
    fine = raster.blank(side)
    first = 0
    for kind, points in zip(scene.strands, scene.points, strict=True):
        layer = raster.blank(side)
        here = dots[first : first + len(points)].copy()
        here[:, 2] -= _NEARER
        raster.draw_points(layer, here, first)
        if kind.kind == "hair" and side >= 256:
            layer = raster.thicken(layer)
        np.minimum(fine.key, layer.key, out=fine.key)
        first += len(points)
    hairy = fine.key < solid.key
    skin = solid.covered & ~hairy
    rows, columns = (place.astype(np.int32) for place in np.nonzero(skin))
    triangle = solid.primitive[rows, columns]
    weights = raster.barycentric(projected, scene.triangles, triangle, (rows, columns))
    strand = tuple(place.astype(np.int32) for place in np.nonzero(hairy))
    point = fine.primitive[strand]
    return Seen((rows, columns), triangle, weights, (strand[0], strand[1]), point, projected, dots)
