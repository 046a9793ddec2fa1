"""A mirror-symmetric face mesh out of formulas, and small portraits and training pictures with it."""

import numpy as np
import torch
from numpy.typing import NDArray

from scripts.faces import mesh
from scripts.faces.codes import COMPONENTS, LENGTH, FaceCodes, _parts
from scripts.faces.mapping import Pairs
from scripts.faces.pictures import Pictures
from scripts.faces.portraits import Points, Portrait

MIDLINE = (10, 152, 1, 0, 17, 13, 14, 168)
SCALE, CORNER = 150.0, np.array([30.0, 20.0])  # of the frame in the photographs


def pairs() -> dict[int, int]:
    """Return which point lies opposite each one."""
    opposite = {index: index for index in MIDLINE}
    for right, left in (
        (mesh.RIGHT_UPPER, mesh.LEFT_UPPER), (mesh.RIGHT_LOWER, mesh.LEFT_LOWER), (mesh.RIGHT_ABOVE, mesh.LEFT_ABOVE),
        (mesh.RIGHT_CORNERS, mesh.LEFT_CORNERS), (mesh.RIGHT_IRIS, mesh.LEFT_IRIS), ((105, 61), (334, 291)),
        (mesh.INNER_UPPER, mesh.INNER_UPPER[::-1]), (mesh.INNER_LOWER, mesh.INNER_LOWER[::-1]),
        (mesh.OUTER_LOWER, mesh.OUTER_LOWER[::-1]), (mesh.OVAL[1:], mesh.OVAL[:0:-1]),
    ):  # fmt: skip
        opposite |= {int(a): int(b) for a, b in zip(right, left, strict=True)}
        opposite |= {int(b): int(a) for a, b in zip(right, left, strict=True)}
    rest = [index for index in range(mesh.POINTS) if index not in opposite]
    for a, b in zip(rest[::2], rest[1::2], strict=True):
        opposite |= {a: b, b: a}
    return opposite


def made_up_mesh() -> Points:
    """Return a mesh (478, 3) in a frame of side 1 that is nearly that of FFHQ, facing the viewer."""
    flat = np.full((mesh.POINTS, 2), np.nan)
    turn = np.linspace(0.0, 2.0 * np.pi, len(mesh.OVAL), endpoint=False)
    flat[mesh.OVAL] = np.column_stack([0.5 + 0.27 * np.sin(turn), 0.55 - 0.36 * np.cos(turn)])
    along = np.linspace(0.0, 1.0, 9)
    lid = np.sin(np.pi * along)[1:-1]
    across = 0.33 + 0.11 * along[1:-1]
    flat[list(mesh.RIGHT_CORNERS)] = (0.33, 0.475), (0.44, 0.475)
    for points, height in ((mesh.RIGHT_UPPER, -0.016), (mesh.RIGHT_LOWER, 0.014), (mesh.RIGHT_ABOVE, -0.035)):
        flat[points] = np.column_stack([across, 0.475 + height * lid])
    flat[mesh.RIGHT_IRIS] = np.array([0.385, 0.475]) + 0.008 * np.array([[0, 0], [-1, 0], [0, -1], [1, 0], [0, 1]])
    flat[105], flat[61] = (0.37, 0.42), (0.41, 0.71)
    lips = np.linspace(0.43, 0.57, 9)
    for points, y in ((mesh.INNER_UPPER, 0.705), (mesh.INNER_LOWER, 0.72), (mesh.OUTER_LOWER, 0.74)):
        flat[points] = np.column_stack([lips, np.full(9, y)])
    flat[0], flat[1], flat[168] = (0.5, 0.69), (0.5, 0.58), (0.5, 0.46)
    chance = np.random.default_rng(0)
    opposite = pairs()
    for index in range(mesh.POINTS):
        if np.isnan(flat[index, 0]):
            known = flat[opposite[index]]
            place = chance.uniform((0.3, 0.3), (0.48, 0.8))
            flat[index] = place if np.isnan(known[0]) else (1.0 - known[0], known[1])
    depth = 0.22 * ((flat[:, 0] - 0.5) / 0.27) ** 2 + 0.12 * ((flat[:, 1] - 0.55) / 0.36) ** 2
    depth[1] = -0.1
    return np.column_stack([flat, depth])


def photograph(seed: int = 0) -> NDArray[np.uint8]:
    """Return a smooth picture (200, 210, 3)."""
    y, x = np.mgrid[0:200, 0:210] / 30.0
    phase = np.random.default_rng(seed).uniform(0.0, 6.0, 3)
    waves = np.stack([np.sin(x + p) + np.cos(y - 2 * p) for p in phase], axis=-1)
    return np.round(127.5 + 55.0 * waves).astype(np.uint8)


def portrait(name: str = "faces/made_up.png", seed: int = 0) -> Portrait:
    """Return a portrait whose mesh lies upright in it."""
    points = made_up_mesh() * SCALE
    points[:, :2] += CORNER
    return Portrait(name=name, picture=photograph(seed), points=points)


def training_pictures(size: int, portraits: int = 4, each: int = 3) -> Pictures:
    """Return random pictures with slightly different meshes; the last portrait's are exchanged ones."""
    chance = np.random.default_rng(1)
    count = portraits * each
    meshes = made_up_mesh() + 0.004 * chance.normal(size=(count, mesh.POINTS, 3))
    owners = np.repeat(np.arange(portraits, dtype=np.int32), each)
    coarse = chance.integers(0, 256, (count, 4, 4, 3), dtype=np.uint8)
    pictures = coarse.repeat(size // 4, axis=1).repeat(size // 4, axis=2)
    names = [f"faces/{index}.png" for index in range(portraits)]
    return Pictures(pictures, meshes.astype(np.float32), owners, owners < portraits - 1, names)


def known(portraits: int = 4) -> NDArray[np.float64]:
    """Return age, gender and smile (P, 3)."""
    return np.random.default_rng(2).normal((40.0, 0.5, 0.0), (20.0, 0.3, 1.0), (portraits, 3))


def random_codes(size: int) -> FaceCodes:
    """Return a code of random components, for pictures of a side."""
    chance = torch.Generator().manual_seed(3)
    arrays: dict[str, torch.Tensor] = {}
    for part, values in _parts(torch.zeros(1, 3, size, size), torch.zeros(1, mesh.POINTS, 3)).items():
        length, count = values.shape[1], COMPONENTS[part]
        arrays[f"{part}.mean"] = torch.zeros(length)
        arrays[f"{part}.components"] = torch.randn(length, count, generator=chance) / length**0.5
        arrays[f"{part}.scale"] = torch.ones(count)
    arrays["joint.mean"] = torch.zeros(LENGTH)
    arrays["joint.whiten"] = torch.eye(LENGTH)
    return FaceCodes(arrays)


def some_pairs() -> Pairs:
    """Return normal z (64, L) with codes (64, L) that are much like them."""
    chance = torch.Generator().manual_seed(4)
    z, other = torch.randn(2, 64, LENGTH, generator=chance)
    return Pairs(z, z.lerp(other, 0.2))


class Onlooker:
    """In place of the networks of face-api.js: it goes by colours."""

    def impression(self, images: torch.Tensor) -> dict[str, torch.Tensor]:
        red, green, blue = images.mean(dim=(2, 3)).unbind(dim=1)
        return {"age": 100 * red, "male_logit": green - red, "happy_logit": blue}
