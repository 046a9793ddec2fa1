"""Ranges, labels and help are read from where the settings are declared."""

from dataclasses import dataclass
from typing import Annotated, Any, Literal

import pytest
from annotated_types import Interval

from styletransfer.algorithms.neural_style_config import NeuralStyleConfig
from styletransfer.errors import RecipeError
from styletransfer.options import Option, check, settings_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Oven:
    """A config with a field of every kind, one without a label and one without a range."""

    heat: Annotated[float, Interval(ge=0, le=250), Option("Heat", "How hot.", 5, "simple")] = 180.0
    loaves: Annotated[int, Interval(ge=1), Option("Loaves", "How many.", 1)] = 2
    fan: Annotated[bool, Option("Fan", "Moves the air.")] = True
    crust: Annotated[Literal["soft", "dark"], Option("Crust", "How it looks.", None, "expert")] = "soft"
    grains: Annotated[tuple[Literal["rye", "oat", "wheat"], ...], Option("Grains", "What is inside.")] = ("rye",)
    label: Annotated[str, Option("Label", "What it is called.")] = "bread"
    internal: int = 7

    def __post_init__(self) -> None:
        check(self)


def test_order_is_that_of_the_declaration() -> None:
    assert list(settings_of(Oven)) == ["heat", "loaves", "fan", "crust", "grains", "label"]


@pytest.mark.parametrize(("name", "kind", "low", "high", "choices", "default"), [
    ("heat", float, 0, 250, (), 180.0),
    ("loaves", int, 1, None, (), 2),
    ("fan", bool, None, None, (), True),
    ("crust", str, None, None, ("soft", "dark"), "soft"),
    ("grains", tuple, None, None, ("rye", "oat", "wheat"), ("rye",)),
    ("label", str, None, None, (), "bread"),
])  # fmt: skip
def test_kinds_ranges_and_choices(
    name: str, kind: type, low: float | None, high: float | None, choices: tuple[str, ...], default: object
) -> None:
    setting = settings_of(Oven)[name]
    assert (setting.name, setting.kind, setting.low, setting.high) == (name, kind, low, high)
    assert (setting.choices, setting.default) == (choices, default)


def test_words_for_people() -> None:
    assert settings_of(Oven)["heat"].option == Option("Heat", "How hot.", 5, "simple")
    assert settings_of(Oven)["fan"].option.level == "more"


@pytest.mark.parametrize("changes", [
    {"heat": 0.0}, {"heat": 250}, {"loaves": 10**9}, {"fan": False}, {"crust": "dark"},
    {"grains": ("oat", "rye")}, {"internal": -1}, {"label": ""},
])  # fmt: skip
def test_allowed(changes: dict[str, Any]) -> None:
    Oven(**changes)


@pytest.mark.parametrize(("changes", "sentence"), [
    ({"heat": -0.1}, r"Heat \(heat\) is -0.1; it must be between 0 and 250\."),
    ({"heat": 250.5}, r"Heat \(heat\) is 250.5; it must be between 0 and 250\."),
    ({"heat": float("nan")}, r"Heat \(heat\) is nan; it must be between 0 and 250\."),
    ({"heat": float("inf")}, r"Heat \(heat\) is inf"),
    ({"loaves": 0}, r"Loaves \(loaves\) is 0; it must be between 1 and inf\."),
    ({"loaves": float("inf")}, r"Loaves \(loaves\) is inf"),
    ({"crust": "burnt"}, r"Crust \(crust\) is burnt; choose from soft, dark\."),
    ({"grains": ("rye", "sand", "salt")}, r"Grains \(grains\) is sand, salt; choose from rye, oat, wheat\."),
    ({"grains": ()}, r"Grains \(grains\) is nothing; choose from"),
])  # fmt: skip
def test_refused_with_a_sentence(changes: dict[str, Any], sentence: str) -> None:
    with pytest.raises(RecipeError, match=sentence):
        Oven(**changes)


@pytest.mark.parametrize("changes", [{"crust": 3}, {"crust": None}, {"crust": ["soft"]}, {"grains": ["rye"]}])
def test_a_choice_of_the_wrong_kind_is_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(RecipeError, match="choose from"):
        Oven(**changes)


@pytest.mark.parametrize("changes", [{"steps": 2.5}, {"style_layers": "relu1_1"}, {"seed": True}])
def test_a_value_of_the_wrong_kind_is_refused(changes: dict[str, object]) -> None:
    with pytest.raises(RecipeError, match="must be of type"):
        NeuralStyleConfig(**changes)  # type: ignore[arg-type]
