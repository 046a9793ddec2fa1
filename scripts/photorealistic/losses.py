"""What a transferred picture is judged by: statistics like the look's, edges like the photograph's."""

import math
from collections.abc import Sequence
from pathlib import Path

import torch
from torch import Tensor
from torch.nn import functional

from scripts.perceptual.losses import moments, relative_error
from scripts.perceptual.teachers import SHALLOW_TAPS, shallow_teacher
from styletransfer.imaging.color import luminance

_WINDOW = 11
_SIGMA = 1.5
_C1, _C2 = 1e-4, 9e-4  # the usual constants of SSIM for values in [0, 1]


class StyleDistance:
    """Relative distance of means and covariances in a true VGG-19 at relu1_1, relu2_1 and relu3_1."""

    def __init__(self, teachers: Path) -> None:
        self.network = shallow_teacher(teachers)

    def statistics(self, images: Tensor) -> list[tuple[Tensor, Tensor]]:
        """Measure (B, 3, H, W): for each tap means (B, C) and covariances (B, C, C)."""
        taps = self.network(images, SHALLOW_TAPS)
        return [moments(taps[tap].float()) for tap in SHALLOW_TAPS]

    def __call__(self, images: Tensor, wanted: Sequence[tuple[Tensor, Tensor]]) -> Tensor:
        """Compare pictures with measured statistics: (B,), 0 for equal ones."""
        found = self.statistics(images)
        terms = []
        for (mean, covariance), (wanted_mean, wanted_covariance) in zip(found, wanted, strict=True):
            terms.append((mean - wanted_mean).norm(dim=1) / wanted_mean.norm(dim=1))
            terms.append(relative_error(covariance, wanted_covariance))
        return torch.stack(terms).mean(dim=0) * 2


def edge_ssim(first: Tensor, second: Tensor) -> Tensor:
    """Compare the edges of pictures (B, 3, H, W): SSIM of the Sobel magnitudes of their brightness, (B,)."""
    one, two = edges(first), edges(second)
    window = _gaussian(one)
    blur = lambda x: functional.conv2d(x, window)  # noqa: E731 - five calls, one line each
    mean_one, mean_two = blur(one), blur(two)
    var_one, var_two = blur(one.square()) - mean_one.square(), blur(two.square()) - mean_two.square()
    cov = blur(one * two) - mean_one * mean_two
    brightness = (2 * mean_one * mean_two + _C1) / (mean_one.square() + mean_two.square() + _C1)
    structure = (2 * cov + _C2) / (var_one + var_two + _C2)
    return (brightness * structure).mean(dim=(1, 2, 3))


def psnr(error: Tensor) -> float:
    """Return the peak signal-to-noise ratio of a picture that is off by `error`, dB; 120 at most."""
    return -10 * math.log10(max(float(error.square().mean()), 1e-12))


def edges(images: Tensor) -> Tensor:
    """Sobel magnitude of the brightness, (B, 1, H, W); 1 is a step from black to white."""
    luma = luminance(images)
    kernel = luma.new_tensor([[-1.0, 0, 1], [-2, 0, 2], [-1, 0, 1]]) / 4
    filters = torch.stack((kernel, kernel.T))[:, None]
    slopes = functional.conv2d(functional.pad(luma, (1, 1, 1, 1), mode="replicate"), filters)
    return (slopes.square().sum(dim=1, keepdim=True) + 1e-8).sqrt()


def _gaussian(like: Tensor) -> Tensor:
    offsets = torch.arange(_WINDOW, dtype=like.dtype, device=like.device) - _WINDOW // 2
    line = torch.exp(-offsets.square() / (2 * _SIGMA**2))
    line = line / line.sum()
    return torch.outer(line, line)[None, None]
