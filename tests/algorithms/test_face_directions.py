"""Directions are found in a generator whose readings are known: sign, unit, rows and side effects."""

from dataclasses import replace

import pytest
import torch

from styletransfer.algorithms.face_directions import DirectionConfig, Wanted, calibrated, find_directions
from styletransfer.algorithms.face_scoring import LandmarkScorer
from styletransfer.checkpoints import build
from styletransfer.errors import Cancelled, InputError
from styletransfer.progress import Progress
from tests.algorithms.linear_faces import LinearFaces, scorer

VALUES = (-10.0, -5.0, 0.0, 5.0, 10.0)
RED = Wanted(name="age", label="Age", unit="years", help="", step=1.0, reading="red", per_unit=1.0, values=VALUES)
GREEN = Wanted(name="smile", label="Smile", unit="σ", help="", step=0.1, reading="green", values=(-1.0, 0.0, 1.0))
CONFIG = DirectionConfig(
    wanted=(RED, GREEN), kept=("blue",), samples=400, blocks=2, firmness=0.0, measured=48, corrections=3
)


def change(direction_value: float, name: str, config: DirectionConfig = CONFIG) -> dict[str, float]:
    """Return the mean change of every reading at a slider's value, on faces that the search has not seen."""
    generator = LinearFaces()
    found = find_directions(generator, scorer, "face-generator", config)
    codes = generator.broadcast(0.7 * generator.mapping(torch.randn(64, 6, generator=torch.Generator().manual_seed(9))))
    pictures = [(generator.synthesis(each) / 2 + 0.5).clamp(0, 1) for each in
                (codes, found.moved(codes, {name: direction_value}))]  # fmt: skip
    before, after = map(scorer, pictures)
    return {key: float((after[key] - before[key]).mean()) for key in before}


@pytest.mark.parametrize("years", [-10.0, -3.0, 7.0])
def test_a_slider_changes_its_reading_by_its_value_and_spares_the_others(years: float) -> None:
    found = change(years, "age")
    assert found["red"] == pytest.approx(years, abs=0.1 * abs(years))
    assert abs(found["green"]) < 0.1 * abs(years)
    assert abs(found["blue"]) < 0.1 * abs(years)


def test_a_negative_unit_turns_the_slider_round() -> None:
    found = change(5.0, "age", replace(CONFIG, wanted=(replace(RED, per_unit=-1.0), GREEN)))
    assert found["red"] == pytest.approx(-5.0, abs=0.5)


def test_rows_and_side_effects_are_told() -> None:
    config = replace(CONFIG, wanted=(replace(RED, rows=(0, 3)), replace(GREEN, rows=(3, 6))), firmness=0.1)
    found = find_directions(LinearFaces(), scorer, "face-generator", config)
    age, smile = found.items["age"], found.items["smile"]
    assert age.vector[:3].any()
    assert not age.vector[3:].any()
    assert not smile.vector[:3].any()
    assert set(age.side_effects) == {"green", "blue"}
    assert set(smile.side_effects) == {"red", "blue"}
    assert abs(smile.side_effects["red"]) > 0.1  # its rows cannot change green without it
    assert found.spread.shape == (6, 6)


def test_what_may_change_along_is_not_spared() -> None:
    lone = replace(CONFIG, wanted=(replace(RED, free=("green", "blue")), GREEN))
    assert change(8.0, "age", lone)["green"] > 4 * abs(change(8.0, "age")["green"])


def test_values_beyond_belief_are_left_out() -> None:
    near = replace(CONFIG, wanted=(replace(RED, furthest=2.2), GREEN))
    found = find_directions(LinearFaces(), scorer, "face-generator", near).items["age"]
    assert found.values == (-5.0, 0.0, 5.0)
    assert found.amount(5.0) > found.amount(2.0) > 0


def test_readings_that_nothing_changes_make_no_slider() -> None:
    def noisy(pictures: torch.Tensor) -> dict[str, torch.Tensor]:
        return {**scorer(pictures), "chance": torch.rand(len(pictures), generator=random)}

    random = torch.Generator().manual_seed(0)
    chance = replace(RED, name="luck", reading="chance", per_unit=None, values=(-1.0, 0.0, 1.0), furthest=0.5)
    config = replace(CONFIG, wanted=(RED, chance), corrections=0)
    assert list(find_directions(LinearFaces(), noisy, "face-generator", config).items) == ["age"]


def test_a_direction_of_somebody_else_gets_sign_and_length() -> None:
    vector = torch.zeros(6)
    vector[0] = -0.01  # the published one points the other way, and says nothing of how far
    found = calibrated(LinearFaces(), scorer, RED, vector, CONFIG)
    codes = torch.zeros(1, 6, 6)
    generator = LinearFaces()
    before, after = (scorer(generator.synthesis(each) / 2 + 0.5) for each in
                     (codes, codes + found.amount(5.0) * found.vector))  # fmt: skip
    assert float(after["red"] - before["red"]) == pytest.approx(5.0, abs=0.2)
    assert found.side_effects["green"] > 0.2


def test_rows_that_shall_stay_are_cut_off_a_direction() -> None:
    vector = torch.zeros(6, 6)
    vector[:, 0] = 1.0
    found = calibrated(LinearFaces(), scorer, replace(RED, rows=(0, 2)), vector, CONFIG)
    assert found.vector[:2].all(dim=0)[0]
    assert not found.vector[2:].any()


def test_a_given_direction_keeps_its_length_and_is_cleaned_of_side_effects() -> None:
    given = torch.zeros(6, 6)
    given[:, 0], given[:, 1] = 0.9, 0.3  # raises red, and green along with it
    thing = replace(RED, vector=given, per_unit=None, values=(0.0, 50.0, 100.0))
    found = find_directions(LinearFaces(), scorer, "face-generator", replace(CONFIG, wanted=(thing,), kept=("green",)))
    direction = found.items["age"]
    assert (direction.values, direction.amounts) == ((0.0, 50.0, 100.0), (0.0, 0.5, 1.0))
    assert abs(direction.side_effects["green"]) < 0.05
    raw = calibrated(LinearFaces(), scorer, RED, given, CONFIG)
    assert abs(raw.side_effects["green"]) > 0.3
    codes = torch.zeros(1, 6, 6)
    reds = [float(scorer(LinearFaces().synthesis(each) / 2 + 0.5)["red"]) for each in
            (codes, codes + given, found.moved(codes, {"age": 100.0}))]  # fmt: skip
    assert reds[2] - reds[0] > 0.2 * (reds[1] - reds[0]) > 0


def test_a_given_direction_that_lowers_its_reading_makes_no_slider() -> None:
    thing = replace(RED, vector=-torch.eye(6)[:1].expand(6, -1), per_unit=None, values=(0.0, 100.0))
    config = replace(CONFIG, wanted=(thing, GREEN), corrections=0)
    assert list(find_directions(LinearFaces(), scorer, "face-generator", config).items) == ["smile"]


@pytest.mark.parametrize(
    ("vector", "words"),
    [(torch.ones(5), r"\(6,\) or \(6, 6\)"), (torch.ones(4, 6), "got"), (torch.eye(6)[5], "does not change Age")],
)
def test_directions_that_do_not_fit_are_refused(vector: torch.Tensor, words: str) -> None:
    with pytest.raises(InputError, match=words):
        calibrated(LinearFaces(), scorer, RED, vector, CONFIG)


def test_a_scorer_must_tell_what_is_wanted() -> None:
    with pytest.raises(InputError, match="does not tell blue"):
        find_directions(LinearFaces(), lambda pictures: {k: v for k, v in scorer(pictures).items() if k != "blue"},
                        "face-generator", CONFIG)  # fmt: skip


def test_a_search_can_be_stopped() -> None:
    def stop(progress: Progress) -> None:
        assert 0 < progress.step <= progress.total
        raise Cancelled

    with pytest.raises(Cancelled):
        find_directions(LinearFaces(), scorer, "face-generator", CONFIG, stop)


@pytest.mark.parametrize("changes", [{"wanted": ()}, {"wanted": (RED, RED)}, {"samples": 0}, {"firmness": -1.0}])
def test_searches_for_nothing_are_refused(changes: dict[str, object]) -> None:
    with pytest.raises(InputError):
        replace(CONFIG, **changes)


@pytest.mark.parametrize("values", [(1.0, 2.0), (0.0,), (0.0, -1.0), (0.0, 0.0, 1.0)])
def test_values_must_be_a_slider_s(values: tuple[float, ...]) -> None:
    with pytest.raises(InputError, match="contain 0"):
        replace(RED, values=values)


# With what ships alone: the sign of every slider that landmarks and colours can tell, and about its size.
@pytest.mark.parametrize(
    ("name", "reading", "least"),
    [("eyes", "eyes", 0.03), ("smile", "smile", 0.05), ("yaw", "yaw", 5.0), ("pitch", "pitch", 2.0),
     ("hair", "hair", 5.0)],
)  # fmt: skip
def test_shipped_sliders_do_what_they_say(name: str, reading: str, least: float) -> None:
    cpu = torch.device("cpu")
    generator, found = build.generator("face-generator", cpu), build.face_directions("face-generator")
    z = torch.randn(6, 192, generator=torch.Generator().manual_seed(5))
    codes = generator.broadcast(generator.truncated(generator.mapping(z), 0.6))
    read = LandmarkScorer(build.landmark_predictor("face-landmarks"))
    slider = found.items[name]
    with torch.no_grad():
        ends = [read((generator.synthesis(found.moved(codes, {name: value}), "none") / 2 + 0.5).clamp(0, 1))[reading]
                for value in (slider.low / 2, slider.high / 2)]  # fmt: skip
    assert float((ends[1] - ends[0]).mean()) > least
