"""Colour: luminance, and moving the colours of one picture to another.

Tensors are (1, 3, H, W), sRGB in [0, 1]. Statistics are matched in linearly decorrelated
sRGB values, as Gatys et al. ("Preserving Color in Neural Artistic Style Transfer", 2016) do.
"""

import torch
import torch.nn.functional as F
from torch import Tensor

# ITU-R BT.601, the luma of sRGB photographs (JPEG, YIQ).
_LUMA = (0.299, 0.587, 0.114)


def luminance(image: Tensor) -> Tensor:
    """Return the luma Y' of an image, (1, 1, H, W)."""
    return (image * image.new_tensor(_LUMA).view(1, 3, 1, 1)).sum(1, keepdim=True)


def opponent(image: Tensor) -> Tensor:
    """Rotate sRGB to brightness, red-green and yellow-blue by an orthonormal matrix, (B, 3, H, W)."""
    matrix = image.new_tensor([[1, 1, 1], [1, -1, 0], [1, 1, -2]])
    return F.conv2d(image, (matrix / matrix.norm(dim=1, keepdim=True))[:, :, None, None])


def with_luminance(image: Tensor, luma: Tensor) -> Tensor:
    """Give `image` the brightness `luma` (1, 1, H, W) and keep its chroma.

    Where the chroma does not fit into the gamut at the new brightness it is reduced,
    instead of clipping channels, which would change the hue.
    """
    luma = luma.clamp(0, 1)
    chroma = image - luminance(image)
    room = torch.where(chroma > 0, 1 - luma, luma) / chroma.abs().clamp(min=1e-6)
    return (luma + chroma * room.amin(1, keepdim=True).clamp(max=1)).clamp(0, 1)  # rounding may step outside


def match_mean_std(values: Tensor, target: Tensor) -> Tensor:
    """Shift and scale one channel (1, 1, H, W) to the mean and deviation of another."""
    spread = target.std() / values.std().clamp(min=1e-4)
    return (values - values.mean()) * spread.clamp(max=4) + target.mean()


def match_covariance(image: Tensor, target: Tensor) -> Tensor:
    """Move the colour mean and covariance of `image` to those of `target` (Monge-Kantorovich map).

    The linear map A = S^-1/2 (S^1/2 T S^1/2)^1/2 S^-1/2 moves colours least (Pitié & Kokaram 2007).

    Returns:
        (1, 3, H, W) in [0, 1].
    """
    mean, cov = _mean_covariance(image)
    target_mean, target_cov = _mean_covariance(target)
    root, inverse = _roots(cov)
    middle, _ = _roots(root @ target_cov @ root)
    transport = inverse @ middle @ inverse
    moved = transport @ (image.flatten(2)[0].double() - mean) + target_mean  # (3, H*W)
    return moved.to(image.dtype).reshape(image.shape).clamp(0, 1)


def match_histogram(image: Tensor, target: Tensor, *, rounds: int = 12, seed: int = 0) -> Tensor:
    """Move the whole colour distribution of `image` to that of `target`.

    Iterative distribution transfer (Pitié et al. 2005): match the sorted values along the axes of
    random rotations. Departure: at most 65,536 colours stand for the target.

    Returns:
        (1, 3, H, W) in [0, 1].
    """
    generator = torch.Generator().manual_seed(seed)
    colours = image.flatten(2)[0].T.float().cpu()  # (H*W, 3)
    wanted = target.flatten(2)[0].T.float().cpu()
    stride = max(1, wanted.shape[0] // 65536)
    wanted = wanted[::stride]
    for _ in range(rounds):
        axes, _ = torch.linalg.qr(torch.randn(3, 3, generator=generator))
        rotated, goal = colours @ axes, (wanted @ axes).sort(0).values
        order = rotated.argsort(0)
        place = torch.linspace(0, goal.shape[0] - 1, rotated.shape[0]).round().long()
        matched = torch.empty_like(rotated).scatter_(0, order, goal[place])
        colours = matched @ axes.T
    return colours.T.reshape(image.shape).to(image).clamp(0, 1)


def _mean_covariance(image: Tensor) -> tuple[Tensor, Tensor]:
    colours = image.flatten(2)[0].double()  # (3, H*W)
    mean = colours.mean(1, keepdim=True)
    centred = colours - mean
    # The identity term, a third of a grey level squared, keeps single-colour pictures invertible.
    eye = torch.eye(3, dtype=torch.float64, device=image.device)
    return mean, centred @ centred.T / colours.shape[1] + 1e-5 * eye


def _roots(matrix: Tensor) -> tuple[Tensor, Tensor]:
    values, vectors = torch.linalg.eigh(matrix)
    values = values.clamp(min=1e-12)
    return (vectors * values.sqrt()) @ vectors.T, (vectors * values.rsqrt()) @ vectors.T
