"""The report compares as many pictures with as many, renders are aligned, and tables give what names ask for."""

from pathlib import Path

import cv2
import numpy as np
import pytest
import torch

from scripts.face_scores.frechet import principal_axes
from scripts.faces import mesh, report, scoring
from scripts.faces.portraits import to_aligned
from scripts.faces.report import aligned_renders, compared
from scripts.faces.scoring import as_levels, described, random_faces, variety
from scripts.faces.tables import good_names, known_of, likeness_of
from styletransfer.models.stylegan2 import StyleGAN2, StyleGAN2Config
from styletransfer.models.vgg import VGGFeatures
from tests.scripts.made_up_faces import portrait


def flat(levels: range) -> np.ndarray:
    return np.stack([np.full((4, 4, 3), level, np.uint8) for level in levels])


def test_as_many_are_compared_with_as_many(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[tuple[int, ...]] = []

    def noted(ours: torch.Tensor, theirs: torch.Tensor, axes: int) -> dict[str, float]:
        seen.append((len(ours), len(theirs), axes, int(ours[0])))
        return {"precision": float(ours.mean())}

    def level(pictures: np.ndarray) -> torch.Tensor:
        return torch.from_numpy(pictures[:, 0, 0, 0]).double()

    monkeypatch.setattr(report, "principal_axes", len)
    monkeypatch.setattr(report, "variety", noted)
    kinds = {"many": flat(range(10)), "few": flat(range(3))}
    found = dict(compared(kinds, {"portraits": flat(range(4))}, flat(range(7)), level))
    assert seen == [(4, 4, 7, 0), (4, 4, 7, 4), (3, 3, 7, 0)]
    assert found == {"many against 4 portraits": {"precision": 3.5}, "few against 3 portraits": {"precision": 1.0}}


def test_variety_knows_the_same_pictures_from_others(monkeypatch: pytest.MonkeyPatch, tiny: VGGFeatures) -> None:
    monkeypatch.setattr(scoring, "perceptual_network", lambda _name, _device: tiny)
    chance = np.random.default_rng(0)
    photographs, others = (chance.integers(60, 190, (40, 16, 16, 3), dtype=np.uint8) for _ in range(2))
    true, axes = described(photographs), principal_axes(described(others))
    same = variety(true, true, axes)
    assert (same["precision"], same["recall"]) == (1.0, 1.0)
    assert same["frechet"] == pytest.approx(0.0, abs=1e-3)
    other = variety(described(np.full_like(photographs, 255)), true, axes)
    assert other["precision"] == 0.0
    assert other["frechet"] > 10


def test_random_faces_repeat_and_truncation_draws_them_together() -> None:
    torch.manual_seed(0)
    generator = StyleGAN2(StyleGAN2Config(size=16, channels=(8, 8, 8), style_dim=6, mapping_layers=1))
    w, pictures = random_faces(generator, 40, 3)
    again, same = random_faces(generator, 40, 3)
    assert pictures.shape == (40, 16, 16, 3)
    assert torch.equal(w, again)
    assert np.array_equal(pictures, same)
    drawn, average = random_faces(generator, 40, 3, psi=0.0)
    assert torch.equal(drawn, generator.latent_avg.expand(40, -1))
    assert np.ptp(average, axis=0).max() <= 1


def test_levels_are_rounded_and_clamped() -> None:
    values = torch.tensor([-2.0, -1.0, 0.0, 1.0, 3.0]).reshape(1, 1, 1, 5).expand(1, 3, 5, 5)
    assert as_levels(values)[0, 0, :, 1].tolist() == [0, 0, 128, 255, 255]


def test_renders_are_aligned_as_portraits(tmp_path: Path) -> None:
    face = portrait()
    landmarks = face.points[mesh.LANDMARKS, :2]
    coded = cv2.imencode(".png", face.picture[..., ::-1])[1]
    np.savez(
        tmp_path / "faces_0.npz", jpeg=np.concatenate([coded, coded]), start=np.array([0, len(coded), 2 * len(coded)]),
        landmarks=np.stack([landmarks, landmarks]).astype(np.float32), label_names=np.array(["age"]),
        labels=np.zeros((2, 1), np.float32),
    )  # fmt: skip
    found = aligned_renders(tmp_path, 2, 32)
    assert found.shape == (2, 32, 32, 3)
    into = to_aligned(face.points) * 32
    into[:, 2] -= 0.5
    crop = cv2.warpAffine(face.picture, into, (32, 32), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT_101)
    assert np.abs(found[1][6:-6, 6:-6].astype(float) - crop[6:-6, 6:-6]).mean() < 6
    with pytest.raises(ValueError, match="holds 2 renders of the 3"):
        aligned_renders(tmp_path, 3, 32)


def test_tables_give_rows_by_name(tmp_path: Path) -> None:
    path = tmp_path / "labels.npz"
    np.savez(
        path, name=np.array(["a", "b", "c"]), good=np.array([True, False, True]), age=np.array([1.0, 2, 3]),
        male=np.array([0.0, 1, 1]), smile=np.array([0.1, 0.2, 0.3]), skin=np.arange(9.0).reshape(3, 3),
        light_x=np.array([4.0, 5, 6]),
    )  # fmt: skip
    assert good_names(path) == {"a", "c"}
    np.testing.assert_array_equal(known_of(["c", "x", "b", "a"], path)[[0, 3]], [[3.0, 1.0, 0.3], [1.0, 0.0, 0.1]])
    assert np.isnan(known_of(["c", "x", "b", "a"], path)[[1, 2]]).all()
    alike = likeness_of([portrait("c"), portrait("a")], path)
    assert alike.age.tolist() == [3.0, 1.0]
    assert alike.skin.tolist() == [[6.0, 7.0, 8.0], [0.0, 1.0, 2.0]]
    assert alike.yaw == pytest.approx([0.0, 0.0], abs=1e-6)
