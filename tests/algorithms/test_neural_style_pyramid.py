"""The scales of a picture: sizes, steps, where they begin and how they are cut."""

from itertools import pairwise

import pytest
import torch

from styletransfer.algorithms.neural_style import pyramid, tile_side
from styletransfer.algorithms.neural_style_config import NeuralStyleConfig
from styletransfer.models.vgg import FULL_WIDTHS, VGGConfig, VGGFeatures


def test_pyramid_of_known_sizes() -> None:
    settings = NeuralStyleConfig(coarse_size=128, coarse_steps=120, steps=30)
    found = pyramid((384, 512), settings)
    assert [size for size, _ in found] == [(96, 128), (136, 181), (192, 256), (272, 362), (384, 512)]
    assert [steps for _, steps in found] == [120, 85, 60, 42, 30]


@pytest.mark.parametrize("size", [(512, 512), (700, 301), (64, 4096), (129, 128), (97, 64)])
def test_every_pyramid_ends_at_the_result(size: tuple[int, int]) -> None:
    found = pyramid(size, NeuralStyleConfig(coarse_size=64, coarse_steps=50, steps=9))
    longest = [max(scale) for scale, _ in found]
    assert found[-1] == (size, 9)
    assert longest == sorted(set(longest))
    assert all(1.3 < larger / smaller < 1.55 for smaller, larger in pairwise(longest))


def test_a_small_picture_has_one_scale() -> None:
    assert pyramid((40, 64), NeuralStyleConfig(coarse_size=128, steps=9)) == [((40, 64), 9)]


@pytest.mark.parametrize("size", [(16, 160), (150, 1200), (4000, 130)])
def test_the_coarsest_scale_holds_the_deepest_layer(size: tuple[int, int]) -> None:
    found = pyramid(size, NeuralStyleConfig(coarse_size=32, style_layers=("relu1_1", "relu5_1")))
    assert min(found[0][0]) >= 16
    assert found[-1][0] == size


def test_tiles_are_as_wanted_or_chosen_by_the_size_alone(compact: VGGFeatures) -> None:
    assert tile_side(compact, (4000, 3000), NeuralStyleConfig(tile=704)) == 704
    assert tile_side(compact, (400, 300), NeuralStyleConfig(tile=0)) == 0
    side = tile_side(compact, (6000, 5000), NeuralStyleConfig(tile=0))
    assert side >= 512
    assert side % 64 == 0
    assert tile_side(compact, (5000, 6000), NeuralStyleConfig(tile=0)) == side


def test_a_wider_network_is_cut_sooner(compact: VGGFeatures) -> None:
    with torch.device("meta"):
        full = VGGFeatures(VGGConfig(widths=FULL_WIDTHS))
    size = (1100, 1100)
    assert tile_side(compact, size, NeuralStyleConfig(tile=0)) == 0
    assert 0 < tile_side(full, size, NeuralStyleConfig(tile=0)) < 1100
