"""What a photorealistic transfer works on: regions of the photograph and the regions of the looks they take after."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from torch import Tensor

from styletransfer.errors import MaskError
from styletransfer.imaging.masks import LabelMap, one_hot

FEWEST_PIXELS = 10
LARGEST_RATIO = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """A picture whose light and colour are taken.

    Attributes:
        image: (1, 3, H, W), sRGB, [0, 1].
        weights: (R, 1, H, W), share of every pixel in each of R regions, [0, 1]; None for one region, the whole.
    """

    image: Tensor
    weights: Tensor | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """What one region of the photograph takes: region `row` of look `look`, at `strength` 0 … 1."""

    look: int = 0
    row: int = 0
    strength: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """A photograph, its regions, the looks, and who takes what.

    Attributes:
        content: photograph (1, 3, H, W), sRGB, [0, 1], at least 16 px a side.
        weights: (L, 1, H, W), share of every pixel in each region, adding up to at most 1; the rest stays as it is.
            None for one region, the whole.
        looks: one or several.
        pairs: one a region of the photograph.
        hard: regions have hard borders, resized by the nearest pixel as in the published code.
    """

    content: Tensor
    weights: Tensor | None = None
    looks: Sequence[Look]
    pairs: Sequence[Pair] = (Pair(),)
    hard: bool = False

    def __post_init__(self) -> None:
        regions = 1 if self.weights is None else self.weights.shape[0]
        if len(self.pairs) != regions:
            raise MaskError(f"{regions} regions need as many looks assigned to them, got {len(self.pairs)}.")
        for pair in self.pairs:
            look = self.looks[pair.look]
            rows = 1 if look.weights is None else look.weights.shape[0]
            if not 0 <= pair.row < rows:
                raise MaskError(f"A region takes region {pair.row} of a look that has {rows}.")


def valid_labels(content: LabelMap, style: LabelMap) -> list[int]:
    """List the labels that the published code transfers: more than 10 pixels in both, areas within a factor of 100.

    Args:
        content: labels of the photograph, (H, W).
        style: labels of the look, (H', W').
    """
    return [
        int(label)
        for label in np.unique(content)
        if _comparable(int((content == label).sum()), int((style == label).sum()))
    ]


def hard_scene(content: Tensor, style: Tensor, content_labels: LabelMap, style_labels: LabelMap) -> Scene:
    """Pair the regions of two label maps by their number, with hard borders, as the published code does.

    Args:
        content: photograph (1, 3, H, W).
        style: look (1, 3, H', W').
        content_labels: (H, W).
        style_labels: (H', W').
    """
    labels = valid_labels(content_labels, style_labels)
    weights, rows = one_hot(content_labels, labels), one_hot(style_labels, labels)
    return Scene(
        content=content,
        weights=weights.to(content.device),
        looks=[Look(image=style, weights=rows.to(content.device))],
        pairs=[Pair(row=row) for row in range(len(labels))],
        hard=True,
    )


def _comparable(content: int, style: int) -> bool:
    fewest, most = sorted((content, style))
    return fewest > FEWEST_PIXELS and most < LARGEST_RATIO * fewest
