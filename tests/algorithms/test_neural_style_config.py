"""The settings of neural style transfer: ranges, choices and contradictions."""

from typing import Any

import pytest

from styletransfer.algorithms.neural_style_config import NeuralStyleConfig
from styletransfer.errors import RecipeError
from styletransfer.models.vgg import TAPS
from styletransfer.options import settings_of

SETTINGS = settings_of(NeuralStyleConfig)
NUMBERS = [setting for setting in SETTINGS.values() if setting.low is not None]


def test_every_field_is_described() -> None:
    assert list(SETTINGS) == list(NeuralStyleConfig.__slots__)
    for setting in SETTINGS.values():
        assert setting.option.label
        assert setting.option.help.endswith(".")


def test_defaults_are_allowed_and_equal() -> None:
    assert NeuralStyleConfig() == NeuralStyleConfig()
    assert hash(NeuralStyleConfig()) == hash(NeuralStyleConfig())


@pytest.mark.parametrize("setting", NUMBERS, ids=lambda setting: setting.name)
def test_both_ends_are_allowed_and_no_more(setting: Any) -> None:
    for value in (setting.low, setting.high):
        assert getattr(NeuralStyleConfig(**{setting.name: setting.kind(value)}), setting.name) == value
    beyond: list[float] = [setting.low - 0.01, setting.high + 0.01, float("nan"), float("inf"), -float("inf")]
    for value in beyond:
        with pytest.raises(RecipeError, match=rf"\({setting.name}\) is .* must be between"):
            NeuralStyleConfig(**{setting.name: value})


@pytest.mark.parametrize("name", ["colour", "style_loss", "start", "optimizer", "pooling", "precision"])
def test_choices(name: str) -> None:
    for choice in SETTINGS[name].choices:
        assert getattr(NeuralStyleConfig(**{name: choice}), name) == choice  # type: ignore[arg-type]
    with pytest.raises(RecipeError, match=rf"\({name}\) is oil; choose from"):
        NeuralStyleConfig(**{name: "oil"})  # type: ignore[arg-type]


@pytest.mark.parametrize("name", ["style_layers", "content_layers"])
def test_layers(name: str) -> None:
    assert SETTINGS[name].choices == TAPS
    assert getattr(NeuralStyleConfig(**{name: TAPS}), name) == TAPS  # type: ignore[arg-type]
    for wrong, got in (((), "nothing"), (("relu1_1", "relu6_1"), "relu6_1")):
        with pytest.raises(RecipeError, match=rf"\({name}\) is {got}"):
            NeuralStyleConfig(**{name: wrong})  # type: ignore[arg-type]


def test_something_must_be_wanted() -> None:
    with pytest.raises(RecipeError, match="both 0"):
        NeuralStyleConfig(style_weight=0, content_weight=0)
    NeuralStyleConfig(style_weight=0, content_weight=1)
    NeuralStyleConfig(style_weight=1, content_weight=0)
