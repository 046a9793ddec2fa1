"""The picture a visitor is preparing."""

import numpy as np
import pytest

from styletransfer.errors import RecipeError
from styletransfer.imaging.masks import open_label_map
from styletransfer.recipes import MAX_STYLES, PRESETS, NeuralStyleRecipe, StyleSlot
from styletransfer.ui.draft import Draft
from styletransfer.ui.form import Chosen


def filled() -> Draft:
    draft = Draft(content=Chosen(b"photo", "Cat"))
    draft.add_style(Chosen(b"wave", "Wave"), StyleSlot(scale=2.0, label=1))
    return draft


def test_the_recipe_says_what_the_form_holds() -> None:
    recipe = filled().recipe()
    assert (recipe.preset, recipe.size) == ("balanced", PRESETS["balanced"].size)
    assert recipe.content_name == "Cat"
    assert recipe.styles == (StyleSlot(name="Wave", scale=2.0),)


def test_regions_count_only_when_they_are_painted() -> None:
    draft = filled()
    draft.masked = True
    assert draft.recipe().styles[0].label == 0
    assert "mask" not in draft.images()
    draft.mask = np.eye(20, dtype=np.uint8)
    assert draft.recipe().styles[0].label == 1
    np.testing.assert_array_equal(open_label_map(draft.images()["mask"], size=(20, 20)), draft.mask)
    draft.masked = False
    assert draft.recipe().styles[0].label == 0
    assert "mask" not in draft.images()


def test_a_start_picture_travels_only_when_the_settings_ask_for_it() -> None:
    draft = filled()
    draft.start = Chosen(b"draft", "Draft")
    assert "start" not in draft.images()
    draft.values["start"] = "draft"
    assert draft.images()["start"] == b"draft"


def test_at_most_as_many_styles_as_a_recipe_holds() -> None:
    draft = Draft()
    added = [draft.add_style(Chosen(bytes([number]), str(number))) for number in range(MAX_STYLES + 1)]
    assert added == [True] * MAX_STYLES + [False]
    assert len({choice.serial for choice in draft.styles}) == MAX_STYLES
    draft.remove_style(draft.styles[2])
    assert [choice.picture.name for choice in draft.styles] == ["0", "1", "3", "4", "5", "6", "7"]


@pytest.mark.parametrize("name", PRESETS)
def test_a_preset_sets_size_and_steps_and_draws_the_controls_anew(name: str) -> None:
    draft = filled()
    draft.values["style_weight"] = 2.5
    edition = draft.edition
    draft.apply_preset(name)
    assert draft.recipe().config.steps == PRESETS[name].config.steps
    assert draft.size == PRESETS[name].size
    assert draft.values["style_weight"] == 2.5
    assert draft.edition > edition


def test_a_recipe_is_taken_over_whole() -> None:
    recipe = NeuralStyleRecipe(size=200, preset="mine", network="vgg19").with_config(colour="luminance", seed=5)
    draft = filled()
    draft.apply_recipe(recipe)
    taken = draft.recipe()
    assert (taken.size, taken.network, taken.config, taken.preset) == (200, "vgg19", recipe.config, "")


def test_contradictions_surface_as_a_sentence() -> None:
    draft = filled()
    draft.values |= {"style_weight": 0.0, "content_weight": 0.0}
    with pytest.raises(RecipeError, match="both 0"):
        draft.recipe()


def test_the_title_names_photograph_and_styles() -> None:
    draft = filled()
    draft.add_style(Chosen(b"sea", "Sea"))
    assert draft.title() == "Cat × Wave + Sea"
    assert Draft().title() == "Photograph × style"
