"""The judges of prompts: what is asked, by what rule it is judged, and that the judges see what they say."""

from pathlib import Path

import cv2
import numpy as np
import pytest
import torch

from scripts.face_scores.name_facts import NameFacts
from scripts.text_judging import probes, scorers
from scripts.text_judging.attributes import ATTRIBUTES, READINGS, attribute_of
from scripts.text_judging.hair import NETWORK as HAIR_NETWORK
from scripts.text_judging.hair import HairReader
from scripts.text_judging.prompts import HELD_OUT, OUT_OF_DOMAIN, HeldOutPrompt
from scripts.text_judging.squeezenet import NETWORK, SqueezeNet
from scripts.text_judging.verdict import verdict
from tests.algorithms.drawn_faces import drawn, landmarks
from tests.run.small_faces import head

TEACHERS = Path(__file__).parents[3] / "shared/data/teachers"
needs_teachers = pytest.mark.skipif(
    not ((TEACHERS / NETWORK).is_file() and (TEACHERS / HAIR_NETWORK).is_file()), reason="the networks are not at hand"
)
STILL = dict.fromkeys(READINGS, 0.0)


def prompt(text: str) -> HeldOutPrompt:
    return next(each for each in HELD_OUT if each.text == text)


def test_sixty_prompts_ask_for_what_is_read() -> None:
    assert len({each.text.lower() for each in HELD_OUT}) == len(HELD_OUT) == 60
    assert len(set(OUT_OF_DOMAIN)) == 10
    assert sum(bool(each.opposite) for each in HELD_OUT) >= 20
    for kind in ("synonym", "order"):
        assert sum(kind in each.kinds for each in HELD_OUT) >= 10
    for each in HELD_OUT:
        assert each.changes
        assert {name for name, _ in each.changes} <= set(READINGS)
        assert {sign for _, sign in each.changes} <= {1, -1}
        assert each.opposite != each.text
    assert {name for each in HELD_OUT for name, _ in each.changes} == set(READINGS)


def test_every_reading_belongs_to_one_attribute_but_surprise() -> None:
    owned = [name for names in ATTRIBUTES.values() for name in names]
    assert sorted(owned) == sorted(set(READINGS) - {"surprised"})
    assert attribute_of("hair_red") == "hair"
    assert attribute_of("surprised") == ""


@pytest.mark.parametrize(
    ("text", "changes", "right", "rival"),
    [
        ("smiling", {"smile": 1.0, "age": -0.9}, True, "age"),
        ("smiling", {"happy": 1.0, "smile": 0.2, "mouth_open": 1.1}, False, "mouth"),
        ("smiling", {"smile": -1.0}, False, "age"),
        ("blond hair", {"hair_light": 1.0, "hair_red": 3.0, "brightness": 0.8}, True, "lightness"),
        ("red hair", {"hair_light": 2.0, "hair_red": 0.1, "skin": 0.2}, False, "lightness"),
        ("dark skin", {"skin": -1.0, "brightness": -2.0, "hair_light": -0.9}, True, "hair"),
        ("surprised", {"mouth_open": 1.0, "brows": 0.4, "smile": -0.8}, True, "smile"),
        ("eyes closed", {"eyes_open": float("nan"), "age": 0.1}, False, "age"),
    ],
)
def test_what_changes_most_decides(text: str, changes: dict[str, float], right: bool, rival: str) -> None:
    found = verdict(prompt(text), STILL | changes)
    assert found.right is right
    assert found.rival == rival


def test_nothing_changed_is_not_right() -> None:
    found = verdict(prompt("smiling"), STILL)
    assert (found.right, found.intended) == (False, 0.0)


def test_names_tell_of_beards_and_sunglasses() -> None:
    name = "faces/synthetic_sfhq/variability_age_1_2.jpg"
    assert probes.beard_sign(NameFacts(beard="full"), name) == 1
    assert [probes.beard_sign(fact, name) for fact in (NameFacts(sex="female"), NameFacts(age=4.0))] == [-1, -1]
    assert probes.beard_sign(NameFacts(sex="male", age=40.0), name) == 0
    assert [probes.sunglasses_sign(NameFacts(glasses=kind), "a/b.jpg") for kind in ("dark", "clear", None)] == [
        1,
        -1,
        0,
    ]
    assert probes.sunglasses_sign(NameFacts(), name) == -1
    assert probes.judged("b") is not probes.judged("d")  # odd and even


def test_a_probe_leaves_out_what_costs_nothing() -> None:
    random = torch.Generator().manual_seed(0)
    features = torch.randn(400, 6, generator=random)
    signs = (features[:, 0] + features[:, 1] > 0).float() * 2 - 1
    free = features[:, 1] * 3
    plain = probes.regressed(features, signs, torch.randn(400, generator=random), (0.5, 0.5, 1.0))
    probe = probes.regressed(features, signs, free, (0.5, 0.5, 1.0))
    assert float(plain.weights[1] / plain.weights[0]) == pytest.approx(1.0, abs=0.3)
    assert abs(float(probe.weights[1])) < 0.2 * float(probe.weights[0])
    assert float(probe.weights[0]) > 0


def test_light_skin_and_lips_are_read_at_their_places() -> None:
    picture, points = (drawn(128) * 255).astype(np.uint8), landmarks(128) / 128
    points[[27, 28, 29, 30, 33]] = [(0.5, 0.45), (0.5, 0.5), (0.5, 0.55), (0.5, 0.6), (0.5, 0.64)]
    points[[51, 56, 57, 58, 62, 66]] = [(0.5, 0.69), (0.53, 0.71), (0.5, 0.715), (0.47, 0.71), (0.5, 0.7), (0.5, 0.7)]
    plain = scorers._measured(picture, points)
    lit = picture.copy()
    lit[:, 64:] = np.minimum(lit[:, 64:] * 1.2, 255).astype(np.uint8)
    assert abs(plain["light_x"]) < 2
    assert scorers._measured(lit, points)["light_x"] > plain["light_x"] + 4
    assert plain["lips_red"] > 10  # the mouth is drawn red
    dark = scorers._measured((picture * 0.5).astype(np.uint8), points)
    assert dark["skin"] < plain["skin"] - 20
    assert dark["brightness"] < plain["brightness"] - 10


@needs_teachers
def test_hair_is_found_on_the_head_and_its_colour_read() -> None:
    reader = HairReader(TEACHERS)
    picture = head(128)
    mask = reader.mask(picture)
    assert mask[:30, 30:90].mean() > 0.4  # curls
    assert not mask[70:].any()
    lighter = picture.copy()
    lighter[mask] = 255 - (255 - lighter[mask].astype(int)) // 2
    assert reader(lighter[None])[0, 0] > reader(picture[None])[0, 0] + 10


@needs_teachers
def test_squeezenet_describes_the_part_that_is_named() -> None:
    network = SqueezeNet(TEACHERS)
    pictures = torch.full((2, 3, 128, 128), 0.5)
    pictures[1, :, 100:] = torch.rand(3, 28, 128, generator=torch.Generator().manual_seed(0))
    chin, brow = (network(pictures, square) for square in ((0.5, 0.85, 0.3), (0.5, 0.3, 0.3)))
    assert torch.allclose(brow[0], brow[1], atol=1e-4)
    assert not torch.allclose(chin[0], chin[1], atol=0.5)


def test_readings_of_hair_without_a_head_are_no_numbers(monkeypatch: pytest.MonkeyPatch) -> None:
    reader = HairReader.__new__(HairReader)
    monkeypatch.setattr(reader, "mask", lambda picture: np.zeros(picture.shape[:2], bool))
    assert np.isnan(reader(np.zeros((1, 16, 16, 3), np.uint8))).all()
    monkeypatch.setattr(reader, "mask", lambda picture: np.ones(picture.shape[:2], bool))
    grey = np.full((1, 16, 16, 3), 128, np.uint8)
    expected = cv2.cvtColor(grey[0].astype(np.float32) / 255, cv2.COLOR_RGB2LAB)[0, 0]
    assert reader(grey)[0] == pytest.approx(expected, abs=0.01)
