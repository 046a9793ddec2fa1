"""One picture out of its parts: background, surfaces, strands, lashes and lenses."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from scripts.renderer import colours, raster
from scripts.renderer.background import background
from scripts.renderer.light import Light, lights, shadow
from scripts.renderer.model import PART, HeadModel
from scripts.renderer.scene import CLOTH, FRAME, Scene, Seen
from scripts.renderer.setting import FaceSetting
from scripts.renderer.shade_eyes import eye_light
from scripts.renderer.shade_hair import strand_light
from scripts.renderer.shade_other import other_light
from scripts.renderer.shade_skin import skin_light
from scripts.renderer.surface import Surface, surface

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int32]
Pixels = npt.NDArray[np.uint8]
Drawn = tuple[Scene, Seen]
Behind = tuple[int, Pixels | None]

REGIONS = ("background", "skin", "eyes", "mouth", "hair", "cloth", "glasses")


def lit(model: HeadModel, setting: FaceSetting, drawn: Drawn, behind: Behind) -> tuple[Floats, Pixels]:
    """Return the picture (side, side, 3), linear, and the number in REGIONS of every pixel (side, side).

    Args:
        drawn: the scene, and what each pixel shows of it.
        behind: side of the picture, and the photograph for the background if there is one.
    """
    scene, shown = drawn
    side, photo = behind
    light = lights(setting)
    every = np.concatenate(scene.points)
    shade = shadow(light.key, light.softness, [(scene.vertices, scene.triangles)], every[::2])
    picture = background(setting, side, photo)
    regions = np.zeros((side, side), np.uint8)
    s = surface(model, scene, shown, shade)
    dim = _near_hair(shown, side)[s.rows, s.columns][:, None]
    picture[s.rows, s.columns] = _surface_light(model, setting, scene, (light, s, side)) * dim
    regions[s.rows, s.columns] = _region(s.kind)
    picture[shown.strand] = strand_light(setting, light, scene, shown, shade)
    regions[shown.strand] = REGIONS.index("hair")
    _lashes(model, setting, scene, (picture, shown))
    if scene.lenses is not None:
        _lenses(setting, scene.camera.project(scene.lenses.vertices), scene.lenses.triangles, (light, picture))
    return picture, regions


def _surface_light(model: HeadModel, setting: FaceSetting, scene: Scene, of: tuple[Light, Surface, int]) -> Floats:
    """Return the light (P, 3) that leaves every surface pixel."""
    light, s, side = of
    skin = s.kind <= PART["head"]
    eyes = (s.kind == PART["eye_left"]) | (s.kind == PART["eye_right"])
    other = ~(skin | eyes)
    out = np.empty((len(s.kind), 3), np.float32)
    out[skin] = skin_light(setting, model, light, s.some(skin), (side, scene.camera.scale))
    out[eyes] = eye_light(setting, scene, light, s.some(eyes), side)
    out[other] = other_light(setting, light, s.some(other))
    return out


def _region(kind: npt.NDArray[np.int32]) -> Pixels:
    table = np.full(FRAME + 1, REGIONS.index("mouth"), np.uint8)
    table[[PART["face"], PART["head"], PART["eye_socket"]]] = REGIONS.index("skin")
    table[[PART["eye_left"], PART["eye_right"]]] = REGIONS.index("eyes")
    table[CLOTH], table[FRAME] = REGIONS.index("cloth"), REGIONS.index("glasses")
    return table[kind]


def _near_hair(shown: Seen, side: int) -> Floats:
    """Return how much ambient light hair leaves to the skin beside it, (side, side)."""
    mask = np.zeros((side, side), np.float32)
    mask[shown.strand] = 1
    return 1 - 0.45 * cv2.GaussianBlur(mask, (0, 0), side / 40)


def _lashes(model: HeadModel, setting: FaceSetting, scene: Scene, on: tuple[Floats, Seen]) -> None:
    """Darken where the lash strips are in front, in stripes that thin out towards the tips."""
    picture, shown = on
    side = len(picture)
    buffer = raster.blank(side)
    raster.draw_triangles(buffer, shown.projected, model.lashes, both_sides=True)
    depth = np.full((side, side), 512.0, np.float32)
    corners = scene.triangles[shown.triangle]
    depth[shown.surface] = (shown.projected[corners, 2] * shown.weights).sum(1)
    depth[shown.strand] = shown.dots[shown.point, 2]
    rows, columns = (p.astype(np.int32) for p in np.nonzero(buffer.covered & (buffer.depth < depth + 0.05)))
    if not len(rows):
        return
    primitive = buffer.primitive[rows, columns]
    weights = raster.barycentric(shown.projected, model.lashes, primitive, (rows, columns))
    reach = (model.lash_reach[model.lashes[primitive]] * weights).sum(1)
    neutral = (model.neutral[model.lashes[primitive]] * weights[..., None]).sum(1)
    stripe = 0.5 + 0.5 * np.sin(neutral[:, 0] * 38 + reach * 3)
    strength = 0.45 + 0.25 * (1 - setting.gender) + 0.3 * setting.eye_makeup
    alpha = np.clip(np.clip(1 - reach, 0, 1) ** 1.2 * (0.55 + 0.45 * stripe) * strength, 0, 1)[:, None]
    picture[rows, columns] = picture[rows, columns] * (1 - alpha) + colours.hair(setting) * 0.3 * alpha


def _lenses(setting: FaceSetting, points: Floats, triangles: Ints, on: tuple[Light, Floats]) -> None:
    """Darken what lies behind the lenses and lay the sky's sheen over it."""
    light, picture = on
    buffer = raster.blank(len(picture))
    raster.draw_triangles(buffer, points, triangles, both_sides=True)
    rows, columns = np.nonzero(buffer.covered)
    if not len(rows):
        return
    through = 0.96 - 0.88 * setting.lens_tint
    high = 1 - (rows - rows.min()) / max(float(np.ptp(rows)), 1.0) * 1.6
    sheen = np.clip(high, 0, 1) ** 2 * (0.015 + 0.06 * setting.lens_tint)
    picture[rows, columns] = picture[rows, columns] * through + sheen[:, None] * light.sky
