"""Fixtures of the tests of scripts."""

import pytest
import torch

from scripts.clip.pictures import Painter, channel_statistics
from styletransfer.models.face_directions import Direction, Directions
from styletransfer.models.stylegan2 import StyleGAN2, StyleGAN2Config


@pytest.fixture(scope="module")
def painter() -> Painter:
    """A generator of 16 px with one slider."""
    torch.manual_seed(0)
    generator = StyleGAN2(StyleGAN2Config(size=16, channels=(8, 8, 8), style_dim=8, mapping_layers=2)).requires_grad_(
        False
    )
    vector = torch.ones(generator.num_ws, 8)
    slider = Direction(name="age", label="Age", unit="", help="", vector=vector, values=(-1.0, 0.0, 1.0),
                       amounts=(-2.0, 0.0, 2.0), step=0.1, side_effects={})  # fmt: skip
    return Painter(
        generator, Directions(generator="g", items={"age": slider}, spread=torch.ones(8)), channel_statistics(generator)
    )
