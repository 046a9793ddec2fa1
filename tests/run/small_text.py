"""A CLIP that knows five words, and a generator's channels of which each does what one of three of them says."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import cast

import torch
from torch import Tensor
from torch.nn import functional

from styletransfer.models.clip import Clip
from styletransfer.models.text_relevance import Relevance
from styletransfer.run.face_models import FaceModels
from styletransfer.run.face_text import TextModels

AXES = {"old": 1, "smiling": 2, "blond": 3, "hat": 4}  # 0 is what all texts share; no channel shows a hat
WORDS = frozenset({*AXES, "face", "man", "woman", "person"})
DIM = 6
FLOOR = 0.3


@dataclass(frozen=True, eq=False)
class SmallClip:
    """Embeds a text as what all texts share and an axis for each word that it knows."""

    words: frozenset[str] | None = WORDS
    name: str = "face-clip"
    templates: tuple[str, ...] = ("{}", "a photo of {}")
    asked: list[str] = field(default_factory=list)

    def encode_text(self, texts: Sequence[str]) -> Tensor:
        self.asked.extend(texts)
        rows = torch.zeros(len(texts), DIM)
        rows[:, 0] = 1
        for row, text in zip(rows, texts, strict=True):
            for word in text.replace(",", " ").split():
                if word in AXES:
                    row[AXES[word]] = 1
        return rows


def small_relevance(models: FaceModels, floor: float = FLOOR) -> Relevance:
    """Return a relevance in which the channels of each layer take turns with the first three words."""
    generator = models.generator
    covered = [pair for pair in zip(generator.style_names, generator.style_sizes, strict=True) if "rgb" not in pair[0]]
    layers, sizes = zip(*covered, strict=True)
    count = sum(sizes)
    axes = torch.arange(count) % 3 + 1
    deviation = 0.5 + torch.rand(count, generator=torch.Generator().manual_seed(5))
    sliders = {"age": functional.one_hot(torch.tensor(1), DIM).float()}
    return Relevance(
        generator=models.name, clip="face-clip", layers=layers, sizes=sizes,
        fs3=functional.one_hot(axes, DIM).float(), mean=torch.zeros(count), deviation=deviation, images=1, samples=1,
        sliders=sliders, floor=floor,
    )  # fmt: skip


def small_text(models: FaceModels, clip: SmallClip | None = None, floor: float = FLOOR) -> TextModels:
    return TextModels(clip=cast(Clip, clip or SmallClip()), relevance=small_relevance(models, floor))
