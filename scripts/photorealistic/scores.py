"""Score the wavelet network on held-out photographs: reconstruction without transfer, and transfers of pairs."""

import itertools
from collections.abc import Sequence
from pathlib import Path

import torch
from PIL import Image
from torch import Tensor

from scripts.perceptual.pictures import centre_crop
from scripts.photorealistic.losses import StyleDistance, edge_ssim, psnr
from styletransfer.algorithms.photorealistic import transfer
from styletransfer.algorithms.photorealistic_config import PhotorealisticConfig
from styletransfer.algorithms.photorealistic_scene import Look, Scene
from styletransfer.imaging.color import match_covariance
from styletransfer.models.wavelet_vgg import WaveletVGG

SIDE = 384
PAIRS = 24


@torch.inference_mode()
def reconstruction(network: WaveletVGG, photos: Sequence[Image.Image]) -> str:
    """Say how closely photographs come back, the mean error of each colour, and whether a grid shows.

    The grid is the difference between the mean errors of the four places of a 2x2 block, and of the 64 of an 8x8 block.
    """
    errors = [network(image) - image for image in (centre_crop(photo, SIDE)[None] for photo in photos)]
    decibels = [psnr(error) for error in errors]
    joined = torch.cat(errors)
    cast = joined.mean(dim=(0, 2, 3)) * 255
    grids = [255 * float(_phase_means(joined, step).std()) for step in (2, 8)]
    return (
        f"reconstruction: mean {sum(decibels) / len(decibels):.2f} dB, worst {min(decibels):.2f} dB; "
        f"mean error of red, green, blue {cast[0]:+.2f}, {cast[1]:+.2f}, {cast[2]:+.2f} of 255 levels; "
        f"grid of 2 px {grids[0]:.3f}, of 8 px {grids[1]:.3f} levels"
    )


@torch.inference_mode()
def transfers(
    network: WaveletVGG, photos: Sequence[Image.Image], teachers: Path
) -> dict[str, list[tuple[float, float]]]:
    """Measure edge-SSIM and style distance of every photograph in the look of the next one, without masks."""
    distance = StyleDistance(teachers)
    found: dict[str, list[tuple[float, float]]] = {}
    chosen = [centre_crop(photo, SIDE)[None] for photo in photos[: PAIRS + 1]]
    for content, style in itertools.pairwise(chosen):
        wanted = distance.statistics(style)
        scene = Scene(content=content, looks=[Look(image=style)])
        results: dict[str, Tensor] = {"photograph unchanged": content}
        results["colour map (MKL)"] = match_covariance(content, style)
        results["transport"] = transfer(network, scene, PhotorealisticConfig(mapping="transport"))
        results["whitening"] = transfer(network, scene, PhotorealisticConfig(mapping="whitening"))
        for name, picture in results.items():
            shown = picture.clamp(0, 1)
            kept, far = float(edge_ssim(shown, content)), float(distance(shown, wanted))
            found.setdefault(name, []).append((kept, far))
    return found


def table(scores: dict[str, list[tuple[float, float]]]) -> str:
    """Lay mean and median out as lines."""
    lines = [f"{'':24} edge-SSIM  distance (median)"]
    for name, pairs in scores.items():
        kept, far = torch.tensor(pairs).T
        lines.append(f"{name:24} {kept.mean():9.3f}  {far.mean():8.3f} ({far.median():.3f})")
    return "\n".join(lines)


def _phase_means(errors: Tensor, step: int) -> Tensor:
    """Average (B, 3, H, W) over all blocks of a grid: (step * step,)."""
    side = errors.shape[-1] // step * step
    blocks = errors[..., :side, :side].unflatten(-1, (-1, step)).unflatten(-3, (-1, step))
    return blocks.mean(dim=(0, 1, 2, 4)).flatten()
