"""What a photograph shows where, from an official segmentation network, in the terms of the scene parser.

The networks know the twenty kinds of things of Pascal VOC and call everything else background. They find people,
animals and vehicles better than the compact scene parser, which in turn knows sky, water and the like: each is heard
on what it knows.

Departure from torchvision's preparation: a picture is made smaller, never larger, and a very long one is made smaller
still, which bounds the cost.
"""

from collections.abc import Mapping, Sequence

import torch
from torch import Tensor
from torch.nn import functional

from styletransfer.errors import ImageError, InputError
from styletransfer.imaging.resize import resize_linear
from styletransfer.models.imagenet import IMAGENET_MEAN, IMAGENET_STD
from styletransfer.models.segmenters import Segmenter

VOC_CLASSES: tuple[str, ...] = (
    "background", "aeroplane", "bicycle", "bird", "boat", "bottle", "bus", "car", "cat", "chair", "cow",
    "diningtable", "dog", "horse", "motorbike", "person", "pottedplant", "sheep", "sofa", "train", "tvmonitor",
)  # fmt: skip
WORKING_SIDE = 520
"""The shorter side at which the networks were trained and measured, px."""
LONGEST_SIDE = 2 * WORKING_SIDE

# Scene classes that the segmentation networks decide alone: no background is one of them.
DECIDED = ("person", "animal", "vehicle")
# Kind of thing -> scene class, or the next best where the parser does not have it.
_SCENE_OF: Mapping[str, tuple[str, ...]] = {
    "person": ("person",),
    **dict.fromkeys(("bird", "cat", "cow", "dog", "horse", "sheep"), ("animal",)),
    **dict.fromkeys(("aeroplane", "bicycle", "boat", "bus", "car", "motorbike", "train"), ("vehicle",)),
    **dict.fromkeys(("chair", "diningtable", "sofa", "tvmonitor"), ("indoor", "object")),
    "pottedplant": ("vegetation", "object"),
    "bottle": ("object",),
}
_LEAST = 1e-4  # share of a scene class in the background that the parser gives nothing at all


@torch.no_grad()
def semantic_probabilities(network: Segmenter, image: Tensor) -> Tensor:
    """Return how likely every pixel shows each of `VOC_CLASSES`.

    Args:
        network: one of the official segmentation networks, on the device of the image.
        image: picture (1, 3, H, W), sRGB, [0, 1], of any size.
    Returns:
        Probabilities (21, H, W), float32, that add up to 1 over the classes.
    Raises:
        ImageError: it is not one picture of three channels, or it is empty.
    """
    if image.ndim != 4 or image.shape[:2] != (1, 3) or 0 in image.shape:
        raise ImageError(f"The segmentation networks take one image (1, 3, H, W), got {tuple(image.shape)}.")
    picture = _working_size(image.float().clamp(0, 1))
    mean, deviation = (picture.new_tensor(values).view(1, 3, 1, 1) for values in (IMAGENET_MEAN, IMAGENET_STD))
    scores: Tensor = network((picture - mean) / deviation).float()
    return _resized(scores.softmax(dim=1)[0], image.shape[-2:])


def as_scene_scores(probabilities: Tensor, compact: Tensor, classes: Sequence[str]) -> Tensor:
    """Say in scene classes what an official network found, the compact parser filling in the background.

    People, animals and vehicles are left to the network alone. The probability of the background is shared out among
    the other classes as the parser sees them there.

    Args:
        probabilities: (21, H, W), what `semantic_probabilities` returned.
        compact: (K, h, w), probabilities of the compact parser in the order of `classes`, at any size.
        classes: names of the scene classes.
    Returns:
        Probabilities (K, H, W), float32, that add up to 1 over K.
    Raises:
        InputError: the numbers of classes do not agree, or no class is left for the background.
    """
    _check(probabilities, compact, classes)
    size = probabilities.shape[-2:]
    compact = _resized(compact.float(), size).clamp(min=_LEAST)  # (K, H, W)
    open_classes = torch.tensor([name not in DECIDED for name in classes], device=probabilities.device)
    background = compact * open_classes.view(-1, 1, 1)
    background = background / background.sum(dim=0, keepdim=True)

    named, unnamed = _named(probabilities.float(), classes)
    return named + unnamed * background


def _named(probabilities: Tensor, classes: Sequence[str]) -> tuple[Tensor, Tensor]:
    """Sum up what goes straight to a scene class (K, H, W), and what does not (1, H, W)."""
    named = probabilities.new_zeros(len(classes), *probabilities.shape[-2:])
    unnamed = probabilities[:1].clone()
    for index, kind in enumerate(VOC_CLASSES[1:], start=1):
        scene = next((name for name in _SCENE_OF[kind] if name in classes), None)
        if scene is None:
            unnamed += probabilities[index]
        else:
            named[classes.index(scene)] += probabilities[index]
    return named, unnamed


def _check(probabilities: Tensor, compact: Tensor, classes: Sequence[str]) -> None:
    if probabilities.ndim != 3 or len(probabilities) != len(VOC_CLASSES):
        raise InputError(f"Need probabilities ({len(VOC_CLASSES)}, H, W), got {tuple(probabilities.shape)}.")
    if compact.ndim != 3 or len(compact) != len(classes):
        raise InputError(f"Need probabilities of {len(classes)} scene classes, got {tuple(compact.shape)}.")
    if all(name in DECIDED for name in classes):
        raise InputError(f"The background needs a scene class besides {', '.join(DECIDED)}.")


def _working_size(image: Tensor) -> Tensor:
    height, width = image.shape[-2:]
    scale = min(1.0, WORKING_SIDE / min(height, width), LONGEST_SIDE / max(height, width))
    return resize_linear(image, (max(1, round(height * scale)), max(1, round(width * scale))))


def _resized(maps: Tensor, size: Sequence[int]) -> Tensor:
    """Resample (C, h, w) to (C, H, W); sums over C stay what they are."""
    if tuple(maps.shape[-2:]) == tuple(size):
        return maps
    resized = functional.interpolate(maps[None], list(size), mode="bilinear", align_corners=False)
    return resized[0]
