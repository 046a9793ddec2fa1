"""Controls made from the declared settings."""

from dataclasses import asdict

import pytest
from streamlit.testing.v1 import AppTest

from styletransfer.algorithms.neural_style_config import NeuralStyleConfig
from styletransfer.algorithms.photorealistic_config import PhotorealisticConfig
from styletransfer.options import settings_of
from styletransfer.recipes import PHOTO_PRESETS, PRESETS
from styletransfer.ui.settings_form import word
from styletransfer.ui.tools import NEURAL_STYLE, PHOTOREALISTIC

CONFIGS = {NEURAL_STYLE.name: NeuralStyleConfig, PHOTOREALISTIC.name: PhotorealisticConfig}
WORDED = {
    (setting.name, choice)
    for config in CONFIGS.values()
    for setting in settings_of(config).values()
    if setting.kind is str or setting.name == "sites"
    for choice in setting.choices
}


@pytest.mark.parametrize(("setting", "choice"), sorted(WORDED))
def test_every_choice_reads_like_language(setting: str, choice: str) -> None:
    told = word(setting, choice)
    assert told != choice or setting == "precision"


def page(tool: str = "neural-style") -> None:
    """Script of a page with every control."""
    import streamlit as st

    from styletransfer.algorithms.neural_style_config import NeuralStyleConfig
    from styletransfer.algorithms.photorealistic_config import PhotorealisticConfig
    from styletransfer.ui.draft import Draft
    from styletransfer.ui.photo_draft import PhotoDraft
    from styletransfer.ui.settings_form import controls

    made = Draft() if tool == "neural-style" else PhotoDraft()
    config = NeuralStyleConfig if tool == "neural-style" else PhotorealisticConfig
    draft = st.session_state.setdefault("draft", made)
    for level in ("simple", "more", "expert"):
        controls(draft, config, level, columns=2)


@pytest.mark.parametrize(
    ("tool", "config"),
    [(NEURAL_STYLE.name, PRESETS["balanced"].config), (PHOTOREALISTIC.name, PHOTO_PRESETS["natural"].config)],
)
def test_untouched_controls_give_the_presets_settings_back(tool: str, config: object) -> None:
    app = AppTest.from_function(page, kwargs={"tool": tool}).run()
    assert not app.exception
    assert app.session_state["draft"].values == asdict(config)


@pytest.mark.parametrize("tool", CONFIGS)
def test_every_setting_has_a_control_with_its_label(tool: str) -> None:
    app = AppTest.from_function(page, kwargs={"tool": tool}).run()
    widgets = [*app.slider, *app.number_input, *app.selectbox, *app.multiselect, *app.toggle]
    expected = {setting.option.label for setting in settings_of(CONFIGS[tool]).values()}
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
