"""Fit the student's convolutions one after the other by least squares, before any gradient step.

Averaging instead of taking the maximum changes what every later convolution sees. Each one is therefore solved anew on
the student's own input, with the teacher's activations as the target, as in channel pruning with a rectifier in the
response (Zhang et al. 2015, "Accelerating very deep convolutional networks", section 3.2): where the teacher is
silent, any negative response is right.
"""

import logging
from collections.abc import Mapping, Sequence
from itertools import pairwise

import numpy as np
import torch
from PIL.Image import Image
from torch import Tensor, nn
from torch.nn import functional

from scripts.perceptual.disturbances import sample_batch
from styletransfer.models.vgg import TAPS, VGGFeatures, conv_name

log = logging.getLogger(__name__)
FIRST_REFITTED = "relu2_1"
BATCHES = 48
BATCH = 4
SIZE = 208
POSITIONS_A_BATCH = 1000
ROUNDS = 40
RIDGE = 3e-5
SMALLEST_SCALE = 1e-2


@torch.no_grad()
def refit(
    student: VGGFeatures,
    teacher: VGGFeatures,
    live: Mapping[str, Tensor],
    pictures: Sequence[Image],
    rng: np.random.Generator,
) -> None:
    """Solve every convolution from conv2_1 on, in place; channels that are dead in the teacher become zero."""
    batches = [sample_batch(pictures, BATCH, SIZE, rng) for _ in range(BATCHES)]
    for earlier, tap in pairwise(TAPS):
        if TAPS.index(tap) < TAPS.index(FIRST_REFITTED):
            continue
        pairs = [_patches(student, teacher, images, (earlier, tap), rng) for images in batches]
        inputs, wanted = (torch.cat(parts) for parts in zip(*pairs, strict=True))
        conv = student.get_submodule(conv_name(tap))
        assert isinstance(conv, nn.Conv2d)
        assert conv.bias is not None
        alive = live[tap]
        conv.weight[~alive] = 0
        conv.bias[~alive] = 0
        solved, before, after = _solve(inputs, wanted[:, alive], _as_matrix(conv)[:, alive])
        conv.weight[alive] = solved[:-1].T.reshape(-1, *conv.weight.shape[1:])
        conv.bias[alive] = solved[-1]
        log.info("%s refitted: relative error %.4f -> %.4f", tap, before, after)


def _patches(
    student: VGGFeatures, teacher: VGGFeatures, images: Tensor, taps: tuple[str, str], rng: np.random.Generator
) -> tuple[Tensor, Tensor]:
    earlier, tap = taps
    x = student(images, (earlier,))[earlier]
    if tap.endswith("_1"):
        x = functional.avg_pool2d(x, 2)
    wanted = teacher(images, (tap,))[tap].flatten(2)  # (B, C, H*W)
    columns = functional.unfold(functional.pad(x, (1, 1, 1, 1), mode="replicate"), 3)  # (B, C_in*9, H*W)
    chosen = torch.from_numpy(rng.choice(columns.shape[2], min(columns.shape[2], POSITIONS_A_BATCH // BATCH), False))
    inputs = columns[:, :, chosen].transpose(1, 2).flatten(0, 1)
    inputs = torch.cat((inputs, torch.ones(len(inputs), 1)), dim=1)
    return inputs, wanted[:, :, chosen].transpose(1, 2).flatten(0, 1)


def _solve(inputs: Tensor, wanted: Tensor, start: Tensor) -> tuple[Tensor, float, float]:
    # A few violent positions (noise, hard edges) would otherwise decide everything.
    energy = inputs.square().mean(dim=1) + wanted.square().mean(dim=1)
    trust = (energy.mean() / (energy.mean() + energy)).sqrt()[:, None]
    inputs, wanted = inputs * trust, wanted * trust
    scale = inputs.square().mean(dim=0).sqrt().clamp_min(SMALLEST_SCALE)
    scaled = inputs / scale
    normal = (scaled.T @ scaled).double()
    normal.diagonal().add_(RIDGE * len(inputs))
    factor = torch.linalg.cholesky(normal)
    solution = start * scale[:, None]
    before = _error(scaled @ solution, wanted)
    for _ in range(ROUNDS):
        response = scaled @ solution
        # Where the teacher is silent a negative response is as good as zero: it is its own target.
        target = torch.where(wanted > 0, wanted, response.clamp_max(0))
        solution = torch.cholesky_solve((scaled.T @ target).double(), factor).float()
    return solution / scale[:, None], before, _error(scaled @ solution, wanted)


def _error(response: Tensor, wanted: Tensor) -> float:
    return float((response.relu() - wanted).square().sum() / wanted.square().sum())


def _as_matrix(conv: nn.Conv2d) -> Tensor:
    assert conv.bias is not None
    return torch.cat((conv.weight.flatten(1), conv.bias[:, None]), dim=1).T  # (C_in*9 + 1, C)
