"""The loop that trains both halves of the small CLIP: its learning rate follows the clock, and weights are averaged."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from time import monotonic

import numpy as np
import torch
from torch import Tensor, nn

WARM = 0.05  # of the time
LARGEST_GRADIENT = 5.0

Step = tuple[int, float, dict[str, Tensor]]


@dataclass(frozen=True, slots=True, kw_only=True)
class FittingConfig:
    """How a loop runs.

    Attributes:
        minutes: at most; the schedule of the learning rate follows the clock.
        rate: learning rate at its highest.
        average: share of the averaged weights that a step keeps, once many are done.
        told: steps from one report to the next.
    """

    minutes: float
    rate: float
    average: float
    told: int


def fitted(
    learnt: list[nn.Parameter], values: Mapping[str, Tensor], loss: Callable[[], Tensor], config: FittingConfig
) -> Iterator[Step]:
    """Train in place; yield step, mean loss and averaged weights now and then and at the end.

    Args:
        learnt: what gradients change.
        values: what is averaged; whole numbers stay as they were at first.
        loss: of the next batch.
        config: how.
    """
    optimizer = torch.optim.AdamW(learnt, lr=config.rate, weight_decay=0.02, betas=(0.9, 0.98))
    average = {name: value.detach().clone() for name, value in values.items()}
    begun, step, total = monotonic(), 0, 0.0
    while (share := (monotonic() - begun) / (60 * config.minutes)) < 1:
        for group in optimizer.param_groups:
            group["lr"] = config.rate * min(share / WARM + 0.02, 0.5 * (1 + np.cos(np.pi * share)) + 0.003)
        now = loss()
        optimizer.zero_grad(set_to_none=True)
        now.backward()
        nn.utils.clip_grad_norm_(learnt, LARGEST_GRADIENT)
        optimizer.step()
        step += 1
        keep = min(config.average, step / (step + 20))
        with torch.no_grad():
            for name, value in values.items():
                if value.is_floating_point():
                    average[name].lerp_(value, 1 - keep)
        total += float(now.detach())
        if step % config.told == 0:
            yield step, total / config.told, average
            total = 0.0
    yield step, total / max(step % config.told, 1), average
