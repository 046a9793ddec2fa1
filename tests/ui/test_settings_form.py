"""Controls made from the declared settings."""

import pytest
from streamlit.testing.v1 import AppTest

from styletransfer.algorithms.neural_style_config import NeuralStyleConfig
from styletransfer.options import settings_of
from styletransfer.recipes import PRESETS
from styletransfer.ui.settings_form import word

WORDED = [
    (setting.name, choice)
    for setting in settings_of(NeuralStyleConfig).values()
    if setting.kind is str
    for choice in setting.choices
]


@pytest.mark.parametrize(("setting", "choice"), WORDED)
def test_every_choice_reads_like_language(setting: str, choice: str) -> None:
    told = word(setting, choice)
    assert told != choice or setting == "precision"


def page() -> None:
    """Script of a page with every control."""
    import streamlit as st

    from styletransfer.ui.draft import Draft
    from styletransfer.ui.settings_form import controls

    draft = st.session_state.setdefault("draft", Draft())
    for level in ("simple", "more", "expert"):
        controls(draft, level, columns=2)


def test_untouched_controls_give_the_presets_settings_back() -> None:
    app = AppTest.from_function(page).run()
    assert not app.exception
    assert app.session_state["draft"].values == _as_values(PRESETS["balanced"].config)


def test_every_setting_has_a_control_with_its_label() -> None:
    app = AppTest.from_function(page).run()
    widgets = [*app.slider, *app.number_input, *app.selectbox, *app.multiselect, *app.toggle]
    expected = {setting.option.label for setting in settings_of(NeuralStyleConfig).values()}
    assert {widget.label for widget in widgets} == expected
    assert all(widget.help for widget in widgets)


def test_a_value_beyond_the_usual_range_is_kept() -> None:
    app = AppTest.from_function(page)
    app.run()
    draft = app.session_state["draft"]
    draft.values["style_weight"] = 7.5
    draft.edition += 1
    app.run()
    assert draft.values["style_weight"] == 7.5
    assert not app.exception


def _as_values(config: NeuralStyleConfig) -> dict[str, object]:
    return {name: getattr(config, name) for name in settings_of(NeuralStyleConfig)}
