"""What a photograph shows where: class probabilities from the compact scene parser.

Departure from reading the network once: the picture and its mirror image are averaged, which steadies the borders.
"""

import torch
from torch import Tensor

from styletransfer.errors import ImageError
from styletransfer.imaging.resize import resize_linear
from styletransfer.models.scene_parser import SMALLEST_SIDE, TAPS, SceneParser
from styletransfer.models.vgg import IMAGE_CHANNELS, VGGFeatures

LONGEST_SIDE = 512


@torch.no_grad()
def scene_probabilities(perceptual: VGGFeatures, parser: SceneParser, image: Tensor) -> Tensor:
    """Return how likely each place of a picture shows each of `SCENE_CLASSES`.

    Args:
        perceptual: the compact perceptual network.
        parser: the scene parser trained on it; all tensors share its device.
        image: picture (1, 3, H, W), sRGB, [0, 1], of any size.
    Returns:
        Probabilities (K, h, w), float32, that add up to 1 over K; h and w are an eighth of the sides of the picture
        reduced to `LONGEST_SIDE` px, and not less than 8.
    Raises:
        ImageError: it is not one picture of three channels, or it is empty.
    """
    if image.ndim != 4 or image.shape[0] != 1 or image.shape[1] != IMAGE_CHANNELS or 0 in image.shape:
        raise ImageError(f"The scene parser takes one image (1, 3, H, W), got {tuple(image.shape)}.")
    picture = _working_size(image.float())
    both = torch.cat([picture, picture.flip(-1)])
    logits: Tensor = parser(perceptual(both, TAPS), both).float()
    probabilities = logits.softmax(dim=1)
    return (probabilities[0] + probabilities[1].flip(-1)) / 2


def _working_size(image: Tensor) -> Tensor:
    height, width = image.shape[-2:]
    scale = min(1.0, LONGEST_SIDE / max(height, width))
    size = (max(SMALLEST_SIDE, round(height * scale)), max(SMALLEST_SIDE, round(width * scale)))
    return resize_linear(image, size).clamp(0, 1)
