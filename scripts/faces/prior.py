"""Which codes occur: a flow from normal z to the codes of portraits, so that random faces hold what goes together.

The linear code's numbers are uncorrelated but not independent: a normal draw mixes lights, backgrounds and features
that no photograph has at once. A network learns the velocity that carries normal z to codes along straight lines
(Lipman et al. 2023, "Flow Matching"; Liu et al. 2023, "Rectified Flow"). Codes are blurred while it learns: it is to
fill the space between portraits, not to remember them.
"""

import copy
import math
from collections.abc import Callable
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file
from torch import Tensor, nn

from scripts.faces.codes import LENGTH

WIDTH, DEPTH = 640, 4
FREQUENCIES = 16
BLUR = 0.2
BATCH = 512
RATE = 1e-3
WARM = 200
LOOKS = 24  # steps of integration, two looks each (Heun)


class Flow(nn.Module):
    """The velocity at a point and a time: a residual network."""

    def __init__(self) -> None:
        super().__init__()
        times = 2 * FREQUENCIES + 1
        self.start = nn.Linear(LENGTH, WIDTH)
        self.timed = nn.ModuleList(nn.Linear(times, WIDTH) for _ in range(DEPTH + 1))
        self.blocks = nn.ModuleList(
            nn.Sequential(nn.LayerNorm(WIDTH), nn.Linear(WIDTH, WIDTH), nn.SiLU(), nn.Linear(WIDTH, WIDTH))
            for _ in range(DEPTH)
        )
        self.end = nn.Linear(WIDTH, LENGTH)

    def forward(self, x: Tensor, time: Tensor) -> Tensor:
        """Return velocities (B, L) at x (B, L) and times (B, 1) in [0, 1]."""
        waves = time * torch.arange(1, FREQUENCIES + 1, device=x.device) * (math.pi / 2)
        described = torch.cat([time, waves.sin(), waves.cos()], dim=1)
        hidden = self.start(x) + self.timed[0](described)
        for block, timed in zip(self.blocks, list(self.timed)[1:], strict=True):
            hidden = hidden + block(hidden + timed(described))
        velocity: Tensor = self.end(hidden)
        return velocity

    @torch.no_grad()
    def codes(self, z: Tensor) -> Tensor:
        """Carry normal z (B, L) to codes (B, L)."""
        x, length = z, 1.0 / LOOKS
        for look in range(LOOKS):
            time = torch.full((len(x), 1), look * length)
            first = self(x, time)
            x = x + (first + self(x + first * length, time + length)) * (length / 2)
        return x

    def save(self, path: Path) -> None:
        """Write the weights as safetensors."""
        save_file(self.state_dict(), path)

    @staticmethod
    def load(path: Path) -> "Flow":
        """Read what `save` wrote."""
        flow = Flow()
        flow.load_state_dict(load_file(path))
        return flow.eval().requires_grad_(False)


def train_flow(codes: Tensor, steps: int, tell: Callable[[str], None], every: int = 1000) -> Flow:
    """Learn the flow to codes (N, L)."""
    flow = Flow()
    average = copy.deepcopy(flow).requires_grad_(False)
    optimizer = torch.optim.AdamW(flow.parameters(), lr=RATE, weight_decay=0.01)
    total = 0.0
    for step in range(steps):
        for group in optimizer.param_groups:
            group["lr"] = RATE * min(1.0, (step + 1) / WARM) * (0.5 + 0.5 * math.cos(math.pi * step / steps))
        wanted = codes[torch.randint(len(codes), (BATCH,))]
        wanted = wanted + BLUR * torch.randn_like(wanted)
        z, time = torch.randn_like(wanted), torch.randn(BATCH, 1).sigmoid()
        with torch.autocast("cpu", torch.bfloat16):
            velocity = flow(z.lerp(wanted, time), time)
        loss = (velocity.float() - (wanted - z)).square().mean()
        optimizer.zero_grad(set_to_none=True)
        loss.backward()  # type: ignore[no-untyped-call]
        optimizer.step()
        for slow, quick in zip(average.parameters(), flow.parameters(), strict=True):
            slow.data.lerp_(quick.data, 1.0 - min(0.999, (1.0 + step) / (10.0 + step)))
        total += loss.item()
        if (step + 1) % every == 0:
            tell(f"step {step + 1}  velocity {total / every:.4f}")
            total = 0.0
    return average.eval()
