"""The landmark predictor's training: the 68 points of a mesh, mirrors, disturbances, scores and the packed file."""

import lzma
from pathlib import Path

import cv2
import dlib
import numpy as np
import pytest

from scripts.landmarks import scores, stream
from scripts.landmarks.disturbances import boxed_anew, disturbed, mirrored
from scripts.landmarks.faces import BOX_SIDE, MARGIN, Face, Pixels, cut_out
from scripts.landmarks.mesh import MIRRORED, landmarks
from scripts.landmarks.packing import STEP, pack
from scripts.landmarks.training import TrainingConfig, train_cascade, varied
from styletransfer.checkpoints.landmark_predictor import load_predictor

SMALL = TrainingConfig(levels=2, trees=3, depth=2, starts=2, features=30)


def labelled(number: int) -> Face:
    """Make a blurred picture with landmarks on a grid of its own."""
    rng = np.random.default_rng(number)
    side = round(BOX_SIDE * (1 + 2 * MARGIN))
    pixels = np.repeat(np.repeat(rng.integers(0, 256, (20, 20, 3), np.uint8), 20, axis=0), 20, axis=1)[:side, :side]
    grid = np.stack(np.meshgrid(np.linspace(0.1, 0.9, 17), np.linspace(0.2, 0.8, 4)), axis=-1).reshape(-1, 2)
    points = grid * BOX_SIDE + MARGIN * BOX_SIDE + rng.normal(0, 3, (68, 2))
    box = (MARGIN * BOX_SIDE, MARGIN * BOX_SIDE, BOX_SIDE)
    return Face(name=str(number), pixels=pixels, box=box, points=points, held_out=False)


def marked(face: Face, number: int) -> Pixels:
    """Paint a landmark, and nothing else."""
    pixels = np.zeros_like(face.pixels)
    x, y = face.points[number]
    cv2.circle(pixels, (round(x), round(y)), 4, (255, 255, 255), -1)
    return pixels


def test_a_symmetric_mesh_has_symmetric_landmarks() -> None:
    mesh = np.random.default_rng(0).uniform(0, 100, (478, 3))
    right, left = [33, 160, 158, 133, 153, 144], [263, 387, 385, 362, 380, 373]
    mesh[left] = mesh[right] * (-1, 1, 1) + (100, 0, 0)
    points = landmarks(mesh)
    assert points.shape == (68, 2)
    np.testing.assert_allclose(points[MIRRORED[36:42]], points[36:42] * (-1, 1) + (99, 0), atol=1e-9)


def test_the_jaw_is_evenly_divided() -> None:
    mesh = np.zeros((478, 3))
    outline = (127, 234, 93, 132, 58, 172, 136, 150, 149, 176, 148, 152)
    mesh[list(outline), 1] = [0, 1, 4, 9, 16, 25, 36, 49, 64, 81, 90, 160]
    np.testing.assert_allclose(landmarks(mesh)[:9, 1], np.arange(9) * 20 - 0.5)


def test_a_mirror_undoes_itself() -> None:
    assert (MIRRORED[MIRRORED] == np.arange(68)).all()
    face = labelled(0)
    again = mirrored(mirrored(face))
    assert (again.pixels == face.pixels).all()
    np.testing.assert_allclose(again.points, face.points)
    assert again.box == pytest.approx(face.box)
    assert mirrored(face).points[36:42, 0].mean() == pytest.approx(
        face.pixels.shape[1] - 1 - face.points[42:48, 0].mean()
    )


@pytest.mark.parametrize("number", [0, 30, 67])
def test_landmarks_follow_the_picture(number: int) -> None:
    face = labelled(1)
    spot = Face(name="", pixels=marked(face, number), box=face.box, points=face.points, held_out=False)
    for seed in range(5):
        found = disturbed(spot, np.random.default_rng(seed))
        blurred = cv2.GaussianBlur(found.pixels.mean(axis=-1), (0, 0), 4)
        y, x = np.unravel_index(int(blurred.argmax()), blurred.shape)
        assert np.hypot(*(found.points[number] - (x, y))) < 4
        assert found.points[number].tolist() != face.points[number].tolist()


def test_boxes_vary_about_the_detectors() -> None:
    face, rng = labelled(0), np.random.default_rng(0)
    boxes = np.array([boxed_anew(face, rng).box for _ in range(400)])
    centres = boxes[:, :2] + boxes[:, 2:] / 2
    np.testing.assert_allclose(centres.mean(axis=0), (MARGIN + 0.5) * BOX_SIDE, atol=1.5)
    assert 0.04 < np.log(boxes[:, 2]).std() < 0.08


def test_copies_repeat_and_differ() -> None:
    faces = [labelled(number) for number in range(2)]
    first, second = (list(varied(faces, 2, seed)) for seed in (0, 0))
    assert len(first) == 4
    assert all((one.pixels == other.pixels).all() for one, other in zip(first, second, strict=True))
    assert not (first[0].points == first[1].points).all()


@pytest.mark.parametrize("box", [(100.0, 80.0, 60.0), (-20.0, 10.0, 90.0), (250.0, 180.0, 80.0)])
def test_a_cut_out_keeps_landmarks_on_their_places(box: tuple[float, float, float]) -> None:
    picture, point = np.zeros((220, 300, 3), np.uint8), np.array([[box[0] + 30, box[1] + 25]])
    picture[int(point[0, 1]) - 1 : int(point[0, 1]) + 2, int(point[0, 0]) - 1 : int(point[0, 0]) + 2] = 255
    face = cut_out("", picture, point, box, held_out=False)
    weights = face.pixels[..., 0].astype(float)
    rows, columns = np.indices(weights.shape)
    middle = np.array([(columns * weights).sum(), (rows * weights).sum()]) / weights.sum()
    assert np.hypot(*(middle - face.points[0])) < 0.1


def test_scores_of_known_errors() -> None:
    face = labelled(0)
    shift = 0.1 * face.between_eyes
    off = scores.errors([face], [face.points + np.array([shift, 0.0])])
    np.testing.assert_allclose(off, 0.1)
    table = scores.table([face, labelled(1)], lambda one: one.points)
    assert "| all | 0.00 | 0.00 | 0.00 |" in table


def test_openness_of_eyes() -> None:
    points = np.zeros((68, 2))
    points[36:42] = [(0, 0), (3, -1), (7, -1), (10, 0), (7, 1), (3, 1)]
    points[42:48] = [(20, 0), (23, 0), (27, 0), (30, 0), (27, 0), (23, 0)]
    np.testing.assert_allclose(scores.openness(points), (0.2, 0.0))


def test_the_file_is_read_and_written_as_dlib_does(tmp_path: Path) -> None:
    plain = tmp_path / "plain.dat"
    assert train_cascade([labelled(number) for number in range(4)], plain, SMALL) == 4
    cascade = stream.read(plain.read_bytes())
    assert [len(level) for level in cascade.levels] == [3, 3]
    assert cascade.levels[0][0].leaves.shape == (4, 136)
    again = stream.read(stream.write(cascade))
    assert (again.mean == cascade.mean).all()
    assert (again.anchors, again.offsets) == (cascade.anchors, cascade.offsets)
    for one, other in zip(again.levels, cascade.levels, strict=True):
        assert all((a.leaves == b.leaves).all() and a.splits == b.splits for a, b in zip(one, other, strict=True))
    with pytest.raises(ValueError, match="behind"):
        stream.read(plain.read_bytes() + b"\x01\x01")
    with pytest.raises(ValueError, match="known version"):
        stream.read(b"\x01\x02")


def test_packing_keeps_what_the_predictor_says(tmp_path: Path) -> None:
    plain, packed = tmp_path / "plain.dat", tmp_path / "packed.dat.xz"
    faces = [labelled(number) for number in range(4)]
    train_cascade(faces, plain, SMALL)
    pack(plain, packed)
    rounded = stream.read(lzma.decompress(packed.read_bytes()))
    steps = np.concatenate([tree.leaves.ravel() for level in rounded.levels for tree in level]) / STEP
    np.testing.assert_allclose(steps, np.rint(steps), atol=1e-3)
    assert np.abs(steps).max() > 1
    picture, box = faces[0].pixels[..., 0].copy(), dlib.rectangle(81, 81, 260, 260)
    before, after = (load_predictor(path)(picture, box).parts() for path in (plain, packed))
    assert max(max(abs(a.x - b.x), abs(a.y - b.y)) for a, b in zip(before, after, strict=True)) <= 1
    first = packed.read_bytes()
    pack(plain, packed)
    assert packed.read_bytes() == first
