"""Meshes, names and pixels give known labels, and the readers learn from them."""

import json
import re
import sys
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import numpy as np
import pytest
import torch
from numpy.typing import NDArray
from PIL import Image
from scipy.spatial.transform import Rotation

from scripts.face_scores import appearance, mesh_labels
from scripts.face_scores.label_table import FLAWS, flaws
from scripts.face_scores.likeness import examples, likeness
from scripts.face_scores.mesh_detection import detect
from scripts.face_scores.name_facts import all_facts, facts_of
from scripts.face_scores.part_readers import PartReaders
from scripts.face_scores.part_training import agreement, targets, train_readers


def cloud() -> NDArray[np.float64]:
    """Make a symmetric head of 478 points: an ellipsoid's front with the named points where a face has them."""
    generator = np.random.default_rng(0)
    points = generator.normal(size=(478, 3)) * (0.3, 0.4, 0.1)
    points[33], points[263] = (-0.5, 0, 0), (0.5, 0, 0)
    points[4] = (0, 0.4, -0.4)
    return points - points[mesh_labels.RIGID_POINTS].mean(axis=0)


@pytest.mark.parametrize(("yaw", "pitch", "roll"), [(0, 0, 0), (30, 0, 0), (0, -20, 0), (0, 0, 40), (-25, 12, 8)])
def test_pose_is_recovered_whatever_size_and_place(yaw: float, pitch: float, roll: float) -> None:
    face = cloud()
    turn = Rotation.from_euler("YXZ", [-yaw, pitch, roll], degrees=True).as_matrix()
    seen = 80 * face @ turn.T + np.array([100, 50, 7])
    pose = mesh_labels.pose(seen[None], face)
    found = [float(angle[0]) for angle in (pose.yaw, pose.pitch, pose.roll)]
    assert found == pytest.approx([yaw, pitch, roll], abs=1e-6)
    assert np.allclose(pose.straightened[0], face)


def test_the_nose_shows_where_a_face_turns() -> None:
    face = cloud()
    turned = face.copy()
    angle = np.radians(20)  # about the vertical axis, the nose towards the right of the picture
    turned[:, 0] = np.cos(angle) * face[:, 0] - np.sin(angle) * face[:, 2]
    turned[:, 2] = np.sin(angle) * face[:, 0] + np.cos(angle) * face[:, 2]
    assert turned[4, 0] > face[4, 0]
    assert mesh_labels.pose(turned[None], face).yaw[0] == pytest.approx(20, abs=1e-6)


def test_mesh_measures() -> None:
    points = np.zeros((1, 478, 3))
    points[0, 33], points[0, 263] = (0, 0, 0), (2, 0, 0)
    points[0, 133], points[0, 362] = (0.5, 0, 0), (1.5, 0, 0)
    points[0, [160, 159, 158], 1], points[0, [144, 145, 153], 1] = -0.1, 0.1
    points[0, 14, 1] = 0.5
    points[0, 61, 0], points[0, 291, 0] = 0.5, 1.7
    points[0, 468:473, 0], points[0, 473:478, 0] = 0.25, 1.85
    assert mesh_labels.eye_openness(points)[0].tolist() == pytest.approx([0.4, 0.0])
    assert float(mesh_labels.mouth_opening(points)[0]) == pytest.approx(0.25)
    assert float(mesh_labels.mouth_width(points)[0]) == pytest.approx(0.6)
    assert mesh_labels.gaze(points)[0].tolist() == pytest.approx([0.1, 0.0])
    doubted = mesh_labels.disagreement(points, points + np.array([0.2, 0, 9]), np.arange(478))
    assert float(doubted[0]) == pytest.approx(0.1)
    assert np.isinf(mesh_labels.disagreement(points, points * np.nan, np.arange(478)))[0]


@pytest.mark.parametrize(
    ("name", "attribute", "expected"),
    [
        ("faces/synthetic_t2i/Age_05_03.jpg", "age", 80),
        ("faces/synthetic_t2i/Age_05_03.jpg", "sex", None),
        ("faces/synthetic_sfhq/variability_expression_02_04.jpg", "expression", "happy"),
        ("faces/synthetic_t2i/Glasses-Style_04_00.jpg", "glasses", "dark"),
        ("faces/synthetic_t2i/Hats_00_00.jpg", "hat", True),
        ("faces/portraits_cc0/female_000.jpg", "age", None),
    ],
)
def test_what_a_name_tells(name: str, attribute: str, expected: Any) -> None:
    assert getattr(facts_of(name), attribute) == expected


def test_the_tables_of_portraits_are_read(tmp_path: Path) -> None:
    (tmp_path / "faces").mkdir()
    (tmp_path / "faces/portraits_cc0.json").write_text(json.dumps({"a.jpg": {"age": 33, "sex": "female"}}))
    (tmp_path / "portraits.json").write_text(json.dumps({"a.jpg": {"age": 71, "sex": "male"}}))
    first, second, third = all_facts(
        tmp_path, ["faces/portraits_cc0/a.jpg", "portraits/a.jpg", "faces/synthetic_t2i/Age_00_01.jpg"]
    )
    assert (first.age, first.sex, first.exact_age) == (33, "female", True)
    assert (second.age, second.sex, second.exact_age) == (71, "male", True)
    assert (third.age, third.exact_age) == (1, False)


def test_colours_and_sharpness_are_measured_inside_the_face() -> None:
    points = np.zeros((478, 3))
    points[:, :2] = 0.5
    angles = np.linspace(0, 2 * np.pi, 36, endpoint=False)
    points[appearance.mesh.OVAL, :2] = 0.5 + 0.3 * np.stack((np.sin(angles), -np.cos(angles)), axis=1)
    picture = np.full((128, 128, 3), 119, np.uint8)
    picture[80:] = 0
    points[appearance.CHIN, :2] = (0.5, 0.8)
    colours = appearance.lab(picture)
    assert appearance.skin_colour(colours, points) == pytest.approx([50, 0, 0], abs=0.5)
    assert appearance.beard_shade(colours, points) == pytest.approx(50, abs=0.5)
    assert appearance.colourfulness(colours) < 0.1
    noisy = np.random.default_rng(0).integers(0, 255, (128, 128, 3), np.uint8)
    smooth = np.repeat(np.linspace(0, 255, 128).astype(np.uint8)[None, :, None], 128, axis=0).repeat(3, axis=2)
    assert appearance.sharpness(noisy, points) > 0 > appearance.sharpness(smooth, points)


def test_every_flaw_has_its_bit() -> None:
    fine = {"side": 200.0, "overhang": 0.0, "yaw": 0.0, "pitch": 0.0, "mesh_doubt": 0.01}
    faults = {
        "small": {"side": 50.0}, "overhanging": {"overhang": 0.3}, "turned": {"pitch": -40.0},
        "doubtful": {"mesh_doubt": np.inf}, "dark": {"skin": 5.0},
    }  # fmt: skip
    rows = [fine | {"skin": 60.0} | fault for fault in ({}, *faults.values())]
    table = {name: np.array([row[name] for row in rows]) for name in rows[0]}
    table["skin"] = np.stack([table["skin"]] * 3, axis=1)
    assert flaws(table).tolist() == [0, *(FLAWS[name] for name in faults)]


def test_likeness_tells_what_was_shown_and_spares_the_examples_their_own_answer() -> None:
    generator = np.random.default_rng(0)
    truth = np.repeat([1, -1], 60)
    features = generator.normal(size=(120, 10)) + 1.5 * truth[:, None] * (np.arange(10) < 3)
    known = np.where(np.arange(120) % 2 == 0, truth, 0)
    scores = likeness(features, known)
    for some in (known == 0, known != 0):
        assert (np.sign(scores[some]) == truth[some]).mean() > 0.9
    nothing = likeness(generator.normal(size=(120, 200)), known)  # an example's own answer would make this perfect
    assert (np.sign(nothing[known != 0]) == truth[known != 0]).mean() < 0.75
    with pytest.raises(ValueError, match="4 and 30 examples are too few"):
        likeness(features, np.where(np.cumsum(known > 0) > 4, np.minimum(known, 0), known))


def test_examples_come_from_the_names() -> None:
    names = [f"faces/synthetic_t2i/{rest}.jpg" for rest in ("Glasses-Style_00_01", "Makeup_00_01", "Hats_01_01",
             "Facial-Hair_00_01", "s1_age_female_00_00", "Hair-Style-x-Sex_01_01")]  # fmt: skip
    facts = [facts_of(name) for name in names]
    assert examples("glasses", names, facts).tolist() == [1, -1, 0, 0, 0, -1]
    assert examples("hat", names, facts).tolist() == [0, -1, 1, 0, 0, -1]
    assert examples("beard", names, facts).tolist() == [0, 0, 0, 1, -1, -1]


def random_meshes(count: int) -> NDArray[np.float64]:
    generator = np.random.default_rng(2)
    meshes = cloud()[None] * (1 + 0.1 * generator.normal(size=(count, 1, 3)))
    return meshes + 0.02 * generator.normal(size=(count, 478, 3))


def test_readers_learn_and_agree_with_what_they_learned(tmp_path: Path) -> None:
    meshes = random_meshes(6)
    pictures = np.random.default_rng(0).integers(0, 255, (6, 4, 4, 3), np.uint8).repeat(16, axis=1).repeat(16, axis=2)
    told: list[str] = []
    readers = train_readers(pictures, meshes, cloud(), 30, told.append)
    first, last = ([float(value) for value in re.findall(r" ([\d.]+)(?:,|$)", line)] for line in (told[0], told[-1]))
    assert all(after < 0.8 * before for before, after in zip(first, last, strict=True)), told
    agreed = agreement(readers, pictures, meshes, cloud())
    assert agreed["pitch"][0] > 0.6
    readers.save(tmp_path / "readers.safetensors")
    again = PartReaders.load(tmp_path / "readers.safetensors").read(pictures)
    for name, values in readers.read(pictures).items():
        assert np.array_equal(again[name], values), name


def test_a_mirrored_face_has_its_eyes_exchanged() -> None:
    torch.manual_seed(0)
    readers = PartReaders().eval()
    image = torch.rand(2, 3, 64, 64)
    seen, mirrored = readers(image), readers(image.flip(3))
    assert torch.allclose(seen["eye_right"], mirrored["eye_left"], atol=1e-5)
    assert torch.allclose(seen["brow_left"], mirrored["brow_right"], atol=1e-5)
    assert torch.allclose(seen["gaze_x"], -mirrored["gaze_x"], atol=1e-5)
    assert torch.allclose(seen["gaze_y"], mirrored["gaze_y"], atol=1e-5)
    assert not torch.allclose(seen["eye_right"], seen["eye_left"], atol=1e-3)


def test_targets_turn_gaze_away_from_the_nose() -> None:
    meshes = random_meshes(4)
    eyes = targets(meshes, cloud())["eye"]
    straight = mesh_labels.gaze_of_eyes(mesh_labels.pose(meshes, cloud()).straightened)
    assert np.allclose(eyes[:, 0, 2], -straight[:, 0, 0])
    assert np.allclose(eyes[:, 1, 2:], straight[:, 1])
    assert np.allclose(eyes[:, :, 0], mesh_labels.eye_openness(meshes))


class SpotFinder:
    """Stand in for the mesh network: every point lies on the white spot; the first tries of a picture fail."""

    refusals = 0

    def __init__(self, **_: Any) -> None:
        self.tries = 0

    def process(self, picture: NDArray[np.uint8]) -> SimpleNamespace:
        self.tries += 1
        if self.tries <= SpotFinder.refusals:
            return SimpleNamespace(multi_face_landmarks=None)
        rows, columns = np.nonzero(picture.min(axis=2) > 128)
        height, width = picture.shape[:2]
        mark = SimpleNamespace(x=(columns.mean() + 0.5) / width, y=(rows.mean() + 0.5) / height, z=0.1)
        return SimpleNamespace(multi_face_landmarks=[SimpleNamespace(landmark=[mark] * 478)])


@pytest.mark.parametrize("refusals", [0, 1, 3, 6])  # as it is, padded, turned one way, turned the other
def test_a_mesh_is_told_in_pixels_of_the_picture(
    refusals: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(SpotFinder, "refusals", refusals)
    module = ModuleType("mediapipe.python.solutions.face_mesh")
    module.FaceMesh = SpotFinder  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "mediapipe.python.solutions.face_mesh", module)
    for parent in ("mediapipe", "mediapipe.python", "mediapipe.python.solutions"):
        monkeypatch.setitem(sys.modules, parent, ModuleType(parent))
    picture = np.zeros((90, 120, 3), np.uint8)
    picture[40:46, 70:76] = 255
    Image.fromarray(picture).save(tmp_path / "spot.png")
    ((name, found),) = detect([("spot", tmp_path / "spot.png")])
    assert name == "spot"
    assert found is not None
    assert found.points[0, :2].tolist() == pytest.approx([73, 43], abs=0.6)
    assert found.mirrored[0, :2].tolist() == pytest.approx([73, 43], abs=0.6)
    assert found.faces == 1
