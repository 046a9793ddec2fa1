"""Photorealistic results judged on pairs of photographs: edges kept, distance to the look, halos.

Colour transfers of the whole picture are the baselines: Reinhard et al. 2001 (means and deviations in Lab) and the
Monge-Kantorovich map of Pitié & Kokaram 2007.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from skimage.color import lab2rgb, rgb2lab
from torch import Tensor
from torch.nn import functional

from scripts.benchmarks.halos import halo
from scripts.benchmarks.photorealistic_sheet import Row, save_all, save_row
from scripts.perceptual.teachers import SHALLOW_FILE
from scripts.photorealistic.losses import StyleDistance, edge_ssim, psnr
from styletransfer import devices
from styletransfer.checkpoints.build import perceptual_network, wavelet_network
from styletransfer.imaging.color import match_covariance
from styletransfer.imaging.io import Picture, open_image
from styletransfer.imaging.masks import LabelMap, open_label_map
from styletransfer.imaging.resize import fit_longest, resize
from styletransfer.models.wavelet_vgg import STRIDE
from styletransfer.recipes import PhotorealisticRecipe
from styletransfer.run import run

SIDE = 512
PRESETS = ("strong", "natural")
MASKS = ("none", "automatic", "given")


@dataclass(frozen=True, slots=True, kw_only=True)
class PhotoPair:
    """A photograph, a look, and the regions of both as somebody drew them."""

    name: str
    content: Tensor
    style: Tensor
    content_mask: LabelMap
    style_mask: LabelMap


class _ShippedDistance(StyleDistance):
    """The same measure in the shipped perceptual network, for machines without a true VGG-19."""

    def __init__(self) -> None:
        self.network = perceptual_network("compact", torch.device("cpu"))


@dataclass(slots=True)
class _Score:
    edges: float
    distance: float
    halo: float


def measure(folder: Path, teachers: Path, out: Path | None) -> None:
    """Print the table, and write sheets when a folder is named."""
    print(f"\n(c) Judged on pairs of photographs, {SIDE} px")
    if not folder.is_dir():
        print(f"    There are no pairs at {folder}; name a folder with --pairs.")
        return
    devices.tune_allocator()
    true = (teachers / SHALLOW_FILE).is_file()
    distance = StyleDistance(teachers) if true else _ShippedDistance()
    print(f"    style distance measured in {'a true VGG-19' if true else 'the SHIPPED network, no VGG-19 at hand'}")
    scores: dict[str, list[_Score]] = {}
    decibels: list[float] = []
    rows: list[Row] = []
    for pair in read_pairs(folder):
        results, masks = _results(pair)
        decibels.append(_reconstruction(pair.content))
        for name, result in results.items():
            scores.setdefault(name, []).append(_scored(pair, result, distance))
        print(f"    {pair.name}: " + ", ".join(f"{name} {_words(found[-1])}" for name, found in scores.items()))
        rows.append(_row(pair, results, masks))
        if out is not None:
            save_row(rows[-1], out)
    if out is not None and rows:
        save_all(rows, out)
    _table(scores, decibels)


def read_pairs(folder: Path) -> Iterator[PhotoPair]:
    """Read NN_content, NN_style and their masks, reduced."""
    for content in sorted(folder.glob("*_content.jpg")):
        name = content.name.removesuffix("_content.jpg")
        pictures = [_reduced(folder / f"{name}_{role}.jpg") for role in ("content", "style")]
        maps = [
            open_label_map(folder / f"{name}_{role}_mask.png", size=(picture.shape[-2], picture.shape[-1]))
            for role, picture in zip(("content", "style"), pictures, strict=True)
        ]
        yield PhotoPair(name=name, content=pictures[0], style=pictures[1], content_mask=maps[0], style_mask=maps[1])


def reinhard(content: Tensor, style: Tensor) -> Tensor:
    """Give a picture the means and deviations of another in Lab (Reinhard et al. 2001)."""
    first, second = (rgb2lab(image[0].permute(1, 2, 0).numpy()) for image in (content, style))
    spread = second.std((0, 1)) / np.maximum(first.std((0, 1)), 1e-3)
    moved = (first - first.mean((0, 1))) * spread + second.mean((0, 1))
    return torch.from_numpy(lab2rgb(moved)).permute(2, 0, 1)[None].float()


def _results(pair: PhotoPair) -> tuple[dict[str, Tensor], Mapping[str, LabelMap]]:
    """Compute every method's picture, and the label maps that were found automatically."""
    found = {
        "input unchanged": pair.content,
        "Reinhard": reinhard(pair.content, pair.style),
        "MKL": match_covariance(pair.content, pair.style),
    }
    automatic: Mapping[str, LabelMap] = {}
    images = {"content": Picture.from_tensor(pair.content), "style": Picture.from_tensor(pair.style)}
    given = {"mask": pair.content_mask, "style-mask": pair.style_mask}
    for preset in PRESETS:
        for masks in MASKS:
            recipe = PhotorealisticRecipe.from_preset(preset, masks=masks)
            result = run(recipe, images | given if masks == "given" else images)
            found[f"ours, {preset}, masks {masks}"] = result.picture.to_tensor()
            automatic = result.masks if masks == "automatic" else automatic
    return found, automatic


def _scored(pair: PhotoPair, result: Tensor, distance: StyleDistance) -> _Score:
    with torch.inference_mode():
        return _Score(
            edges=float(edge_ssim(result, pair.content)),
            distance=float(distance(result, distance.statistics(pair.style))),
            halo=halo(pair.content, result, pair.content_mask),
        )


def _reconstruction(content: Tensor) -> float:
    """Encode and decode with the shipped network, without any transfer, and return how well that goes, dB."""
    height, width = content.shape[-2:]
    padded = functional.pad(content, (0, -width % STRIDE, 0, -height % STRIDE), mode="replicate")
    with torch.inference_mode():
        found = wavelet_network("compact", torch.device("cpu"))(padded)[..., :height, :width]
    return psnr(found.clamp(0, 1) - content)


def _table(scores: Mapping[str, list[_Score]], decibels: list[float]) -> None:
    count = len(decibels)
    print(f"\n    means of {count} pairs        edge SSIM, higher is better; style distance and halo, lower is better")
    print(f"    {'':34} {'edge SSIM':>9} {'distance':>9} {'halo':>6}")
    for name, found in scores.items():
        edges, distances, halos = zip(*((score.edges, score.distance, score.halo) for score in found), strict=True)
        print(f"    {name:34} {np.mean(edges):>9.3f} {np.mean(distances):>9.3f} {np.mean(halos):>6.2f}")
    print(
        f"    reconstruction without transfer: mean {np.mean(decibels):.1f} dB, least {min(decibels):.1f} dB",
        flush=True,
    )


def _row(pair: PhotoPair, results: Mapping[str, Tensor], masks: Mapping[str, LabelMap]) -> Row:
    ours = {key: results[f"ours, strong, masks {key}"] for key in MASKS}
    drawn = (pair.content_mask, pair.style_mask)
    return Row(name=pair.name, cells=(
        ("photograph", pair.content, ()), ("look", pair.style, ()), ("MKL", results["MKL"], ()),
        ("without masks", ours["none"], ()), ("automatic masks", ours["automatic"], tuple(masks.values())),
        ("given masks", ours["given"], drawn),
    ))  # fmt: skip


def _words(score: _Score) -> str:
    return f"{score.edges:.3f}/{score.distance:.3f}/{score.halo:.1f}"


def _reduced(path: Path) -> Tensor:
    image = open_image(path).to_tensor()
    return resize(image, fit_longest((image.shape[-2], image.shape[-1]), SIDE))
