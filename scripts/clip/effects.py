"""Reads what an edit changed in painted faces, by two ways that gradients pass through.

The CLIP's picture half knows every axis; the part readers and probes that taught it (`scripts.clip.labels`) know some.
Moves that are learnt through one reader alone would learn what deceives it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import torch
from torch import Tensor, nn
from torch.nn import functional

from scripts.clip.labels import Labeller, part_values
from scripts.clip.sets import SIDE
from scripts.clip.space import AXES
from scripts.clip.values import EXPRESSIONS
from styletransfer.algorithms.inversion import encode
from styletransfer.devices import autocast
from styletransfer.models.clip import preprocessed

# Axis -> reading of the labeller; expressions are mixed as the labels mix them.
PLAIN: Mapping[str, str] = {
    "age": "log_age", "male": "male", "mouth_open": "mouth_open", "eyes_open": "eyes_open", "brows": "brows",
    "beard": "beard", "sunglasses": "sunglasses", "yaw": "yaw", "pitch": "pitch", "gaze_x": "gaze_x",
}  # fmt: skip
MIXED = ("smile", "angry", "sad", "surprised")
TWICE = (*PLAIN, *MIXED)  # axes that both ways read


@dataclass(frozen=True, eq=False)
class Effects:
    """Both readers, frozen.

    Attributes:
        visual: the CLIP's picture half, float32.
        labeller: its probes and part readers.
        usual: mean and deviation of its readings over random faces.
    """

    visual: nn.Module
    labeller: Labeller
    usual: Mapping[str, tuple[float, float]]

    def __call__(self, pictures: Tensor) -> Tensor:
        """Read pictures (B, 3, S, S) in [-1, 1]: (2, B, axes), about deviations; 0 where the second way is blind."""
        images = (pictures.float() / 2 + 0.5).clamp(0, 1)
        with autocast(images.device):
            seen = self.visual(preprocessed(images, SIDE)).float()
        first = seen[:, : len(AXES)] / torch.tensor(list(AXES.values()))
        values = self._values(images)
        blind = torch.zeros(len(images))
        return torch.stack([first, torch.stack([values.get(name, blind) for name in AXES], dim=1)])

    def _values(self, images: Tensor) -> dict[str, Tensor]:
        read = {name: (value - self.usual[name][0]) / self.usual[name][1] for name, value in self._read(images).items()}
        found = {axis: read[name] for axis, name in PLAIN.items()}
        for axis in MIXED:  # smile first: the others are mixed with it
            parts = [weight * (found["smile"] if name == "smile" else read[name])
                     for name, weight in EXPRESSIONS[axis].items()]  # fmt: skip
            found[axis] = torch.stack(parts).sum(dim=0) / sum(map(abs, EXPRESSIONS[axis].values()))
        return found

    def _read(self, images: Tensor) -> dict[str, Tensor]:
        read = part_values(self.labeller.readers(images))
        described = self._described(images)
        return read | {name: (described @ weights)[:, 0] + offset for name, (weights, offset) in self._probes.items()}

    def _described(self, images: Tensor) -> Tensor:
        mean, axes = self._description
        with autocast(images.device):
            codes = encode(self.labeller.describer.encoder, images.new_zeros(()), images)
        return (codes.flatten(1).float() - mean) @ axes

    @cached_property
    def _description(self) -> tuple[Tensor, Tensor]:
        describer = self.labeller.describer
        return torch.from_numpy(describer.mean), torch.from_numpy(describer.axes)

    @cached_property
    def _probes(self) -> dict[str, tuple[Tensor, Tensor]]:
        chosen = {name: probe for name, probe in self.labeller.probes.items() if name in self.usual}
        return {
            name: (torch.from_numpy(probe.weights.reshape(len(probe.weights), -1)), torch.from_numpy(probe.offset))
            for name, probe in chosen.items()
        }


def small(pictures: Tensor) -> Tensor:
    """Reduce pictures so far that only large changes are left, (B, 3, 32, 32)."""
    return functional.interpolate(pictures.float(), (32, 32), mode="area")
