"""Directions of w+ along which a generator's faces change in one attribute, as sliders in units that people know.

After InterFaceGAN (Shen et al. 2020): a face's codes are moved along a fixed vector. Departures: a vector has rows of
its own for each layer, and how far it is followed for a slider's value is looked up in a table that was measured, so
that "+20 years" adds twenty years on average. `algorithms.face_directions` finds such directions for any generator.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from styletransfer.errors import InputError


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Direction:
    """One slider.

    Attributes:
        name: what recipes call it.
        label: what people call it.
        unit: of its values: "years", "%", "°", "σ" (a deviation of random faces), or "".
        help: one sentence on what it does.
        vector: what is added to w+, (num_ws, style_dim); rows are 0 where it does not act.
        values: of the slider, increasing, 0 among them; the first and last are its range.
        amounts: how often `vector` is added at these values; between them it is interpolated, at 0 it is 0.
        step: smallest useful change of the value.
        side_effects: change of every other measured attribute at half range, in deviations of random faces.
    """

    name: str
    label: str
    unit: str
    help: str
    vector: Tensor
    values: tuple[float, ...]
    amounts: tuple[float, ...]
    step: float
    side_effects: Mapping[str, float]

    def __post_init__(self) -> None:
        """Raise `InputError` when the table cannot be one of a slider."""
        numbers = np.array([*self.values, *self.amounts, self.step])
        fits = len(self.values) == len(self.amounts) >= 2 and np.isfinite(numbers).all()
        if not fits or (np.diff(self.values) <= 0).any() or (np.diff(self.amounts) <= 0).any() or self.step <= 0:
            raise InputError(
                f"{self.label} ({self.name}) needs as many amounts as values, both increasing, and a positive step; "
                f"got values {self.values}, amounts {self.amounts} and step {self.step}."
            )
        if dict(zip(self.values, self.amounts, strict=True)).get(0.0) != 0.0:
            raise InputError(f"{self.label} ({self.name}) must do nothing at 0; its values are {self.values}.")
        if self.vector.ndim != 2 or not self.vector.isfinite().all():
            raise InputError(f"{self.label} ({self.name}) needs a finite vector (num_ws, style_dim).")

    @property
    def low(self) -> float:
        """Lowest value of the slider."""
        return self.values[0]

    @property
    def high(self) -> float:
        """Highest value of the slider."""
        return self.values[-1]

    def amount(self, value: float) -> float:
        """Return how often the vector is added at a value of the slider.

        Raises:
            InputError: the value is outside the range, or no number.
        """
        if not (math.isfinite(value) and self.low <= value <= self.high):
            unit = f" {self.unit}" if self.unit else ""
            raise InputError(
                f"{self.label} ({self.name}) is {value:g}; it must be between {self.low:g} and {self.high:g}{unit}."
            )
        return float(np.interp(value, self.values, self.amounts))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Directions:
    """The sliders of a generator.

    Attributes:
        generator: its name in the manifest.
        items: by name, in the order in which they are shown.
        spread: symmetric root of the covariance of w, (style_dim, style_dim), or the deviation of each of its entries,
            (style_dim,): what a σ of w is.
    """

    generator: str
    items: Mapping[str, Direction]
    spread: Tensor

    def __post_init__(self) -> None:
        """Raise `InputError` when the parts do not fit each other."""
        shapes = {tuple(direction.vector.shape) for direction in self.items.values()}
        if len(shapes) > 1 or any(name != direction.name for name, direction in self.items.items()):
            raise InputError(f"All directions must have one shape and their own names, got {sorted(shapes)}.")
        if shapes and self.spread.shape not in {next(iter(shapes))[1:], 2 * next(iter(shapes))[1:]}:
            raise InputError(f"The spread {tuple(self.spread.shape)} does not fit directions {shapes.pop()}.")

    def move(self, sliders: Mapping[str, float]) -> Tensor:
        """Return what sliders add to w+, (num_ws, style_dim), in the precision of the vectors.

        Raises:
            InputError: a slider is unknown or its value outside the range.
        """
        unknown = [name for name in sliders if name not in self.items]
        if unknown or not self.items:
            raise InputError(
                f"There is no slider {', '.join(unknown) or 'at all'} for {self.generator}; "
                f"choose from {', '.join(self.items) or 'those of another generator'}."
            )
        total = torch.zeros_like(next(iter(self.items.values())).vector)
        for name, value in sliders.items():
            direction = self.items[name]
            total = total + direction.amount(value) * direction.vector
        return total

    def distance(self, move: Tensor) -> float:
        """Return how far a move (num_ws, style_dim) leads, in σ of w: root mean square over its rows."""
        rows, spread = move.double(), self.spread.double()
        in_deviations = rows / spread if spread.ndim == 1 else torch.linalg.solve(spread, rows.T).T
        return float(in_deviations.square().sum(dim=1).mean().sqrt())

    def moved(self, w_plus: Tensor, sliders: Mapping[str, float], limit: float | None = None) -> Tensor:
        """Move codes by sliders.

        Args:
            w_plus: codes (B, num_ws, style_dim); they stay as they are.
            sliders: values by name; those not named are 0.
            limit: largest distance from `w_plus` in σ of w, to keep the person recognisable: beyond it the sum of all
                moves is scaled back; None sets no limit.
        Returns:
            New codes, the shape of `w_plus`.
        Raises:
            InputError: an unknown slider, a value outside its range, a limit below 0 or codes of another shape.
        """
        if limit is not None and not limit >= 0:
            raise InputError(f"The limit is {limit}; it must be at least 0 σ, or left out.")
        if not sliders:
            return w_plus.clone()
        move = self.move(sliders)
        if w_plus.shape[1:] != move.shape:
            raise InputError(f"The codes must be (B, {move.shape[0]}, {move.shape[1]}), got {tuple(w_plus.shape)}.")
        if limit is not None:
            distance = self.distance(move)
            move = move * min(1.0, limit / distance) if distance > 0 else move
        return w_plus + move.to(w_plus)
