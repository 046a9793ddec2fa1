"""Recipes: the good ones survive every trip, the bad ones get a sentence."""

import json
import math
import unicodedata
from typing import Any

import pytest

from styletransfer.errors import InputError, RecipeError
from styletransfer.models.segmenters import ARCHITECTURES
from styletransfer.recipes import (
    KEEP_LABEL,
    MAX_RECIPE_BYTES,
    PHOTO_PRESETS,
    PRESETS,
    LookSlot,
    NeuralStyleRecipe,
    PhotorealisticRecipe,
    RegionRule,
    StyleSlot,
    build,
    parse_recipe,
)


def recipe(**changes: Any) -> dict[str, Any]:
    return {"tool": "neural-style", "size": 256} | changes


@pytest.mark.parametrize("preset", PRESETS)
def test_presets_round_trip(preset: str) -> None:
    made = NeuralStyleRecipe.from_preset(preset, styles=[{"name": "waves", "weight": 2}], content_name="cat")
    text = made.model_dump_json()
    assert parse_recipe(text) == parse_recipe(text.encode()) == parse_recipe(json.loads(text)) == made
    assert made.preset == preset
    assert made.size == PRESETS[preset].size
    assert made.config == PRESETS[preset].config


@pytest.mark.parametrize("preset", PRESETS)
def test_presets_say_what_they_are(preset: str) -> None:
    assert PRESETS[preset].title
    assert PRESETS[preset].help.endswith(".")


def test_defaults_are_enough() -> None:
    assert parse_recipe('{"tool": "neural-style"}') == NeuralStyleRecipe()
    assert parse_recipe('{"tool": "photorealistic"}') == PhotorealisticRecipe()


@pytest.mark.parametrize("text", ["{}", '{"tool": 3}', '{"tool": "knitting"}', '{"tool": null}'])
def test_the_tool_must_be_known(text: str) -> None:
    with pytest.raises(RecipeError, match="tool"):
        parse_recipe(text)


@pytest.mark.parametrize("name", ["compact", *ARCHITECTURES])
def test_a_recipe_may_name_every_segmenter(name: str) -> None:
    assert parse_recipe({"tool": "photorealistic", "segmenter": name}).segmenter == name


def test_photorealistic_recipes_survive_json() -> None:
    recipe = PhotorealisticRecipe.from_preset(
        "natural", looks=(LookSlot(name="dusk"), LookSlot(name="fog")), masks="given",
        regions=(RegionRule(label=0, name="sky", look=1, source=3, strength=0.5), RegionRule(label=7)),
    )  # fmt: skip
    assert parse_recipe(recipe.model_dump_json()) == recipe
    assert recipe.config == PHOTO_PRESETS["natural"].config


BAD_REGIONS: dict[str, tuple[dict[str, Any], str]] = {
    "label twice": ({"regions": [{"label": 1}, {"label": 1}]}, "twice"),
    "a look too many": ({"regions": [{"label": 1, "look": 1}]}, "look 2"),
    "label too large": ({"regions": [{"label": 256}]}, "at most 255"),
    "too strong": ({"regions": [{"label": 1, "strength": 2}]}, "at most 1"),
    "no look": ({"looks": []}, "at least 1"),
    "no site": ({"config": {"sites": []}}, "sites"),
    "site twice": ({"config": {"sites": ["skip", "skip"]}}, "twice"),
}


@pytest.mark.parametrize("case", BAD_REGIONS)
def test_bad_regions_get_a_sentence(case: str) -> None:
    changes, words = BAD_REGIONS[case]
    with pytest.raises(RecipeError) as caught:
        parse_recipe({"tool": "photorealistic", **changes})
    check_sentence(str(caught.value), [words])


def test_unknown_preset_is_named() -> None:
    with pytest.raises(RecipeError, match=r"'finest' is unknown; choose from draft, balanced, fine, print"):
        NeuralStyleRecipe.from_preset("finest")
    with pytest.raises(RecipeError, match="size"):
        NeuralStyleRecipe.from_preset("draft", size=3)


def test_settings_can_be_changed_and_are_checked() -> None:
    changed = NeuralStyleRecipe().with_config(steps=7)
    assert changed.config.steps == 7
    assert NeuralStyleRecipe().config.steps != 7
    with pytest.raises(RecipeError, match="Steps"):
        changed.with_config(steps=0)


def test_a_recipe_cannot_be_changed_in_place() -> None:
    with pytest.raises(ValueError, match="frozen"):
        NeuralStyleRecipe().size = 3


BAD_FIELDS = {
    "wrong tool": ({"tool": "watercolour"}, ["tool", "'watercolour'", "'neural-style'"]),
    "wrong version": ({"version": 2}, ["version"]),
    "unknown field": ({"sise": 3}, ["unknown", "sise"]),
    "unknown setting": ({"config": {"step": 3}}, ["unknown", "step", "config"]),
    "unknown in a style": ({"styles": [{"wheight": 3}]}, ["unknown", "wheight", "item 1"]),
    "NaN": ({"config": {"style_weight": math.nan}}, ["Style strength", "finite"]),
    "Infinity": ({"config": {"tv_weight": math.inf}}, ["Smoothness", "finite"]),
    "-Infinity": ({"styles": [{}, {"weight": -math.inf}]}, ["weight", "item 2", "finite"]),
    "NaN size": ({"size": math.nan}, ["size", "finite"]),
    "too small": ({"size": 63}, ["size is 63", "at least 64"]),
    "too large": ({"size": 8193}, ["8193", "at most 8192"]),
    "enormous": ({"size": 10**400}, ["size", "at most 8192"]),
    "setting too large": ({"config": {"steps": 3001}}, ["Steps at full size", "(steps)", "at most 3000"]),
    "fraction of a step": ({"config": {"steps": 1.5}}, ["Steps", "1.5", "whole number"]),
    "text for a number": ({"config": {"learning_rate": "fast"}}, ["Learning rate", "'fast'", "number"]),
    "unknown choice": ({"config": {"colour": "blue"}}, ["Colours", "'blue'", "'luminance'"]),
    "unknown layer": ({"config": {"style_layers": ["relu9_9"]}}, ["style_layers", "'relu9_9'"]),
    "no layer": ({"config": {"style_layers": []}}, ["Style layers", "nothing"]),
    "no weight at all": ({"config": {"style_weight": 0, "content_weight": 0}}, ["Style strength", "both 0"]),
    "no style": ({"styles": []}, ["styles", "at least 1"]),
    "nine styles": ({"styles": [{}] * 9}, ["styles", "at most 8"]),
    "the label that keeps": ({"styles": [{"label": KEEP_LABEL}]}, ["label", "255", "at most 254"]),
    "turned too far": ({"styles": [{"rotation": 181}]}, ["rotation", "181", "at most 180"]),
    "300-character name": ({"content_name": "x" * 300}, ["content name", "at most 200 characters"]),
    "number for a name": ({"content_name": 3}, ["content name", "text"]),
    "list for a config": ({"config": []}, ["config"]),
    "nothing for a config": ({"config": None}, ["config"]),
    "unknown network": ({"network": "vgg16"}, ["network", "'vgg16'", "'compact'"]),
    "list for the inputs": ({"inputs": []}, ["inputs"]),
    "half a character": ({"content_name": "\ud800"}, ["content name", "text"]),
}


@pytest.mark.parametrize("case", BAD_FIELDS)
def test_bad_fields_get_a_sentence(case: str) -> None:
    changes, words = BAD_FIELDS[case]
    with pytest.raises(RecipeError) as caught:
        parse_recipe(recipe(**changes))
    check_sentence(str(caught.value), words)
    with pytest.raises(RecipeError):
        build(NeuralStyleRecipe, recipe(**changes))
    with pytest.raises(RecipeError):  # the same through text, which knows NaN and Infinity too
        parse_recipe(json.dumps(recipe(**changes)))


BAD_TEXTS = {
    "empty": ("", ["not valid JSON"]),
    "no JSON": ("tool: neural-style", ["not valid JSON"]),
    "cut short": ('{"tool": "neural-style"', ["not valid JSON"]),
    "not text": (b"\xff\xfe\x00\x80", ["not valid JSON"]),
    "a list": ("[]", ["JSON object"]),
    "a number": ("NaN", ["JSON object"]),
    "1 MB": ('{"content_name": "' + "x" * 10**6 + '"}', ["at most 65536"]),
    "1 MB of bytes": (b" " * 10**6, ["at most 65536"]),
    "nested lists": ("[" * 60_000, []),
    "nested objects": ('{"a":' * 9_000 + "1" + "}" * 9_000, []),
    "5000 digits": ('{"size": ' + "9" * 5000 + "}", ["not valid JSON"]),
}


@pytest.mark.parametrize("case", BAD_TEXTS)
def test_bad_texts_get_a_sentence(case: str) -> None:
    text, words = BAD_TEXTS[case]
    with pytest.raises(RecipeError) as caught:
        parse_recipe(text)
    check_sentence(str(caught.value), words)


def check_sentence(sentence: str, words: list[str]) -> None:
    for word in words:
        assert word in sentence
    assert sentence.endswith(".")
    assert not sentence.endswith("..")
    assert "\n" not in sentence
    assert len(sentence) < 400
    assert sentence[0].isupper()


@pytest.mark.parametrize(("tool", "label"), [("neural-style", "Soft mask edges"), ("photorealistic", "Soft borders")])
def test_a_setting_is_called_by_its_own_tools_label(tool: str, label: str) -> None:
    with pytest.raises(RecipeError) as caught:
        parse_recipe({"tool": tool, "config": {"feather": "wide"}})
    assert str(caught.value).startswith(f"In the recipe, {label} (feather) of config is 'wide'; ")


def test_a_field_that_is_no_setting_keeps_its_own_name() -> None:
    with pytest.raises(RecipeError, match=r"^In the recipe, strength of regions, item 1 is 2; it must be at most 1"):
        parse_recipe({"tool": "photorealistic", "regions": [{"label": 1, "strength": 2}]})


def test_several_bad_fields_are_counted() -> None:
    with pytest.raises(RecipeError, match=r"network is 'x'; .*\. 1 more field is wrong\.$"):
        parse_recipe({"tool": "neural-style", "size": 1, "network": "x"})
    with pytest.raises(RecipeError, match=r"2 more fields are wrong\.$"):
        parse_recipe({"tool": "neural-style", "size": 1, "network": "x", "version": 9})


def test_a_bad_recipe_is_bad_input() -> None:
    with pytest.raises(InputError) as caught:
        parse_recipe("")
    assert caught.value.code == "bad_recipe"


@pytest.mark.parametrize("mapping", [None, 3, ["tool"], {1, 2}])
def test_other_types_are_refused(mapping: Any) -> None:
    with pytest.raises(RecipeError, match="JSON object"):
        parse_recipe(mapping)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("Große Welle 🌊", "Große Welle 🌊"),
        ("cafe\u0301", "caf\u00e9"),
        ("שלום עולם", "שלום עולם"),
        ("مرحبا", "مرحبا"),
        ("神奈川沖浪裏", "神奈川沖浪裏"),
        ("a\0b\x1b[31m\u202ec\r\n", "ab[31mc"),
        ("../../etc/passwd", "../../etc/passwd"),
        ("<b>&amp;</b>", "<b>&amp;</b>"),
        ("", ""),
    ],
)
def test_names_survive_every_trip_in_nfc(given: str, kept: str) -> None:
    made = NeuralStyleRecipe(content_name=given, styles=(StyleSlot(name=given),))
    assert made.content_name == made.styles[0].name == kept == unicodedata.normalize("NFC", kept)
    assert parse_recipe(made.model_dump_json()) == made
    assert parse_recipe(json.dumps(json.loads(made.model_dump_json()))) == made


def test_the_largest_recipe_still_fits() -> None:
    longest = StyleSlot(name="é" * 200)
    made = NeuralStyleRecipe(styles=(longest,) * 8, content_name="é" * 200, preset="print")
    text = made.model_dump_json()
    assert len(text.encode()) < MAX_RECIPE_BYTES
    assert parse_recipe(text) == made
