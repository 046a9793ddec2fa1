"""Training of the picture half of the small CLIP: pictures are brought to their places in `scripts.clip.space`."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from scripts.clip.fitting import FittingConfig, Step, fitted
from scripts.clip.pictures import GROUP
from scripts.clip.space import AXES, COMMON

MEAN, DEVIATION = (0.48145466, 0.4578275, 0.40821073), (0.26862954, 0.26130258, 0.27577711)  # CLIP's own
MIRRORED = [list(AXES).index(name) for name in ("yaw", "gaze_x", "light_x")]
STRETCH, SHIFT, TURN = 0.04, 0.025, 0.03  # of a crop: share, share, radians
KEPT = 0.4  # share of pictures that are not moved
BLURRED = 0.15
PAIRS = 4.0  # weight of differences inside of a group
REST = 0.2  # weight of axes that stand for nothing
EMA = 0.998
TOLD = 100  # steps
EPSILON = 1e-6


@dataclass(frozen=True, slots=True, kw_only=True)
class SeeingConfig:
    """How the picture half is trained.

    Attributes:
        minutes: at most; the schedule of the learning rate follows the clock.
        groups: of the generator's pictures in a batch.
        others: portraits and renders in a batch.
        rate: learning rate at its highest.
        seed: of batches and augmentation.
    """

    minutes: float
    groups: int = 36
    others: int = 24
    rate: float = 2e-3
    seed: int = 0


@dataclass(frozen=True, slots=True)
class Seen:
    """Pictures (N, 3, S, S) of 8 bits and their places (N, DIM)."""

    pictures: Tensor
    places: Tensor


def train_seeing(visual: nn.Module, painted: Seen, others: Seen, config: SeeingConfig) -> Iterator[Step]:
    """Train in place; yield step, loss and averaged weights now and then and at the end.

    Args:
        visual: the picture half, channels last.
        painted: the generator's pictures in groups of `GROUP`.
        others: portraits and renders.
        config: how.
    """
    torch.manual_seed(config.seed)
    random = np.random.default_rng(config.seed)

    def loss() -> Tensor:
        pictures, places = _batch(painted, others, config, random)
        with torch.autocast("cpu", dtype=torch.bfloat16):
            found = visual(pictures)
        return placing_loss(found.float(), places, config.groups * GROUP)

    how = FittingConfig(minutes=config.minutes, rate=config.rate, average=EMA, told=TOLD)
    return fitted(list(visual.parameters()), visual.state_dict(), loss, how)


def placing_loss(found: Tensor, places: Tensor, grouped: int) -> Tensor:
    """Compare embeddings with places (B, DIM), and differences inside of groups, which the first `grouped` rows are."""
    known = places.isfinite()
    target = torch.where(known, places, 0.0)
    weight = torch.full((found.shape[1],), REST)
    weight[: len(AXES)], weight[COMMON] = 1.0, 1.0
    apart = (found - target) * known
    near = (apart.square() * weight).sum(dim=1).mean()
    of_group = apart[:grouped].view(-1, GROUP, found.shape[1])
    change = of_group[:, 1:] - of_group[:, :1]
    return near + PAIRS * (change.square() * weight).sum(dim=2).mean()


def normalised(pictures: Tensor) -> Tensor:
    """Turn pictures of 8 bits or in [0, 255] into what CLIP sees, channels last."""
    mean, deviation = (torch.tensor(values).view(1, 3, 1, 1) for values in (MEAN, DEVIATION))
    return ((pictures.float() / 255 - mean) / deviation).contiguous(memory_format=torch.channels_last)


def _batch(painted: Seen, others: Seen, config: SeeingConfig, random: np.random.Generator) -> tuple[Tensor, Tensor]:
    groups = random.integers(0, len(painted.pictures) // GROUP, config.groups)
    first = torch.from_numpy((GROUP * groups[:, None] + np.arange(GROUP)).ravel())
    second = torch.from_numpy(random.integers(0, len(others.pictures), config.others))
    pictures = torch.cat([painted.pictures[first], others.pictures[second]]).float()
    places = torch.cat([painted.places[first], others.places[second]]).clone()
    # A group is augmented as one, so that what differs inside of it is what was changed.
    owner = torch.cat(
        [
            torch.arange(config.groups).repeat_interleave(GROUP),
            torch.arange(config.groups, config.groups + config.others),
        ]
    )
    count = int(owner[-1]) + 1
    mirrored = torch.from_numpy(random.random(count) < 0.5)[owner]
    places[:, MIRRORED] *= torch.where(mirrored, -1.0, 1.0)[:, None]
    return normalised(_moved(pictures, mirrored, owner, count)), places


def _moved(pictures: Tensor, mirrored: Tensor, owner: Tensor, count: int) -> Tensor:
    """Mirror some pictures, move, stretch and turn others a little, and blur a few."""
    moves = (torch.rand(count) > KEPT).float()
    turn = moves * (2 * torch.rand(count) - 1) * TURN
    size = 1 + moves * (2 * torch.rand(count) - 1) * STRETCH
    shift = moves[:, None] * (2 * torch.rand(count, 2) - 1) * 2 * SHIFT
    across = torch.stack([size * turn.cos(), -size * turn.sin(), shift[:, 0]], dim=1)
    down = torch.stack([size * turn.sin(), size * turn.cos(), shift[:, 1]], dim=1)
    rows = torch.stack([across, down], dim=1)[owner]
    sign = torch.where(mirrored, -1.0, 1.0)
    rows = rows * torch.stack([sign, torch.ones_like(sign)], dim=1)[:, :, None]
    grid = functional.affine_grid(rows, list(pictures.shape), align_corners=False)
    moved = functional.grid_sample(pictures, grid, mode="bilinear", padding_mode="reflection", align_corners=False)
    blurred = (torch.rand(count) < BLURRED)[owner]
    if blurred.any():
        moved[blurred] = functional.avg_pool2d(moved[blurred], 3, stride=1, padding=1, count_include_pad=False)
    return moved


@torch.no_grad()
def embedded(visual: nn.Module, pictures: Tensor, batch: int = 256) -> Tensor:
    """Embed pictures (N, 3, S, S) of 8 bits, (N, DIM), not normalised."""
    rows = []
    for start in range(0, len(pictures), batch):
        with torch.autocast("cpu", dtype=torch.bfloat16):
            rows.append(visual(normalised(pictures[start : start + batch])).float())
    return torch.cat(rows)


def agreement(found: Tensor, places: Tensor) -> dict[str, float]:
    """Return the correlation of embeddings with the places (N, DIM) on every axis."""
    result = {}
    for axis, name in enumerate(AXES):
        known = places[:, axis].isfinite()
        pair = torch.stack([found[known, axis], places[known, axis]])
        if known.sum() > 1 and pair[1].std() > EPSILON:
            result[name] = float(torch.corrcoef(pair)[0, 1])
    return result
