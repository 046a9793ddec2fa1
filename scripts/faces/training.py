"""A training that can be interrupted between steps: the loop, and checkpoints from which it goes on exactly."""

import json
import logging
import time
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import torch

from scripts.faces.batches import Batch, Sampler

log = logging.getLogger(__name__)

TOLD_EVERY = 50


class Schedule(Protocol):
    """What the loop asks of a configuration."""

    @property
    def steps(self) -> int:
        """Steps in all."""

    @property
    def batch(self) -> int:
        """Pictures a step."""

    @property
    def save_every(self) -> int:
        """Steps between checkpoints."""


class Training:
    """The loop and its checkpoints; what a step does, `advance`, is up to others.

    Attributes:
        PARTS: names of the networks and optimisers that make up a checkpoint.
    """

    PARTS: tuple[str, ...]

    def __init__(self, config: Schedule, sampler: Sampler) -> None:
        self.schedule, self.sampler = config, sampler
        self.step = 0

    def advance(self, batch: Batch) -> dict[str, float]:
        """Make one step and return its losses."""
        raise NotImplementedError

    def chances(self) -> list[np.random.Generator]:
        """Return every source of chance but torch's own."""
        return [self.sampler.generator]

    def facts(self) -> dict[str, int]:
        """Return what else a checkpoint tells."""
        return {}

    def run(self, path: Path, until: float) -> None:
        """Train to the end of the schedule or to a time (of `time.time`), writing checkpoints."""
        started, told, since = time.time(), dict[str, float](), self.step
        while self.step < self.schedule.steps and time.time() < until:
            for name, value in self.advance(self.sampler.draw(self.schedule.batch)).items():
                told[name] = told.get(name, 0.0) + value
            if self.step % TOLD_EVERY == 0:
                count = self.step - since
                losses = "  ".join(f"{name} {value / count:.4f}" for name, value in told.items())
                log.info("step %d  %.2f s  %s", self.step, (time.time() - started) / count, losses)
                started, told, since = time.time(), {}, self.step
            if self.step % self.schedule.save_every == 0:
                self.save(path)
        self.save(path)

    def save(self, path: Path) -> None:
        """Write a checkpoint in one move."""
        path.parent.mkdir(parents=True, exist_ok=True)
        state: dict[str, Any] = {part: getattr(self, part).state_dict() for part in self.PARTS}
        state |= {"step": self.step, "chance": self._chance(), **self.facts()}
        torch.save(state, path.with_suffix(".partial"))
        path.with_suffix(".partial").replace(path)

    def load(self, path: Path) -> None:
        """Go on from a checkpoint, with the very draws that would have followed; old ones do not hold them."""
        state = torch.load(path, weights_only=True)
        for part in self.PARTS:
            getattr(self, part).load_state_dict(state[part])
        self.step = state["step"]
        if "chance" not in state:
            log.warning("%s does not hold the state of its draws: what follows is drawn anew.", path)
            return
        torch.set_rng_state(state["chance"]["torch"])
        for generator, drawn in zip(self.chances(), state["chance"]["numpy"], strict=True):
            generator.bit_generator.state = json.loads(drawn)

    def _chance(self) -> dict[str, Any]:
        states = [json.dumps(generator.bit_generator.state) for generator in self.chances()]
        return {"torch": torch.get_rng_state(), "numpy": states}
