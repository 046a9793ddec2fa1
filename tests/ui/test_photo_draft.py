"""The photorealistic picture a visitor is preparing."""

import numpy as np
import pytest

from styletransfer.errors import RecipeError
from styletransfer.imaging.masks import open_label_map
from styletransfer.recipes import MAX_LOOKS, PHOTO_PRESETS, PhotorealisticRecipe, RegionRule
from styletransfer.ui.form import Chosen
from styletransfer.ui.photo_draft import PhotoDraft
from styletransfer.ui.photo_region_set import RegionSet

from .browser import png

HALVES = (np.arange(30)[None] >= 15).astype(np.uint8).repeat(20, axis=0)


def filled(looks: int = 1) -> PhotoDraft:
    draft = PhotoDraft(content=Chosen(b"photo", "Beach"))
    for number in range(looks):
        draft.add_look(Chosen(bytes([number]), f"Look {number + 1}"))
    rules = {0: RegionRule(label=0, source=0), 1: RegionRule(label=1, name="Sand", source=1, strength=0.5)}
    draft.regions = RegionSet(HALVES, [HALVES.copy() for _ in range(looks)], rules)
    return draft


def test_the_recipe_names_exactly_the_regions_that_are_shown() -> None:
    draft = filled(looks=2)
    recipe = draft.recipe()
    assert (recipe.masks, recipe.preset, recipe.content_name) == ("given", "natural", "Beach")
    assert [slot.name for slot in recipe.looks] == ["Look 1", "Look 2"]
    assert [(rule.name, rule.strength) for rule in recipe.regions] == [("Region 1", 1.0), ("Sand", 0.5)]
    images = draft.images()
    assert images.keys() == {"content", "style-0", "style-1", "mask", "style-mask-0", "style-mask-1"}
    np.testing.assert_array_equal(open_label_map(images["mask"], size=(20, 30)), HALVES)


def test_without_regions_the_whole_look_is_taken() -> None:
    draft = filled()
    draft.masks = "none"
    assert (draft.recipe().masks, draft.recipe().regions) == ("none", ())
    assert draft.images().keys() == {"content", "style-0"}


def test_at_most_as_many_looks_as_a_recipe_holds() -> None:
    draft = PhotoDraft()
    added = [draft.add_look(Chosen(bytes([number]), str(number))) for number in range(MAX_LOOKS + 1)]
    assert added == [True] * MAX_LOOKS + [False]


def test_looks_come_and_go_without_losing_regions_made_by_hand() -> None:
    draft = filled()
    draft.masks = "given"
    draft.add_look(Chosen(png(30, 20), "New"))
    assert draft.regions is not None
    assert [look.shape for look in draft.regions.looks] == [(20, 30), (20, 30)]
    draft.remove_look(draft.looks[0])
    assert [rule.look for rule in draft.recipe().regions] == [0, 0]
    np.testing.assert_array_equal(draft.regions.content, HALVES)


def test_another_photograph_drops_the_regions() -> None:
    draft = filled()
    draft.masks = "given"
    draft.take_photograph(Chosen(b"other", "Other"))
    assert draft.regions is None
    assert draft.masks == "automatic"


@pytest.mark.parametrize("name", PHOTO_PRESETS)
def test_a_preset_sets_what_presets_are_about(name: str) -> None:
    draft = filled()
    draft.values["feather"] = 0.05
    draft.apply_preset(name)
    config = draft.recipe().config
    wanted = PHOTO_PRESETS[name].config
    assert (config.strength, config.light, config.skin) == (wanted.strength, wanted.light, wanted.skin)
    assert config.feather == 0.05


def test_a_recipe_is_taken_over_whole() -> None:
    recipe = PhotorealisticRecipe(size=512, preset="mine", network="wct2-sum", segmenter="lraspp").with_config(
        light=0.3
    )
    draft = filled()
    draft.apply_recipe(recipe)
    taken = draft.recipe()
    assert (taken.size, taken.network, taken.segmenter, taken.config) == (512, "wct2-sum", "lraspp", recipe.config)
    assert taken.preset == ""


def test_contradictions_surface_as_a_sentence() -> None:
    draft = filled()
    draft.values["sites"] = ()
    with pytest.raises(RecipeError, match="Where"):
        draft.recipe()
