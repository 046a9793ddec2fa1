"""Pictures set from pieces: a leaded window and a mosaic of tesserae that follow the drawing.

The mosaic relaxes oriented square cells as in Hausner (2001, "Simulating Decorative Mosaics"), with a k-d tree in the
place of the depth buffer.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import distance_transform_edt, gaussian_filter
from scipy.spatial import cKDTree

from gallery.brush import scatter
from gallery.color import over, paint, ramp, relight
from gallery.sheet import Field, Sheet, noise, sheet_of, smoothstep

Labels = NDArray[np.intp]


def _window_regions(sheet: Sheet) -> tuple[Labels, Field]:
    """Label the drawing of the window, and return a target colour: a rising sun, hills, a river and two trees."""
    sun = np.hypot(sheet.x - 0.40, sheet.y - 0.46)
    turn = np.arctan2(sheet.y - 0.46, sheet.x - 0.40)
    rays = np.floor((turn + np.pi) / (2 * np.pi) * 22).astype(np.intp)
    ring = np.digitize(sun + 0.02 * np.sin(turn * 11), [0.13, 0.21, 0.36, 0.55, 0.78])
    labels = 10 + ring * 30 + np.where(ring > 0, rays, 0)
    warm = ramp("fff3b0 ffd23f ff9a1f ef5a24 b2274a 5b2a86 253a9a 1c6fb5", np.clip(sun / 0.95, 0, 1))
    color = warm * (0.85 + 0.22 * (rays % 2))[..., None]
    hills = ((0.62, 0.07, 4.2, 0.3, "2c6e49"), (0.72, 0.06, 5.6, 2.0, "5fa03a"), (0.84, 0.05, 4.0, 4.0, "14503c"))
    for i, (level, swing, rate, phase, hue) in enumerate(hills):
        below = sheet.y > level + swing * np.sin(rate * sheet.x + phase)
        labels = np.where(below, 400 + i, labels)
        color = np.where(below[..., None], paint(hue), color)
    bend = 0.42 + 0.16 * np.sin((sheet.y - 0.62) * 9) + 0.1 * (sheet.y - 0.62)
    river = (np.abs(sheet.x - bend) < 0.03 + 0.36 * (sheet.y - 0.64)) & (sheet.y > 0.69)
    bands = np.floor((sheet.y + 0.02 * np.sin(14 * sheet.x)) * 19).astype(np.intp)
    labels = np.where(river, 500 + bands, labels)
    color = np.where(river[..., None], np.where((bands % 2)[..., None], paint("2f8fd0"), paint("8ed3ea")), color)
    return labels, color.astype(np.float32)


def _window_trees(sheet: Sheet, labels: Labels, color: Field) -> tuple[Labels, Field]:
    """Add a tree on either side of the window, its crown of round leaves."""
    for side, x0 in ((1, 0.10), (2, 0.88)):
        bend = x0 + 0.03 * np.sin(7 * sheet.y)
        trunk = (np.abs(sheet.x - bend) < 0.022 + 0.05 * np.clip(sheet.y - 0.8, 0, 1)) & (sheet.y > 0.42)
        labels = np.where(trunk, 600 + side, labels)
        color = np.where(trunk[..., None], paint("6b3a1e"), color)
        for k in range(11):
            reach, turn = (0.0, 0.0) if k == 0 else (0.115 + 0.03 * (k % 2), k * 2 * np.pi / 10)
            cx, cy = x0 + reach * np.cos(turn) * 0.95, 0.30 + reach * np.sin(turn) * 1.35
            crown = np.hypot(sheet.x - cx, sheet.y - cy) < (0.085 if k == 0 else 0.062)
            labels = np.where(crown, 700 + side * 40 + k, labels)
            hue = ("1f7a3a", "8cc63f", "0f5a3c", "c9d13a", "2e9e5b")[(k * 3 + side) % 5]
            color = np.where(crown[..., None], paint(hue), color)
    return labels, color


def _rim(labels: Labels) -> Field:
    """Distance in pixels to the nearest border between labels."""
    same = np.ones(labels.shape, bool)
    same[:, 1:] &= labels[:, 1:] == labels[:, :-1]
    same[1:] &= labels[1:] == labels[:-1]
    return distance_transform_edt(same).astype(np.float32)


def stained_glass(size: int, rng: np.random.Generator) -> Field:
    """Glaze a window: hand-blown coloured panes lit from behind, held by lead cames."""
    sheet = sheet_of(size, 1.0, 1.2)
    labels, color = _window_trees(sheet, *_window_regions(sheet))
    seeds = scatter(sheet, rng, 0.098)
    wave = 0.008 * noise(sheet, rng, 7), 0.008 * noise(sheet, rng, 7)
    where = np.stack([sheet.x + wave[0], sheet.y + wave[1]], -1)
    _, shard = cKDTree(seeds).query(where.reshape(-1, 2))
    panes = labels * 5000 + shard.reshape(sheet.shape)
    _, index = np.unique(panes, return_inverse=True)
    index = index.reshape(sheet.shape)
    count = int(index.max()) + 1
    area = np.bincount(index.ravel(), minlength=count)
    mean = np.stack([np.bincount(index.ravel(), color[..., c].ravel(), count) / area for c in range(3)], -1)
    tint = mean * rng.normal(1, 0.13, (count, 1)) + rng.normal(0, 0.03, (count, 3))
    turn = rng.uniform(0, np.pi, count)[index]
    streaks = np.sin(90 * (np.cos(turn) * sheet.x + np.sin(turn) * sheet.y) + 3 * noise(sheet, rng, 9, 2))
    rim = _rim(index) / sheet.unit
    glow = 0.72 + 0.34 * smoothstep(0.0, 0.035, rim) + 0.05 * streaks + 0.06 * noise(sheet, rng, 40, 2)
    blown = np.clip(tint, 0.03, 1)[index] * glow[..., None]
    bubbles = np.clip(noise(sheet, rng, 75) - 2.0, 0, 1)
    glass = relight(np.clip(blown + 0.5 * bubbles[..., None], 0, 1), noise(sheet, rng, 22, 2), 1.2 * size / 704, 0.05)
    drawing = _rim(labels) / sheet.unit
    lead = np.maximum(smoothstep(0.0050, 0.0034, rim), smoothstep(0.0088, 0.0070, drawing))
    bead = np.clip(1 - np.minimum(rim / 0.005, drawing / 0.0088), 0, 1)
    metal = np.clip(0.05 + 0.03 * noise(sheet, rng, 120), 0, 1)[..., None] + 0 * glass
    metal = relight(metal + 0.06 * bead[..., None], gaussian_filter(bead, 0.8), 5.0 * size / 704, 0.3)
    light = 1.08 - 0.35 * np.hypot(sheet.x - 0.42, sheet.y - 0.48)
    return np.clip(over(glass * light[..., None], metal, lead), 0, 1)


def _cells(sheet: Sheet, sites: Field, angle: Field) -> tuple[Labels, Field]:
    """Assign pixels to oriented square cells; returns labels and the gap to the second nearest (short sides)."""
    points = np.stack([sheet.x, sheet.y], -1).reshape(-1, 2)
    _, near = cKDTree(sites).query(points, k=6)
    cosine, sine = np.cos(angle)[near], np.sin(angle)[near]
    dx, dy = (points[:, None, :] - sites[near]).transpose(2, 0, 1)
    reach = np.maximum(np.abs(dx * cosine + dy * sine), np.abs(dy * cosine - dx * sine))
    order = np.argsort(reach, axis=1)[:, :2]
    first = np.take_along_axis(near, order[:, :1], 1)[:, 0]
    ranked = np.take_along_axis(reach, order, 1)
    return first.reshape(sheet.shape), (ranked[:, 1] - ranked[:, 0]).reshape(sheet.shape).astype(np.float32)


def _sample(image: Field, sites: Field, unit: int) -> Field:
    """Look an image up at sites in short sides."""
    iy = np.clip((sites[:, 1] * unit).astype(int), 0, image.shape[0] - 1)
    ix = np.clip((sites[:, 0] * unit).astype(int), 0, image.shape[1] - 1)
    return image[iy, ix]


def _fish(sheet: Sheet, place: tuple[float, float, float, float], hues: tuple[str, str]) -> tuple[Field, Field]:
    """Signed distance-like field (negative inside) and colours of a fish at (x, y), turned, of half length."""
    x, y, turn, half = place
    c, s = np.cos(turn), np.sin(turn)
    u = ((sheet.x - x) * c + (sheet.y - y) * s) / half
    v = (-(sheet.x - x) * s + (sheet.y - y) * c) / half - 0.12 * np.sin(2.6 * u)
    belly = 0.37 * np.sin(np.pi * np.clip((u + 1) / 2.02, 0, 1) ** 0.72) ** 0.85 + 0.05 * (u > 0)
    body = np.maximum(np.abs(v) - belly, np.abs(u) - 1)
    tail = np.maximum(np.abs(v) - (0.07 + 0.62 * (u - 0.82)), np.maximum(0.82 - u, u - 1.34 + 0.16 * np.cos(v * 6)))
    crest = np.sin(np.pi * np.clip((u + 0.5) / 1.1, 0, 1)) * np.where(v < 0, 0.24, 0.13)
    fin = np.maximum(np.abs(v) - belly - crest, np.abs(u - 0.05) - 0.55)
    shape = np.minimum(np.minimum(body, tail), fin)
    stripe = 0.5 + 0.5 * np.sin(16 * u + 5 * np.abs(v))
    color = ramp(hues[0], np.clip(0.50 - 0.9 * v + 0.22 * stripe, 0, 1))
    color = over(color, ramp(hues[1], stripe), (body > 0).astype(np.float32))
    head = np.abs(u + 0.52 - 0.25 * v * v) - 0.03
    color = over(color, hues[1].split()[0], sheet.soft((head * half).astype(np.float32)))
    for radius, hue in ((0.125, "f4ead0"), (0.065, "10151c")):
        color = over(color, hue, sheet.soft(((np.hypot(u + 0.72, v + 0.09) - radius) * half).astype(np.float32)))
    return (shape * half).astype(np.float32), color


def _sea(sheet: Sheet, rng: np.random.Generator) -> tuple[Field, Field]:
    """Target colours of the mosaic and the field whose contours its rows follow: two fishes and a gold sun."""
    swell = sheet.y + 0.030 * np.sin(7 * sheet.x + 3 * sheet.y) + 0.006 * noise(sheet, rng, 4)
    bands = 0.5 + 0.5 * np.sin(44 * swell)
    color = ramp("0b3a5a 14607f 2f93a0 8cc9bd e4ead2", np.clip(0.66 - 0.55 * sheet.y + 0.36 * (bands - 0.5), 0, 1))
    guide = swell.copy()
    sky = sheet.y < 0.20 + 0.016 * np.sin(9 * sheet.x)
    sun = np.hypot(sheet.x - 0.86, sheet.y - 0.10)
    spokes = 0.5 + 0.5 * np.sin(18 * np.arctan2(sheet.y - 0.10, sheet.x - 0.86))
    gold = ramp("8a5a12 c8921f e8bf4a f7e3a0", np.clip(0.55 + 0.2 * noise(sheet, rng, 30) + 0.16 * spokes, 0, 1))
    gold = over(gold, ramp("c23b22 ef8f2a fff0b8", np.clip(1.15 - sun / 0.12, 0, 1)), smoothstep(0.125, 0.115, sun))
    color = np.where(sky[..., None], gold, color)
    guide = np.where(sky, sun, guide)
    shoal = (
        ((0.42, 0.42, 0.10, 0.29), ("8a1f1a c8452a ec9a4a f6dfa8", "5a1218 b8862b")),
        ((0.80, 0.72, -0.12, 0.27), ("1a1f4a 4a4a9a b0a0c8 f3ead8", "141a3c c8921f")),
        ((0.22, 0.83, 0.22, 0.13), ("6a4a10 c8921f f0d070 fff4d0", "5a3a10 a83a22")),
    )
    for place, hues in shoal:
        shape, hue = _fish(sheet, place, hues)
        rim = smoothstep(0.016, 0.008, np.abs(shape - 0.008))
        color = over(over(color, "f3ecd6", smoothstep(0.032, 0.028, shape)), hue, sheet.soft(shape))
        color = over(color, "0c1a2a", rim * (shape > 0))
        guide = np.where(shape < 0.05, shape, guide)
    return color.astype(np.float32), guide.astype(np.float32)


def sea_mosaic(size: int, rng: np.random.Generator) -> Field:
    """Set a sea floor of stone and gold tesserae, rows following the fishes and the swell."""
    sheet, draft = sheet_of(size, 1.2), sheet_of(min(416, 4 * size), 1.2)
    color, guide = _sea(draft, rng)
    dy, dx = np.gradient(gaussian_filter(guide, 3))
    angle = np.arctan2(dy, dx).astype(np.float32)
    sites = scatter(draft, rng, 0.0172)
    sites = sites[(np.abs(sites - 0.5) < (0.72, 0.53)).all(1)]
    for _ in range(9):
        labels, _ = _cells(draft, sites, _sample(angle, sites, draft.unit))
        area = np.bincount(labels.ravel(), minlength=len(sites))
        centre = [np.bincount(labels.ravel(), a.ravel(), len(sites)) / np.maximum(area, 1) for a in (draft.x, draft.y)]
        sites = np.where(area[:, None] > 0, np.stack(centre, -1), sites)
    labels, gap = _cells(sheet, sites, _sample(angle, sites, draft.unit))
    stones = _sample(color, sites, draft.unit)
    stones = stones * rng.normal(1, 0.12, (len(sites), 1)) + rng.normal(0, 0.028, (len(sites), 3))
    tile = smoothstep(0.0012, 0.0042, gap + 0.0006 * noise(sheet, rng, 90))
    lean = rng.normal(0, 0.075, (len(sites), 2))[labels]
    flat = (
        1
        + lean[..., 0] * (sheet.x - sites[labels][..., 0]) / 0.01
        + lean[..., 1] * (sheet.y - sites[labels][..., 1]) / 0.01
    )
    stone = np.clip(stones, 0.02, 1)[labels] * (flat + 0.05 * noise(sheet, rng, 90, 2))[..., None]
    grout = paint("a89878") * (0.62 + 0.07 * noise(sheet, rng, 120, 2))[..., None]
    dome = gaussian_filter(np.minimum(gap / 0.007, 1), 0.0008 * size)
    return relight(np.clip(over(grout, stone, tile), 0, 1), dome, 1.6 * size / 704, 0.14)
