"""Training of the scene parser on hand labels, with the perceptual network below it frozen."""

import math
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from scripts.scene.disturbances import crop, recolour, shares
from scripts.scene.labels import LabelledPhoto
from styletransfer.devices import autocast
from styletransfer.models.scene_parser import SCENE_CLASSES, STRIDE, TAPS, SceneParser
from styletransfer.models.vgg import VGGFeatures

SIDES = (224, 256, 320)
RAREST_BOOST = 4.0
PAINTING_ODDS = 0.5  # of the odds of a photograph: they teach the rare classes, not how photographs look


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingConfig:
    """Schedule of the training."""

    steps: int = 3000
    batch: int = 8
    learning_rate: float = 2e-3
    weight_decay: float = 0.05
    averaging: float = 0.998
    minutes: float | None = None
    seed: int = 0


class Training:
    """One run: draws crops, steps, and keeps a moving average of the weights, which is what comes out."""

    def __init__(self, perceptual: VGGFeatures, photos: Sequence[LabelledPhoto], config: TrainingConfig) -> None:
        torch.manual_seed(config.seed)
        self.perceptual = perceptual
        self.photos = photos
        self.config = config
        self.rng = np.random.default_rng(config.seed)
        self.parser = SceneParser().to(memory_format=torch.channels_last)  # type: ignore[call-overload]
        self.averaged = {name: value.clone() for name, value in self.parser.state_dict().items()}
        self.step = 0
        pixels = np.stack([np.bincount(p.grid.ravel(), minlength=256)[: len(SCENE_CLASSES)] for p in photos])
        self.picture_odds = _picture_odds(pixels, np.array([PAINTING_ODDS if p.painted else 1.0 for p in photos]))
        self.class_weights = _class_weights(pixels, self.picture_odds)

    def run(self, keep: Callable[[SceneParser], None]) -> SceneParser:
        """Train to the end of the schedule, keep the parser now and then, and return the last one, frozen."""
        config = self.config
        optimizer = torch.optim.AdamW(
            self.parser.parameters(), lr=config.learning_rate, weight_decay=config.weight_decay, betas=(0.9, 0.98)
        )
        begun, recent = time.monotonic(), 0.0
        while (progress := self._progress(time.monotonic() - begun)) < 1:
            for group in optimizer.param_groups:
                falling = 0.5 + 0.5 * math.cos(math.pi * progress)
                group["lr"] = config.learning_rate * min(1.0, self.step / 100) * falling
            loss = self._loss()
            optimizer.zero_grad(set_to_none=True)
            loss.backward()  # type: ignore[no-untyped-call]
            torch.nn.utils.clip_grad_norm_(self.parser.parameters(), 1.0)
            optimizer.step()
            self._average()
            recent += 0.02 * (loss.item() - recent)
            self.step += 1
            if self.step % 100 == 0:
                print(f"step {self.step}  loss {recent:.3f}  {time.monotonic() - begun:.0f} s", flush=True)
                keep(self.result())
        return self.result()

    def result(self) -> SceneParser:
        """Return a parser with the averaged weights."""
        parser = SceneParser()
        parser.load_state_dict(self.averaged)
        return parser.requires_grad_(False).eval()

    def _progress(self, seconds: float) -> float:
        by_time = seconds / (60 * self.config.minutes) if self.config.minutes else 0.0
        return max(self.step / self.config.steps, by_time)

    def _loss(self) -> Tensor:
        side = int(self.rng.choice(SIDES))
        chosen = self.rng.choice(len(self.photos), self.config.batch, p=self.picture_odds)
        pairs = [crop(self.photos[index], side, STRIDE, self.rng) for index in chosen]
        image = torch.stack([recolour(x, self.rng) for x, _ in pairs]).contiguous(memory_format=torch.channels_last)
        target = shares(torch.stack([y for _, y in pairs]), len(SCENE_CLASSES))
        with autocast(image.device):
            with torch.no_grad():
                features = self.perceptual(image, TAPS)
            logits = self.parser(features, image)
        weighted = target * self.class_weights.view(1, -1, 1, 1)
        return -(weighted * functional.log_softmax(logits.float(), dim=1)).sum() / weighted.sum().clamp(min=1)

    def _average(self) -> None:
        keep = min(self.config.averaging, self.step / (self.step + 20))
        for name, value in self.parser.state_dict().items():
            self.averaged[name].lerp_(value, 1 - keep)


def _picture_odds(pixels: np.ndarray, factors: np.ndarray) -> np.ndarray:
    """Draw pictures that show rare classes more often: by the rarest class that fills 2 % of the picture."""
    shown = pixels > 0.02 * pixels.sum(axis=1, keepdims=True)
    rarity = 1 / np.sqrt(np.maximum(shown.sum(axis=0), 1))
    odds = (shown * rarity).max(axis=1)
    odds = np.minimum(odds, RAREST_BOOST * np.median(odds)) * factors
    return np.asarray(odds / odds.sum())


def _class_weights(pixels: np.ndarray, odds: np.ndarray) -> Tensor:
    share = (pixels / np.maximum(pixels.sum(axis=1, keepdims=True), 1) * odds[:, None]).sum(axis=0)
    weights = 1 / np.sqrt(np.maximum(share, 1e-3))
    return torch.from_numpy(weights / (weights * share).sum()).float()
