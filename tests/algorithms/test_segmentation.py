"""Regions of a photograph and a look correspond, whatever the light, and any picture gives sound maps."""

import numpy as np
import pytest
import torch
from torch import Tensor

from styletransfer.algorithms.segmentation import (
    RegionInfo,
    SceneScores,
    Segmentation,
    segment_pair,
)
from styletransfer.errors import ImageError
from styletransfer.models.vgg import VGGFeatures

from .landscapes import DAY, NIGHT, SUNSET, landscape, majority, object_before
from .pictures import clouds, flat, noise

REGIONS = 5


def sound(found: Segmentation, content: Tensor, style: Tensor) -> None:
    """Check what must hold of every result."""
    assert found.content.shape == tuple(content.shape[-2:])
    assert found.style.shape == tuple(style.shape[-2:])
    assert found.content.dtype == found.style.dtype == np.uint8
    labels = [region.label for region in found.regions]
    assert labels == list(range(len(labels)))
    assert set(np.unique(found.content)) | set(np.unique(found.style)) == set(labels)
    assert len({region.name for region in found.regions}) == len(labels)
    for region in found.regions:
        assert region.content_share == pytest.approx((found.content == region.label).mean())
        assert region.style_share == pytest.approx((found.style == region.label).mean())
        if region.source is not None:
            assert found.regions[region.source].style_share > 0
        assert bool(region.note) == (min(region.content_share, region.style_share) < 0.005)


def source_of(found: Segmentation, label: int) -> int | None:
    region: RegionInfo = found.regions[label]
    return region.source


@pytest.mark.parametrize("colours", [DAY, NIGHT, SUNSET], ids=["day", "night", "sunset"])
@pytest.mark.parametrize("horizon", [0.35, 0.6])
def test_sky_takes_sky_and_ground_takes_ground(
    compact: VGGFeatures, colours: tuple[tuple[float, float, float], ...], horizon: float
) -> None:
    content, sky = landscape(180, 240, DAY)
    style, style_sky = landscape(200, 220, (colours[0], colours[1]), horizon=horizon, seed=3)
    found = segment_pair(compact, content, style, REGIONS)
    sound(found, content, style)
    above, below = majority(found.content, sky), majority(found.content, ~sky)
    assert source_of(found, above) == majority(found.style, style_sky)
    assert source_of(found, below) == majority(found.style, ~style_sky)
    assert above != below
    assert found.regions[above].name == "sky"
    assert ((found.content == above) == sky).mean() > 0.98


def test_an_object_takes_the_object(compact: VGGFeatures) -> None:
    content, disc = object_before(160, 160, (0.8, 0.3, 0.2), (0.95, 0.95, 0.95))
    style, style_disc = object_before(150, 210, (0.9, 0.8, 0.2), (0.02, 0.02, 0.02), seed=5)
    found = segment_pair(compact, content, style, REGIONS)
    sound(found, content, style)
    assert source_of(found, majority(found.content, disc)) == majority(found.style, style_disc)
    assert source_of(found, majority(found.content, ~disc)) == majority(found.style, ~style_disc)


def test_borders_follow_the_picture_at_its_full_size(compact: VGGFeatures) -> None:
    content, sky = landscape(720, 960, DAY)
    found = segment_pair(compact, content, content, REGIONS)
    above = majority(found.content, sky)
    wrong = (found.content == above) != sky
    # One pixel along the horizon is 1/720 of the picture.
    assert wrong.mean() < 3 / 720


def test_a_picture_matches_itself(compact: VGGFeatures) -> None:
    image, _ = landscape(180, 240, SUNSET)
    found = segment_pair(compact, image, image.clone(), REGIONS)
    sound(found, image, image)
    assert (found.content == found.style).mean() > 0.995
    assert all(region.source == region.label for region in found.regions)


def test_the_same_pair_gives_the_same_regions(compact: VGGFeatures) -> None:
    content, style = landscape(120, 160, DAY)[0], clouds(130, 150, seed=4)
    first, second = (segment_pair(compact, content, style, REGIONS) for _ in range(2))
    assert np.array_equal(first.content, second.content)
    assert np.array_equal(first.style, second.style)
    assert first.regions == second.regions


GREY = landscape(120, 160, DAY)[0].mean(dim=1, keepdim=True).expand(1, 3, 120, 160)


@pytest.mark.parametrize(
    ("content", "style"),
    [
        (GREY, clouds(120, 160)),
        (flat(90, 120, (0.4, 0.4, 0.4)), flat(120, 90, (0.8, 0.2, 0.2))),
        (flat(64, 64, (0, 0, 0)), clouds(64, 64)),
        (clouds(16, 16), clouds(16, 16, seed=2)),
        (clouds(1, 1), clouds(100, 120)),
        (clouds(12, 800), clouds(700, 14)),
        (noise(80, 100), noise(100, 80, seed=1)),
        (clouds(5, 3), noise(3, 5)),
    ],
    ids=["grey", "flat", "flat and not", "16 px", "one pixel", "ribbons", "noise", "crumbs"],
)
@pytest.mark.parametrize("regions", [1, 5, 8])
def test_any_pair_gives_sound_maps(compact: VGGFeatures, content: Tensor, style: Tensor, regions: int) -> None:
    found = segment_pair(compact, content, style, regions)
    sound(found, content, style)
    assert 1 <= len(found.regions) <= regions


def test_one_region_is_the_whole_picture(compact: VGGFeatures) -> None:
    content, style = landscape(100, 120, DAY)[0], landscape(100, 120, NIGHT)[0]
    found = segment_pair(compact, content, style, 1)
    assert len(found.regions) == 1
    assert found.regions[0].source == 0


def test_flat_pictures_are_not_divided(compact: VGGFeatures) -> None:
    found = segment_pair(compact, flat(90, 120, (0.4, 0.4, 0.4)), flat(90, 120, (0.8, 0.2, 0.2)), REGIONS)
    assert len(found.regions) == 1


def scores(content: tuple[int, int], style: tuple[int, int], classes: tuple[str, ...]) -> SceneScores:
    """Return scores that say: the first class on the left, the second on the right; mirrored in the style."""

    def sides(size: tuple[int, int], left: int) -> Tensor:
        planes = torch.full((len(classes), *size), 0.02)
        planes[left, :, : size[1] // 2] = 0.9
        planes[1 - left, :, size[1] // 2 :] = 0.9
        return planes / planes.sum(dim=0)

    return SceneScores(classes=classes, content=sides(content, 0), style=sides(style, 1))


def test_what_a_parser_says_comes_first(compact: VGGFeatures) -> None:
    content, style = clouds(120, 160, seed=1), clouds(120, 160, seed=9)
    classes = ("person", "vegetation", "ground")
    found = segment_pair(compact, content, style, REGIONS, scores((15, 20), (30, 40), classes))
    sound(found, content, style)
    left = np.arange(160) < 80
    persons = [region.label for region in found.regions if region.name.startswith("person")]
    plants = [region.label for region in found.regions if region.name.startswith("vegetation")]
    assert persons
    assert plants
    assert np.isin(found.content, persons)[:, left].mean() > 0.9
    assert np.isin(found.style, persons)[:, ~left].mean() > 0.9
    assert np.isin(found.style, plants)[:, left].mean() > 0.9


def test_what_only_one_picture_has_is_explained(compact: VGGFeatures) -> None:
    scene, ground = landscape(150, 200, DAY)[0], flat(150, 200, (0.3, 0.3, 0.3))
    found = segment_pair(compact, scene, ground, REGIONS)
    sound(found, scene, ground)
    (alone,) = (region for region in found.regions if region.style_share == 0)
    assert alone.source is not None
    assert alone.note == (
        f"Only in the photograph: takes the look of the nearest region, “{found.regions[alone.source].name}”."
    )
    swapped = segment_pair(compact, ground, scene, REGIONS)
    sound(swapped, ground, scene)
    (unused,) = (region for region in swapped.regions if region.content_share == 0)
    assert unused.note == "Only in the look: no part of the photograph takes it."


@pytest.mark.parametrize("shape", [(3, 20, 20), (2, 3, 20, 20), (1, 1, 20, 20), (1, 3, 0, 20)])
def test_what_is_no_single_picture_is_refused(compact: VGGFeatures, shape: tuple[int, ...]) -> None:
    with pytest.raises(ImageError, match="one picture"):
        segment_pair(compact, torch.zeros(shape), clouds(20, 20), REGIONS)


def test_scores_of_another_number_of_classes_are_refused() -> None:
    planes = torch.full((3, 4, 4), 1 / 3)
    with pytest.raises(ImageError, match="2 classes"):
        SceneScores(classes=("sky", "water"), content=planes, style=planes)
