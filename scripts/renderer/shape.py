"""From a setting to the head's vertices: identity, age, sex and origin, then expression, eyes and gaze, then pose."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from scripts.renderer.macros import AGES
from scripts.renderer.model import LANDMARKS, PART, TEETH_LOWER, HeadModel, part_of_vertices
from scripts.renderer.setting import IDENTITY_MODES, FaceSetting

Floats = npt.NDArray[np.float32]

_YEARS = (1.0, 10.0, 25.0, 85.0)  # the years that MakeHuman's baby, child, young and old stand for
_NECK = np.array([0.0, -4.0, -1.0], np.float32)  # what the head turns about
_EYES = {"left": ("eye_left", 42), "right": ("eye_right", 36)}


@dataclass(frozen=True, slots=True)
class Posed:
    """Hold a head ready to draw.

    rest (V, 3): without expression and pose; shape (V, 3): with expression; vertices (V, 3): with both; eyes: centre,
    radius and unit gaze per side, in posed coordinates; turn (3, 3): the head's rotation.
    """

    rest: Floats
    shape: Floats
    vertices: Floats
    eyes: dict[str, tuple[Floats, float, Floats]]
    turn: Floats


def rotation(yaw: float, pitch: float, roll: float) -> Floats:
    """Return the head's rotation (3, 3): roll, then pitch, then yaw, degrees, signs as in FaceSetting."""
    y, p, r = np.radians([yaw, -pitch, -roll])
    about_y = [[np.cos(y), 0, np.sin(y)], [0, 1, 0], [-np.sin(y), 0, np.cos(y)]]
    about_x = [[1, 0, 0], [0, np.cos(p), -np.sin(p)], [0, np.sin(p), np.cos(p)]]
    about_z = [[np.cos(r), -np.sin(r), 0], [np.sin(r), np.cos(r), 0], [0, 0, 1]]
    return (np.array(about_y) @ np.array(about_x) @ np.array(about_z)).astype(np.float32)


def identity_shape(model: HeadModel, setting: FaceSetting) -> Floats:
    """Return the vertices (V, 3) of the person without expression."""
    shape = model.neutral.copy()
    given = np.array(setting.identity[:IDENTITY_MODES], np.float32)
    fade = np.clip((model.neutral[:, 1:2] + 14.0) / 6.0, 0, 1)  # clothes are cut for one pair of shoulders
    if len(given):
        adult = np.float32(np.interp(setting.age, (4, 18), (0.55, 1.0)))  # the modes were measured on adults
        shape += (given @ model.identity[: len(given)]).reshape(-1, 3) * fade * adult
    moved = np.tensordot(_macro_weights(setting), model.macro, axes=3)
    for eye, landmark in _EYES.values():
        _carry_eye(model, moved, eye, landmark)
    _carry_mouth(model, moved)
    shape += moved
    return shape + _stoutness(model, setting.weight) * fade


def posed(model: HeadModel, setting: FaceSetting) -> Posed:
    """Return the head of `setting`, posed about the neck."""
    rest = identity_shape(model, setting)
    shape = rest + _expression(model, setting)
    turn = rotation(setting.yaw, setting.pitch, setting.roll)
    eyes = {}
    for side, (eye, _) in _EYES.items():
        ball = _part(model, eye)
        centre, radius = _sphere(rest[ball])
        look = rotation(setting.gaze_yaw, setting.gaze_pitch, 0)
        shape[ball] = (rest[ball] - centre) @ look.T + centre
        _keep_lids_outside(model, shape, centre, radius)
        eyes[side] = (turned(centre[None], turn)[0], radius, (turn @ look)[:, 2])
    return Posed(rest, shape, with_pose(shape, model.neutral, turn), eyes, turn)


def with_pose(points: Floats, neutral: Floats, turn: Floats) -> Floats:
    """Turn points (..., 3) about the neck, less and less towards the shoulders; `neutral` says where they belong."""
    follow = _neck_follow(neutral)
    return (points + (turned(points, turn) - points) * follow[..., None]).astype(np.float32)


def _macro_weights(setting: FaceSetting) -> Floats:
    origin = np.array([setting.african, setting.asian, setting.caucasian])
    origin = origin / max(origin.sum(), 1e-6)
    sex = np.array([1 - setting.gender, setting.gender])
    age = np.array([np.interp(setting.age, _YEARS, np.eye(len(AGES))[k]) for k in range(len(AGES))])
    age *= (0.8, 1.5, 1.0, 1.4)  # its baby is a caricature, its child and its old are hardly told from the young
    return (origin[:, None, None] * sex[:, None] * age).astype(np.float32)


def _part(model: HeadModel, name: str) -> npt.NDArray[np.bool_]:
    return part_of_vertices(len(model.neutral)) == PART[name]


def _carry_eye(model: HeadModel, moved: Floats, eye: str, landmark: int) -> None:
    """Move an eyeball with its lids: their mean shift, and their widening about the ball's centre."""
    ball = _part(model, eye) | _part(model, eye.replace("eye", "inner_eye"))
    lids = LANDMARKS[landmark : landmark + 6]
    rim = model.neutral[lids] - model.neutral[lids].mean(0)
    grown = 1 + float((rim[:, :2] * moved[lids][:, :2]).sum() / (rim[:, :2] ** 2).sum())
    centre = model.neutral[ball].mean(0)
    around = model.neutral - centre
    scale = np.clip(grown, 0.9, 1.25) - 1
    moved[ball] = moved[lids].mean(0) + around[ball] * scale


def _carry_mouth(model: HeadModel, moved: Floats) -> None:
    """Move teeth, gums and the inside of the mouth with the lips."""
    number = part_of_vertices(len(model.neutral))
    upper, lower = moved[LANDMARKS[[33, 51, 62]]].mean(0), moved[LANDMARKS[[57, 8, 66]]].mean(0)
    inside = number == PART["gums"]
    high = np.clip((model.neutral[:, 1] + 4.0) / 1.5, 0, 1)[:, None]
    moved[inside] = (lower + (upper - lower) * high)[inside]
    teeth = np.nonzero(number == PART["teeth"])[0]
    moved[teeth[teeth < TEETH_LOWER]] = upper
    moved[teeth[teeth >= TEETH_LOWER]] = lower


def _stoutness(model: HeadModel, weight: float) -> Floats:
    """Fill or hollow the cheeks, the chin's underside and the neck along the way out of the head's axis."""
    v = model.neutral
    skin = part_of_vertices(len(v)) <= PART["head"]
    deep = ((v[:, 2] - 6.0) / 4.0) ** 2
    cheek = np.exp(-(((np.abs(v[:, 0]) - 5.2) / 2.2) ** 2 + ((v[:, 1] + 2.8) / 3.0) ** 2 + deep))
    under = np.exp(-((v[:, 0] / 3.5) ** 2 + ((v[:, 1] + 8.6) / 2.0) ** 2 + deep))
    out = np.stack([v[:, 0], np.zeros(len(v)), (v[:, 2] - 2.0) * 0.6], 1)
    out /= np.maximum(np.linalg.norm(out, axis=1, keepdims=True), 1e-6)
    down = np.array([0.0, -0.6, 0.25], np.float32)
    amount = 0.75 if weight > 0 else 0.45
    fuller = cheek[:, None] * out * 1.1 + under[:, None] * down * 1.3
    return (fuller * (weight * amount * skin)[:, None]).astype(np.float32)


def _expression(model: HeadModel, setting: FaceSetting) -> Floats:
    total = np.zeros_like(model.neutral)
    for name, amount in _expression_weights(setting).items():
        if abs(amount) > 1e-4:
            total += model.expression[name] * np.float32(amount)
    return total


def _expression_weights(s: FaceSetting) -> dict[str, float]:
    smile, frown = max(s.smile, 0.0), max(-s.smile, 0.0)
    up, down = max(s.brows, 0.0), max(-s.brows, 0.0)
    weights = {"jawOpen": s.mouth_open * 0.75, "mouthPucker": s.pucker * 0.9}
    for side, eyes in (("L", s.eyes_left), ("R", s.eyes_right)):
        both = {
            "mouthSmile": 1.1 * smile, "mouthDimple": 0.2 * smile, "cheekSquint": 0.4 * smile, "mouthFrown": frown,
            "mouthUpperUp": 0.45 * smile**1.5 + 0.15 * s.mouth_open, "mouthLowerDown": 0.3 * smile**1.5,
            "browInnerUp": up, "browOuterUp": 0.9 * up, "browDown": 0.9 * down,
            "eyeSquint": s.squint * 0.8 + 0.12 * smile, "eyeBlink": np.clip(1 - eyes, 0, 1),
            "eyeWide": np.clip((eyes - 1) / 0.3, 0, 1),
            "eyeLookUp": max(s.gaze_pitch, 0) / 30, "eyeLookDown": max(-s.gaze_pitch, 0) / 30,
        }  # fmt: skip
        outwards = s.gaze_yaw if side == "L" else -s.gaze_yaw
        both |= {"eyeLookOut": max(outwards, 0) / 40, "eyeLookIn": max(-outwards, 0) / 40}
        weights |= {f"{name}_{side}": float(amount) for name, amount in both.items()}
    return weights


def _sphere(points: Floats) -> tuple[Floats, float]:
    """Fit centre and radius to an eyeball's points (N, 3), without the cornea that stands out in front."""
    white = points[points[:, 2] < np.quantile(points[:, 2], 0.5)].astype(np.float64)
    known = np.c_[2 * white, np.ones(len(white))]
    solved = np.linalg.lstsq(known, (white**2).sum(1), rcond=None)[0]
    centre = solved[:3]
    return centre.astype(np.float32), float(np.sqrt(solved[3] + centre @ centre))


def _keep_lids_outside(model: HeadModel, shape: Floats, centre: Floats, radius: float) -> None:
    """Push the skin's vertices that a blink would sink into the ball out of it, leaving the ball's own socket alone."""
    skin = slice(0, 9409)
    away = shape[skin] - centre
    length = np.linalg.norm(away, axis=1)
    rest = np.linalg.norm(model.neutral[skin] - centre, axis=1)
    margin = np.minimum(rest, radius * 1.035)
    sunk = (length < margin) & (away[:, 2] > 0.15 * radius) & (length > 0.5 * radius)
    shape[skin][sunk] = centre + away[sunk] * (margin[sunk] / length[sunk])[:, None]


def _neck_follow(neutral: Floats) -> Floats:
    """Return how far each vertex follows the head's turn: 1 above the throat, 0 at the shoulders."""
    height = neutral[..., 1] - 0.35 * neutral[..., 2]  # the nape bends lower than the chin's underside
    along = np.clip((height + 15.0) / 6.5, 0, 1)
    return (along * along * (3 - 2 * along)).astype(np.float32)


def turned(points: Floats, turn: Floats) -> Floats:
    return (points - _NECK) @ turn.T + _NECK
