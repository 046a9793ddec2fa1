"""Find the regions of a photograph and of its looks, and who takes what, without anybody's help."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from styletransfer import devices
from styletransfer.algorithms.scene import scene_probabilities
from styletransfer.algorithms.segmentation import SceneScores, Segmentation, segment_pair
from styletransfer.algorithms.semantic import as_scene_scores, semantic_probabilities
from styletransfer.checkpoints.build import perceptual_network, scene_parser, segmenter
from styletransfer.imaging.io import ImageSource, Picture, open_image
from styletransfer.imaging.masks import LabelMap, resized_labels
from styletransfer.imaging.resize import Size, fit_longest, resize, resize_linear
from styletransfer.models.scene_parser import SCENE_CLASSES
from styletransfer.recipes import MAP_SIDE, PhotorealisticRecipe, RegionRule
from styletransfer.run.result import open_styles, with_roles
from styletransfer.settings import settings


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundRegions:
    """Regions that correspond by their numbers.

    Attributes:
        content: labels of the photograph, (H, W), longest side at most 1024.
        looks: labels of each look, likewise.
        rules: one for each region of the photograph, named where it can be told what it shows.
        notes: sentences for the user about regions that only one picture has.
        person: where the photograph shows people, (1, 1, h, w), [0, 1].
    """

    content: LabelMap
    looks: tuple[LabelMap, ...]
    rules: tuple[RegionRule, ...]
    notes: tuple[str, ...]
    person: Tensor | None = None


def find_regions(recipe: PhotorealisticRecipe, images: Mapping[str, ImageSource]) -> FoundRegions:
    """Segment a photograph and its looks jointly.

    Args:
        recipe: `segmenter`, `looks` and the settings `regions` are used.
        images: "content" and "style-0" …, one for each look ("style" for the only one).

    Raises:
        ImageError: a picture is missing or cannot be read.
        CheckpointMissing: the segmenter was not fetched.
    """
    named = photo_roles(recipe, images)
    photograph = open_image(named["content"])
    looks = open_styles(named, len(recipe.looks))
    return regions_of(recipe, reduced(photograph, MAP_SIDE), [reduced(look, MAP_SIDE) for look in looks])


def regions_of(recipe: PhotorealisticRecipe, content: Tensor, looks: Sequence[Tensor]) -> FoundRegions:
    """Segment pictures (1, 3, H, W) that are already at their working size.

    Several looks are laid side by side and segmented as one picture; each region then takes the look that shows most
    of its counterpart.
    """
    device = devices.pick_device(settings().device)
    content, looks = content.to(device), [look.to(device) for look in looks]
    height = looks[0].shape[-2]
    beside = [_at_height(look, height) for look in looks]
    joined = torch.cat(beside, dim=3)
    scores = _scores(recipe, device, content, beside)
    network = perceptual_network("compact", device)
    found = segment_pair(network, content, joined, recipe.config.regions, scores)
    maps = _parted(found, beside, [_size(look) for look in looks])
    rules = tuple(
        RegionRule(label=region.label, name=region.name[:200], look=_fullest(maps, region.source), source=region.source)
        for region in found.regions
        if region.content_share > 0
    )
    told = [(f"{region.name[:1].upper()}{region.name[1:]}", region.note) for region in found.regions]
    notes = tuple(f"{name}: {note}" for name, note in told if note)
    return FoundRegions(
        content=found.content, looks=tuple(maps), rules=rules, notes=notes, person=_person(scores.content)
    )


def person_probability(recipe: PhotorealisticRecipe, content: Tensor) -> Tensor:
    """Tell where a photograph (1, 3, H, W) shows people: (1, 1, h, w), [0, 1]."""
    return _person(_parsed(recipe, content.device, content))


def photo_roles(recipe: PhotorealisticRecipe, images: Mapping[str, ImageSource]) -> dict[str, ImageSource]:
    """Name the only look by its number and check that every picture is there; masks are allowed when given."""
    count = len(recipe.looks)
    masks = {"mask", *(f"style-mask-{index}" for index in range(count))} if recipe.masks == "given" else set[str]()
    return with_roles(images, count, masks)


def reduced(picture: Picture, side: int) -> Tensor:
    """Return a picture as (1, 3, H, W) with a longest side of at most `side` px and no side below 16."""
    size = working_size((picture.height, picture.width), side)
    if size == (picture.height, picture.width):
        return picture.to_tensor()
    # Halving in whole steps first keeps the memory of a large photograph bounded.
    step = max(1, min(picture.height // size[0], picture.width // size[1]) // 2)
    return resize(_strided_mean(picture, step), size)


def working_size(size: Size, side: int) -> Size:
    """Reduce a size to a longest side of `side` px; small pictures grow until no side is below 16 px."""
    fitted = fit_longest(size, side) if max(size) > side else size
    if min(fitted) >= 16:
        return fitted
    factor = 16 / min(fitted)
    return max(16, round(fitted[0] * factor)), max(16, round(fitted[1] * factor))


def bounded(image: Tensor) -> Tensor:
    """Reduce a picture (1, 3, H, W) to the longest side of label maps; a smaller one stays as it is."""
    factor = MAP_SIDE / max(_size(image))
    if factor >= 1:
        return image
    return resize_linear(image, (max(16, round(image.shape[-2] * factor)), max(16, round(image.shape[-1] * factor))))


def _strided_mean(picture: Picture, step: int) -> Tensor:
    if step == 1:
        return picture.to_tensor()
    height, width = picture.height // step * step, picture.width // step * step
    top = float(np.iinfo(picture.pixels.dtype).max)
    out = np.empty((height // step, width // step, 3), np.float32)
    for row in range(0, height // step, 64):
        rows = picture.pixels[row * step : min((row + 64) * step, height), :width].astype(np.float32)
        blocks = rows.reshape(-1, step, width // step, step, 3)
        out[row : row + blocks.shape[0]] = blocks.mean(axis=(1, 3)) / top
    return torch.from_numpy(out).permute(2, 0, 1)[None].contiguous()


def _scores(
    recipe: PhotorealisticRecipe, device: torch.device, content: Tensor, looks: Sequence[Tensor]
) -> SceneScores:
    parts = [_parsed(recipe, device, look) for look in looks]
    height = parts[0].shape[-2]
    for index, (look, part) in enumerate(zip(looks, parts, strict=True)):
        width = max(1, round(height * look.shape[-1] / look.shape[-2]))
        if len(parts) > 1:
            parts[index] = functional.interpolate(part[None], (height, width), mode="area")[0]
    style = torch.cat(parts, dim=2)
    return SceneScores(classes=SCENE_CLASSES, content=_parsed(recipe, device, content), style=style)


def _person(probabilities: Tensor) -> Tensor:
    return probabilities[SCENE_CLASSES.index("person")][None, None]


def _parsed(recipe: PhotorealisticRecipe, device: torch.device, image: Tensor) -> Tensor:
    network = perceptual_network("compact", device)
    compact = scene_probabilities(network, scene_parser(device), image)
    if recipe.segmenter == "compact":
        return compact
    # An official network answers at the picture's own size, once for each of its classes.
    semantic = semantic_probabilities(segmenter(recipe.segmenter, device), bounded(image))
    return as_scene_scores(semantic, compact, SCENE_CLASSES)


def _at_height(look: Tensor, height: int) -> Tensor:
    if look.shape[-2] == height:
        return look
    return resize(look, (height, max(1, round(look.shape[-1] * height / look.shape[-2]))))


def _parted(found: Segmentation, beside: Sequence[Tensor], sizes: Sequence[Size]) -> list[LabelMap]:
    """Cut the labels of looks that lay side by side apart, each at its look's own size."""
    maps, left = [], 0
    for look, size in zip(beside, sizes, strict=True):
        part = found.style[:, left : left + look.shape[-1]]
        left += look.shape[-1]
        maps.append(resized_labels(part, size))
    return maps


def _fullest(maps: Sequence[LabelMap], source: int | None) -> int:
    if source is None:
        return 0
    return int(np.argmax([float((labels == source).mean()) for labels in maps]))


def _size(image: Tensor) -> Size:
    return int(image.shape[-2]), int(image.shape[-1])
