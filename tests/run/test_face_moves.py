"""Sliders move codes, prompts move styles, one limit holds both, and without prompts nothing is other than it was."""

import math
from dataclasses import replace
from typing import Any

import pytest
import torch
from torch import Tensor

from styletransfer.errors import InputError
from styletransfer.recipes import FacePrompt
from styletransfer.run.face_models import FaceModels, random_face
from styletransfer.run.face_moves import Moves, painted, stands_still
from styletransfer.run.face_text import TextModels, style_moves

from .small_text import small_relevance, small_text

OLD = FacePrompt(target="old", strength=3)


@pytest.fixture(scope="module")
def text(models: FaceModels) -> TextModels:
    return small_text(models)


@pytest.fixture(scope="module")
def start(models: FaceModels) -> Tensor:
    return random_face(models, 4)[1]


def test_without_prompts_it_is_what_sliders_always_painted(models: FaceModels, start: Tensor, text: TextModels) -> None:
    for sliders, limit in (({}, None), ({"age": 4.0, "smile": -2.0}, None), ({"age": 9.0}, 0.3)):
        before = models.paint(models.moved(start, sliders, limit))
        for reader in (None, text):
            assert torch.equal(painted(models, start, Moves(sliders=sliders, limit=limit, text=reader)), before)


@pytest.mark.parametrize(
    "prompt",
    [
        FacePrompt(target="old", strength=0),
        FacePrompt(target="a hat"),
        FacePrompt(target="old", disentanglement=0.5, strength=0),
    ],
)
def test_prompts_that_move_nothing_change_nothing(
    models: FaceModels, start: Tensor, text: TextModels, prompt: FacePrompt
) -> None:
    moves = Moves(prompts=[prompt], text=text)
    assert torch.equal(painted(models, start, moves), models.paint(start))
    assert stands_still(models, start, start, moves)


def test_prompts_move_the_styles(models: FaceModels, start: Tensor, text: TextModels) -> None:
    kept = start.clone()
    ((direction, _),) = style_moves(text, [OLD])
    offsets = iter(torch.split(3 * direction.offsets, direction.sizes))
    names, styles = models.generator.style_names, models.styles(start)
    by_hand = tuple(s if "rgb" in name else s + next(offsets) for name, s in zip(names, styles, strict=True))
    shown = painted(models, start, Moves(prompts=[OLD], text=text))
    torch.testing.assert_close(shown, models.paint_styles(by_hand))
    assert torch.equal(start, kept)
    assert shown.shape == (1, 3, 32, 32)
    assert not torch.equal(shown, models.paint(start))
    assert not stands_still(models, start, start, Moves(prompts=[OLD], text=text))


def test_sliders_come_first_and_prompts_add_up(models: FaceModels, start: Tensor, text: TextModels) -> None:
    smile, both = FacePrompt(target="smiling", strength=-2), Moves(sliders={"age": 2.0}, prompts=[OLD], text=text)
    aged = models.moved(start, {"age": 2.0})
    assert torch.equal(painted(models, start, both), painted(models, aged, Moves(prompts=[OLD], text=text)))
    one, other = (painted(models, start, Moves(prompts=each, text=text)) for each in ([OLD, smile], [smile, OLD]))
    torch.testing.assert_close(one, other)
    twice = Moves(prompts=[OLD, OLD], text=text)
    double = Moves(prompts=[OLD.model_copy(update={"strength": 6.0})], text=text)
    torch.testing.assert_close(painted(models, start, twice), painted(models, start, double))


def test_strengths_of_both_signs_go_opposite_ways(models: FaceModels, start: Tensor, text: TextModels) -> None:
    before = models.paint(start)
    up, down = (
        painted(models, start, Moves(prompts=[OLD.model_copy(update={"strength": value})], text=text)) - before
        for value in (0.05, -0.05)
    )
    assert float((up * down).sum() / (up.norm() * down.norm())) < -0.9


def test_a_limit_of_nothing_keeps_the_face(models: FaceModels, start: Tensor, text: TextModels) -> None:
    moves = Moves(sliders={"age": 5.0}, prompts=[OLD], text=text, limit=0.0)
    torch.testing.assert_close(painted(models, start, moves), models.paint(start))


def test_one_limit_holds_sliders_and_prompts(models: FaceModels, start: Tensor, text: TextModels) -> None:
    sliders = {"age": 3.0}
    by_sliders = models.directions.distance(models.directions.move(sliders))
    ((direction, alpha),) = style_moves(text, [OLD])
    deviations = alpha * direction.offsets / text.relevance.deviation
    by_prompt = math.sqrt(models.generator.config.style_dim / len(deviations)) * float(deviations.norm())
    together = math.hypot(by_sliders, by_prompt)
    free = painted(models, start, Moves(sliders=sliders, prompts=[OLD], text=text))
    wide = painted(models, start, Moves(sliders=sliders, prompts=[OLD], text=text, limit=together * 1.001))
    assert torch.equal(wide, free)
    assert not torch.equal(
        painted(models, start, Moves(sliders=sliders, prompts=[OLD], text=text, limit=together * 0.9)), free
    )
    half = painted(models, start, Moves(sliders=sliders, prompts=[OLD], text=text, limit=together / 2))
    halved = start + models.directions.move(sliders) / 2
    weaker = OLD.model_copy(update={"strength": alpha / 2})
    torch.testing.assert_close(half, painted(models, halved, Moves(prompts=[weaker], text=text)), atol=1e-5, rtol=0)


def test_prompts_need_no_sliders_on_this_machine(models: FaceModels, start: Tensor, text: TextModels) -> None:
    def none_here() -> Any:
        raise AssertionError

    bare = replace(models, sliders=none_here)
    painted(bare, start, Moves(prompts=[OLD], text=text, limit=1.0))


@pytest.mark.parametrize("limit", [-1.0, math.nan])
def test_bad_limits_are_refused(models: FaceModels, start: Tensor, text: TextModels, limit: float) -> None:
    with pytest.raises(InputError, match="at least 0"):
        painted(models, start, Moves(prompts=[OLD], text=text, limit=limit))


def test_prompts_need_models_of_their_generator(models: FaceModels, start: Tensor, text: TextModels) -> None:
    with pytest.raises(InputError, match="need the models that read them"):
        painted(models, start, Moves(prompts=[OLD]))
    foreign = TextModels(clip=text.clip, relevance=replace(small_relevance(models), generator="e4e-ffhq"))
    with pytest.raises(InputError, match="“e4e-ffhq”, and “face-generator” paints"):
        painted(models, start, Moves(prompts=[OLD], text=foreign))
