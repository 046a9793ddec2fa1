"""Landmark predictors are read plain and packed, and everything else is refused with a sentence."""

import bz2
import lzma
from pathlib import Path

import dlib
import numpy as np
import pytest
from skimage import data

from styletransfer.algorithms.face_landmarks import FaceSearch, find_faces
from styletransfer.checkpoints import landmark_predictor
from styletransfer.checkpoints.landmark_predictor import load_predictor
from styletransfer.errors import CheckpointCorrupt, CheckpointMissing


def trained(folder: Path, parts: int) -> bytes:
    """Train a predictor on one grey square and return its file."""
    options = dlib.shape_predictor_training_options()
    options.cascade_depth, options.num_trees_per_cascade_level, options.tree_depth = 1, 1, 1
    options.oversampling_amount, options.feature_pool_size, options.num_threads = 2, 10, 1
    box = dlib.rectangle(8, 8, 55, 55)
    points = [dlib.point(10 + number % 9 * 5, 10 + number // 9 * 5) for number in range(parts)]
    picture = np.random.default_rng(0).integers(0, 256, (64, 64), np.uint8)
    labels = [[dlib.full_object_detection(box, points)], [dlib.full_object_detection(box, points[::-1])]]
    path = folder / f"of_{parts}.dat"
    dlib.train_shape_predictor([picture, picture], labels, options).save(str(path))
    return path.read_bytes()


@pytest.fixture(scope="module")
def stream(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return trained(tmp_path_factory.mktemp("predictor"), 68)


@pytest.mark.parametrize(("name", "pack"), [("a.dat", bytes), ("a.dat.bz2", bz2.compress), ("a.dat.xz", lzma.compress)])
def test_predictors_are_read(name: str, pack: object, stream: bytes, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(pack(stream))  # type: ignore[operator]
    found = load_predictor(path)(np.zeros((64, 64), np.uint8), dlib.rectangle(8, 8, 55, 55))
    assert found.num_parts == 68
    assert 8 < found.part(30).x < 56
    assert [entry.name for entry in tmp_path.iterdir()] == [name]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("empty.dat", b""),
        ("text.dat", b"no predictor at all"),
        ("html.dat.bz2", b"<html>not found</html>"),
        ("html.dat.xz", b"<html>not found</html>"),
        ("packed_text.dat.xz", lzma.compress(b"no predictor at all")),
    ],
)
def test_other_files_are_refused(name: str, content: bytes, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(CheckpointCorrupt, match=f"{name} is not a landmark predictor"):
        load_predictor(path)


@pytest.mark.parametrize("pack", [bz2.compress, lzma.compress])
def test_files_cut_short_are_refused(pack: object, stream: bytes, tmp_path: Path) -> None:
    path = tmp_path / ("cut.dat.bz2" if pack is bz2.compress else "cut.dat.xz")
    path.write_bytes(pack(stream)[:-30])  # type: ignore[operator]
    with pytest.raises(CheckpointCorrupt):
        load_predictor(path)


def test_other_landmarks_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "five.dat"
    path.write_bytes(trained(tmp_path, 5))
    with pytest.raises(CheckpointCorrupt, match="knows 5 landmarks, 68 are needed"):
        load_predictor(path)


def test_a_bomb_is_not_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(landmark_predictor, "LARGEST", 1000)
    path = tmp_path / "bomb.dat.xz"
    path.write_bytes(lzma.compress(bytes(100_000)))
    with pytest.raises(CheckpointCorrupt, match="unpacks to more than"):
        load_predictor(path)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(CheckpointMissing, match=r"nowhere\.dat"):
        load_predictor(tmp_path / "nowhere.dat")


def test_the_shipped_predictor_sees_eyes_and_mouth() -> None:
    photo, places = data.astronaut(), {"right eye": (203, 102), "left eye": (246, 104), "mouth": (224, 141)}
    predictor = load_predictor(Path(__file__).parents[2] / "weights" / "face_landmarks.dat.xz")
    (face,) = find_faces(photo, predictor, FaceSearch(sides=(512,)))
    points = face.landmarks
    seen = {"right eye": points[36:42].mean(axis=0), "left eye": points[42:48].mean(axis=0),
            "mouth": points[[48, 54]].mean(axis=0)}  # fmt: skip
    for name, place in places.items():
        assert np.hypot(*(seen[name] - place)) < 3, name  # of 43 px between the eyes
    assert points[37:39, 1].max() < points[40:42, 1].min()
    assert points[51, 1] < points[62, 1] < points[66, 1] < points[57, 1] < points[8, 1]
