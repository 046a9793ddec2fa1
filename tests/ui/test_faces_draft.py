"""What the page of faces holds, and the recipe it makes of it."""

import json

import numpy as np
import pytest

from styletransfer.algorithms.face_alignment import FaceFrame
from styletransfer.algorithms.face_landmarks import FaceBox
from styletransfer.recipes import FaceMix, FacePlacement, FacePrompt, FaceSlot, FacesRecipe, parse_recipe
from styletransfer.run.face_finding import FaceFound
from styletransfer.ui.faces_draft import FacePart, FacesDraft
from styletransfer.ui.faces_edits import FaceEdit, OtherPerson
from styletransfer.ui.form import Chosen

PLACEMENT = FacePlacement(right_eye=(0.4, 0.4), left_eye=(0.6, 0.4), mouth=(0.5, 0.6))
WORDS = {"age": ("Age", "years"), "smile": ("Smile", "%")}


def found(number: int = 0) -> FaceFound:
    """Return a face somewhere."""
    quad = np.array([[10, 10], [10, 40], [40, 40], [40, 10]], dtype=np.float64)
    return FaceFound(number=number, box=FaceBox(centre=(25, 25), side=20), frame=FaceFrame(quad=quad, photo=(50, 60)))


def draft(*edits: FaceEdit) -> FacesDraft:
    """Return a form with a photograph and one face for each edit."""
    made = FacesDraft(content=Chosen(b"photo", "Beach"), words=WORDS)
    for number, edit in enumerate(edits):
        part = FacePart(found=found(number), number=number)
        part.history.note(edit, "edit")
        made.parts.append(part)
    return made


def test_only_edited_faces_are_in_the_recipe() -> None:
    form = draft(FaceEdit({"age": 20}), FaceEdit(), FaceEdit({"smile": 40}))
    recipe = form.recipe()
    assert [(slot.face, dict(slot.sliders), slot.name) for slot in recipe.faces] == [
        (0, {"age": 20.0}, "Face 1"),
        (2, {"smile": 40.0}, "Face 3"),
    ]
    assert parse_recipe(json.loads(recipe.model_dump_json())) == recipe
    assert form.title() == "Beach, 2 faces"


def test_codes_and_other_people_travel_beside_the_recipe() -> None:
    other = OtherPerson(name="Anna", latent=b"anna", tile=b"", share=0.3, part="fine")
    form = draft(FaceEdit(), FaceEdit({"age": 5}), FaceEdit({}, other))
    form.parts[1].latent = b"own"
    assert form.images() == {"content": b"photo", "latent-0": b"own", "mix-1": b"anna"}
    assert form.recipe().faces[1].mix == FaceMix(share=0.3, part="fine")


def test_a_face_placed_by_hand_and_a_random_one_say_so() -> None:
    form = draft()
    form.parts = [FacePart(found=found(), placement=PLACEMENT), FacePart(found=found(), latent=b"codes")]
    for part in form.parts:
        part.history.note(FaceEdit({"age": 5}), "edit")
    by_hand, whole = form.recipe().faces
    assert (by_hand.placement, by_hand.whole) == (PLACEMENT, False)
    assert (whole.placement, whole.whole) == (None, True)


def test_every_face_takes_the_edit_of_the_chosen_one() -> None:
    form = draft(FaceEdit({"age": 20}), FaceEdit({"smile": 40}))
    form.every, form.chosen, form.parts[1].latent = True, 1, b"own"
    recipe = form.recipe()
    assert (recipe.every, [dict(slot.sliders) for slot in recipe.faces]) == (True, [{"smile": 40.0}])
    assert form.images() == {"content": b"photo"}
    assert form.title() == "Beach, every face · Smile +40 %"


@pytest.mark.parametrize(
    ("sliders", "title"), [({"age": 20, "smile": -5}, "Beach · Age +20 years, Smile −5 %"), ({}, "Beach")]
)
def test_a_picture_is_named_after_what_is_done(sliders: dict[str, float], title: str) -> None:
    assert draft(FaceEdit(sliders)).title() == title


def test_another_photograph_drops_faces_and_what_waits_for_them() -> None:
    form = draft(FaceEdit({"age": 20}))
    form.person, form.sought, revision = b"codes", "here", form.revision
    form.take_photograph(Chosen(b"other", "Forest"))
    assert (form.parts, form.person, form.sought, form.part) == ([], None, None, None)
    assert form.revision > revision


def test_prompts_are_in_the_recipe_of_their_face() -> None:
    prompts = (FacePrompt(target="an old man", strength=-3), FacePrompt(target="smiling", neutral="a face"))
    form = draft(FaceEdit({"age": 20}, prompts=prompts), FaceEdit({"smile": 1}))
    form.clip = "clip-vit-b32"
    recipe = form.recipe()
    assert [slot.prompts for slot in recipe.faces] == [prompts, ()]
    assert recipe.clip == "clip-vit-b32"
    assert parse_recipe(json.loads(recipe.model_dump_json())) == recipe


def test_a_recipe_gives_its_settings() -> None:
    form = draft()
    recipe = FacesRecipe(
        generator="e4e-ffhq", landmarks="dlib-landmarks", result="generator", limit=1.5, every=True, clip="clip-vit-b32"
    )
    edition = form.edition
    form.apply_recipe(recipe.with_config(motion=0.5))
    assert (form.generator, form.landmarks, form.result, form.limit) == ("e4e-ffhq", "dlib-landmarks", "generator", 1.5)
    assert form.clip == "clip-vit-b32"
    assert (form.every, form.values["motion"], form.edition) == (True, 0.5, edition + 1)


def test_without_faces_a_recipe_can_still_be_made() -> None:
    assert draft().recipe().faces == (FaceSlot(),)
