"""WCT² at full width, ours against a straightforward version of the same network.

The baseline is built as the published description reads: region by region and site by site, boolean masks select
pixels, singular value decompositions of both covariances give the square roots, and the look's features are measured
again for every photograph. Both share one network; in one precision their pictures must be equal. The automatic
precision computes convolutions in bfloat16 where the processor is fast at it.
"""

import functools
from collections.abc import Callable

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from scripts.benchmarks.measuring import timed
from scripts.benchmarks.pictures import square
from styletransfer import devices
from styletransfer.algorithms.photorealistic import style_statistics, transfer
from styletransfer.algorithms.photorealistic_config import PhotorealisticConfig, Site
from styletransfer.algorithms.photorealistic_scene import Scene, hard_scene, valid_labels
from styletransfer.devices import Precision
from styletransfer.imaging.masks import LabelMap
from styletransfer.imaging.samples import example_photo
from styletransfer.models.wavelet_vgg import DECODER_LEVELS, VARIANTS, Skip, WaveletConfig, WaveletVGG

CONTENT, STYLE = "china", "flower"
LABELS = 4
EQUAL = 1e-3
PRECISIONS: tuple[Precision, ...] = ("float32", "auto")
_CONTRAST = 8.0  # brings covariances above the identity that is added to them, as the published weights do
_BANDS = ("lh", "hl", "hh")

Collected = dict[str, Tensor]


def measure(size: int) -> None:
    """Print times, ratios and the largest difference, for both variants, the usual sites and all of them."""
    print(f"\n(a) WCT² at full width, {size} px, {LABELS} regions: ours against one SVD a region and site in float32")
    devices.tune_allocator()
    content, style = (square(example_photo(name), size) for name in (CONTENT, STYLE))
    maps = _quarters(size), _quarters(size, turned=True)
    scene = hard_scene(content, style, *maps)
    sites: tuple[tuple[Site, ...], ...] = (("encoder", "skip"), ("encoder", "skip", "decoder"))
    for variant in VARIANTS:
        network = random_network(WaveletConfig(variant=variant))
        with torch.inference_mode():
            network(content[..., :64, :64])
        for chosen in sites:
            _compare(network, scene, maps, chosen)


def random_network(config: WaveletConfig) -> WaveletVGG:
    """Build a network with random weights; the cost is that of trained ones, and features neither die nor explode."""
    generator = torch.Generator().manual_seed(0)
    network = WaveletVGG(config).requires_grad_(False).eval()
    for name, value in network.named_parameters():
        if name.endswith("bias"):
            value.zero_()
        elif "conv0" in name:
            value.copy_(torch.eye(3)[:, :, None, None] * _CONTRAST)
        else:
            value.copy_(torch.randn(value.shape, generator=generator) * (2 / value[0].numel()) ** 0.5)
    return network.to(memory_format=torch.channels_last)  # type: ignore[call-overload, no-any-return]


def _compare(network: WaveletVGG, scene: Scene, maps: tuple[LabelMap, LabelMap], sites: tuple[Site, ...]) -> None:
    style = scene.looks[0].image
    plain, seconds = timed(lambda: plain_transfer(network, scene.content, style, maps, sites))
    print(f"    {network.config.variant}, {' + '.join(sites)}")
    print(f"        one SVD a region and site:         {seconds:6.1f} s")
    for precision in PRECISIONS:
        config = PhotorealisticConfig(sites=sites, precision=precision, strength=1.0, mapping="whitening")
        ours, fresh = timed(functools.partial(transfer, network, scene, config))
        statistics = style_statistics(network, scene.looks[0], config, hard=True)
        _, known = timed(functools.partial(transfer, network, scene, config, statistics=[statistics]))
        largest = float((ours - plain).abs().max() / (plain.max() - plain.min()))
        print(f"        ours, {precision:9}                  {fresh:6.1f} s, {seconds / fresh:.1f} x")
        print(f"        ours, {precision:9} look known:      {known:6.1f} s, {seconds / known:.1f} x")
        verdict = "equal" if largest <= EQUAL else "not equal"
        print(f"            largest difference {largest:.1e} of the range: {verdict}", flush=True)


@torch.inference_mode()
def plain_transfer(
    network: WaveletVGG, content: Tensor, style: Tensor, maps: tuple[LabelMap, LabelMap], sites: tuple[Site, ...]
) -> Tensor:
    """Transfer as plainly as the method can be written.

    Args:
        network: any width and variant.
        content: photograph (1, 3, H, W), sides multiples of 8.
        style: look, likewise.
        maps: labels of both, (H, W).
        sites: where to transfer.
    Returns:
        Picture (1, 3, H, W), not clamped.
    """
    wanted = _features_of(network, style, sites)
    labels = valid_labels(*maps)

    def move(site: str, features: Tensor) -> Tensor:
        return _moved(features, wanted[site], maps, labels)

    return _pass(network, content, sites, move)


def _features_of(network: WaveletVGG, style: Tensor, sites: tuple[Site, ...]) -> Collected:
    found: Collected = {}

    def keep(site: str, features: Tensor) -> Tensor:
        found[site] = features.clone()
        return features

    _pass(network, style, sites, keep)
    return found


def _pass(
    network: WaveletVGG, image: Tensor, sites: tuple[Site, ...], visit: Callable[[str, Tensor], Tensor]
) -> Tensor:
    skips: dict[str, Skip] = {}
    x = image
    for index in range(len(DECODER_LEVELS)):
        x = network.encoder.level(index, x, skips)
        x = visit(f"encoder {index}", x) if "encoder" in sites else x
    if "skip" in sites:
        for pool, skip in skips.items():
            skips[pool] = skip._replace(**{band: visit(f"{pool} {band}", getattr(skip, band)) for band in _BANDS})
    if "decoder" in sites and "encoder" not in sites:
        x = visit("deepest", x)
    for index in range(len(DECODER_LEVELS)):
        x = network.decoder.level(index, x, skips)
        x = visit(f"decoder {index}", x) if "decoder" in sites and index < len(DECODER_LEVELS) - 1 else x
    return x


def _moved(features: Tensor, style: Tensor, maps: tuple[LabelMap, LabelMap], labels: list[int]) -> Tensor:
    here, there = (
        functional.interpolate(torch.from_numpy(label_map)[None, None].float(), like.shape[-2:], mode="nearest-exact")
        for label_map, like in zip(maps, (features, style), strict=True)
    )
    channels = features.shape[1]
    values, wanted = features.reshape(channels, -1).clone(), style.reshape(channels, -1)
    for label in labels:
        chosen, other = (here == label).flatten(), (there == label).flatten()
        if bool(chosen.any()) and bool(other.any()):
            values[:, chosen] = _whitened_and_coloured(values[:, chosen], wanted[:, other])
    return values.reshape(features.shape)


def _whitened_and_coloured(content: Tensor, style: Tensor) -> Tensor:
    """Give the columns (C, N) of one region the mean and covariance of another's."""
    mean, wanted = content.mean(1, keepdim=True), style.mean(1, keepdim=True)
    vectors, values = _decomposed(content - mean)
    style_vectors, style_values = _decomposed(style - wanted)
    white = vectors @ torch.diag(values.rsqrt()) @ vectors.T @ (content - mean)
    coloured = style_vectors @ torch.diag(style_values.sqrt()) @ style_vectors.T @ white + wanted
    return coloured.clamp(content.min(), content.max())


def _decomposed(centred: Tensor) -> tuple[Tensor, Tensor]:
    covariance = centred @ centred.T / max(1, centred.shape[1] - 1) + torch.eye(centred.shape[0])
    _, values, vectors = torch.linalg.svd(covariance)
    return vectors.T, values


def _quarters(size: int, *, turned: bool = False) -> LabelMap:
    """Divide a square into four bands of unequal height, or width."""
    edges = (np.array([0.0, 0.4, 0.65, 0.85]) * size).astype(int)
    band = (np.arange(size)[:, None] >= edges).sum(axis=1) - 1
    label_map = np.repeat(band.astype(np.uint8)[:, None], size, axis=1)
    return np.ascontiguousarray(label_map.T) if turned else label_map
