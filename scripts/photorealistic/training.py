"""Train encoder and decoder together: reconstruct, and carry looks over with the transfer itself in the loop.

The published decoder learns to reconstruct only. Here half of the loss looks at transferred pictures: their statistics
in a true VGG-19 shall be the look's, their edges the photograph's. The maps between covariances are taken as constants;
gradients run through the features that they act on.
"""

import logging
import math
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from PIL import Image
from torch import Tensor

from scripts.perceptual.pictures import random_crop
from scripts.photorealistic.losses import StyleDistance, edge_ssim, psnr
from styletransfer import devices
from styletransfer.algorithms.photorealistic import IDENTITY
from styletransfer.models.wavelet_vgg import DECODER_LEVELS, ENCODER_LEVELS, Skip, WaveletVGG
from styletransfer.ops.label_statistics import label_statistics
from styletransfer.ops.whitening import Mapping, carrying_map, roots

log = logging.getLogger(__name__)

MAPPING: Mapping = "transport"
FARTHEST = 3.0
"""Largest style distance that counts; the untouched photograph is at about 1.9."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingConfig:
    """Length and weights of the training.

    Attributes:
        steps: updates.
        batch: pairs of crops an update.
        crop: side of a crop, px.
        learning_rate: of Adam at its highest.
        reconstruction, tone, style, edges: weights of the loss.
        seed: of crops, pairs and first weights.
    """

    steps: int = 1300
    batch: int = 4
    crop: int = 160
    learning_rate: float = 3e-4
    reconstruction: float = 300.0
    tone: float = 100.0
    style: float = 1.0
    edges: float = 1.5
    seed: int = 0


class Training:
    """One run; `run` returns when the schedule ends and saves on the way."""

    def __init__(self, network: WaveletVGG, teachers: Path, pictures: Sequence[Image.Image], config: TrainingConfig):
        self.network, self.config, self._pictures = network, config, pictures
        self._distance = StyleDistance(teachers)
        self._optimizer = torch.optim.Adam(network.parameters(), lr=config.learning_rate, betas=(0.9, 0.99))
        self.average = {name: value.clone() for name, value in network.state_dict().items()}
        self.step = 0

    def run(self, checkpoint: Path) -> WaveletVGG:
        """Train to the end of the schedule; return the average of the last iterates."""
        started, sums = time.monotonic(), dict.fromkeys(("psnr", "style", "edges"), 0.0)
        while self.step < self.config.steps:
            for name, value in self._update().items():
                sums[name] += value
            self.step += 1
            if self.step % 50 == 0:
                told = ", ".join(f"{name} {value / 50:.3f}" for name, value in sums.items())
                log.info("step %d, %.0f s: %s", self.step, time.monotonic() - started, told)
                sums = dict.fromkeys(sums, 0.0)
            if self.step % 200 == 0:
                self.save(checkpoint)
        self.save(checkpoint)
        self.network.load_state_dict(self.average)
        return self.network

    def save(self, checkpoint: Path) -> None:
        """Write everything needed to go on."""
        checkpoint.parent.mkdir(parents=True, exist_ok=True)
        state = {"step": self.step, "network": self.network.state_dict(), "average": self.average,
                 "optimizer": self._optimizer.state_dict()}  # fmt: skip
        torch.save(state, checkpoint)

    def resume(self, checkpoint: Path) -> None:
        """Go on from a saved state."""
        state = torch.load(checkpoint, weights_only=True)
        self.step, self.average = state["step"], state["average"]
        self.network.load_state_dict(state["network"])
        self._optimizer.load_state_dict(state["optimizer"])

    def _update(self) -> dict[str, float]:
        config = self.config
        rng = np.random.default_rng((config.seed, self.step))
        content, style = self._crops(rng), self._crops(rng)
        rate = config.learning_rate * min(1.0, (self.step + 1) / 50)
        rate *= 0.05 + 0.95 * 0.5 * (1 + math.cos(math.pi * self.step / config.steps))
        for group in self._optimizer.param_groups:
            group["lr"] = rate
        with devices.autocast(torch.device("cpu")):
            rebuilt = self.network(content)
            carried = carried_over(self.network, content, style)
            wanted = [(mean.detach(), covariance.detach()) for mean, covariance in self._distance.statistics(style)]
            # A look that is all but flat has no covariance to be relative to; its distance must not rule the batch.
            distance = self._distance(carried, wanted).clamp(max=FARTHEST).mean()
        gap = rebuilt.float() - content
        kept = edge_ssim(carried.float(), content).mean()
        outside = (carried.float() - carried.float().clamp(0, 1)).square().mean()
        loss = config.reconstruction * gap.square().mean() + config.tone * gap.mean(dim=(2, 3)).square().mean()
        loss = loss + config.style * distance + config.edges * (1 - kept) + 10 * outside
        self._optimizer.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.network.parameters(), 5.0)
        self._optimizer.step()
        self._remember()
        return {"psnr": psnr(gap.detach()), "style": float(distance.detach()), "edges": float(kept.detach())}

    def _remember(self) -> None:
        """Average the iterates exponentially over about 1/50 of the schedule."""
        share = max(1 / (self.step + 1), 50 / self.config.steps / 2)
        with torch.no_grad():
            for name, value in self.network.state_dict().items():
                self.average[name].lerp_(value, min(1.0, share))

    def _crops(self, rng: np.random.Generator) -> Tensor:
        chosen = rng.integers(len(self._pictures), size=self.config.batch)
        crops = [random_crop(self._pictures[index], self.config.crop, rng) for index in chosen]
        return torch.stack(crops).contiguous(memory_format=torch.channels_last)


def carried_over(network: WaveletVGG, content: Tensor, style: Tensor) -> Tensor:
    """Give every photograph of a batch the statistics of the look of the same index, at encoder and skips."""
    encoder, decoder = network.encoder, network.decoder
    skips: dict[str, Skip] = {}
    style_skips: dict[str, Skip] = {}
    x, y = content, style
    for index in range(len(ENCODER_LEVELS["sum"])):
        x = encoder.level(index, x, skips)
        with torch.no_grad():
            y = encoder.level(index, y, style_skips)
        x = _matched(x, y)
    for pool, skip in skips.items():
        wanted = style_skips[pool]
        bands = (_matched(band, like) for band, like in zip(skip[1:], wanted[1:], strict=True))
        skips[pool] = Skip(skip.before, *bands)
    for index in range(len(DECODER_LEVELS)):
        x = decoder.level(index, x, skips)
    return x


def _matched(content: Tensor, style: Tensor) -> Tensor:
    with devices.full_precision(content.device):
        return _matched_exactly(content, style)


def _matched_exactly(content: Tensor, style: Tensor) -> Tensor:
    matched = []
    for one, other in zip(content.split(1), style.split(1), strict=True):
        with torch.no_grad():
            here, there = label_statistics(one), label_statistics(other)
            present, wanted = roots(here.covariance, IDENTITY), roots(there.covariance, IDENTITY)
            carried = carrying_map(present, wanted[0], MAPPING)[0]
        rows = one.float().permute(0, 2, 3, 1) - here.mean[0]
        moved = (rows @ carried.T + there.mean[0]).permute(0, 3, 1, 2)
        matched.append(torch.minimum(torch.maximum(moved, here.low[0]), here.high[0]).to(one.dtype))
    return torch.cat(matched)
