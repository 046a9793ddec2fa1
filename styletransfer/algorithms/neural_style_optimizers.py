"""The two optimisers of neural style transfer, on one picture tensor whose size may change between scales."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import torch
from torch import Tensor

from styletransfer.imaging.resize import Size, resize

_HISTORY_NUMBERS = 40_000_000
"""Numbers that half of the history of L-BFGS may hold: 160 MB."""

_BETA1, _BETA2, _EPSILON = 0.9, 0.99, 1e-8


@dataclass(slots=True)
class AdamState:
    """Moments of Adam (Kingma & Ba 2015) for one picture: (1, 3, H, W) each, and the steps taken."""

    first: Tensor
    second: Tensor
    steps: int = 0

    @classmethod
    def fresh(cls, picture: Tensor) -> "AdamState":
        """Return moments of zero for a picture of this shape."""
        return cls(torch.zeros_like(picture), torch.zeros_like(picture))

    def resized(self, size: Size) -> "AdamState":
        """Carry the moments to another scale, as crowsonkb/style-transfer-pytorch does."""
        # Copies even at the same size: steps change them in place, and a run may be continued more than once.
        return AdamState(resize(self.first, size).clone(), resize(self.second, size).clamp(min=0), self.steps)


class PictureOptimizer(Protocol):
    """Takes one step from one evaluation."""

    def step(self, picture: Tensor, evaluate: Callable[[Tensor], Tensor]) -> Tensor:
        """Call `evaluate` (picture -> gradient) once and return the next picture."""
        ...


class Adam:
    """Adam on pixels, clamped to [0, 1] after every step."""

    def __init__(self, state: AdamState, learning_rate: float) -> None:
        self.state, self.learning_rate = state, learning_rate

    def step(self, picture: Tensor, evaluate: Callable[[Tensor], Tensor]) -> Tensor:
        """Take one step; see `PictureOptimizer`."""
        gradient = evaluate(picture)
        state = self.state
        state.steps += 1
        state.first.lerp_(gradient, 1 - _BETA1)
        state.second.mul_(_BETA2).addcmul_(gradient, gradient, value=1 - _BETA2)
        rate = self.learning_rate / (1 - _BETA1**state.steps)
        # One scratch tensor, not four: a print's tensors have 200 MB each.
        scratch = (state.second / (1 - _BETA2**state.steps)).sqrt_().add_(_EPSILON)
        torch.div(state.first, scratch, out=scratch)
        return torch.add(picture, scratch, alpha=-rate).clamp_(0, 1)


class LBFGS:
    """L-BFGS as in the original paper: one evaluation a step, no line search, no clamp inside.

    A step that leads to a value that is not finite goes back to the best picture with a fresh
    history and a smaller step, instead of ending in a black picture.
    """

    def __init__(self, picture: Tensor, *, history: int | None = None) -> None:
        """Begin at `picture`; `history` pairs are kept, fewer for large pictures unless told otherwise."""
        self._leaf = picture.clone().requires_grad_()
        self._history = history or min(max(_HISTORY_NUMBERS // picture.numel(), 4), 20)
        self._rate = 1.0
        self._inner = self._fresh()

    def _fresh(self) -> torch.optim.LBFGS:
        return torch.optim.LBFGS(
            [self._leaf], lr=self._rate, max_iter=1, history_size=self._history, tolerance_grad=0, tolerance_change=0
        )

    def step(self, picture: Tensor, evaluate: Callable[[Tensor], Tensor]) -> Tensor:
        """Take one step; see `PictureOptimizer`."""
        before = picture.clone()

        def closure() -> float:
            self._leaf.grad = evaluate(self._leaf.detach()) * self._leaf.numel()
            return 0.0  # the value is used by the line search only

        self._inner.step(closure)  # type: ignore[no-untyped-call]
        after = self._leaf.detach()
        if not torch.isfinite(after).all() or (after - before).abs().max() > 10:
            self._rate *= 0.25
            with torch.no_grad():
                self._leaf.copy_(before)
            self._inner = self._fresh()
            return before
        return after.clone()
