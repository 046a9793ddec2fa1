"""The encoder's training, for a generator that no longer moves.

At first it only learns the w that mapping network and linear code give for a picture, which needs no painting. Then, as
in e4e (Tov et al. 2021), pictures are to come out of the generator again, painted ones are to give back the w that made
them, and the offsets stay small, so that codes stay near W, where edits work. Its input is degraded as photographs are.
"""

import copy
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor, nn

from scripts.faces.batches import Batch, Sampler
from scripts.faces.degradations import degraded
from scripts.faces.generating import follow
from scripts.faces.losses import FaceLoss
from scripts.faces.mapping import Pairs
from scripts.faces.networks import ENCODER
from scripts.faces.training import Training
from styletransfer.models.portrait_encoder import PortraitEncoder
from styletransfer.models.stylegan2 import StyleGAN2


@dataclass(frozen=True, slots=True, kw_only=True)
class EncodingConfig:
    """How it is trained.

    Attributes:
        warm: steps in which nothing is painted.
        steps: of the optimiser in all.
        batch: photographs a step; a quarter as many painted faces come along after the warm steps.
        rate: learning rate at its highest; it falls along a cosine.
        codes: weight of the distance to the w that is known, in units of the spread of w.
        offsets: weight of the offsets' mean square, likewise.
        plain: weight of the picture painted from w alone.
        averaging: share that the running average of the weights keeps each step.
        save_every: steps between checkpoints.
    """

    warm: int = 1000
    steps: int = 3000
    batch: int = 16
    rate: float = 1.5e-3
    codes: float = 0.3
    offsets: float = 0.02
    plain: float = 0.3
    averaging: float = 0.998
    save_every: int = 500


class Encoding(Training):
    """The training.

    Attributes:
        generator: frozen; its mapping network starts from codes.
        random: codes (N, L) of painted faces.
        spread: of w.
    """

    PARTS = ("encoder", "average", "optimizer")

    def __init__(self, config: EncodingConfig, generator: StyleGAN2, sampler: Sampler, random: Pairs) -> None:
        super().__init__(config, sampler)
        self.config = config
        self.generator = generator.eval().requires_grad_(False)
        self.encoder = PortraitEncoder(ENCODER)
        self.average = copy.deepcopy(self.encoder).eval().requires_grad_(False)
        self.loss = FaceLoss(torch.device("cpu"))
        self.optimizer = torch.optim.Adam(self.encoder.parameters(), lr=config.rate, betas=(0.9, 0.99))
        self.chance = np.random.default_rng(sampler.generator.integers(2**32))
        self.random = random.codes
        with torch.no_grad():
            self.spread = float(generator.mapping(self.random[:1024]).std(dim=0).mean())

    def chances(self) -> list[np.random.Generator]:
        """Return every source of chance but torch's own."""
        return [*super().chances(), self.chance]

    def advance(self, batch: Batch) -> dict[str, float]:
        """Make one step and return its losses."""
        self.encoder.train()
        pace = 0.5 + 0.5 * float(np.cos(np.pi * min(self.step / self.config.steps, 1.0)))
        for group in self.optimizer.param_groups:
            group["lr"] = self.config.rate * min(1.0, (self.step + 1) / 100) * max(pace, 0.02)
        with torch.autocast("cpu", torch.bfloat16):
            losses = self._codes_alone(batch) if self.step < self.config.warm else self._all(batch)
        self.optimizer.zero_grad(set_to_none=True)
        sum(losses.values(), start=torch.zeros(())).backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_(self.encoder.parameters(), 3.0)
        self.optimizer.step()
        follow(self.average, self.encoder, min(self.config.averaging, (1.0 + self.step) / (10.0 + self.step)))
        self.step += 1
        return {name: float(value.detach()) for name, value in losses.items()}

    def _codes_alone(self, batch: Batch) -> dict[str, Tensor]:
        w, _ = self.encoder(degraded(batch.pictures, self.chance))
        return {"codes": self.config.codes * self._missed(w, self._known(batch.codes))}

    def _all(self, batch: Batch) -> dict[str, Tensor]:
        config, generator, count = self.config, self.generator, len(batch.pictures)
        extra = count // 4
        drawn = self.random[torch.randint(len(self.random), (extra,))]
        known = self._known(torch.cat([batch.codes, drawn]))
        with torch.no_grad():
            random = generator.synthesis(generator.broadcast(known[count:]), "none").float().clamp(-1.0, 1.0)
        w, offsets = self.encoder(degraded(torch.cat([batch.pictures, random]), self.chance))
        w, offsets = w.float(), offsets.float()
        codes = torch.cat([generator.broadcast(w[:count]) + offsets[:count], generator.broadcast(w[:extra])])
        picture = generator.synthesis(codes, "none")
        fit: dict[str, Tensor] = self.loss(picture[:count], batch.pictures)
        plain = self.loss(picture[count:], batch.pictures[:extra])
        return fit | {
            "plain": config.plain * sum(plain.values(), start=torch.zeros(())),
            "codes": config.codes * (self._missed(w[count:], known[count:]) + 0.1 * self._missed(w, known)),
            "offsets": config.offsets * (offsets / self.spread).square().mean(),
        }

    def _known(self, codes: Tensor) -> Tensor:
        with torch.no_grad():
            w: Tensor = self.generator.mapping(codes).float()
        return w

    def _missed(self, w: Tensor, known: Tensor) -> Tensor:
        return ((w - known) / self.spread).square().mean()
