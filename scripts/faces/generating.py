"""The generator's training: from codes to the photographs that belong to them, and to faces that nobody has seen.

Reconstruction (pixels and features) teaches what each code means. Then two critics join, and half of each batch is
painted from random codes, some with two styles mixed or drawn towards the mean. One critic tells painted faces from
photographs and makes all of them sharper; the other one tells random faces from reconstructions, which look alike in
texture, and makes them as plausible. A linear layer reads pose, eyes, mouth, age and gender off w, which keeps these
linear there; small networks see to it that the faces show them.
"""

import copy
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional

from scripts.faces.batches import Batch, Sampler
from scripts.faces.critic import FeatureCritic, hinge, persuasion
from scripts.faces.losses import FaceLoss
from scripts.faces.mapping import Pairs, fitted_mapping
from scripts.faces.networks import GENERATOR, painted
from scripts.faces.reading import Reading
from scripts.faces.scoring import Judges
from scripts.faces.training import Training
from styletransfer.models.stylegan2 import StyleGAN2
from styletransfer.models.stylegan2_layers import ModulatedConv2d

Features = Mapping[str, Tensor]

MIXED = 0.4  # share of random faces with two styles
TRUNCATED = 0.5  # share of random faces that are drawn towards the mean face
LEAST_PSI = 0.3
MEAN_OF = 256  # more random codes, for the mean w
FIRST_INFLUENCE = 0.1
NEW = ("reading.", "mapping.")  # prefixes of the weights that the checkpoint of an earlier part may lack


@dataclass(frozen=True, slots=True, kw_only=True)
class GeneratingConfig:
    """How it is trained.

    Attributes:
        side: of the pictures that are painted; smaller ones first save time.
        steps: of the optimiser.
        batch: pictures a step.
        rate: learning rate at its highest; it falls along a cosine to `final_rate` of it.
        final_rate: share at the end.
        blur: normal noise on the code, which fills the space between the portraits.
        labels: weight of the linear reading of labels off w.
        reading: weight of what the judges see.
        settled: paint random faces by the mapping network that ships, and train it too.
        pairs: weight of the distance from the w of the codes that its z belong to.
        persuasion: weight of the opinion of the critic that knows photographs; 0 leaves critics and random faces out.
        likeness: weight of the opinion of the critic that knows reconstructions.
        critic_rate: their learning rate.
        excess: weight of what lies beyond white and black in faces that the critic sees.
        averaging: share that the running average of the weights keeps each step.
        save_every: steps between checkpoints.
    """

    side: int = 64
    steps: int = 6000
    batch: int = 16
    rate: float = 2e-3
    final_rate: float = 0.2
    blur: float = 0.15
    labels: float = 0.02
    reading: float = 0.02
    settled: bool = False
    pairs: float = 0.05
    persuasion: float = 0.0
    likeness: float = 0.3
    critic_rate: float = 1e-3
    excess: float = 2.0
    averaging: float = 0.998
    save_every: int = 500


class Taught(nn.Module):
    """What is trained.

    Attributes:
        generator: its mapping network starts from codes.
        mapping: the mapping network from normal z, in the last part.
        probe: reads labels off w.
    """

    def __init__(self, labels: int, reading: Reading, *, settled: bool) -> None:
        super().__init__()
        self.reading = reading
        self.generator = StyleGAN2(GENERATOR)
        # Pictures depend little on w at first: what random styles do would have to be unlearnt.
        with torch.no_grad():
            for layer in self.generator.modules():
                if isinstance(layer, ModulatedConv2d):
                    layer.modulation.weight.mul_(FIRST_INFLUENCE)
        self.probe = nn.Linear(GENERATOR.style_dim, labels)
        self.mapping = copy.deepcopy(self.generator.style) if settled else None


class Generating(Training):
    """The training.

    Attributes:
        random: codes that random faces are painted from, and their z.
        told: what the last step has to tell besides the losses of the model.
    """

    PARTS = ("model", "average", "critics", "optimizer", "critic_optimizer")

    def __init__(self, config: GeneratingConfig, sampler: Sampler, judges: Judges, random: Pairs) -> None:
        super().__init__(config, sampler)
        self.config = config
        self.random = random
        self.model = Taught(sampler.labels.shape[1], Reading(judges, sampler), settled=config.settled)
        self.average = copy.deepcopy(self.model).eval().requires_grad_(False)
        self.critics = nn.ModuleDict({"photographs": FeatureCritic(), "reconstructions": FeatureCritic()})
        self.loss = FaceLoss(torch.device("cpu"))
        learning = [parameter for parameter in self.model.parameters() if parameter.requires_grad]
        self.optimizer = torch.optim.Adam(learning, lr=config.rate, betas=(0.9, 0.99))
        self.critic_optimizer = torch.optim.Adam(self.critics.parameters(), lr=config.critic_rate, betas=(0.0, 0.99))
        self.told: dict[str, float] = {}

    def advance(self, batch: Batch) -> dict[str, float]:
        """Make one step and return its losses."""
        for group in self.optimizer.param_groups:
            group["lr"] = self.config.rate * self._pace()
        with torch.autocast("cpu", torch.bfloat16):
            wanted = functional.interpolate(batch.pictures, self.config.side, mode="area")
            losses = self._judged(batch, wanted) if self.config.persuasion else self._plain(batch, wanted)
        self.optimizer.zero_grad(set_to_none=True)
        sum(losses.values(), start=torch.zeros(())).backward()  # type: ignore[no-untyped-call]
        self.critics.requires_grad_(True)
        nn.utils.clip_grad_norm_(self.model.parameters(), 3.0)
        self.optimizer.step()
        average = min(self.config.averaging, (1.0 + self.step) / (10.0 + self.step))
        follow(self.average, self.model, average)
        self.step += 1
        return {name: float(value.detach()) for name, value in losses.items()} | self.told

    def _plain(self, batch: Batch, wanted: Tensor) -> dict[str, Tensor]:
        w, labels = self._styles(batch, len(wanted))
        picture = painted(self.model.generator, self.model.generator.broadcast(w), self.config.side)
        labels["reading"] = self.config.reading * self.model.reading.losses(w, picture, wanted)
        real = self.loss.features(wanted)
        return {**self.loss.between(picture, wanted, self.loss.features(picture, gradient=True), real), **labels}

    def _judged(self, batch: Batch, wanted: Tensor) -> dict[str, Tensor]:
        half, generator = len(wanted) // 2, self.model.generator
        w, labels = self._styles(batch, half)
        random, strayed = self._random(half)
        codes = torch.cat([generator.broadcast(w), random])
        picture = painted(generator, codes, self.config.side)
        # Two styles cannot foretell one face: only unmixed ones, which come first, are read.
        pure = half + int((codes[half:, 0] == codes[half:, -1]).all(dim=1).sum())
        read = self.model.reading.losses(codes[:pure, 0], picture[:pure], wanted[:half])
        labels["reading"] = self.config.reading * read
        real, fake = self.loss.features(wanted), self.loss.features(picture, gradient=True)
        known = {tap: maps.detach() for tap, maps in fake.items()}
        again, random_ones = _halves(known, half)
        # Exchanged faces, which are in the first half alone, are no example of a photograph.
        self._advance_critics({"photographs": (_halves(real, half)[1], known), "reconstructions": (again, random_ones)})
        self.critics.requires_grad_(False)
        opinion = {
            "persuasion": self.config.persuasion * persuasion(self.critics["photographs"](fake)),
            "likeness": self.config.likeness * persuasion(self.critics["reconstructions"](_halves(fake, half)[1])),
            "pairs": self.config.pairs * strayed,
            "excess": self.config.excess * functional.relu(picture.float().abs() - 1.0).mean(),
        }
        own, wanted_own = (_halves(side, half)[0] for side in (fake, real))
        return {**self.loss.between(picture[:half], wanted[:half], own, wanted_own), **labels, **opinion}

    def _advance_critics(self, shown: Mapping[str, tuple[Features, Features]]) -> None:
        """Make one step of the critics, each of which is shown good and bad features."""
        losses = {name: hinge(self.critics[name](good), self.critics[name](bad)) for name, (good, bad) in shown.items()}
        self.critic_optimizer.zero_grad(set_to_none=True)
        sum(losses.values(), start=torch.zeros(())).backward()  # type: ignore[no-untyped-call]
        self.critic_optimizer.step()
        torch.clear_autocast_cache()  # it holds the critics' biases as they were
        self.told = {f"critic of {name}": float(loss.detach()) for name, loss in losses.items()}

    def _styles(self, batch: Batch, count: int) -> tuple[Tensor, dict[str, Tensor]]:
        """Return w of the first codes, and the loss of reading the labels off it."""
        codes = batch.codes[:count]
        w = self.model.generator.mapping(codes + self.config.blur * torch.randn_like(codes)).float()
        missed = (self.model.probe(w).float() - batch.labels[:count]).square().mean()
        return w, {"labels": self.config.labels * missed}

    def _random(self, count: int) -> tuple[Tensor, Tensor]:
        """Return w+ of random faces, and how far their w are from those of the codes."""
        generator = self.model.generator
        chosen = torch.randint(len(self.random.z), (2 * count + MEAN_OF,))
        all_w, strayed = generator.mapping(self.random.codes[chosen]), torch.zeros(())
        if self.model.mapping is not None:
            taught = all_w.detach()
            all_w = self.model.mapping(self.random.z[chosen]).float()
            strayed = ((all_w - taught) / taught.std(dim=0)).square().mean()
        mean = all_w.detach().mean(dim=0)
        psi = torch.where(torch.rand(count, 1) < TRUNCATED, torch.empty(count, 1).uniform_(LEAST_PSI, 1.0), 1.0)
        first, second = (generator.broadcast(mean.lerp(part, psi)) for part in all_w[: 2 * count].chunk(2))
        row = torch.randint(1, generator.num_ws, (count, 1))
        row[: round(count * (1.0 - MIXED))] = generator.num_ws  # the first ones stay unmixed
        return torch.where((torch.arange(generator.num_ws) < row)[..., None], first, second), strayed

    def _pace(self) -> float:
        done = min(self.step / self.config.steps, 1.0)
        cosine = 0.5 + 0.5 * float(torch.cos(torch.tensor(torch.pi * done)))
        return min(1.0, (self.step + 1) / 100) * (self.config.final_rate + (1 - self.config.final_rate) * cosine)

    def _sides(self) -> list[int]:
        return [8 << block for block in range(len(self.model.generator.to_rgbs))]

    def begin(self, path: Path) -> None:
        """Start from what an earlier part wrote, with a fresh schedule."""
        state = torch.load(path, weights_only=True)
        differing = self.model.load_state_dict(state["average"], strict=False)
        missing = [name for name in differing.missing_keys if not name.startswith(NEW)]
        if missing or differing.unexpected_keys:
            raise ValueError(f"{path} holds another model: {', '.join([*missing, *differing.unexpected_keys])}.")
        with torch.no_grad():  # layers that have painted nothing so far begin by adding nothing
            for side, to_rgb in zip(self._sides(), self.model.generator.to_rgbs, strict=True):
                if side > state["side"]:
                    to_rgb.get_parameter("conv.weight").zero_()
        if self.model.mapping is not None and "mapping.1.weight" in differing.missing_keys:
            fitted = fitted_mapping(self.model.generator.style, self.random)
            self.model.mapping.load_state_dict(fitted.state_dict())
        self.average.load_state_dict(self.model.state_dict())
        self.critics.load_state_dict(state["critics"])

    def facts(self) -> dict[str, int]:
        """Return what else a checkpoint tells: the side that was painted."""
        return {"side": self.config.side}


def _halves(features: Features, half: int) -> tuple[Features, Features]:
    return {tap: maps[:half] for tap, maps in features.items()}, {tap: maps[half:] for tap, maps in features.items()}


@torch.no_grad()
def follow(average: nn.Module, model: nn.Module, share: float) -> None:
    """Move a running average of a model's weights; running statistics are copied."""
    for slow, quick in zip(average.parameters(), model.parameters(), strict=True):
        slow.lerp_(quick, 1.0 - share)
    for old, new in zip(average.buffers(), model.buffers(), strict=True):
        old.copy_(new)
