"""A generator of a few channels and a CLIP that sees colours, small enough to measure everything at once."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import torch
from torch import Tensor

from styletransfer.algorithms.text_probes import Subject
from styletransfer.algorithms.text_relevance_config import RelevanceConfig
from styletransfer.models.face_directions import Direction, Directions
from styletransfer.models.stylegan2 import NoiseMode, StyleGAN2, StyleGAN2Config, Styles
from styletransfer.models.text_relevance import Relevance

SHAPE = StyleGAN2Config(size=8, channels=(4, 3), style_dim=6, mapping_layers=1)
CHANNELS = 4 + 4 + 3  # conv1, convs.0, convs.1
CONFIG = RelevanceConfig(images=2, samples=64, batch=3, slider_faces=4)


class TinyClip:
    """Sees the mean colours of 2 x 2 fields; a text is as long as its words are."""

    name = "tiny-clip"
    templates = ("{}", "a photo of {}")
    dim = 12

    def encode_image(self, pictures: Tensor) -> Tensor:
        """Return the colours, and a constant that keeps black pictures from having none."""
        fields = torch.nn.functional.adaptive_avg_pool2d(pictures, 2).flatten(1)
        return fields + 0.1

    def encode_text(self, texts: Sequence[str]) -> Tensor:
        """Return a random vector for each text, always the same."""
        rows = [torch.randn(self.dim, generator=torch.Generator().manual_seed(sum(map(ord, text)))) for text in texts]
        return torch.stack(rows)


class PlantedFaces(StyleGAN2):
    """Plain colours: the first channel of conv1 is red, the second of convs.0 green, no other one does anything."""

    def synthesis_from_styles(self, styles: Styles, noise: NoiseMode = "stored") -> Tensor:
        """Paint (B, 3, 8, 8)."""
        red, green = styles[0][:, 0], styles[self.style_names.index("convs.0")][:, 1]
        levels = torch.stack((red.tanh(), green.tanh(), torch.zeros_like(red)), dim=1)
        return levels[:, :, None, None].expand(-1, -1, 8, 8)


def generator(kind: type[StyleGAN2] = StyleGAN2) -> StyleGAN2:
    """Return a generator of random weights, the same every time."""
    torch.manual_seed(1)
    network = kind(SHAPE).requires_grad_(False).eval()
    network.latent_avg.copy_(torch.randn(SHAPE.style_dim))
    return network


def directions() -> Directions:
    """Return two sliders, of which the second does nothing."""
    words: dict[str, Any] = {"label": "L", "unit": "", "help": "H.", "step": 1.0, "side_effects": {}}
    table: dict[str, Any] = {"values": (-2.0, 0.0, 4.0), "amounts": (-1.0, 0.0, 2.0)}
    vector = torch.randn(SHAPE.num_ws, SHAPE.style_dim, generator=torch.Generator().manual_seed(2))
    age = Direction(name="age", vector=vector, **words, **table)
    none = replace(age, name="none", vector=torch.zeros_like(vector))
    return Directions(generator="tiny", items={"age": age, "none": none}, spread=torch.ones(SHAPE.style_dim))


def subject(kind: type[StyleGAN2] = StyleGAN2) -> Subject:
    """Return the pair, with sliders."""
    return Subject(name="tiny", generator=generator(kind), clip=TinyClip(), directions=directions())


def relevance(**changes: Any) -> Relevance:
    """Return a relevance of the tiny pair out of random numbers."""
    random = torch.Generator().manual_seed(4)
    fs3 = torch.nn.functional.normalize(torch.randn(CHANNELS, 12, generator=random), dim=1)
    parts: dict[str, Any] = {
        "generator": "tiny", "clip": "tiny-clip", "layers": ("conv1", "convs.0", "convs.1"), "sizes": (4, 4, 3),
        "fs3": fs3, "mean": torch.randn(CHANNELS, generator=random),
        "deviation": 0.5 + torch.rand(CHANNELS, generator=random), "images": 2, "samples": 64,
        "sliders": {"age": fs3[0], "smile": -fs3[1]},
        "consistency": torch.rand(CHANNELS, generator=random), "floor": 0.125,
    }  # fmt: skip
    return Relevance(**parts | changes)
