"""Divide a photograph and a look into regions that correspond: sky to sky, stone to stone.

Both pictures are divided into superpixels, and the superpixels of both are clustered at once, so that a label means
the same in either picture by construction (after Yoo et al. 2019, who take such maps as given). What each step owes
to whom is said in its module: features, sky, evidence, matching, smoothing, borders, names.
"""

from dataclasses import dataclass

import numpy as np
from torch import Tensor

from styletransfer.algorithms import segmentation_names as names
from styletransfer.algorithms.segmentation_borders import label_map
from styletransfer.algorithms.segmentation_evidence import Evidence
from styletransfer.algorithms.segmentation_features import Array, describe, pool_planes
from styletransfer.algorithms.segmentation_matching import Match, match
from styletransfer.algorithms.segmentation_sky import sky_probability
from styletransfer.errors import ImageError
from styletransfer.imaging.masks import LabelMap
from styletransfer.models.vgg import VGGFeatures

_VISIBLE = 0.005
"""Share of a picture below which a label counts as absent from it."""
_RELATED = 30.0
"""Squared distance of features beyond which a region takes the whole look instead of its nearest relative's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SceneScores:
    """What a scene parser says of both pictures.

    Attributes:
        classes: names of the K kinds of thing; one called "sky" replaces the guess at the sky.
        content, style: probabilities (K, h, w) at any size, adding up to 1 over K.
    """

    classes: tuple[str, ...]
    content: Tensor
    style: Tensor

    def __post_init__(self) -> None:
        for planes in (self.content, self.style):
            if planes.ndim != 3 or planes.shape[0] != len(self.classes):
                raise ImageError(
                    f"Scene scores are (classes, height, width) for {len(self.classes)} classes, got "
                    f"{tuple(planes.shape)}."
                )


@dataclass(frozen=True, slots=True, kw_only=True)
class RegionInfo:
    """One region.

    Attributes:
        label: its number, the same in both maps.
        name: what it shows, or a description.
        content_share, style_share: share of each picture's area, 0 … 1; 0 when the picture has none of it.
        note: a sentence for the user, or empty.
        source: label of the look's region that it takes its look from; None means the whole look.
    """

    label: int
    name: str
    content_share: float
    style_share: float
    note: str = ""
    source: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Segmentation:
    """Corresponding label maps of a photograph and a look, and what their labels are."""

    content: LabelMap
    style: LabelMap
    regions: tuple[RegionInfo, ...]


def segment_pair(
    network: VGGFeatures,
    content: Tensor,
    style: Tensor,
    regions: int,
    scene: SceneScores | None = None,
) -> Segmentation:
    """Divide a photograph and a look into corresponding regions.

    Args:
        network: perceptual network; it may be on another device than the images.
        content: photograph (1, 3, H, W), sRGB, [0, 1].
        style: look, likewise, of any size.
        regions: how many at most, 1 … 8.
        scene: what a scene parser says of both, when there is one.
    Returns:
        Label maps of the images' sizes with labels 0 … K - 1, largest region of the photograph first.
    Raises:
        ImageError: a tensor is no single picture.
    """
    for image in (content, style):
        if image.ndim != 4 or image.shape[:2] != (1, 3) or image.numel() == 0:
            raise ImageError(f"Regions need one picture (1, 3, H, W), got {tuple(image.shape)}.")
    classes = () if scene is None else scene.classes
    pair = (
        _evidence(network, content, classes, None if scene is None else scene.content),
        _evidence(network, style, classes, None if scene is None else scene.style),
    )
    found = match(*pair, regions)
    content_map = label_map(found.content, pair[0].patches, content)
    style_map = label_map(found.style, pair[1].patches, style)
    order = _order(content_map, style_map, found.distance.shape[0])
    return Segmentation(
        content=_renumbered(content_map, order),
        style=_renumbered(style_map, order),
        regions=_describe(pair, found, (content_map, style_map), order, classes),
    )


def _evidence(network: VGGFeatures, image: Tensor, classes: tuple[str, ...], planes: Tensor | None) -> Evidence:
    patches = describe(network, image)
    parsed = None if planes is None else pool_planes(planes, patches.ids)

    def kind(title: str) -> Array | None:
        return parsed[:, classes.index(title)] if parsed is not None and title in classes else None

    return Evidence(patches=patches, sky=sky_probability(patches, kind("sky")), scene=parsed, person=kind("person"))


def _shares(labels: LabelMap, count: int) -> Array:
    return np.bincount(labels.ravel(), minlength=count) / labels.size


def _order(content: LabelMap, style: LabelMap, count: int) -> list[int]:
    """Return the labels that occur at all, largest in the photograph first."""
    sizes = list(zip(_shares(content, count), _shares(style, count), strict=True))
    present = [label for label in range(count) if max(sizes[label]) > 0]
    return sorted(present, key=lambda label: sizes[label], reverse=True)


def _renumbered(labels: LabelMap, order: list[int]) -> LabelMap:
    table = np.zeros(max(order) + 1, np.uint8)
    table[order] = np.arange(len(order), dtype=np.uint8)
    result: LabelMap = table[labels]
    return result


def _describe(
    pair: tuple[Evidence, Evidence],
    found: Match,
    maps: tuple[LabelMap, LabelMap],
    order: list[int],
    classes: tuple[str, ...],
) -> tuple[RegionInfo, ...]:
    count = found.distance.shape[0]
    content_share, style_share = (_shares(labels, count) for labels in maps)
    titles = names.distinct([_title(pair, found, label, classes) for label in order])
    infos = []
    for number, label in enumerate(order):
        note = ""
        relative: int | None = number
        if style_share[label] < _VISIBLE:
            relative = _relative(found.distance[label], style_share, order)
            taken = "the whole look" if relative is None else f"the look of the nearest region, “{titles[relative]}”"
            note = f"Only in the photograph: takes {taken}."
        elif content_share[label] < _VISIBLE:
            note = "Only in the look: no part of the photograph takes it."
        infos.append(
            RegionInfo(
                label=number, name=titles[number], content_share=float(content_share[label]),
                style_share=float(style_share[label]), note=note, source=relative,
            )
        )  # fmt: skip
    return tuple(infos)


def _title(pair: tuple[Evidence, Evidence], found: Match, label: int, classes: tuple[str, ...]) -> str:
    seen = [
        names.looks(one.patches, odds[:, label], one.sky, one.scene)
        for one, odds in zip(pair, (found.content, found.style), strict=True)
    ]
    return names.name([one for one in seen if one is not None], classes)


def _relative(distance: Array, style_share: Array, order: list[int]) -> int | None:
    """Return the place in `order` of the nearest region that the look has, or None when none is near."""
    usable = [number for number, label in enumerate(order) if style_share[label] >= _VISIBLE]
    nearest = min(usable, key=lambda number: float(distance[order[number]]), default=None)
    return nearest if nearest is not None and distance[order[nearest]] < _RELATED else None
