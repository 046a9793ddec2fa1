"""What is made of a prompt: a direction, how well it fits, and sentences; all of it remembered."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import torch

from styletransfer.checkpoints import build
from styletransfer.errors import CheckpointMissing, PromptError
from styletransfer.recipes import FacePrompt
from styletransfer.run.face_models import FaceModels
from styletransfer.run.face_text import TextModels, read_prompt, style_moves, text_models, unheard

from .small_text import AXES, SmallClip, small_relevance, small_text


@pytest.fixture(scope="module")
def text(models: FaceModels) -> TextModels:
    return small_text(models)


READINGS = {
    "old": ("an old man", "a man", {"neutral": "a man", "guessed": False, "fits": True}),
    "guessed": ("smiling", "", {"neutral": "a face", "guessed": True, "fits": True, "sliders": ()}),
    "capitals": ("AN OLD MAN", "", {"target": "an old man", "unknown": (), "fits": True}),
    "markup": ("<b>old</b>", "", {"target": "old", "unknown": (), "fits": True}),
    "a script": ("<script>alert(1)</script> old", "", {"fits": True}),
    "emoji beside words": ("old 👴🏿‍🦳", "", {"target": "old", "fits": True}),
    "a hat": ("a hat", "", {"match": 0.0, "fits": False, "channels": 0, "sliders": ()}),
}  # fmt: skip


@pytest.mark.parametrize(("target", "neutral", "expected"), READINGS.values(), ids=list(READINGS))
def test_prompts_are_read(text: TextModels, target: str, neutral: str, expected: dict[str, Any]) -> None:
    reading = read_prompt(text, target, neutral)
    assert {name: getattr(reading, name) for name in expected} == expected
    assert reading.direction.norm() == pytest.approx(1)
    assert "<" not in reading.target


def test_the_direction_is_that_of_the_word(text: TextModels) -> None:
    reading = read_prompt(text, "an old man", "a man")
    assert int(reading.direction.argmax()) == AXES["old"]
    assert reading.match == pytest.approx(float(reading.direction[AXES["old"]]), abs=1e-6)
    assert reading.channels == sum(row[AXES["old"]] == 1 for row in text.relevance.fs3)
    (slider,) = reading.sliders
    assert slider == ("age", pytest.approx(reading.match))
    assert reading.sentences == ()
    against = read_prompt(text, "a man", "an old man")
    torch.testing.assert_close(against.direction, -reading.direction)
    assert against.sliders[0][1] == pytest.approx(-reading.match)


TOLD = {
    "nothing fits": (("a hat", ""), 0.1, ["Nothing that this generator paints fits “a hat” (match 0.00, below 0.30): "
                                          "the shipped model has never seen this; fetch the official models for it."]),
    "a word unknown": (("an old pirate", "a man"), 0.1, ["The shipped model never learnt the word “pirate”."]),
    "two unknown": (("an old pirate ninja", ""), 0.1, ["The shipped model never learnt the words “pirate” and “ninja”."
                                                       ]),
    "no channel": (("old", ""), 0.99, ["At this disentanglement no channel is left; lower it."]),
    "nothing": (("old", ""), 0.1, []),
}  # fmt: skip


@pytest.mark.parametrize(("prompt", "beta", "sentences"), TOLD.values(), ids=list(TOLD))
def test_the_user_is_told(text: TextModels, prompt: tuple[str, str], beta: float, sentences: list[str]) -> None:
    assert list(read_prompt(text, *prompt, beta).sentences) == sentences


def test_typing_errors_are_told(text: TextModels) -> None:
    reading = read_prompt(text, "a smilling man", "a man")
    assert reading.corrected == (("smilling", "smiling"),)
    assert reading.sentences == ("“smilling” was read as “smiling”.",)
    assert torch.equal(reading.direction, read_prompt(text, "a smiling man", "a man").direction)


def test_the_official_model_knows_every_word(models: FaceModels) -> None:
    official = small_text(models, SmallClip(words=None, name="clip-vit-b32"))
    assert read_prompt(official, "an old pirate").sentences == ()
    (sentence,) = read_prompt(official, "a pirate hat").sentences
    assert "match 0.00, below 0.30): say it in other words" in sentence


def test_without_a_measured_floor_everything_fits(models: FaceModels) -> None:
    reading = read_prompt(small_text(models, floor=0.0), "a hat")
    assert reading.fits
    assert reading.sentences == ("At this disentanglement no channel is left; lower it.",)


BAD = {
    "empty": ("", "", "empty"),
    "spaces": (" \n\t", "", "empty"),
    "10,000 characters": ("old " * 2500, "", "10,000 characters; write at most 300"),
    "only emoji": ("👴🏿👓", "", "can be read"),
    "right to left": ("رجل عجوز", "", "can be read"),
    "Hebrew with marks": ("\u202eאיש זקן\u202c", "", "can be read"),
    "only markup": ("<img src=x onerror=alert(1)>", "", "can be read"),
    "a bad neutral": ("old", "👓", "can be read"),
    "equal": ("an old man", "An Old  man!", "“an old man” is what the face is already"),
    "the same meaning": ("a woman", "a man", "mean the same"),
    "nothing but unknown words": ("a pirate", "a face", "word “pirate”, and nothing else of the prompt"),
}


@pytest.mark.parametrize(("target", "neutral", "words"), BAD.values(), ids=list(BAD))
def test_what_cannot_be_read_gets_a_sentence(text: TextModels, target: str, neutral: str, words: str) -> None:
    for _ in range(2):  # what was refused is refused again
        with pytest.raises(PromptError, match=words.replace("(", r"\(")):
            read_prompt(text, target, neutral)


def test_a_text_is_encoded_once(models: FaceModels) -> None:
    clip = SmallClip()
    text = small_text(models, clip)
    first = read_prompt(text, "old", beta=0.1)
    count = len(clip.asked)
    assert count == 2 * len(clip.templates)
    assert read_prompt(text, "old", beta=0.4).direction is first.direction
    style_moves(text, [FacePrompt(target="old", strength=9, disentanglement=0.2)])
    assert len(clip.asked) == count
    read_prompt(text, "smiling")  # "a face" was encoded for the first prompt
    assert len(clip.asked) == count + len(clip.templates)


def test_other_models_read_for_themselves(models: FaceModels, text: TextModels) -> None:
    other = TextModels(clip=text.clip, relevance=small_relevance(models, floor=0.99))
    assert read_prompt(text, "old").fits
    assert not read_prompt(other, "old").fits


def test_many_may_ask_at_once(models: FaceModels) -> None:
    text = small_text(models)
    prompts = ["old", "smiling", "blond", "an old man"] * 20
    with ThreadPoolExecutor(8) as crowd:
        readings = list(crowd.map(lambda prompt: read_prompt(text, prompt), prompts))
    for prompt, reading in zip(prompts, readings, strict=True):
        assert torch.equal(reading.direction, read_prompt(text, prompt).direction)


def test_moves_carry_their_strength(text: TextModels) -> None:
    prompts = [FacePrompt(target="old", strength=-3), FacePrompt(target="smiling", disentanglement=0.5)]
    (old, down), (smiling, up) = style_moves(text, prompts)
    assert (down, up) == (-3.0, 4.0)
    assert old.channels > 0
    assert smiling.channels > 0
    assert not (old.offsets * smiling.offsets).any()
    most = text.relevance.fs3 @ read_prompt(text, "old").direction
    torch.testing.assert_close(old.offsets, most / most.max() * text.relevance.deviation)
    assert style_moves(text, []) == []


def test_what_changes_nothing_is_noted(text: TextModels, models: FaceModels) -> None:
    prompts = [FacePrompt(target="old"), FacePrompt(target="a hat"), FacePrompt(target="old", disentanglement=0.5)]
    assert unheard(text, prompts) == ["The prompt “a hat” changed nothing (match 0.00)."]
    strict = TextModels(clip=text.clip, relevance=small_relevance(models, floor=0.99))
    assert unheard(strict, prompts[:1]) == ["The prompt “old” fits nothing that is painted (match 0.92)."]


def test_models_are_loaded_by_name(monkeypatch: pytest.MonkeyPatch, models: FaceModels) -> None:
    asked: list[Any] = []
    clip, relevance = SmallClip(), small_relevance(models)
    monkeypatch.setattr(build, "clip", lambda name, device: asked.append((name, device)) or clip)
    monkeypatch.setattr(build, "relevance", lambda *names: asked.append(names) or relevance)
    text = text_models("e4e-ffhq", "clip-vit-b32", torch.device("cpu"))
    assert text.clip is clip
    assert text.relevance is relevance
    assert asked == [("clip-vit-b32", torch.device("cpu")), ("e4e-ffhq", "clip-vit-b32")]


@pytest.mark.parametrize("broken", ["clip", "relevance"])
def test_what_is_missing_is_said(monkeypatch: pytest.MonkeyPatch, broken: str) -> None:
    def missing(*_: object) -> None:
        raise CheckpointMissing(f"{broken} is not here.")

    for name in ("clip", "relevance"):
        monkeypatch.setattr(build, name, missing if name == broken else lambda *_: None)
    with pytest.raises(CheckpointMissing, match=f"{broken} is not here"):
        text_models("face-generator")
