"""Recipes of edited faces: the good ones survive every trip, contradictions get a sentence."""

import json
from typing import Any

import pytest

from styletransfer.errors import RecipeError
from styletransfer.recipes import MAX_FACES, FaceMix, FacePlacement, FaceSlot, FacesRecipe, parse_recipe

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
        (recipe(size=512), "unknown field, size"),
    ],
)
def test_what_does_not_fit_gets_a_sentence(given: dict[str, Any], words: str) -> None:
    with pytest.raises(RecipeError, match=words):
        parse_recipe(given)
