"""Readings of a face, such as its age, that are linear in the codes of the compact encoder.

The compact generator's w was taught to be linear in these (`weights/README.md`), so a few numbers do what would take
networks of their own. They read any aligned face: a photograph, or what another generator paints.
"""

from dataclasses import dataclass

import torch
from torch import Tensor

from styletransfer.errors import InputError


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class FaceReadings:
    """Linear readings.

    Attributes:
        names: of the readings.
        weights: (style_dim, N).
        offsets: (N,), the readings of a w of zeros.
    """

    names: tuple[str, ...]
    weights: Tensor
    offsets: Tensor

    def __post_init__(self) -> None:
        """Raise `InputError` when the parts do not fit each other."""
        shapes = tuple(self.weights.shape), tuple(self.offsets.shape)
        if self.weights.ndim != 2 or shapes != ((len(self.weights), len(self.names)), (len(self.names),)):
            raise InputError(f"{len(self.names)} readings need weights (style_dim, N) and offsets (N,), got {shapes}.")
        if len(set(self.names)) != len(self.names):
            raise InputError(f"Readings need names of their own, got {', '.join(self.names)}.")
        if not (torch.isfinite(self.weights).all() and torch.isfinite(self.offsets).all()):
            raise InputError("Weights and offsets of readings must be finite numbers.")

    def read(self, w_plus: Tensor) -> dict[str, Tensor]:
        """Read codes of the compact encoder, (B, num_ws, style_dim): (B,) for each name.

        Raises:
            InputError: codes of another length.
        """
        if w_plus.ndim != 3 or w_plus.shape[2] != len(self.weights):
            raise InputError(f"The codes must be (B, num_ws, {len(self.weights)}), got {tuple(w_plus.shape)}.")
        values = w_plus.mean(dim=1).to(self.weights) @ self.weights + self.offsets
        return dict(zip(self.names, values.unbind(dim=1), strict=True))
