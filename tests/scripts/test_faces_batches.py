"""Training pictures are kept, drawn, mirrored and coded as they should be."""

from pathlib import Path

import numpy as np
import pytest
import torch

from scripts.face_scores.mesh_labels import mirror_map
from scripts.faces.batches import Sampler
from scripts.faces.codes import LENGTH, FaceCodes, fitted
from scripts.faces.degradations import degraded
from scripts.faces.exchanging import Likeness
from scripts.faces.labels import MIRRORED
from scripts.faces.pictures import Pictures, drawn, mingled, usable
from tests.scripts.made_up_faces import known, made_up_mesh, pairs, portrait, random_codes, training_pictures

SIZE = 16


class Chance:
    """Draws what it is told: which pictures, and whether all are mirrored; nothing is relit."""

    def __init__(self, mirrored: bool) -> None:
        self.mirrored = mirrored

    def choice(self, pool: np.ndarray, size: int) -> np.ndarray:
        return np.resize(pool, size)

    def random(self, count: int) -> np.ndarray:
        return np.full(count, 0.0 if self.mirrored else 1.0)

    def normal(self, _mean: float, _deviation: float, shape: tuple[int, ...]) -> np.ndarray:
        return np.zeros(shape)


def sampler(seed: int = 0, pictures: Pictures | None = None) -> Sampler:
    return Sampler(pictures or training_pictures(SIZE), known(), seed, random_codes(SIZE))


def test_the_mirror_order_pairs_left_and_right() -> None:
    shift = np.array([[[0.0, 0.01, 0.0]], [[0.0, -0.01, 0.0]]])
    assert mirror_map(made_up_mesh() + shift).tolist() == [pairs()[index] for index in range(478)]


def test_a_mirrored_draw_is_the_draw_of_mirrored_pictures() -> None:
    pictures = training_pictures(SIZE)
    order = np.array([pairs()[index] for index in range(478)])
    turned = pictures.meshes[:, order] * np.float32([-1, 1, 1]) + np.float32([1, 0, 0])
    flat = np.ascontiguousarray(pictures.pictures[:, :, ::-1])
    other = Pictures(flat, turned, pictures.portraits, pictures.genuine, pictures.names)
    first, second = sampler(pictures=pictures), sampler(pictures=other)
    first.order = order
    second.mean, second.deviation = first.mean, first.deviation
    second.attributes = first.attributes
    first.generator, second.generator = Chance(mirrored=True), Chance(mirrored=False)
    mirrored, plain = first.draw(8), second.draw(8)
    assert torch.equal(mirrored.pictures, plain.pictures)
    torch.testing.assert_close(mirrored.codes, plain.codes, atol=1e-4, rtol=1e-4)
    torch.testing.assert_close(mirrored.labels, plain.labels, atol=1e-3, rtol=1e-3)
    first.generator = Chance(mirrored=False)
    signs = torch.from_numpy(np.append(MIRRORED, np.ones(3, np.float32)))
    torch.testing.assert_close(mirrored.labels, first.draw(8).labels * signs)


def test_the_second_half_is_genuine_and_unknown_portraits_are_left_out() -> None:
    pictures = training_pictures(SIZE)
    pictures.pictures[:] = pictures.portraits[:, None, None, None] * 50
    facts = known()
    facts[0, 1] = np.nan
    found = Sampler(pictures, facts, 0, random_codes(SIZE))
    found.generator = Chance(mirrored=False)
    shown = ((found.draw(20).pictures[:, 0, 0, 0] + 1.0) * 127.5 / 50).round().int().tolist()
    assert set(shown[:10]) == {1, 2, 3}
    assert set(shown[10:]) == {1, 2}


def test_a_seed_makes_the_same_batches() -> None:
    first, second, third = sampler(3), sampler(3), sampler(4)
    for _ in range(2):
        one, two, three = first.draw(6), second.draw(6), third.draw(6)
        assert torch.equal(one.pictures, two.pictures)
        assert torch.equal(one.codes, two.codes)
        assert not torch.equal(one.pictures, three.pictures)
    assert one.codes.shape == (6, LENGTH)
    assert one.pictures.abs().max() <= 1.0


def test_a_moved_mouth_changes_the_smile_of_its_picture_alone() -> None:
    pictures = training_pictures(SIZE)
    for corner in (61, 291):
        pictures.meshes[1, corner, 1] -= 0.02
    plain, moved = sampler().attributes, sampler(pictures=pictures).attributes
    rises = (moved - plain)[:, 2]
    assert rises[1] > 0.5
    assert rises[1] > 2 * np.abs(np.delete(rises, 1)).max()
    np.testing.assert_allclose(moved[:, :2], plain[:, :2])


def test_fitted_codes_are_about_white_and_come_back_from_a_file(tmp_path: Path) -> None:
    chance = torch.Generator().manual_seed(0)
    pictures = torch.rand(400, 3, SIZE, SIZE, generator=chance) * 2 - 1
    meshes = torch.from_numpy(made_up_mesh()).float() + 0.01 * torch.randn(400, 478, 3, generator=chance)
    attributes = torch.randn(400, 3, generator=chance)
    torch.manual_seed(0)
    codes = fitted(pictures, meshes, attributes)
    z = codes(pictures, meshes, attributes)
    covariance = z.T @ z / len(z)
    assert z.mean(dim=0).abs().max() < 1e-3
    assert (covariance - covariance.diag().diag()).abs().max() < 1e-3
    assert 0.3 < covariance.diag().min() <= covariance.diag().max() < 1.001
    codes.save(tmp_path / "codes.safetensors")
    again = FaceCodes.load(tmp_path / "codes.safetensors")
    torch.testing.assert_close(again(pictures, meshes, attributes), z, atol=1e-3, rtol=1e-3)


def test_pictures_are_drawn_joined_and_kept(tmp_path: Path) -> None:
    faces = [portrait(f"faces/{seed}.png", seed) for seed in range(3)]
    plain = drawn(faces, 2, SIZE, 0)
    flat = np.zeros(3)
    alike = Likeness(flat, flat, flat, np.zeros((3, 3)), flat)
    both = plain + mingled(faces, alike, 4, SIZE, 1)
    assert both.portraits[:6].tolist() == [0, 0, 1, 1, 2, 2]
    assert both.genuine.tolist() == [True] * 6 + [False] * 4
    assert both.first().tolist() == [0, 2, 4]
    assert np.array_equal(drawn(faces, 2, SIZE, 0).pictures, plain.pictures)
    both.save(tmp_path)
    again = Pictures.load(tmp_path)
    assert again.names == both.names
    for part in ("pictures", "meshes", "portraits", "genuine"):
        assert np.array_equal(getattr(again, part), getattr(both, part)), part


def test_portraits_like_no_other_are_not_mingled() -> None:
    apart = np.array([0.0, 50.0, 100.0])
    flat = np.zeros(3)
    with pytest.raises(ValueError, match="None of the 3 portraits is like another"):
        mingled([portrait()] * 3, Likeness(apart, flat, flat, np.zeros((3, 3)), flat), 1, SIZE, 0)


def test_small_and_turned_portraits_are_not_used() -> None:
    face = portrait()
    assert usable(face)
    small = type(face)(name=face.name, picture=face.picture, points=face.points * 0.5)
    assert not usable(small)


def test_about_half_are_degraded_without_a_shift_of_colours() -> None:
    ramp = torch.linspace(-0.8, 0.8, 32).expand(3, 32, 32)
    pictures = (ramp * torch.tensor([1.0, 0.5, -0.7])[:, None, None]).expand(40, 3, 32, 32).contiguous()
    found = degraded(pictures, np.random.default_rng(0))
    changed = (found != pictures).flatten(1).any(dim=1)
    assert 12 <= int(changed.sum()) <= 28
    assert torch.equal(found, degraded(pictures, np.random.default_rng(0)))
    means = (found - pictures)[changed].mean(dim=(0, 2, 3))
    assert means.abs().max() < 0.5 / 127.5  # of a level
