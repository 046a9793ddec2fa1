"""Every slider over its range on some faces, to be looked at."""

from collections.abc import Sequence

import numpy as np
import torch
from torch import Tensor

from scripts.face_sheets.layout import Row, Sheet
from scripts.faces.scoring import as_levels
from styletransfer.algorithms.face_directions import Direction, Directions
from styletransfer.models.stylegan2 import StyleGAN2

STEPS = 7
PSI = 0.7
CELL = 84


@torch.no_grad()
def sliders_sheet(generator: StyleGAN2, directions: Directions, seeds: Sequence[int], psi: float = PSI) -> Sheet:
    """Show sliders on random faces, one a seed; two faces beside each other.

    Args:
        generator: that the directions are of.
        directions: to be shown.
        seeds: of the faces, an even number.
        psi: truncation of the faces.
    """
    dim = generator.config.style_dim
    z = torch.cat([torch.randn(1, dim, generator=torch.Generator().manual_seed(seed)) for seed in seeds])
    codes = generator.broadcast(generator.truncated(generator.mapping(z), psi))
    return codes_sheet(generator, directions, codes)


@torch.no_grad()
def codes_sheet(generator: StyleGAN2, directions: Directions, codes: Tensor) -> Sheet:
    """Show sliders on faces of given codes (an even number, num_ws, style_dim)."""
    rows = []
    for direction in directions.items.values():
        for left, right in zip(codes[::2], codes[1::2], strict=True):
            strips = [as_levels(generator.synthesis(_moved(direction, code), "none")) for code in (left, right)]
            rows.append(Row(name=direction.name, pictures=[*strips[0], None, *strips[1]]))
        rows.append(Row(name="", pictures=[None] * (2 * STEPS + 1)))
    return Sheet(title="Every slider from its lowest to its highest value.", rows=rows, cell=CELL)


def _moved(direction: Direction, code: Tensor) -> Tensor:
    below, above = np.linspace(direction.low, 0, STEPS // 2 + 1)[:-1], np.linspace(0, direction.high, STEPS // 2 + 1)
    amounts = [direction.amount(float(value)) for value in (*below, *above)]
    return torch.stack([code + amount * direction.vector for amount in amounts])
