"""The steps of finding directions: random faces, moves, corrections, and tables; see `face_directions`."""

import itertools
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from styletransfer import devices
from styletransfer.algorithms.face_direction_basis import centred, likeliest, regression, standardised
from styletransfer.algorithms.face_direction_config import DirectionConfig, Wanted
from styletransfer.errors import InputError
from styletransfer.models.face_directions import Direction
from styletransfer.models.stylegan2 import StyleGAN2
from styletransfer.progress import OnProgress, Progress

Array = NDArray[np.float64]
Scorer = Callable[[Tensor], Mapping[str, Tensor]]
_Table = tuple[Tensor, tuple[float, ...], tuple[float, ...]]  # vector, values, amounts

_CURVE = (-1.0, -0.75, -0.5, -0.25, 0.25, 0.5, 0.75, 1.0)  # of the furthest way
_WHOLE = 100.0  # of a slider whose vector is given: its own length
_DAMPING = 0.8
_LEAST_SLOPE = 0.05  # deviations of the own reading for one σ of w; less is no direction


@dataclass
class Search:
    """One search, with the faces that it has painted and read; everything is computed when it is first asked for."""

    generator: StyleGAN2
    scorer: Scorer
    config: DirectionConfig
    on_progress: OnProgress

    @cached_property
    def bounds(self) -> list[tuple[int, int]]:
        """First and last but one row of each block."""
        edges = np.linspace(0, self.generator.num_ws, self.config.blocks + 1).round().astype(int).tolist()
        return list(itertools.pairwise(edges))

    @cached_property
    def sizes(self) -> Tensor:
        return torch.tensor([stop - start for start, stop in self.bounds])

    @cached_property
    def samples(self) -> tuple[Tensor, Tensor]:
        """Styles (N, blocks, style_dim) and readings (N, A) of random faces."""
        count, dim = self.config.samples, self.generator.config.style_dim
        random = torch.Generator().manual_seed(self.config.seed)
        z = torch.randn(count, self.config.blocks, dim, generator=random)
        z[::2] = z[::2, :1]
        styles = self._styles(z.flatten(0, 1), self.config.truncation_psi).reshape(count, self.config.blocks, dim)
        return styles, self.read(styles.repeat_interleave(self.sizes, dim=1), "reading random faces")

    @cached_property
    def faces(self) -> tuple[Tensor, Tensor]:
        """Codes (M, num_ws, style_dim) and readings (M, A) of the faces that moves are measured on."""
        random = torch.Generator().manual_seed(self.config.seed + 1)
        z = torch.randn(self.config.measured, self.generator.config.style_dim, generator=random)
        codes = self.generator.broadcast(self._styles(z, self.config.measured_psi)).contiguous()
        return codes, self.read(codes, "reading faces to be moved")

    @cached_property
    def deviations(self) -> Tensor:
        """Deviation of each reading over random faces, (A,)."""
        return self.samples[1][::2].std(dim=0)

    @cached_property
    def covariance(self) -> Tensor:
        styles = centred(self.samples[0].flatten(0, 1))
        return styles.T @ styles / len(styles)

    @cached_property
    def root(self) -> Tensor:
        """Symmetric root of the covariance of w."""
        values, axes = torch.linalg.eigh(self.covariance)
        root: Tensor = axes @ (values.clamp_min(1e-6 * float(values.max())).sqrt()[:, None] * axes.T)
        return root

    @cached_property
    def weights(self) -> Tensor:
        """Weights of the regression, (blocks, style_dim, A)."""
        styles, readings = self.samples
        fitted = regression(styles.flatten(1), standardised(readings))
        return fitted.reshape(*styles.shape[1:], -1)

    def moves(self, wanted: Wanted) -> Tensor:
        """Return moves (A, num_ws, style_dim) within a slider's rows; each changes one reading by a deviation.

        Those of readings that may change along are 0.
        """
        start, stop = wanted.rows or (0, self.generator.num_ws)
        chosen = [number for number, (low, high) in enumerate(self.bounds) if low < stop and high > start]
        own = () if wanted.vector is None else (wanted.reading,)
        held = [number for number, name in enumerate(self.config.readings) if name not in (*wanted.free, *own)]
        weights = self.weights[chosen].flatten(0, 1)[:, held]  # (chosen * style_dim, held)
        covariance = torch.kron(torch.eye(len(chosen), dtype=weights.dtype), self.covariance)
        found = likeliest(weights, covariance, self.config.firmness).T.reshape(len(held), len(chosen), -1)
        blocks = found.new_zeros(len(self.config.readings), len(self.bounds), found.shape[-1])
        for number, each in zip(held, found, strict=True):
            blocks[number, chosen] = each
        return blocks.repeat_interleave(self.sizes, dim=1)

    def vectors(self) -> list[Tensor]:
        """Return for each slider what is given, or what the regression expects to raise its reading by a deviation."""
        return [self.moves(wanted)[self.own(wanted)] if wanted.vector is None else wanted.vector.double()
                for wanted in self.config.wanted]  # fmt: skip

    def corrected(self, vectors: list[Tensor]) -> list[Tensor]:
        """Take out of vectors what they change besides their own reading, and make them one deviation long."""
        for number in range(self.config.corrections):
            corrected = []
            for wanted, vector in zip(self.config.wanted, vectors, strict=True):
                error = self.change(vector, wanted)
                error[self.own(wanted)] -= 1.0  # of a given vector, whose length is known, this move is 0
                moves = torch.einsum("a,ard->rd", error, self.moves(wanted))
                corrected.append(vector - _DAMPING * moves)
                self._tell("correcting side effects", number * len(vectors) + len(corrected),
                           self.config.corrections * len(vectors))  # fmt: skip
            vectors = corrected
        return vectors

    def change(self, vector: Tensor, wanted: Wanted) -> Tensor:
        """Measure what a vector changes for 1 of it, in deviations, (A,): over half of the slider's range."""
        half = self.half(wanted)
        ends = [half, -half] if wanted.values[0] < 0 else [half]
        return torch.stack([self.changes(vector, end).mean(dim=0) / end for end in ends]).mean(dim=0)

    def changes(self, vector: Tensor, amount: float) -> Tensor:
        """Measure what a vector changes in each face, in deviations, (M, A)."""
        codes, before = self.faces
        return (self.read(codes + amount * vector.float(), "") - before) / self.deviations

    def half(self, wanted: Wanted) -> float:
        """Return half of a slider's range, in deviations of its reading, or in lengths of the given vector."""
        reach = max(abs(value) for value in wanted.values)
        return 0.5 * reach * (abs(self.per_unit(wanted)) if wanted.vector is None else 1 / _WHOLE)

    def slider(self, wanted: Wanted, vector: Tensor) -> Direction | None:
        """Make a slider of a vector; None where its reading is not changed."""
        measured = self._measured(wanted, vector) if wanted.vector is None else self._given(wanted, vector)
        if measured is None:
            return None
        along, values, amounts = measured
        return Direction(
            name=wanted.name, label=wanted.label, unit=wanted.unit, help=wanted.help, step=wanted.step,
            vector=along.float(), values=values, amounts=amounts, side_effects={},
        )  # fmt: skip

    def _measured(self, wanted: Wanted, vector: Tensor) -> _Table | None:
        """Measure how far a slider's values lead along a vector, and turn it the right way round."""
        squares = torch.linalg.solve(self.root, vector.T).square().sum(dim=0)
        furthest = wanted.furthest / float(squares[squares > 0].mean().sqrt())
        curve = [(0.0, 0.0)]
        for share in _CURVE:
            curve.append((share * furthest, float(self.changes(vector, share * furthest)[:, self.own(wanted)].mean())))
            self._tell(f"measuring {wanted.name}", len(curve) - 1, len(_CURVE))
        amounts, own = np.array(sorted(curve)).T
        own = own / self.per_unit(wanted)
        if own[-1] < own[0]:
            amounts, own, vector = -amounts[::-1], own[::-1], -vector
        if own[-1] - own[0] < _LEAST_SLOPE * wanted.furthest / abs(self.per_unit(wanted)):
            return None
        values, ways = _table(wanted.values, amounts, _evened(amounts, own) if wanted.even else own)
        return (vector, values, ways) if len(values) > 1 else None

    def _given(self, wanted: Wanted, vector: Tensor) -> _Table | None:
        """Keep the length of a given vector, if it raises its reading at all."""
        ways = tuple(value / _WHOLE for value in wanted.values)
        raised = float(self.changes(vector, ways[-1])[:, self.own(wanted)].mean())
        return (vector, wanted.values, ways) if raised > _LEAST_SLOPE else None

    def side_effects(self, direction: Direction) -> dict[str, float]:
        """Measure what a slider changes besides its own reading at half range, the larger of both ways, in σ."""
        means = [self.changes(direction.vector, direction.amount(end / 2)).mean(dim=0)
                 for end in (direction.low, direction.high) if end != 0]  # fmt: skip
        both = torch.stack(means)
        worst = both.gather(0, both.abs().argmax(dim=0, keepdim=True))[0]
        wanted = next(each for each in self.config.wanted if each.name == direction.name)
        pairs = zip(self.config.readings, worst.tolist(), strict=True)
        return {name: value for name, value in pairs if name != wanted.reading}

    def per_unit(self, wanted: Wanted) -> float:
        """Return the change of a slider's reading for 1 of it, in deviations."""
        if wanted.per_unit is None:
            return 1.0
        return wanted.per_unit / float(self.deviations[self.own(wanted)])

    def own(self, wanted: Wanted) -> int:
        return self.config.readings.index(wanted.reading)

    @torch.no_grad()
    def read(self, codes: Tensor, stage: str) -> Tensor:
        """Paint codes (N, num_ws, style_dim) and read them, (N, A)."""
        rows = []
        for part in torch.split(codes, self.config.batch):
            with devices.autocast(part.device):
                painted = self.generator.synthesis(part, "none")
            found = self.scorer((painted.float() / 2 + 0.5).clamp(0.0, 1.0))
            missing = [name for name in self.config.readings if name not in found]
            if missing:
                raise InputError(f"The scorer does not tell {', '.join(missing)}; it tells {', '.join(found)}.")
            rows.append(torch.stack([found[name].double() for name in self.config.readings], dim=1))
            if stage:
                self._tell(stage, sum(map(len, rows)), len(codes))
        return torch.cat(rows)

    @torch.no_grad()
    def _styles(self, z: Tensor, psi: float) -> Tensor:
        average = self.generator.latent_avg  # of published encoders' generators one row a layer, all alike
        average = average.mean(dim=0) if average.ndim == 2 else average
        return average + psi * (self.generator.mapping(z) - average)

    def _tell(self, stage: str, step: int, total: int) -> None:
        self.on_progress(Progress(step=step, total=total, stage=stage))


def _evened(amounts: Array, own: Array) -> Array:
    """Continue the slope of a curve around 0 to both sides."""
    near = np.abs(amounts) <= np.abs(amounts).max() * _CURVE[4] * 1.01
    return np.asarray(amounts * (amounts[near] @ own[near]) / (amounts[near] @ amounts[near]))


def _table(wanted: tuple[float, ...], amounts: Array, own: Array) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Turn a measured curve into a table of values and amounts; values that the curve does not reach are left out."""
    rising = np.maximum.accumulate(own)
    keep = np.concatenate([[True], np.diff(rising) > 0]) | (amounts == 0)
    rising, along = rising[keep], amounts[keep]
    ends = [value for value in wanted if rising[0] <= value <= rising[-1]]
    ways = [0.0 if value == 0 else float(np.interp(value, rising, along)) for value in ends]
    return tuple(ends), tuple(ways)
