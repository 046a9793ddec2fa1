"""Settings of carrying an edit to the photograph."""

import pytest

from styletransfer.algorithms.face_transfer_config import FaceTransferConfig
from styletransfer.errors import RecipeError
from styletransfer.options import settings_of


@pytest.mark.parametrize(("name", "value"), [("motion", 1.2), ("colour", -0.1), ("detail", 2.0), ("feather", 0.0)])
def test_values_out_of_range_are_refused(name: str, value: float) -> None:
    with pytest.raises(RecipeError):
        FaceTransferConfig(**{name: value})


def test_every_setting_has_words_and_a_default_in_range() -> None:
    settings = settings_of(FaceTransferConfig)
    assert list(settings) == ["motion", "colour", "detail", "feather"]
    for setting in settings.values():
        assert setting.option.label
        assert setting.option.help.endswith(".")
        assert setting.low <= setting.default <= setting.high
