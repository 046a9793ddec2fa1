"""How near an inversion comes to its portrait: pixels, perception, landmarks, and the perceptual network's features."""

import torch
from torch import Tensor
from torch.nn import functional

from scripts.face_scores.landmark_geometry import between_eyes
from styletransfer.models.vgg import VGGFeatures

COMPARED_TAPS: tuple[str, ...] = ("relu1_1", "relu2_1", "relu3_1", "relu4_1", "relu5_1")
DESCRIBED_TAPS: tuple[str, ...] = ("relu3_1", "relu4_1", "relu5_1")
DESCRIBED_GRID = 4
BATCH = 64
EPSILON = 1e-8


def psnr(images: Tensor, targets: Tensor) -> Tensor:
    """Return the peak signal-to-noise ratio in dB, (B,), of images (B, 3, H, W) in [0, 1]; identical ones give 100."""
    error = (images - targets).square().flatten(1).mean(dim=1)
    return -10 * torch.log10(error.clamp(min=1e-10))


def perceptual_distance(network: VGGFeatures, images: Tensor, targets: Tensor) -> Tensor:
    """Return the distance of normalised features, (B,), without learned weights (Zhang et al. 2018, eq. 1).

    At every tap and position both feature vectors are scaled to length 1; their squared distances are averaged over
    positions and summed over `COMPARED_TAPS`. 0 is identical, about 2 is another picture altogether. Differentiable.

    Args:
        network: the perceptual network "compact" or "vgg19".
        images: (B, 3, H, W), sRGB, [0, 1].
        targets: likewise.
    """
    ours, theirs = network(images, COMPARED_TAPS), network(targets, COMPARED_TAPS)
    total = images.new_zeros(len(images))
    for tap in COMPARED_TAPS:
        apart = functional.normalize(ours[tap], eps=EPSILON) - functional.normalize(theirs[tap], eps=EPSILON)
        total = total + apart.square().sum(dim=1).mean(dim=(1, 2))
    return total


def landmark_error(points: Tensor, targets: Tensor) -> Tensor:
    """Return the mean distance of 68 points (B, 68, 2) as a share of the target's distance between the eyes, (B,)."""
    apart: Tensor = torch.linalg.vector_norm(points - targets, dim=-1).mean(dim=1)
    return apart / between_eyes(targets)


@torch.no_grad()
def perceptual_features(network: VGGFeatures, images: Tensor) -> Tensor:
    """Describe images by the perceptual network for `neighbours` and `frechet`, (N, D).

    The taps' means over a 4 x 4 grid. The network's channels have a mean of about 1 everywhere, so dividing every tap
    by the root of its size gives all taps the same say.

    Args:
        network: the perceptual network "compact".
        images: (N, 3, H, W), sRGB, [0, 1]; worked through in batches.
    """
    batches = (images[start : start + BATCH] for start in range(0, len(images), BATCH))
    return torch.cat([_described(network, batch) for batch in batches])


def _described(network: VGGFeatures, images: Tensor) -> Tensor:
    features = network(images, DESCRIBED_TAPS)
    parts = [functional.adaptive_avg_pool2d(features[tap], DESCRIBED_GRID).flatten(1) for tap in DESCRIBED_TAPS]
    return torch.cat([part / part.shape[1] ** 0.5 for part in parts], dim=1)
