"""Printed in flat inks: a great wave in the manner of the colour woodblock, and pop-art poppies in halftone."""

from __future__ import annotations

import numpy as np
from scipy.ndimage import distance_transform_edt, gaussian_filter

from gallery.color import over, paint, paper, ramp
from gallery.sheet import Field, Points, Sheet, curve, noise, sheet_of, smoothstep

INK = "10233f"
CREST = (
    (-0.10, 0.62),
    (0.05, 0.50),
    (0.16, 0.33),
    (0.30, 0.19),
    (0.48, 0.13),
    (0.64, 0.17),
    (0.735, 0.28),
    (0.745, 0.40),
)
HOLLOW = (
    (0.745, 0.40),
    (0.69, 0.335),
    (0.60, 0.305),
    (0.50, 0.335),
    (0.435, 0.43),
    (0.43, 0.56),
    (0.50, 0.69),
    (0.64, 0.79),
    (0.80, 0.83),
)


def _rim_ink(sheet: Sheet, coverage: Field, width: float) -> Field:
    """Key-block line of changing width along the rim of a shape."""
    inside = coverage > 0.5
    distance = np.where(inside, distance_transform_edt(inside), distance_transform_edt(~inside)) / sheet.unit
    distance = gaussian_filter(distance, 0.001 * sheet.unit)
    return smoothstep(width * 0.5 + 0.0008, width * 0.5 - 0.0008, distance.astype(np.float32))


def _claws(sheet: Sheet, rng: np.random.Generator, edge: Points, size: float) -> Field:
    """Foam as chains of scallops that branch into curling claws along an edge."""
    path = curve(edge, 46)
    way = np.gradient(path, axis=0)
    normal = np.stack([way[:, 1], -way[:, 0]], 1) / np.linalg.norm(way, axis=1, keepdims=True)
    discs: list[tuple[float, float, float]] = []
    for i, (point, out) in enumerate(zip(path, normal, strict=True)):
        grow = size * (0.55 + 0.45 * np.sin(np.pi * i / len(path))) * rng.uniform(0.7, 1.25)
        discs.append((*(point), grow))
        if i % 3:
            turn = np.arctan2(-out[1], -out[0]) + rng.normal(0, 0.3)
            position, radius, bend = point.copy(), grow * 0.80, rng.choice([-0.32, 0.32])
            for _ in range(7):
                position = position + np.array([np.cos(turn), np.sin(turn)]) * radius * 0.85
                discs.append((*position, radius))
                turn, radius = turn + bend, radius * 0.80
    return sheet.discs([(x, y, r, r) for x, y, r in discs])


def _stripes(sheet: Sheet, field: Field, rate: float, share: float) -> Field:
    """Long tapering stripes along the contours of a field."""
    wave = np.abs((field * rate) % 1 - 0.5) * 2
    soft = 1.6 * rate / sheet.unit
    return smoothstep(-soft, soft, share - wave)


def _backdrop(sheet: Sheet, rng: np.random.Generator) -> Field:
    """Graded sky with a red sun, clouds and a distant snow mountain."""
    picture = paper(sheet, rng, "efe0bf", 0.03)
    picture = over(picture, "33557a", 0.85 * np.exp(-sheet.y / 0.075))
    picture = over(picture, "d98a5c", 0.55 * np.exp(-(((sheet.y - 0.62) / 0.13) ** 2)))
    sun = np.hypot(sheet.x - 1.06, sheet.y - 0.27) - 0.105
    picture = over(picture, "c8402c", sheet.soft((sun + 0.001 * noise(sheet, rng, 60)).astype(np.float32)))
    for y, x0, x1 in ((0.22, 0.80, 1.45), (0.30, 0.92, 1.24), (0.335, 0.84, 1.4)):
        mist = (
            np.abs(sheet.y - y)
            - 0.010 * np.clip(np.sin(np.pi * np.clip((sheet.x - x0) / (x1 - x0), 0, 1)), 0, 1) ** 0.4
        )
        picture = over(picture, "f1e6cb", sheet.soft(mist.astype(np.float32)) * 0.95)
    hill = curve(
        [(0.80, 0.76), (0.93, 0.665), (1.02, 0.565), (1.055, 0.555), (1.09, 0.57), (1.20, 0.675), (1.36, 0.76)], 60
    )
    cone = sheet.polygon(np.vstack([hill, [(1.36, 1), (0.8, 1)]]))
    picture = over(picture, ramp("3f5f82 6f8ea6", np.clip((sheet.y - 0.56) / 0.2, 0, 1)), cone)
    snow = cone * smoothstep(
        0.006, -0.006, sheet.y - 0.615 - 0.022 * np.sin(sheet.x * 95) - 0.014 * noise(sheet, rng, (34, 4), 2)
    )
    picture = over(picture, "f6efdf", snow)
    return over(picture, INK, 0.9 * _rim_ink(sheet, cone, 0.0035))


def _swell(sheet: Sheet, picture: Field, points: Points, hues: tuple[str, str, str]) -> Field:
    """One body of water: flat blue, two tones of stripes along its upper edge, and a key line."""
    top = curve(points, 90)
    body = sheet.polygon(np.vstack([top, [(top[-1, 0], 1.2), (top[0, 0], 1.2)]]))
    depth = (distance_transform_edt(body > 0.5) / sheet.unit).astype(np.float32)
    picture = over(picture, hues[0], body)
    flow = depth + 0.010 * np.sin(13 * sheet.x + 9 * sheet.y)
    picture = over(picture, hues[1], body * _stripes(sheet, flow, 21, 0.46 + 0.16 * float(np.sin(len(points)))))
    picture = over(picture, hues[2], body * _stripes(sheet, flow + 0.016, 21, 0.17))
    return over(picture, INK, _rim_ink(sheet, body, 0.0045))


def _great_wave(sheet: Sheet, rng: np.random.Generator, picture: Field) -> Field:
    """The breaking wave itself: striped back, hollow in shade, claws of foam."""
    top, inner = curve(CREST, 100), curve(HOLLOW, 100)
    body = sheet.polygon(np.vstack([top, inner, [(0.80, 1.2), (-0.2, 1.2)]]))
    reach = np.hypot(sheet.x - 0.60, (sheet.y - 0.47) * 0.92)
    winding = 5 / (2 * np.pi * 17)  # five whole stripes a turn: no seam where the angle jumps
    flow = reach + winding * np.arctan2(sheet.y - 0.47, sheet.x - 0.60)
    picture = over(picture, "1f4f86", body)
    picture = over(picture, "8fb9c9", body * _stripes(sheet, flow, 17, 0.50))
    picture = over(picture, "f1e9d6", body * _stripes(sheet, flow + 0.022, 17, 0.20))
    picture = over(picture, "16335f", body * smoothstep(0.24, 0.20, reach) * smoothstep(0.5, 0.7, sheet.y) * 0.8)
    picture = over(picture, INK, _rim_ink(sheet, body, 0.005))
    for edge, grow in ((CREST[2:], 0.026), (HOLLOW[:5], 0.020)):
        foam = _claws(sheet, rng, edge, grow)
        picture = over(picture, "f6f0e0", foam)
        hollow = distance_transform_edt(foam > 0.5) / sheet.unit
        shade = smoothstep(0.0125, 0.014, hollow.astype(np.float32))
        picture = over(picture, "a9c8d0", shade * 0.9)
        picture = over(picture, INK, _rim_ink(sheet, foam, 0.0036))
    for _ in range(150):
        turn, far = rng.uniform(-2.6, 0.5), 0.30 + abs(rng.normal(0, 0.10))
        x, y, radius = 0.56 + far * np.cos(turn) * 1.2, 0.42 + far * np.sin(turn), rng.uniform(0.0018, 0.0055)
        drop = np.hypot(sheet.x - x, sheet.y - y)
        outside = 1 - body
        picture = over(picture, INK, sheet.soft(drop - radius - 0.0014) * outside)
        picture = over(picture, "f6f0e0", sheet.soft(drop - radius) * outside)
    return picture


def great_wave(size: int, rng: np.random.Generator) -> Field:
    """Cut and print a breaking wave before a snow mountain, in Prussian blue and vermilion."""
    sheet = sheet_of(size, 1.35)
    picture = _backdrop(sheet, rng)
    far = [(0.3, 0.80), (0.62, 0.735), (0.82, 0.755), (1.0, 0.70), (1.2, 0.735), (1.45, 0.68)]
    picture = _swell(sheet, picture, far, ("5f8fb0", "a9c8d0", "e9e2cf"))
    picture = _great_wave(sheet, rng, picture)
    near = [(0.45, 1.05), (0.66, 0.90), (0.86, 0.83), (1.05, 0.875), (1.2, 0.80), (1.3, 0.74), (1.45, 0.80)]
    picture = _swell(sheet, picture, near, ("1f4f86", "8fb9c9", "f1e9d6"))
    foam = _claws(sheet, rng, near[3:], 0.020)
    picture = over(over(picture, "f6f0e0", foam), INK, _rim_ink(sheet, foam, 0.0036))
    picture = _swell(
        sheet,
        picture,
        [(-0.1, 0.86), (0.15, 0.90), (0.42, 0.955), (0.70, 0.94), (1.0, 0.965), (1.45, 0.90)],
        ("16335f", "3f78a6", "e9e2cf"),
    )
    grain = noise(sheet, rng, (3.5, 150), 2) + 0.35 * noise(sheet, rng, (160, 160))
    fibres = paper(sheet, rng, "ffffff", 0.03)
    picture = picture * fibres * (1 + 0.035 * grain)[..., None]
    bite = smoothstep(2.2, 3.2, noise(sheet, rng, 260) + 0.5 * grain)
    return np.clip(over(picture, "efe0bf", 0.55 * bite), 0, 1)


def _screen(sheet: Sheet, tone: Field, angle: float, rate: float) -> Field:
    """Halftone dots of coverage `tone` on a screen turned by `angle` (radians), `rate` dots a short side."""
    c, s = np.cos(angle), np.sin(angle)
    u, v = (sheet.x * c + sheet.y * s) * rate, (-sheet.x * s + sheet.y * c) * rate
    spot = (np.cos(2 * np.pi * u) + np.cos(2 * np.pi * v)) / 4 + 0.5
    order = np.clip(1.5 * tone * 0.72 - 0.02, 0, 1)
    soft = 2.2 * rate / sheet.unit
    return smoothstep(-soft, soft, order - (1 - spot))


def _poppy(sheet: Sheet, place: tuple[float, float, float], spin: float) -> tuple[Field, Field, Field]:
    """Coverage, key lines and shade of a four-petalled flower seen from above."""
    x, y, radius = place
    turn, reach = np.arctan2(sheet.y - y, sheet.x - x) + spin, np.hypot(sheet.x - x, sheet.y - y) / radius
    rim = 0.80 + 0.20 * np.abs(np.sin(2.5 * turn)) ** 0.55 + 0.020 * np.sin(21 * turn)
    cover = sheet.soft(((reach - rim) * radius).astype(np.float32))
    crease = np.abs(np.sin(2.5 * turn)) * reach
    lines = smoothstep(0.045, 0.025, crease) * (reach > 0.34) * cover
    ticks = smoothstep(0.1, 0.2, np.sin(40 * turn) - 0.55 - 2.6 * np.abs(reach - 0.47)) * cover
    ink = np.maximum(np.maximum(lines, ticks), smoothstep(0.052, 0.040, np.abs(reach - rim)))
    heart = smoothstep(0.25, 0.23, reach)
    seeds = smoothstep(0.55, 0.45, np.abs(np.sin(14 * reach / 0.23) * np.sin(9 * turn)))
    ink = np.maximum(ink * (1 - heart), heart * (0.25 + 0.75 * seeds))
    shade = np.clip(0.75 - reach + 0.35 * np.sin(turn - spin - 0.6), 0, 1)
    return cover, ink, shade.astype(np.float32)


def halftone_poppies(size: int, rng: np.random.Generator) -> Field:
    """Print giant poppies before a ray-burst in four loud inks and Ben-Day dots."""
    sheet = sheet_of(size, 1.0, 1.0)
    picture = np.broadcast_to(paint("fff6dc"), (*sheet.shape, 3)).astype(np.float32)
    turn, reach = np.arctan2(sheet.y - 0.98, sheet.x - 0.5), np.hypot(sheet.x - 0.5, sheet.y - 0.98)
    rays = smoothstep(-0.06, 0.06, np.sin(26 * turn))
    picture = over(picture, "ffd400", rays)
    picture = over(picture, "00a0d8", _screen(sheet, np.clip(reach * 1.1 - 0.28, 0, 0.9), 0.26, 62))
    ink = np.zeros(sheet.shape, np.float32)
    for points in (
        [(0.34, 0.38), (0.40, 0.7), (0.46, 1.02)],
        [(0.72, 0.60), (0.66, 0.8), (0.56, 1.02)],
        [(0.20, 0.78), (0.3, 0.9), (0.36, 1.02)],
    ):
        stem = sheet.line(curve(points, 50), 0.034)
        picture, ink = over(picture, "2fae4a", stem), np.maximum(ink * (1 - stem), _rim_ink(sheet, stem, 0.009))
    for x, y, lean in ((0.52, 0.88, -1.0), (0.50, 0.92, 0.75), (0.86, 0.95, 0.5), (0.08, 1.0, -0.4)):
        t = np.linspace(0, 1, 50)
        spine = np.stack([x + lean * 0.34 * t, y - 0.30 * t + 0.2 * t**2], 1)
        leaf = sheet.line(spine, 0.13 * np.sin(np.pi * t**0.8) + 0.002)
        picture, ink = over(picture, "2fae4a", leaf), np.maximum(ink * (1 - leaf), _rim_ink(sheet, leaf, 0.009))
        picture = over(picture, "0a5a3c", leaf * _screen(sheet, np.clip((sheet.y - y + 0.25) * 1.8, 0, 0.8), 0.8, 62))
        ink = np.maximum(ink, sheet.line(spine, 0.006))
    flowers = (
        ((0.34, 0.34, 0.285), "e8202c", 0.2),
        ((0.755, 0.565, 0.235), "ff5fa2", 1.0),
        ((0.17, 0.77, 0.165), "ff7a1a", 0.5),
        ((0.80, 0.155, 0.135), "e8202c", 0.0),
    )
    for place, hue, spin in flowers:
        cover, lines, shade = _poppy(sheet, place, spin)
        picture, ink = over(picture, hue, cover), np.maximum(ink * (1 - cover), lines)
        picture = over(picture, "fff6dc", cover * _screen(sheet, np.clip(0.55 - 1.5 * shade, 0, 0.6), 0.8, 62) * 0.95)
        picture = over(picture, "7a0f3c", cover * _screen(sheet, np.clip(shade * 1.3, 0, 0.85), 0.26, 62))
    picture = over(picture, "14131f", np.clip(gaussian_filter(ink, 0.4), 0, 1))
    rough = 1 + 0.022 * noise(sheet, rng, 150, 2) + 0.015 * noise(sheet, rng, 5, 3)
    return np.clip(picture * rough[..., None], 0, 1).astype(np.float32)
