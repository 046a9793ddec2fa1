"""The optimisers on functions with a known minimum, and on broken gradients."""

import pytest
import torch
from torch import Tensor

from styletransfer.algorithms.neural_style_optimizers import LBFGS, Adam, AdamState, PictureOptimizer

from .pictures import clouds, noise

GOAL = clouds(12, 16) * 0.8 + 0.1


def loss(picture: Tensor) -> float:
    return float((picture - GOAL).square().mean())


def gradient(picture: Tensor) -> Tensor:
    return 2 * (picture - GOAL) / picture.numel()


def optimizers(picture: Tensor) -> dict[str, PictureOptimizer]:
    return {"adam": Adam(AdamState.fresh(picture), 0.05), "lbfgs": LBFGS(picture)}


@pytest.mark.parametrize("name", ["adam", "lbfgs"])
def test_the_minimum_is_found(name: str) -> None:
    picture = noise(12, 16, 3)
    before, optimizer = loss(picture), optimizers(picture)[name]
    for _ in range(60):
        picture = optimizer.step(picture, gradient)
    assert loss(picture) < 0.01 * before


@pytest.mark.parametrize("name", ["adam", "lbfgs"])
def test_one_evaluation_a_step_and_the_input_stays(name: str) -> None:
    picture = noise(12, 16, 3)
    before, calls = picture.clone(), []

    def counted(at: Tensor) -> Tensor:
        calls.append(at.clone())
        return gradient(at)

    following = optimizers(picture)[name].step(picture, counted)
    assert len(calls) == 1
    assert torch.equal(calls[0], before)
    assert torch.equal(picture, before)
    assert not torch.equal(following, before)
    assert not following.requires_grad


def test_adam_agrees_with_torch() -> None:
    picture = noise(6, 6) * 0.2 + 0.4
    leaf = picture.clone().requires_grad_()
    reference = torch.optim.Adam([leaf], lr=0.01, betas=(0.9, 0.99), eps=1e-8)
    mine = Adam(AdamState.fresh(picture), 0.01)
    goal = clouds(6, 6)
    for _ in range(5):
        picture = mine.step(picture, lambda at: at - goal)
        leaf.grad = leaf.detach() - goal
        reference.step()
    torch.testing.assert_close(picture, leaf.detach(), rtol=1e-5, atol=1e-6)


def test_adam_stays_in_the_range_of_pictures() -> None:
    picture = noise(4, 4)
    adam = Adam(AdamState.fresh(picture), 0.5)
    for sign in (1.0, -1.0):
        moved = adam.step(picture, lambda at, sign=sign: torch.full_like(at, sign))  # type: ignore[misc]
        assert moved.min() >= 0
        assert moved.max() <= 1


def test_adam_state_is_carried_to_another_size() -> None:
    state = AdamState(noise(10, 14) - 0.5, noise(10, 14, 1), 7)
    larger = state.resized((20, 28))
    assert larger.first.shape == larger.second.shape == (1, 3, 20, 28)
    assert larger.steps == 7
    assert larger.second.min() >= 0
    assert larger.first.mean().item() == pytest.approx(state.first.mean().item(), abs=0.01)


@pytest.mark.parametrize("size", [(10, 14), (20, 28)])
def test_a_carried_state_is_a_copy(size: tuple[int, int]) -> None:
    state = AdamState(noise(10, 14), noise(10, 14, 1), 7)
    first, second = state.first.clone(), state.second.clone()
    Adam(state.resized(size), 0.01).step(noise(*size), torch.ones_like)
    assert torch.equal(state.first, first)
    assert torch.equal(state.second, second)
    assert state.steps == 7


def test_lbfgs_survives_gradients_that_are_not_numbers() -> None:
    picture = noise(12, 16, 3)
    optimizer = LBFGS(picture)
    for step in range(40):
        broken = step in (0, 5, 6)
        before = picture.clone()
        picture = optimizer.step(
            picture,
            lambda at, broken=broken: gradient(at) * (float("nan") if broken else 1),  # type: ignore[misc]
        )
        assert torch.isfinite(picture).all()
        if broken:
            assert torch.equal(picture, before)
    assert loss(picture) < 0.1 * loss(noise(12, 16, 3))


def test_lbfgs_refuses_a_leap() -> None:
    picture = noise(4, 4)
    optimizer = LBFGS(picture)
    moved = optimizer.step(picture, gradient_of_a_cliff)
    assert (moved - picture).abs().max() <= 10


def gradient_of_a_cliff(picture: Tensor) -> Tensor:
    return torch.where(torch.arange(picture.shape[-1]) == 0, torch.inf, 1e-9).expand_as(picture).contiguous()


def test_lbfgs_at_the_minimum_stays() -> None:
    optimizer = LBFGS(GOAL)
    assert torch.equal(optimizer.step(GOAL, torch.zeros_like), GOAL)
