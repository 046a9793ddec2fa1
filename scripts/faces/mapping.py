"""The mapping network that ships: normal z to w, instead of the flow and then the taught mapping network.

Single z are sent where those two send them (the pairs are known). As the flow is nearly linear, the taught network
after a linear layer is more than half of it already.
"""

import copy
import math
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional

from scripts.faces.prior import Flow
from styletransfer.models.stylegan2_layers import EqualLinear

AT_ONCE = 4096
STEPS, BATCH, RATE = 2000, 512, 2e-3


@dataclass(frozen=True, slots=True)
class Pairs:
    """Normal z (N, L), scaled as mapping networks scale them, and the codes (N, L) that the flow makes of them."""

    z: Tensor
    codes: Tensor

    @staticmethod
    def drawn(flow: Flow, count: int, seed: int) -> "Pairs":
        """Draw pairs."""
        z = torch.randn(count, flow.end.out_features, generator=torch.Generator().manual_seed(seed))
        z = functional.normalize(z) * z.shape[1] ** 0.5
        return Pairs(z, torch.cat([flow.codes(part) for part in torch.split(z, AT_ONCE)]))


def fitted_mapping(taught: nn.Sequential, pairs: Pairs, steps: int = STEPS) -> nn.Sequential:
    """Return a mapping network for normal z, of the taught one's shape, that leads where it leads from codes."""
    mapping = copy.deepcopy(taught).requires_grad_(True)
    with torch.no_grad():
        w = torch.cat([taught(part) for part in torch.split(pairs.codes, AT_ONCE)])
        _put_before(mapping, *_linear(pairs))
    spread = w.std(dim=0)
    optimizer = torch.optim.Adam(mapping.parameters(), lr=RATE, betas=(0.9, 0.99))
    for step in range(steps):
        for group in optimizer.param_groups:
            group["lr"] = RATE * min(1.0, (step + 1) / 100) * (0.5 + 0.5 * math.cos(math.pi * step / steps))
        chosen = torch.randint(len(w), (BATCH,))
        loss = ((mapping(pairs.z[chosen]) - w[chosen]) / spread).square().mean()
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        optimizer.step()
    return mapping


def _linear(pairs: Pairs) -> tuple[Tensor, Tensor]:
    """Return matrix (L, L) and offset (L) of the best linear guess at the scaled codes."""
    codes = functional.normalize(pairs.codes) * pairs.codes.shape[1] ** 0.5
    found = torch.linalg.lstsq(torch.cat([pairs.z, torch.ones(len(codes), 1)], dim=1), codes).solution
    return found[:-1].T, found[-1]


def _put_before(mapping: nn.Sequential, matrix: Tensor, offset: Tensor) -> None:
    """Let the first layer do what it did after a linear layer."""
    first = mapping[1]
    assert isinstance(first, EqualLinear)
    first.bias.add_(first.weight @ offset * (first.scale / first.lr_multiplier))
    first.weight.copy_(first.weight @ matrix)
