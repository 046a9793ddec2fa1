"""Prompts on the command line belong together by their order, are explained, come back, and are refused plainly."""

import importlib
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from styletransfer.algorithms.face_landmarks import FaceSearch, find_faces
from styletransfer.checkpoints import build
from styletransfer.cli.face_prompts import TypedPrompts
from styletransfer.errors import CheckpointMissing, InputError, RecipeError
from styletransfer.imaging.io import open_image
from styletransfer.recipes import FacePrompt, FaceSlot, FacesRecipe, parse_recipe
from styletransfer.run.face_models import FaceModels
from tests.run.small_faces import couple, small_models
from tests.run.small_text import SmallClip, small_relevance

from .folder import Shell, folder_of

SEARCH = FaceSearch(sides=(900,), tilted_side=0)


@pytest.fixture(autouse=True)
def models(monkeypatch: pytest.MonkeyPatch) -> FaceModels:
    """Replace the models by small ones; the CLIP knows what old and smiling look like, and no hat."""
    small = small_models()
    monkeypatch.setattr(build, "face_directions", lambda name: small.directions)
    monkeypatch.setattr(build, "clip", lambda name, device: SmallClip(name=name))
    monkeypatch.setattr(build, "relevance", lambda generator, clip: small_relevance(small))
    for name in ("faces", "face_models", "face_photo"):
        module = importlib.import_module(f"styletransfer.run.{name}")
        monkeypatch.setattr(module, "face_models", lambda *_: small)
    finding = importlib.import_module("styletransfer.run.face_finding")
    monkeypatch.setattr(finding, "find_faces", lambda photo, predictor, search: find_faces(photo, predictor, SEARCH))
    return small


def edit(shell: Shell, *words: str) -> int:
    return shell("faces", "edit", "couple.png", *words, *(() if "-o" in words else ("-o", "out.png")))


def recipe_in(path: str) -> FacesRecipe:
    text = open_image(path).recipe
    assert text is not None
    recipe = parse_recipe(text)
    assert isinstance(recipe, FacesRecipe)
    return recipe


def typed(*prompts: str, neutral: Any = (), alpha: Any = (), beta: Any = ()) -> TypedPrompts:
    return TypedPrompts(prompts=prompts, neutrals=neutral, alphas=alpha, betas=beta)


EARLIER = (FacePrompt(target="old", strength=2), FacePrompt(target="smiling", neutral="a man"))
JOINED = {
    "one": (typed("old"), (), (FacePrompt(target="old"),)),
    "all of one": (typed("old", neutral=["a man"], alpha=[-2.0], beta=[0.3]), (),
                   (FacePrompt(target="old", neutral="a man", strength=-2, disentanglement=0.3),)),
    "the last take the default": (typed("old", "smiling", neutral=["", "a man"], alpha=[6.0]), (),
                                  (FacePrompt(target="old", strength=6),
                                   FacePrompt(target="smiling", neutral="a man"))),
    "nothing": (typed(), (), ()),
    "earlier ones stay": (typed(), EARLIER, EARLIER),
    "earlier ones are changed": (typed(alpha=[5.0], beta=[0.2, 0.1]), EARLIER,
                                 (FacePrompt(target="old", strength=5, disentanglement=0.2),
                                  FacePrompt(target="smiling", neutral="a man", disentanglement=0.1))),
    "new ones replace them": (typed("blond", alpha=[5.0]), EARLIER, (FacePrompt(target="blond", strength=5),)),
}  # fmt: skip


@pytest.mark.parametrize(("given", "earlier", "expected"), JOINED.values(), ids=list(JOINED))
def test_options_belong_together_by_their_order(
    given: TypedPrompts, earlier: tuple[FacePrompt, ...], expected: tuple[FacePrompt, ...]
) -> None:
    assert given.joined(earlier) == expected


REFUSED = {
    "neutrals": (typed("old", neutral=["a", "b", "c"]), InputError, "--neutral is given 3 times for 1 prompt;"),
    "alphas": (typed("old", "blond", alpha=[1.0] * 3), InputError, "--alpha is given 3 times for 2 prompts"),
    "no prompt": (typed(beta=[0.1]), InputError, "--beta belongs to a prompt, and there is none; add --prompt"),
    "empty": (typed(" "), RecipeError, "A prompt is empty"),
    "long": (typed("old " * 2500), RecipeError, "at most 300 characters"),
    "alpha": (typed("old", alpha=[11.0]), RecipeError, "strength is 11.0; it must be at most 10"),
}  # fmt: skip


@pytest.mark.parametrize(("given", "error", "words"), REFUSED.values(), ids=list(REFUSED))
def test_what_does_not_belong_is_refused(given: TypedPrompts, error: type[Exception], words: str) -> None:
    with pytest.raises(error, match=words):
        given.joined()


def test_a_prompt_edits_the_photograph_and_is_explained(group: Shell, capsys: pytest.CaptureFixture[str]) -> None:
    words = ("--prompt", "an OLD pirate", "--neutral", "a man", "--alpha", "6", "--prompt", "a hat", "--beta", "0.2")
    assert edit(group, *words) == 0
    changed = (open_image("out.png").pixels != couple()).any(axis=2)
    assert changed[:, 230:].any()
    assert not changed[:, :230].any()
    recipe = recipe_in("out.png")
    assert recipe.faces[0].prompts == (
        FacePrompt(target="an OLD pirate", neutral="a man", strength=6, disentanglement=0.2),
        FacePrompt(target="a hat"),
    )
    told = capsys.readouterr().err
    assert "“an old” instead of “a man”: match 0.92, " in told
    assert ", much like the sliders age +0.92." in told
    assert "The shipped model never learnt the word “pirate”." in told
    assert "“a hat” instead of “a face” (guessed): match 0.00, 0 channels." in told
    assert "Nothing that this generator paints fits “a hat” (match 0.00, below 0.30)" in told
    assert "No slider" not in told


def test_quietly_only_the_picture_is_made(group: Shell, capsys: pytest.CaptureFixture[str]) -> None:
    assert edit(group, "--prompt", "old", "--quiet") == 0
    assert capsys.readouterr().err == ""


def test_prompts_come_back_with_a_recipe(group: Shell) -> None:
    words = ("--prompt", "old", "--alpha", "-3", "--all", "--clip", "clip-vit-b32")
    assert edit(group, *words, "--save-recipe", "recipe.json") == 0
    kept = json.loads(Path("recipe.json").read_text())
    assert (kept["clip"], kept["faces"][0]["prompts"][0]["strength"]) == ("clip-vit-b32", -3.0)
    assert edit(group, "--recipe", "recipe.json", "-o", "again.png") == 0
    assert np.array_equal(open_image("again.png").pixels, open_image("out.png").pixels)
    assert edit(group, "--recipe", "out.png", "--alpha", "8", "-o", "far.png") == 0
    far = recipe_in("far.png")
    assert (far.clip, far.every, far.faces[0].prompts) == (
        "clip-vit-b32", True, (FacePrompt(target="old", strength=8),)
    )  # fmt: skip


def test_of_several_faces_those_with_prompts_are_changed(group: Shell) -> None:
    slots = (FaceSlot(prompts=(FacePrompt(target="old"),)), FaceSlot(face=1, sliders={"age": 1.0}))
    Path("two.json").write_text(FacesRecipe(faces=slots).model_dump_json())
    assert edit(group, "--recipe", "two.json", "--alpha", "2") == 0
    assert [slot.prompts for slot in recipe_in("out.png").faces] == [(FacePrompt(target="old", strength=2),), ()]
    assert edit(group, "--recipe", "two.json", "--prompt", "smiling", "-o", "both.png") == 0
    assert [slot.prompts[0].target for slot in recipe_in("both.png").faces] == ["smiling", "smiling"]


def test_a_folder_gets_the_same_prompts(group: Shell, capsys: pytest.CaptureFixture[str]) -> None:
    folder = folder_of("nobody.jpg")
    for name in ("one.png", "two.png"):
        Image.fromarray(couple()).save(folder / name)
    assert group("faces", "edit", "photos", "--prompt", "old", "-o", "made") == 1
    assert sorted(path.name for path in Path("made").iterdir()) == ["one.png", "two.png"]
    assert recipe_in("made/two.png").faces[0].prompts == (FacePrompt(target="old"),)
    assert capsys.readouterr().err.count("match 0.92") == 1


@pytest.mark.parametrize(("name", "words"), [("prompt", "“old” from 0 to -5"), ("prompt.1", "“smiling” from 0 to 4")])
def test_the_strength_of_a_prompt_is_animated(
    name: str, words: str, group: Shell, capsys: pytest.CaptureFixture[str]
) -> None:
    prompts = ("--prompt", "old", "--alpha", "-5", "--prompt", "smiling")
    assert edit(group, *prompts, "--animate", name, "moving.gif") == 0
    assert f"Saved moving.gif, {words} and back." in capsys.readouterr().err
    with Image.open("moving.gif") as animation:
        assert animation.n_frames > 20  # type: ignore[attr-defined]


def test_random_faces_take_prompts(group: Shell, capsys: pytest.CaptureFixture[str]) -> None:
    seed = ("--seed", "5")
    assert group("faces", "random", "-o", "plain.png", *seed, "--save-latent", "a.safetensors") == 0
    prompts = ("--prompt", "old", "--alpha", "8")
    assert group("faces", "random", "-o", "old.png", *seed, *prompts, "--save-latent", "b.safetensors") == 0
    assert not np.array_equal(open_image("plain.png").pixels, open_image("old.png").pixels)
    assert Path("a.safetensors").read_bytes() == Path("b.safetensors").read_bytes()
    told = capsys.readouterr().err
    assert "“old” instead of “a face” (guessed): match 0.92" in told
    assert "The codes are those of the faces without the prompts." in told
    aligned = ("plain.png", "--aligned", "--latent", "a.safetensors", "--result", "generator", *prompts)
    assert group("faces", "edit", *aligned, "-o", "edited.png") == 0
    difference = open_image("edited.png").pixels.astype(int) - open_image("old.png").pixels
    assert np.abs(difference[4:-4, 4:-4]).mean() < 3


BAD = {
    "empty": (("--prompt", ""), "A prompt is empty"),
    "10,000 characters": (("--prompt", "old " * 2500), "at most 300 characters"),
    "emoji": (("--prompt", "👴🏿👓"), "Nothing of the prompt can be read"),
    "right to left": (("--prompt", "رجل عجوز"), "Nothing of the prompt can be read"),
    "markup": (("--prompt", "<img src=x onerror=alert(1)>"), "Nothing of the prompt can be read"),
    "nothing to change": (("--prompt", "old", "--neutral", "OLD"), "“old” is what the face is already"),
    "more neutrals": (("--prompt", "old", *("--neutral", "a") * 2), "--neutral is given 2 times for 1 prompt"),
    "alpha alone": (("--alpha", "3"), "--alpha belongs to a prompt, and there is none"),
    "alpha outside": (("--prompt", "old", "--alpha", "11"), "alpha"),
    "alpha no number": (("--prompt", "old", "--alpha", "much"), "Invalid value for '--alpha'"),
    "beta outside": (("--prompt", "old", "--beta", "0.7"), "beta"),
    "too many": (("--prompt", "old") * 9, "may have at most 8"),
    "another model": (("--prompt", "old", "--clip", "clip-vit-l14"), "clip-vit-l14"),
    "animation without prompt": (("--animate", "prompt", "a.gif"), "“prompt”, and no prompt is given"),
    "animation of another": (("--prompt", "old", "--animate", "prompt.1", "a.gif"), "“prompt.1”, and one prompt is"),
}  # fmt: skip


@pytest.mark.parametrize(("words", "sentence"), BAD.values(), ids=list(BAD))
def test_bad_prompts_are_one_sentence_and_code_2(
    words: tuple[str, ...], sentence: str, group: Shell, capsys: pytest.CaptureFixture[str]
) -> None:
    assert edit(group, *words) == 2
    assert sentence in " ".join(capsys.readouterr().err.split())
    assert not Path("out.png").exists()


@pytest.mark.parametrize("missing", ["clip", "relevance"])
def test_what_is_not_here_is_said_with_what_to_do(
    missing: str, group: Shell, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def not_here(*_: object) -> None:
        raise CheckpointMissing(f"The {missing} is not on this machine. Get it with `weights fetch`.")

    monkeypatch.setattr(build, missing, not_here)
    assert edit(group, "--prompt", "old", "--clip", "clip-vit-b32") == 2
    assert capsys.readouterr().err == f"The {missing} is not on this machine. Get it with `weights fetch`.\n"
    assert edit(group, "--age", "3") == 0  # without prompts nothing is missing


def test_help_explains_prompts(shell: Shell, capsys: pytest.CaptureFixture[str]) -> None:
    for command in ("edit", "random"):
        assert shell("faces", command, "--help") == 0
        shown = " ".join(capsys.readouterr().out.replace("│", " ").split())
        for flag in ("--prompt", "--neutral", "--alpha", "--beta", "--clip"):
            assert flag in shown
