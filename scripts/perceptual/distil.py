"""Train the student: start from the teacher's weights, regress every tap, keep an average of the iterates."""

import copy
import logging
import math
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from PIL.Image import Image
from torch import Tensor

from scripts.perceptual.disturbances import sample_batch
from scripts.perceptual.layerwise import refit
from scripts.perceptual.losses import FeatureLoss
from scripts.perceptual.pictures import centre_crop
from scripts.perceptual.teachers import (
    ALIVE,
    compact_teacher,
    mean_activations,
    rescale_to_unit_mean,
)
from styletransfer.devices import autocast
from styletransfer.models.vgg import TAPS, VGGFeatures

log = logging.getLogger(__name__)
MEASURED_PICTURES = 90
MEASURED_SIDE = 256
SAVE_EVERY = 50
REPORT_EVERY = 20
CPU = torch.device("cpu")


@dataclass(frozen=True, slots=True, kw_only=True)
class DistilConfig:
    """Settings of one training run; `minutes` cuts the schedule short when the machine is slow."""

    steps: int = 1500
    minutes: float | None = None
    batch: int = 4
    sizes: tuple[int, ...] = (144, 176)
    learning_rate: float = 3e-4
    warm_up: int = 20
    ema: float = 0.98
    seed: int = 0


class Distillation:
    """One run: teachers, student, its average, and where it stands."""

    def __init__(self, teachers: Path, pictures: Sequence[Image], config: DistilConfig) -> None:
        torch.manual_seed(config.seed)
        self.config, self.pictures = config, pictures
        self.rng = np.random.default_rng(config.seed)
        self.teacher = compact_teacher(teachers, padding_mode="replicate")
        sample = measured_images(pictures)
        means = mean_activations(self.teacher, sample)
        self.live = {tap: mean > ALIVE for tap, mean in means.items()}
        rescale_to_unit_mean(self.teacher, means)
        self.student = first_student(self.teacher)
        refit(self.student, self.teacher, self.live, pictures, self.rng)
        self.student.requires_grad_(True)
        self.loss = FeatureLoss(self.live, channel_powers(self.teacher, sample, TAPS))
        self.average = copy.deepcopy(self.student).requires_grad_(False)
        self.optimiser = torch.optim.Adam(self.student.parameters(), lr=config.learning_rate, betas=(0.9, 0.99))
        self.step = 0

    def run(self, checkpoint: Path) -> VGGFeatures:
        """Train to the end of the schedule, saving as it goes; return the average of the iterates."""
        started, done = time.monotonic(), self.progress(0.0)
        while done < 1:
            losses = self._advance(done)
            minutes = (time.monotonic() - started) / 60
            done = self.progress(minutes)
            if self.step % REPORT_EVERY == 0:
                shown = " ".join(f"{tap[4:]} {loss.item():.4f}" for tap, loss in losses.items())
                log.info("step %d, %.1f min: %s", self.step, minutes, shown)
            if self.step % SAVE_EVERY == 0 or done >= 1:
                self.save(checkpoint)
        return self.average

    def progress(self, minutes: float) -> float:
        """Tell how much of the schedule is over, by steps or by the clock, whichever is further."""
        by_clock = minutes / self.config.minutes if self.config.minutes else 0.0
        return max(self.step / self.config.steps, by_clock)

    def save(self, checkpoint: Path) -> None:
        """Write everything that a resumed run needs, replacing the file in one move."""
        checkpoint.parent.mkdir(parents=True, exist_ok=True)
        parts = {name: getattr(self, name).state_dict() for name in ("student", "average", "optimiser")}
        state = {**parts, "step": self.step, "rng": self.rng.bit_generator.state, "config": asdict(self.config)}
        partial = checkpoint.with_suffix(".partial")
        torch.save(state, partial)
        partial.replace(checkpoint)

    def resume(self, checkpoint: Path) -> None:
        """Continue where a saved run stood, under the present settings."""
        state: dict[str, Any] = torch.load(checkpoint, map_location=CPU, weights_only=True)
        for name in ("student", "average", "optimiser"):
            getattr(self, name).load_state_dict(state[name])
        self.step = state["step"]
        self.rng.bit_generator.state = state["rng"]

    def _advance(self, done: float) -> dict[str, Tensor]:
        size = int(self.rng.choice(self.config.sizes))
        images = sample_batch(self.pictures, self.config.batch, size, self.rng)
        images = images.contiguous(memory_format=torch.channels_last)
        with autocast(CPU):
            with torch.no_grad():
                wanted = self.teacher(images, TAPS)
            found = self.student(images, TAPS)
            losses = self.loss(found, wanted)
        self.optimiser.zero_grad(set_to_none=True)
        torch.stack(list(losses.values())).sum().backward()
        warm = min(1.0, (self.step + 1) / self.config.warm_up)
        for group in self.optimiser.param_groups:
            group["lr"] = self.config.learning_rate * warm * (0.5 + 0.5 * math.cos(math.pi * done))
        self.optimiser.step()
        self.step += 1
        self._update_average()
        return losses

    @torch.no_grad()
    def _update_average(self) -> None:
        keep = min(self.config.ema, self.step / (self.step + 10))
        for averaged, current in zip(self.average.parameters(), self.student.parameters(), strict=True):
            averaged.lerp_(current, 1 - keep)


def measured_images(pictures: Sequence[Image]) -> list[Tensor]:
    """Pick evenly spread training pictures on which channel statistics are taken: (1, 3, 256, 256) each."""
    every = max(1, len(pictures) // MEASURED_PICTURES)
    return [centre_crop(picture, MEASURED_SIDE)[None] for picture in pictures[::every]]


def first_student(teacher: VGGFeatures) -> VGGFeatures:
    """Copy the teacher's weights into a network that pools by averaging and pads by replication."""
    return copy.deepcopy(teacher).with_pooling("average")


@torch.no_grad()
def channel_powers(network: VGGFeatures, sample: Sequence[Tensor], taps: Sequence[str]) -> Mapping[str, Tensor]:
    """Average the squared activations of every channel over the sample."""
    sums: dict[str, Tensor] = {}
    for image in sample:
        for tap, features in network(image, taps).items():
            sums[tap] = sums.get(tap, torch.zeros(())) + features.float().square().mean(dim=(0, 2, 3))
    return {tap: total / len(sample) for tap, total in sums.items()}
