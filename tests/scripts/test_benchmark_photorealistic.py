"""The photorealistic measurements: the plain transfer is the same transfer, and the scores tell good from bad."""

from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image
from torch import Tensor

from scripts.benchmarks.halos import halo
from scripts.benchmarks.photorealistic_quality import reinhard
from scripts.benchmarks.photorealistic_sheet import Row, save_all, save_row
from scripts.benchmarks.photorealistic_speed import plain_transfer, random_network
from scripts.photorealistic.losses import psnr
from styletransfer.algorithms.photorealistic import transfer
from styletransfer.algorithms.photorealistic_config import PhotorealisticConfig, Site
from styletransfer.algorithms.photorealistic_scene import hard_scene
from styletransfer.models.wavelet_vgg import VARIANTS, Variant, WaveletConfig


@pytest.mark.parametrize("variant", VARIANTS)
@pytest.mark.parametrize("sites", [("encoder", "skip"), ("encoder", "skip", "decoder"), ("decoder",)])
def test_the_baseline_computes_the_same_picture(variant: Variant, sites: tuple[Site, ...]) -> None:
    torch.manual_seed(0)
    network = random_network(WaveletConfig(widths=(6, 8, 10, 12), variant=variant))
    content, style = torch.rand(1, 3, 48, 64), torch.rand(1, 3, 64, 56) ** 2
    maps = (np.arange(48 * 64).reshape(48, 64) % 64 // 20).astype(np.uint8), np.zeros((64, 56), np.uint8)
    maps[1][:30], maps[1][30:40] = 1, 2
    config = PhotorealisticConfig(sites=sites, precision="float32", strength=1.0, mapping="whitening")
    ours = transfer(network, hard_scene(content, style, *maps), config)
    plain = plain_transfer(network, content, style, maps, sites)
    span = plain.max() - plain.min()
    assert float((ours - plain).abs().max() / span) < 1e-3
    assert float((plain - network(content)).abs().max() / span) > 1e-2


def photograph() -> Tensor:
    y, x = torch.meshgrid(torch.linspace(0, 1, 128), torch.linspace(0, 1, 160), indexing="ij")
    grain = torch.rand(3, 128, 160, generator=torch.Generator().manual_seed(0)) * 0.1
    return (torch.stack((x, y, 1 - x)) * 0.6 + 0.1 + grain)[None]


def test_a_halo_is_what_the_colours_do_not_explain() -> None:
    content, label_map = photograph(), np.zeros((128, 160), np.uint8)
    label_map[:, 80:] = 1
    edited = torch.where(torch.from_numpy(label_map).bool(), content * 0.5 + 0.2, content * 0.8)
    glow = torch.exp(-(((torch.arange(160) - 80) / 8.0) ** 2)) * 0.2
    assert halo(content, edited, label_map) < 0.2
    assert halo(content, edited + glow, label_map) > 5
    assert halo(content, edited + glow, np.zeros_like(label_map)) == 0


def test_reconstruction_is_measured_in_decibels() -> None:
    content = photograph()
    assert psnr(content + 0.01 - content) == pytest.approx(40, abs=0.05)


def test_reinhard_matches_means_in_lab() -> None:
    from skimage.color import rgb2lab

    content, style = photograph(), photograph().flip(1) * 0.7
    moved = reinhard(content, style)
    means = [rgb2lab(image[0].permute(1, 2, 0).numpy()).mean((0, 1)) for image in (moved, style)]
    assert np.abs(means[0] - means[1]).max() < 2


def test_sheets_show_every_cell_and_label_map(tmp_path: Path) -> None:
    label_map = np.full((128, 160), 4, np.uint8)  # red
    cells = (("one", photograph(), ()), ("two", photograph(), (label_map,)))
    rows = [Row(name="a", cells=cells), Row(name="b", cells=cells)]
    save_row(rows[-1], tmp_path)
    save_all(rows, tmp_path)
    single, joined = (Image.open(tmp_path / name).convert("RGB") for name in ("b.png", "all.jpg"))
    assert single.width > 2 * 160
    assert joined.height == 2 * single.height
    assert (255, 0, 0) in {colour for _, colour in single.getcolors(2**24)}
