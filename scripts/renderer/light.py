"""Light: a key light with a soft shadow, the sky and the ground around, a fill from the side and a rim from behind."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from scripts.renderer import raster
from scripts.renderer.setting import FaceSetting

Floats = npt.NDArray[np.float32]
Drawn = tuple[Floats, npt.NDArray[np.int32]]

_SIDE, _SPAN = 288, 52.0  # pixels and centimetres of the shadow map


@dataclass(frozen=True, slots=True)
class Light:
    """Hold the key light's direction and colour, the colours from above, below and the side, and the rim's."""

    key: Floats
    key_colour: Floats
    sky: Floats
    ground: Floats
    side: Floats
    side_colour: Floats
    rim: Floats
    softness: float

    def ambient(self, normal: Floats) -> Floats:
        """Return the light from all around (N, 3) on unit normals (N, 3)."""
        up = 0.5 + 0.5 * normal[:, 1:2]
        flank = 0.5 + 0.5 * normal @ self.side
        behind = np.clip(-0.2 - normal[:, 2:3], 0, 1) + np.clip(np.abs(normal[:, 0:1]) - 0.85, 0, 1) * 2
        return self.sky * up + self.ground * (1 - up) + self.side_colour * flank[:, None] ** 2 + self.rim * behind


def lights(setting: FaceSetting) -> Light:
    """Return the lights of `setting`."""
    rng = np.random.default_rng((setting.seed, 3))
    yaw, pitch = np.radians([setting.light_yaw, setting.light_pitch])
    key = np.array([np.sin(yaw) * np.cos(pitch), np.sin(pitch), np.cos(yaw) * np.cos(pitch)], np.float32)
    warm = np.array([1 + 0.16 * setting.light_warmth, 1.0, 1 - 0.22 * setting.light_warmth])
    level = 2.0**setting.exposure
    share = setting.light_strength
    tint = 1 + 0.05 * rng.standard_normal(3) - 0.08 * setting.light_warmth * np.array([1, 0, -1])
    ambient = (1 - 0.85 * share) * level * tint
    side = np.array([-np.sign(key[0] + 1e-6) * 0.9, 0.1, 0.42], np.float32)
    side_colour = level * (0.10 + 0.20 * rng.random()) * (1 + 0.15 * rng.standard_normal(3))
    return Light(
        key=key,
        key_colour=(warm * level * share * 1.45).astype(np.float32),
        sky=(ambient * 0.80).astype(np.float32),
        ground=(ambient * np.array([0.40, 0.36, 0.33])).astype(np.float32),
        side=side,
        side_colour=np.clip(side_colour, 0, None).astype(np.float32),
        rim=(level * max(rng.normal(0.1, 0.3), 0) * warm).astype(np.float32),
        softness=setting.light_softness,
    )


@dataclass(frozen=True, slots=True)
class Shadow:
    """Hold the depth map seen from the key light."""

    depth: Floats
    axes: Floats
    middle: Floats
    softness: float

    def lit(self, points: Floats) -> Floats:
        """Return the share (N,) of the key light that reaches points (N, 3)."""
        seen = _from_light(points, self.axes, self.middle)
        width = 1.0 + 5.0 * self.softness
        total = np.zeros(len(points), np.float32)
        for k in range(8):  # a ring of taps, turned so that neighbours differ little
            turn, reach = k * 2.399963, width * np.sqrt((k + 0.5) / 8)
            x = np.rint(seen[:, 0] + reach * np.cos(turn)).astype(np.int32).clip(0, _SIDE - 1)
            y = np.rint(seen[:, 1] + reach * np.sin(turn)).astype(np.int32).clip(0, _SIDE - 1)
            gap = seen[:, 2] - self.depth[y, x]
            total += np.clip(1.5 - gap / (0.30 + 0.1 * width), 0, 1)
        return total / 8


def shadow(key: Floats, softness: float, meshes: list[Drawn], points: Floats) -> Shadow:
    """Draw the shadow map of meshes (vertices, triangles) and hair points (N, 3) for light from the direction `key`."""
    across = np.cross(np.array([0.0, 1.0, 0.0]), key)
    across /= max(float(np.linalg.norm(across)), 1e-6)
    axes = np.stack([across, -np.cross(key, across), -key]).astype(np.float32)
    middle = np.array([0.0, 2.0, 3.0], np.float32)
    buffer = raster.blank(_SIDE)
    for vertices, triangles in meshes:
        raster.draw_triangles(buffer, _from_light(vertices, axes, middle), triangles)
    if len(points):
        raster.draw_points(buffer, _from_light(points, axes, middle) + np.array([0, 0, 0.25], np.float32))
    depth = cv2.erode(buffer.depth, np.ones((2, 2), np.uint8)) if len(points) else buffer.depth
    return Shadow(depth, axes, middle, softness)


def _from_light(points: Floats, axes: Floats, middle: Floats) -> Floats:
    seen = (points - middle) @ axes.T
    seen[:, :2] = seen[:, :2] * (_SIDE / _SPAN) + _SIDE / 2
    seen[:, 2] += 200.0
    return seen
