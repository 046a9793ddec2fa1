"""Soft labels of superpixels become borders that lie on the picture's own edges."""

import numpy as np
import pytest

from styletransfer.algorithms.segmentation_borders import label_map
from styletransfer.algorithms.segmentation_features import describe, pool
from styletransfer.models.vgg import VGGFeatures

from .landscapes import SUNSET, landscape


@pytest.mark.parametrize("size", [(150, 200), (600, 800)], ids=["small", "enlarged"])
def test_borders_lie_on_edges(compact: VGGFeatures, size: tuple[int, int]) -> None:
    image, sky = landscape(*size, SUNSET)
    patches = describe(compact, image)
    shrunk = landscape(*patches.ids.shape, SUNSET)[1]
    share = pool(shrunk[..., None].astype(np.float64), patches.ids)
    labels = label_map(np.concatenate([1 - share, share], axis=1), patches, image)
    assert labels.shape == size
    assert ((labels == 1) != sky).mean() < 2 / size[0]


def test_a_guess_beside_the_edge_moves_to_it(compact: VGGFeatures) -> None:
    image, sky = landscape(300, 400, SUNSET)
    patches = describe(compact, image)
    guess = np.roll(sky, 4, axis=0) | sky
    share = pool(guess[..., None].astype(np.float64), patches.ids)
    labels = label_map(np.concatenate([1 - share, share], axis=1), patches, image)
    assert ((labels == 1) != sky).mean() < 0.5 * (guess != sky).mean()


def test_specks_are_given_to_their_surroundings(compact: VGGFeatures) -> None:
    image, _ = landscape(200, 260, SUNSET)
    patches = describe(compact, image)
    odds = np.tile([0.9, 0.1], (patches.count, 1))
    odds[patches.count // 2] = [0.45, 0.55]
    assert set(np.unique(label_map(odds, patches, image))) == {0}
