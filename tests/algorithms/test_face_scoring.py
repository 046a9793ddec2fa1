"""Readings of landmarks and colours: drawn faces whose measures are known, and a photograph."""

import numpy as np
import pytest
import torch
from numpy.typing import NDArray
from skimage import data

from styletransfer.algorithms.face_alignment import FaceFrame, align_face, face_quad
from styletransfer.algorithms.face_landmarks import find_faces
from styletransfer.algorithms.face_scoring import LandmarkScorer, above_brows, colour_readings, shape_readings
from styletransfer.checkpoints import build
from styletransfer.errors import ImageError

Points = NDArray[np.float64]
SIDE = 128


def face(eye: float = 0.03, lips: float = 0.0, lift: float = 0.0, nose: tuple[float, float] = (0.0, 0.0)) -> Points:
    """Draw 68 points of a face that looks at the viewer: lids' gap, lips' gap, corners' lift, and the nose's offset."""
    points = np.zeros((68, 2))
    points[:17] = np.column_stack([np.linspace(0.2, 0.8, 17), 0.5 + 0.4 * np.sin(np.linspace(0, np.pi, 17))])
    points[17:27] = np.column_stack([np.linspace(0.3, 0.7, 10), np.full(10, 0.4)])
    points[27:36] = np.column_stack([np.full(9, 0.5), np.linspace(0.47, 0.62, 9)])
    points[30] = (0.5 + nose[0], 0.6 + nose[1])
    points[33] = (0.5, 0.62)
    for start, centre in ((36, 0.38), (42, 0.62)):
        across = np.array([-0.05, -0.02, 0.02, 0.05, 0.02, -0.02])
        down = np.array([0.0, -0.5, -0.5, 0.0, 0.5, 0.5]) * eye
        points[start : start + 6] = np.column_stack([centre + across, 0.48 + down])
    points[48:60] = (0.5, 0.74)
    points[48], points[54] = (0.4, 0.74 - lift), (0.6, 0.74 - lift)
    points[60:68] = (0.5, 0.74)
    points[61:64, 1] -= lips / 2
    points[65:68, 1] += lips / 2
    return points[None]


BETWEEN = 0.24


@pytest.mark.parametrize(
    ("changes", "name", "expected"),
    [({"eye": 0.03}, "eyes", 0.3), ({"eye": 0.0}, "eyes", 0.0), ({"lips": 0.06}, "mouth", 0.06 / BETWEEN),
     ({"lift": 0.0}, "smile", 0.2 / BETWEEN), ({"lift": 0.03}, "smile", (0.2 + 0.06) / BETWEEN),
     ({"nose": (0.0, 0.0)}, "yaw", 0.0), ({}, "brows", 0.08 / BETWEEN)],
)  # fmt: skip
def test_measures_of_a_drawn_face(changes: dict[str, float], name: str, expected: float) -> None:
    assert shape_readings(face(**changes))[name][0] == pytest.approx(expected, abs=1e-6)


@pytest.mark.parametrize(("nose", "name"), [((0.03, 0.0), "yaw"), ((0.0, 0.03), "pitch")])
def test_a_turn_is_positive_to_the_right_and_downwards(nose: tuple[float, float], name: str) -> None:
    back = (-nose[0], -nose[1])
    assert shape_readings(face(nose=nose))[name][0] > 5 + shape_readings(face(nose=back))[name][0]


def test_a_leaning_face_reads_the_same() -> None:
    points = face(eye=0.02, lips=0.03, lift=0.02, nose=(0.02, 0.01))
    turn = np.array([[np.cos(0.3), -np.sin(0.3)], [np.sin(0.3), np.cos(0.3)]])
    straight, leaning = shape_readings(points), shape_readings((points - 0.5) @ turn.T * 0.7 + 0.5)
    for name, values in straight.items():
        assert leaning[name][0] == pytest.approx(values[0], abs=1e-6)


def painted(hair: tuple[int, int, int], skin: tuple[int, int, int]) -> NDArray[np.uint8]:
    """Paint hair down to where it begins, skin below, and black sides."""
    picture = np.zeros((SIDE, SIDE, 3), np.uint8)
    edge = round(SIDE * above_brows(face(), (0.3,))[0, 0, 1])
    picture[:, 20:-20] = skin
    picture[:edge, 20:-20] = hair
    return picture


def read(picture: NDArray[np.uint8]) -> dict[str, float]:
    return {name: float(values[0]) for name, values in colour_readings(picture[None], face()).items()}


def test_colours_are_read_where_they_belong() -> None:
    found = read(painted(hair=(200, 200, 200), skin=(120, 70, 60)))
    assert found["hair"] == pytest.approx(80.6, abs=1.0)
    assert found["hair_red"] == pytest.approx(0.0, abs=0.5)
    assert found["skin"] == pytest.approx(35.0, abs=2.0)
    assert found["skin_red"] > 15
    assert found["background"] == pytest.approx(0.0, abs=0.5)
    assert found["beard_shade"] == pytest.approx(0.0, abs=0.5)
    assert found["light"] == pytest.approx(0.0, abs=0.5)


def test_changed_parts_change_their_readings_alone() -> None:
    plain = painted(hair=(40, 30, 30), skin=(200, 150, 130))
    bearded, lit, bright = plain.copy(), plain.copy(), plain.copy()
    bearded[round(0.78 * SIDE) :] = 40
    lit[round(0.45 * SIDE) : round(0.7 * SIDE), : SIDE // 2] //= 2
    bright[:, :10] = bright[:, -10:] = 255
    base = read(plain)
    for picture, name in ((bearded, "beard_shade"), (lit, "light"), (bright, "background")):
        found = read(picture)
        assert found[name] > base[name] + 15
        assert found["hair"] == pytest.approx(base["hair"], abs=0.5)


def test_a_higher_hairline_is_told_from_lighter_hair() -> None:
    low = painted(hair=(40, 30, 30), skin=(200, 150, 130))
    high = low.copy()
    high[round(SIDE * above_brows(face(), (0.45,))[0, 0, 1]) : SIDE // 2, 20:-20] = (200, 150, 130)
    lighter = painted(hair=(110, 90, 90), skin=(200, 150, 130))
    base = read(low)["hairline"]
    assert read(high)["hairline"] > base + 0.15
    assert abs(read(lighter)["hairline"] - base) < 0.05


def astronaut(size: int = 256) -> NDArray[np.uint8]:
    photo = data.astronaut()
    points = find_faces(photo, build.landmark_predictor("face-landmarks"))[0].landmarks
    return align_face(photo, FaceFrame(quad=face_quad(points), photo=photo.shape[:2], size=size))


def test_a_photograph_is_read_with_what_ships() -> None:
    picture = astronaut()
    scorer = LandmarkScorer(build.landmark_predictor("face-landmarks"))
    pictures = torch.from_numpy(np.stack([picture, picture[:, ::-1]])).permute(0, 3, 1, 2).float() / 255
    found = scorer(pictures)
    assert all(values.shape == (2,) and values.isfinite().all() for values in found.values())
    assert 0.2 < float(found["eyes"][0]) < 0.5
    assert float(found["yaw"].sum().abs()) < 8  # the mirrored face looks the other way
    assert float(found["hair"][0]) < float(found["skin"][0])
    points = scorer.landmarks(picture)
    expected = points[36:42].mean(axis=0)
    assert 0.3 < expected[0] < 0.45
    assert 0.4 < expected[1] < 0.52


@pytest.mark.parametrize("shape", [(3, 8, 8), (1, 3, 8, 9), (1, 1, 8, 8)])
def test_other_pictures_are_refused(shape: tuple[int, ...]) -> None:
    with pytest.raises(ImageError, match="squares"):
        LandmarkScorer(build.landmark_predictor("face-landmarks"))(torch.zeros(shape))
