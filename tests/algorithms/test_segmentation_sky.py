"""Sky is found by where it is and how smooth, by day and by night, and not where there is none."""

import numpy as np
import pytest
from torch import Tensor

from styletransfer.algorithms.segmentation_features import describe
from styletransfer.algorithms.segmentation_sky import sky_probability
from styletransfer.models.vgg import VGGFeatures

from .landscapes import DAY, NIGHT, SUNSET, Colour, landscape, object_before
from .pictures import flat, noise


@pytest.mark.parametrize("colours", [DAY, NIGHT, SUNSET], ids=["day", "night", "sunset"])
@pytest.mark.parametrize("horizon", [0.2, 0.7])
def test_sky_is_found(compact: VGGFeatures, colours: tuple[Colour, Colour], horizon: float) -> None:
    image, truth = landscape(180, 240, colours, horizon=horizon)
    patches = describe(compact, image)
    found = sky_probability(patches)[patches.ids] > 0.5
    assert (found == truth).mean() > 0.97


@pytest.mark.parametrize(
    "image",
    [
        noise(120, 160),
        flat(120, 160, (0.4, 0.6, 0.9)),
        landscape(150, 200, DAY)[0].flip(2),
        object_before(150, 150, (0.8, 0.2, 0.2), (0.9, 0.9, 0.9))[0],
        noise(4, 4),
    ],
    ids=["noise", "flat", "upside down", "object", "crumb"],
)
def test_no_sky_is_found_where_none_is(compact: VGGFeatures, image: Tensor) -> None:
    patches = describe(compact, image)
    # What is smooth and reaches the picture's foot as well is a backdrop.
    assert float(patches.share @ (sky_probability(patches) > 0.5)) == 0


def test_a_parser_overrules_the_looks(compact: VGGFeatures) -> None:
    image, truth = landscape(180, 240, DAY)
    patches = describe(compact, image)
    denied = sky_probability(patches, np.full(patches.count, 0.001))
    assert (denied < 0.5).all()
    parsed = np.where(patches.place[:, 0] < 0.45, 0.95, 0.02)
    found = sky_probability(patches, parsed)[patches.ids] > 0.5
    assert (found == truth).mean() > 0.95
