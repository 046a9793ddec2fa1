"""Photorealistic style transfer by wavelet-corrected whitening and colouring, WCT² (Yoo et al. 2019, arXiv 1903.09760).

The photograph runs through the wavelet network once. At chosen sites the features of every region are given the mean
and covariance of the region of the look that it takes after (eq. 1 with the identity added to both covariances).

Departures, each marked `Departure` in the code:
  1. regions may be soft: every pixel mixes the maps of the regions it belongs to, which leaves no seam;
  2. regions may come from several looks, each with a strength of its own;
  3. optimal transport between Gaussians may replace whitening and colouring;
  4. pictures of any size: the border is repeated to multiples of 8 and cut off again, instead of cropping the picture.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional

from styletransfer import devices
from styletransfer.algorithms.photorealistic_config import PhotorealisticConfig, Site
from styletransfer.algorithms.photorealistic_scene import Look, Scene
from styletransfer.errors import ImageError
from styletransfer.models.wavelet_vgg import DECODER_LEVELS, STRIDE, Skip, WaveletVGG
from styletransfer.ops.label_statistics import LabelStatistics, feature_rows, label_statistics, resize_labels
from styletransfer.ops.whitening import carrying_map, roots
from styletransfer.progress import OnProgress, Progress, ignore

Visit = Callable[[str, Tensor], Tensor]

IDENTITY = 1.0
"""What is added to the variances of both pictures; the published method adds 1."""

_SMALLEST = 2 * STRIDE
_BANDS = ("LH", "HL", "HH")
_POOLS = ("pool1", "pool2", "pool3")
_LEVELS = len(DECODER_LEVELS)


@dataclass(frozen=True, slots=True)
class SiteStyle:
    """What a site wants of a region: (R, C) means, (R, C, C) roots of the covariances, and how much lies in each."""

    weight: Tensor
    mean: Tensor
    root: Tensor


StyleStatistics = Mapping[str, SiteStyle]
"""Name of a site -> statistics of a look there; made by `style_statistics`, good for any photograph."""


@torch.inference_mode()
def transfer(
    network: WaveletVGG,
    scene: Scene,
    config: PhotorealisticConfig,
    on_progress: OnProgress = ignore,
    statistics: Iterable[StyleStatistics] | None = None,
) -> Tensor:
    """Give a photograph the feature statistics of its looks, region by region (Yoo et al. 2019, section 3.3).

    Args:
        network: frozen; every tensor shares its device.
        scene: photograph, regions and looks.
        config: `strength`, `sites`, `mapping` and `precision` are used here.
        on_progress: called when the looks are read, before each site and at the end; raise `Cancelled` to stop.
        statistics: what `style_statistics` made of each look, when it is at hand.

    Returns:
        Picture (1, 3, H, W), not clamped.

    Raises:
        ImageError: a picture is smaller than 16 px.
    """
    run = _Run(network, scene, config, on_progress)
    if statistics is None:
        run.styles = [style_statistics(network, look, config, hard=scene.hard) for look in scene.looks]
    else:
        run.styles = list(statistics)
    run.report("Reading the look", 1)
    return run.image()


@torch.inference_mode()
def style_statistics(
    network: WaveletVGG, look: Look, config: PhotorealisticConfig, *, hard: bool = False
) -> StyleStatistics:
    """Measure a look at every site that the settings use.

    Args:
        network: frozen.
        look: picture and its regions.
        config: `sites` and `precision` are used.
        hard: resize regions by the nearest pixel.

    Raises:
        ImageError: the look is smaller than 16 px.
    """
    found: dict[str, SiteStyle] = {}
    if look.weights is not None and not len(look.weights):  # nobody takes anything of it
        return found
    image, weights = _padded(look.image, look.weights)

    def measure(site: str, features: Tensor) -> Tensor:
        here = None if weights is None else resize_labels(weights, _size(features), hard=hard)
        with devices.full_precision(features.device):
            measured = label_statistics(features, here)
            found[site] = SiteStyle(measured.weight, measured.mean, roots(measured.covariance, IDENTITY)[0])
        return features

    with devices.autocast(image.device, config.precision):
        _Pass(network, config.sites, measure).read(image)
    return found


class _Pass:
    """One run through encoder and decoder that hands the features of every site to `visit`."""

    def __init__(self, network: WaveletVGG, sites: tuple[Site, ...], visit: Visit) -> None:
        self._network, self._sites, self._visit = network, sites, visit

    def run(self, image: Tensor) -> Tensor:
        """Go through the whole network and return the picture."""
        x, skips = self._encoded(image)
        return self._decoded(x, skips, _LEVELS)

    def read(self, image: Tensor) -> None:
        """Go no farther than the last site."""
        x, skips = self._encoded(image)
        if "decoder" in self._sites:
            self._decoded(x, skips, _LEVELS - 1)

    def _encoded(self, image: Tensor) -> tuple[Tensor, dict[str, Skip]]:
        skips: dict[str, Skip] = {}
        layout = torch.channels_last if _is_channels_last(self._network) else torch.contiguous_format
        x = image.contiguous(memory_format=layout)
        for index in range(_LEVELS):
            x = self._network.encoder.level(index, x, skips)
            if "encoder" in self._sites:
                x = self._visit(f"enc{index + 1}", x)
        if "skip" in self._sites:
            for pool in _POOLS:
                skips[pool] = self._skip(pool, skips[pool])
        if "decoder" in self._sites and "encoder" not in self._sites:
            x = self._visit("dec4", x)
        return x, skips

    def _decoded(self, x: Tensor, skips: Mapping[str, Skip], levels: int) -> Tensor:
        for index in range(levels):
            x = self._network.decoder.level(index, x, skips)
            if "decoder" in self._sites and index < _LEVELS - 1:
                x = self._visit(f"dec{_LEVELS - 1 - index}", x)
        return x

    def _skip(self, pool: str, skip: Skip) -> Skip:
        bands = (self._visit(f"{pool}.{name}", band) for name, band in zip(_BANDS, skip[1:], strict=True))
        return Skip(skip.before, *bands)


class _Run:
    """One transfer."""

    def __init__(
        self, network: WaveletVGG, scene: Scene, config: PhotorealisticConfig, on_progress: OnProgress
    ) -> None:
        self._network, self._scene, self._config, self._on_progress = network, scene, config, on_progress
        self._image, self._weights = _padded(scene.content, scene.weights)
        self.styles: list[StyleStatistics] = []

    def image(self) -> Tensor:
        height, width = self._scene.content.shape[-2:]
        sites = self._config.sites if self._scene.pairs else ()
        with devices.autocast(self._image.device, self._config.precision):
            image = _Pass(self._network, sites, self._visit).run(self._image)
        self.report("Carrying the look over", 3)
        return image.float()[..., :height, :width]

    def report(self, stage: str, step: int) -> None:
        self._on_progress(Progress(step=step, total=3, stage=stage))

    def _visit(self, site: str, features: Tensor) -> Tensor:
        self.report("Carrying the look over", 2)
        weights = None
        if self._weights is not None:
            weights = resize_labels(self._weights, _size(features), hard=self._scene.hard)
        with devices.full_precision(features.device):
            measured = label_statistics(features, weights)
            return self._moved(features, weights, measured, self._targets(site))

    def _targets(self, site: str) -> SiteStyle:
        chosen = [(self.styles[pair.look][site], pair.row) for pair in self._scene.pairs]
        return SiteStyle(
            torch.stack([style.weight[row] for style, row in chosen]),
            torch.stack([style.mean[row] for style, row in chosen]),
            torch.stack([style.root[row] for style, row in chosen]),
        )

    def _moved(self, features: Tensor, weights: Tensor | None, measured: LabelStatistics, wanted: SiteStyle) -> Tensor:
        present = roots(measured.covariance, IDENTITY)
        # Departure 3: a choice of maps.
        maps = carrying_map(present, wanted.root, self._config.mapping)  # (L, C, C)
        rows = feature_rows(features)
        if weights is None:
            moved = self._blend(rows.float(), 0, (measured, wanted, maps))
        else:
            moved = rows.to(torch.float32, copy=True)
            # Departure 1: each region adds its share of the change; hard regions do not overlap.
            for region, column in enumerate(weights.flatten(1)):
                here = torch.nonzero(column).squeeze(1)
                if len(here) and wanted.weight[region] > 0:
                    values = rows[here].float()
                    change = self._blend(values, region, (measured, wanted, maps)) - values
                    moved.index_add_(0, here, change * column[here, None])
        batch, channels, height, width = features.shape
        return moved.to(features.dtype).reshape(batch, height, width, channels).permute(0, 3, 1, 2)

    def _blend(self, values: Tensor, region: int, known: tuple[LabelStatistics, SiteStyle, Tensor]) -> Tensor:
        """Map the rows of a region, keep them within the content's limits, and mix by strength."""
        measured, wanted, maps = known
        mapped = torch.addmm(wanted.mean[region], values - measured.mean[region], maps[region].T)
        mapped = torch.minimum(torch.maximum(mapped, measured.low[region]), measured.high[region])
        # Departure 2: the strength is the region's own.
        return torch.lerp(values, mapped, self._config.strength * self._scene.pairs[region].strength)


def _is_channels_last(network: WaveletVGG) -> bool:
    weight = next(iter(network.encoder.get_submodule("conv1_2").parameters()))
    return weight.is_contiguous(memory_format=torch.channels_last)


def _padded(image: Tensor, weights: Tensor | None) -> tuple[Tensor, Tensor | None]:
    """Departure 4: repeat the right and lower border up to multiples of 8."""
    height, width = image.shape[-2:]
    if min(height, width) < _SMALLEST:
        raise ImageError(f"The picture is {width} × {height} px; at least {_SMALLEST} px a side are needed.")
    margins = (0, -width % STRIDE, 0, -height % STRIDE)
    if not any(margins):
        return image, weights
    padded = functional.pad(image, margins, mode="replicate")
    return padded, None if weights is None else functional.pad(weights, margins, mode="replicate")


def _size(features: Tensor) -> tuple[int, int]:
    return int(features.shape[-2]), int(features.shape[-1])
