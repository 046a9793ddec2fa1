"""Batches of training pictures: mirrored at random, with other light and colours, with code and labels."""

from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from scripts.face_scores.mesh_labels import mirror_map
from scripts.faces.codes import FaceCodes, fitted
from scripts.faces.labels import MIRRORED, NAMES, read_off
from scripts.faces.pictures import Pictures

SMILE = NAMES.index("smile")
FITTED_ON = 6000


@dataclass(frozen=True, slots=True)
class Batch:
    """Pictures (B, 3, S, S) in [-1, 1], their codes (B, L), and their standardised labels (B, K)."""

    pictures: Tensor
    codes: Tensor
    labels: Tensor


class Sampler:
    """Draws batches of pictures.

    Args:
        pictures: what to draw from.
        known: age, gender and smile of each portrait (P, 3), NaN in a row leaves its portrait out.
        seed: of the draws.
        codes: the code, or None to fit it.
    """

    def __init__(self, pictures: Pictures, known: np.ndarray, seed: int, codes: FaceCodes | None = None) -> None:
        self.pictures = pictures
        self.generator = np.random.default_rng(seed)
        self.order = mirror_map(pictures.meshes)
        self.usable = np.flatnonzero(np.isfinite(known[pictures.portraits]).all(axis=1))
        self.genuine = self.usable[pictures.genuine[self.usable]]
        geometry = read_off(pictures.meshes)
        attributes = self._attributes(known, geometry)
        self.attributes = (attributes - attributes[self.usable].mean(axis=0)) / attributes[self.usable].std(axis=0)
        self.labels = np.concatenate([geometry, attributes], axis=1).astype(np.float32)
        self.signs = np.concatenate([MIRRORED, np.ones(attributes.shape[1], np.float32)])
        self.mean = np.where(self.signs < 0, 0.0, self.labels[self.usable].mean(axis=0)).astype(np.float32)
        self.deviation = self.labels[self.usable].std(axis=0).astype(np.float32)
        self.codes = codes or self._fit()

    def draw(self, count: int) -> Batch:
        """Draw a batch, whose second half is of genuine pictures alone."""
        half = count // 2
        pools = ((self.usable, count - half), (self.genuine, half))
        chosen = [self.generator.choice(pool, size=size) for pool, size in pools]
        stack, points, attributes, labels = self._drawn(np.concatenate(chosen))
        standardised = torch.from_numpy((labels - self.mean) / self.deviation)
        return Batch(stack, self.codes(stack, points, attributes), standardised)

    def _drawn(self, chosen: np.ndarray) -> tuple[Tensor, Tensor, Tensor, np.ndarray]:
        stack = torch.from_numpy(self.pictures.pictures[chosen]).permute(0, 3, 1, 2).float() / 127.5 - 1.0
        points = torch.from_numpy(self.pictures.meshes[chosen])
        attributes = torch.from_numpy(self.attributes[chosen].astype(np.float32))
        labels = self.labels[chosen]
        flip = self.generator.random(len(chosen)) < 0.5
        stack[flip] = stack[flip].flip(3)
        mirrored = points[flip][:, self.order]
        points[flip] = mirrored * torch.tensor([-1.0, 1.0, 1.0]) + torch.tensor([1.0, 0.0, 0.0])
        labels[flip] *= self.signs
        return self._relit(stack), points, attributes, labels

    def _attributes(self, known: np.ndarray, geometry: np.ndarray) -> np.ndarray:
        """Give each picture the attributes of its portrait; a moved mouth changes the smile."""
        owners = self.pictures.portraits
        first = self.pictures.first()
        before = np.zeros(len(known))
        before[owners[first]] = geometry[first, SMILE]
        attributes = known[owners].copy()
        change = (geometry[:, SMILE] - before[owners]) / geometry[first, SMILE].std()
        attributes[:, 2] += change * np.nanstd(known[:, 2])
        return attributes

    def _fit(self) -> FaceCodes:
        stack, points, attributes, _ = self._drawn(self.generator.choice(self.genuine, size=FITTED_ON))
        return fitted(stack, points, attributes)

    def _relit(self, stack: Tensor) -> Tensor:
        """Change exposure, contrast, saturation and white balance a little."""
        count = len(stack)

        def normal(deviation: float, channels: int = 1) -> Tensor:
            drawn = self.generator.normal(0.0, deviation, (count, channels, 1, 1))
            return torch.from_numpy(drawn.astype(np.float32))

        grey = stack.mean(dim=1, keepdim=True)
        stack = grey + (stack - grey) * (1.0 + normal(0.12))
        stack = stack * (1.0 + normal(0.06) + normal(0.02, 3)) + normal(0.06)
        return stack.clamp(-1.0, 1.0).contiguous(memory_format=torch.channels_last)
