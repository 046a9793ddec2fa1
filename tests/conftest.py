"""Fixtures that every part of the suite may use, and a sane number of threads."""

import pytest
import torch

from styletransfer.checkpoints.build import perceptual_network
from styletransfer.models.scene_parser import SceneParser
from styletransfer.models.vgg import VGGConfig, VGGFeatures

# More threads than free cores spin on each other and make small networks many times slower.
torch.set_num_threads(min(2, torch.get_num_threads()))

TINY_WIDTHS = (4, 5, 6, 7, 8)


@pytest.fixture
def compact() -> VGGFeatures:
    """Return the shipped network, loaded once a process."""
    return perceptual_network("compact", torch.device("cpu"))


@pytest.fixture
def tiny() -> VGGFeatures:
    """Return a network of a few random channels whose features neither die nor explode with depth."""
    generator = torch.Generator().manual_seed(0)
    network = VGGFeatures(VGGConfig(widths=TINY_WIDTHS)).requires_grad_(False).eval()
    for name, value in network.named_parameters():
        if name.endswith("weight"):
            value.copy_(torch.randn(value.shape, generator=generator) * (2.0 / value[0].numel()) ** 0.5)
        else:
            value.fill_(0.1)
    return network


@pytest.fixture
def untrained() -> SceneParser:
    """Return a scene parser of random weights, the same every time."""
    torch.manual_seed(0)
    return SceneParser().requires_grad_(False).eval()
