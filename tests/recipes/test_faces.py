"""Recipes of edited faces: the good ones survive every trip, contradictions get a sentence."""

import json
from typing import Any

import pytest

from styletransfer.errors import RecipeError
from styletransfer.recipes import (
    DEFAULT_DISENTANGLEMENT,
    DEFAULT_STRENGTH,
    MAX_FACES,
    MAX_PROMPT_LETTERS,
    MAX_PROMPTS,
    FaceMix,
    FacePlacement,
    FacePrompt,
    FaceSlot,
    FacesRecipe,
    parse_recipe,
)

PLACED = {"right_eye": [0.4, 0.3], "left_eye": [0.6, 0.3], "mouth": [0.5, 0.5]}


def recipe(*faces: dict[str, Any], **changes: Any) -> dict[str, Any]:
    return {"tool": "faces", "faces": faces or ({},)} | changes


def test_everything_survives_the_trip() -> None:
    made = FacesRecipe(
        generator="e4e-ffhq",
        landmarks="own",
        refinement=40,
        result="generator",
        limit=2.5,
        faces=(
            FaceSlot(name="Ada", face=1, sliders={"age": 20.0, "eyes": -30.0}),
            FaceSlot(placement=FacePlacement.model_validate(PLACED), mix=FaceMix(share=0.25, part="coarse")),
            FaceSlot(whole=True),
        ),
        content_name="family",
        inputs={"content": "ab12"},
    ).with_config(motion=0.5)
    text = made.model_dump_json()
    assert parse_recipe(text) == parse_recipe(text.encode()) == parse_recipe(json.loads(text)) == made
    assert made.config.motion == 0.5


def test_defaults_are_enough() -> None:
    made = parse_recipe('{"tool": "faces"}')
    assert made == FacesRecipe()
    assert isinstance(made, FacesRecipe)
    assert (made.generator, made.landmarks, made.refinement) == ("face-generator", "face-landmarks", 0)


def test_prompts_survive_the_trip() -> None:
    first = FacePrompt(target="an old man", neutral="a man", strength=-4.5, disentanglement=0.2)
    prompts = (first, FacePrompt(target="smiling"))
    made = FacesRecipe(clip="clip-vit-b32", faces=(FaceSlot(prompts=prompts),))
    text = made.model_dump_json()
    assert parse_recipe(text) == made
    assert json.loads(text)["faces"][0]["prompts"][0] == {
        "target": "an old man", "neutral": "a man", "strength": -4.5, "disentanglement": 0.2
    }  # fmt: skip
    assert json.loads(text)["clip"] == "clip-vit-b32"
    assert (prompts[1].strength, prompts[1].disentanglement) == (DEFAULT_STRENGTH, DEFAULT_DISENTANGLEMENT)


def test_recipes_from_before_prompts_are_read() -> None:
    old = FacesRecipe(faces=(FaceSlot(sliders={"age": 20.0}),)).model_dump(mode="json")
    del old["clip"], old["faces"][0]["prompts"]
    made = parse_recipe(old)
    assert isinstance(made, FacesRecipe)
    assert (made.clip, made.faces[0].prompts) == ("face-clip", ())
    assert made.faces[0].sliders == {"age": 20.0}


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  an old\n\tman ", "an old man"),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),  # text like any other; nothing takes it for HTML
        ("old\x00\x1b[31m man", "old[31m man"),
        ("\u202eold\u202c", "old"),
        ("vieilli\u0301", "vieillí"),
        ("👓", "👓"),
        ("o" * MAX_PROMPT_LETTERS, "o" * MAX_PROMPT_LETTERS),
    ],
)
def test_prompts_are_one_line_without_control_characters(typed: str, kept: str) -> None:
    assert FacePrompt(target=typed, neutral=typed) == FacePrompt(target=kept, neutral=kept)
    assert FacePrompt(target=typed).target == kept


def test_one_face_may_be_placed_twice_and_found_once() -> None:
    assert len(parse_recipe(recipe({"placement": PLACED}, {"placement": PLACED}, {})).faces) == 3  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (recipe({}, {}), "names the same face twice"),
        (recipe({"face": 2}, {"face": 2}), "names the same face twice"),
        (recipe({}, {"face": 1}, every=True), "one face, and this one has 2"),
        (recipe({"placement": PLACED}, every=True), "none can be placed by hand"),
        (recipe({"whole": True}, every=True), "none can be placed by hand"),
        (recipe({"whole": True, "placement": PLACED}), "only one is possible"),
        (recipe({"face": -1}), "face of faces, item 1 is -1; it must be at least 0"),
        (recipe({"sliders": {"age": "old"}}), "age of faces, item 1, sliders is 'old'; it must be a number"),
        (recipe({"sliders": {"age": float("inf")}}), "must be a finite number"),
        (recipe({"sliders": {f"s{number}": 0 for number in range(65)}}), "may have at most 64"),
        (recipe({"placement": PLACED | {"mouth": [0.5, 1.5]}}), "is 1.5; it must be at most 1"),
        (recipe({"placement": {"mouth": [0.5, 0.5]}}), "right eye of faces, item 1, placement is missing"),
        (recipe({"mix": {"share": 2}}), "share of faces, item 1, mix is 2; it must be at most 1"),
        (recipe({"mix": {"part": "nose"}}), "must be 'all', 'coarse', 'middle' or 'fine'"),
        (recipe(*({"face": number} for number in range(MAX_FACES + 1))), f"may have at most {MAX_FACES}"),
        (recipe(refinement=501), "refinement is 501; it must be at most 500"),
        (recipe(limit=-1), "limit is -1; it must be at least 0"),
        (recipe(generator="stylegan9"), "generator is 'stylegan9'; it must be"),
        (recipe(landmarks="mine"), "landmarks is 'mine'; it must be"),
        (recipe(config={"motion": 7}), r"Motion \(motion\) of config is 7; it must be at most 1"),
        (recipe({"prompts": [{"target": ""}]}), "A prompt is empty; say what the face should be"),
        (recipe({"prompts": [{"target": " \n "}]}), "A prompt is empty"),
        (recipe({"prompts": [{"target": "old " * 2500}]}), "it may have at most 300 characters"),
        (recipe({"prompts": [{"target": "old", "neutral": "o" * 301}]}), "it may have at most 300 characters"),
        (recipe({"prompts": [{"neutral": "old"}]}), "target of faces, item 1, prompts, item 1 is missing"),
        (recipe({"prompts": [{"target": 3}]}), "is 3; it must be text"),
        (recipe({"prompts": [{"target": "old", "strength": 10.5}]}), "is 10.5; it must be at most 10"),
        (recipe({"prompts": [{"target": "old", "strength": float("nan")}]}), "must be a finite number"),
        (recipe({"prompts": [{"target": "old", "disentanglement": -0.1}]}), "is -0.1; it must be at least 0"),
        (recipe({"prompts": [{"target": "old", "disentanglement": 0.6}]}), "is 0.6; it must be at most 0.5"),
        (recipe({"prompts": [{"target": "old", "weight": 1}]}), "unknown field, weight"),
        (recipe({"prompts": [{"target": "old"}] * (MAX_PROMPTS + 1)}), f"may have at most {MAX_PROMPTS}"),
        (recipe(clip="clip-vit-l14"), "clip is 'clip-vit-l14'; it must be"),
        (recipe(size=512), "unknown field, size"),
    ],
)
def test_what_does_not_fit_gets_a_sentence(given: dict[str, Any], words: str) -> None:
    with pytest.raises(RecipeError, match=words):
        parse_recipe(given)
